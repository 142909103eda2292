#include "engine/binder/bind_state.h"

#include "engine/binder/bind_failure.h"
#include "engine/binder/kinds.h"
#include "engine/binder/suggestions.h"

#include <utility>

#include <fmt/format.h>

namespace cairn::engine {

VariableId BindState::add_variable(std::string name, const StaticType& type) {
  const VariableId id = variable_count();
  variables_.push_back({std::move(name), kind_of(type), type, type.may_be_null()});
  return id;
}

VariableId BindState::resolve(const Scope& scope, std::string_view name, ast::Span span) {
  const std::optional<VariableId> id = scope.find(name);
  if (!id) {
    fail("UndefinedVariable", fmt::format("Variable `{}` is not defined", name), span,
         did_you_mean(name, scope.visible_names()));
  }
  note_read(*id);
  return *id;
}

ExpressionPointer BindState::read(VariableId id, ast::Span span) {
  note_read(id);
  auto expression = std::make_unique<Expression>();
  expression->kind = ExpressionKind::Variable;
  expression->variable = id;
  expression->type = variables_[id].type;
  expression->span = span;
  return expression;
}

void BindState::note_read(VariableId id) {
  for (std::size_t i = trial_.value_or(0); i < subqueries_.size(); ++i) {
    if (id < subqueries_[i].first_inner) subqueries_[i].outer_reads.insert(id);
  }
}

BindState::Trial::~Trial() {
  // A failure leaves the subqueries open in which it happened.
  const auto own = state_.subqueries_.begin() + static_cast<std::ptrdiff_t>(*state_.trial_);
  state_.subqueries_.erase(own, state_.subqueries_.end());
  state_.trial_.reset();
}

void BindState::begin_subquery() { subqueries_.push_back({variable_count(), {}}); }

std::vector<VariableId> BindState::end_subquery() {
  const std::set<VariableId>& reads = subqueries_.back().outer_reads;
  std::vector<VariableId> sorted(reads.begin(), reads.end());
  subqueries_.pop_back();
  return sorted;
}

}  // namespace cairn::engine
