// Functions of nodes, relationships and paths. What an entity holds is asked of the statement's EntityAccess,
// never of a materialised value, so that a function sees what the statement has changed.
#include "engine/functions/builtin_functions.h"

#include <fmt/format.h>

namespace cairn::engine {

namespace {

using Arguments = std::span<const Value>;

Expected<EntityAccess*> entities_of(FunctionContext& context) {
  if (context.entities != nullptr) return context.entities;
  return runtime_error(ErrorType::ArgumentError, "InvalidArgumentValue", "There is no graph to read the entity from");
}

// Asks the graph about `entity` by one of EntityAccess's questions.
Expected<Value> ask(FunctionContext& context, const Value& entity,
                    Expected<Value> (EntityAccess::*question)(const Value&)) {
  const auto entities = entities_of(context);
  if (!entities) return entities.error();
  return ((*entities)->*question)(entity);
}

Expected<Value> labels(FunctionContext& context, Arguments arguments) {
  if (!arguments[0].is_node()) return wrong_argument("labels", "a Node", arguments[0]);
  return ask(context, arguments[0], &EntityAccess::labels);
}

Expected<Value> type(FunctionContext& context, Arguments arguments) {
  if (!arguments[0].is_relationship()) return wrong_argument("type", "a Relationship", arguments[0]);
  return ask(context, arguments[0], &EntityAccess::relationship_type);
}

Expected<Value> start_node(FunctionContext& context, Arguments arguments) {
  if (!arguments[0].is_relationship()) return wrong_argument("startNode", "a Relationship", arguments[0]);
  return ask(context, arguments[0], &EntityAccess::start_node);
}

Expected<Value> end_node(FunctionContext& context, Arguments arguments) {
  if (!arguments[0].is_relationship()) return wrong_argument("endNode", "a Relationship", arguments[0]);
  return ask(context, arguments[0], &EntityAccess::end_node);
}

Expected<Value> properties(FunctionContext& context, Arguments arguments) {
  if (arguments[0].is_map()) return arguments[0];
  if (!arguments[0].is_entity()) return wrong_argument("properties", "a Node, Relationship or Map", arguments[0]);
  return ask(context, arguments[0], &EntityAccess::properties);
}

Expected<Value> keys(FunctionContext& context, Arguments arguments) {
  if (!arguments[0].is_entity() && !arguments[0].is_map()) {
    return wrong_argument("keys", "a Node, Relationship or Map", arguments[0]);
  }
  const auto map = properties(context, arguments);
  if (!map) return map.error();
  std::vector<Value> names;
  for (const MapEntry& entry : map->as_map()) names.push_back(Value::string(entry.key));
  return Value::list(std::move(names));
}

Expected<Value> id(FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_entity()) return wrong_argument("id", "a Node or Relationship", arguments[0]);
  return Value::integer(static_cast<std::int64_t>(arguments[0].entity_id()));
}

Expected<Value> element_id(FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_entity()) return wrong_argument("elementId", "a Node or Relationship", arguments[0]);
  return Value::string(fmt::format_int(arguments[0].entity_id()).c_str());
}

Expected<Value> length(FunctionContext&, Arguments arguments) {
  if (!arguments[0].is_path()) return wrong_argument("length", "a Path", arguments[0]);
  return Value::integer(static_cast<std::int64_t>(arguments[0].path_length()));
}

// Every second element of a path, from `first` on.
Expected<Value> path_elements(std::string_view function, const Value& path, std::size_t first) {
  if (!path.is_path()) return wrong_argument(function, "a Path", path);
  std::vector<Value> elements;
  for (std::size_t i = first; i < path.path_elements().size(); i += 2) elements.push_back(path.path_elements()[i]);
  return Value::list(std::move(elements));
}

Expected<Value> nodes(FunctionContext&, Arguments arguments) { return path_elements("nodes", arguments[0], 0); }

Expected<Value> relationships(FunctionContext&, Arguments arguments) {
  return path_elements("relationships", arguments[0], 1);
}

// What a graph function of one argument is made of.
struct GraphFunction {
  std::string_view name;
  FunctionParameter parameter;
  StaticType result;
  std::string_view documentation;
  FunctionBody body;
  bool reads_graph;
};

}  // namespace

std::vector<Function> graph_functions() {
  const StaticType strings = StaticType::list_of(types::string);
  const StaticType entity_or_map = types::entity.join(types::map);
  const std::vector<GraphFunction> table{
      {"labels", {"node", types::node}, strings, "The labels of a node.", labels, true},
      {"type", {"relationship", types::relationship}, types::string, "The type of a relationship.", type, true},
      {"startNode",
       {"relationship", types::relationship},
       types::node,
       "The node a relationship starts at.",
       start_node,
       true},
      {"endNode",
       {"relationship", types::relationship},
       types::node,
       "The node a relationship ends at.",
       end_node,
       true},
      {"properties",
       {"value", entity_or_map},
       types::map,
       "The properties of a node or relationship as a map; a map itself.",
       properties,
       true},
      {"keys", {"value", entity_or_map}, strings, "The property keys of a node, relationship or map.", keys, true},
      {"id", {"entity", types::entity}, types::integer, "The number of a node or relationship.", id, false},
      {"elementId",
       {"entity", types::entity},
       types::string,
       "The identifier of a node or relationship, as a string.",
       element_id,
       false},
      {"length", {"path", types::path}, types::integer, "The number of relationships of a path.", length, false},
      {"nodes",
       {"path", types::path},
       StaticType::list_of(types::node),
       "The nodes of a path, in order.",
       nodes,
       false},
      {"relationships",
       {"path", types::path},
       StaticType::list_of(types::relationship),
       "The relationships of a path, in order.",
       relationships,
       false}};
  std::vector<Function> functions;
  functions.reserve(table.size());
  for (const GraphFunction& entry : table) {
    functions.push_back({.name = entry.name,
                         .category = "Graph",
                         .signatures = {signature({entry.parameter}, entry.result)},
                         .documentation = entry.documentation,
                         .body = entry.body,
                         .reads_graph = entry.reads_graph});
  }
  return functions;
}

}  // namespace cairn::engine
