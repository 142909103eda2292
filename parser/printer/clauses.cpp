#include "parser/printer/tree_writer.h"

#include <variant>

namespace cairn::parser {

void TreeWriter::write_keyed(std::string_view keyword, const ast::ExpressionPtr& expression) {
  if (!expression) return;
  text_ += keyword;
  text_ += ' ';
  write(expression);
}

void TreeWriter::write_where(const ast::ExpressionPtr& where) { write_keyed(" WHERE", where); }

void TreeWriter::write(const ast::Query& query) {
  for (std::size_t i = 0; i < query.parts.size(); ++i) {
    if (i > 0) text_ += query.unions[i - 1] == ast::UnionKind::All ? " UNION ALL " : " UNION ";
    write(query.parts[i]);
  }
}

void TreeWriter::write(const ast::SingleQuery& query) { write_list(query.clauses, " "); }

void TreeWriter::write(const ast::Clause& clause) {
  std::visit([&](const auto& node) { write(node); }, clause.node);
}

void TreeWriter::write(const ast::Match& clause) {
  text_ += clause.optional ? "OPTIONAL MATCH " : "MATCH ";
  write_list(clause.patterns);
  write_where(clause.where);
}

void TreeWriter::write(const ast::Unwind& clause) {
  text_ += "UNWIND ";
  write(clause.list);
  text_ += " AS ";
  write_variable(clause.variable.text);
}

void TreeWriter::write(const ast::LoadCsv& clause) {
  text_ += clause.with_headers ? "LOAD CSV WITH HEADERS FROM " : "LOAD CSV FROM ";
  write(clause.source);
  text_ += " AS ";
  write_variable(clause.variable.text);
  if (!clause.field_terminator) return;
  text_ += " FIELDTERMINATOR ";
  write(ast::StringLiteral{.value = *clause.field_terminator});
}

void TreeWriter::write(const ast::With& clause) {
  text_ += "WITH ";
  write(clause.projection);
  write_where(clause.where);
}

void TreeWriter::write(const ast::Return& clause) {
  text_ += "RETURN ";
  write(clause.projection);
}

void TreeWriter::write(const ast::Finish&) { text_ += "FINISH"; }

void TreeWriter::write(const ast::ProjectionItem& item) {
  write(item.expression);
  if (!item.alias) return;
  text_ += " AS ";
  write_variable(item.alias->text);
}

void TreeWriter::write(const ast::SortItem& item) {
  write(item.expression);
  if (item.descending) text_ += " DESC";
}

void TreeWriter::write_ordering(const std::vector<ast::SortItem>& order_by, const ast::ExpressionPtr& skip,
                                const ast::ExpressionPtr& limit) {
  if (!order_by.empty()) text_ += " ORDER BY ";
  write_list(order_by);
  write_keyed(" SKIP", skip);
  write_keyed(" LIMIT", limit);
}

void TreeWriter::write(const ast::Projection& projection) {
  if (projection.distinct) text_ += "DISTINCT ";
  if (projection.all) text_ += projection.items.empty() ? "*" : "*, ";
  write_list(projection.items);
  write_ordering(projection.order_by, projection.skip, projection.limit);
}

void TreeWriter::write(const ast::Create& clause) {
  text_ += "CREATE ";
  write_list(clause.patterns);
}

void TreeWriter::write_label_change(const ast::LabelChange& change) {
  write_variable(change.variable.text);
  for (const ast::LabelExpression& label : change.labels) {
    text_ += ':';
    write(label);
  }
}

void TreeWriter::write(const ast::SetItem& item) {
  if (const auto* property = std::get_if<ast::SetProperty>(&item.node)) {
    write(property->target, Precedence::Postfix);
    text_ += " = ";
    write(property->value);
  } else if (const auto* all = std::get_if<ast::SetAll>(&item.node)) {
    write_variable(all->variable.text);
    text_ += all->mode == ast::SetAllMode::Merge ? " += " : " = ";
    write(all->value);
  } else if (const auto* labels = std::get_if<ast::LabelChange>(&item.node)) {
    write_label_change(*labels);
  }
}

void TreeWriter::write_set_items(const std::vector<ast::SetItem>& items) {
  text_ += "SET ";
  write_list(items);
}

void TreeWriter::write(const ast::Set& clause) { write_set_items(clause.items); }

void TreeWriter::write(const ast::MergeAction& action) {
  text_ += action.event == ast::MergeEvent::OnCreate ? " ON CREATE " : " ON MATCH ";
  write_set_items(action.items);
}

void TreeWriter::write(const ast::Merge& clause) {
  text_ += "MERGE ";
  write(clause.pattern);
  for (const ast::MergeAction& action : clause.actions) write(action);
}

void TreeWriter::write(const ast::RemoveItem& item) {
  if (const auto* property = std::get_if<ast::RemoveProperty>(&item.node)) {
    write(property->target, Precedence::Postfix);
  } else if (const auto* labels = std::get_if<ast::LabelChange>(&item.node)) {
    write_label_change(*labels);
  }
}

void TreeWriter::write(const ast::Remove& clause) {
  text_ += "REMOVE ";
  write_list(clause.items);
}

void TreeWriter::write(const ast::Delete& clause) {
  text_ += clause.mode == ast::DeleteMode::Detach ? "DETACH DELETE " : "DELETE ";
  write_list(clause.items);
}

void TreeWriter::write(const ast::Foreach& clause) {
  write_divided("FOREACH (", ")", [&] {
    write_variable(clause.variable.text);
    text_ += " IN ";
    write(clause.list);
    write_divider();
    write_list(clause.clauses, " ");
  });
}

void TreeWriter::write(const ast::YieldItem& item) {
  write_variable(item.field.text);
  if (!item.alias) return;
  text_ += " AS ";
  write_variable(item.alias->text);
}

void TreeWriter::write_yield(const ast::Yield& yield) {
  text_ += " YIELD ";
  if (yield.all) text_ += '*';
  if (!yield.all && yield.items.empty()) text_ += '-';
  write_list(yield.items);
}

void TreeWriter::write(const ast::CallProcedure& clause) {
  text_ += clause.optional ? "OPTIONAL CALL " : "CALL ";
  write_function_name(clause.name);
  if (clause.arguments) write_inside("(", ")", [&] { write_list(*clause.arguments); });
  if (!clause.yield) return;
  write_yield(*clause.yield);
  write_where(clause.yield->where);
}

void TreeWriter::write(const ast::InTransactions& options) {
  text_ += " IN TRANSACTIONS";
  if (options.rows) {
    write_keyed(" OF", options.rows);
    text_ += " ROWS";
  }
  if (options.on_error) {
    switch (*options.on_error) {
      case ast::TransactionErrorMode::Fail: text_ += " ON ERROR FAIL"; break;
      case ast::TransactionErrorMode::Continue: text_ += " ON ERROR CONTINUE"; break;
      case ast::TransactionErrorMode::Break: text_ += " ON ERROR BREAK"; break;
    }
  }
  if (!options.status) return;
  text_ += " REPORT STATUS AS ";
  write_variable(options.status->text);
}

void TreeWriter::write(const ast::CallSubquery& clause) {
  text_ += clause.optional ? "OPTIONAL CALL " : "CALL ";
  if (clause.imports) {
    text_ += clause.imports->all ? "(*" : "(";
    for (std::size_t i = 0; i < clause.imports->variables.size(); ++i) {
      if (i > 0) text_ += ", ";
      write_variable(clause.imports->variables[i].text);
    }
    text_ += ") ";
  }
  write_inside("{ ", " }", [&] { write(*clause.query); });
  if (clause.in_transactions) write(*clause.in_transactions);
}

}  // namespace cairn::parser
