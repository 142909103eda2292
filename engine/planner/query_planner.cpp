#include "engine/planner/query_planner.h"

#include "engine/planner/expression_builder.h"
#include "engine/planner/pattern_planner.h"
#include "engine/planner/plan_inspection.h"
#include "engine/planner/query_graph.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace cairn::engine {

namespace {

// Operators hand rows to each other by nested calls, so their number is bounded like the depth of a stack.
constexpr std::size_t operators_max = 1000;

constexpr double unwind_rows = 10;
constexpr double call_rows = 10;
constexpr double group_fraction = 0.5;

double literal_count(const Expression& expression, double otherwise) {
  if (expression.kind != ExpressionKind::Literal || !expression.literal.is_integer()) return otherwise;
  return static_cast<double>(expression.literal.as_integer());
}

Error too_large() {
  return compile_error(ErrorType::ResourceExhausted, "StatementTooLarge",
                       fmt::format("the statement needs more than {} operators", operators_max), std::nullopt,
                       "split it into several statements");
}

// Each relationship needs an operator, and none finds more than two nodes. So patterns that are too large are known
// before an order is looked for.
std::size_t operators_at_least(const MatchClause& clause) {
  std::size_t relationships = 0;
  VariableSet nodes;
  for (const PathPattern& path : clause.paths) {
    relationships += path.relationships.size();
    for (const NodePattern& node : path.nodes) {
      if (!node.bound_before) nodes.insert(node.variable);
    }
  }
  return std::max(relationships, nodes.sorted().size() / 2);
}

// Plans the clauses of one part of a query.
class PartPlanner {
 public:
  PartPlanner(PlanningContext& context, PlanPointer leaf, const VariableSet& bound)
      : context_(context), plan_(std::move(leaf)), bound_(bound), rows_(plan_->estimated_rows) {}

  Expected<PlanPointer> plan(const BoundSingleQuery& query) {
    for (const BoundClause& clause : query.clauses) {
      const auto* match = std::get_if<MatchClause>(&clause);
      if (match != nullptr && operators_at_least(*match) > operators_max) return too_large();
      std::visit([&](const auto& kind) { add(kind); }, clause);
      if (context_.operator_count() > operators_max) return too_large();
    }
    return std::move(plan_);
  }

 private:
  Plan& push(PlanKind kind) {
    plan_ = context_.make_plan(kind, std::move(plan_), rows_);
    return *plan_;
  }

  void add(const MatchClause& clause) {
    if (clause.optional) return add_optional(clause);
    const QueryGraph graph = make_query_graph(context_, clause, bound_);
    plan_ = plan_pattern(context_, graph, std::move(plan_), bound_, rows_);
  }

  void add_optional(const MatchClause& clause) {
    const double rows_before = rows_;
    const QueryGraph graph = make_query_graph(context_, clause, bound_);
    PlanPointer argument = context_.make_plan(PlanKind::Argument, nullptr, rows_before);
    PlanPointer inner = plan_pattern(context_, graph, std::move(argument), bound_, rows_);
    rows_ = std::max(rows_, rows_before);
    Plan& optional = push(PlanKind::Optional);
    optional.children.push_back(std::move(inner));
    optional.variables = clause.introduced;
  }

  void add(const UnwindClause& clause) {
    rows_ *=
        clause.list->kind == ExpressionKind::List ? static_cast<double>(clause.list->children.size()) : unwind_rows;
    Plan& unwind = push(PlanKind::Unwind);
    unwind.expression = clause.list.get();
    unwind.to = clause.variable;
    bound_.insert(clause.variable);
  }

  void add(const ProjectionClause& clause) {
    if (clause.aggregating) add_aggregation(clause);
    add_items(clause.items);
    if (clause.distinct) {
      Plan& distinct = push(PlanKind::Distinct);
      for (const ProjectionItem& item : clause.items) distinct.variables.push_back(item.variable);
    }
    add_order(clause);
    if (clause.where) add_filter(*clause.where);
  }

  void add_aggregation(const ProjectionClause& clause) {
    rows_ = clause.keys.empty() ? 1 : std::max(1.0, rows_ * group_fraction);
    Plan& aggregate = push(PlanKind::Aggregate);
    for (const ProjectionItem& key : clause.keys) {
      aggregate.projections.push_back({key.expression.get(), key.variable});
      bound_.insert(key.variable);
    }
    for (const ProjectionItem& item : clause.aggregates) {
      aggregate.aggregates.push_back({counted_rows(*item.expression), item.variable});
      bound_.insert(item.variable);
    }
  }

  // count(x) is count(*) where x is never null.
  const Expression* counted_rows(const Expression& aggregate) {
    const bool counts_variable = aggregate.aggregate->kind == AggregateKind::Count && !aggregate.distinct &&
                                 !aggregate.children.empty() &&
                                 aggregate.children.front()->kind == ExpressionKind::Variable &&
                                 !context_.variable(aggregate.children.front()->variable).nullable;
    if (!counts_variable || !context_.has(Rewrite::CountRows)) return &aggregate;
    ExpressionPointer rows = clone(aggregate);
    rows->children.clear();
    return context_.keep(std::move(rows));
  }

  // A variable that is only passed on is there already.
  void add_items(const std::vector<ProjectionItem>& items) {
    std::vector<PlanProjection> projections;
    for (const ProjectionItem& item : items) {
      bound_.insert(item.variable);
      if (item.expression->kind == ExpressionKind::Variable && item.expression->variable == item.variable) continue;
      projections.push_back({item.expression.get(), item.variable});
    }
    if (!projections.empty()) push(PlanKind::Project).projections = std::move(projections);
  }

  void add_order(const ProjectionClause& clause) {
    const Expression* top = clause.order.empty() ? nullptr : top_rows(clause);
    if (!clause.order.empty()) {
      if (top != nullptr) rows_ = std::min(rows_, literal_count(*top, rows_));
      Plan& sort = push(top != nullptr ? PlanKind::TopN : PlanKind::Sort);
      for (const SortItem& item : clause.order) sort.sort.push_back({item.expression.get(), item.descending});
      sort.limit = top;
    }
    if (clause.skip) {
      rows_ = std::max(0.0, rows_ - literal_count(*clause.skip, rows_ / 2));
      push(PlanKind::Skip).expression = clause.skip.get();
    }
    if (clause.limit && top == nullptr) {
      rows_ = std::min(rows_, literal_count(*clause.limit, rows_ / 2));
      push(PlanKind::Limit).expression = clause.limit.get();
    }
  }

  // How many of the sorted rows SKIP and LIMIT together leave to be looked at; null: not known beforehand.
  const Expression* top_rows(const ProjectionClause& clause) {
    if (!clause.limit || !context_.has(Rewrite::TopN) || is_volatile(*clause.limit)) return nullptr;
    if (!clause.skip) return clause.limit.get();
    auto count = [](const Expression& expression) -> std::optional<std::int64_t> {
      if (expression.kind != ExpressionKind::Literal || !expression.literal.is_integer()) return std::nullopt;
      return expression.literal.as_integer();
    };
    const std::optional<std::int64_t> skipped = count(*clause.skip);
    const std::optional<std::int64_t> limited = count(*clause.limit);
    std::int64_t sum = 0;
    if (!skipped || !limited || *skipped < 0 || *limited < 0) return nullptr;
    if (__builtin_add_overflow(*skipped, *limited, &sum)) return nullptr;
    return context_.keep(make_integer(sum, clause.limit->span));
  }

  void add_filter(const Expression& predicate) {
    rows_ *= guess_selectivity(predicate);
    push(PlanKind::Filter).predicates.push_back(&predicate);
  }

  void add(const CreateClause& clause) {
    push(PlanKind::Create).create = &clause;
    for (const PathPattern& path : clause.paths) add_created_path(path);
  }

  void add(const MergeClause& clause) {
    VariableSet inner_bound = bound_;
    for (const ProjectionItem& value : clause.values) inner_bound.insert(value.variable);
    const QueryGraph graph = make_query_graph(context_, clause, inner_bound);
    const double rows_before = rows_;
    PlanPointer argument = context_.make_plan(PlanKind::Argument, nullptr, rows_before);
    PlanPointer inner = plan_pattern(context_, graph, std::move(argument), inner_bound, rows_);
    rows_ = std::max(rows_, rows_before);
    Plan& merge = push(PlanKind::Merge);
    merge.children.push_back(std::move(inner));
    merge.merge = &clause;
    for (const ProjectionItem& value : clause.values)
      merge.projections.push_back({value.expression.get(), value.variable});
    add_created_path(clause.path);
  }

  // Binds what an updating pattern makes, and the path if it has a name.
  void add_created_path(const PathPattern& path) {
    std::vector<VariableId> elements;
    for (std::size_t i = 0; i < path.nodes.size(); ++i) {
      if (i > 0) elements.push_back(path.relationships[i - 1].variable);
      elements.push_back(path.nodes[i].variable);
    }
    bound_.insert(elements);
    if (path.variable == no_variable) return;
    bound_.insert(path.variable);
    const Expression* whole = context_.keep(make_path(context_.statement(), elements, path.span));
    push(PlanKind::Project).projections.push_back({whole, path.variable});
  }

  void add(const SetClause& clause) { push(PlanKind::Set).set = &clause; }

  void add(const RemoveClause& clause) { push(PlanKind::Remove).remove = &clause; }

  void add(const DeleteClause& clause) { push(PlanKind::Delete).deletion = &clause; }

  void add(const CallClause& clause) {
    if (!clause.procedure->outputs.empty()) rows_ *= call_rows;
    push(PlanKind::Call).call = &clause;
    for (const CallClause::Yield& yield : clause.yields) bound_.insert(yield.variable);
    if (clause.where) add_filter(*clause.where);
  }

  PlanningContext& context_;
  PlanPointer plan_;
  VariableSet bound_;
  double rows_;
};

PlanPointer make_result(PlanningContext& context, const BoundQuery& query, PlanPointer input) {
  const double rows = input->estimated_rows;
  PlanPointer result = context.make_plan(PlanKind::Result, std::move(input), rows);
  if (!query.column_names.empty()) {
    result->variables = query.part_columns.front();
    result->column_names = query.column_names;
  }
  return result;
}

// The parts one after the other; UNION without ALL keeps each row once.
PlanPointer make_union(PlanningContext& context, const BoundQuery& query, std::vector<PlanPointer> parts) {
  double rows = 0;
  for (const PlanPointer& part : parts) rows += part->estimated_rows;
  PlanPointer all = context.make_plan(PlanKind::Union, nullptr, rows);
  all->children = std::move(parts);
  if (query.column_names.empty()) {
    all->union_columns.resize(all->children.size());
    return all;
  }
  all->variables = query.part_columns.front();
  all->union_columns = query.part_columns;
  if (query.union_all.front()) return all;
  PlanPointer distinct = context.make_plan(PlanKind::Distinct, std::move(all), rows);
  distinct->variables = query.part_columns.front();
  return distinct;
}

Expected<PlanPointer> plan_from(PlanningContext& context, const BoundQuery& query, PlanKind leaf) {
  std::vector<PlanPointer> parts;
  for (const BoundSingleQuery& part : query.parts) {
    PartPlanner planner(context, context.make_plan(leaf, nullptr, 1), VariableSet(query.outer_variables));
    Expected<PlanPointer> plan = planner.plan(part);
    if (!plan) return plan;
    parts.push_back(std::move(*plan));
  }
  PlanPointer input = parts.size() == 1 ? std::move(parts.front()) : make_union(context, query, std::move(parts));
  return make_result(context, query, std::move(input));
}

// The expressions of one operator that have a subquery, outermost only: those inside them belong to its plan.
std::vector<const Expression*> subquery_expressions(const Plan& plan) {
  std::vector<const Expression*> found;
  visit_plan_expressions(plan, [&](const Expression& expression) {
    visit_expressions(expression, [&](const Expression& part) {
      if (part.subquery) found.push_back(&part);
      return true;
    });
  });
  return found;
}

}  // namespace

Expected<PlanPointer> plan_query(PlanningContext& context, const BoundQuery& query) {
  return plan_from(context, query, PlanKind::Start);
}

Expected<void> plan_subqueries(PlanningContext& context, const Plan& plan) {
  for (const Expression* expression : subquery_expressions(plan)) {
    const BoundQuery& query = *expression->subquery;
    if (context.planned().find_subquery(query) != nullptr) continue;
    Expected<PlanPointer> inner = plan_from(context, query, PlanKind::Argument);
    if (!inner) return std::move(inner).error();
    Plan& root = **inner;
    if (expression->kind == ExpressionKind::Exists) {
      root.variables.clear();
      root.column_names.clear();
    }
    context.planned().subqueries.emplace_back(&query, std::move(*inner));
    if (Expected<void> planned = plan_subqueries(context, root); !planned) return planned;
  }
  for (const PlanPointer& child : plan.children) {
    if (Expected<void> planned = plan_subqueries(context, *child); !planned) return planned;
  }
  return {};
}

}  // namespace cairn::engine
