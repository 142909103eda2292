#include "shell/error_text.h"

#include "base/text_position.h"

#include <gtest/gtest.h>

namespace cairn::shell {
namespace {

Error error_at(std::string_view text, std::string_view place) {
  const auto offset = static_cast<std::uint32_t>(text.find(place));
  Error error =
      compile_error(ErrorType::SyntaxError, "UndefinedVariable", "Variable not defined", offset, "did you mean `n`?");
  error.position = text_position(text, offset);
  return error;
}

TEST(ErrorText, PointsAtThePlace) {
  const std::string_view text = "MATCH (n)\nRETURN m;";
  EXPECT_EQ(error_text(error_at(text, "m;"), text, {"people.cypher", {12, 5}}, {}),
            "people.cypher:13:8: SyntaxError: Variable not defined [UndefinedVariable]\n"
            "  RETURN m;\n"
            "         ^\n"
            "  hint: did you mean `n`?\n");
}

TEST(ErrorText, CountsFromTheStatementsPlaceOnItsFirstLine) {
  const std::string_view text = "RETURN m;";
  const std::string shown = error_text(error_at(text, "m"), text, {"a.cypher", {3, 10}}, {});
  EXPECT_TRUE(shown.starts_with("a.cypher:3:17: ")) << shown;
}

TEST(ErrorText, NamesTheLineOnlyWhereItHelpsAtThePrompt) {
  const std::string_view text = "MATCH (n)\nRETURN m;";
  EXPECT_TRUE(error_text(error_at(text, "m;"), text, {}, {}).starts_with("line 2, column 8: SyntaxError"));
  EXPECT_TRUE(error_text(error_at("RETURN m;", "m"), "RETURN m;", {}, {}).starts_with("SyntaxError"));
}

TEST(ErrorText, PutsTheCaretBelowWideCharactersAndTabs) {
  const std::string_view text = "\tRETURN '日本' + m;";
  const std::string shown = error_text(error_at(text, "m"), text, {}, {});
  EXPECT_NE(shown.find("\n          RETURN '日本' + m;\n"), std::string::npos) << shown;
  EXPECT_NE(shown.find("\n" + std::string(2 + 8 + 16, ' ') + "^\n"), std::string::npos) << shown;
}

TEST(ErrorText, CutsALongLineAroundThePlace) {
  const std::size_t length = 10'000'000;
  const std::string text = "RETURN '" + std::string(length, 'a') + "' + m + '" + std::string(length, 'b') + "'";
  const std::string shown = error_text(error_at(text, "m +"), text, {}, {false, 60});
  EXPECT_LT(shown.size(), 500U);
  EXPECT_NE(shown.find("m + "), std::string::npos);
  // The caret stands below the `m`.
  const std::size_t line = shown.find("\n  …") + 1;
  const std::size_t caret_line = shown.find('\n', line) + 1;
  const std::string source = shown.substr(line, caret_line - line);
  const std::size_t ellipsis_surplus = 2;  // bytes of `…` beyond the first
  EXPECT_EQ(source.find("m + ") - ellipsis_surplus, shown.find('^', caret_line) - caret_line) << shown;
}

TEST(ErrorText, WritesEscapesForWhatCannotBeShown) {
  Error error = runtime_error(ErrorType::TypeError, "", "bad \x1b[2J value");
  EXPECT_EQ(error_text(error, "", {}, {}), "TypeError: bad \\u001b[2J value\n");
}

TEST(ErrorText, BreaksLongLinesBetweenWords) {
  Error error = compile_error(ErrorType::SyntaxError, "UnexpectedSyntax", "expected one thing or another", std::nullopt,
                              "write one thing and then another");
  EXPECT_EQ(error_text(error, "", {"a.cypher", {}}, {false, 40}),
            "a.cypher:1:1: SyntaxError: expected one\n"
            "    thing or another [UnexpectedSyntax]\n"
            "  hint: write one thing and then another\n");
  EXPECT_EQ(failure_text(error, {false, 30}),
            "cairn: SyntaxError: expected\n"
            "    one thing or another\n"
            "    [UnexpectedSyntax]\n"
            "  hint: write one thing and\n"
            "        then another\n");
}

TEST(ErrorText, QuotesTheBeginningOfWhatIsLong) {
  const auto message = [](const std::string& text) { return runtime_error(ErrorType::TypeError, "", text, text); };
  const std::string name(500, 'x');
  for (const char* quote : {"`", "'", "\""}) {
    const Error error = message("No " + (quote + name) + " y" + quote + " here");
    EXPECT_EQ(error.message, "No " + (quote + std::string(199, 'x')) + "…" + quote + " here");
    EXPECT_EQ(error.hint, error.message);
  }
  EXPECT_EQ(message("no " + name + " here").message, "no " + std::string(200, 'x') + "… here");
  // Between two characters.
  EXPECT_EQ(message("no 'a" + std::string("é") + std::string(300, 'x') + "'").message.size(), 3U + 200 + 3 + 1);
  std::string accents;
  while (accents.size() < 300) accents += "é";
  EXPECT_EQ(message("no `" + accents + "`").message.size(), 3U + 199 + 3 + 1);
  // What has neither quotes nor long words ends somewhere all the same.
  std::string words;
  while (words.size() < 100'000) words += "word ";
  EXPECT_LT(message(words).message.size(), 2100U);
  std::string marks;
  while (marks.size() < 100'000) marks += "` ";
  EXPECT_LT(message(marks).message.size(), 2100U);
  const std::string usual = "expected ',', '-', '<', UNION, WHERE, a clause such as MATCH, CREATE, WITH or RETURN, " +
                            std::string(100, 'x') + " or the end of the statement, but found '" + std::string(40, 'x') +
                            "…'";
  EXPECT_EQ(message(usual).message, usual);
}

TEST(ErrorText, UsesColoursOnlyIfAsked) {
  const std::string_view text = "RETURN m";
  EXPECT_EQ(error_text(error_at(text, "m"), text, {}, {}).find('\x1b'), std::string::npos);
  EXPECT_NE(error_text(error_at(text, "m"), text, {}, {true, 80}).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace cairn::shell
