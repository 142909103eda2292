#include "engine/binder/projection_binder.h"

#include "engine/binder/aggregation.h"
#include "engine/binder/bind_failure.h"
#include "engine/binder/expression_binder.h"
#include "engine/binder/projected_names.h"
#include "engine/binder/static_typing.h"

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace cairn::engine {

namespace {

class ProjectionBinder {
 public:
  ProjectionBinder(BindState& state, const Scope& before, const ProjectionRequest& request)
      : state_(state), before_(before), request_(request), projection_(*request.projection) {}

  ProjectionClause bind() {
    clause_.is_return = request_.is_return;
    clause_.distinct = projection_.distinct;
    if (projection_.all) add_all();
    for (const ast::ProjectionItem& item : projection_.items) add_item(item);
    require_distinct_names();
    bind_behind();
    require_aliases();
    make_items();
    return std::move(clause_);
  }

  // What is known behind the projection.
  Scope result() const {
    Scope scope(before_.outer());
    for (const ProjectedColumn& column : columns_) {
      if (!column.name.empty()) scope.declare(column.name, column.variable);
    }
    return scope;
  }

 private:
  // `*`: the variables in the order of their names.
  void add_all() {
    std::vector<Scope::Entry> entries = before_.own();
    if (entries.empty() && before_.outer() == nullptr && request_.is_return) {
      fail("NoVariablesInScope", "RETURN * has no variables to return", projection_.span);
    }
    std::sort(entries.begin(), entries.end(),
              [](const Scope::Entry& left, const Scope::Entry& right) { return left.name < right.name; });
    for (const Scope::Entry& entry : entries) {
      columns_.push_back({state_.read(entry.variable, projection_.span), entry.name, entry.variable, false});
      clause_.column_names.push_back(entry.name);
    }
  }

  void add_item(const ast::ProjectionItem& item) {
    ProjectedColumn column;
    column.expression = ExpressionBinder(state_, before_, AggregateUse::Allowed).bind(*item.expression);
    column.aggregating = contains_aggregate(*column.expression);
    clause_.aggregating = clause_.aggregating || column.aggregating;
    const auto* variable = std::get_if<ast::Variable>(&item.expression->node);
    if (item.alias) {
      column.name = item.alias->text;
    } else if (variable != nullptr) {
      column.name = variable->name;
    } else {
      unnamed_ = unnamed_ ? unnamed_ : &item;
    }
    const bool named = item.alias || variable != nullptr;
    clause_.column_names.push_back(named ? column.name : std::string(state_.text(item.span)));
    const bool passed_on = variable != nullptr && variable->name == column.name;
    column.variable = passed_on ? column.expression->variable
                                : state_.add_variable(clause_.column_names.back(), column.expression->type);
    columns_.push_back(std::move(column));
  }

  void require_distinct_names() const {
    std::unordered_set<std::string_view> names;
    for (const std::string& name : clause_.column_names) {
      if (names.insert(name).second) continue;
      fail("ColumnNameConflict", fmt::format("Two columns have the name `{}`", name), conflict_span(name),
           "rename one with AS");
    }
  }

  // The last item of that name.
  ast::Span conflict_span(std::string_view name) const {
    const std::size_t from_star = clause_.column_names.size() - projection_.items.size();
    for (std::size_t i = projection_.items.size(); i > 0; --i) {
      if (clause_.column_names[from_star + i - 1] == name) return projection_.items[i - 1].span;
    }
    return projection_.span;
  }

  // ORDER BY, SKIP, LIMIT and WHERE.
  void bind_behind() {
    ProjectedNames names(state_, before_, columns_, clause_.distinct || clause_.aggregating, clause_.aggregating);
    const ast::Show* show = request_.show;
    for (const ast::SortItem& item : show != nullptr ? show->order_by : projection_.order_by) {
      clause_.order.push_back({names.bind(*item.expression), item.descending});
    }
    const ast::ExpressionPtr& skip = show != nullptr ? show->skip : projection_.skip;
    const ast::ExpressionPtr& limit = show != nullptr ? show->limit : projection_.limit;
    if (skip) clause_.skip = bind_row_count(names.scope(), *skip, "SKIP");
    if (limit) clause_.limit = bind_row_count(names.scope(), *limit, "LIMIT");
    if (request_.where != nullptr) clause_.where = names.bind_where(*request_.where);
  }

  ExpressionPointer bind_row_count(const Scope& scope, const ast::Expression& expression, std::string_view clause) {
    ExpressionPointer count = ExpressionBinder(state_, scope).bind(expression);
    visit_expressions(*count, [&](const Expression& part) {
      if (!part.subquery) return true;
      fail("NonConstantExpression", fmt::format("{} cannot ask the graph", clause), part.span);
    });
    if (!free_variables(*count).empty()) {
      fail("NonConstantExpression", fmt::format("{} cannot depend on variables", clause), count->span,
           "a number, a parameter or an expression of them is needed");
    }
    require_type(*count, StaticType::of(ValueType::Integer), clause);
    if (count->kind == ExpressionKind::Literal && count->literal.is_integer() && count->literal.as_integer() < 0) {
      fail("NegativeIntegerArgument", fmt::format("{} cannot be negative", clause), count->span);
    }
    return count;
  }

  void require_aliases() const {
    if (request_.is_return || unnamed_ == nullptr) return;
    fail("NoExpressionAlias", "An expression in WITH needs a name", unnamed_->span, "add AS and a name");
  }

  void make_items() {
    AggregationSplitter splitter(state_);
    for (const ProjectedColumn& column : columns_) clause_.items.push_back({nullptr, column.variable});
    if (clause_.aggregating) {
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].aggregating) continue;
        clause_.items[i].expression = splitter.add_key(std::move(columns_[i].expression), columns_[i].variable);
      }
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      ExpressionPointer& expression = columns_[i].expression;
      if (!expression) continue;
      clause_.items[i].expression =
          columns_[i].aggregating ? splitter.split(std::move(expression), columns_[i].variable) : std::move(expression);
    }
    clause_.keys = splitter.take_keys();
    clause_.aggregates = splitter.take_aggregates();
  }

  BindState& state_;
  const Scope& before_;
  const ProjectionRequest& request_;
  const ast::Projection& projection_;
  ProjectionClause clause_;
  std::vector<ProjectedColumn> columns_;
  const ast::ProjectionItem* unnamed_ = nullptr;  // the first without a name
};

}  // namespace

ProjectionClause bind_projection(BindState& state, Scope& scope, const ProjectionRequest& request) {
  ProjectionBinder binder(state, scope, request);
  ProjectionClause clause = binder.bind();
  scope = binder.result();
  return clause;
}

}  // namespace cairn::engine
