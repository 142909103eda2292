// Random trees for the property tests: every kind of node, only what a parse can give, the same for the same seed.
#pragma once

#include "parser/ast.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace cairn::parser::testing {

class RandomTree {
 public:
  explicit RandomTree(std::uint64_t seed) : engine_(seed) {}

  ast::Statement statement();
  // A value; never a bare pattern.
  ast::ExpressionPtr expression();

 private:
  // Counts one level of nesting as long as it lives.
  class Level {
   public:
    explicit Level(int& depth) : depth_(depth) { ++depth_; }
    ~Level() { --depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    int& depth_;
  };

  // random_tree.cpp
  std::size_t below(std::size_t bound);
  bool chance(int percent);
  template <class Enum>
  Enum any_of(std::initializer_list<Enum> values) {
    return values.begin()[below(values.size())];
  }
  template <class Make>
  auto several(std::size_t minimum, std::size_t maximum, Make make) {
    std::vector<decltype(make())> items;
    std::size_t count = minimum + below(maximum - minimum + 1);
    for (std::size_t i = 0; i < count; ++i) items.push_back(make());
    return items;
  }
  template <class Make>
  auto maybe(int percent, Make make) {
    std::optional<decltype(make())> item;
    if (chance(percent)) item = make();
    return item;
  }
  ast::Name name();
  std::string word();

  // random_expression.cpp
  ast::ExpressionPtr leaf();
  ast::ExpressionPtr inner();
  ast::ExpressionPtr condition();
  ast::ExpressionPtr maybe_expression(int percent);
  ast::ExpressionPtr maybe_condition(int percent);
  std::vector<ast::ExpressionPtr> expressions(std::size_t minimum, std::size_t maximum);
  std::vector<ast::ExpressionPtr> conditions(std::size_t minimum, std::size_t maximum);
  ast::ExpressionPtr chain();
  ast::ExpressionPtr predicate();
  ast::ExpressionPtr postfix();
  ast::ExpressionPtr call();
  ast::ExpressionPtr case_expression();
  ast::ExpressionPtr comprehension();
  ast::ExpressionPtr subquery();
  ast::ExpressionPtr map_projection();
  ast::MapLiteral map_literal();
  ast::ValueType value_type();
  ast::LabelExpression label_expression();
  ast::LabelExpression label_reference();

  // random_pattern.cpp
  ast::ExpressionPtr properties();
  ast::NodePattern node_pattern();
  ast::RelationshipPattern relationship_pattern();
  ast::PathPattern simple_path(std::size_t steps_min);
  ast::PathPattern path();
  ast::PathPatternPtr pattern_with_step();
  ast::PathPatternPtr shortest_path();
  std::vector<ast::PathPattern> pattern();

  // random_clause.cpp
  ast::Query query();
  ast::QueryPtr boxed_query();
  ast::Clause clause();
  ast::Clause reading_clause();
  ast::Clause updating_clause();
  ast::Projection projection();
  std::vector<ast::SortItem> sort_items();
  ast::SetItem set_item();
  ast::RemoveItem remove_item();
  ast::LabelChange label_change();
  ast::ExpressionPtr target();
  ast::Yield yield(bool all_allowed);
  ast::CallProcedure call_procedure();
  ast::CallSubquery call_subquery();
  ast::SchemaPattern schema_pattern();
  ast::StatementNode schema_command();
  ast::StatementNode show();

  std::mt19937_64 engine_;
  int depth_ = 0;
};

}  // namespace cairn::parser::testing
