#include "parser/ast_fields.h"
#include "parser/equality.h"
#include "parser/parser.h"
#include "parser/printer.h"
#include "tests/parser/random_tree.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace cairn::parser {

namespace {

using namespace cairn::ast;

// Checks the spans of a whole tree: every node has one, inside of its parent's; and the text at an expression's span is
// that expression.
class SpanChecker {
 public:
  explicit SpanChecker(std::string_view text) : text_(text) {}

  template <class T>
  void check(const T& value, Span parent) {
    if constexpr (requires { ast::fields(value); }) {
      check_node(value, parent);
    } else if constexpr (requires { value.index(); }) {
      std::visit([&](const auto& alternative) { check(alternative, parent); }, value);
    } else if constexpr (requires { value.get(); } || requires { value.has_value(); }) {
      if (value) check(*value, parent);
    } else if constexpr (requires { value.begin(); } && !std::is_same_v<T, std::string>) {
      for (const auto& item : value) check(item, parent);
    }
  }

  std::size_t expressions() const { return expressions_; }

 private:
  template <class T>
  void check_node(const T& node, Span parent) {
    Span span = parent;
    if constexpr (requires { node.span; }) {
      if constexpr (requires { node.text; }) {
        // A part that may be absent has an absent name, such as that of a dynamic label.
        if (node.span.end == 0 && node.text.empty()) return;
      }
      if constexpr (std::is_same_v<T, PathSelector>) {
        if (node.kind == PathSelectorKind::AllPaths) return;
        span = node.span.end == 0 ? parent : node.span;
      } else {
        span = node.span;
      }
      EXPECT_LT(span.begin, span.end) << typeid(T).name() << " '" << source(span) << "' in '" << source(parent) << "'";
      EXPECT_GE(span.begin, parent.begin)
          << typeid(T).name() << " '" << source(span) << "' in '" << source(parent) << "'";
      EXPECT_LE(span.end, parent.end) << typeid(T).name() << " '" << source(span) << "' in '" << source(parent) << "'";
    }
    if constexpr (std::is_same_v<T, Expression>) check_expression(node);
    std::apply([&](const auto&... part) { (check(part, span), ...); }, ast::fields(node));
  }

  std::string_view source(Span span) const { return text_.substr(span.begin, span.end - span.begin); }

  void check_expression(const Expression& expression) {
    ++expressions_;
    if (std::holds_alternative<PatternExpression>(expression.node)) return;
    std::string_view text = source(expression.span);
    auto parsed = parse_expression(text);
    ASSERT_TRUE(parsed) << text << "\nin " << text_ << "\n" << to_string(parsed.error());
    EXPECT_TRUE(equal(expression, **parsed)) << text << "\nin " << text_;
  }

  std::string_view text_;
  std::size_t expressions_ = 0;
};

TEST(Spans, AreTheTextOfTheirNodesInRandomStatements) {
  std::size_t expressions = 0;
  for (std::uint64_t seed = 0; seed < 3'000 && !HasFailure(); ++seed) {
    std::string text = "  " + print(testing::RandomTree(seed).statement()) + " ;";
    auto statement = parse_statement(text);
    ASSERT_TRUE(statement) << text;
    SpanChecker checker(text);
    checker.check(*statement, {.begin = 2, .end = static_cast<std::uint32_t>(text.size() - 2)});
    expressions += checker.expressions();
  }
  EXPECT_GT(expressions, 10'000U);
}

TEST(Spans, GiveTheNameOfAnUnaliasedColumn) {
  constexpr std::string_view text = "RETURN  (1 + 2) * 3 , count( * ), (x) AS y /* z */";
  auto statement = parse_statement(text);
  ASSERT_TRUE(statement);
  const auto& result = std::get<Return>(std::get<Query>(statement->node).parts[0].clauses[0].node);
  std::vector<std::string_view> columns;
  for (const ProjectionItem& item : result.projection.items) {
    columns.push_back(text.substr(item.span.begin, item.span.end - item.span.begin));
  }
  EXPECT_EQ(columns, (std::vector<std::string_view>{"(1 + 2) * 3", "count( * )", "(x) AS y"}));
}

}  // namespace

}  // namespace cairn::parser
