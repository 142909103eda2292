#include "engine/algorithms/procedures.h"

#include "engine/algorithms/betweenness.h"
#include "engine/algorithms/components.h"
#include "engine/algorithms/configuration.h"
#include "engine/algorithms/pagerank.h"
#include "engine/algorithms/projection.h"
#include "engine/algorithms/shortest_path.h"

#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cairn::engine::algorithms {

namespace {

using Keys = std::span<const std::string_view>;

constexpr double number_max = std::numeric_limits<double>::max();

// What an algorithm does with its options, given its context.
using Body = Expected<void> (*)(ProcedureContext&, const Configuration&);

Procedure make_procedure(std::string_view name, Keys keys, Body body, std::vector<ProcedureField> outputs,
                         std::string documentation) {
  Procedure procedure;
  procedure.name = name;
  procedure.inputs = {{"configuration", StaticType::of(ValueType::Map)}};
  procedure.outputs = std::move(outputs);
  procedure.documentation = std::move(documentation);
  procedure.call = [name, keys, body](ProcedureContext& context, std::span<const Value> arguments) -> Expected<void> {
    const auto configuration = Configuration::read(name, arguments[0], keys);
    if (!configuration) return configuration.error();
    return body(context, *configuration);
  };
  return procedure;
}

// The options that every algorithm has.
Expected<ProjectionOptions> read_projection_options(const Configuration& configuration) {
  ProjectionOptions options;
  auto labels = configuration.texts("labels");
  if (!labels) return std::move(labels).error();
  options.labels = std::move(*labels);
  auto types = configuration.texts("types");
  if (!types) return std::move(types).error();
  options.types = std::move(*types);
  const auto traversal = configuration.direction("direction", Traversal::Outgoing);
  if (!traversal) return traversal.error();
  options.traversal = *traversal;
  return options;
}

// The options `weight` and `default_weight`.
Expected<void> read_weight_options(const Configuration& configuration, WeightDomain domain,
                                   ProjectionOptions& options) {
  auto property = configuration.text("weight");
  if (!property) return std::move(property).error();
  const double lowest = domain == WeightDomain::Positive ? std::numeric_limits<double>::denorm_min() : 0;
  const auto default_weight = configuration.number("default_weight", 1, {lowest, number_max});
  if (!default_weight) return default_weight.error();
  if (*property) options.weight = WeightOptions{**std::move(property), *default_weight, domain};
  return {};
}

// Emits (node, value) for each vertex until the caller has enough.
template <class ToValue>
void emit_vertices(ProcedureContext& context, const Projection& projection, ToValue to_value) {
  std::array<Value, 2> row;
  for (Vertex vertex = 0; vertex < projection.vertex_count(); ++vertex) {
    row[0] = Value::node(projection.node(vertex));
    row[1] = to_value(vertex);
    if (!context.emit(row)) return;
  }
}

Expected<void> emit_scores(ProcedureContext& context, const Projection& projection,
                           const Expected<std::vector<double>>& scores) {
  if (!scores) return scores.error();
  emit_vertices(context, projection, [&](Vertex vertex) { return Value::floating((*scores)[vertex]); });
  return {};
}

Expected<void> emit_components(ProcedureContext& context, const Projection& projection,
                               const Expected<std::vector<Vertex>>& components) {
  if (!components) return components.error();
  emit_vertices(context, projection, [&](Vertex vertex) { return Value::integer((*components)[vertex]); });
  return {};
}

// ---- one function an algorithm ---------------------------------------------------------------------------

constexpr std::array<std::string_view, 3> projection_keys = {"labels", "types", "direction"};

Expected<void> call_connected_components(ProcedureContext& context, const Configuration& configuration) {
  auto options = read_projection_options(configuration);
  if (!options) return std::move(options).error();
  // Each relationship joins its ends from either of them, so that one direction is enough.
  options->traversal = Traversal::Outgoing;
  const auto projection = Projection::read(context, *options);
  if (!projection) return projection.error();
  return emit_components(context, *projection, connected_components(*projection, context));
}

Expected<void> call_strongly_connected_components(ProcedureContext& context, const Configuration& configuration) {
  const auto options = read_projection_options(configuration);
  if (!options) return options.error();
  const auto projection = Projection::read(context, *options);
  if (!projection) return projection.error();
  return emit_components(context, *projection, strongly_connected_components(*projection, context));
}

constexpr std::array<std::string_view, 6> pagerank_keys = {"labels",  "types",          "direction",
                                                           "damping", "max_iterations", "tolerance"};

Expected<PagerankOptions> read_pagerank_options(const Configuration& configuration) {
  PagerankOptions options;
  const double damping_max = std::nextafter(1.0, 0.0);
  const auto damping = configuration.number("damping", options.damping, {0, damping_max});
  if (!damping) return damping.error();
  const auto max_iterations = configuration.count("max_iterations", options.max_iterations);
  if (!max_iterations) return max_iterations.error();
  const auto tolerance = configuration.number("tolerance", options.tolerance, {0, number_max});
  if (!tolerance) return tolerance.error();
  return PagerankOptions{*damping, *max_iterations, *tolerance};
}

Expected<void> call_pagerank(ProcedureContext& context, const Configuration& configuration) {
  const auto projection_options = read_projection_options(configuration);
  if (!projection_options) return projection_options.error();
  const auto options = read_pagerank_options(configuration);
  if (!options) return options.error();
  const auto projection = Projection::read(context, *projection_options);
  if (!projection) return projection.error();
  return emit_scores(context, *projection, pagerank(*projection, *options, context));
}

constexpr std::array<std::string_view, 5> weighted_keys = {"labels", "types", "direction", "weight", "default_weight"};

Expected<void> call_betweenness(ProcedureContext& context, const Configuration& configuration) {
  auto options = read_projection_options(configuration);
  if (!options) return std::move(options).error();
  if (auto read = read_weight_options(configuration, WeightDomain::Positive, *options); !read) return read;
  const auto projection = Projection::read(context, *options);
  if (!projection) return projection.error();
  return emit_scores(context, *projection, betweenness(*projection, context));
}

Expected<void> call_degree(ProcedureContext& context, const Configuration& configuration) {
  const auto options = read_projection_options(configuration);
  if (!options) return options.error();
  const auto projection = Projection::read(context, *options);
  if (!projection) return projection.error();
  emit_vertices(context, *projection, [offsets = projection->offsets()](Vertex vertex) {
    return Value::integer(static_cast<std::int64_t>(offsets[std::size_t{vertex} + 1] - offsets[vertex]));
  });
  return {};
}

constexpr std::array<std::string_view, 7> shortest_path_keys = {"source",    "target", "labels",        "types",
                                                                "direction", "weight", "default_weight"};

// The vertex of the node that option `key` names.
Expected<Vertex> read_vertex(const Configuration& configuration, std::string_view key, const Projection& projection,
                             const ProjectionOptions& options) {
  const auto node = configuration.node(key);
  if (!node) return node.error();
  const Vertex vertex = projection.find(*node);
  if (vertex != no_vertex) return vertex;
  return configuration.error(
      ErrorType::ArgumentError, "InvalidArgumentValue", fmt::format("`{}` does not take part", key),
      options.labels.empty() ? std::string("the node was deleted")
                             : fmt::format("only nodes with one of the labels {} do", fmt::join(options.labels, ", ")));
}

Value to_value(const ShortestPath& path, const Projection& projection) {
  std::vector<Value> elements;
  elements.push_back(Value::node(projection.node(path.vertices[0])));
  for (std::size_t i = 0; i < path.entries.size(); ++i) {
    elements.push_back(Value::relationship(projection.relationships()[path.entries[i]]));
    elements.push_back(Value::node(projection.node(path.vertices[i + 1])));
  }
  return Value::path(std::move(elements));
}

Expected<void> call_shortest_path(ProcedureContext& context, const Configuration& configuration) {
  for (const std::string_view key : {"source", "target"}) {
    if (const auto node = configuration.node(key); !node) return node.error();
  }
  auto options = read_projection_options(configuration);
  if (!options) return std::move(options).error();
  if (auto read = read_weight_options(configuration, WeightDomain::NonNegative, *options); !read) return read;
  options->keeps_relationships = true;
  const auto projection = Projection::read(context, *options);
  if (!projection) return projection.error();
  const auto source = read_vertex(configuration, "source", *projection, *options);
  if (!source) return source.error();
  const auto target = read_vertex(configuration, "target", *projection, *options);
  if (!target) return target.error();
  const auto path = shortest_path(*projection, *source, *target, context);
  if (!path) return path.error();
  if (!*path) return {};
  const std::array<Value, 2> row = {to_value(**path, *projection), Value::floating((*path)->cost)};
  context.emit(row);
  return {};
}

std::vector<Procedure> make_procedures() {
  const ProcedureField node = {"node", StaticType::of(ValueType::Node), false};
  const ProcedureField score = {"score", StaticType::of(ValueType::Float), false};
  const ProcedureField component = {"component", StaticType::of(ValueType::Integer), false};
  const ProcedureField degree = {"degree", StaticType::of(ValueType::Integer), false};
  const ProcedureField path = {"path", StaticType::of(ValueType::Path), false};
  const ProcedureField cost = {"cost", StaticType::of(ValueType::Float), false};
  std::vector<Procedure> procedures;
  procedures.push_back(make_procedure(
      "algo.betweenness", weighted_keys, call_betweenness, {node, score},
      "For each node, on how many shortest paths between others it lies; walked undirected, each pair counts once. "
      "Options: labels, types, direction, weight, default_weight."));
  procedures.push_back(
      make_procedure("algo.connected_components", projection_keys, call_connected_components, {node, component},
                     "The number of each node's component, connected by relationships in whichever direction. "
                     "Options: labels, types, direction (which changes nothing)."));
  procedures.push_back(make_procedure("algo.degree", projection_keys, call_degree, {node, degree},
                                      "The number of relationships of each node. Options: labels, types, direction."));
  procedures.push_back(make_procedure(
      "algo.pagerank", pagerank_keys, call_pagerank, {node, score},
      "The PageRank of each node; the scores sum to 1, and a node that leads nowhere passes its score to all alike. "
      "Options: labels, types, direction, damping (0.85), max_iterations (100), tolerance (1e-8)."));
  procedures.push_back(make_procedure(
      "algo.shortest_path", shortest_path_keys, call_shortest_path, {path, cost},
      "The cheapest path from one node to another by Dijkstra's algorithm; no row if there is none. "
      "Options: source, target, labels, types, direction, weight (every step costs 1 without), default_weight (1)."));
  procedures.push_back(make_procedure(
      "algo.strongly_connected_components", projection_keys, call_strongly_connected_components, {node, component},
      "The number of each node's component, in which all nodes reach each other along the relationships' direction. "
      "Options: labels, types, direction."));
  return procedures;
}

}  // namespace

}  // namespace cairn::engine::algorithms

namespace cairn::engine {

std::vector<Procedure> algorithm_procedures() { return algorithms::make_procedures(); }

}  // namespace cairn::engine
