#include "engine/algorithms/projection.h"

#include "engine/algorithms/interruption.h"
#include "engine/binder/suggestions.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace cairn::engine::algorithms {

namespace {

// Nodes whose lists are read together, and ids that a scan gives at once.
constexpr std::size_t batch_nodes_max = 1024;
constexpr std::size_t batch_ids_max = 1U << 14U;

// Makes room for `extra` more elements and counts the bytes that takes.
template <class T>
Expected<void> ensure_room(ProcedureContext& context, std::vector<T>& elements, std::size_t extra) {
  const std::size_t wanted = elements.size() + extra;
  if (wanted <= elements.capacity()) return {};
  const std::size_t capacity = std::max(wanted, elements.capacity() + elements.capacity() / 2);
  if (auto reserved = context.reserve_memory((capacity - elements.capacity()) * sizeof(T)); !reserved) return reserved;
  elements.reserve(capacity);
  return {};
}

Expected<void> mark_nodes(ProcedureContext& context, std::optional<Token> label, VertexIndex& vertices) {
  const GraphView& graph = context.graph();
  std::vector<EntityId> ids(batch_ids_max);
  for (EntityId next = 0; next < graph.node_id_bound();) {
    if (context.cancelled()) return cancelled_error();
    const auto count = graph.scan_nodes(label, next, ids, next);
    if (!count) return count.error();
    vertices.add(std::span(ids).first(*count));
  }
  return {};
}

Expected<VertexIndex> select_nodes(ProcedureContext& context, const std::vector<std::string>& labels) {
  const GraphView& graph = context.graph();
  const EntityId id_bound = graph.node_id_bound();
  if (auto reserved = context.reserve_memory(VertexIndex::bytes_of_marks(id_bound)); !reserved) {
    return std::move(reserved).error();
  }
  VertexIndex vertices(id_bound);
  if (labels.empty()) {
    if (auto marked = mark_nodes(context, std::nullopt, vertices); !marked) return std::move(marked).error();
  }
  for (const std::string& label : labels) {
    const std::optional<Token> token = graph.find_label(label);
    if (!token) continue;
    if (auto marked = mark_nodes(context, token, vertices); !marked) return std::move(marked).error();
  }
  const std::uint64_t count = vertices.count();
  if (count >= no_vertex) {
    return runtime_error(ErrorType::ResourceExhausted, "TooManyNodes",
                         fmt::format("an algorithm works on fewer than {} nodes; these are {}", no_vertex, count),
                         "take fewer nodes by `labels`");
  }
  if (auto reserved = context.reserve_memory(count * sizeof(EntityId)); !reserved) return std::move(reserved).error();
  vertices.finish();
  return vertices;
}

Error not_a_number(EntityId relationship, const WeightOptions& weight) {
  return runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                       fmt::format("the weight `{}` of relationship {} is not a number", weight.property, relationship),
                       "a weight is an Integer or a Float");
}

Error unknown_weight(const GraphView& graph, const WeightOptions& weight) {
  std::vector<std::string_view> keys;
  for (Token key = 1; key <= graph.property_key_count(); ++key) keys.push_back(graph.property_key_name(key));
  return runtime_error(ErrorType::ArgumentError, "PropertyNotFound",
                       fmt::format("nothing in the graph has a property `{}` to be the weight", weight.property),
                       did_you_mean(weight.property, keys));
}

// Nothing if `value` can be the weight of a relationship.
std::optional<Error> weight_error(EntityId relationship, double value, const WeightOptions& weight) {
  const bool positive = weight.domain == WeightDomain::Positive;
  if (std::isfinite(value) && (positive ? value > 0 : value >= 0)) return std::nullopt;
  const std::string_view kind = value < 0 && std::isfinite(value) ? "negative " : "";
  return runtime_error(
      ErrorType::ArgumentError, "InvalidWeight",
      fmt::format("relationship {} has the {}weight {} (`{}`), where a finite number {} is needed", relationship, kind,
                  value, weight.property, positive ? "greater than 0" : "of at least 0"));
}

}  // namespace

// Reads one projection, a batch of nodes at a time.
class ProjectionReader {
 public:
  ProjectionReader(ProcedureContext& context, const ProjectionOptions& options, VertexIndex vertices)
      : context_(context),
        graph_(context.graph()),
        options_(options),
        projection_(std::move(vertices), options.traversal) {}

  Expected<Projection> read() {
    if (auto ready = prepare(); !ready) return std::move(ready).error();
    for (Vertex begin = 0; begin < projection_.vertex_count();) {
      if (context_.cancelled()) return cancelled_error();
      const auto end = static_cast<Vertex>(
          std::min<std::uint64_t>(projection_.vertex_count(), std::uint64_t{begin} + batch_nodes_max));
      if (auto added = add_batch(begin, end); !added) return std::move(added).error();
      begin = end;
    }
    return std::move(projection_);
  }

 private:
  // Resolves the names and makes room for what is known to come.
  Expected<void> prepare() {
    for (const std::string& name : options_.types) {
      const std::optional<Token> type = graph_.find_relationship_type(name);
      if (type && std::find(types_.begin(), types_.end(), *type) == types_.end()) types_.push_back(*type);
    }
    if (options_.weight) weight_key_ = graph_.find_property_key(options_.weight->property);
    const std::size_t offsets = std::size_t{projection_.vertex_count()} + 1;
    if (auto room = ensure_room(context_, projection_.offsets_, offsets); !room) return room;
    projection_.offsets_.push_back(0);
    return options_.labels.empty() ? make_room(entries_max()) : Expected<void>();
  }

  bool selects_no_relationships() const { return !options_.types.empty() && types_.empty(); }

  // Entries if all nodes take part.
  std::uint64_t entries_max() const {
    if (selects_no_relationships()) return 0;
    std::uint64_t relationships = options_.types.empty() ? graph_.relationship_count() : 0;
    for (const Token type : types_) relationships += graph_.relationship_count(type);
    return options_.traversal == Traversal::Both ? 2 * relationships : relationships;
  }

  Expected<void> make_room(std::size_t entries) {
    if (auto room = ensure_room(context_, projection_.targets_, entries); !room) return room;
    if (options_.keeps_relationships) {
      if (auto room = ensure_room(context_, projection_.relationships_, entries); !room) return room;
    }
    return options_.weight ? ensure_room(context_, projection_.weights_, entries) : Expected<void>();
  }

  Expected<void> add_batch(Vertex begin, Vertex end) {
    if (auto read = read_lists(begin, end); !read) return read;
    if (auto counted = count_buffers(); !counted) return counted;
    if (auto room = make_room(lists_.nodes.size()); !room) return room;
    relationships_.clear();
    for (Vertex vertex = begin; vertex < end; ++vertex) add_list(vertex, vertex - begin);
    if (options_.keeps_relationships) {
      projection_.relationships_.insert(projection_.relationships_.end(), relationships_.begin(), relationships_.end());
    }
    return options_.weight ? add_weights(*options_.weight) : Expected<void>();
  }

  Expected<void> read_lists(Vertex begin, Vertex end) {
    if (selects_no_relationships()) {
      lists_.offsets.assign(std::size_t{end - begin} + 1, 0);
      return {};
    }
    nodes_.clear();
    for (Vertex vertex = begin; vertex < end; ++vertex) nodes_.push_back(projection_.node(vertex));
    if (needs_relationships()) {
      return graph_.neighbours_and_relationships(nodes_, options_.traversal, types_, lists_);
    }
    return graph_.neighbours(nodes_, options_.traversal, types_, lists_);
  }

  // Counts what the lists of a batch have grown by.
  Expected<void> count_buffers() {
    const std::size_t bytes = (lists_.nodes.capacity() + lists_.relationships.capacity()) * sizeof(EntityId);
    if (bytes <= buffer_bytes_) return {};
    const std::size_t grown = bytes - buffer_bytes_;
    buffer_bytes_ = bytes;
    return context_.reserve_memory(grown);
  }

  bool needs_relationships() const { return options_.keeps_relationships || options_.weight.has_value(); }

  void add_list(Vertex vertex, std::size_t list) {
    for (std::uint64_t i = lists_.offsets[list]; i < lists_.offsets[list + 1]; ++i) {
      const Vertex target = projection_.find(lists_.nodes[i]);
      if (target == no_vertex) continue;
      projection_.targets_.push_back(target);
      if (target == vertex) ++projection_.self_loop_count_;
      if (needs_relationships()) relationships_.push_back(lists_.relationships[i]);
    }
    projection_.offsets_.push_back(projection_.targets_.size());
  }

  // The weights of the batch's relationships.
  Expected<void> add_weights(const WeightOptions& weight) {
    if (relationships_.empty()) return {};
    if (!weight_key_) return unknown_weight(graph_, weight);
    if (auto read = graph_.relationship_numbers(relationships_, *weight_key_, numbers_); !read) return read;
    for (std::size_t i = 0; i < relationships_.size(); ++i) {
      if (numbers_.states[i] == NumberState::NoNumber) return not_a_number(relationships_[i], weight);
      const bool present = numbers_.states[i] == NumberState::Present;
      const double value = present ? numbers_.values[i] : weight.default_value;
      if (auto error = weight_error(relationships_[i], value, weight)) return *std::move(error);
      projection_.weights_.push_back(value);
    }
    return {};
  }

  ProcedureContext& context_;
  const GraphView& graph_;
  const ProjectionOptions& options_;
  Projection projection_;
  std::vector<Token> types_;
  std::optional<Token> weight_key_;
  // Buffers of one batch.
  std::vector<EntityId> nodes_;
  NeighbourLists lists_;
  std::vector<EntityId> relationships_;  // of the entries added
  NumberColumn numbers_;
  std::size_t buffer_bytes_ = 0;  // of `lists_`, as counted
};

Expected<Projection> Projection::read(ProcedureContext& context, const ProjectionOptions& options) {
  auto vertices = select_nodes(context, options.labels);
  if (!vertices) return std::move(vertices).error();
  return ProjectionReader(context, options, std::move(*vertices)).read();
}

}  // namespace cairn::engine::algorithms
