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
  const std::string text = "RETURN '" + std::string(10'000'000, 'a') + "' + m + '" + std::string(10'000'000, 'b') + "'";
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

TEST(ErrorText, UsesColoursOnlyIfAsked) {
  const std::string_view text = "RETURN m";
  EXPECT_EQ(error_text(error_at(text, "m"), text, {}, {}).find('\x1b'), std::string::npos);
  EXPECT_NE(error_text(error_at(text, "m"), text, {}, {true, 80}).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace cairn::shell
