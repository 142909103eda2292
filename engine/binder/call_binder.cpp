#include "engine/binder/call_binder.h"

#include "engine/binder/bind_failure.h"
#include "engine/binder/expression_binder.h"
#include "engine/binder/expression_factory.h"
#include "engine/binder/kinds.h"
#include "engine/binder/static_typing.h"
#include "engine/binder/suggestions.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace cairn::engine {

namespace {

class CallBinder {
 public:
  CallBinder(BindState& state, Scope& scope, const ast::CallProcedure& call, ast::Span span, bool standalone)
      : state_(state), scope_(scope), call_(call), span_(span), standalone_(standalone) {}

  CallClause bind() {
    clause_.span = span_;
    clause_.optional = call_.optional;
    clause_.procedure = find_procedure();
    if (call_.arguments) {
      bind_arguments();
    } else {
      take_arguments_from_parameters();
    }
    bind_yields();
    if (call_.yield && call_.yield->where) {
      clause_.where = ExpressionBinder(state_, scope_).bind_predicate(*call_.yield->where, "WHERE");
    }
    return std::move(clause_);
  }

 private:
  std::shared_ptr<const Procedure> find_procedure() {
    std::string name;
    for (const ast::Name& part : call_.name) {
      if (!name.empty()) name += '.';
      name += part.text;
    }
    const ProcedureCatalogue* catalogue = state_.context().procedures;
    std::shared_ptr<const Procedure> procedure = catalogue != nullptr ? catalogue->find(name) : nullptr;
    if (procedure) return procedure;
    const std::vector<std::string> known = catalogue != nullptr ? catalogue->names() : std::vector<std::string>();
    const std::vector<std::string_view> names(known.begin(), known.end());
    fail(ErrorType::ProcedureError, "ProcedureNotFound", fmt::format("There is no procedure `{}`", name),
         call_.name.front().span, did_you_mean(name, names));
  }

  void bind_arguments() {
    const std::vector<ProcedureField>& inputs = clause_.procedure->inputs;
    if (call_.arguments->size() != inputs.size()) {
      fail("InvalidNumberOfArguments",
           fmt::format("Procedure `{}` takes {} arguments, not {}", clause_.procedure->name, inputs.size(),
                       call_.arguments->size()),
           span_);
    }
    ExpressionBinder binder(state_, scope_);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      ExpressionPointer argument = binder.bind(*(*call_.arguments)[i]);
      // An integer goes where a float is declared.
      StaticType wanted = inputs[i].type;
      if (wanted.may_be(ValueType::Float)) wanted = wanted.join(StaticType::of(ValueType::Integer));
      require_type(*argument, wanted, fmt::format("Argument `{}`", inputs[i].name));
      clause_.arguments.push_back(std::move(argument));
    }
  }

  void take_arguments_from_parameters() {
    const std::vector<ProcedureField>& inputs = clause_.procedure->inputs;
    if (!standalone_ && !inputs.empty()) {
      fail("InvalidArgumentPassingMode",
           fmt::format("Procedure `{}` needs its arguments in parentheses inside a query", clause_.procedure->name),
           span_);
    }
    ExpressionBinder binder(state_, scope_);
    for (const ProcedureField& input : inputs) {
      clause_.arguments.push_back(binder.bind(ast::Expression{span_, ast::Parameter{input.name}}));
    }
  }

  void bind_yields() {
    const bool everything = !call_.yield || call_.yield->all;
    if (!everything) {
      for (const ast::YieldItem& item : call_.yield->items) add_yield(item);
      return;
    }
    // In a query nothing is yielded but by name, so that no name appears that the text does not show.
    if (!standalone_) return;
    const std::vector<ProcedureField>& outputs = clause_.procedure->outputs;
    for (std::uint32_t i = 0; i < outputs.size(); ++i) add_yield(i, outputs[i].name, span_);
  }

  void add_yield(const ast::YieldItem& item) {
    const std::vector<ProcedureField>& outputs = clause_.procedure->outputs;
    const auto output = std::find_if(outputs.begin(), outputs.end(),
                                     [&](const ProcedureField& field) { return field.name == item.field.text; });
    if (output == outputs.end()) {
      std::vector<std::string_view> names;
      names.reserve(outputs.size());
      for (const ProcedureField& field : outputs) names.emplace_back(field.name);
      fail("UndefinedVariable",
           fmt::format("Procedure `{}` has no output `{}`", clause_.procedure->name, item.field.text), item.field.span,
           did_you_mean(item.field.text, names));
    }
    const ast::Name& name = item.alias ? *item.alias : item.field;
    add_yield(static_cast<std::uint32_t>(output - outputs.begin()), name.text, name.span);
  }

  void add_yield(std::uint32_t output, const std::string& name, ast::Span span) {
    if (scope_.find(name)) fail_already_bound(name, span, "rename the output with AS");
    const ProcedureField& field = clause_.procedure->outputs[output];
    const VariableId variable =
        state_.add_variable(name, field.nullable || clause_.optional ? field.type.nullable() : field.type);
    scope_.declare(name, variable);
    clause_.yields.push_back({output, variable});
  }

  BindState& state_;
  Scope& scope_;
  const ast::CallProcedure& call_;
  ast::Span span_;
  bool standalone_;
  CallClause clause_;
};

}  // namespace

CallClause bind_call(BindState& state, Scope& scope, const ast::CallProcedure& call, ast::Span span, bool standalone) {
  return CallBinder(state, scope, call, span, standalone).bind();
}

}  // namespace cairn::engine
