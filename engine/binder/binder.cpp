#include "engine/binder/binder.h"

#include "engine/binder/bind_failure.h"
#include "engine/binder/bind_state.h"
#include "engine/binder/expression_binder.h"
#include "engine/binder/query_binder.h"
#include "engine/binder/schema_binder.h"
#include "engine/binder/show_binder.h"

#include <utility>
#include <variant>

namespace cairn::engine {

namespace {

ExplainMode bind_explain(ast::ExplainMode mode) {
  switch (mode) {
    case ast::ExplainMode::None: return ExplainMode::None;
    case ast::ExplainMode::Explain: return ExplainMode::Explain;
    case ast::ExplainMode::Profile: break;
  }
  return ExplainMode::Profile;
}

// Binds what a statement says; the alternatives of its body come out as those of the bound statement.
class StatementBinder {
 public:
  using Body = decltype(BoundStatement::body);

  StatementBinder(BindState& state, ast::Span span) : state_(state), span_(span) {}

  Body operator()(const ast::Query& query) { return bind_query(state_, nullptr, query, QueryPlace::Statement); }

  Body operator()(const ast::CreateIndex& create) {
    state_.set_writes();
    return bind_create_index(create, span_);
  }

  Body operator()(const ast::DropSchemaObject& drop) {
    state_.set_writes();
    return bind_drop(drop);
  }

  Body operator()(const ast::CreateConstraint& create) {
    state_.set_writes();
    return bind_create_constraint(create);
  }

  Body operator()(const ast::Show& show) { return bind_show(state_, show, span_); }

  Body operator()(const ast::BeginTransaction& begin) {
    const bool read_only = begin.access == ast::TransactionAccess::ReadOnly;
    return TransactionStatement{read_only ? TransactionStatement::Kind::BeginReadOnly
                                          : TransactionStatement::Kind::Begin};
  }
  Body operator()(const ast::CommitTransaction&) { return TransactionStatement{TransactionStatement::Kind::Commit}; }
  Body operator()(const ast::RollbackTransaction&) {
    return TransactionStatement{TransactionStatement::Kind::Rollback};
  }

 private:
  BindState& state_;
  ast::Span span_;
};

}  // namespace

Expected<BoundStatement> bind(const ast::Statement& statement, std::string_view text, const BindContext& context) {
  try {
    BindState state(text, context);
    BoundStatement bound;
    bound.body = std::visit(StatementBinder(state, statement.span), statement.node);
    bound.explain = bind_explain(statement.explain);
    bound.writes = state.writes();
    bound.variables = state.take_variables();
    return bound;
  } catch (BindFailure& failure) {
    return failure.take();
  }
}

Expected<BoundExpression> bind_expression(const ast::Expression& expression, std::string_view text,
                                          const BindContext& context) {
  try {
    BindState state(text, context);
    state.forbid_graph();
    const Scope nothing;
    BoundExpression bound;
    bound.expression = ExpressionBinder(state, nothing).bind(expression);
    bound.statement.variables = state.take_variables();
    return bound;
  } catch (BindFailure& failure) {
    return failure.take();
  }
}

}  // namespace cairn::engine
