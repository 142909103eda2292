#include "engine/binder/bind_failure.h"
#include "engine/binder/expression_binder.h"
#include "engine/binder/expression_factory.h"
#include "engine/binder/suggestions.h"
#include "engine/binder/unsupported.h"

#include <utility>
#include <variant>

#include <fmt/format.h>

namespace cairn::engine {

namespace {

std::string full_name(const std::vector<ast::Name>& parts) {
  std::string name;
  for (const ast::Name& part : parts) {
    if (!name.empty()) name += '.';
    name += part.text;
  }
  return name;
}

std::vector<CallArgument> call_arguments(const std::vector<ExpressionPointer>& arguments) {
  std::vector<CallArgument> result;
  result.reserve(arguments.size());
  for (const ExpressionPointer& argument : arguments) result.push_back({argument->type, argument->span.begin});
  return result;
}

[[noreturn]] void fail_unknown(std::string_view name, ast::Span span) {
  if (is_future_function(name)) fail_unsupported(fmt::format("The function `{}` and its type", name), span);
  std::vector<std::string_view> names;
  for (const Function& function : function_registry().functions()) names.push_back(function.name);
  for (const AggregateFunction& aggregate : aggregate_functions()) names.push_back(aggregate.name);
  fail("UnknownFunction", fmt::format("There is no function `{}`", name), span, did_you_mean(name, names));
}

}  // namespace

void ExpressionBinder::require_aggregates_allowed(std::string_view name, ast::Span span) const {
  if (aggregates_ == AggregateUse::Allowed) return;
  if (aggregates_ == AggregateUse::Nested) {
    fail("NestedAggregation", fmt::format("The aggregate `{}` cannot stand inside an aggregate", name), span,
         "compute the inner one in a WITH first");
  }
  fail("InvalidAggregation", fmt::format("The aggregate `{}` cannot stand here", name), span,
       "aggregate in a WITH or RETURN and use its column");
}

ExpressionPointer ExpressionBinder::bind_node(const ast::CountAll&, ast::Span span) {
  require_aggregates_allowed("count(*)", span);
  ExpressionPointer count = make_expression(ExpressionKind::Aggregate, StaticType::of(ValueType::Integer), span);
  count->aggregate = find_aggregate("count");
  return count;
}

ExpressionPointer ExpressionBinder::bind_node(const ast::FunctionCall& node, ast::Span span) {
  const std::string name = full_name(node.name);
  if (const AggregateFunction* aggregate = find_aggregate(name)) return bind_aggregate(*aggregate, node, span);
  const Function* function = function_registry().find(name);
  const bool one_pattern =
      node.arguments.size() == 1 && std::holds_alternative<ast::PatternExpression>(node.arguments.front()->node);
  if (function != nullptr && function->name == "exists" && one_pattern) return bind(*node.arguments.front());
  if (function == nullptr) fail_unknown(name, span);
  if (node.distinct) {
    fail("InvalidAggregation", fmt::format("DISTINCT is for aggregates, and `{}` is a function", function->name), span);
  }
  ExpressionPointer call = make_expression(ExpressionKind::Call, StaticType::any(), span);
  call->function = function;
  call->children = bind_all(node.arguments);
  call->type = value_or_fail(check_call(*function, call_arguments(call->children), span.begin));
  return call;
}

ExpressionPointer ExpressionBinder::bind_aggregate(const AggregateFunction& aggregate, const ast::FunctionCall& node,
                                                   ast::Span span) {
  require_aggregates_allowed(aggregate.name, span);
  ExpressionBinder arguments(state_, scope_, AggregateUse::Nested);
  ExpressionPointer call = make_expression(ExpressionKind::Aggregate, StaticType::any(), span);
  call->aggregate = &aggregate;
  call->distinct = node.distinct;
  call->children = arguments.bind_all(node.arguments);
  call->type = value_or_fail(check_aggregate_call(aggregate, call_arguments(call->children), span.begin));
  for (const ExpressionPointer& child : call->children) {
    if (!is_volatile(*child)) continue;
    fail("NonConstantExpression", fmt::format("The argument of `{}` differs each time it is computed", aggregate.name),
         child->span, "compute it in a WITH first");
  }
  return call;
}

}  // namespace cairn::engine
