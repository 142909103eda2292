#include "engine/planner/cardinality.h"

#include "engine/planner/known_value.h"

#include <algorithm>
#include <cmath>

namespace cairn::engine {

namespace {

constexpr double equality_selectivity = 0.1;
constexpr double range_selectivity = 0.3;
constexpr double prefix_selectivity = 0.1;
constexpr double other_selectivity = 0.5;
// A list whose length is not written down is taken for one of that many elements.
constexpr double guessed_elements = 10;
// Of a longer list the first elements stand for all.
constexpr std::size_t elements_asked_max = 16;
// An index that finds nothing now may find something once the statement has written; and of plans that cost nothing
// none is better than another.
constexpr double matches_min = 0.1;
// An index on fewer entities is not worth a question.
constexpr double entities_asked_min = 16;

double fraction(double part, double whole) { return whole <= 0 ? 0 : std::min(1.0, part / whole); }

double comparison_selectivity(const Expression& predicate) {
  double selectivity = 1;
  for (const ComparisonOperator operation : predicate.comparisons) {
    switch (operation) {
      case ComparisonOperator::Equal: selectivity *= equality_selectivity; break;
      case ComparisonOperator::NotEqual: selectivity *= 1 - equality_selectivity; break;
      default: selectivity *= range_selectivity; break;
    }
  }
  return selectivity;
}

double any_of(const Expression& predicate) {
  double none = 1;
  for (const ExpressionPointer& child : predicate.children) none *= 1 - guess_selectivity(*child);
  return 1 - none;
}

double all_of(const Expression& predicate) {
  double all = 1;
  for (const ExpressionPointer& child : predicate.children) all *= guess_selectivity(*child);
  return all;
}

double literal_selectivity(const Expression& literal) { return literal.literal.is_true() ? 1 : 0; }

// The sum of `count` over the types, or its value for all types together.
template <class Count>
std::uint64_t sum_over_types(std::span<const std::string> types, const Count& count) {
  if (types.empty()) return count(std::string_view());
  std::uint64_t sum = 0;
  for (const std::string& type : types) sum += count(std::string_view(type));
  return sum;
}

storage::EntityKind entity_kind(bool of_relationships) {
  return of_relationships ? storage::EntityKind::Relationship : storage::EntityKind::Node;
}

storage::Direction reverse_of(storage::Direction direction) {
  if (direction == storage::Direction::Both) return direction;
  return direction == storage::Direction::Outgoing ? storage::Direction::Incoming : storage::Direction::Outgoing;
}

std::optional<Value> known_value(const SeekBound& bound) {
  if (bound.value == nullptr) return std::nullopt;
  return known_value(*bound.value);
}

// All that is asked but for a list, whose key is left to be filled in.
IndexQuestion question_of(const IndexAccess& access) {
  IndexQuestion question;
  for (const IndexKeyValue& key : access.equal) {
    question.equal.push_back(key.any_of ? std::nullopt : known_value(*key.value));
  }
  question.lower = known_value(access.lower);
  question.upper = known_value(access.upper);
  question.lower_inclusive = access.lower.inclusive;
  question.upper_inclusive = access.upper.inclusive;
  if (access.prefix != nullptr) question.prefix = known_value(*access.prefix);
  return question;
}

// Of what the question selects, the part that the bounds leave which it does not know.
double unknown_range_selectivity(const IndexAccess& access, const IndexQuestion& question) {
  double selectivity = 1;
  if (access.prefix != nullptr && !question.prefix) selectivity *= prefix_selectivity;
  if (access.lower.value != nullptr && !question.lower) selectivity *= range_selectivity;
  if (access.upper.value != nullptr && !question.upper) selectivity *= range_selectivity;
  return selectivity;
}

// For one value of each leading key, without knowing anything of the index.
double guess_matches(const IndexAccess& access, double entities) {
  // As many values of the first key as entities of each value.
  double matches = access.equal.empty() ? entities : std::sqrt(entities);
  for (std::size_t key = 1; key < access.equal.size(); ++key) matches *= equality_selectivity;
  matches *= unknown_range_selectivity(access, {});
  if (access.equal.empty() && !access.has_range()) matches *= 1 - equality_selectivity;
  return matches;
}

}  // namespace

double guess_selectivity(const Expression& predicate) {
  switch (predicate.kind) {
    case ExpressionKind::Literal: return literal_selectivity(predicate);
    case ExpressionKind::Comparison: return comparison_selectivity(predicate);
    case ExpressionKind::And: return all_of(predicate);
    case ExpressionKind::Or: return any_of(predicate);
    case ExpressionKind::Not: return 1 - guess_selectivity(*predicate.children[0]);
    case ExpressionKind::StartsWith:
    case ExpressionKind::EndsWith:
    case ExpressionKind::Contains:
    case ExpressionKind::RegexMatch: return prefix_selectivity;
    case ExpressionKind::In: return range_selectivity;
    case ExpressionKind::IsNull: return equality_selectivity;
    case ExpressionKind::IsNotNull: return 1 - equality_selectivity;
    default: return other_selectivity;
  }
}

double guess_element_count(const Expression& list) {
  if (list.kind == ExpressionKind::List) return static_cast<double>(list.children.size());
  if (list.kind == ExpressionKind::Literal && list.literal.is_list()) {
    return static_cast<double>(list.literal.as_list().size());
  }
  return guessed_elements;
}

double Cardinality::nodes() const { return static_cast<double>(reader_.statistics().nodes()); }

double Cardinality::nodes_with_label(std::string_view label) const {
  const std::optional<storage::LabelToken> token = reader_.find_label(label);
  return token ? static_cast<double>(reader_.statistics().nodes(*token)) : 0;
}

double Cardinality::label_fraction(std::string_view label) const { return fraction(nodes_with_label(label), nodes()); }

double Cardinality::nodes_with_labels(std::span<const std::string> labels) const {
  double count = nodes();
  for (const std::string& label : labels) count *= label_fraction(label);
  return count;
}

std::optional<std::uint64_t> Cardinality::count(std::string_view label, std::string_view type,
                                                storage::Direction direction) const {
  storage::LabelToken label_token = storage::label_exists;
  if (!label.empty()) {
    const std::optional<storage::LabelToken> found = reader_.find_label(label);
    if (!found) return 0;
    label_token = *found;
  }
  storage::TypeToken type_token = storage::no_token;
  if (!type.empty()) {
    const std::optional<storage::TypeToken> found = reader_.find_type(type);
    if (!found) return 0;
    type_token = *found;
  }
  const auto [place, is_new] = counted_.try_emplace({label_token, type_token, direction});
  if (is_new) {
    if (const auto counted = reader_.relationships(label_token, type_token, direction)) place->second = *counted;
  }
  return place->second;
}

std::uint64_t Cardinality::count_at_most(std::string_view label, std::string_view type,
                                         storage::Direction direction) const {
  if (const auto counted = count(label, type, direction)) return *counted;
  return count({}, type, direction).value_or(0);
}

double Cardinality::relationships(std::span<const std::string> types) const {
  return static_cast<double>(sum_over_types(
      types, [&](std::string_view type) { return count_at_most({}, type, storage::Direction::Outgoing); }));
}

double Cardinality::degree(std::span<const std::string> labels, StepTypes step) const {
  auto average = [&](std::string_view label, double nodes) {
    if (nodes <= 0) return 0.0;
    const std::uint64_t total =
        sum_over_types(step.types, [&](std::string_view type) { return count_at_most(label, type, step.direction); });
    return static_cast<double>(total) / nodes;
  };
  if (labels.empty()) return average({}, nodes());
  // Of several labels the rarest tells most about the node.
  const auto rarest = std::min_element(labels.begin(), labels.end(), [&](const auto& left, const auto& right) {
    return nodes_with_label(left) < nodes_with_label(right);
  });
  return average(*rarest, nodes_with_label(*rarest));
}

double Cardinality::far_label_fraction(std::string_view label, StepTypes step) const {
  const storage::Direction far_end = reverse_of(step.direction);
  const std::uint64_t all =
      sum_over_types(step.types, [&](std::string_view type) { return count_at_most({}, type, far_end); });
  const std::uint64_t with_label =
      sum_over_types(step.types, [&](std::string_view type) { return count_at_most(label, type, far_end); });
  return fraction(static_cast<double>(with_label), static_cast<double>(all));
}

std::span<const storage::IndexDefinition* const> Cardinality::indexes(bool of_relationships,
                                                                      std::string_view token) const {
  const auto found = of_relationships ? reader_.find_type(token) : reader_.find_label(token);
  if (!found) return {};
  return reader_.schema().indexes_of(entity_kind(of_relationships), *found);
}

double Cardinality::guess_or_ask(const storage::IndexDefinition& index, const IndexAccess& access,
                                 const IndexQuestion& question, double entities) const {
  if (index.unique && access.equal.size() == index.keys.size()) return std::min(1.0, entities);
  if (index_statistics_ != nullptr && entities > entities_asked_min) {
    const std::optional<double> entries = index_statistics_->entries(index, question);
    if (entries) {
      return std::clamp(*entries * unknown_range_selectivity(access, question), matches_min, entities);
    }
  }
  return guess_matches(access, entities);
}

double Cardinality::index_matches(const storage::IndexDefinition& index, const IndexAccess& access,
                                  double entities) const {
  IndexQuestion question = question_of(access);
  const auto list = std::find_if(access.equal.begin(), access.equal.end(), [](const auto& key) { return key.any_of; });
  if (list == access.equal.end()) return guess_or_ask(index, access, question, entities);

  const double count = guess_element_count(*list->value);
  const auto elements = known_elements(*list->value);
  if (!elements) return std::min(entities, count * guess_or_ask(index, access, question, entities));
  const std::size_t asked = std::min(elements->size(), elements_asked_max);
  double matches = 0;
  for (std::size_t i = 0; i < asked; ++i) {
    question.equal[static_cast<std::size_t>(list - access.equal.begin())] = (*elements)[i];
    matches += guess_or_ask(index, access, question, entities);
  }
  return asked == 0 ? 0 : std::min(entities, matches * count / static_cast<double>(asked));
}

std::vector<std::string> Cardinality::key_names(const storage::IndexDefinition& index) const {
  std::vector<std::string> names;
  names.reserve(index.keys.size());
  for (const storage::KeyToken key : index.keys) names.emplace_back(reader_.key_name(key));
  return names;
}

bool Cardinality::is_required(bool of_relationships, std::string_view token, std::string_view key) const {
  const auto found = of_relationships ? reader_.find_type(token) : reader_.find_label(token);
  const auto key_token = reader_.find_key(key);
  if (!found || !key_token) return false;
  const auto constraints = reader_.schema().constraints_of(entity_kind(of_relationships), *found);
  return std::any_of(constraints.begin(), constraints.end(), [&](const storage::ConstraintDefinition* constraint) {
    return constraint->requires_presence() &&
           std::find(constraint->keys.begin(), constraint->keys.end(), *key_token) != constraint->keys.end();
  });
}

bool Cardinality::always_has_label(std::span<const std::string> types, storage::Direction end,
                                   std::string_view label) const {
  auto holds = [&](std::string_view type) {
    const auto with_label = count(label, type, end);
    return with_label && with_label == count({}, type, end);
  };
  if (types.empty()) return holds({});
  return std::all_of(types.begin(), types.end(), holds);
}

std::uint64_t Cardinality::relationships_between_at_most(std::string_view type,
                                                         std::span<const std::string> source_labels,
                                                         std::span<const std::string> target_labels) const {
  std::uint64_t most = count_at_most({}, type, storage::Direction::Outgoing);
  for (const std::string& label : source_labels) {
    most = std::min(most, count_at_most(label, type, storage::Direction::Outgoing));
  }
  for (const std::string& label : target_labels) {
    most = std::min(most, count_at_most(label, type, storage::Direction::Incoming));
  }
  return most;
}

std::uint64_t Cardinality::self_loops(std::string_view type) const {
  if (type.empty()) return reader_.statistics().self_loops();
  const std::optional<storage::TypeToken> token = reader_.find_type(type);
  return token ? reader_.statistics().self_loops(*token) : 0;
}

}  // namespace cairn::engine
