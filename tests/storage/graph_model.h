// A graph in maps: what storage must agree with, whatever happens to it.
#pragma once

#include "storage/graph_store.h"
#include "tests/storage/store_testing.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace cairn::storage::testing {

struct ModelNode {
  std::set<std::string> labels;
  std::map<std::string, Value> properties;
};

struct ModelRelationship {
  std::string type;
  NodeId source = 0;
  NodeId target = 0;
  std::map<std::string, Value> properties;
};

struct ModelIndex {
  EntityKind entity = EntityKind::Node;
  std::string token;
  std::vector<std::string> keys;
  bool unique = false;  // the index of a constraint
};

// The values of an entity for an index, one for each key.
using ModelValues = std::vector<Value>;

struct GraphModel {
  std::map<NodeId, ModelNode> nodes;
  std::map<RelationshipId, ModelRelationship> relationships;
  std::map<std::string, ModelIndex> indexes;

  // The values an index holds, by entity.
  std::map<EntityId, ModelValues> indexed(const ModelIndex& index) const;

  // Whether no two entities have the same values in an index, if it is unique; in all of them.
  bool keeps(const ModelIndex& index) const;
  bool keeps_constraints() const;
};

// Fails the test wherever the reader shows something else than the model.
void expect_same(Reader& reader, const GraphModel& model);

// Values an index treats as the same have the same key.
std::string key_in_index(std::span<const Value> values);

}  // namespace cairn::storage::testing
