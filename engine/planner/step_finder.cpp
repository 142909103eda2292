#include "engine/planner/step_finder.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cairn::engine {

namespace {

// Estimates stop growing here; beyond it every plan is as bad as every other.
constexpr double rows_max = 1e15;
// An unbounded pattern is taken for one of that many hops.
constexpr std::uint64_t guessed_hops = 6;
// What the steps cost against looking at one row.
constexpr double seek_cost = 2;
constexpr double range_entry_cost = 2;
constexpr double record_cost = 3;
constexpr double predicate_cost = 0.5;
// Properties of relationships are stored in the order of their ids, in which only a scan finds them.
constexpr double property_in_order_cost = 0.5;
constexpr double property_at_random_cost = 8;
// Seeks that find more are only tried as starts.
constexpr double single_rows_max = 1;

double clamp_rows(double rows) { return std::min(rows, rows_max); }

double index_cost(const IndexChoice& choice) {
  const bool is_whole = choice.access.equal.size() == choice.access.keys.size();
  return choice.lookups * seek_cost + choice.matches * (is_whole ? 1 : range_entry_cost);
}

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
  std::vector<PatternStep> steps;
  add_id_seeks(state, node, steps);
  for (IndexChoice& choice : find_index_choices(context_, graph_, state.bound, {false, node})) {
    const bool is_range = choice.access.equal.empty() || choice.access.has_range();
    PatternStep& step = steps.emplace_back();
    step.kind = is_range ? PlanKind::IndexRangeSeek : PlanKind::IndexSeek;
    step.node = node;
    take_index(step, std::move(choice));
    cover_label(step);
  }
  return cheapest(state, std::move(steps));
}

void StepFinder::add_id_seeks(const JoinState& state, std::size_t node, std::vector<PatternStep>& steps) const {
  for (std::size_t i = 0; i < graph_.predicates.size(); ++i) {
    for (const SeekForm& form : graph_.predicates[i].seeks) {
      if (form.kind != SeekKind::Id || form.element.index != node || !state.bound.contains_all(form.needs)) continue;
      PatternStep& step = steps.emplace_back();
      step.kind = PlanKind::NodeByIdSeek;
      step.node = node;
      step.id = form.value;
      step.used.push_back(i);
      if (form.exact) step.covered.push_back(i);
    }
  }
}

void StepFinder::take_index(PatternStep& step, IndexChoice choice) {
  if (!choice.access.of_relationships) step.label = choice.access.token;
  step.used = choice.used;
  step.covered = choice.covered;
  step.index = std::move(choice);
}

// The step that leaves the fewest rows, and of several the one that looks at the fewest.
std::optional<PatternStep> StepFinder::cheapest(const JoinState& state, std::vector<PatternStep> steps) const {
  std::optional<PatternStep> best;
  Effect best_effect;
  for (PatternStep& step : steps) {
    const Effect effect = estimate(state, step);
    if (best && std::pair(effect.rows, effect.cost) >= std::pair(best_effect.rows, best_effect.cost)) continue;
    best = std::move(step);
    best_effect = effect;
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

std::optional<PatternStep> StepFinder::seek_relationships(const JoinState& state, std::size_t index) const {
  const PatternRelationship& relationship = graph_.relationships[index];
  if (relationship.bound_before || relationship.length || relationship.selector != PathSelector::All) {
    return std::nullopt;
  }
  std::vector<PatternStep> steps;
  for (IndexChoice& choice : find_index_choices(context_, graph_, state.bound, {true, index})) {
    const bool is_range = choice.access.equal.empty() || choice.access.has_range();
    PatternStep& step = steps.emplace_back();
    step.kind = is_range ? PlanKind::RelationshipIndexRangeSeek : PlanKind::RelationshipIndexSeek;
    step.relationship = index;
    take_index(step, std::move(choice));
  }
  return cheapest(state, std::move(steps));
}

std::optional<PatternStep> StepFinder::join_by_index(const JoinState& state, std::size_t index) const {
  const PatternRelationship& relationship = graph_.relationships[index];
  std::optional<PatternStep> found = seek_relationships(state, index);
  const bool is_joined = is_bound(state, relationship.left) || is_bound(state, relationship.right);
  if (found && !is_joined && found->index->matches > single_rows_max) found.reset();
  return found;
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
    case PlanKind::IndexRangeSeek:
      found = step.index->matches;
      cost = index_cost(*step.index);
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
    case PlanKind::RelationshipIndexSeek:
    case PlanKind::RelationshipIndexRangeSeek: {
      double joined = step.index->matches * orientations;
      for (const std::size_t end : {relationship.left, relationship.right}) {
        if (is_bound(state, end)) joined /= std::max(1.0, cardinality.nodes());
      }
      const double cost = index_cost(*step.index) + step.index->matches * record_cost;
      return {clamp_rows(rows * joined), clamp_rows(rows * cost)};
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
    // What an index has found by a value most likely is what the predicate asks for.
    if (step != nullptr && std::find(step->used.begin(), step->used.end(), i) != step->used.end()) continue;
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
    if (!relationship.length && !relationship.bound_before && context_.reads_properties_of(relationship.variable)) {
      const bool in_order = step.kind == PlanKind::RelationshipScan;
      state.cost += state.rows * (in_order ? property_in_order_cost : property_at_random_cost);
    }
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
