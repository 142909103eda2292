#include "shell/script_splitter.h"

#include <gtest/gtest.h>

#include <vector>

namespace cairn::shell {
namespace {

// The items of `script`, fed in pieces of `piece_bytes`.
std::vector<ScriptItem> split(std::string_view script, std::size_t piece_bytes = 1 << 20) {
  ScriptSplitter splitter;
  std::vector<ScriptItem> items;
  const auto take = [&] {
    for (auto item = splitter.next(); item && *item; item = splitter.next()) items.push_back(**item);
  };
  for (std::size_t at = 0; at < script.size(); at += piece_bytes) {
    splitter.feed(script.substr(at, piece_bytes));
    take();
  }
  splitter.finish();
  take();
  return items;
}

std::vector<std::string> texts(const std::vector<ScriptItem>& items) {
  std::vector<std::string> result;
  for (const ScriptItem& item : items) result.push_back(item.text);
  return result;
}

using Texts = std::vector<std::string>;

TEST(ScriptSplitter, TellsStatementsFromCommands) {
  const auto items = split(":param x => 1; 2\nRETURN 1; :quit");
  ASSERT_EQ(texts(items), (Texts{":param x => 1; 2", "RETURN 1", ":quit"}));
  EXPECT_EQ(items[0].kind, ScriptItem::Kind::Command);
  EXPECT_EQ(items[1].kind, ScriptItem::Kind::Statement);
  EXPECT_EQ(items[2].kind, ScriptItem::Kind::Command);
}

TEST(ScriptSplitter, GivesTheSameForPiecesOfAnySize) {
  const std::string script =
      "\xef\xbb\xbf// head\n\n/* a */ RETURN 'ä;\\'';\r\n:param x => 1\r\n// why\nMATCH (n)\r\n  RETURN n; :format "
      "csv\n"
      "RETURN /*;*/ 1";
  const std::vector<ScriptItem> whole = split(script);
  EXPECT_EQ(whole.size(), 5U);
  for (std::size_t piece_bytes = 1; piece_bytes < 8; ++piece_bytes) {
    const std::vector<ScriptItem> items = split(script, piece_bytes);
    ASSERT_EQ(texts(items), texts(whole)) << piece_bytes;
    for (std::size_t index = 0; index < items.size(); ++index) {
      EXPECT_EQ(items[index].kind, whole[index].kind);
      EXPECT_EQ(items[index].start, whole[index].start) << index;
      EXPECT_EQ(items[index].comment, whole[index].comment) << index;
      EXPECT_EQ(items[index].terminated, whole[index].terminated) << index;
    }
  }
}

TEST(ScriptSplitter, SaysWhereItemsBegin) {
  const auto items = split("RETURN 1;\n  /* ä */ RETURN 2;\r\n\r\nRETURN 3;");
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0].start, (TextPosition{1, 1}));
  EXPECT_EQ(items[1].start, (TextPosition{2, 11}));
  EXPECT_EQ(items[2].start, (TextPosition{4, 1}));
}

TEST(ScriptSplitter, KeepsTheCommentRightAboveAStatement) {
  const auto items = split("// head\n\n// one\n  // two\nRETURN 1; // behind\nRETURN 2;\n// three\n\nRETURN 3;");
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0].comment, "// one\n  // two\n");
  EXPECT_EQ(items[1].comment, "");
  EXPECT_EQ(items[2].comment, "");
  EXPECT_EQ(split("// first\nRETURN 1;").at(0).comment, "// first\n");
}

TEST(ScriptSplitter, SaysThatTheLastStatementWasCut) {
  EXPECT_TRUE(split("RETURN 1;").at(0).terminated);
  EXPECT_FALSE(split("RETURN 1").at(0).terminated);
  EXPECT_FALSE(split("RETURN 'open;").at(0).terminated);
}

TEST(ScriptSplitter, ForgetsWhatWasTyped) {
  ScriptSplitter splitter;
  splitter.feed("  // comment\n");
  EXPECT_FALSE(*splitter.next());
  EXPECT_TRUE(splitter.is_between_items());
  splitter.feed("RETURN '");
  EXPECT_FALSE(*splitter.next());
  EXPECT_FALSE(splitter.is_between_items());
  splitter.clear();
  EXPECT_TRUE(splitter.is_between_items());
  splitter.feed("RETURN 1;");
  EXPECT_EQ((*splitter.next())->text, "RETURN 1");
}

TEST(ScriptSplitter, KeepsWhatIsAboveAStatementButNotWholeScripts) {
  ScriptSplitter splitter;
  for (int block = 0; block < 64; ++block) {
    splitter.feed("/*" + std::string(60'000, 'x') + "*/\n");
    ASSERT_TRUE(splitter.next());
  }
  splitter.feed("// here\nRETURN 1;");
  EXPECT_EQ((*splitter.next())->comment, "// here\n");
}

}  // namespace
}  // namespace cairn::shell
