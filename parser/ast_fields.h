// The parts of each node of the tree as a tuple of references, without spans: what code that treats all nodes alike
// (comparing, walking) needs to know of them, once.
#pragma once

#include "parser/ast.h"

#include <tuple>

namespace cairn::ast {

inline auto fields(const Name& node) { return std::tie(node.text); }
inline auto fields(const LabelExpression& node) {
  return std::tie(node.kind, node.mode, node.name, node.expression, node.operands);
}

inline auto fields(const NodePattern& node) {
  return std::tie(node.variable, node.labels, node.properties, node.where);
}
inline auto fields(const PathLength& node) { return std::tie(node.minimum, node.maximum); }
inline auto fields(const RelationshipPattern& node) {
  return std::tie(node.direction, node.variable, node.types, node.length, node.properties, node.where);
}
inline auto fields(const PathStep& node) { return std::tie(node.relationship, node.node); }
inline auto fields(const PathSelector& node) { return std::tie(node.kind, node.count); }
inline auto fields(const PathPattern& node) { return std::tie(node.variable, node.selector, node.start, node.steps); }
inline auto fields(const View&) { return std::tuple<>(); }
inline auto fields(const Stamp&) { return std::tuple<>(); }
inline auto fields(const ValueType& node) { return std::tie(node.kind, node.not_null, node.arguments); }

inline auto fields(const NullLiteral&) { return std::tuple<>(); }
inline auto fields(const BooleanLiteral& node) { return std::tie(node.value); }
inline auto fields(const IntegerLiteral& node) { return std::tie(node.value); }
inline auto fields(const FloatLiteral& node) { return std::tie(node.value); }
inline auto fields(const StringLiteral& node) { return std::tie(node.value); }
inline auto fields(const ListLiteral& node) { return std::tie(node.elements); }
inline auto fields(const MapEntry& node) { return std::tie(node.key, node.value); }
inline auto fields(const MapLiteral& node) { return std::tie(node.entries); }
inline auto fields(const Parameter& node) { return std::tie(node.name); }
inline auto fields(const Variable& node) { return std::tie(node.name); }
inline auto fields(const CountAll&) { return std::tuple<>(); }
inline auto fields(const FunctionCall& node) { return std::tie(node.name, node.distinct, node.arguments); }
inline auto fields(const LogicalChain& node) { return std::tie(node.operation, node.operands); }
inline auto fields(const Not& node) { return std::tie(node.count, node.operand); }
inline auto fields(const ComparisonChain& node) { return std::tie(node.operators, node.operands); }
inline auto fields(const ArithmeticChain& node) { return std::tie(node.operators, node.operands); }
inline auto fields(const Sign& node) { return std::tie(node.negative, node.operand); }
inline auto fields(const StringPredicate& node) { return std::tie(node.operation, node.operand, node.pattern); }
inline auto fields(const InList& node) { return std::tie(node.element, node.list); }
inline auto fields(const NullPredicate& node) { return std::tie(node.negated, node.operand); }
inline auto fields(const TypePredicate& node) { return std::tie(node.negated, node.operand, node.type); }
inline auto fields(const LabelPredicate& node) { return std::tie(node.operand, node.labels); }
inline auto fields(const Property& node) { return std::tie(node.object, node.key); }
inline auto fields(const Subscript& node) { return std::tie(node.container, node.index); }
inline auto fields(const Slice& node) { return std::tie(node.list, node.from, node.to); }
inline auto fields(const CaseBranch& node) { return std::tie(node.conditions, node.result); }
inline auto fields(const Case& node) { return std::tie(node.operand, node.branches, node.otherwise); }
inline auto fields(const ListComprehension& node) {
  return std::tie(node.variable, node.list, node.where, node.projection);
}
inline auto fields(const PatternComprehension& node) { return std::tie(node.pattern, node.where, node.projection); }
inline auto fields(const Quantifier& node) { return std::tie(node.kind, node.variable, node.list, node.where); }
inline auto fields(const Reduce& node) {
  return std::tie(node.accumulator, node.initial, node.variable, node.list, node.step);
}
inline auto fields(const SubqueryExpression& node) { return std::tie(node.kind, node.query); }
inline auto fields(const PatternExpression& node) { return std::tie(node.pattern); }
inline auto fields(const MapProjectionItem& node) { return std::tie(node.kind, node.key, node.value); }
inline auto fields(const MapProjection& node) { return std::tie(node.variable, node.items); }
inline auto fields(const Expression& node) { return std::tie(node.node); }

inline auto fields(const Match& node) { return std::tie(node.optional, node.patterns, node.view, node.where); }
inline auto fields(const Unwind& node) { return std::tie(node.list, node.variable); }
inline auto fields(const LoadCsv& node) {
  return std::tie(node.with_headers, node.source, node.variable, node.field_terminator);
}
inline auto fields(const ProjectionItem& node) { return std::tie(node.expression, node.alias); }
inline auto fields(const SortItem& node) { return std::tie(node.expression, node.descending); }
inline auto fields(const Projection& node) {
  return std::tie(node.distinct, node.all, node.items, node.order_by, node.skip, node.limit);
}
inline auto fields(const With& node) { return std::tie(node.projection, node.where); }
inline auto fields(const Return& node) { return std::tie(node.projection); }
inline auto fields(const Finish&) { return std::tuple<>(); }

inline auto fields(const Create& node) { return std::tie(node.patterns, node.stamp); }
inline auto fields(const SetProperty& node) { return std::tie(node.target, node.value); }
inline auto fields(const SetAll& node) { return std::tie(node.mode, node.variable, node.value); }
inline auto fields(const LabelChange& node) { return std::tie(node.variable, node.labels); }
inline auto fields(const SetItem& node) { return std::tie(node.node); }
inline auto fields(const Set& node) { return std::tie(node.items, node.stamp); }
inline auto fields(const MergeAction& node) { return std::tie(node.event, node.items); }
inline auto fields(const Merge& node) { return std::tie(node.pattern, node.actions, node.stamp); }
inline auto fields(const RemoveProperty& node) { return std::tie(node.target); }
inline auto fields(const RemoveItem& node) { return std::tie(node.node); }
inline auto fields(const Remove& node) { return std::tie(node.items, node.stamp); }
inline auto fields(const Delete& node) { return std::tie(node.mode, node.items, node.stamp); }
inline auto fields(const Foreach& node) { return std::tie(node.variable, node.list, node.clauses); }

inline auto fields(const YieldItem& node) { return std::tie(node.field, node.alias); }
inline auto fields(const Yield& node) { return std::tie(node.all, node.items, node.where); }
inline auto fields(const CallProcedure& node) { return std::tie(node.optional, node.name, node.arguments, node.yield); }
inline auto fields(const ImportList& node) { return std::tie(node.all, node.variables); }
inline auto fields(const InTransactions& node) { return std::tie(node.rows, node.on_error, node.status); }
inline auto fields(const CallSubquery& node) {
  return std::tie(node.optional, node.imports, node.query, node.in_transactions);
}

inline auto fields(const Clause& node) { return std::tie(node.node); }
inline auto fields(const SingleQuery& node) { return std::tie(node.clauses); }
inline auto fields(const Query& node) { return std::tie(node.parts, node.unions); }

inline auto fields(const SchemaPattern& node) { return std::tie(node.entity, node.variable, node.labels); }
inline auto fields(const CreateIndex& node) {
  return std::tie(node.kind, node.name, node.if_not_exists, node.pattern, node.keys, node.options);
}
inline auto fields(const CreateConstraint& node) {
  return std::tie(node.name, node.if_not_exists, node.pattern, node.keys, node.kind, node.type, node.options);
}
inline auto fields(const DropSchemaObject& node) { return std::tie(node.kind, node.name, node.if_exists); }
inline auto fields(const Show& node) {
  return std::tie(node.kind, node.index_kind, node.constraint_kind, node.entity, node.yield, node.order_by, node.skip,
                  node.limit, node.where, node.result);
}

inline auto fields(const BeginTransaction& node) { return std::tie(node.access); }
inline auto fields(const CommitTransaction&) { return std::tuple<>(); }
inline auto fields(const RollbackTransaction&) { return std::tuple<>(); }
inline auto fields(const Statement& node) { return std::tie(node.explain, node.view, node.stamp, node.node); }

}  // namespace cairn::ast
