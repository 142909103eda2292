#include "parser/character.h"
#include "parser/printer/tree_writer.h"
#include "parser/token.h"

#include <fmt/format.h>

#include <variant>

namespace cairn::parser {

namespace {

void append_quoted_name(std::string& text, std::string_view name) {
  text += '`';
  for (char c : name) {
    text += c;
    if (c == '`') text += c;
  }
  text += '`';
}

// Words of commands, which mean nothing special among expressions and patterns.
bool is_command_word(Keyword keyword) {
  switch (keyword) {
    case Keyword::NotKeyword:
    case Keyword::Break:
    case Keyword::Constraint:
    case Keyword::Constraints:
    case Keyword::Continue:
    case Keyword::Csv:
    case Keyword::Each:
    case Keyword::Error:
    case Keyword::Fail:
    case Keyword::From:
    case Keyword::FullText:
    case Keyword::Function:
    case Keyword::Functions:
    case Keyword::Group:
    case Keyword::Groups:
    case Keyword::Headers:
    case Keyword::Index:
    case Keyword::Indexes:
    case Keyword::Key:
    case Keyword::Lookup:
    case Keyword::Node:
    case Keyword::Options:
    case Keyword::Path:
    case Keyword::Paths:
    case Keyword::Point:
    case Keyword::Procedure:
    case Keyword::Procedures:
    case Keyword::Range:
    case Keyword::Read:
    case Keyword::Rel:
    case Keyword::Relationship:
    case Keyword::Row:
    case Keyword::Rows:
    case Keyword::Status:
    case Keyword::Text:
    case Keyword::Transaction:
    case Keyword::Transactions:
    case Keyword::Unique:
    case Keyword::Vector:
    case Keyword::Write: return true;
    default: return false;
  }
}

// Words that mean something special only in front of a brace.
bool begins_subquery(Keyword keyword) {
  return keyword == Keyword::Exists || keyword == Keyword::Count || keyword == Keyword::Collect;
}

bool needs_backticks_as_variable(std::string_view name) {
  Keyword keyword = find_keyword(name);
  return !is_command_word(keyword) && !begins_subquery(keyword);
}

// What is written first of an expression, without parentheses in front of it.
const ast::Expression* leftmost_operand(const ast::Expression& expression) {
  const auto& node = expression.node;
  if (const auto* logical = std::get_if<ast::LogicalChain>(&node)) return logical->operands.front().get();
  if (const auto* comparison = std::get_if<ast::ComparisonChain>(&node)) return comparison->operands.front().get();
  if (const auto* text = std::get_if<ast::StringPredicate>(&node)) return text->operand.get();
  if (const auto* null = std::get_if<ast::NullPredicate>(&node)) return null->operand.get();
  if (const auto* type = std::get_if<ast::TypePredicate>(&node)) return type->operand.get();
  if (const auto* membership = std::get_if<ast::InList>(&node)) return membership->element.get();
  return nullptr;
}

// Whether the expression begins `variable IN`, which behind `[` would be read as a comprehension.
bool begins_like_comprehension(const ast::Expression& expression) {
  for (const ast::Expression* at = &expression; at != nullptr; at = leftmost_operand(*at)) {
    const auto* membership = std::get_if<ast::InList>(&at->node);
    if (membership != nullptr && std::holds_alternative<ast::Variable>(membership->element->node)) return true;
  }
  return false;
}

std::string_view quantifier_name(ast::QuantifierKind kind) {
  switch (kind) {
    case ast::QuantifierKind::All: return "all";
    case ast::QuantifierKind::Any: return "any";
    case ast::QuantifierKind::None: return "none";
    case ast::QuantifierKind::Single: return "single";
  }
  return {};
}

std::string_view subquery_name(ast::SubqueryKind kind) {
  switch (kind) {
    case ast::SubqueryKind::Exists: return "EXISTS";
    case ast::SubqueryKind::Count: return "COUNT";
    case ast::SubqueryKind::Collect: return "COLLECT";
  }
  return {};
}

}  // namespace

void TreeWriter::write_name(std::string_view name) {
  if (is_plain_name(name)) {
    text_ += name;
  } else {
    append_quoted_name(text_, name);
  }
}

void TreeWriter::write_variable(std::string_view name) {
  if (needs_backticks_as_variable(name)) {
    append_quoted_name(text_, name);
  } else {
    write_name(name);
  }
}

void TreeWriter::write_function_name(const std::vector<ast::Name>& name) {
  write_variable(name.front().text);
  for (std::size_t i = 1; i < name.size(); ++i) {
    text_ += '.';
    write(name[i]);
  }
}

void TreeWriter::write(const ast::NullLiteral&) { text_ += "null"; }

void TreeWriter::write(const ast::BooleanLiteral& node) { text_ += node.value ? "true" : "false"; }

void TreeWriter::write(const ast::IntegerLiteral& node) { text_ += std::to_string(node.value); }

void TreeWriter::write(const ast::FloatLiteral& node) {
  std::string digits = fmt::format("{}", node.value);
  text_ += digits;
  if (digits.find_first_of(".e") == std::string::npos) text_ += ".0";
}

void TreeWriter::write(const ast::StringLiteral& node) {
  text_ += '\'';
  for (char c : node.value) {
    switch (c) {
      case '\'': text_ += "\\'"; break;
      case '\\': text_ += "\\\\"; break;
      case '\n': text_ += "\\n"; break;
      case '\r': text_ += "\\r"; break;
      case '\t': text_ += "\\t"; break;
      case '\b': text_ += "\\b"; break;
      case '\f': text_ += "\\f"; break;
      default: text_ += c; break;
    }
  }
  text_ += '\'';
}

void TreeWriter::write(const ast::ListLiteral& node) {
  bool needs_parentheses = !node.elements.empty() && begins_like_comprehension(*node.elements.front());
  write_inside("[", "]", [&] {
    for (std::size_t i = 0; i < node.elements.size(); ++i) {
      if (i > 0) text_ += ", ";
      write(node.elements[i], i == 0 && needs_parentheses ? Precedence::Operand : Precedence::Or);
    }
  });
}

void TreeWriter::write(const ast::MapEntry& node) {
  write(node.key);
  text_ += ": ";
  write(node.value);
}

void TreeWriter::write(const ast::MapLiteral& node) {
  write_inside("{", "}", [&] { write_list(node.entries); });
}

void TreeWriter::write(const ast::Parameter& node) {
  text_ += '$';
  // A parameter's name may begin with a digit.
  if (is_plain_name("_" + node.name) && !node.name.empty()) {
    text_ += node.name;
  } else {
    append_quoted_name(text_, node.name);
  }
}

void TreeWriter::write(const ast::Variable& node) { write_variable(node.name); }

void TreeWriter::write(const ast::CountAll&) { text_ += "count(*)"; }

void TreeWriter::write(const ast::FunctionCall& node) {
  write_function_name(node.name);
  write_inside("(", ")", [&] {
    if (node.distinct) text_ += "DISTINCT ";
    write_list(node.arguments);
  });
}

void TreeWriter::write(const ast::CaseBranch& node) {
  text_ += " WHEN ";
  write_list(node.conditions);
  text_ += " THEN ";
  write(node.result);
}

void TreeWriter::write(const ast::Case& node) {
  text_ += "CASE";
  write_keyed("", node.operand);
  for (const ast::CaseBranch& branch : node.branches) write(branch);
  write_keyed(" ELSE", node.otherwise);
  text_ += " END";
}

void TreeWriter::write(const ast::ListComprehension& node) {
  write_divided("[", "]", [&] {
    write_variable(node.variable.text);
    text_ += " IN ";
    write(node.list);
    write_where(node.where);
    if (!node.projection) return;
    write_divider();
    write(node.projection);
  });
}

void TreeWriter::write(const ast::PatternComprehension& node) {
  write_divided("[", "]", [&] {
    write(*node.pattern);
    write_where(node.where);
    write_divider();
    write(node.projection);
  });
}

void TreeWriter::write(const ast::Quantifier& node) {
  text_ += quantifier_name(node.kind);
  write_inside("(", ")", [&] {
    write_variable(node.variable.text);
    text_ += " IN ";
    write(node.list);
    write_where(node.where);
  });
}

void TreeWriter::write(const ast::Reduce& node) {
  write_divided("reduce(", ")", [&] {
    write_variable(node.accumulator.text);
    text_ += " = ";
    write(node.initial);
    text_ += ", ";
    write_variable(node.variable.text);
    text_ += " IN ";
    write(node.list);
    write_divider();
    write(node.step);
  });
}

void TreeWriter::write(const ast::SubqueryExpression& node) {
  text_ += subquery_name(node.kind);
  write_inside(" { ", " }", [&] { write(*node.query); });
}

void TreeWriter::write(const ast::PatternExpression& node) { write(*node.pattern); }

void TreeWriter::write(const ast::MapProjectionItem& node) {
  switch (node.kind) {
    case ast::MapProjectionItemKind::AllProperties: text_ += ".*"; return;
    case ast::MapProjectionItemKind::Property: text_ += '.'; return write(node.key);
    case ast::MapProjectionItemKind::Variable: return write(node.key);
    case ast::MapProjectionItemKind::Entry: break;
  }
  write(node.key);
  text_ += ": ";
  write(node.value);
}

void TreeWriter::write(const ast::MapProjection& node) {
  if (begins_subquery(find_keyword(node.variable.text))) {
    append_quoted_name(text_, node.variable.text);
  } else {
    write_variable(node.variable.text);
  }
  write_inside(" {", "}", [&] { write_list(node.items); });
}

}  // namespace cairn::parser
