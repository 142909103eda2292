#include "parser/printer/tree_writer.h"

#include <cmath>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace cairn::parser {

namespace {

Precedence precedence_of(ast::ArithmeticOperator operation) {
  switch (operation) {
    case ast::ArithmeticOperator::Add:
    case ast::ArithmeticOperator::Subtract:
    case ast::ArithmeticOperator::Concatenate: return Precedence::Additive;
    case ast::ArithmeticOperator::Multiply:
    case ast::ArithmeticOperator::Divide:
    case ast::ArithmeticOperator::Modulo: return Precedence::Multiplicative;
    case ast::ArithmeticOperator::Power: break;
  }
  return Precedence::Power;
}

Precedence precedence_of(ast::LogicalOperator operation) {
  switch (operation) {
    case ast::LogicalOperator::Or: return Precedence::Or;
    case ast::LogicalOperator::Xor: return Precedence::Xor;
    case ast::LogicalOperator::And: break;
  }
  return Precedence::And;
}

struct PrecedenceOfNode {
  Precedence operator()(const ast::LogicalChain& node) const { return precedence_of(node.operation); }
  Precedence operator()(const ast::Not&) const { return Precedence::Not; }
  Precedence operator()(const ast::ComparisonChain&) const { return Precedence::Comparison; }
  Precedence operator()(const ast::StringPredicate&) const { return Precedence::Predicate; }
  Precedence operator()(const ast::InList&) const { return Precedence::Predicate; }
  Precedence operator()(const ast::NullPredicate&) const { return Precedence::Predicate; }
  Precedence operator()(const ast::TypePredicate&) const { return Precedence::Predicate; }
  Precedence operator()(const ast::ArithmeticChain& node) const { return precedence_of(node.operators.front()); }
  Precedence operator()(const ast::Sign&) const { return Precedence::Sign; }
  Precedence operator()(const ast::LabelPredicate&) const { return Precedence::Labels; }
  Precedence operator()(const ast::Property&) const { return Precedence::Postfix; }
  Precedence operator()(const ast::Subscript&) const { return Precedence::Postfix; }
  Precedence operator()(const ast::Slice&) const { return Precedence::Postfix; }
  Precedence operator()(const ast::IntegerLiteral& node) const {
    return node.value < 0 ? Precedence::Sign : Precedence::Operand;
  }
  Precedence operator()(const ast::FloatLiteral& node) const {
    return std::signbit(node.value) ? Precedence::Sign : Precedence::Operand;
  }
  template <class Node>
  Precedence operator()(const Node&) const {
    return Precedence::Operand;
  }
};

std::string_view spelling_of(ast::LogicalOperator operation) {
  switch (operation) {
    case ast::LogicalOperator::Or: return " OR ";
    case ast::LogicalOperator::Xor: return " XOR ";
    case ast::LogicalOperator::And: break;
  }
  return " AND ";
}

std::string_view spelling_of(ast::ComparisonOperator operation) {
  switch (operation) {
    case ast::ComparisonOperator::Equal: return " = ";
    case ast::ComparisonOperator::NotEqual: return " <> ";
    case ast::ComparisonOperator::Less: return " < ";
    case ast::ComparisonOperator::Greater: return " > ";
    case ast::ComparisonOperator::LessOrEqual: return " <= ";
    case ast::ComparisonOperator::GreaterOrEqual: break;
  }
  return " >= ";
}

std::string_view spelling_of(ast::ArithmeticOperator operation) {
  switch (operation) {
    case ast::ArithmeticOperator::Add: return " + ";
    case ast::ArithmeticOperator::Subtract: return " - ";
    case ast::ArithmeticOperator::Concatenate: return " || ";
    case ast::ArithmeticOperator::Multiply: return " * ";
    case ast::ArithmeticOperator::Divide: return " / ";
    case ast::ArithmeticOperator::Modulo: return " % ";
    case ast::ArithmeticOperator::Power: break;
  }
  return " ^ ";
}

std::string_view spelling_of(ast::StringOperator operation) {
  switch (operation) {
    case ast::StringOperator::StartsWith: return " STARTS WITH ";
    case ast::StringOperator::EndsWith: return " ENDS WITH ";
    case ast::StringOperator::Contains: return " CONTAINS ";
    case ast::StringOperator::RegularExpression: break;
  }
  return " =~ ";
}

std::string_view spelling_of(ast::ValueTypeKind kind) {
  using enum ast::ValueTypeKind;
  switch (kind) {
    case Nothing: return "NOTHING";
    case Null: return "NULL";
    case Boolean: return "BOOLEAN";
    case String: return "STRING";
    case Integer: return "INTEGER";
    case Float: return "FLOAT";
    case Date: return "DATE";
    case LocalTime: return "LOCAL TIME";
    case ZonedTime: return "ZONED TIME";
    case LocalDateTime: return "LOCAL DATETIME";
    case ZonedDateTime: return "ZONED DATETIME";
    case Duration: return "DURATION";
    case Point: return "POINT";
    case Node: return "NODE";
    case Relationship: return "RELATIONSHIP";
    case Map: return "MAP";
    case Path: return "PATH";
    case PropertyValue: return "PROPERTY VALUE";
    case Any: return "ANY";
    case List: return "LIST";
    case Union: break;
  }
  return {};
}

bool has_union(const ast::ValueType& type) {
  if (type.kind == ast::ValueTypeKind::Union) return true;
  for (const ast::ValueType& argument : type.arguments) {
    if (has_union(argument)) return true;
  }
  return false;
}

bool is_number(const ast::Expression& expression) {
  return std::holds_alternative<ast::IntegerLiteral>(expression.node) ||
         std::holds_alternative<ast::FloatLiteral>(expression.node);
}

}  // namespace

void TreeWriter::write(const ast::Expression& expression, Precedence loosest) {
  auto write_node = [&] {
    std::visit(
        [&](const auto& node) {
          if constexpr (std::is_same_v<std::remove_cvref_t<decltype(node)>, std::unique_ptr<ast::Reduce>>) {
            write(*node);
          } else {
            write(node);
          }
        },
        expression.node);
  };
  if (std::visit(PrecedenceOfNode{}, expression.node) >= loosest) return write_node();
  write_inside("(", ")", write_node);
}

void TreeWriter::write(const ast::LogicalChain& node) {
  Precedence loosest = next_tighter(precedence_of(node.operation));
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    if (i > 0) text_ += spelling_of(node.operation);
    write(node.operands[i], loosest);
  }
}

void TreeWriter::write(const ast::Not& node) {
  for (std::uint32_t i = 0; i < node.count; ++i) text_ += "NOT ";
  write(node.operand, Precedence::Comparison);
}

void TreeWriter::write(const ast::ComparisonChain& node) {
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    if (i > 0) text_ += spelling_of(node.operators[i - 1]);
    // Behind the type ANY, a `<` would open its argument.
    bool is_type_predicate = std::holds_alternative<ast::TypePredicate>(node.operands[i]->node);
    write(node.operands[i], is_type_predicate ? Precedence::Operand : Precedence::Predicate);
  }
}

void TreeWriter::write(const ast::ArithmeticChain& node) {
  Precedence loosest = next_tighter(precedence_of(node.operators.front()));
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    if (i > 0) text_ += spelling_of(node.operators[i - 1]);
    write(node.operands[i], loosest);
  }
}

void TreeWriter::write(const ast::Sign& node) {
  text_ += node.negative ? '-' : '+';
  // A sign right in front of a number would become a part of it.
  if (is_number(*node.operand)) return write_inside("(", ")", [&] { write(node.operand); });
  write(node.operand, Precedence::Labels);
}

void TreeWriter::write(const ast::StringPredicate& node) {
  write(node.operand, Precedence::Predicate);
  text_ += spelling_of(node.operation);
  write(node.pattern, Precedence::Additive);
}

void TreeWriter::write(const ast::InList& node) {
  write(node.element, Precedence::Predicate);
  text_ += " IN ";
  write(node.list, Precedence::Additive);
}

void TreeWriter::write(const ast::NullPredicate& node) {
  write(node.operand, Precedence::Predicate);
  text_ += node.negated ? " IS NOT NULL" : " IS NULL";
}

void TreeWriter::write(const ast::TypePredicate& node) {
  auto write_node = [&] {
    write(node.operand, Precedence::Predicate);
    text_ += node.negated ? " IS NOT :: " : " IS :: ";
    write(*node.type);
  };
  if (bar_divides_ && has_union(*node.type)) return write_inside("(", ")", write_node);
  write_node();
}

void TreeWriter::write(const ast::LabelPredicate& node) {
  write(node.operand, Precedence::Postfix);
  text_ += ':';
  bool needs_parentheses = bar_divides_ && node.labels->kind == ast::LabelExpressionKind::Disjunction;
  if (needs_parentheses) return write_inside("(", ")", [&] { write(*node.labels); });
  write(*node.labels);
}

void TreeWriter::write(const ast::Property& node) {
  write(node.object, Precedence::Postfix);
  text_ += '.';
  write(node.key);
}

void TreeWriter::write(const ast::Subscript& node) {
  write(node.container, Precedence::Postfix);
  write_inside("[", "]", [&] { write(node.index); });
}

void TreeWriter::write(const ast::Slice& node) {
  write(node.list, Precedence::Postfix);
  write_inside("[", "]", [&] {
    if (node.from) write(node.from);
    text_ += "..";
    if (node.to) write(node.to);
  });
}

void TreeWriter::write(const ast::ValueType& type) {
  if (type.kind == ast::ValueTypeKind::Union) return write_union(type, type.not_null);
  text_ += spelling_of(type.kind);
  if (type.kind == ast::ValueTypeKind::List) {
    text_ += '<';
    write(type.arguments.front());
    text_ += '>';
  }
  if (type.not_null) text_ += " NOT NULL";
}

// `ANY<A | B>` where `A | B` would say something else.
void TreeWriter::write_union(const ast::ValueType& type, bool in_brackets) {
  if (in_brackets) text_ += "ANY<";
  bool first = true;
  for (const ast::ValueType& argument : type.arguments) {
    if (!std::exchange(first, false)) text_ += " | ";
    if (argument.kind == ast::ValueTypeKind::Union) {
      write_union(argument, true);
    } else {
      write(argument);
    }
  }
  if (in_brackets) text_ += '>';
  if (type.not_null) text_ += " NOT NULL";
}

}  // namespace cairn::parser
