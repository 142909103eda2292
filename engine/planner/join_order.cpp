#include "engine/planner/join_order.h"

#include "engine/planner/step_finder.h"

#include <algorithm>
#include <utility>

namespace cairn::engine {

namespace {

// More starts than this are not tried out: the cheapest to scan are.
constexpr std::size_t starts_max = 12;
// Patterns with more nodes or relationships are long enough for one start to be as good as another.
constexpr std::size_t elements_tried_max = 48;

// A join order as far as it is chosen.
struct Partial {
  JoinState state;
  std::vector<PatternStep> steps;
};

class Search {
 public:
  Search(const PlanningContext& context, const QueryGraph& graph) : graph_(graph), finder_(context, graph) {}

  Partial begin(const VariableSet& bound, double rows) const { return {finder_.begin(bound, rows), {}}; }

  void find_greedily(Partial& partial) const {
    do {
      grow(partial);
    } while (start(partial));
  }

  void find_as_written(Partial& partial) const {
    for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
      if (graph_.relationships[i].selector == PathSelector::All) join_as_written(partial, i);
    }
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) bind(partial, i);
    while (join_any(partial)) {
    }
  }

 private:
  void take(Partial& partial, PatternStep step) const {
    finder_.take(partial.state, step);
    partial.steps.push_back(std::move(step));
  }

  // Takes steps that need no new start as long as there are any.
  void grow(Partial& partial) const {
    while (std::optional<PatternStep> step = next(partial.state)) take(partial, std::move(*step));
  }

  // The step that looks at the fewest rows and leaves the fewest: joins, and seeks that find about one node.
  std::optional<PatternStep> next(const JoinState& state) const {
    std::optional<PatternStep> best;
    double best_score = 0;
    auto consider = [&](std::optional<PatternStep> step) {
      if (!step) return;
      JoinState after = state;
      finder_.take(after, *step);
      const double score = after.cost + after.rows;
      if (best && score >= best_score) return;
      best = std::move(step);
      best_score = score;
    };
    for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
      if (state.joined[i] != 0) continue;
      consider(finder_.join(state, i));
      consider(finder_.join_by_index(state, i));
    }
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (!finder_.is_bound(state, i)) consider(finder_.find_single_node(state, i));
    }
    return best;
  }

  // Begins the next part of the pattern at the start that makes the whole cheapest. False when nothing is left.
  bool start(Partial& partial) const {
    std::vector<PatternStep> starts = possible_starts(partial.state);
    if (starts.empty()) return false;
    const PatternStep* best = &starts.front();
    double best_cost = 0;
    for (const PatternStep& step : starts) {
      if (starts.size() == 1) break;
      JoinState state = partial.state;
      PatternStep tried = step;
      finder_.take(state, tried);
      const double cost = complete(std::move(state));
      if (&step != best && cost >= best_cost) continue;
      best = &step;
      best_cost = cost;
    }
    take(partial, *best);
    return true;
  }

  // What the whole pattern costs from here on, further parts of it being begun at their cheapest scan.
  double complete(JoinState state) const {
    while (true) {
      while (std::optional<PatternStep> step = next(state)) finder_.take(state, *step);
      std::vector<PatternStep> starts = possible_starts(state);
      if (starts.empty()) return state.cost;
      finder_.take(state, starts.front());
    }
  }

  double cost_after(JoinState state, PatternStep step) const {
    finder_.take(state, step);
    return state.cost;
  }

  std::vector<PatternStep> possible_starts(const JoinState& state) const {
    std::vector<std::pair<double, PatternStep>> starts;
    const bool is_small = std::max(graph_.nodes.size(), graph_.relationships.size()) <= elements_tried_max;
    auto add = [&](PatternStep step) {
      const double cost = is_small ? cost_after(state, step) : finder_.cost(state, step);
      starts.emplace_back(cost, std::move(step));
    };
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (!finder_.is_bound(state, i)) add(finder_.find_node(state, i));
    }
    for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
      if (state.joined[i] != 0) continue;
      if (std::optional<PatternStep> seek = finder_.seek_relationships(state, i)) add(std::move(*seek));
      if (std::optional<PatternStep> scan = finder_.scan_relationships(state, i)) add(std::move(*scan));
    }
    std::stable_sort(starts.begin(), starts.end(),
                     [](const auto& left, const auto& right) { return left.first < right.first; });
    const std::size_t tried = is_small ? starts_max : 1;
    std::vector<PatternStep> steps;
    for (auto& [cost, step] : starts) {
      if (steps.size() < tried) steps.push_back(std::move(step));
    }
    return steps;
  }

  void bind(Partial& partial, std::size_t node) const {
    if (!finder_.is_bound(partial.state, node)) take(partial, finder_.find_node(partial.state, node));
  }

  void join_as_written(Partial& partial, std::size_t relationship) const {
    std::optional<PatternStep> step = finder_.join(partial.state, relationship);
    if (!step) {
      bind(partial, graph_.relationships[relationship].left);
      step = finder_.join(partial.state, relationship);
    }
    if (!step) {
      bind(partial, graph_.relationships[relationship].right);
      step = finder_.join(partial.state, relationship);
    }
    if (step) take(partial, std::move(*step));
  }

  // Joins the first relationship that can be joined now; false if there is none.
  bool join_any(Partial& partial) const {
    for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
      if (partial.state.joined[i] != 0) continue;
      std::optional<PatternStep> step = finder_.join(partial.state, i);
      if (!step) continue;
      take(partial, std::move(*step));
      return true;
    }
    return false;
  }

  const QueryGraph& graph_;
  StepFinder finder_;
};

}  // namespace

JoinOrder choose_join_order(const PlanningContext& context, const QueryGraph& graph, const VariableSet& bound,
                            double rows) {
  const Search search(context, graph);
  Partial partial = search.begin(bound, rows);
  const double rows_first = partial.state.rows;
  if (context.has(Rewrite::GreedyOrder)) {
    search.find_greedily(partial);
  } else {
    search.find_as_written(partial);
  }
  return {rows_first, std::move(partial.steps)};
}

}  // namespace cairn::engine
