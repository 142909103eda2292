#include "tests/parser/random_tree.h"

namespace cairn::parser::testing {

using namespace cairn::ast;

Query RandomTree::query() {
  Level level(depth_);
  Query result;
  result.parts = several(1, chance(20) ? 3 : 1, [&] {
    SingleQuery part;
    part.clauses = several(1, depth_ > 2 ? 1 : 4, [&] { return clause(); });
    return part;
  });
  while (result.unions.size() + 1 < result.parts.size()) {
    result.unions.push_back(any_of({UnionKind::Distinct, UnionKind::All}));
  }
  return result;
}

QueryPtr RandomTree::boxed_query() { return std::make_unique<Query>(query()); }

Clause RandomTree::clause() {
  Level level(depth_);
  return chance(65) ? reading_clause() : updating_clause();
}

Clause RandomTree::reading_clause() {
  Clause result;
  switch (below(8)) {
    case 0:
    case 1:
      result.node = Match{.optional = chance(30), .patterns = pattern(), .view = nullptr, .where = maybe_condition(40)};
      break;
    case 2: result.node = Unwind{.list = expression(), .variable = name()}; break;
    case 3:
      result.node = LoadCsv{.with_headers = chance(50),
                            .source = expression(),
                            .variable = name(),
                            .field_terminator = maybe(30, [&] { return word(); })};
      break;
    case 4: result.node = With{.projection = projection(), .where = maybe_condition(30)}; break;
    case 5: result.node = call_procedure(); break;
    case 6: result.node = call_subquery(); break;
    default: result.node = Return{.projection = projection()}; break;
  }
  if (chance(5)) result.node = Finish{};
  return result;
}

Clause RandomTree::updating_clause() {
  Clause result;
  switch (below(6)) {
    case 0: result.node = Create{.patterns = pattern(), .stamp = nullptr}; break;
    case 1: {
      Merge merge;
      merge.pattern = path();
      merge.actions = several(0, 2, [&] {
        MergeAction action;
        action.event = any_of({MergeEvent::OnMatch, MergeEvent::OnCreate});
        action.items = several(1, 2, [&] { return set_item(); });
        return action;
      });
      result.node = std::move(merge);
      break;
    }
    case 2: result.node = Set{.items = several(1, 3, [&] { return set_item(); }), .stamp = nullptr}; break;
    case 3: result.node = Remove{.items = several(1, 3, [&] { return remove_item(); }), .stamp = nullptr}; break;
    case 4:
      result.node =
          Delete{.mode = any_of({DeleteMode::Plain, DeleteMode::Detach}), .items = expressions(1, 2), .stamp = nullptr};
      break;
    default:
      Level level(depth_);
      result.node = Foreach{
          .variable = name(), .list = expression(), .clauses = several(1, 2, [&] { return updating_clause(); })};
      break;
  }
  return result;
}

Projection RandomTree::projection() {
  Projection result;
  result.distinct = chance(20);
  result.all = chance(15);
  result.items = several(result.all ? 0 : 1, 3, [&] {
    ProjectionItem item;
    item.expression = expression();
    item.alias = maybe(50, [&] { return name(); });
    return item;
  });
  result.order_by = sort_items();
  result.skip = maybe_expression(15);
  result.limit = maybe_expression(15);
  return result;
}

std::vector<SortItem> RandomTree::sort_items() {
  return several(0, chance(30) ? 2 : 0,
                 [&] { return SortItem{.span = {}, .expression = expression(), .descending = chance(50)}; });
}

ExpressionPtr RandomTree::target() {
  auto result = std::make_unique<Expression>();
  if (chance(70)) {
    result->node = Property{.object = expression(), .key = name()};
  } else {
    result->node = Subscript{.container = expression(), .index = expression()};
  }
  return result;
}

LabelChange RandomTree::label_change() {
  return {.variable = name(), .labels = several(1, 3, [&] { return label_reference(); })};
}

SetItem RandomTree::set_item() {
  SetItem item;
  switch (below(3)) {
    case 0: item.node = SetProperty{.target = target(), .value = expression()}; break;
    case 1:
      item.node =
          SetAll{.mode = any_of({SetAllMode::Replace, SetAllMode::Merge}), .variable = name(), .value = expression()};
      break;
    default: item.node = label_change(); break;
  }
  return item;
}

RemoveItem RandomTree::remove_item() {
  RemoveItem item;
  if (chance(50)) {
    item.node = RemoveProperty{.target = target()};
  } else {
    item.node = label_change();
  }
  return item;
}

Yield RandomTree::yield(bool all_allowed) {
  Yield result;
  result.all = all_allowed && chance(30);
  if (!result.all) {
    result.items = several(
        0, 3, [&] { return YieldItem{.span = {}, .field = name(), .alias = maybe(30, [&] { return name(); })}; });
  }
  result.where = maybe_condition(30);
  return result;
}

CallProcedure RandomTree::call_procedure() {
  CallProcedure call;
  call.optional = chance(20);
  call.name = several(1, 3, [&] { return name(); });
  if (chance(70)) call.arguments = expressions(0, 2);
  if (chance(60)) call.yield = yield(false);
  return call;
}

CallSubquery RandomTree::call_subquery() {
  CallSubquery call;
  call.optional = chance(20);
  call.imports = maybe(50, [&] {
    ImportList imports;
    imports.all = chance(20);
    if (!imports.all) imports.variables = several(0, 2, [&] { return name(); });
    return imports;
  });
  call.query = boxed_query();
  if (chance(60)) return call;
  call.in_transactions.emplace();
  call.in_transactions->rows = maybe_expression(50);
  call.in_transactions->on_error = maybe(50, [&] {
    return any_of({TransactionErrorMode::Fail, TransactionErrorMode::Continue, TransactionErrorMode::Break});
  });
  call.in_transactions->status = maybe(50, [&] { return name(); });
  return call;
}

}  // namespace cairn::parser::testing
