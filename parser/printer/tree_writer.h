// The printer's workhorse: appends the text of any node of the tree to one string.
#pragma once

#include "parser/ast.h"
#include "parser/precedence.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::parser {

// One `write` per kind of node. Text is separated by single spaces; a node writes none around itself.
class TreeWriter {
 public:
  std::string take() { return std::move(text_); }

  // expressions.cpp
  // In parentheses if its operator binds more loosely than `loosest`.
  void write(const ast::Expression& expression, Precedence loosest = Precedence::Or);
  void write(const ast::ExpressionPtr& expression, Precedence loosest = Precedence::Or) { write(*expression, loosest); }

  // operands.cpp
  void write(const ast::NullLiteral& node);
  void write(const ast::BooleanLiteral& node);
  void write(const ast::IntegerLiteral& node);
  void write(const ast::FloatLiteral& node);
  void write(const ast::StringLiteral& node);
  void write(const ast::ListLiteral& node);
  void write(const ast::MapEntry& node);
  void write(const ast::MapLiteral& node);
  void write(const ast::Parameter& node);
  void write(const ast::Variable& node);
  void write(const ast::CountAll& node);
  void write(const ast::FunctionCall& node);
  void write(const ast::CaseBranch& node);
  void write(const ast::Case& node);
  void write(const ast::ListComprehension& node);
  void write(const ast::PatternComprehension& node);
  void write(const ast::Quantifier& node);
  void write(const ast::Reduce& node);
  void write(const ast::SubqueryExpression& node);
  void write(const ast::PatternExpression& node);
  void write(const ast::MapProjectionItem& node);
  void write(const ast::MapProjection& node);

  // expressions.cpp
  void write(const ast::LogicalChain& node);
  void write(const ast::Not& node);
  void write(const ast::ComparisonChain& node);
  void write(const ast::ArithmeticChain& node);
  void write(const ast::Sign& node);
  void write(const ast::StringPredicate& node);
  void write(const ast::InList& node);
  void write(const ast::NullPredicate& node);
  void write(const ast::TypePredicate& node);
  void write(const ast::LabelPredicate& node);
  void write(const ast::Property& node);
  void write(const ast::Subscript& node);
  void write(const ast::Slice& node);
  void write(const ast::ValueType& type);

  // patterns.cpp
  void write(const ast::LabelExpression& labels);
  void write(const ast::PathPattern& path);
  void write(const ast::NodePattern& node);
  void write(const ast::RelationshipPattern& relationship);

  // clauses.cpp
  void write(const ast::Query& query);
  void write(const ast::SingleQuery& query);
  void write(const ast::Clause& clause);
  void write(const ast::Match& clause);
  void write(const ast::Unwind& clause);
  void write(const ast::LoadCsv& clause);
  void write(const ast::With& clause);
  void write(const ast::Return& clause);
  void write(const ast::Finish& clause);
  void write(const ast::Create& clause);
  void write(const ast::Merge& clause);
  void write(const ast::Set& clause);
  void write(const ast::Remove& clause);
  void write(const ast::Delete& clause);
  void write(const ast::Foreach& clause);
  void write(const ast::CallProcedure& clause);
  void write(const ast::CallSubquery& clause);
  void write(const ast::Projection& projection);
  void write(const ast::ProjectionItem& item);
  void write(const ast::SortItem& item);
  void write(const ast::SetItem& item);
  void write(const ast::RemoveItem& item);
  void write(const ast::MergeAction& action);
  void write(const ast::YieldItem& item);
  void write(const ast::InTransactions& options);

  // statements.cpp
  void write(const ast::Statement& statement);
  void write(const ast::CreateIndex& command);
  void write(const ast::CreateConstraint& command);
  void write(const ast::DropSchemaObject& command);
  void write(const ast::Show& command);
  void write(const ast::BeginTransaction& command);
  void write(const ast::CommitTransaction& command);
  void write(const ast::RollbackTransaction& command);

  // operands.cpp
  // A name where any name may stand, such as a label or a property key.
  void write_name(std::string_view name);
  void write(const ast::Name& name) { write_name(name.text); }
  // A name where some words would be read as keywords.
  void write_variable(std::string_view name);
  void write_function_name(const std::vector<ast::Name>& name);

 private:
  // Writes something in brackets, where a `|` divides nothing.
  template <class Write>
  void write_inside(std::string_view open, std::string_view close, Write write_content) {
    bool outer = std::exchange(bar_divides_, false);
    text_ += open;
    write_content();
    text_ += close;
    bar_divides_ = outer;
  }

  // Writes something in brackets whose next `|` divides it; the content calls write_divider().
  template <class Write>
  void write_divided(std::string_view open, std::string_view close, Write write_content) {
    bool outer = std::exchange(bar_divides_, true);
    text_ += open;
    write_content();
    text_ += close;
    bar_divides_ = outer;
  }

  void write_divider() {
    text_ += " | ";
    bar_divides_ = false;
  }

  template <class Items>
  void write_list(const Items& items, std::string_view separator = ", ") {
    bool first = true;
    for (const auto& item : items) {
      if (!std::exchange(first, false)) text_ += separator;
      write(item);
    }
  }

  void write_union(const ast::ValueType& type, bool in_brackets);
  void write_where(const ast::ExpressionPtr& where);
  void write_keyed(std::string_view keyword, const ast::ExpressionPtr& expression);
  void write_label_operand(const ast::LabelExpression& labels, const ast::LabelExpression& parent);
  void write_entity_detail(const std::optional<ast::Name>& variable, const std::optional<ast::LabelExpression>& labels,
                           const std::optional<ast::PathLength>& length, const ast::ExpressionPtr& properties,
                           const ast::ExpressionPtr& where);
  void write_length(const ast::PathLength& length);
  void write_selector(const ast::PathSelector& selector);
  void write_steps(const ast::PathPattern& path);
  void write_set_items(const std::vector<ast::SetItem>& items);
  void write_label_change(const ast::LabelChange& change);
  void write_yield(const ast::Yield& yield);
  void write_ordering(const std::vector<ast::SortItem>& order_by, const ast::ExpressionPtr& skip,
                      const ast::ExpressionPtr& limit);
  void write_schema_pattern(const ast::SchemaPattern& pattern);
  void write_schema_keys(const ast::SchemaPattern& pattern, const std::vector<ast::Name>& keys);
  void write_requirement(const ast::CreateConstraint& command);

  std::string text_;
  // Whether a `|` here would be read as the one that divides a comprehension, reduce or FOREACH.
  bool bar_divides_ = false;
};

}  // namespace cairn::parser
