#include "engine/executor/operators/shortest_path.h"

namespace cairn::engine {

// One end of the search: every node seen so far, with the steps that lead to it from the level before.
struct ShortestPath::Side {
  struct Arrival {
    storage::RelationshipId relationship = 0;
    storage::NodeId previous = 0;
  };
  struct Seen {
    std::uint64_t depth = 0;
    std::vector<Arrival> arrivals;
  };

  Side(QueryContext& context, storage::NodeId root_node, storage::Direction direction_of_search)
      : root(root_node), direction(direction_of_search), held(context) {
    seen.emplace(root, Seen{});
    frontier.push_back(root);
  }

  // What a node costs: its entry and its place in a frontier.
  static constexpr std::size_t node_bytes =
      sizeof(std::pair<storage::NodeId, Seen>) + 2 * sizeof(void*) + 2 * sizeof(storage::NodeId);

  storage::NodeId root;
  storage::Direction direction;
  HeldBytes held;
  std::unordered_map<storage::NodeId, Seen> seen;
  std::vector<storage::NodeId> frontier;
  std::uint64_t depth = 0;
};

// The ways from a node back to the root of a side, one after the other.
class ShortestPath::WayBack {
 public:
  WayBack(const Side& side, storage::NodeId node) : side_(side), node_(node) {}

  // Goes to the first or the next way; false if there are no more.
  bool next() {
    if (!begun_) {
      begun_ = true;
      descend(node_);
      return true;
    }
    while (!choices_.empty()) {
      Choice& last = choices_.back();
      if (++last.arrival < last.arrivals.size()) {
        descend(last.arrivals[last.arrival].previous);
        return true;
      }
      choices_.pop_back();
    }
    return false;
  }

  // The i-th relationship from the node towards the root, with the node it is met at.
  std::size_t size() const { return choices_.size(); }
  storage::NodeId root() const { return side_.root; }
  TrailStep step(std::size_t i) const {
    const Choice& choice = choices_[i];
    return {.relationship = choice.arrivals[choice.arrival].relationship, .node = choice.node};
  }

 private:
  struct Choice {
    storage::NodeId node = 0;
    std::span<const Side::Arrival> arrivals;
    std::size_t arrival = 0;
  };

  void descend(storage::NodeId node) {
    for (const Side::Seen* seen = &side_.seen.at(node); seen->depth > 0; seen = &side_.seen.at(node)) {
      choices_.push_back({.node = node, .arrivals = seen->arrivals});
      node = seen->arrivals.front().previous;
    }
  }

  const Side& side_;
  storage::NodeId node_;
  bool begun_ = false;
  std::vector<Choice> choices_;
};

namespace {

constexpr std::size_t nodes_per_read = 1024;

}  // namespace

ShortestPath::ShortestPath(QueryContext& context, ShortestPathStep step, std::optional<HopFilter> filter,
                           std::vector<Evaluator> predicates)
    : RowOperator(context),
      step_(std::move(step)),
      filter_(std::move(filter)),
      predicates_(std::move(predicates)),
      walk_(context, step_.pattern, filter_ ? &*filter_ : nullptr) {}

ShortestPath::~ShortestPath() = default;

bool ShortestPath::push_rows(Batch& batch) {
  const ResolvedTypes types = resolve_types(context().reader(), step_.pattern.types);
  types_ = types.tokens;
  rows_.bind(batch);
  from_.read(rows_, step_.from, ValueType::Node);
  to_.read(rows_, step_.to, ValueType::Node);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!from_.valid(i) || !to_.valid(i)) continue;
    read_relationship_ids(rows_, i, step_.others, excluded_);
    const storage::NodeId from = from_.ids()[i];
    const storage::NodeId to = to_.ids()[i];
    const std::uint16_t row = batch.row(i);
    const auto visit = [&](std::span<const TrailStep> trail) {
      lists_.push_back(relationship_list(trail, step_.reversed));
      list_bytes_ += lists_.back().heap_bytes();
      parents_.push_back(row);
      const bool full = parents_.size() == batch_rows_max || list_bytes_ >= list_bytes_per_batch;
      return !full || flush(batch);
    };
    const bool from_both_ends = from != to && step_.length.hops_min <= 1 && predicates_.empty();
    if (from_both_ends && types.none) continue;
    if (!(from_both_ends ? search(from, to, batch, row, visit) : enumerate(from, to, batch, row, visit))) return false;
  }
  return flush(batch);
}

bool ShortestPath::flush(Batch& batch) {
  if (parents_.empty()) return true;
  columns_[0] = Column{.type = ColumnType::Values, .data = lists_.data()};
  Batch expanded = with_level(batch, columns_, parents_);
  const bool more = emit(expanded);
  lists_.clear();
  list_bytes_ = 0;
  parents_.clear();
  return more;
}

void ShortestPath::read_steps(std::span<const storage::NeighbourSpan> spans, std::size_t& s, const Batch& batch,
                              std::uint16_t row, std::vector<TrailStep>& steps) {
  steps.clear();
  const std::uint32_t parent = spans[s].parent;
  for (; s < spans.size() && spans[s].parent == parent; ++s) {
    const storage::NeighbourSpan& span = spans[s];
    for (std::uint32_t i = 0; i < span.count; ++i) {
      if (std::find(excluded_.begin(), excluded_.end(), span.relationships[i]) != excluded_.end()) continue;
      steps.push_back({.relationship = span.relationships[i], .node = span.id(i)});
    }
  }
  if (filter_ && !steps.empty()) filter_->apply(batch, row, steps);
}

std::vector<storage::NodeId> ShortestPath::grow(Side& side, const Side& other, const Batch& batch, std::uint16_t row) {
  std::vector<storage::NodeId> next;
  std::vector<storage::NodeId> touched;
  std::vector<TrailStep> steps;
  storage::NeighbourSpans spans;
  ++side.depth;
  for (std::size_t begin = 0; begin < side.frontier.size(); begin += nodes_per_read) {
    context().check_cancelled();
    const auto piece = std::span(side.frontier).subspan(begin, std::min(nodes_per_read, side.frontier.size() - begin));
    value_or_end(
        context().reader().expand(piece, side.direction, types_, storage::NeighbourNeed::IdsAndRelationships, spans));
    for (std::size_t s = 0; s < spans.spans.size();) {
      const storage::NodeId previous = piece[spans.spans[s].parent];
      read_steps(spans.spans, s, batch, row, steps);
      for (const TrailStep& step : steps) {
        const auto [seen, is_new] = side.seen.try_emplace(step.node, Side::Seen{.depth = side.depth, .arrivals = {}});
        if (is_new) {
          side.held.add(Side::node_bytes);
          next.push_back(step.node);
          if (other.seen.contains(step.node)) touched.push_back(step.node);
        }
        if (seen->second.depth == side.depth && (is_new || step_.all)) {
          side.held.add(sizeof(Side::Arrival));
          seen->second.arrivals.push_back({.relationship = step.relationship, .previous = previous});
        }
      }
    }
  }
  side.frontier = std::move(next);
  return touched;
}

bool ShortestPath::search(storage::NodeId from, storage::NodeId to, const Batch& batch, std::uint16_t row,
                          const Visit& visit) {
  Side forward(context(), from, step_.pattern.direction);
  Side backward(context(), to, reverse(step_.pattern.direction));
  std::vector<storage::NodeId> touched;
  std::vector<std::uint64_t> degrees;
  auto work = [&](const Side& side) {
    degrees.assign(side.frontier.size(), 0);
    value_or_end(context().reader().degrees(side.frontier, side.direction, types_, degrees));
    std::uint64_t sum = 0;
    for (const std::uint64_t degree : degrees) sum += degree;
    return sum;
  };
  while (touched.empty()) {
    if (forward.frontier.empty() || backward.frontier.empty()) return true;
    if (step_.length.hops_max && forward.depth + backward.depth >= *step_.length.hops_max) return true;
    const bool grow_forward = work(forward) <= work(backward);
    touched = grow_forward ? grow(forward, backward, batch, row) : grow(backward, forward, batch, row);
  }
  return join(forward, backward, touched, visit);
}

// Every shortest path crosses exactly one touched node.
bool ShortestPath::join(const Side& forward, const Side& backward, std::span<const storage::NodeId> touched,
                        const Visit& visit) {
  std::vector<TrailStep> trail;
  for (const storage::NodeId node : touched) {
    for (WayBack first(forward, node); first.next();) {
      for (WayBack second(backward, node); second.next();) {
        trail.clear();
        for (std::size_t i = first.size(); i > 0; --i) trail.push_back(first.step(i - 1));
        for (std::size_t i = 0; i < second.size(); ++i) {
          const storage::NodeId next = i + 1 < second.size() ? second.step(i + 1).node : second.root();
          trail.push_back({.relationship = second.step(i).relationship, .node = next});
        }
        if (!visit(trail)) return false;
        if (!step_.all) return true;
      }
    }
  }
  return true;
}

Value ShortestPath::path_of(storage::NodeId from, std::span<const TrailStep> trail) const {
  std::vector<Value> elements{Value::node(from)};
  for (const TrailStep& step : trail) {
    elements.push_back(Value::relationship(step.relationship));
    elements.push_back(Value::node(step.node));
  }
  if (step_.reversed) std::reverse(elements.begin(), elements.end());
  return Value::path(std::move(elements));
}

bool ShortestPath::accepted(storage::NodeId from, std::span<const TrailStep> trail, const Batch& batch,
                            std::uint16_t row) {
  if (predicates_.empty()) return true;
  const Value list = relationship_list(trail, step_.reversed);
  const Value path = step_.with_path ? path_of(from, trail) : Value();
  const std::array<Column, 2> columns{Column{.type = ColumnType::Values, .data = &list},
                                      Column{.type = ColumnType::Values, .data = &path}};
  const Batch candidate = with_level(batch, columns, std::span(&row, 1));
  std::vector<std::uint16_t> selection;
  return std::all_of(predicates_.begin(), predicates_.end(), [&](Evaluator& predicate) {
    candidate_rows_.bind(candidate);
    predicate.select(candidate_rows_, selection);
    return !selection.empty();
  });
}

bool ShortestPath::enumerate(storage::NodeId from, storage::NodeId to, const Batch& batch, std::uint16_t row,
                             const Visit& visit) {
  bool found = false;
  bool more = true;
  for (std::uint64_t hops = step_.length.hops_min; !step_.length.hops_max || hops <= *step_.length.hops_max; ++hops) {
    bool any = false;
    walk_.walk(from, hops, hops, excluded_, batch, row, [&](std::span<const TrailStep> trail) {
      any = true;
      const storage::NodeId end = trail.empty() ? from : trail.back().node;
      if (end != to || !accepted(from, trail, batch, row)) return true;
      found = true;
      more = visit(trail);
      return more && step_.all;
    });
    if (found || !any) break;
  }
  return more;
}

}  // namespace cairn::engine
