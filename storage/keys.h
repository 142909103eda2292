// Every key of the database, drawn. Families are named in `Family`; numbers are big-endian, so that the
// order of keys is the order of what they mean. Ids take six bytes, tokens and index ids four.
//
//   meta           text, see meta_codec.h; | "watermark/" | u64 commit |
//   tokens         | u8 TokenKind | u32 token |
//   nodes          | 0x01 | u48 node |                    single record
//                  | 0x02 | u48 block | u32 column |      base block of 1,024 ids, see column_block.h
//   relationships  the same with relationships
//   adjacency      | u8 Direction | u32 type | u48 node | u48 neighbour | u48 relationship |
//                  neighbour and relationship: no entry of the chunk is smaller, every entry of the chunk
//                  before is; zero for chunk 0, which is always there if any chunk is
//   labels         | u32 label | u48 block |              block of 4,096 nodes; label 0: exists
//   indexes        | u32 index | keys of the values (index_key.h) |             unique
//                  | u32 index | keys of the values (index_key.h) | u48 entity | otherwise
//   statistics     | u8 CountKey::Kind | …, see meta_codec.h
//   Do not renumber.
#pragma once

#include "storage/ids.h"
#include "storage/list_codec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn::storage {

// The key spaces. Stored as u8 in commit records: do not renumber.
enum class Family : std::uint8_t {
  Meta = 0,
  Tokens = 1,
  Nodes = 2,
  Relationships = 3,
  Adjacency = 4,
  Labels = 5,
  Indexes = 6,
  Statistics = 7,
};
inline constexpr std::size_t family_count = 8;

// What an id takes in a key.
inline constexpr unsigned id_key_bytes = 6;

// "meta", "tokens", …
std::string_view family_name(Family family);

constexpr Family record_family(EntityKind kind) {
  return kind == EntityKind::Node ? Family::Nodes : Family::Relationships;
}

// A list by its three coordinates. `direction` is Outgoing or Incoming.
struct ListKey {
  Direction direction = Direction::Outgoing;
  TypeToken type = no_token;
  NodeId node = 0;

  friend auto operator<=>(const ListKey&, const ListKey&) = default;
};

inline constexpr std::size_t list_prefix_bytes = 11;  // the part of adjacency keys that is the list
inline constexpr std::size_t chunk_key_bytes = 23;
inline constexpr std::size_t record_key_bytes = 7;
inline constexpr std::size_t column_key_bytes = 11;
inline constexpr std::uint64_t label_block_ids = 4096;

std::string token_key(TokenKind kind, std::uint32_t token);
std::string record_key(EntityId id);
// Smaller than the key of every record, and greater.
std::string record_keys_begin();
std::string record_keys_end();
std::string column_key(std::uint64_t block, std::uint32_t column);
// Smaller than the key of every column of every block; nothing is greater.
std::string column_keys_begin();
std::string list_prefix(const ListKey& list);
// The key of the chunk that begins at `first`; chunk 0 for a default entry.
std::string chunk_key(const ListKey& list, const ListEntry& first = {});
std::string label_key(LabelToken label, std::uint64_t block);
// `value_key`: one key after the other, as append_index_key makes them.
std::string index_key(IndexId index, std::string_view value_key);
std::string index_entry_key(IndexId index, std::string_view value_key, EntityId entity);
std::string index_prefix(IndexId index);

// The smallest key greater than every key that begins with `prefix`; empty if there is none.
std::string after_prefix(std::string_view prefix);

// Back from bytes; nothing if it is no such key.
std::optional<EntityId> parse_record_key(std::string_view key);
struct ColumnKey {
  std::uint64_t block = 0;
  std::uint32_t column = 0;
};
std::optional<ColumnKey> parse_column_key(std::string_view key);
struct ChunkKey {
  ListKey list;
  ListEntry first;
};
std::optional<ChunkKey> parse_chunk_key(std::string_view key);
struct LabelKey {
  LabelToken label = 0;
  std::uint64_t block = 0;
};
std::optional<LabelKey> parse_label_key(std::string_view key);
struct IndexEntryKey {
  IndexId index = 0;
  std::string_view value_key;
  bool cut = false;                // one of the values
  std::optional<EntityId> entity;  // not in a unique index
};
std::optional<IndexId> parse_index_id(std::string_view key);
// `values`: of how many properties the index is.
std::optional<IndexEntryKey> parse_index_entry_key(std::string_view key, std::size_t values);

// For messages: "node 17", "outgoing list of type 3 of node 17 from (0, 0)", …
std::string describe_key(Family family, std::string_view key);

}  // namespace cairn::storage
