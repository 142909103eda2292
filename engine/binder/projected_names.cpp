#include "engine/binder/projected_names.h"

#include "engine/binder/aggregation.h"
#include "engine/binder/bind_failure.h"
#include "engine/binder/expression_binder.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace cairn::engine {

// Where in an ORDER BY or WHERE expression a part stands.
struct ProjectedNames::Place {
  const Expression* whole = nullptr;
  bool with_aggregate = false;  // the whole has an aggregate
  bool inside_aggregate = false;
  std::vector<VariableId> locals;  // of the comprehensions around
};

ProjectedNames::ProjectedNames(BindState& state, const Scope& before, std::span<const ProjectedColumn> columns,
                               bool restricted, bool aggregating)
    : state_(state),
      columns_(columns),
      restricted_(restricted),
      aggregating_(aggregating),
      columns_first_(&before),
      earlier_first_(&before) {
  for (const ProjectedColumn& column : columns) {
    if (column.name.empty()) continue;
    const std::optional<VariableId> earlier = before.find(column.name);
    shadows_ = shadows_ || (earlier && *earlier != column.variable && !state.on_trial());
    columns_first_.declare(column.name, column.variable);
    if (!earlier) earlier_first_.declare(column.name, column.variable);
  }
}

ExpressionPointer ProjectedNames::bind(const ast::Expression& expression) { return bind_as(expression, false); }

ExpressionPointer ProjectedNames::bind_where(const ast::Expression& expression) {
  if (!restricted_ && !shadows_) return bind_in(columns_first_, expression, true);
  return bind_as(expression, true);
}

ExpressionPointer ProjectedNames::bind_as(const ast::Expression& expression, bool predicate) {
  // The twin is the same expression read with the earlier names: it is what may equal a column whose name hides
  // a variable of its own expression (`WITH n.x AS n ORDER BY n.x`).
  const ExpressionPointer twin = shadows_ ? bind_with_earlier_names(expression, predicate) : nullptr;
  if (twin && twin->kind != ExpressionKind::Variable) {
    if (const ProjectedColumn* column = find_column(*twin)) return state_.read(column->variable, expression.span);
  }
  ExpressionPointer bound = bind_in(columns_first_, expression, predicate);
  Place place{bound.get(), contains_aggregate(*bound), false, {}};
  return rewrite(std::move(bound), twin.get(), place);
}

ExpressionPointer ProjectedNames::bind_in(const Scope& scope, const ast::Expression& expression, bool predicate) {
  ExpressionBinder binder(state_, scope, aggregating_ ? AggregateUse::Allowed : AggregateUse::Forbidden);
  return predicate ? binder.bind_predicate(expression, "WHERE") : binder.bind(expression);
}

ExpressionPointer ProjectedNames::bind_with_earlier_names(const ast::Expression& expression, bool predicate) {
  const BindState::Trial trial(state_);
  try {
    return bind_in(earlier_first_, expression, predicate);
  } catch (const BindFailure&) {
    return nullptr;
  }
}

ExpressionPointer ProjectedNames::rewrite(ExpressionPointer expression, const Expression* twin, Place& place) {
  const bool is_variable = expression->kind == ExpressionKind::Variable;
  if (is_variable && is_column(expression->variable)) return expression;
  const bool same_shape =
      twin != nullptr && twin->kind == expression->kind && twin->children.size() == expression->children.size();
  if (!same_shape) twin = nullptr;
  if (const ProjectedColumn* column = find_column(twin != nullptr ? *twin : *expression)) {
    require_usable(*column, *expression, place);
    return state_.read(column->variable, expression->span);
  }
  if (is_variable) check_variable(*expression, place);
  if (expression->subquery) check_subquery(*expression, place);
  const bool aggregate = expression->kind == ExpressionKind::Aggregate;
  const bool inside_before = std::exchange(place.inside_aggregate, place.inside_aggregate || aggregate);
  if (replace_prefix(*expression, twin, place)) twin = nullptr;
  rewrite_children(*expression, twin, place);
  place.inside_aggregate = inside_before;
  if (aggregate) {
    fail("InvalidAggregation", "An aggregate behind a projection must be one of its columns", expression->span,
         "give the aggregate a column of its own");
  }
  return expression;
}

void ProjectedNames::rewrite_children(Expression& expression, const Expression* twin, Place& place) {
  const std::size_t outside = introduced_from_child(expression);
  const std::size_t locals_before = place.locals.size();
  for (std::size_t i = 0; i < expression.children.size(); ++i) {
    if (i == outside) place.locals.insert(place.locals.end(), {expression.variable, expression.accumulator});
    ExpressionPointer& child = expression.children[i];
    if (child) child = rewrite(std::move(child), twin != nullptr ? twin->children[i].get() : nullptr, place);
  }
  place.locals.resize(locals_before);
}

// In `a + b + c` the first terms may be a column together: the longest such beginning becomes that column.
bool ProjectedNames::replace_prefix(Expression& chain, const Expression* twin, const Place& place) {
  const bool is_chain = chain.kind == ExpressionKind::Arithmetic || chain.kind == ExpressionKind::And ||
                        chain.kind == ExpressionKind::Or || chain.kind == ExpressionKind::Xor;
  if (!is_chain) return false;
  const Expression& probe = twin != nullptr ? *twin : chain;
  const ProjectedColumn* longest = nullptr;
  std::size_t longest_size = 1;
  for (const ProjectedColumn& column : columns_) {
    const Expression& candidate = *column.expression;
    const std::size_t size = candidate.children.size();
    if (candidate.kind != chain.kind || size <= longest_size || size >= probe.children.size()) continue;
    const bool same_operators =
        std::equal(candidate.arithmetic.begin(), candidate.arithmetic.end(), probe.arithmetic.begin());
    const bool same = same_operators &&
                      std::equal(candidate.children.begin(), candidate.children.end(), probe.children.begin(),
                                 [](const auto& left, const auto& right) { return same_expression(*left, *right); });
    if (!same) continue;
    longest = &column;
    longest_size = size;
  }
  if (longest == nullptr) return false;
  require_usable(*longest, *chain.children.front(), place);
  ExpressionPointer replacement = state_.read(longest->variable, chain.children.front()->span);
  const auto first = chain.children.begin();
  chain.children.erase(first, first + static_cast<std::ptrdiff_t>(longest_size) - 1);
  chain.children.front() = std::move(replacement);
  if (chain.kind == ExpressionKind::Arithmetic) {
    const auto operation = chain.arithmetic.begin();
    chain.arithmetic.erase(operation, operation + static_cast<std::ptrdiff_t>(longest_size) - 1);
  }
  return true;
}

void ProjectedNames::check_variable(const Expression& expression, const Place& place) const {
  if (!restricted_) return;
  const bool local = std::find(place.locals.begin(), place.locals.end(), expression.variable) != place.locals.end();
  if (!local) fail_hidden(expression.variable, expression.span, place);
}

void ProjectedNames::check_subquery(const Expression& expression, const Place& place) const {
  if (!restricted_) return;
  for (const VariableId outer : expression.subquery->outer_variables) {
    const bool local = std::find(place.locals.begin(), place.locals.end(), outer) != place.locals.end();
    if (!local && !is_column(outer)) fail_hidden(outer, expression.span, place);
  }
}

void ProjectedNames::fail_hidden(VariableId variable, ast::Span span, const Place& place) const {
  const std::string& name = state_.variable(variable).name;
  const bool part_of_column = std::any_of(columns_.begin(), columns_.end(), [&](const ProjectedColumn& column) {
    const std::vector<VariableId> read = free_variables(*column.expression);
    return !column.aggregating && std::binary_search(read.begin(), read.end(), variable);
  });
  if (place.with_aggregate && !place.inside_aggregate && part_of_column) {
    fail("AmbiguousAggregationExpression",
         fmt::format("An expression with an aggregate reads `{}`, which is not a column", name), span,
         "give it a column of its own");
  }
  fail("UndefinedVariable",
       fmt::format("Variable `{}` is not defined here: behind {} only the columns are left", name,
                   aggregating_ ? "an aggregation" : "DISTINCT"),
       span, "make it a column");
}

// Beside an aggregate only simple columns may be used by their expression.
void ProjectedNames::require_usable(const ProjectedColumn& column, const Expression& expression,
                                    const Place& place) const {
  const bool alone = &expression == place.whole;
  if (!place.with_aggregate || alone || column.aggregating || is_simple_key(*column.expression)) return;
  if (free_variables(*column.expression).empty()) return;
  fail("AmbiguousAggregationExpression", "An expression with an aggregate repeats a column that is not simple",
       expression.span, "use the column's name");
}

const ProjectedColumn* ProjectedNames::find_column(const Expression& expression) const {
  // A constant is cheaper than a column, and reads nothing.
  if (expression.kind == ExpressionKind::Literal || expression.kind == ExpressionKind::Parameter) return nullptr;
  const auto column = std::find_if(columns_.begin(), columns_.end(), [&](const ProjectedColumn& candidate) {
    return same_expression(*candidate.expression, expression);
  });
  return column == columns_.end() ? nullptr : &*column;
}

bool ProjectedNames::is_column(VariableId variable) const {
  return std::any_of(columns_.begin(), columns_.end(),
                     [&](const ProjectedColumn& column) { return column.variable == variable; });
}

}  // namespace cairn::engine
