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

  Side(storage::NodeId root, storage::Direction direction_of_search) : direction(direction_of_search) {
    seen.emplace(root, Seen{});
    frontier.push_back(root);
  }

  storage::Direction direction;
  std::unordered_map<storage::NodeId, Seen> seen;
  std::vector<storage::NodeId> frontier;
  std::uint64_t depth = 0;
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

void ShortestPath::collect_excluded(RowMap& rows, std::size_t position) {
  excluded_.clear();
  for (const Slot& slot : step_.others) {
    const Column& column = rows.batch().levels[slot.level].columns[slot.column];
    append_relationship_ids(column, rows.rows(slot.level)[position], excluded_);
  }
}

bool ShortestPath::push_rows(Batch& batch) {
  const ResolvedTypes types = resolve_types(context().reader(), step_.pattern.types);
  types_ = types.tokens;
  rows_.bind(batch);
  from_.read(rows_, step_.from, ValueType::Node);
  to_.read(rows_, step_.to, ValueType::Node);
  std::vector<Trail> found;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!from_.valid(i) || !to_.valid(i)) continue;
    collect_excluded(rows_, i);
    const storage::NodeId from = from_.ids()[i];
    const storage::NodeId to = to_.ids()[i];
    const std::uint16_t row = batch.row(i);
    found.clear();
    if (from != to && step_.length.hops_min <= 1 && predicates_.empty()) {
      if (!types.none) search(from, to, batch, row, found);
    } else {
      enumerate(from, to, batch, row, found);
    }
    for (const Trail& trail : found) {
      lists_.push_back(relationship_list(trail, step_.reversed));
      parents_.push_back(row);
      if (parents_.size() == batch_rows_max && !flush(batch)) return false;
    }
  }
  return flush(batch);
}

bool ShortestPath::flush(Batch& batch) {
  if (parents_.empty()) return true;
  columns_[0] = Column{.type = ColumnType::Values, .data = lists_.data()};
  Batch expanded = batch;
  expanded.selected = false;
  ++expanded.depth;
  expanded.top() = Level{.row_count = static_cast<std::uint32_t>(parents_.size()),
                         .columns = columns_,
                         .parent = parents_,
                         .multiplicity = {}};
  const bool more = emit(expanded);
  lists_.clear();
  parents_.clear();
  return more;
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
      const std::uint32_t parent = spans.spans[s].parent;
      steps.clear();
      for (; s < spans.spans.size() && spans.spans[s].parent == parent; ++s) {
        const storage::NeighbourSpan& span = spans.spans[s];
        for (std::uint32_t i = 0; i < span.count; ++i) {
          if (std::find(excluded_.begin(), excluded_.end(), span.relationships[i]) != excluded_.end()) continue;
          steps.push_back({.relationship = span.relationships[i], .node = span.id(i)});
        }
      }
      if (filter_ && !steps.empty()) filter_->apply(batch, row, steps);
      for (const TrailStep& step : steps) {
        const auto [seen, is_new] = side.seen.try_emplace(step.node, Side::Seen{.depth = side.depth, .arrivals = {}});
        if (is_new) {
          next.push_back(step.node);
          if (other.seen.contains(step.node)) touched.push_back(step.node);
        }
        if (seen->second.depth == side.depth && (is_new || step_.all)) {
          seen->second.arrivals.push_back({.relationship = step.relationship, .previous = piece[parent]});
        }
      }
    }
  }
  side.frontier = std::move(next);
  return touched;
}

void ShortestPath::search(storage::NodeId from, storage::NodeId to, const Batch& batch, std::uint16_t row,
                          std::vector<Trail>& found) {
  Side forward(from, step_.pattern.direction);
  Side backward(to, reverse(step_.pattern.direction));
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
    if (forward.frontier.empty() || backward.frontier.empty()) return;
    if (step_.length.hops_max && forward.depth + backward.depth >= *step_.length.hops_max) return;
    const bool grow_forward = work(forward) <= work(backward);
    touched = grow_forward ? grow(forward, backward, batch, row) : grow(backward, forward, batch, row);
  }

  // Every shortest path crosses exactly one touched node: join what leads to it from both ends.
  auto half_paths = [&](const Side& side, storage::NodeId node) {
    std::vector<Trail> halves{{}};  // steps from `node` towards the root; a step's node is where it stands
    std::vector<storage::NodeId> heads{node};
    for (std::uint64_t depth = side.seen.at(node).depth; depth > 0; --depth) {
      std::vector<Trail> longer;
      std::vector<storage::NodeId> longer_heads;
      for (std::size_t h = 0; h < halves.size(); ++h) {
        for (const Side::Arrival& arrival : side.seen.at(heads[h]).arrivals) {
          Trail& trail = longer.emplace_back(halves[h]);
          trail.push_back({.relationship = arrival.relationship, .node = heads[h]});
          longer_heads.push_back(arrival.previous);
        }
      }
      context().check_cancelled();
      halves = std::move(longer);
      heads = std::move(longer_heads);
    }
    return halves;
  };
  for (const storage::NodeId node : touched) {
    const std::vector<Trail> firsts = half_paths(forward, node);
    const std::vector<Trail> seconds = half_paths(backward, node);
    for (const Trail& first : firsts) {
      for (const Trail& second : seconds) {
        Trail trail(first.rbegin(), first.rend());
        for (std::size_t i = 0; i < second.size(); ++i) {
          const storage::NodeId next = i + 1 < second.size() ? second[i + 1].node : to;
          trail.push_back({.relationship = second[i].relationship, .node = next});
        }
        found.push_back(std::move(trail));
        if (!step_.all) return;
      }
    }
  }
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
  Batch candidate = batch;
  candidate.selected = false;
  ++candidate.depth;
  candidate.top() = Level{.row_count = 1, .columns = columns, .parent = std::span(&row, 1), .multiplicity = {}};
  std::vector<std::uint16_t> selection;
  return std::all_of(predicates_.begin(), predicates_.end(), [&](Evaluator& predicate) {
    candidate_rows_.bind(candidate);
    predicate.select(candidate_rows_, selection);
    return !selection.empty();
  });
}

void ShortestPath::enumerate(storage::NodeId from, storage::NodeId to, const Batch& batch, std::uint16_t row,
                             std::vector<Trail>& found) {
  for (std::uint64_t hops = step_.length.hops_min; !step_.length.hops_max || hops <= *step_.length.hops_max; ++hops) {
    bool any = false;
    walk_.walk(from, hops, hops, excluded_, batch, row, [&](std::span<const TrailStep> trail) {
      any = true;
      const storage::NodeId end = trail.empty() ? from : trail.back().node;
      if (end != to || !accepted(from, trail, batch, row)) return true;
      found.emplace_back(trail.begin(), trail.end());
      return step_.all;
    });
    if (!found.empty() || !any) return;
  }
}

}  // namespace cairn::engine
