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
  std::string key;
};

struct GraphModel {
  std::map<NodeId, ModelNode> nodes;
  std::map<RelationshipId, ModelRelationship> relationships;
  std::map<std::string, ModelIndex> indexes;

  // The values an index holds, by entity.
  std::map<EntityId, Value> indexed(const ModelIndex& index) const;
};

// Fails the test wherever the reader shows something else than the model.
void expect_same(Reader& reader, const GraphModel& model);

// Two values an index treats as the same.
bool same_in_index(const Value& a, const Value& b);

}  // namespace cairn::storage::testing
