#include "tests/tck/graph_snapshot.h"

#include "engine/value/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace cairn::tck {
namespace {

Expected<std::vector<Value>> single_column(Session& session, std::string_view query) {
  Expected<Result> result = session.run(query);
  if (!result) return std::move(result).error();
  std::vector<Value> values;
  for (const std::vector<Value>& row : result->rows()) values.push_back(row.front());
  return values;
}

// What is counted, as texts that differ where the TCK sees a difference.
struct Observed {
  std::set<std::string> nodes;
  std::set<std::string> relationships;
  std::set<std::string> labels;
  std::set<std::string> properties;
};

void observe_properties(Observed& observed, const std::string& entity, const std::vector<MapEntry>& properties) {
  for (const MapEntry& property : properties) {
    observed.properties.insert(fmt::format("{} {} {}", entity, property.key, to_literal(property.value)));
  }
}

Observed observe(const GraphSnapshot& snapshot) {
  Observed observed;
  for (const Value& node : snapshot.nodes) {
    const std::string entity = fmt::format("node {}", node.entity_id());
    observed.nodes.insert(entity);
    if (const NodeData* data = node.node_data()) {
      observed.labels.insert(data->labels.begin(), data->labels.end());
      observe_properties(observed, entity, data->properties);
    }
  }
  for (const Value& relationship : snapshot.relationships) {
    const std::string entity = fmt::format("relationship {}", relationship.entity_id());
    observed.relationships.insert(entity);
    if (const RelationshipData* data = relationship.relationship_data()) {
      observe_properties(observed, entity, data->properties);
    }
  }
  return observed;
}

void count_difference(SideEffects& effects, const std::string& name, const std::set<std::string>& before,
                      const std::set<std::string>& after) {
  const auto count_missing = [](const std::set<std::string>& from, const std::set<std::string>& in) {
    return static_cast<std::uint64_t>(
        std::count_if(from.begin(), from.end(), [&in](const std::string& item) { return !in.contains(item); }));
  };
  if (const std::uint64_t added = count_missing(after, before); added > 0) effects["+" + name] = added;
  if (const std::uint64_t removed = count_missing(before, after); removed > 0) effects["-" + name] = removed;
}

}  // namespace

Expected<GraphSnapshot> take_snapshot(Session& session) {
  Expected<std::vector<Value>> nodes = single_column(session, "MATCH (n) RETURN n");
  if (!nodes) return std::move(nodes).error();
  Expected<std::vector<Value>> relationships = single_column(session, "MATCH ()-[r]->() RETURN r");
  if (!relationships) return std::move(relationships).error();
  return GraphSnapshot{*std::move(nodes), *std::move(relationships)};
}

SideEffects side_effects(const GraphSnapshot& before, const GraphSnapshot& after) {
  const Observed old_state = observe(before);
  const Observed new_state = observe(after);
  SideEffects effects;
  count_difference(effects, "nodes", old_state.nodes, new_state.nodes);
  count_difference(effects, "relationships", old_state.relationships, new_state.relationships);
  count_difference(effects, "labels", old_state.labels, new_state.labels);
  count_difference(effects, "properties", old_state.properties, new_state.properties);
  return effects;
}

std::string to_string(const SideEffects& effects) {
  std::string text;
  for (const auto& [name, count] : effects) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, count);
  return text.empty() ? "none" : text;
}

}  // namespace cairn::tck
