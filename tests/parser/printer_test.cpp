#include "parser/printer.h"

#include "parser/equality.h"
#include "parser/parser.h"
#include "tests/parser/random_tree.h"

#include <gtest/gtest.h>

namespace cairn::parser {

namespace {

std::string reprint_expression(std::string_view text) {
  auto tree = parse_expression(text);
  return tree ? print(**tree) : to_string(tree.error());
}

std::string reprint(std::string_view text) {
  auto tree = parse_statement(text);
  return tree ? print(*tree) : to_string(tree.error());
}

TEST(Printer, PrintsRandomStatementsThatParseToTheSameTree) {
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    ast::Statement tree = testing::RandomTree(seed).statement();
    std::string text = print(tree);
    auto parsed = parse_statement(text);
    ASSERT_TRUE(parsed) << "seed " << seed << "\n" << text << "\n" << to_string(parsed.error());
    ASSERT_TRUE(equal(tree, *parsed)) << "seed " << seed << "\n" << text << "\n" << print(*parsed);
  }
}

TEST(Printer, PrintsRandomExpressionsThatParseToTheSameTree) {
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    ast::ExpressionPtr tree = testing::RandomTree(seed).expression();
    std::string text = print(*tree);
    auto parsed = parse_expression(text);
    ASSERT_TRUE(parsed) << "seed " << seed << "\n" << text << "\n" << to_string(parsed.error());
    ASSERT_TRUE(equal(*tree, **parsed)) << "seed " << seed << "\n" << text << "\n" << print(**parsed);
  }
}

TEST(Printer, SetsOnlyTheParenthesesThatKeepTheTree) {
  EXPECT_EQ(reprint_expression("((1) + ((2 * 3)))"), "1 + 2 * 3");
  EXPECT_EQ(reprint_expression("(1 + 2) * 3"), "(1 + 2) * 3");
  EXPECT_EQ(reprint_expression("1 - (2 - 3)"), "1 - (2 - 3)");
  EXPECT_EQ(reprint_expression("(1 - 2) - 3"), "(1 - 2) - 3");
  EXPECT_EQ(reprint_expression("not (a = b) and ((c))"), "NOT a = b AND c");
  EXPECT_EQ(reprint_expression("(a AND b) OR c XOR (d OR e)"), "a AND b OR c XOR (d OR e)");
  EXPECT_EQ(reprint_expression("(-x) ^ (y ^ z)"), "-x ^ (y ^ z)");
  EXPECT_EQ(reprint_expression("-(5)"), "-(5)");
  EXPECT_EQ(reprint_expression("- 5"), "-5");
  EXPECT_EQ(reprint_expression("(a.b)[(1)]"), "a.b[1]");
  EXPECT_EQ(reprint_expression("[(x IN xs)]"), "[(x IN xs)]");
}

TEST(Printer, SetsBackticksOnlyWhereANameNeedsThem) {
  EXPECT_EQ(reprint("MATCH (`n`:`Big Label` {`key`: 1}) RETURN `n`.`a``b` AS `ORDER`"),
            "MATCH (n:`Big Label` {key: 1}) RETURN n.`a``b` AS `ORDER`");
  EXPECT_EQ(reprint("RETURN count, `null`, `count`(x)"), "RETURN count, `null`, count(x)");
}

TEST(Printer, NormalisesWhatHasTwoSpellings) {
  EXPECT_EQ(reprint("match (a IS A)<-[IS X|:Y*2]->(b) return exists { (a)-->(b) where true } offset 1"),
            "MATCH (a:A)-[:X|Y*2]-(b) RETURN EXISTS { MATCH (a)-->(b) WHERE true } SKIP 1");
  EXPECT_EQ(reprint("MATCH (a)-[:R]->{2,}(b) RETURN 0x1F, 0o17, 1_000, 1e3"),
            "MATCH (a)-[:R*2..]->(b) RETURN 31, 15, 1000, 1000.0");
}

}  // namespace

}  // namespace cairn::parser
