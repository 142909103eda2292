#include "engine/binder/bound_printer.h"

#include "engine/value/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace cairn::engine {

namespace {

Precedence precedence(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::Or: return Precedence::Or;
    case ExpressionKind::Xor: return Precedence::Xor;
    case ExpressionKind::And: return Precedence::And;
    case ExpressionKind::Not: return Precedence::Not;
    case ExpressionKind::Comparison: return Precedence::Comparison;
    case ExpressionKind::IsNull:
    case ExpressionKind::IsNotNull:
    case ExpressionKind::IsType:
    case ExpressionKind::StartsWith:
    case ExpressionKind::EndsWith:
    case ExpressionKind::Contains:
    case ExpressionKind::RegexMatch:
    case ExpressionKind::In: return Precedence::Predicate;
    case ExpressionKind::Arithmetic:
      switch (expression.arithmetic.front()) {
        case ArithmeticOperator::Add:
        case ArithmeticOperator::Subtract: return Precedence::Additive;
        case ArithmeticOperator::Power: return Precedence::Power;
        default: return Precedence::Multiplicative;
      }
    case ExpressionKind::Negate: return Precedence::Unary;
    case ExpressionKind::Property:
    case ExpressionKind::Index:
    case ExpressionKind::Slice:
    case ExpressionKind::HasLabels: return Precedence::Postfix;
    case ExpressionKind::Literal: {
      const Value& value = expression.literal;
      const bool signed_number =
          (value.is_integer() && value.as_integer() < 0) || (value.is_float() && value.as_float() < 0);
      return signed_number ? Precedence::Unary : Precedence::Atom;
    }
    default: return Precedence::Atom;
  }
}

Precedence next(Precedence precedence) { return static_cast<Precedence>(static_cast<unsigned>(precedence) + 1); }

std::string_view symbol(ComparisonOperator operation) {
  switch (operation) {
    case ComparisonOperator::Equal: return "=";
    case ComparisonOperator::NotEqual: return "<>";
    case ComparisonOperator::Less: return "<";
    case ComparisonOperator::LessEqual: return "<=";
    case ComparisonOperator::Greater: return ">";
    case ComparisonOperator::GreaterEqual: break;
  }
  return ">=";
}

std::string_view symbol(ArithmeticOperator operation) {
  switch (operation) {
    case ArithmeticOperator::Add: return "+";
    case ArithmeticOperator::Subtract: return "-";
    case ArithmeticOperator::Multiply: return "*";
    case ArithmeticOperator::Divide: return "/";
    case ArithmeticOperator::Modulo: return "%";
    case ArithmeticOperator::Power: break;
  }
  return "^";
}

std::string_view word(QuantifierKind kind) {
  switch (kind) {
    case QuantifierKind::All: return "all";
    case QuantifierKind::Any: return "any";
    case QuantifierKind::None: return "none";
    case QuantifierKind::Single: break;
  }
  return "single";
}

void append_label_operand(std::string& out, const LabelExpression& operand) {
  const bool chain = operand.kind == LabelExpression::Kind::And || operand.kind == LabelExpression::Kind::Or;
  if (chain) out += '(';
  append_label_expression(out, operand);
  if (chain) out += ')';
}

std::string_view word(ast::ValueTypeKind kind) {
  // In the order of the enumerators; List and Union are written out.
  constexpr std::array words{
      "NOTHING",      "NULL",       "BOOLEAN",        "STRING",         "INTEGER",  "FLOAT", "DATE",
      "LOCAL TIME",   "ZONED TIME", "LOCAL DATETIME", "ZONED DATETIME", "DURATION", "POINT", "NODE",
      "RELATIONSHIP", "MAP",        "PATH",           "PROPERTY VALUE", "ANY",      "LIST",  "UNION"};
  return words[static_cast<std::size_t>(kind)];
}

}  // namespace

void append_label_expression(std::string& out, const LabelExpression& labels) {
  switch (labels.kind) {
    case LabelExpression::Kind::Name: append_name(out, labels.name); return;
    case LabelExpression::Kind::Any: out += '%'; return;
    case LabelExpression::Kind::Not:
      out += '!';
      append_label_operand(out, labels.operands.front());
      return;
    case LabelExpression::Kind::And:
    case LabelExpression::Kind::Or: break;
  }
  for (std::size_t i = 0; i < labels.operands.size(); ++i) {
    if (i > 0) out += labels.kind == LabelExpression::Kind::And ? '&' : '|';
    append_label_operand(out, labels.operands[i]);
  }
}

void append_value_type(std::string& out, const ast::ValueType& type) {
  if (type.kind == ast::ValueTypeKind::Union) {
    for (std::size_t i = 0; i < type.arguments.size(); ++i) {
      if (i > 0) out += " | ";
      append_value_type(out, type.arguments[i]);
    }
  } else {
    out += word(type.kind);
    if (type.kind == ast::ValueTypeKind::List && !type.arguments.empty()) {
      out += '<';
      append_value_type(out, type.arguments.front());
      out += '>';
    }
  }
  if (type.not_null) out += " NOT NULL";
}

std::string BoundPrinter::text(const Expression& expression) {
  out_.clear();
  print(expression);
  return std::move(out_);
}

std::string BoundPrinter::text(const BoundQuery& query) {
  out_.clear();
  print(query);
  return std::move(out_);
}

void BoundPrinter::print_at(const Expression& expression, Precedence wanted) {
  const bool brackets = precedence(expression) < wanted;
  if (brackets) out_ += '(';
  print(expression);
  if (brackets) out_ += ')';
}

void BoundPrinter::print(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::Literal: append_literal(out_, expression.literal); return;
    case ExpressionKind::Parameter:
      out_ += '$';
      append_name(out_, expression.name);
      return;
    case ExpressionKind::Variable: print_variable(expression.variable); return;
    case ExpressionKind::List:
      out_ += '[';
      print_list(expression.children);
      out_ += ']';
      return;
    case ExpressionKind::Map: print_map(expression); return;
    case ExpressionKind::Call: print_call(expression.function->name, expression); return;
    case ExpressionKind::Aggregate: print_call(expression.aggregate->name, expression); return;
    case ExpressionKind::Case: print_case(expression); return;
    case ExpressionKind::ListComprehension: print_comprehension(expression); return;
    case ExpressionKind::Quantifier: print_quantifier(expression); return;
    case ExpressionKind::Reduce: print_reduce(expression); return;
    case ExpressionKind::Exists: print_subquery("EXISTS { ", *expression.subquery, " }"); return;
    case ExpressionKind::PatternComprehension: print_subquery("COLLECT { ", *expression.subquery, " }"); return;
    case ExpressionKind::PathOf:
      out_ += "path(";
      print_list(expression.children);
      out_ += ')';
      return;
    case ExpressionKind::Property:
    case ExpressionKind::Index:
    case ExpressionKind::Slice:
    case ExpressionKind::HasLabels: print_postfix(expression); return;
    default: print_operator(expression);
  }
}

void BoundPrinter::print_operator(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::And: print_chain(expression, " AND ", Precedence::Not); return;
    case ExpressionKind::Or: print_chain(expression, " OR ", Precedence::Xor); return;
    case ExpressionKind::Xor: print_chain(expression, " XOR ", Precedence::And); return;
    case ExpressionKind::Not:
      out_ += "NOT ";
      print_at(*expression.children[0], Precedence::Not);
      return;
    case ExpressionKind::Comparison: print_comparison(expression); return;
    case ExpressionKind::Arithmetic: print_arithmetic(expression); return;
    case ExpressionKind::Negate:
      out_ += '-';
      print_at(*expression.children[0], Precedence::Postfix);
      return;
    case ExpressionKind::IsNull:
    case ExpressionKind::IsNotNull:
      print_at(*expression.children[0], Precedence::Predicate);
      out_ += expression.kind == ExpressionKind::IsNull ? " IS NULL" : " IS NOT NULL";
      return;
    case ExpressionKind::IsType:
      print_at(*expression.children[0], Precedence::Predicate);
      out_ += " IS :: ";
      append_value_type(out_, *expression.value_type);
      return;
    case ExpressionKind::StartsWith: print_infix(expression, " STARTS WITH "); return;
    case ExpressionKind::EndsWith: print_infix(expression, " ENDS WITH "); return;
    case ExpressionKind::Contains: print_infix(expression, " CONTAINS "); return;
    case ExpressionKind::RegexMatch: print_infix(expression, " =~ "); return;
    default: print_infix(expression, " IN ");
  }
}

void BoundPrinter::print_chain(const Expression& expression, std::string_view operation, Precedence operand) {
  for (std::size_t i = 0; i < expression.children.size(); ++i) {
    if (i > 0) out_ += operation;
    print_at(*expression.children[i], operand);
  }
}

void BoundPrinter::print_comparison(const Expression& expression) {
  for (std::size_t i = 0; i < expression.children.size(); ++i) {
    if (i > 0) out_ += fmt::format(" {} ", symbol(expression.comparisons[i - 1]));
    print_at(*expression.children[i], Precedence::Predicate);
  }
}

void BoundPrinter::print_arithmetic(const Expression& expression) {
  const Precedence own = precedence(expression);
  for (std::size_t i = 0; i < expression.children.size(); ++i) {
    if (i > 0) out_ += fmt::format(" {} ", symbol(expression.arithmetic[i - 1]));
    print_at(*expression.children[i], i == 0 ? own : next(own));
  }
}

void BoundPrinter::print_infix(const Expression& expression, std::string_view operation) {
  print_at(*expression.children[0], Precedence::Additive);
  out_ += operation;
  print_at(*expression.children[1], Precedence::Additive);
}

void BoundPrinter::print_postfix(const Expression& expression) {
  print_at(*expression.children[0], Precedence::Postfix);
  switch (expression.kind) {
    case ExpressionKind::Property:
      out_ += '.';
      append_name(out_, expression.name);
      return;
    case ExpressionKind::HasLabels:
      out_ += ':';
      append_label_expression(out_, *expression.labels);
      return;
    case ExpressionKind::Index:
      out_ += '[';
      print(*expression.children[1]);
      out_ += ']';
      return;
    default: break;
  }
  out_ += '[';
  if (expression.children[1]) print(*expression.children[1]);
  out_ += "..";
  if (expression.children[2]) print(*expression.children[2]);
  out_ += ']';
}

void BoundPrinter::print_call(std::string_view function, const Expression& expression) {
  out_ += function;
  out_ += '(';
  if (expression.distinct) out_ += "DISTINCT ";
  const bool count_all = expression.kind == ExpressionKind::Aggregate && expression.children.empty();
  if (count_all) out_ += '*';
  print_list(expression.children);
  out_ += ')';
}

void BoundPrinter::print_map(const Expression& expression) {
  out_ += '{';
  for (std::size_t i = 0; i < expression.children.size(); ++i) {
    if (i > 0) out_ += ", ";
    append_name(out_, expression.names[i]);
    out_ += ": ";
    print(*expression.children[i]);
  }
  out_ += '}';
}

void BoundPrinter::print_case(const Expression& expression) {
  out_ += "CASE";
  for (std::size_t i = 0; i + 1 < expression.children.size(); i += 2) {
    out_ += " WHEN ";
    print(*expression.children[i]);
    out_ += " THEN ";
    print(*expression.children[i + 1]);
  }
  out_ += " ELSE ";
  print(*expression.children.back());
  out_ += " END";
}

void BoundPrinter::print_comprehension(const Expression& expression) {
  out_ += '[';
  print_variable(expression.variable);
  out_ += " IN ";
  print(*expression.children[0]);
  if (expression.children[1]) {
    out_ += " WHERE ";
    print(*expression.children[1]);
  }
  if (expression.children[2]) {
    out_ += " | ";
    print(*expression.children[2]);
  }
  out_ += ']';
}

void BoundPrinter::print_quantifier(const Expression& expression) {
  out_ += word(expression.quantifier);
  out_ += '(';
  print_variable(expression.variable);
  out_ += " IN ";
  print(*expression.children[0]);
  out_ += " WHERE ";
  print(*expression.children[1]);
  out_ += ')';
}

void BoundPrinter::print_reduce(const Expression& expression) {
  out_ += "reduce(";
  print_variable(expression.accumulator);
  out_ += " = ";
  print(*expression.children[0]);
  out_ += ", ";
  print_variable(expression.variable);
  out_ += " IN ";
  print(*expression.children[1]);
  out_ += " | ";
  print(*expression.children[2]);
  out_ += ')';
}

void BoundPrinter::print_subquery(std::string_view before, const BoundQuery& query, std::string_view after) {
  out_ += before;
  const std::string separator = std::exchange(clause_separator_, std::string(" "));
  print(query);
  clause_separator_ = separator;
  out_ += after;
}

void BoundPrinter::print_list(const std::vector<ExpressionPointer>& expressions) {
  for (std::size_t i = 0; i < expressions.size(); ++i) {
    if (i > 0) out_ += ", ";
    print(*expressions[i]);
  }
}

std::string canonical_text(const BoundQuery& query, std::span<const VariableId> locals) {
  std::map<VariableId, std::size_t> own;
  const auto name = [&](VariableId id) {
    for (std::size_t i = locals.size(); i > 0; --i) {
      if (locals[i - 1] == id) return fmt::format("#local{}", i);
    }
    const std::vector<VariableId>& outer = query.outer_variables;
    if (std::find(outer.begin(), outer.end(), id) != outer.end()) return fmt::format("#{}", id);
    return fmt::format("#own{}", own.try_emplace(id, own.size()).first->second);
  };
  return BoundPrinter(name, " ", true).text(query);
}

std::string expression_text(const Expression& expression, const BoundStatement& statement) {
  const auto name = [&](VariableId id) {
    const std::string& source_name = statement.variables[id].name;
    if (source_name.empty()) return fmt::format("#{}", id);
    std::string text;
    append_name(text, source_name);
    return text;
  };
  return BoundPrinter(name, " ", false).text(expression);
}

}  // namespace cairn::engine
