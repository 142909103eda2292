#include "engine/planner/step_finder.h"

#include <algorithm>
#include <cmath>

namespace cairn::engine {

namespace {

// Estimates stop growing here; beyond it every plan is as bad as every other.
constexpr double rows_max = 1e15;
// An unbounded pattern is taken for one of that many hops.
constexpr std::uint64_t guessed_hops = 6;
// What the steps cost against looking at one row.
constexpr double seek_cost = 2;
constexpr double record_cost = 3;
constexpr double predicate_cost = 0.5;
// Seeks that find more are only tried as starts.
constexpr double single_rows_max = 1;

double clamp_rows(double rows) { return std::min(rows, rows_max); }

StepTypes step_types(const PatternRelationship& relationship, bool from_right) {
  storage::Direction direction = storage::Direction::Both;
  if (relationship.direction != PatternDirection::Either) {
    const bool from_source = (relationship.direction == PatternDirection::LeftToRight) != from_right;
    direction = from_source ? storage::Direction::Outgoing : storage::Direction::Incoming;
  }
  return {relationship.types, direction};
}

}  // namespace

JoinState StepFinder::begin(const VariableSet& bound, double rows) const {
  JoinState state;
  state.bound = bound;
  state.joined.assign(graph_.relationships.size(), 0);
  state.applied.assign(graph_.predicates.size(), 0);
  state.rows = rows;
  bind_paths(state);
  apply_predicates(state, nullptr);
  return state;
}

void StepFinder::bind_paths(JoinState& state) const {
  for (const PatternPath& path : graph_.paths) {
    if (state.bound.contains_all(path.needs)) state.bound.insert(path.variable);
  }
}

PatternStep StepFinder::find_node(const JoinState& state, std::size_t node) const {
  PatternStep best;
  best.kind = PlanKind::AllNodesScan;
  best.node = node;
  const Cardinality& cardinality = context_.cardinality();
  for (const std::string& label : graph_.nodes[node].labels) {
    if (best.kind == PlanKind::LabelScan &&
        cardinality.nodes_with_label(label) >= cardinality.nodes_with_label(best.label)) {
      continue;
    }
    best.kind = PlanKind::LabelScan;
    best.label = label;
  }
  cover_label(best);
  if (const std::optional<PatternStep> found = seek(state, node)) {
    if (estimate(state, *found).cost <= estimate(state, best).cost) return *found;
  }
  return best;
}

std::optional<PatternStep> StepFinder::find_single_node(const JoinState& state, std::size_t node) const {
  std::optional<PatternStep> found = seek(state, node);
  if (found && estimate(state, *found).rows > state.rows * single_rows_max) found.reset();
  return found;
}

std::optional<PatternStep> StepFinder::seek(const JoinState& state, std::size_t node) const {
  std::optional<PatternStep> best;
  double best_rows = 0;
  for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
    for (const SeekForm& form : graph_.predicates[i].seeks) {
      if (form.node != node || !state.bound.contains_all(form.needs)) continue;
      std::optional<PatternStep> step;
      if (form.key.empty()) {
        step.emplace();
        step->kind = PlanKind::NodeByIdSeek;
        step->node = node;
        step->value = form.value;
        if (form.exact) step->covered.push_back(i);
      } else {
        step = index_seek(state, form, i);
      }
      if (!step) continue;
      const double rows = estimate(state, *step).rows;
      if (best && rows >= best_rows) continue;
      best = std::move(step);
      best_rows = rows;
    }
  }
  return best;
}

std::optional<PatternStep> StepFinder::index_seek(const JoinState& state, const SeekForm& form,
                                                  std::size_t predicate) const {
  if (!context_.has(Rewrite::IndexSeek)) return std::nullopt;
  std::optional<PatternStep> best;
  double best_rows = 0;
  for (const std::string& label : graph_.nodes[form.node].labels) {
    if (context_.cardinality().find_index(label, form.key) == nullptr) continue;
    PatternStep step;
    step.kind = PlanKind::IndexSeek;
    step.node = form.node;
    step.label = label;
    step.key = form.key;
    step.value = form.value;
    if (form.exact) step.covered.push_back(predicate);
    cover_label(step);
    const double rows = estimate(state, step).rows;
    if (best && rows >= best_rows) continue;
    best = std::move(step);
    best_rows = rows;
  }
  return best;
}

// The step's own label need not be tested again.
void StepFinder::cover_label(PatternStep& step) const {
  if (step.label.empty()) return;
  for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
    const std::optional<LabelTest>& test = graph_.predicates[i].label_test;
    if (test && test->node == step.node && test->label == step.label) step.covered.push_back(i);
  }
}

std::optional<PatternStep> StepFinder::join(const JoinState& state, std::size_t index) const {
  const PatternRelationship& relationship = graph_.relationships[index];
  const bool left = is_bound(state, relationship.left);
  const bool right = is_bound(state, relationship.right);
  if (!state.bound.contains_all(relationship.hop_needs)) return std::nullopt;
  PatternStep step;
  step.relationship = index;
  if (relationship.bound_before && !relationship.length) {
    step.kind = PlanKind::BindRelationship;
    return step;
  }
  if (relationship.selector != PathSelector::All) {
    if (!left || !right || !state.bound.contains_all(relationship.path_needs)) return std::nullopt;
    step.kind = PlanKind::ShortestPath;
    return step;
  }
  if (!left && !right) return std::nullopt;
  const bool variable = relationship.length.has_value();
  if (left && right) {
    step.kind = variable ? PlanKind::VariableExpandInto : PlanKind::ExpandInto;
    step.from_right =
        context_.has(Rewrite::GreedyOrder) && paths_from(relationship, true) < paths_from(relationship, false);
    return step;
  }
  step.kind = variable ? PlanKind::VariableExpand : PlanKind::Expand;
  step.from_right = right;
  return step;
}

std::optional<PatternStep> StepFinder::scan_relationships(const JoinState& state, std::size_t index) const {
  const PatternRelationship& relationship = graph_.relationships[index];
  if (relationship.bound_before || relationship.length || relationship.selector != PathSelector::All ||
      relationship.left == relationship.right || is_bound(state, relationship.left) ||
      is_bound(state, relationship.right)) {
    return std::nullopt;
  }
  PatternStep step;
  step.kind = PlanKind::RelationshipScan;
  step.relationship = index;
  return step;
}

// How many relationships, or trails, leave a node of one end.
double StepFinder::paths_from(const PatternRelationship& relationship, bool from_right) const {
  if (relationship.bound_before) return 1;
  const PatternNode& start = graph_.nodes[from_right ? relationship.right : relationship.left];
  const StepTypes types = step_types(relationship, from_right);
  const double first = context_.cardinality().degree(start.labels, types);
  if (!relationship.length) return first;
  const double further = context_.cardinality().degree({}, types);
  const std::uint64_t hops_min = relationship.length->hops_min;
  const std::uint64_t hops_max =
      std::min(relationship.length->hops_max.value_or(hops_min + guessed_hops), hops_min + 2 * guessed_hops);
  double paths = hops_min == 0 ? 1 : 0;
  double level = first;
  for (std::uint64_t hop = 1; hop <= hops_max && level > 0; ++hop) {
    if (hop >= hops_min) paths += level;
    level = clamp_rows(level * further);
    if (level >= rows_max) break;
  }
  return clamp_rows(paths);
}

StepFinder::Effect StepFinder::estimate(const JoinState& state, const PatternStep& step) const {
  const Cardinality& cardinality = context_.cardinality();
  double found = 0;
  double cost = 0;
  switch (step.kind) {
    case PlanKind::AllNodesScan: found = cost = cardinality.nodes(); break;
    case PlanKind::LabelScan: found = cost = cardinality.nodes_with_label(step.label); break;
    case PlanKind::NodeByIdSeek:
      found = 1;
      cost = 1;
      break;
    case PlanKind::IndexSeek:
      found = cardinality.index_matches(*cardinality.find_index(step.label, step.key), step.label);
      cost = seek_cost + found;
      break;
    default: return estimate_join(state, step);
  }
  return {clamp_rows(state.rows * found), clamp_rows(state.rows * std::max(cost, 1.0))};
}

StepFinder::Effect StepFinder::estimate_join(const JoinState& state, const PatternStep& step) const {
  const Cardinality& cardinality = context_.cardinality();
  const PatternRelationship& relationship = graph_.relationships[*step.relationship];
  const double orientations = relationship.direction == PatternDirection::Either ? 2 : 1;
  const double rows = state.rows;
  switch (step.kind) {
    case PlanKind::RelationshipScan: {
      const double matching = cardinality.relationships(relationship.types) * orientations;
      return {clamp_rows(rows * matching), clamp_rows(rows * (cardinality.relationships({}) * record_cost + matching))};
    }
    case PlanKind::BindRelationship: return {rows * orientations, rows * record_cost};
    case PlanKind::ShortestPath:
      return {rows, clamp_rows(rows * (1 + std::sqrt(cardinality.relationships(relationship.types))))};
    case PlanKind::ExpandInto:
    case PlanKind::VariableExpandInto: {
      const double paths = paths_from(relationship, step.from_right);
      const double joined = paths / std::max(1.0, cardinality.nodes());
      const double probes = step.kind == PlanKind::ExpandInto ? std::log2(2 + paths) : paths;
      return {clamp_rows(rows * joined), clamp_rows(rows * (1 + probes))};
    }
    default: {
      const double paths = paths_from(relationship, step.from_right);
      return {clamp_rows(rows * paths), clamp_rows(rows * (1 + paths))};
    }
  }
}

double StepFinder::label_selectivity(const LabelTest& test, const PatternStep* step) const {
  const bool reached = step != nullptr && (step->kind == PlanKind::Expand || step->kind == PlanKind::VariableExpand);
  if (reached) {
    const PatternRelationship& relationship = graph_.relationships[*step->relationship];
    const std::size_t far_end = step->from_right ? relationship.left : relationship.right;
    if (far_end == test.node) {
      return context_.cardinality().far_label_fraction(test.label, step_types(relationship, step->from_right));
    }
  }
  return context_.cardinality().label_fraction(test.label);
}

void StepFinder::apply_predicates(JoinState& state, const PatternStep* step) const {
  if (step != nullptr) {
    for (const std::size_t covered : step->covered) state.applied[covered] = 1;
  }
  for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
    const PatternPredicate& predicate = graph_.predicates[i];
    if (state.applied[i] != 0 || !state.bound.contains_all(predicate.needs)) continue;
    state.applied[i] = 1;
    state.cost += state.rows * predicate_cost;
    // A node that an index has found by a value most likely is what the predicate asks for.
    const bool sought = step != nullptr && step->value != nullptr &&
                        std::any_of(predicate.seeks.begin(), predicate.seeks.end(),
                                    [&](const SeekForm& form) { return form.value == step->value; });
    if (sought) continue;
    state.rows *= predicate.label_test ? label_selectivity(*predicate.label_test, step) : predicate.selectivity;
  }
}

void StepFinder::take(JoinState& state, PatternStep& step) const {
  const Effect effect = estimate(state, step);
  state.cost += effect.cost;
  state.rows = effect.rows;
  step.rows = effect.rows;
  if (step.relationship) {
    const PatternRelationship& relationship = graph_.relationships[*step.relationship];
    state.joined[*step.relationship] = 1;
    state.bound.insert(relationship.variable);
    state.bound.insert(graph_.nodes[relationship.left].variable);
    state.bound.insert(graph_.nodes[relationship.right].variable);
  } else {
    state.bound.insert(graph_.nodes[step.node].variable);
  }
  bind_paths(state);
  apply_predicates(state, &step);
  step.rows_filtered = state.rows;
}

}  // namespace cairn::engine
