#include "engine/binder/show_binder.h"

#include "engine/binder/bind_failure.h"
#include "engine/binder/kinds.h"
#include "engine/binder/projection_binder.h"
#include "engine/binder/show_tables.h"
#include "engine/binder/suggestions.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace cairn::engine {

namespace {

class ShowBinder {
 public:
  ShowBinder(BindState& state, const ast::Show& show, ast::Span span)
      : state_(state), show_(show), span_(span), table_(show_table(show, state.context().procedures)) {}

  BoundQuery bind() {
    BoundSingleQuery query;
    query.clauses.emplace_back(bind_call());
    query.clauses.emplace_back(bind_projection(state_, scope_, {&columns_, show_.where.get(), false, &show_}));
    const ast::Projection& result = show_.result ? *show_.result : columns_;
    query.clauses.emplace_back(bind_projection(state_, scope_, {&result, nullptr, true}));
    const auto& answer = std::get<ProjectionClause>(query.clauses.back());
    BoundQuery bound;
    bound.column_names = answer.column_names;
    std::vector<VariableId>& variables = bound.part_columns.emplace_back();
    for (const ProjectionItem& item : answer.items) variables.push_back(item.variable);
    bound.parts.push_back(std::move(query));
    return bound;
  }

 private:
  CallClause bind_call() {
    call_.span = span_;
    call_.procedure = table_.rows;
    const std::vector<ProcedureField>& fields = table_.rows->outputs;
    if (!show_.yield || show_.yield->all) {
      const std::size_t answered = show_.yield ? fields.size() : table_.default_columns;
      for (std::uint32_t i = 0; i < fields.size(); ++i) add_column(i, fields[i].name, span_, i < answered);
    } else {
      for (const ast::YieldItem& item : show_.yield->items) {
        const ast::Name& name = item.alias ? *item.alias : item.field;
        add_column(find_field(item.field), name.text, name.span, true);
      }
      if (show_.yield->items.empty()) {
        fail("NoVariablesInScope", "SHOW answers at least one column", show_.yield->span, "name one, or YIELD *");
      }
    }
    return std::move(call_);
  }

  std::uint32_t find_field(const ast::Name& name) const {
    const std::vector<ProcedureField>& fields = table_.rows->outputs;
    std::vector<std::string_view> known;
    known.reserve(fields.size());
    for (const ProcedureField& field : fields) known.emplace_back(field.name);
    const auto found = std::find(known.begin(), known.end(), name.text);
    if (found != known.end()) return static_cast<std::uint32_t>(found - known.begin());
    fail("UndefinedVariable", fmt::format("This SHOW has no column `{}`", name.text), name.span,
         did_you_mean(name.text, known));
  }

  // Declares an output of the table; one that is not answered may still be asked for by WHERE.
  void add_column(std::uint32_t output, const std::string& name, ast::Span span, bool answered) {
    if (scope_.find(name)) fail_already_bound(name, span, "rename the column with AS");
    const ProcedureField& field = table_.rows->outputs[output];
    const VariableId variable = state_.add_variable(name, field.nullable ? field.type.nullable() : field.type);
    scope_.declare(name, variable);
    call_.yields.push_back({output, variable});
    if (!answered) return;
    auto expression = std::make_unique<ast::Expression>(ast::Expression{span, ast::Variable{name}});
    columns_.items.push_back({span, std::move(expression), std::nullopt});
  }

  BindState& state_;
  const ast::Show& show_;
  ast::Span span_;
  ShowTable table_;
  Scope scope_;
  CallClause call_;
  ast::Projection columns_;  // what is answered, unless RETURN says something else
};

}  // namespace

BoundQuery bind_show(BindState& state, const ast::Show& show, ast::Span span) {
  return ShowBinder(state, show, span).bind();
}

}  // namespace cairn::engine
