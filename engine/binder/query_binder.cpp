#include "engine/binder/query_binder.h"

#include "engine/binder/bind_failure.h"
#include "engine/binder/call_binder.h"
#include "engine/binder/create_patterns.h"
#include "engine/binder/expression_binder.h"
#include "engine/binder/kinds.h"
#include "engine/binder/match_binder.h"
#include "engine/binder/projection_binder.h"
#include "engine/binder/static_typing.h"
#include "engine/binder/update_binder.h"

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace cairn::engine {

namespace {

// What a single query answers.
struct Columns {
  std::vector<std::string> names;
  std::vector<VariableId> variables;
};

class SingleQueryBinder {
 public:
  SingleQueryBinder(BindState& state, const Scope* outer, QueryPlace place, bool only_part)
      : state_(state), scope_(outer), place_(place), only_part_(only_part) {}

  BoundSingleQuery bind(const ast::SingleQuery& query) {
    for (std::size_t i = 0; i < query.clauses.size(); ++i) {
      const ast::Clause& clause = query.clauses[i];
      last_ = i + 1 == query.clauses.size();
      standalone_ = only_part_ && place_ == QueryPlace::Statement && query.clauses.size() == 1;
      span_ = clause.span;
      std::visit(*this, clause.node);
    }
    require_ending(query.clauses.back());
    return std::move(bound_);
  }

  Columns take_columns() { return std::move(columns_); }

  void operator()(const ast::Match& match) {
    MatchRequest request;
    for (const ast::PathPattern& pattern : match.patterns) request.paths.push_back(&pattern);
    request.where = match.where.get();
    request.optional = match.optional;
    add(bind_match(state_, scope_, request));
  }

  void operator()(const ast::Unwind& unwind) {
    ExpressionPointer list = ExpressionBinder(state_, scope_).bind(*unwind.list);
    require_type(*list, StaticType::of(ValueType::List), "UNWIND");
    const StaticType element = list->type.element();
    add(UnwindClause{std::move(list), introduce(unwind.variable, element)});
  }

  void operator()(const ast::With& with) {
    add(bind_projection(state_, scope_, {&with.projection, with.where.get(), false}));
  }

  void operator()(const ast::Return& result) {
    require_last("RETURN");
    ProjectionClause clause = bind_projection(state_, scope_, {&result.projection, nullptr, true});
    columns_.names = clause.column_names;
    for (const ProjectionItem& item : clause.items) columns_.variables.push_back(item.variable);
    add(std::move(clause));
  }

  void operator()(const ast::Finish&) { require_last("FINISH"); }

  void operator()(const ast::Create& create) {
    require_update_allowed();
    for (CreateClause& clause : bind_create(state_, scope_, create.patterns)) add(std::move(clause));
  }

  void operator()(const ast::Merge& merge) {
    require_update_allowed();
    MergeClause clause = bind_merge_pattern(state_, scope_, merge.pattern);
    for (const ast::MergeAction& action : merge.actions) {
      std::vector<SetItem>& items = action.event == ast::MergeEvent::OnCreate ? clause.on_create : clause.on_match;
      for (SetItem& item : bind_set_items(state_, scope_, action.items)) items.push_back(std::move(item));
    }
    add(std::move(clause));
  }

  void operator()(const ast::Set& set) {
    require_update_allowed();
    add(SetClause{bind_set_items(state_, scope_, set.items)});
  }

  void operator()(const ast::Remove& remove) {
    require_update_allowed();
    add(bind_remove(state_, scope_, remove));
  }

  void operator()(const ast::Delete& deletion) {
    require_update_allowed();
    add(bind_delete(state_, scope_, deletion));
  }

  void operator()(const ast::CallProcedure& call) {
    CallClause clause = bind_call(state_, scope_, call, span_, standalone_);
    if (standalone_) {
      for (const CallClause::Yield& yield : clause.yields) {
        columns_.names.push_back(state_.variable(yield.variable).name);
        columns_.variables.push_back(yield.variable);
      }
    }
    add(std::move(clause));
  }

  void operator()(const ast::CallSubquery&) { fail_unsupported("CALL subqueries", span_); }
  void operator()(const ast::Foreach&) { fail_unsupported("FOREACH loops", span_); }
  void operator()(const ast::LoadCsv&) { fail_unsupported("LOAD CSV clauses", span_); }

 private:
  template <class Clause>
  void add(Clause clause) {
    bound_.clauses.emplace_back(std::move(clause));
  }

  VariableId introduce(const ast::Name& name, const StaticType& type) {
    if (scope_.find(name.text)) fail_already_bound(name.text, name.span);
    const VariableId id = state_.add_variable(name.text, type);
    scope_.declare(name.text, id);
    return id;
  }

  void require_last(std::string_view clause) const {
    if (last_) return;
    fail("InvalidClauseComposition", fmt::format("{} must be the last clause", clause), span_,
         "use WITH to hand rows on");
  }

  void require_update_allowed() {
    if (place_ == QueryPlace::Exists) {
      fail("InvalidClauseComposition", "A subquery of an expression cannot change the graph", span_);
    }
    state_.set_writes();
  }

  void require_ending(const ast::Clause& clause) const {
    if (place_ == QueryPlace::Exists) return;
    const bool reading = std::holds_alternative<ast::Match>(clause.node) ||
                         std::holds_alternative<ast::Unwind>(clause.node) ||
                         std::holds_alternative<ast::With>(clause.node);
    const bool yields_unread = std::holds_alternative<ast::CallProcedure>(clause.node) && !standalone_ &&
                               !std::get<CallClause>(bound_.clauses.back()).procedure->outputs.empty();
    if (!reading && !yields_unread) return;
    fail("InvalidClauseComposition", "The query ends before it returns or changes anything", clause.span, "add RETURN");
  }

  BindState& state_;
  Scope scope_;
  QueryPlace place_;
  bool only_part_;
  bool last_ = false;
  bool standalone_ = false;
  ast::Span span_;
  BoundSingleQuery bound_;
  Columns columns_;
};

// Arranges the columns of a later part of a UNION in the order of the first part's.
std::vector<VariableId> arrange(const std::vector<std::string>& names, const Columns& columns, ast::Span span) {
  std::vector<VariableId> arranged;
  for (const std::string& name : names) {
    const auto found = std::find(columns.names.begin(), columns.names.end(), name);
    if (found != columns.names.end()) {
      arranged.push_back(columns.variables[static_cast<std::size_t>(found - columns.names.begin())]);
    }
  }
  if (arranged.size() != names.size() || arranged.size() != columns.names.size()) {
    fail("DifferentColumnsInUnion", "All parts of a UNION must have the same column names", span,
         "rename columns with AS");
  }
  return arranged;
}

void require_one_union_kind(const ast::Query& query) {
  for (std::size_t i = 1; i < query.unions.size(); ++i) {
    if (query.unions[i] == query.unions[0]) continue;
    fail("InvalidClauseComposition", "UNION and UNION ALL cannot be mixed in one query", query.parts[i + 1].span);
  }
}

}  // namespace

BoundQuery bind_query(BindState& state, const Scope* outer, const ast::Query& query, QueryPlace place) {
  require_one_union_kind(query);
  BoundQuery bound;
  for (const ast::SingleQuery& part : query.parts) {
    SingleQueryBinder binder(state, outer, place, query.parts.size() == 1);
    bound.parts.push_back(binder.bind(part));
    Columns columns = binder.take_columns();
    if (bound.parts.size() == 1) {
      bound.column_names = std::move(columns.names);
      bound.part_columns.push_back(std::move(columns.variables));
    } else {
      bound.part_columns.push_back(arrange(bound.column_names, columns, part.span));
    }
  }
  for (const ast::UnionKind kind : query.unions) bound.union_all.push_back(kind == ast::UnionKind::All);
  return bound;
}

}  // namespace cairn::engine
