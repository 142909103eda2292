#include "engine/binder/query_walk.h"

#include <variant>

namespace cairn::engine {

namespace {

ExpressionPointer copy(const ExpressionPointer& expression) { return expression ? clone(*expression) : nullptr; }

std::vector<ExpressionPointer> copy(const std::vector<ExpressionPointer>& expressions) {
  std::vector<ExpressionPointer> copies;
  copies.reserve(expressions.size());
  for (const ExpressionPointer& expression : expressions) copies.push_back(copy(expression));
  return copies;
}

std::vector<PropertyEntry> copy(const std::vector<PropertyEntry>& entries) {
  std::vector<PropertyEntry> copies;
  copies.reserve(entries.size());
  for (const PropertyEntry& entry : entries) copies.push_back({entry.key, copy(entry.value)});
  return copies;
}

NodePattern copy(const NodePattern& node) {
  return {node.variable, node.bound_before, node.labels, copy(node.properties), copy(node.properties_map), node.span};
}

RelationshipPattern copy(const RelationshipPattern& relationship) {
  return {relationship.variable,
          relationship.bound_before,
          relationship.direction,
          relationship.types,
          relationship.length,
          relationship.hop_variable,
          copy(relationship.hop_predicate),
          copy(relationship.properties),
          copy(relationship.properties_map),
          relationship.span};
}

PathPattern copy(const PathPattern& path) {
  PathPattern result;
  result.variable = path.variable;
  result.selector = path.selector;
  for (const NodePattern& node : path.nodes) result.nodes.push_back(copy(node));
  for (const RelationshipPattern& relationship : path.relationships) {
    result.relationships.push_back(copy(relationship));
  }
  result.span = path.span;
  return result;
}

std::vector<PathPattern> copy(const std::vector<PathPattern>& paths) {
  std::vector<PathPattern> copies;
  copies.reserve(paths.size());
  for (const PathPattern& path : paths) copies.push_back(copy(path));
  return copies;
}

std::vector<ProjectionItem> copy(const std::vector<ProjectionItem>& items) {
  std::vector<ProjectionItem> copies;
  copies.reserve(items.size());
  for (const ProjectionItem& item : items) copies.push_back({copy(item.expression), item.variable});
  return copies;
}

std::vector<SetItem> copy(const std::vector<SetItem>& items) {
  std::vector<SetItem> copies;
  copies.reserve(items.size());
  for (const SetItem& item : items) {
    copies.push_back({item.kind, copy(item.target), item.key, copy(item.computed_key), copy(item.value), item.labels});
  }
  return copies;
}

struct CopyClause {
  BoundClause operator()(const MatchClause& clause) const {
    return MatchClause{clause.optional, copy(clause.paths), copy(clause.predicates), clause.introduced};
  }
  BoundClause operator()(const UnwindClause& clause) const { return UnwindClause{copy(clause.list), clause.variable}; }
  BoundClause operator()(const ProjectionClause& clause) const {
    ProjectionClause result;
    result.is_return = clause.is_return;
    result.distinct = clause.distinct;
    result.aggregating = clause.aggregating;
    result.keys = copy(clause.keys);
    result.aggregates = copy(clause.aggregates);
    result.items = copy(clause.items);
    result.column_names = clause.column_names;
    for (const SortItem& item : clause.order) result.order.push_back({copy(item.expression), item.descending});
    result.skip = copy(clause.skip);
    result.limit = copy(clause.limit);
    result.where = copy(clause.where);
    return result;
  }
  BoundClause operator()(const CreateClause& clause) const { return CreateClause{copy(clause.paths)}; }
  BoundClause operator()(const MergeClause& clause) const {
    return MergeClause{copy(clause.path), copy(clause.values), copy(clause.on_create), copy(clause.on_match),
                       clause.introduced};
  }
  BoundClause operator()(const SetClause& clause) const { return SetClause{copy(clause.items)}; }
  BoundClause operator()(const RemoveClause& clause) const {
    RemoveClause result;
    for (const RemoveItem& item : clause.items) {
      result.items.push_back({copy(item.target), item.key, copy(item.computed_key), item.labels});
    }
    return result;
  }
  BoundClause operator()(const DeleteClause& clause) const { return DeleteClause{clause.detach, copy(clause.targets)}; }
  BoundClause operator()(const CallClause& clause) const {
    return CallClause{clause.span,   clause.optional,   clause.procedure, copy(clause.arguments),
                      clause.yields, copy(clause.where)};
  }
};

// Hands every expression of a clause to `visit`.
class VisitClause {
 public:
  explicit VisitClause(const std::function<void(const Expression&)>& visit) : visit_(visit) {}

  void operator()(const MatchClause& clause) const {
    for (const PathPattern& path : clause.paths) walk(path);
    walk(clause.predicates);
  }
  void operator()(const UnwindClause& clause) const { walk(clause.list); }
  void operator()(const ProjectionClause& clause) const {
    walk(clause.keys);
    walk(clause.aggregates);
    walk(clause.items);
    for (const SortItem& item : clause.order) walk(item.expression);
    walk(clause.skip);
    walk(clause.limit);
    walk(clause.where);
  }
  void operator()(const CreateClause& clause) const {
    for (const PathPattern& path : clause.paths) walk(path);
  }
  void operator()(const MergeClause& clause) const {
    walk(clause.path);
    walk(clause.values);
    walk(clause.on_create);
    walk(clause.on_match);
  }
  void operator()(const SetClause& clause) const { walk(clause.items); }
  void operator()(const RemoveClause& clause) const {
    for (const RemoveItem& item : clause.items) {
      walk(item.target);
      walk(item.computed_key);
    }
  }
  void operator()(const DeleteClause& clause) const { walk(clause.targets); }
  void operator()(const CallClause& clause) const {
    walk(clause.arguments);
    walk(clause.where);
  }

 private:
  void walk(const ExpressionPointer& expression) const {
    if (expression) visit_(*expression);
  }
  void walk(const std::vector<ExpressionPointer>& expressions) const {
    for (const ExpressionPointer& expression : expressions) walk(expression);
  }
  void walk(const std::vector<PropertyEntry>& entries) const {
    for (const PropertyEntry& entry : entries) walk(entry.value);
  }
  void walk(const std::vector<ProjectionItem>& items) const {
    for (const ProjectionItem& item : items) walk(item.expression);
  }
  void walk(const std::vector<SetItem>& items) const {
    for (const SetItem& item : items) {
      walk(item.target);
      walk(item.computed_key);
      walk(item.value);
    }
  }
  void walk(const PathPattern& path) const {
    for (const NodePattern& node : path.nodes) {
      walk(node.properties);
      walk(node.properties_map);
    }
    for (const RelationshipPattern& relationship : path.relationships) {
      walk(relationship.hop_predicate);
      walk(relationship.properties);
      walk(relationship.properties_map);
    }
  }

  const std::function<void(const Expression&)>& visit_;
};

}  // namespace

BoundQuery clone(const BoundQuery& query) {
  BoundQuery result;
  for (const BoundSingleQuery& part : query.parts) {
    BoundSingleQuery single;
    for (const BoundClause& clause : part.clauses) single.clauses.push_back(std::visit(CopyClause{}, clause));
    result.parts.push_back(std::move(single));
  }
  result.union_all = query.union_all;
  result.column_names = query.column_names;
  result.part_columns = query.part_columns;
  result.outer_variables = query.outer_variables;
  return result;
}

void visit_clause_expressions(const BoundClause& clause, const std::function<void(const Expression&)>& visit) {
  std::visit(VisitClause(visit), clause);
}

void visit_query_expressions(const BoundQuery& query, const std::function<void(const Expression&)>& visit) {
  for (const BoundSingleQuery& part : query.parts) {
    for (const BoundClause& clause : part.clauses) visit_clause_expressions(clause, visit);
  }
}

}  // namespace cairn::engine
