#include "parser/edit_distance.h"
#include "parser/parser.h"

#include <gtest/gtest.h>

namespace cairn::parser {

namespace {

struct Case {
  std::string_view text;
  TextPosition position;
  std::string_view message;  // a part of it
  std::string_view hint;     // a part of it; empty: there is none
};

void expect_error(const Case& expected) {
  auto statement = parse_statement(expected.text);
  ASSERT_FALSE(statement) << expected.text;
  const Error& error = statement.error();
  EXPECT_EQ(error.type, ErrorType::SyntaxError);
  EXPECT_EQ(error.phase, ErrorPhase::CompileTime);
  ASSERT_TRUE(error.position) << expected.text;
  EXPECT_EQ(error.position->line, expected.position.line) << to_string(error);
  EXPECT_EQ(error.position->column, expected.position.column) << to_string(error);
  EXPECT_NE(error.message.find(expected.message), std::string::npos) << error.message;
  if (expected.hint.empty()) {
    EXPECT_EQ(error.hint, "") << expected.text;
  } else {
    EXPECT_NE(error.hint.find(expected.hint), std::string::npos) << expected.text << ": " << error.hint;
  }
}

TEST(SyntaxError, SaysWhatWasExpectedAndWhatWasFound) {
  expect_error({"RETURN", {1, 7}, "expected an expression or '*', but the statement ends here", ""});
  expect_error({"", {1, 1}, "expected a clause such as MATCH", ""});
  expect_error({"MATCH (n) RETURN n n", {1, 20}, "but found 'n'", ""});
  expect_error({"MATCH (n)\nWHERE n.x\nRETURN n)", {3, 9}, "but found ')'", ""});
  expect_error({"UNWIND [1] x RETURN x", {1, 12}, "AS", ""});
  expect_error({"RETURN 1; RETURN 2", {1, 11}, "expected the end of the statement", ""});
  expect_error({"RETURN x IS :: NUMBER", {1, 16}, "a type such as INTEGER", ""});
  expect_error({"RETURN 'é' ? 1", {1, 12}, "found '?'", ""});
}

TEST(SyntaxError, SuggestsTheKeywordThatWasMeant) {
  expect_error({"RETRUN 1", {1, 1}, "found 'RETRUN'", "did you mean RETURN?"});
  expect_error({"MATCH (n) WERE n.x RETURN n", {1, 11}, "found 'WERE'", "did you mean WHERE?"});
  expect_error({"MTCH (n) RETURN n", {1, 1}, "found 'MTCH'", "did you mean MATCH?"});
  expect_error({"MATCH (n) RETURN n ODER BY n", {1, 20}, "found 'ODER'", "did you mean ORDER?"});
  expect_error({"MATCH (n) DELET n", {1, 11}, "found 'DELET'", "did you mean DELETE?"});
}

TEST(SyntaxError, NamesTheBracketThatIsNeverClosed) {
  expect_error({"MATCH (n RETURN n", {1, 10}, "found 'RETURN'", "the '(' at line 1, column 7 is never closed"});
  expect_error({"RETURN [1, 2", {1, 13}, "ends here", "the '[' at line 1, column 8 is never closed"});
  expect_error({"RETURN {a: [1, 2}", {1, 17}, "found '}'", "the '[' at line 1, column 12 is never closed"});
  expect_error({"RETURN 1)", {1, 9}, "found ')'", ""});
}

TEST(SyntaxError, KnowsTheWaysOfOtherLanguages) {
  expect_error({"RETURN 1 != 2", {1, 10}, "found '!'", "written <>"});
  expect_error({"RETURN 1 == 2", {1, 11}, "found '='", "written with one ="});
  expect_error({"RETURN a && b", {1, 10}, "found '&'", "written AND"});
  expect_error({"MATCH (n) RETURN {1a: 2}", {1, 19}, "found '1a'", "needs `backticks`"});
}

TEST(SyntaxError, SaysWhenAKeywordWasReadAsAName) {
  expect_error({"MATCH (n) WHERE RETURN n", {1, 24}, "found 'n'", "'RETURN' was read as a name"});
}

TEST(SyntaxError, CutsLongTokensBetweenCharacters) {
  std::string text = "RETURN 1 ";
  for (int i = 0; i < 100; ++i) text += "é";
  auto statement = parse_statement(text);
  ASSERT_FALSE(statement);
  EXPECT_LT(statement.error().message.size(), 300U);
  EXPECT_TRUE(parse_statement("RETURN '" + statement.error().message.substr(0, 0) + "'"));
  EXPECT_NE(statement.error().message.find("é…'"), std::string::npos) << statement.error().message;
}

TEST(SyntaxError, PointsAtCharactersThatOnlyLookLikeOperators) {
  expect_error({"RETURN 42 — 41", {1, 11}, "no operator", "ASCII"});
}

TEST(EditDistance, CountsSlipsOfTheFinger) {
  EXPECT_EQ(edit_distance("RETURN", "return"), 0U);
  EXPECT_EQ(edit_distance("RETRUN", "RETURN"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("ca", "abc"), 3U);
  EXPECT_TRUE(is_probably("MATHC", "MATCH"));
  EXPECT_FALSE(is_probably("n", "IN"));
  EXPECT_FALSE(is_probably(std::string(1000, 'a'), std::string(1000, 'a')));
}

}  // namespace

}  // namespace cairn::parser
