// What a commit touched, thing by thing: the ids whose decoded copies in memory are out of date.
#pragma once

#include "storage/ids.h"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// One thing that can be kept decoded, a range of ids at a time.
struct Thing {
  // Stored as u8: do not renumber.
  enum class Kind : std::uint8_t {
    Label = 0,                 // token: label, label_exists included; ids of nodes
    NodeProperty = 1,          // token: key; ids of nodes
    RelationshipProperty = 2,  // token: key; ids of relationships
    Outgoing = 3,              // token: type; ids of nodes: their lists of neighbours
    Incoming = 4,
    Ends = 5,      // token 0; ids of relationships: type, source and target, or that they exist
    Labels = 6,    // token 0; ids of nodes: the set of all their labels
    Lists = 7,     // token 0; ids of nodes: the set of (direction, type) they have neighbours by
    IndexRun = 8,  // token: index; only in memory: what changed is in `index_changes`
  };
  Kind kind = Kind::Label;
  std::uint32_t token = 0;

  friend auto operator<=>(const Thing&, const Thing&) = default;
};

// What a commit made of one key of an index.
struct IndexChange {
  std::string key;  // as on disk (keys.h), without the id of the index
  bool removed = false;
  std::string value;  // as on disk, if it is not removed

  friend bool operator==(const IndexChange&, const IndexChange&) = default;
};

// Ids per thing, ascending, each once.
struct Touched {
  std::map<Thing, std::vector<EntityId>> ids;
  bool everything = false;  // the whole graph was replaced; the rest says nothing

  // Not in the section, since the operations of the record say it (add_index_changes).
  std::map<IndexId, std::vector<IndexChange>> index_changes;  // by key, each once
  std::vector<IndexId> dropped_indexes;

  friend bool operator==(const Touched&, const Touched&) = default;
};

// The section of a commit record:
//   | u8 everything | varint things | per thing: u8 kind | varint token | varint ids | varint delta of id … |
void append_touched(std::string& out, const Touched& touched);
std::optional<Touched> parse_touched(std::string_view bytes);

}  // namespace cairn::storage
