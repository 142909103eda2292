// Nodes and relationships as records: everything about one entity except its neighbours.
//
//   node record:          | u8 version = 1 | u8 flags | varint labels | varint delta of label … |
//                         | varint lists | varint delta of (type << 1 | direction) … | properties | section … |
//   relationship record:  | u8 version = 1 | u8 flags | varint type | varint source | varint target |
//                         | properties | section … |
//   properties:           | varint count | per property, by key: varint delta of key | value (stored_value.h) |
//   tombstone:            | u8 version = 1 | u8 flags |     the entity of a base block is gone
//   flags:     bit 0 tombstone   bit 1 has_claims   bit 2 has_timelines   (both reserved, kept as they are)
//              bit 3 sections follow   bits 4 … 7 are zero: refuse others
//   section:   | varint tag | varint bytes | … |        unknown ones are kept and left alone
//   Do not renumber.
//
// The lists of a node name each (direction, type) it has a relationship of, so that expansion over all
// types, and the question whether a node is connected, need no probe per type.
#pragma once

#include "storage/ids.h"
#include "storage/stored_value.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// A (direction, type) that a node has.
struct ListName {
  TypeToken type = no_token;
  Direction direction = Direction::Outgoing;

  friend auto operator<=>(const ListName&, const ListName&) = default;
};

// One property, owned.
struct StoredProperty {
  KeyToken key = no_token;
  std::string value;  // encoded, see stored_value.h

  friend bool operator==(const StoredProperty&, const StoredProperty&) = default;
};

// The decoded properties of an entity, sorted by key, each key once.
class PropertyList {
 public:
  const std::vector<StoredProperty>& all() const { return properties_; }
  // The value; null if there is none.
  ValueView find(KeyToken key) const;
  // Return whether anything changed.
  bool set(KeyToken key, ValueView value);
  bool remove(KeyToken key);
  // Appends a property whose key is greater than all others.
  void push_back(KeyToken key, ValueView value) { properties_.push_back({key, std::string(value.bytes())}); }

  friend bool operator==(const PropertyList&, const PropertyList&) = default;

 private:
  std::vector<StoredProperty> properties_;
};

// What both kinds of records keep without understanding it.
struct RecordExtras {
  bool has_claims = false;
  bool has_timelines = false;
  std::string sections;

  friend bool operator==(const RecordExtras&, const RecordExtras&) = default;
};

struct NodeRecord {
  std::vector<LabelToken> labels;  // ascending
  std::vector<ListName> lists;     // ascending
  PropertyList properties;
  RecordExtras extras;

  friend bool operator==(const NodeRecord&, const NodeRecord&) = default;
};

struct RelationshipRecord {
  TypeToken type = no_token;
  NodeId source = 0;
  NodeId target = 0;
  PropertyList properties;
  RecordExtras extras;

  friend bool operator==(const RelationshipRecord&, const RelationshipRecord&) = default;
};

void append_record(std::string& out, const NodeRecord& record);
void append_record(std::string& out, const RelationshipRecord& record);
void append_tombstone(std::string& out);

// True for a record that says "deleted".
bool is_tombstone(std::string_view bytes);

// Full decoding, verified; nothing if the bytes are damaged or a tombstone.
std::optional<NodeRecord> parse_node(std::string_view bytes);
std::optional<RelationshipRecord> parse_relationship(std::string_view bytes);

// The fixed part of a relationship alone, without decoding properties.
struct RelationshipHead {
  TypeToken type = no_token;
  NodeId source = 0;
  NodeId target = 0;
};
std::optional<RelationshipHead> parse_relationship_head(std::string_view bytes);

// Parts of a node's record alone, appended to `out`; false if the bytes are damaged.
bool parse_labels(std::string_view bytes, std::vector<LabelToken>& out);
bool parse_lists(std::string_view bytes, std::vector<ListName>& out);

// One property of a record of the kind; null if the entity has none, nothing if the bytes are damaged.
std::optional<ValueView> parse_property(EntityKind kind, std::string_view bytes, KeyToken key);

}  // namespace cairn::storage
