#include "shell/options.h"

#include "shell/display_width.h"
#include "shell/help.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace cairn::shell {
namespace {

using testing::HasSubstr;
using testing::Not;

ShellOptions shell_options(std::vector<std::string> arguments) {
  const CommandLine command_line = parse_command_line(std::move(arguments));
  const auto* options = std::get_if<ShellOptions>(&command_line);
  if (options != nullptr) return *options;
  const auto* answer = std::get_if<TextAnswer>(&command_line);
  ADD_FAILURE() << (answer == nullptr ? "a subcommand" : answer->text);
  return {};
}

std::string mistake(std::vector<std::string> arguments) {
  const CommandLine command_line = parse_command_line(std::move(arguments));
  const auto* answer = std::get_if<TextAnswer>(&command_line);
  EXPECT_TRUE(answer != nullptr && answer->is_mistake);
  return answer == nullptr ? std::string{} : answer->text;
}

// Every line fits 80 columns.
void expect_narrow(std::string_view text) {
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 80U) << line;
}

TEST(Options, AreAMemoryDatabaseAndThePromptWithoutArguments) {
  const ShellOptions options = shell_options({});
  EXPECT_EQ(options.database, ":memory:");
  EXPECT_TRUE(options.scripts.empty());
  EXPECT_FALSE(options.format);
  EXPECT_TRUE(options.stop_on_error);
}

TEST(Options, KeepTheOrderOfScripts) {
  const ShellOptions options = shell_options({"-c", "RETURN 1; [x]", "people", "-f", "a", "-c", "[1,2]", "-f", "b"});
  EXPECT_EQ(options.database, "people");
  ASSERT_EQ(options.scripts.size(), 4U);
  EXPECT_EQ(options.scripts[0].value, "RETURN 1; [x]");
  EXPECT_EQ(options.scripts[1].kind, ScriptArgument::Kind::File);
  EXPECT_EQ(options.scripts[1].value, "a");
  EXPECT_EQ(options.scripts[2].value, "[1,2]");
  EXPECT_EQ(options.scripts[3].value, "b");
}

TEST(Options, ReadDurationsSizesAndNumbers) {
  const ShellOptions options =
      shell_options({"--timeout", "30s", "--memory", "4GiB", "--threads", "3", "--lock-timeout", "250ms",
                     "--snapshot-age", "2h", "--durability", "relaxed"});
  EXPECT_EQ(options.session_options.statement_timeout, std::chrono::seconds(30));
  EXPECT_EQ(options.session_options.lock_timeout, std::chrono::milliseconds(250));
  EXPECT_EQ(options.database_options.memory_bytes_max, std::size_t{4} << 30);
  EXPECT_EQ(options.database_options.thread_count, 3U);
  EXPECT_EQ(options.database_options.snapshot_age_max, std::chrono::hours(2));
  EXPECT_EQ(options.database_options.durability, Durability::Relaxed);
}

TEST(Options, NeverCreateWhatIsReadOnly) {
  const ShellOptions options = shell_options({"x", "--read-only"});
  EXPECT_TRUE(options.database_options.read_only);
  EXPECT_FALSE(options.database_options.create_if_missing);
}

TEST(Options, ReadTheRest) {
  const ShellOptions options = shell_options({"--format=typed", "--param", "a=[1, 2]", "--param=b='x'", "--params",
                                              "p.json", "--on-error", "continue", "--echo", "--timing"});
  EXPECT_EQ(options.format, Format::Typed);
  EXPECT_EQ(options.parameters, (std::vector<std::string>{"a=[1, 2]", "b='x'"}));
  EXPECT_EQ(options.parameter_files, (std::vector<std::string>{"p.json"}));
  EXPECT_FALSE(options.stop_on_error);
  EXPECT_TRUE(options.echo);
  EXPECT_TRUE(options.timing);
}

TEST(Options, SayWhatIsWrong) {
  EXPECT_THAT(mistake({"--timeout", "soon"}), HasSubstr("`soon` is not a duration"));
  EXPECT_THAT(mistake({"--memory", "lots"}), HasSubstr("4GiB"));
  EXPECT_THAT(mistake({"--format", "xml"}), HasSubstr("xml"));
  EXPECT_THAT(mistake({"--nonsense"}), HasSubstr("--nonsense"));
  EXPECT_THAT(mistake({"a", "b"}), HasSubstr("b"));
  EXPECT_THAT(mistake({"--threads", "0"}), HasSubstr("--threads"));
  EXPECT_THAT(mistake({"-c"}), HasSubstr("-c"));
  EXPECT_THAT(mistake({"--memory", "99999999999999999999GiB"}), Not(HasSubstr("; ")));
  EXPECT_THAT(mistake({"--timeout", "99999999h"}), HasSubstr("; write at most"));
}

TEST(Options, AreQuotedOnlyInPartAndWithoutControlCharacters) {
  EXPECT_LT(mistake({"--format", std::string(100'000, 'x')}).size(), 1000U);
  EXPECT_LT(mistake({"--" + std::string(100'000, 'x')}).size(), 1000U);
  EXPECT_THAT(mistake({"--\x1b[31m"}), HasSubstr("--\\u001b[31m"));
}

TEST(Options, SayWhereTheHelpIs) {
  EXPECT_THAT(mistake({"--nonsense"}), HasSubstr("Try `cairn --help`."));
  EXPECT_THAT(mistake({"check", "people", "extra"}), HasSubstr("Try `cairn check --help`."));
  EXPECT_THAT(mistake({"info", "people", "extra"}), HasSubstr("Try `cairn info --help`."));
}

TEST(Options, SayWhatComesLater) {
  for (const char* word : {"import", "export", "dump", "backup", "restore", "compact"}) {
    EXPECT_THAT(mistake({word, "x"}), HasSubstr("does not have `" + std::string(word) + "` yet"));
  }
  EXPECT_THAT(mistake({"x", "--refresh", "1s"}), HasSubstr("does not have `--refresh` yet"));
  EXPECT_THAT(mistake({"x", "--allow-files", "/"}), HasSubstr("does not have `--allow-files` yet"));
}

TEST(Options, ReadSubcommands) {
  const CommandLine check = parse_command_line({"check", "people", "--salvage", "--format", "jsonl"});
  ASSERT_TRUE(std::holds_alternative<CheckOptions>(check));
  EXPECT_EQ(std::get<CheckOptions>(check).database, "people");
  EXPECT_TRUE(std::get<CheckOptions>(check).salvage);
  EXPECT_TRUE(std::get<CheckOptions>(check).json_lines);
  const CommandLine info = parse_command_line({"info", "people", "--format", "json"});
  ASSERT_TRUE(std::holds_alternative<InfoOptions>(info));
  EXPECT_TRUE(std::get<InfoOptions>(info).json);
  EXPECT_THAT(mistake({"check"}), HasSubstr("DB"));
}

TEST(Options, AnswerHelpAndVersion) {
  const CommandLine version = parse_command_line({"--version"});
  ASSERT_TRUE(std::holds_alternative<TextAnswer>(version));
  EXPECT_TRUE(std::get<TextAnswer>(version).text.starts_with("cairn "));
  EXPECT_FALSE(std::get<TextAnswer>(version).is_mistake);
  const CommandLine help = parse_command_line({"--help"});
  EXPECT_THAT(std::get<TextAnswer>(help).text, HasSubstr("--durability"));
}

TEST(Options, HaveHelpThatFitsATerminal) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--help"}, {"check", "--help"}, {"info", "--help"}}) {
    const CommandLine help = parse_command_line(arguments);
    ASSERT_TRUE(std::holds_alternative<TextAnswer>(help));
    expect_narrow(std::get<TextAnswer>(help).text);
  }
}

TEST(Help, FitsATerminal) {
  expect_narrow(*help_text(""));
  std::istringstream topics(help_topics());
  for (std::string topic; std::getline(topics >> std::ws, topic, ',');) {
    const auto text = help_text(topic);
    ASSERT_TRUE(text) << topic;
    expect_narrow(*text);
  }
}

}  // namespace
}  // namespace cairn::shell
