#include "parser/statement_splitter.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cairn::parser {

namespace {

// "offset line:column text" of each piece; `!` in front of an unterminated one; the error's detail.
std::vector<std::string> split(std::string_view script, std::size_t block, SplitLimits limits = {}) {
  std::vector<std::string> pieces;
  StatementSplitter splitter(limits);
  auto pull = [&] {
    while (true) {
      auto piece = splitter.next();
      if (!piece) {
        pieces.push_back(piece.error().detail + " " + std::to_string(piece.error().position->line) + ":" +
                         std::to_string(piece.error().position->column));
        continue;
      }
      if (!*piece) return;
      const ScriptPiece& found = **piece;
      pieces.push_back((found.terminated ? "" : "!") + std::to_string(found.offset) + " " +
                       std::to_string(found.position.line) + ":" + std::to_string(found.position.column) + " " +
                       std::string(found.text));
    }
  };
  for (std::size_t at = 0; at < script.size(); at += block) {
    splitter.feed(script.substr(at, block));
    pull();
  }
  splitter.finish();
  pull();
  return pieces;
}

using Pieces = std::vector<std::string>;

constexpr std::size_t block_sizes[] = {1, 2, 3, 7, 64, 100000};

TEST(StatementSplitter, CutsAtSemicolonsOutsideOfQuotesAndComments) {
  constexpr std::string_view script =
      "RETURN ';', \"a;\\\"b\", `x;y`; // one; two\n/* three; ' */ RETURN 1 / 2 /* ; */ ;;\r\n  RETURN 'é' ; RETURN 4";
  const Pieces expected = {"0 1:1 RETURN ';', \"a;\\\"b\", `x;y`", "55 2:16 RETURN 1 / 2 /* ; */ ",
                           "82 3:3 RETURN 'é' ", "!96 3:16 RETURN 4"};
  for (std::size_t block : block_sizes) EXPECT_EQ(split(script, block), expected) << "blocks of " << block;
}

TEST(StatementSplitter, EndsAMetaCommandWithItsLine) {
  constexpr std::string_view script = ":param a => ';'\r\n  :timing on\nRETURN {a: 1,\n:b}; :quit";
  const Pieces expected = {"0 1:1 :param a => ';'", "19 2:3 :timing on", "30 3:1 RETURN {a: 1,\n:b}", "49 4:6 :quit"};
  for (std::size_t block : block_sizes) EXPECT_EQ(split(script, block), expected) << "blocks of " << block;
}

TEST(StatementSplitter, SkipsAByteOrderMark) {
  for (std::size_t block : block_sizes) {
    EXPECT_EQ(split("\xEF\xBB\xBFRETURN 1;", block), (Pieces{"3 1:1 RETURN 1"})) << "blocks of " << block;
  }
}

TEST(StatementSplitter, GivesWhatTheEndOfTheScriptCutsOff) {
  for (std::size_t block : block_sizes) {
    EXPECT_EQ(split("RETURN 'abc; RETURN 2;\n", block), (Pieces{"!0 1:1 RETURN 'abc; RETURN 2;\n"}));
    EXPECT_EQ(split("RETURN 'a\\", block), (Pieces{"!0 1:1 RETURN 'a\\"}));
    EXPECT_EQ(split("RETURN 1; \n /* never", block), (Pieces{"0 1:1 RETURN 1", "!12 2:2 /* never"}));
    EXPECT_EQ(split("RETURN 1; /* n*", block), (Pieces{"0 1:1 RETURN 1", "!10 1:11 /* n*"}));
    EXPECT_EQ(split("/*" + std::string(1000, 'x'), block), (Pieces{"!0 1:1 /*" + std::string(253, 'x')}));
    EXPECT_EQ(split("RETURN 1 /", block), (Pieces{"!0 1:1 RETURN 1 /"}));
  }
}

TEST(StatementSplitter, GivesNothingForSpacesCommentsAndEmptyStatements) {
  for (std::size_t block : block_sizes) {
    EXPECT_EQ(split(" ;; // nothing\n/* at all **/ ; \n", block), Pieces{});
    EXPECT_EQ(split("", block), Pieces{});
  }
}

TEST(StatementSplitter, RefusesAStatementOverTheLimitAndGoesOn) {
  std::string script = "RETURN 1; RETURN '" + std::string(5000, 'x') + "'; RETURN 3;";
  for (std::size_t block : {std::size_t{1}, std::size_t{100}, std::size_t{100000}}) {
    EXPECT_EQ(split(script, block, {.statement_bytes_max = 1000}),
              (Pieces{"0 1:1 RETURN 1", "StatementTooLong 1:11", "5021 1:5022 RETURN 3"}));
  }
}

TEST(StatementSplitter, TellsAPromptThatMoreIsNeeded) {
  StatementSplitter splitter;
  splitter.feed("  // nothing yet\n");
  ASSERT_TRUE(splitter.next());
  EXPECT_FALSE(splitter.has_pending());
  splitter.feed("MATCH (n)\n");
  ASSERT_TRUE(splitter.next());
  EXPECT_TRUE(splitter.has_pending());
  splitter.feed("RETURN n;\n");
  auto piece = splitter.next();
  ASSERT_TRUE(piece && *piece);
  EXPECT_EQ((*piece)->text, "MATCH (n)\nRETURN n");
  ASSERT_TRUE(splitter.next());
  EXPECT_FALSE(splitter.has_pending());
}

TEST(StatementSplitter, KeepsOnlyTheCurrentStatementInMemory) {
  StatementSplitter splitter;
  std::string block;
  while (block.size() < 60'000) block += "CREATE (:N {name: 'é', line: 1});\n";
  std::size_t count = 0;
  for (int round = 0; round < 200; ++round) {
    splitter.feed(block);
    for (auto piece = splitter.next(); piece && *piece; piece = splitter.next()) {
      ASSERT_EQ((*piece)->position.line, ++count);
      ASSERT_EQ((*piece)->position.column, 1U);
      ASSERT_EQ((*piece)->offset, (count - 1) * 35);
    }
    ASSERT_LT(splitter.buffered_bytes(), 3 * block.size());
  }
}

}  // namespace

}  // namespace cairn::parser
