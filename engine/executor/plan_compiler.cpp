#include "engine/executor/plan_compiler.h"

#include "engine/executor/operators/aggregate.h"
#include "engine/executor/operators/call.h"
#include "engine/executor/operators/filter.h"
#include "engine/executor/operators/optional.h"
#include "engine/executor/operators/project.h"
#include "engine/executor/operators/sort.h"
#include "engine/executor/operators/update.h"

namespace cairn::engine {

namespace {

// Levels left free for what expressions push on top of a batch while they run.
constexpr std::size_t levels_for_expressions = 4;

}  // namespace

void CompiledPlan::run() {
  for (Start* start : starts_) start->run();
}

const OperatorProfile* CompiledPlan::profile(const Plan& plan) const {
  const auto found = profiles_.find(&plan);
  return found == profiles_.end() ? nullptr : found->second.get();
}

PlanCompiler::PlanCompiler(QueryContext& context, const PlannedStatement& planned, RowConsumer& consumer, bool profiled)
    : context_(context),
      planned_(planned),
      consumer_(consumer),
      profiled_(profiled),
      owned_(std::make_unique<CompiledPlan>()) {
  compiled_ = owned_.get();
}

std::unique_ptr<CompiledPlan> PlanCompiler::compile() {
  const Plan& root = *planned_.root;
  Chain chain = build(*root.children[0]);
  auto& result = make<ResultRows>(context_, slots(chain.layout, root.variables), consumer_);
  append(chain, result, &root);
  return std::move(owned_);
}

void PlanCompiler::append(Chain& chain, Operator& op, const Plan* plan) {
  if (profiled_ && plan != nullptr) {
    std::unique_ptr<OperatorProfile>& profile = compiled_->profiles_[plan];
    if (!profile) profile = std::make_unique<OperatorProfile>();
    op.profile = profile.get();
  }
  if (chain.tail != nullptr) chain.tail->set_next(op);
  if (chain.head == nullptr) chain.head = &op;
  chain.tail = &op;
}

Evaluator PlanCompiler::evaluator(const Expression& expression, const Layout& layout) {
  return Evaluator(context_, expression, layout, *this);
}

std::vector<Evaluator> PlanCompiler::evaluators(const std::vector<const Expression*>& expressions,
                                                const Layout& layout) {
  std::vector<Evaluator> made;
  made.reserve(expressions.size());
  for (const Expression* expression : expressions) made.push_back(evaluator(*expression, layout));
  return made;
}

Slot PlanCompiler::slot(const Layout& layout, VariableId variable) const {
  const std::optional<Slot> found = layout.find(variable);
  if (found) return *found;
  const std::string name =
      variable < planned_.statement.variables.size() ? planned_.statement.variables[variable].name : std::string();
  throw QueryError(runtime_error(ErrorType::InternalError, "UnboundVariable",
                                 fmt::format("the plan reads variable {} `{}` where it is not bound", variable, name)));
}

std::vector<Slot> PlanCompiler::slots(const Layout& layout, const std::vector<VariableId>& variables) const {
  std::vector<Slot> found;
  found.reserve(variables.size());
  for (const VariableId variable : variables) found.push_back(slot(layout, variable));
  return found;
}

std::vector<VariableId> PlanCompiler::kept_variables(const Layout& layout, const std::vector<VariableId>& live) const {
  std::vector<VariableId> kept;
  for (const auto& [variable, place] : layout.slots) {
    const bool is_row_number = variable > next_row_number_ && variable != no_variable;
    if (is_row_number || std::binary_search(live.begin(), live.end(), variable)) kept.push_back(variable);
  }
  return kept;
}

void PlanCompiler::make_room(const Plan& plan, Chain& chain) {
  if (std::size_t{chain.layout.depth()} + levels_for_expressions < batch_levels_max) return;
  const std::vector<VariableId> kept = kept_variables(chain.layout, plan.children[0]->live);
  auto& flatten = make<Flatten>(context_, slots(chain.layout, kept));
  append(chain, flatten, nullptr);
  Layout flat;
  flat.add_level();
  for (const VariableId variable : kept) flat.add_column(variable);
  chain.layout = std::move(flat);
  chain.flattened = true;
}

PlanCompiler::Chain PlanCompiler::build(const Plan& plan) {
  if (plan.kind == PlanKind::Start || plan.kind == PlanKind::Argument) return build_leaf(plan);
  if (plan.kind == PlanKind::Union) return build_union(plan);
  Chain chain = build_input(plan);
  switch (plan.kind) {
    case PlanKind::AllNodesScan:
    case PlanKind::LabelScan:
    case PlanKind::NodeByIdSeek:
    case PlanKind::RelationshipScan:
    case PlanKind::CountNodes:
    case PlanKind::CountRelationships: build_scan(plan, chain); break;
    case PlanKind::IndexSeek:
    case PlanKind::IndexRangeSeek:
    case PlanKind::RelationshipIndexSeek:
    case PlanKind::RelationshipIndexRangeSeek: build_index_seek(plan, chain); break;
    case PlanKind::Expand:
    case PlanKind::ExpandInto: build_expand(plan, chain); break;
    case PlanKind::VariableExpand:
    case PlanKind::VariableExpandInto: build_variable_expand(plan, chain); break;
    case PlanKind::ShortestPath: build_shortest_path(plan, chain); break;
    case PlanKind::BindRelationship: build_bind_relationship(plan, chain); break;
    case PlanKind::Project: build_project(plan, chain); break;
    case PlanKind::Optional: build_optional(plan, chain); break;
    case PlanKind::Aggregate: build_aggregate(plan, chain); break;
    case PlanKind::Sort:
    case PlanKind::TopN: build_sort(plan, chain); break;
    case PlanKind::Skip:
    case PlanKind::Limit: build_skip_limit(plan, chain); break;
    case PlanKind::Create:
    case PlanKind::Set:
    case PlanKind::Remove:
    case PlanKind::Delete: build_update(plan, chain); break;
    case PlanKind::Merge: build_merge(plan, chain); break;
    case PlanKind::Call: build_call(plan, chain); break;
    default: build_row_operator(plan, chain); break;
  }
  return chain;
}

PlanCompiler::Chain PlanCompiler::build_leaf(const Plan& plan) {
  Chain chain;
  if (plan.kind == PlanKind::Start) {
    auto& start = make<Start>(context_);
    compiled_->starts_.push_back(&start);
    append(chain, start, &plan);
    chain.layout.add_level();
    return chain;
  }
  auto& argument = make<Argument>(context_);
  append(chain, argument, &plan);
  chain.layout = *outer_.layout;
  chain.layout.add_column(outer_.row_number);
  outer_.argument = &argument;
  return chain;
}

PlanCompiler::Chain PlanCompiler::build_input(const Plan& plan) {
  Chain chain = build(*plan.children[0]);
  make_room(plan, chain);
  return chain;
}

PlanCompiler::Chain PlanCompiler::build_inner(const Plan& plan, const Layout& outer, VariableId& row_number) {
  const Outer saved = outer_;
  row_number = next_row_number_--;
  outer_ = Outer{.layout = &outer, .row_number = row_number, .argument = nullptr};
  Chain chain = build(plan);
  outer_ = saved;
  return chain;
}

void PlanCompiler::build_project(const Plan& plan, Chain& chain) {
  std::vector<Evaluator> computed;
  Layout projected = chain.layout;
  for (const PlanProjection& projection : plan.projections) {
    const Expression& expression = *projection.expression;
    if (expression.kind == ExpressionKind::Variable) {
      projected.set(projection.variable, slot(chain.layout, expression.variable));
      continue;
    }
    computed.push_back(evaluator(expression, chain.layout));
    projected.add_column(projection.variable);
  }
  if (!computed.empty()) append(chain, make<Project>(context_, std::move(computed)), &plan);
  chain.layout = std::move(projected);
}

void PlanCompiler::build_optional(const Plan& plan, Chain& chain) {
  VariableId row_number = no_variable;
  Chain inner = build_inner(*plan.children[1], chain.layout, row_number);
  auto& end = make<OptionalEnd>(context_, slot(inner.layout, row_number));
  append(inner, end, nullptr);

  std::vector<std::pair<std::uint16_t, Slot>> outer_columns;
  if (inner.flattened) {
    for (const auto& [variable, place] : inner.layout.slots) {
      const std::optional<Slot> outer = chain.layout.find(variable);
      if (outer) outer_columns.emplace_back(place.column, *outer);
    }
  }
  inner.layout.erase(row_number);
  auto& optional = make<Optional>(context_, *inner.head, end, inner.layout, std::move(outer_columns), inner.flattened);
  append(chain, optional, &plan);
  chain.flattened |= inner.flattened;
  // Both the inner rows and the rows of nulls go to whatever follows.
  auto& join = make<Union>(context_);
  end.set_next(join);
  append(chain, join, nullptr);
  chain.layout = std::move(inner.layout);
}

void PlanCompiler::build_aggregate(const Plan& plan, Chain& chain) {
  std::vector<Evaluator> keys;
  keys.reserve(plan.projections.size());
  for (const PlanProjection& key : plan.projections) keys.push_back(evaluator(*key.expression, chain.layout));
  std::vector<AggregateCall> calls;
  for (const PlanProjection& projection : plan.aggregates) {
    AggregateCall call;
    call.function = projection.expression->aggregate;
    call.distinct = projection.expression->distinct;
    call.offset = projection.expression->span.begin;
    for (const ExpressionPointer& argument : projection.expression->children) {
      call.arguments.push_back(evaluator(*argument, chain.layout));
    }
    calls.push_back(std::move(call));
  }
  const Argument* argument = outer_.argument;
  append(chain, make<Aggregate>(context_, std::move(keys), std::move(calls), argument), &plan);
  Layout grouped;
  if (argument != nullptr) {
    grouped = *outer_.layout;
    grouped.add_column(outer_.row_number);
  }
  grouped.add_level();
  for (const PlanProjection& key : plan.projections) grouped.add_column(key.variable);
  for (const PlanProjection& aggregate : plan.aggregates) grouped.add_column(aggregate.variable);
  chain.layout = std::move(grouped);
}

std::uint64_t PlanCompiler::row_count(const Expression& expression, std::string_view clause) {
  const Value value = evaluate_constant(context_, expression);
  auto fail = [&](std::string_view detail, std::string message) -> std::uint64_t {
    Error error = runtime_error(ErrorType::SyntaxError, detail, std::move(message));
    error.offset = expression.span.begin;
    throw QueryError(std::move(error));
  };
  if (!value.is_integer()) {
    return fail("InvalidArgumentType",
                fmt::format("{} takes an integer, not {}", clause, value_type_name(value.type())));
  }
  if (value.as_integer() < 0) {
    return fail("NegativeIntegerArgument", fmt::format("{} cannot be negative, and {} is", clause, value.as_integer()));
  }
  return static_cast<std::uint64_t>(value.as_integer());
}

void PlanCompiler::build_sort(const Plan& plan, Chain& chain) {
  std::vector<SortKey> keys;
  keys.reserve(plan.sort.size());
  for (const PlanSort& item : plan.sort) {
    keys.push_back({.expression = evaluator(*item.expression, chain.layout), .descending = item.descending});
  }
  std::optional<std::uint64_t> limit;
  if (plan.kind == PlanKind::TopN) limit = row_count(*plan.limit, "LIMIT");
  const std::vector<VariableId> kept = kept_variables(chain.layout, plan.live);
  const std::size_t key_count = keys.size();
  append(chain, make<Sort>(context_, slots(chain.layout, kept), std::move(keys), limit), &plan);
  Layout sorted;
  sorted.add_level();
  for (const VariableId variable : kept) sorted.add_column(variable);
  sorted.column_counts.back() = static_cast<std::uint16_t>(sorted.column_counts.back() + key_count);
  chain.layout = std::move(sorted);
  if (limit) append(chain, make<SkipLimit>(context_, 0, limit), nullptr);
}

void PlanCompiler::build_skip_limit(const Plan& plan, Chain& chain) {
  if (plan.kind == PlanKind::Skip) {
    append(chain, make<SkipLimit>(context_, row_count(*plan.expression, "SKIP"), std::nullopt), &plan);
  } else {
    append(chain, make<SkipLimit>(context_, 0, row_count(*plan.expression, "LIMIT")), &plan);
  }
}

PlanCompiler::Chain PlanCompiler::build_union(const Plan& plan) {
  auto& join = make<Union>(context_);
  std::vector<Operator*> heads;
  for (std::size_t i = 0; i < plan.children.size(); ++i) {
    Chain branch = build(*plan.children[i]);
    const bool last = i + 1 == plan.children.size();
    append(branch, make<UnionBranch>(context_, slots(branch.layout, plan.union_columns[i]), last), nullptr);
    branch.tail->set_next(join);
    heads.push_back(branch.head);
  }
  Chain chain;
  chain.head = heads.front();
  if (outer_.layout != nullptr) chain.head = &make<Fork>(context_, std::move(heads));
  Operator* const head = chain.head;
  append(chain, join, &plan);
  chain.head = head;
  chain.layout.add_level();
  for (const VariableId variable : plan.variables) chain.layout.add_column(variable);
  return chain;
}

void PlanCompiler::build_update(const Plan& plan, Chain& chain) {
  switch (plan.kind) {
    case PlanKind::Create:
      append(chain, make<Create>(context_, *plan.create, chain.layout, *this), &plan);
      for (const auto& [variable, type] : created_variables(plan.create->paths)) chain.layout.add_column(variable);
      return;
    case PlanKind::Set: append(chain, make<Set>(context_, *plan.set, chain.layout, *this), &plan); return;
    case PlanKind::Remove: append(chain, make<Remove>(context_, *plan.remove, chain.layout, *this), &plan); return;
    default: append(chain, make<Delete>(context_, *plan.deletion, chain.layout, *this), &plan); return;
  }
}

void PlanCompiler::build_merge(const Plan& plan, Chain& chain) {
  std::vector<VariableId> introduced;
  for (const auto& [variable, type] : created_variables(std::span(&plan.merge->path, 1)))
    introduced.push_back(variable);

  std::vector<Evaluator> values;
  Layout keyed = chain.layout;
  keyed.add_level();
  for (const PlanProjection& value : plan.projections) {
    values.push_back(evaluator(*value.expression, chain.layout));
    keyed.add_column(value.variable);
  }

  VariableId row_number = no_variable;
  Chain inner = build_inner(*plan.children[1], keyed, row_number);
  auto& end = make<MergeEnd>(context_, slots(inner.layout, introduced));
  append(inner, end, nullptr);

  Layout merged = chain.layout;
  merged.add_level();
  for (const VariableId variable : introduced) merged.add_column(variable);
  append(chain, make<Merge>(context_, *plan.merge, std::move(values), keyed, merged, *this, *inner.head, end), &plan);
  chain.layout = std::move(merged);
}

void PlanCompiler::build_call(const Plan& plan, Chain& chain) {
  std::vector<Evaluator> arguments;
  arguments.reserve(plan.call->arguments.size());
  for (const ExpressionPointer& argument : plan.call->arguments) {
    arguments.push_back(evaluator(*argument, chain.layout));
  }
  append(chain, make<Call>(context_, *plan.call, std::move(arguments)), &plan);
  if (plan.call->procedure->outputs.empty()) return;
  chain.layout.add_level();
  for (const CallClause::Yield& yield : plan.call->yields) chain.layout.add_column(yield.variable);
}

void PlanCompiler::build_row_operator(const Plan& plan, Chain& chain) {
  switch (plan.kind) {
    case PlanKind::Filter:
      append(chain, make<Filter>(context_, evaluators(plan.predicates, chain.layout)), &plan);
      return;
    case PlanKind::DistinctRelationships:
      append(chain,
             make<DistinctRelationships>(context_, slot(chain.layout, plan.relationship),
                                         slots(chain.layout, plan.others)),
             &plan);
      return;
    case PlanKind::Unwind:
      append(chain, make<Unwind>(context_, evaluator(*plan.expression, chain.layout)), &plan);
      chain.layout.add_level();
      chain.layout.add_column(plan.to);
      return;
    case PlanKind::Distinct:
      append(chain, make<Distinct>(context_, slots(chain.layout, plan.variables)), &plan);
      return;
    case PlanKind::Eager: {
      const std::vector<VariableId> kept = kept_variables(chain.layout, plan.variables);
      append(chain, make<Eager>(context_, slots(chain.layout, kept)), &plan);
      Layout flat;
      flat.add_level();
      for (const VariableId variable : kept) flat.add_column(variable);
      chain.layout = std::move(flat);
      return;
    }
    default: return;
  }
}

}  // namespace cairn::engine
