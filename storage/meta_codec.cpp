#include "storage/meta_codec.h"

#include "storage/varint.h"

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr char version_byte = '\x01';
constexpr std::uint8_t kind_index = 1;
constexpr std::uint8_t kind_unique_index = 2;
constexpr std::uint8_t kind_composite_index = 3;
constexpr std::uint8_t kind_unique_composite_index = 4;
constexpr std::uint8_t kind_constraint = 5;
constexpr std::uint8_t kind_hashed_index = 6;
constexpr std::uint8_t kind_unique_hashed_index = 7;
constexpr unsigned id_bytes = 6;
constexpr unsigned index_bytes = 4;

std::string versioned() { return std::string(1, version_byte); }

bool take_version(std::string_view& bytes) {
  std::uint8_t version = 0;
  return take_byte(bytes, version) && version == static_cast<std::uint8_t>(version_byte);
}

bool take_instant(std::string_view& bytes, std::int64_t& instant) {
  std::uint64_t number = 0;
  if (!take_varint(bytes, number)) return false;
  instant = unzigzag(number);
  return true;
}

bool take_counters(std::string_view& bytes, IdCounters& counters) {
  return take_varint(bytes, counters.node_id_bound) && take_varint(bytes, counters.relationship_id_bound);
}

void append_keys(std::string& out, const std::vector<KeyToken>& keys) {
  append_varint(out, keys.size());
  for (const KeyToken key : keys) append_varint(out, key);
}

bool take_keys(std::string_view& bytes, std::vector<KeyToken>& keys) {
  std::uint64_t count = 0;
  if (!take_varint(bytes, count) || count == 0 || count > bytes.size()) return false;
  keys.resize(count);
  return std::ranges::all_of(keys, [&](KeyToken& key) { return take_varint32(bytes, key); });
}

bool take_entity_kind(std::string_view& bytes, EntityKind& entity) {
  std::uint8_t number = 0;
  if (!take_byte(bytes, number) || number > static_cast<std::uint8_t>(EntityKind::Relationship)) return false;
  entity = static_cast<EntityKind>(number);
  return true;
}

bool take_name(std::string_view& bytes, std::string& name) {
  std::string_view taken;
  if (!take_sized(bytes, taken)) return false;
  name = taken;
  return true;
}

std::uint8_t kind_of(const IndexDefinition& index) {
  if (index.cut_keys == CutKeys::Hashed) return index.unique ? kind_unique_hashed_index : kind_hashed_index;
  if (index.keys.size() > 1) return index.unique ? kind_unique_composite_index : kind_composite_index;
  return index.unique ? kind_unique_index : kind_index;
}

bool has_one_key(std::uint8_t kind) { return kind == kind_index || kind == kind_unique_index; }

std::string encode_definition(const IndexDefinition& index) {
  std::string out;
  const std::uint8_t kind = kind_of(index);
  out.push_back(static_cast<char>(kind));
  out.push_back(static_cast<char>(index.entity));
  append_varint(out, index.id);
  append_varint(out, index.token);
  if (has_one_key(kind)) {
    append_varint(out, index.keys.front());
  } else {
    append_keys(out, index.keys);
  }
  append_sized(out, index.name);
  return out;
}

std::string encode_definition(const ConstraintDefinition& constraint) {
  std::string out;
  out.push_back(static_cast<char>(kind_constraint));
  out.push_back(static_cast<char>(constraint.kind));
  out.push_back(static_cast<char>(constraint.entity));
  append_varint(out, constraint.id);
  append_varint(out, constraint.token);
  append_keys(out, constraint.keys);
  append_varint(out, constraint.index);
  append_sized(out, constraint.name);
  constraint.types.append_to(out);
  return out;
}

std::optional<IndexDefinition> parse_index(std::uint8_t kind, std::string_view bytes) {
  IndexDefinition index;
  const bool hashed = kind == kind_hashed_index || kind == kind_unique_hashed_index;
  index.unique = kind == kind_unique_index || kind == kind_unique_composite_index || kind == kind_unique_hashed_index;
  index.cut_keys = hashed ? CutKeys::Hashed : CutKeys::Bare;
  if (!take_entity_kind(bytes, index.entity) || !take_varint32(bytes, index.id) || !take_varint32(bytes, index.token))
    return std::nullopt;
  const bool has_keys =
      has_one_key(kind) ? take_varint32(bytes, index.keys.emplace_back()) : take_keys(bytes, index.keys);
  if (!has_keys) return std::nullopt;
  if (!take_name(bytes, index.name)) return std::nullopt;
  return index;
}

std::optional<ConstraintDefinition> parse_constraint(std::string_view bytes) {
  ConstraintDefinition constraint;
  std::uint8_t kind = 0;
  if (!take_byte(bytes, kind) || kind < static_cast<std::uint8_t>(ConstraintKind::Unique) ||
      kind > static_cast<std::uint8_t>(ConstraintKind::Type)) {
    return std::nullopt;
  }
  constraint.kind = static_cast<ConstraintKind>(kind);
  if (!take_entity_kind(bytes, constraint.entity) || !take_varint32(bytes, constraint.id) ||
      !take_varint32(bytes, constraint.token) || !take_keys(bytes, constraint.keys) ||
      !take_varint32(bytes, constraint.index) || !take_name(bytes, constraint.name)) {
    return std::nullopt;
  }
  auto types = PropertyTypes::take(bytes);
  if (!types) return std::nullopt;
  constraint.types = std::move(*types);
  return constraint;
}

// Adds a definition to the schema; false if the bytes are damaged.
bool add_definition(std::string_view bytes, Schema& schema) {
  std::uint8_t kind = 0;
  if (!take_byte(bytes, kind)) return false;
  const auto is_new = [&](IndexId id) {
    return schema.find_index(id) == nullptr && schema.find_constraint(id) == nullptr;
  };
  if (kind == kind_constraint) {
    auto constraint = parse_constraint(bytes);
    if (!constraint || !is_new(constraint->id)) return false;
    schema.add(std::move(*constraint));
    return true;
  }
  if (kind < kind_index || kind > kind_unique_hashed_index) return false;
  auto index = parse_index(kind, bytes);
  if (!index || !is_new(index->id)) return false;
  schema.add(std::move(*index));
  return true;
}

}  // namespace

std::string encode(const FormatMark& mark) {
  std::string out = versioned();
  append_varint(out, mark.format);
  append_sized(out, mark.writer);
  return out;
}

std::string encode(const CommitClock& clock) {
  std::string out = versioned();
  append_varint(out, clock.number);
  append_varint(out, clock.epoch);
  append_varint(out, zigzag(clock.instant_us));
  append_varint(out, clock.synced);
  return out;
}

std::string encode(const IdCounters& counters) {
  std::string out = versioned();
  append_varint(out, counters.node_id_bound);
  append_varint(out, counters.relationship_id_bound);
  return out;
}

std::string encode(const Watermark& watermark) {
  std::string out = versioned();
  append_varint(out, zigzag(watermark.instant_us));
  append_varint(out, watermark.counters.node_id_bound);
  append_varint(out, watermark.counters.relationship_id_bound);
  return out;
}

std::string encode(const Schema& schema) {
  std::string out = versioned();
  append_varint(out, schema.version);
  append_varint(out, schema.next_index);
  append_varint(out, schema.indexes().size() + schema.constraints().size());
  for (const auto& index : schema.indexes()) append_sized(out, encode_definition(*index));
  for (const auto& constraint : schema.constraints()) append_sized(out, encode_definition(*constraint));
  return out;
}

std::string encode_features(const std::vector<std::string>& features) {
  std::string out = versioned();
  append_varint(out, features.size());
  for (const std::string& feature : features) append_sized(out, feature);
  return out;
}

std::string encode_token(std::string_view name) { return versioned().append(name); }

std::optional<FormatMark> parse_format(std::string_view bytes) {
  FormatMark mark;
  std::string_view writer;
  if (!take_version(bytes) || !take_varint32(bytes, mark.format) || !take_sized(bytes, writer)) return std::nullopt;
  mark.writer = writer;
  return mark;
}

std::optional<CommitClock> parse_clock(std::string_view bytes) {
  CommitClock clock;
  if (!take_version(bytes) || !take_varint(bytes, clock.number) || !take_varint(bytes, clock.epoch) ||
      !take_instant(bytes, clock.instant_us) || !take_varint(bytes, clock.synced)) {
    return std::nullopt;
  }
  return clock;
}

std::optional<IdCounters> parse_counters(std::string_view bytes) {
  IdCounters counters;
  if (!take_version(bytes) || !take_counters(bytes, counters)) return std::nullopt;
  return counters;
}

std::optional<Watermark> parse_watermark(std::string_view bytes) {
  Watermark watermark;
  if (!take_version(bytes) || !take_instant(bytes, watermark.instant_us) || !take_counters(bytes, watermark.counters)) {
    return std::nullopt;
  }
  return watermark;
}

std::optional<Schema> parse_schema(std::string_view bytes) {
  Schema schema;
  std::uint64_t count = 0;
  if (!take_version(bytes) || !take_varint(bytes, schema.version) || !take_varint32(bytes, schema.next_index) ||
      !take_varint(bytes, count)) {
    return std::nullopt;
  }
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string_view definition;
    if (!take_sized(bytes, definition) || !add_definition(definition, schema)) return std::nullopt;
  }
  return schema;
}

std::optional<std::vector<std::string>> parse_features(std::string_view bytes) {
  std::uint64_t count = 0;
  if (!take_version(bytes) || !take_varint(bytes, count)) return std::nullopt;
  std::vector<std::string> features;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string_view feature;
    if (!take_sized(bytes, feature)) return std::nullopt;
    features.emplace_back(feature);
  }
  return features;
}

std::optional<std::string> parse_token(std::string_view bytes) {
  if (!take_version(bytes)) return std::nullopt;
  return std::string(bytes);
}

std::string watermark_key(CommitNumber number) {
  std::string key(meta_watermark);
  append_big_endian(key, number, 8);
  return key;
}

std::string building_key(IndexId index) {
  std::string key(meta_building);
  append_big_endian(key, index, index_bytes);
  return key;
}

std::string encode_building() { return versioned(); }

std::optional<IndexId> parse_building_key(std::string_view key) {
  if (!key.starts_with(meta_building) || key.size() != meta_building.size() + index_bytes) return std::nullopt;
  return static_cast<IndexId>(read_big_endian(key, meta_building.size(), index_bytes));
}

std::string statistics_key(const CountKey& count) {
  std::string key(1, static_cast<char>(count.kind));
  if (count.kind != CountKey::Kind::NodesWithLabel) append_big_endian(key, count.type, 4);
  if (count.kind == CountKey::Kind::RelationshipsWithLabels) key.push_back(static_cast<char>(count.direction));
  if (count.kind != CountKey::Kind::RelationshipsOfType) append_big_endian(key, count.label, 4);
  return key;
}

std::optional<CountKey> parse_statistics_key(std::string_view key) {
  if (key.empty()) return std::nullopt;
  CountKey count{.kind = static_cast<CountKey::Kind>(key[0])};
  const auto number = [&](std::size_t at) { return static_cast<std::uint32_t>(read_big_endian(key, at, 4)); };
  switch (count.kind) {
    case CountKey::Kind::NodesWithLabel:
      if (key.size() != 5) return std::nullopt;
      count.label = number(1);
      return count;
    case CountKey::Kind::RelationshipsOfType:
      if (key.size() != 5) return std::nullopt;
      count.type = number(1);
      if (count.type == no_token) return std::nullopt;
      return count;
    case CountKey::Kind::RelationshipsWithLabels:
      if (key.size() != 10 || static_cast<unsigned char>(key[5]) > 1) return std::nullopt;
      count.type = number(1);
      count.direction = static_cast<Direction>(key[5]);
      count.label = number(6);
      if (count.label % labels_per_count_page != 0) return std::nullopt;
      return count;
  }
  return std::nullopt;
}

std::string encode_count(const CountKey& count, const Statistics& statistics) {
  std::string out = versioned();
  if (count.kind == CountKey::Kind::NodesWithLabel) {
    const std::uint64_t nodes = statistics.nodes(count.label);
    if (nodes == 0) return {};
    append_varint(out, nodes);
  } else {
    const std::uint64_t relationships = statistics.relationships(count.type);
    if (relationships == 0) return {};
    append_varint(out, relationships);
    append_varint(out, statistics.self_loops(count.type));
  }
  return out;
}

bool add_stored_count(const CountKey& count, std::string_view value, StatisticsEditor& statistics) {
  std::uint64_t number = 0;
  if (!take_version(value) || !take_varint(value, number)) return false;
  const auto difference = static_cast<std::int64_t>(number);
  if (count.kind == CountKey::Kind::NodesWithLabel) {
    statistics.add_nodes(count.label, difference);
    return true;
  }
  std::uint64_t self_loops = 0;
  if (count.kind != CountKey::Kind::RelationshipsOfType || !take_varint(value, self_loops)) return false;
  statistics.add_relationships(count.type, difference);
  statistics.add_self_loops(count.type, static_cast<std::int64_t>(self_loops));
  return true;
}

std::string encode_label_counts(LabelToken first, const LabelCounts& counts) {
  if (counts.empty()) return {};
  std::string out = versioned();
  for (const auto& [label, relationships] : counts) {
    append_varint(out, label - first);
    append_varint(out, relationships);
  }
  return out;
}

std::optional<LabelCounts> parse_label_counts(LabelToken first, std::string_view value) {
  LabelCounts counts;
  if (!take_version(value)) return std::nullopt;
  while (!value.empty()) {
    std::uint64_t offset = 0;
    std::uint64_t relationships = 0;
    if (!take_varint(value, offset) || offset >= labels_per_count_page || !take_varint(value, relationships) ||
        relationships == 0) {
      return std::nullopt;
    }
    const auto label = static_cast<LabelToken>(first + offset);
    if (!counts.empty() && counts.back().first >= label) return std::nullopt;
    counts.emplace_back(label, relationships);
  }
  return counts;
}

std::string encode_unique(const std::vector<EntityId>& entities) {
  std::string out = versioned();
  for (const EntityId entity : entities) append_big_endian(out, entity, id_bytes);
  return out;
}

std::optional<std::vector<EntityId>> parse_unique(std::string_view bytes) {
  if (!take_version(bytes) || bytes.empty() || bytes.size() % id_bytes != 0) return std::nullopt;
  std::vector<EntityId> entities;
  for (std::size_t at = 0; at < bytes.size(); at += id_bytes) {
    entities.push_back(read_big_endian(bytes, at, id_bytes));
    if (entities.size() > 1 && entities[entities.size() - 2] >= entities.back()) return std::nullopt;
  }
  return entities;
}

}  // namespace cairn::storage
