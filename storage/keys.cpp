#include "storage/keys.h"

#include "storage/index_key.h"
#include "storage/varint.h"

#include <fmt/format.h>

#include <array>

namespace cairn::storage {

namespace {

constexpr unsigned token_bytes = 4;
constexpr char record_tag = '\x01';
constexpr char column_tag = '\x02';

constexpr std::array<std::string_view, family_count> family_names = {"meta",      "tokens", "nodes",   "relationships",
                                                                     "adjacency", "labels", "indexes", "statistics"};

std::string hexadecimal(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return text;
}

std::string_view direction_name(Direction direction) {
  return direction == Direction::Outgoing ? "outgoing" : "incoming";
}

}  // namespace

std::string_view family_name(Family family) { return family_names[static_cast<std::size_t>(family)]; }

std::string token_key(TokenKind kind, std::uint32_t token) {
  std::string key(1, static_cast<char>(kind));
  append_big_endian(key, token, token_bytes);
  return key;
}

std::string record_key(EntityId id) {
  std::string key(1, record_tag);
  append_big_endian(key, id, id_key_bytes);
  return key;
}

std::string record_keys_begin() { return std::string(1, record_tag); }

std::string record_keys_end() { return std::string(1, column_tag); }

std::string column_key(std::uint64_t block, std::uint32_t column) {
  std::string key(1, column_tag);
  append_big_endian(key, block, id_key_bytes);
  append_big_endian(key, column, token_bytes);
  return key;
}

std::string column_keys_begin() { return std::string(1, column_tag); }

std::string list_prefix(const ListKey& list) {
  std::string key(1, static_cast<char>(list.direction));
  append_big_endian(key, list.type, token_bytes);
  append_big_endian(key, list.node, id_key_bytes);
  return key;
}

std::string chunk_key(const ListKey& list, const ListEntry& first) {
  std::string key = list_prefix(list);
  append_big_endian(key, first.neighbour, id_key_bytes);
  append_big_endian(key, first.relationship, id_key_bytes);
  return key;
}

std::string label_key(LabelToken label, std::uint64_t block) {
  std::string key;
  append_big_endian(key, label, token_bytes);
  append_big_endian(key, block, id_key_bytes);
  return key;
}

std::string index_prefix(IndexId index) {
  std::string key;
  append_big_endian(key, index, token_bytes);
  return key;
}

std::string index_key(IndexId index, std::string_view value_key) { return index_prefix(index).append(value_key); }

std::string index_entry_key(IndexId index, std::string_view value_key, EntityId entity) {
  std::string key = index_key(index, value_key);
  append_big_endian(key, entity, id_key_bytes);
  return key;
}

std::string after_prefix(std::string_view prefix) {
  std::string key(prefix);
  while (!key.empty()) {
    const auto last = static_cast<unsigned char>(key.back());
    if (last != 0xFF) {
      key.back() = static_cast<char>(last + 1);
      return key;
    }
    key.pop_back();
  }
  return key;
}

std::optional<EntityId> parse_record_key(std::string_view key) {
  if (key.size() != record_key_bytes || key[0] != record_tag) return std::nullopt;
  return read_big_endian(key, 1, id_key_bytes);
}

std::optional<ColumnKey> parse_column_key(std::string_view key) {
  if (key.size() != column_key_bytes || key[0] != column_tag) return std::nullopt;
  return ColumnKey{.block = read_big_endian(key, 1, id_key_bytes),
                   .column = static_cast<std::uint32_t>(read_big_endian(key, 1 + id_key_bytes, token_bytes))};
}

std::optional<ChunkKey> parse_chunk_key(std::string_view key) {
  if (key.size() != chunk_key_bytes || static_cast<unsigned char>(key[0]) > 1) return std::nullopt;
  ChunkKey chunk;
  chunk.list.direction = static_cast<Direction>(key[0]);
  chunk.list.type = static_cast<TypeToken>(read_big_endian(key, 1, token_bytes));
  chunk.list.node = read_big_endian(key, 1 + token_bytes, id_key_bytes);
  chunk.first.neighbour = read_big_endian(key, list_prefix_bytes, id_key_bytes);
  chunk.first.relationship = read_big_endian(key, list_prefix_bytes + id_key_bytes, id_key_bytes);
  return chunk;
}

std::optional<LabelKey> parse_label_key(std::string_view key) {
  if (key.size() != token_bytes + id_key_bytes) return std::nullopt;
  return LabelKey{static_cast<LabelToken>(read_big_endian(key, 0, token_bytes)),
                  read_big_endian(key, token_bytes, id_key_bytes)};
}

std::optional<IndexId> parse_index_id(std::string_view key) {
  if (key.size() <= token_bytes) return std::nullopt;
  return static_cast<IndexId>(read_big_endian(key, 0, token_bytes));
}

std::optional<IndexEntryKey> parse_index_entry_key(std::string_view key, std::size_t values) {
  const auto index = parse_index_id(key);
  if (!index) return std::nullopt;
  IndexEntryKey entry;
  entry.index = *index;
  const std::string_view rest = key.substr(token_bytes);
  std::size_t length = 0;
  for (std::size_t i = 0; i < values; ++i) {
    bool cut = false;
    const std::size_t next = index_key_length(rest.substr(length), cut);
    if (next == 0) return std::nullopt;
    length += next;
    entry.cut = entry.cut || cut;
  }
  entry.value_key = rest.substr(0, length);
  if (length == rest.size()) return entry;
  if (rest.size() != length + id_key_bytes) return std::nullopt;
  entry.entity = read_big_endian(rest, length, id_key_bytes);
  return entry;
}

std::string describe_key(Family family, std::string_view key) {
  if (family == Family::Meta) return std::string(key.substr(0, key.find('/')));
  if (family == Family::Nodes || family == Family::Relationships) {
    const char* kind = family == Family::Nodes ? "node" : "relationship";
    if (const auto id = parse_record_key(key)) return fmt::format("{} {}", kind, *id);
    if (const auto column = parse_column_key(key))
      return fmt::format("{} block {} column {}", kind, column->block, column->column);
  }
  if (family == Family::Adjacency) {
    if (const auto chunk = parse_chunk_key(key)) {
      return fmt::format("{} list of type {} of node {} from ({}, {})", direction_name(chunk->list.direction),
                         chunk->list.type, chunk->list.node, chunk->first.neighbour, chunk->first.relationship);
    }
  }
  if (family == Family::Labels) {
    if (const auto label = parse_label_key(key)) return fmt::format("label {} block {}", label->label, label->block);
  }
  if (family == Family::Indexes) {
    if (const auto index = parse_index_id(key)) {
      return fmt::format("index {} entry {}", *index, hexadecimal(key.substr(token_bytes)));
    }
  }
  return fmt::format("key {}", hexadecimal(key));
}

}  // namespace cairn::storage
