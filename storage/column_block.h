// Base blocks: 1,024 consecutive entities, one value a column, for data that has come to rest.
//
// A block is keyed by (block, column): column 0 says which of the entities exist and holds what every
// entity has; column k holds the property with key token k, and is there iff an entity has it. Single
// records (record_codec.h) override all that the block says of their entity. An entity that is large, or of
// which something is kept that is not understood, is always a single record.
//
//   block value:      | u8 version = 1 | u8 kind | u8 flags | presence | content | section … |
//   flags:            bit 0 sections follow, as in record_codec.h; the others are zero: refuse others
//   presence:         | u8 0 | all of them     | u8 1 | bitmap of 128 bytes, bit i of byte i / 8 |
//                     | u8 2 | varint count | u16 little-endian index … ascending |
//   content, one entry per present entity, in order:
//     kind 1 integers      numbers
//     kind 2 floats        8 bytes IEEE 754, little-endian, each
//     kind 3 booleans      bitmap, ceil(entries / 8) bytes
//     kind 4 dictionary    | varint strings | run string … | numbers (index of each) |
//     kind 5 strings       | numbers (length of each) | bytes of all |
//     kind 6 mixed         | numbers (length of each) | values (stored_value.h) |
//     kind 16 nodes        | sets of labels | sets of lists | sets of property keys |
//     kind 17 relationships  | numbers (types) | numbers (sources) | numbers (targets) | sets of property keys |
//   sets:             | varint distinct sets | numbers (bytes of each) | varint delta … of all | numbers (index of
//   each) | numbers:          see packed_numbers.h run:              | varint bytes | … | Do not renumber.
//
// Column 0 names the keys of each entity, so that reading one entity need not look into columns it is not in:
// a block whose entities share few keys has hundreds of columns.
//
// column_block_view.h reads single entries without decoding the others.
#pragma once

#include "storage/ids.h"
#include "storage/record_codec.h"

#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

inline constexpr std::size_t block_entities = 1024;
inline constexpr std::uint32_t column_fixed = 0;  // the column that says what exists

using BlockPresence = std::bitset<block_entities>;

// What the content of a block is. Stored as u8: do not renumber.
enum class BlockKind : std::uint8_t {
  Integers = 1,
  Floats = 2,
  Booleans = 3,
  Dictionary = 4,
  Strings = 5,
  Mixed = 6,
  Nodes = 16,
  Relationships = 17
};

// One property: `values[i]` is the encoded value of the i-th present entity.
struct PropertyBlock {
  BlockPresence present;
  std::vector<std::string> values;
  std::string sections;

  friend bool operator==(const PropertyBlock&, const PropertyBlock&) = default;
};

// The fixed part of nodes, one entry per present node.
struct NodeBlock {
  BlockPresence present;
  std::vector<std::vector<LabelToken>> labels;  // each ascending
  std::vector<std::vector<ListName>> lists;     // each ascending
  std::vector<std::vector<KeyToken>> keys;      // each ascending
  std::string sections;

  friend bool operator==(const NodeBlock&, const NodeBlock&) = default;
};

// The fixed part of relationships, one entry per present relationship.
struct RelationshipBlock {
  BlockPresence present;
  std::vector<TypeToken> types;
  std::vector<NodeId> sources;
  std::vector<NodeId> targets;
  std::vector<std::vector<KeyToken>> keys;  // each ascending
  std::string sections;

  friend bool operator==(const RelationshipBlock&, const RelationshipBlock&) = default;
};

// Encoders; a property block takes the kind that fits its values and is shortest. `values` has an entry for
// each present entity.
void append_property_block(std::string& out, const BlockPresence& present, std::span<const ValueView> values,
                           std::string_view sections);
void append_block(std::string& out, const PropertyBlock& block);
void append_block(std::string& out, const NodeBlock& block);
void append_block(std::string& out, const RelationshipBlock& block);

// Full decoding, verified. Each gives nothing if the bytes are damaged or of another kind.
std::optional<PropertyBlock> parse_property_block(std::string_view bytes);
std::optional<NodeBlock> parse_node_block(std::string_view bytes);
std::optional<RelationshipBlock> parse_relationship_block(std::string_view bytes);

}  // namespace cairn::storage
