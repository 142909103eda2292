#include "engine/binder/bound_printer.h"
#include "engine/value/text.h"

#include <variant>

#include <fmt/format.h>

namespace cairn::engine {

void BoundPrinter::print(const BoundQuery& query) {
  for (std::size_t i = 0; i < query.parts.size(); ++i) {
    if (i > 0) out_ += fmt::format("{0}UNION{1}{0}", clause_separator_, query.union_all[i - 1] ? " ALL" : "");
    const std::vector<BoundClause>& clauses = query.parts[i].clauses;
    for (std::size_t j = 0; j < clauses.size(); ++j) {
      if (j > 0) out_ += clause_separator_;
      std::visit([this](const auto& clause) { print(clause); }, clauses[j]);
    }
  }
}

void BoundPrinter::print(const MatchClause& clause) {
  out_ += clause.optional ? "OPTIONAL MATCH " : "MATCH ";
  print_paths(clause.paths);
  for (std::size_t i = 0; i < clause.predicates.size(); ++i) {
    out_ += i == 0 ? " WHERE " : " AND ";
    print_at(*clause.predicates[i], Precedence::Not);
  }
  print_introduced(clause.introduced);
}

void BoundPrinter::print(const UnwindClause& clause) {
  out_ += "UNWIND ";
  print(*clause.list);
  out_ += " AS ";
  print_variable(clause.variable);
}

void BoundPrinter::print(const ProjectionClause& clause) {
  out_ += clause.is_return ? "RETURN " : "WITH ";
  if (clause.distinct) out_ += "DISTINCT ";
  print_items(clause.items);
  if (clause.aggregating) {
    if (!clause.keys.empty()) out_ += " GROUP BY ";
    print_items(clause.keys);
    if (!clause.aggregates.empty()) out_ += " AGGREGATE ";
    print_items(clause.aggregates);
  }
  for (std::size_t i = 0; i < clause.order.size(); ++i) {
    out_ += i == 0 ? " ORDER BY " : ", ";
    print(*clause.order[i].expression);
    if (clause.order[i].descending) out_ += " DESC";
  }
  const auto print_part = [this](std::string_view before, const ExpressionPointer& expression) {
    if (!expression) return;
    out_ += before;
    print(*expression);
  };
  print_part(" SKIP ", clause.skip);
  print_part(" LIMIT ", clause.limit);
  print_part(" WHERE ", clause.where);
}

void BoundPrinter::print(const CreateClause& clause) {
  out_ += "CREATE ";
  print_paths(clause.paths);
}

void BoundPrinter::print(const MergeClause& clause) {
  out_ += "MERGE ";
  print(clause.path);
  if (!clause.on_create.empty()) {
    out_ += " ON CREATE SET ";
    print_items(clause.on_create);
  }
  if (!clause.on_match.empty()) {
    out_ += " ON MATCH SET ";
    print_items(clause.on_match);
  }
  print_introduced(clause.introduced);
}

void BoundPrinter::print(const SetClause& clause) {
  out_ += "SET ";
  print_items(clause.items);
}

void BoundPrinter::print(const RemoveClause& clause) {
  out_ += "REMOVE ";
  for (std::size_t i = 0; i < clause.items.size(); ++i) {
    const RemoveItem& item = clause.items[i];
    if (i > 0) out_ += ", ";
    print_at(*item.target, Precedence::Postfix);
    if (item.labels.empty()) {
      print_property(item.key, item.computed_key);
    } else {
      print_labels(item.labels);
    }
  }
}

void BoundPrinter::print(const DeleteClause& clause) {
  out_ += clause.detach ? "DETACH DELETE " : "DELETE ";
  print_list(clause.targets);
}

void BoundPrinter::print(const CallClause& clause) {
  out_ += fmt::format("{}CALL {}(", clause.optional ? "OPTIONAL " : "", clause.procedure->name);
  print_list(clause.arguments);
  out_ += ')';
  for (std::size_t i = 0; i < clause.yields.size(); ++i) {
    out_ += i == 0 ? " YIELD " : ", ";
    append_name(out_, clause.procedure->outputs[clause.yields[i].output].name);
    out_ += " AS ";
    print_variable(clause.yields[i].variable);
  }
  if (clause.where) {
    out_ += " WHERE ";
    print(*clause.where);
  }
}

void BoundPrinter::print(const PathPattern& path) {
  if (path.variable != no_variable) {
    print_variable(path.variable);
    out_ += " = ";
  }
  if (path.selector == PathSelector::Shortest) out_ += "shortestPath(";
  if (path.selector == PathSelector::AllShortest) out_ += "allShortestPaths(";
  print(path.nodes.front());
  for (std::size_t i = 0; i < path.relationships.size(); ++i) {
    print(path.relationships[i]);
    print(path.nodes[i + 1]);
  }
  if (path.selector != PathSelector::All) out_ += ')';
}

void BoundPrinter::print(const NodePattern& node) {
  out_ += '(';
  print_variable(node.variable);
  print_labels(node.labels);
  print_properties(node.properties, node.properties_map);
  out_ += ')';
}

void BoundPrinter::print(const RelationshipPattern& relationship) {
  out_ += relationship.direction == PatternDirection::RightToLeft ? "<-[" : "-[";
  print_variable(relationship.variable);
  for (std::size_t i = 0; i < relationship.types.size(); ++i) {
    out_ += i == 0 ? ':' : '|';
    append_name(out_, relationship.types[i]);
  }
  if (relationship.length) {
    out_ += fmt::format("*{}..", relationship.length->hops_min);
    if (relationship.length->hops_max) out_ += fmt::format("{}", *relationship.length->hops_max);
  }
  if (relationship.hop_predicate) {
    out_ += " EACH ";
    print_variable(relationship.hop_variable);
    out_ += " WHERE ";
    print(*relationship.hop_predicate);
  }
  print_properties(relationship.properties, relationship.properties_map);
  out_ += relationship.direction == PatternDirection::LeftToRight ? "]->" : "]-";
}

void BoundPrinter::print_properties(const std::vector<PropertyEntry>& properties, const ExpressionPointer& map) {
  if (map) {
    out_ += ' ';
    print(*map);
  }
  for (std::size_t i = 0; i < properties.size(); ++i) {
    out_ += i == 0 ? " {" : ", ";
    append_name(out_, properties[i].key);
    out_ += ": ";
    print(*properties[i].value);
  }
  if (!properties.empty()) out_ += '}';
}

void BoundPrinter::print_paths(const std::vector<PathPattern>& paths) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (i > 0) out_ += ", ";
    print(paths[i]);
  }
}

void BoundPrinter::print_items(const std::vector<ProjectionItem>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out_ += ", ";
    print(*items[i].expression);
    out_ += " AS ";
    print_variable(items[i].variable);
  }
}

void BoundPrinter::print_items(const std::vector<SetItem>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const SetItem& item = items[i];
    if (i > 0) out_ += ", ";
    print_at(*item.target, Precedence::Postfix);
    switch (item.kind) {
      case SetItem::Kind::Property:
        print_property(item.key, item.computed_key);
        out_ += " = ";
        break;
      case SetItem::Kind::Replace: out_ += " = "; break;
      case SetItem::Kind::Merge: out_ += " += "; break;
      case SetItem::Kind::Labels: print_labels(item.labels); continue;
    }
    print(*item.value);
  }
}

void BoundPrinter::print_property(const std::string& key, const ExpressionPointer& computed_key) {
  if (computed_key) {
    out_ += '[';
    print(*computed_key);
    out_ += ']';
  } else {
    out_ += '.';
    append_name(out_, key);
  }
}

void BoundPrinter::print_introduced(const std::vector<VariableId>& introduced) {
  if (!details_) return;
  for (std::size_t i = 0; i < introduced.size(); ++i) {
    out_ += i == 0 ? " NEW " : ", ";
    print_variable(introduced[i]);
  }
}

void BoundPrinter::print_labels(const std::vector<std::string>& labels) {
  for (const std::string& label : labels) {
    out_ += ':';
    append_name(out_, label);
  }
}

}  // namespace cairn::engine
