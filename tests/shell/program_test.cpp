// The program as its users meet it: arguments, exit statuses, bad input, signals and the prompt on a terminal.
#include "tests/shell/program.h"
#include "shell/display_width.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <ostream>

namespace cairn::shell {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ProgramTest : public testing::Test {
 public:
  ProgramTest() : folder_(fs::temp_directory_path() / ("cairn-program-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~ProgramTest() override { fs::remove_all(folder_); }

 protected:
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

  // What a query of one number answers.
  std::string number(const std::string& query) const {
    return run_program({path("db"), "-c", query, "--format", "tsv"}).output;
  }

  fs::path folder_;
};

// A query that runs for minutes if nobody stops it.
constexpr const char* endless =
    "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b UNWIND range(1, 2000) AS c "
    "WITH a, b, c WHERE a + b + c = 0 RETURN count(*) AS n;\n";

TEST_F(ProgramTest, AnswersAQueryAsCsvOutsideOfATerminal) {
  const ProgramResult result = run_program({"-c", "RETURN 1 AS x, 'a,b' AS y"});
  EXPECT_EQ(result.output, "x,y\n1,\"a,b\"\n");
  EXPECT_EQ(result.diagnostics, "");
  EXPECT_EQ(result.status, 0);
}

TEST_F(ProgramTest, KeepsWhatItWrites) {
  EXPECT_EQ(run_program({path("db")}, "CREATE (:A {x: 1});\nCREATE (:A {x: 2});\n").status, 0);
  EXPECT_EQ(number("MATCH (a:A) RETURN sum(a.x) AS n"), "n\n3\n");
}

TEST_F(ProgramTest, ExitsWithOneIfAStatementFailed) {
  const std::string script = file("bad.cypher", "RETURN 1 AS a;\nMATCH (n)\nRETURN m;\nRETURN 2 AS b;\n");
  const ProgramResult stopped = run_program({"-f", script});
  EXPECT_EQ(stopped.status, 1);
  EXPECT_EQ(stopped.output, "a\n1\n");
  EXPECT_THAT(stopped.diagnostics, StartsWith(script + ":3:8: SyntaxError: "));
  EXPECT_THAT(stopped.diagnostics, HasSubstr("\n  RETURN m\n         ^\n"));
  const ProgramResult continued = run_program({"-f", script, "--on-error", "continue"});
  EXPECT_EQ(continued.status, 1);
  EXPECT_EQ(continued.output, "a\n1\nb\n2\n");
}

TEST_F(ProgramTest, RollsBackATransactionThatIsOpenAtTheEnd) {
  const ProgramResult result = run_program({path("db")}, "BEGIN;\nCREATE (:A);\n");
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.diagnostics, HasSubstr("rolled back"));
  EXPECT_EQ(number("MATCH (a:A) RETURN count(a) AS n"), "n\n0\n");
}

TEST_F(ProgramTest, UsesParametersOfTheCommandLine) {
  const std::string parameters = file("p.json", R"({"list": [1, 2.5, null], "name": "Ada"})");
  const ProgramResult result =
      run_program({"--params", parameters, "--param", "twice=$list[0] * 2", "-c",
                   "RETURN $name AS name, $twice AS twice, $list AS list", "--format", "jsonl"});
  EXPECT_EQ(result.output, "{\"name\":\"Ada\",\"twice\":2,\"list\":[1,2.5,null]}\n") << result.diagnostics;
  EXPECT_EQ(run_program({"--param", "`x y`=1", "-c", "RETURN $`x y` AS n"}).output, "n\n1\n");
}

TEST_F(ProgramTest, SaysWhereAParameterOfTheCommandLineIsWrong) {
  const ProgramResult cut = run_program({"--param", "x=1+", "-c", "RETURN 1"});
  EXPECT_EQ(cut.status, 2);
  EXPECT_THAT(cut.diagnostics, StartsWith("--param:1:5: SyntaxError: "));
  EXPECT_THAT(cut.diagnostics, HasSubstr("\n  x=1+\n      ^\n"));
  EXPECT_THAT(run_program({"--param", "x y=1", "-c", "RETURN 1"}).diagnostics,
              StartsWith("--param:1:3: SyntaxError: "));
  const ProgramResult missing = run_program({"--params", path("missing.json"), "-c", "RETURN 1"});
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.diagnostics, StartsWith("cairn: StorageError: --params '" + path("missing.json") + "': "));
  const ProgramResult invalid = run_program({"--params", file("p.json", R"({"a": [1, }})"), "-c", "RETURN 1"});
  EXPECT_EQ(invalid.status, 2);
  EXPECT_THAT(invalid.diagnostics, HasSubstr("--params '" + path("p.json") + "': This is no JSON"));
  EXPECT_THAT(invalid.diagnostics, HasSubstr("byte 10"));
  EXPECT_THAT(invalid.diagnostics, HasSubstr("  hint: "));
}

TEST_F(ProgramTest, WritesNothingToAReadOnlyDatabase) {
  EXPECT_EQ(run_program({path("db"), "--read-only", "-c", "RETURN 1"}).status, 2);
  EXPECT_FALSE(fs::exists(path("db")));
  run_program({path("db"), "-c", "CREATE (:A)"});
  EXPECT_EQ(run_program({path("db"), "--read-only", "-c", "CREATE (:A)"}).status, 1);
  EXPECT_EQ(number("MATCH (a:A) RETURN count(a) AS n"), "n\n1\n");
}

TEST_F(ProgramTest, StopsAStatementThatTakesTooLong) {
  const ProgramResult result = run_program({"--timeout", "50ms"}, endless);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.diagnostics, HasSubstr("Cancelled"));
}

TEST_F(ProgramTest, ChecksAndDescribesADatabase) {
  run_program({path("db"), "-c", "CREATE (:A {x: 1})-[:T]->(:B)"});
  const ProgramResult check = run_program({"check", path("db")});
  EXPECT_EQ(check.status, 0);
  EXPECT_THAT(check.output, EndsWith("clean\n"));
  EXPECT_THAT(run_program({"check", path("db"), "--format", "jsonl"}).output, HasSubstr("\"findings\":0}"));
  EXPECT_THAT(run_program({"info", path("db"), "--format", "json"}).output,
              HasSubstr("\"node_count\":2,\"relationship_count\":1,\"labels\":{\"A\":1,\"B\":1}"));
  EXPECT_EQ(run_program({"check", path("missing")}).status, 2);
  EXPECT_EQ(run_program({"info", path("missing")}).status, 2);
}

TEST_F(ProgramTest, HasNothingToSayOfADatabaseInMemory) {
  for (const char* command : {"check", "info"}) {
    const ProgramResult result = run_program({command, ":memory:"});
    EXPECT_EQ(result.status, 2);
    EXPECT_THAT(result.diagnostics, HasSubstr("there is nothing to "));
    EXPECT_THAT(result.diagnostics, HasSubstr("  hint: name the directory"));
    EXPECT_THAT(result.diagnostics, Not(HasSubstr("read-only")));
  }
}

// ---- bad input
// -------------------------------------------------------------------------------------------------------

struct BadInput {
  const char* name;
  std::string script;
  const char* place;  // of the error
  const char* error;

  friend std::ostream& operator<<(std::ostream& stream, const BadInput& input) { return stream << input.name; }
};

class BadInputTest : public ProgramTest, public testing::WithParamInterface<BadInput> {};

TEST_P(BadInputTest, GivesOneErrorWithItsPlaceAndLeavesTheGraphAsItWas) {
  run_program({path("db"), "-c", "CREATE (:A {x: 1})"});
  const ProgramResult result = run_program({path("db")}, GetParam().script);
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.output, "");
  EXPECT_THAT(result.diagnostics, StartsWith("<stdin>:" + std::string(GetParam().place) + ":"));
  EXPECT_THAT(result.diagnostics, HasSubstr(GetParam().error));
  EXPECT_LT(result.diagnostics.size(), 1000U);
  EXPECT_EQ(number("MATCH (a) RETURN count(a) + sum(a.x) AS n"), "n\n2\n");
  EXPECT_EQ(run_program({"check", path("db")}).status, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Program, BadInputTest,
    testing::Values(
        BadInput{"cut", "MATCH (a)\nDETACH DELETE a", "2:16", "UnfinishedStatement"},
        BadInput{"cut_in_quotes", "MATCH (a) SET a.x = 'one;\n", "1:26", "UnfinishedStatement"},
        BadInput{"cut_in_a_comment", "MATCH (a) SET a.x = 2 /* one;\n", "1:30", "UnfinishedStatement"},
        BadInput{"cut_between_statements", "/* MATCH (a)\nSET a.x = 2;\n", "2:13", "UnfinishedStatement"},
        BadInput{"long_name", "MATCH (a) DELETE " + std::string(1'000'000, 'b') + ";\n", "1:18", "UndefinedVariable"},
        BadInput{"long_function", "RETURN " + std::string(1'000'000, 'f') + "(1);\n", "1:8", "UnknownFunction"},
        BadInput{"long_command", ":" + std::string(1'000'000, 'c') + "\n", "1:2", "UnknownCommand"},
        BadInput{"invisible", "MATCH (a) \xEF\xBB\xBF DELETE a;\n", "1:11", "but found '\\ufeff'"},
        BadInput{"invalid_utf8", "CREATE (:B {s: '\xff'});\n", "1:17", "InvalidUtf8"},
        BadInput{"deep", "CREATE (:B {x: " + std::string(100'000, '[') + std::string(100'000, ']') + "});\n", "1",
                 "NestingTooDeep"},
        BadInput{"division", "MATCH (a) SET a.x = a.x / 0;\n", "1:21", "DivisionByZero"},
        BadInput{"overflow", "MATCH (a) SET a.x = a.x + 9223372036854775807;\n", "1:21", "IntegerOverflow"},
        BadInput{"overflow_of_a_function", "MATCH (a) SET a.x = abs(-9223372036854775808);\n", "1:21",
                 "ArithmeticError: abs(-9223372036854775808) does not fit"},
        BadInput{"unknown", "MATCH (a) DELETE b;\n", "1:18", "UndefinedVariable"},
        BadInput{"command", ":nonsense\n", "1:2", "UnknownCommand"}),
    [](const auto& test) { return test.param.name; });

TEST_F(ProgramTest, TakesALongString) {
  const std::size_t length = 10'000'000;
  const ProgramResult result = run_program({path("db")}, "RETURN size('" + std::string(length, 'x') + "') AS n;\n");
  EXPECT_EQ(result.output, "n\n10000000\n");
}

TEST_F(ProgramTest, LooksForAllItsFilesBeforeItRunsOne) {
  for (const std::string& name : {path("missing.cypher"), folder_.string(), std::string()}) {
    const ProgramResult result = run_program({path("db"), "-c", "RETURN 1", "-f", name});
    EXPECT_EQ(result.status, 2) << name;
    EXPECT_EQ(result.output, "");
    EXPECT_THAT(result.diagnostics, StartsWith("cairn: StorageError: cannot read `" + name + "`: "));
    EXPECT_THAT(result.diagnostics, HasSubstr("\n  hint: "));
  }
  EXPECT_FALSE(fs::exists(path("db")));
}

TEST_F(ProgramTest, ShortensWhatItsErrorsQuote) {
  const std::string statement = "RETURN `" + std::string(1'000'000, 'x') + " y`;\n";
  for (const char* format : {"table", "csv", "json", "typed"}) {
    const ProgramResult result = run_program({"--format", format}, statement);
    EXPECT_EQ(result.status, 1);
    EXPECT_LT(result.output.size() + result.diagnostics.size(), 1000U) << format;
    EXPECT_THAT(result.output + result.diagnostics, HasSubstr("xx…` is not defined")) << format;
  }
}

TEST_F(ProgramTest, TakesClosedDescriptorsForWhatTheyAre) {
  const ProgramResult no_input = run_program({path("db")}, {}, false, {STDIN_FILENO});
  EXPECT_EQ(no_input.status, 1);
  EXPECT_THAT(no_input.diagnostics, HasSubstr("cannot read the input: Bad file descriptor"));
  EXPECT_EQ(run_program({path("db"), "-c", "CREATE (:A)"}, {}, false, {STDIN_FILENO}).status, 0);
  const ProgramResult no_output = run_program({path("db"), "-c", "RETURN 1"}, {}, false, {STDIN_FILENO, STDOUT_FILENO});
  EXPECT_EQ(no_output.status, 1);
  EXPECT_EQ(no_output.diagnostics, "cairn: cannot write the output: Bad file descriptor\n");
  const ProgramResult no_diagnostics = run_program({path("db"), "-c", "RETURN x"}, {}, false, {STDERR_FILENO});
  EXPECT_EQ(no_diagnostics.status, 1);
  EXPECT_EQ(no_diagnostics.output, "");
  EXPECT_THAT(run_program({"check", path("db")}).output, EndsWith("clean\n"));
}

TEST_F(ProgramTest, NamesADirectoryItMayNotUse) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give up being root";
  fs::create_directories(path("closed"));
  fs::permissions(path("closed"), fs::perms::owner_all);
  if (run_program({"--version"}, {}, true).status != 0) GTEST_SKIP() << "nobody may not run the program here";
  const ProgramResult result = run_program({path("closed/db"), "-c", "RETURN 1"}, {}, true);
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.diagnostics, HasSubstr("closed"));
  EXPECT_THAT(result.diagnostics, HasSubstr("StorageError"));
}

TEST_F(ProgramTest, NamesTheProcessThatHasTheDatabaseOpen) {
  RunningProgram holder({path("db"), "--format", "typed"}, RunningProgram::Connection::Pipes);
  holder.write("CREATE (:A);\n");
  EXPECT_THAT(holder.read_until("\n"), HasSubstr("\"nodes_created\":1"));
  const ProgramResult result = run_program({path("db"), "-c", "RETURN 1"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.diagnostics, HasSubstr(std::to_string(holder.process())));
  holder.close_input();
  EXPECT_EQ(holder.wait(), 0);
}

TEST_F(ProgramTest, SaysWhatIsWrongWithItsArguments) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--nonsense"}, {"--timeout", "soon"}, {"import", "db"}, {"a", "b"}}) {
    const ProgramResult result = run_program(arguments);
    EXPECT_EQ(result.status, 2) << arguments.front();
    EXPECT_THAT(result.diagnostics, StartsWith("cairn: "));
    EXPECT_EQ(result.output, "");
  }
  EXPECT_THAT(run_program({"--version"}).output, StartsWith("cairn "));
}

// ---- other programs and signals
// --------------------------------------------------------------------------------------

TEST_F(ProgramTest, AnswersEachStatementOfAnotherProgramAtOnce) {
  RunningProgram program({"--format", "typed"}, RunningProgram::Connection::Pipes);
  for (const char* statement : {"CREATE (:A {x: 1});\n", "MATCH (a:A) RETURN a.x AS x;\n", "BEGIN;\n", "ROLLBACK;\n"}) {
    program.write(statement);
    EXPECT_THAT(program.read_until("\n"), StartsWith("{\"columns\":[")) << statement;
  }
  program.write("RETURN nothing;\n");
  EXPECT_THAT(program.read_until("\n"), StartsWith("{\"error\":{\"type\":\"SyntaxError\""));
  EXPECT_EQ(program.wait(), 1);
}

TEST_F(ProgramTest, EndsQuietlyWhenItsReaderHasGone) {
  RunningProgram program({}, RunningProgram::Connection::Pipes);
  program.close_output();
  program.write("UNWIND range(1, 1000000) AS x RETURN x;\nRETURN 1;\n");
  EXPECT_EQ(program.wait(), 128 + SIGPIPE);
}

TEST_F(ProgramTest, ClosesCleanlyAtSigterm) {
  RunningProgram program({path("db"), "--format", "typed"}, RunningProgram::Connection::Pipes);
  program.write("CREATE (:A);\nBEGIN;\nCREATE (:A);\n");
  for (int answers = 0; answers < 3; ++answers) program.read_until("\n");
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.wait(), 128 + SIGTERM);
  EXPECT_EQ(number("MATCH (a:A) RETURN count(a) AS n"), "n\n1\n");
}

TEST_F(ProgramTest, CancelsTheRunningStatementAtSigterm) {
  RunningProgram program({"--format", "typed"}, RunningProgram::Connection::Pipes);
  program.write("RETURN 1 AS x;\n");
  program.read_until("\n");
  program.write(endless);
  ::usleep(100'000);
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.wait(), 128 + SIGTERM);
  EXPECT_THAT(program.read_until("\n"), HasSubstr("\"detail\":\"Interrupted\""));
}

// ---- the prompt
// ------------------------------------------------------------------------------------------------------

class PromptOnATerminal : public ProgramTest {
 protected:
  PromptOnATerminal() {
    ::setenv("HOME", folder_.c_str(), 1);
    ::unsetenv("XDG_STATE_HOME");
  }
};

TEST_F(PromptOnATerminal, RunsStatementsAndRemembersThem) {
  file(".cairnrc", ":param who => 'Ada'\n");
  RunningProgram program({}, RunningProgram::Connection::Terminal);
  program.read_until("cairn> ");
  program.write("RETURN $who\r");
  program.read_until("  ...> ");
  program.write("  AS who;\r");
  EXPECT_THAT(program.read_until("cairn> "), HasSubstr(" who\r\n─────\r\n Ada\r\n1 row; "));
  program.write("BEGIN;\r");
  program.read_until("cairn*> ");
  program.write("ROLLBACK;\r");
  program.read_until("cairn> ");
  program.write("\x04");
  EXPECT_EQ(program.wait(), 0);
  std::ifstream history(path(".cairn_history"));
  const std::string text{std::istreambuf_iterator<char>(history), {}};
  EXPECT_THAT(text, HasSubstr("RETURN $who\n  AS who;\n"));
}

TEST_F(PromptOnATerminal, CancelsTheQueryAndNotTheShellAtCtrlC) {
  RunningProgram program({}, RunningProgram::Connection::Terminal);
  program.read_until("cairn> ");
  program.write(std::string(endless).substr(0, std::string(endless).size() - 1) + "\r");
  ::usleep(300'000);
  program.write("\x03");
  EXPECT_THAT(program.read_until("cairn> "), HasSubstr("Cancelled"));
  program.write("RETURN 1 +");
  program.write("\x03");
  EXPECT_THAT(program.read_until("^C"), HasSubstr("^C"));
  EXPECT_THAT(program.read_until("cairn> "), HasSubstr("cairn> "));
  program.write("RETURN 42 AS n;\r");
  EXPECT_THAT(program.read_until("cairn> "), HasSubstr(" 42\r\n1 row; "));
  program.write(":quit\r");
  EXPECT_EQ(program.wait(), 0);
}

// The terminal throws typed keys away at Ctrl-C, whether the prompt has seen them by then or not.
TEST_F(PromptOnATerminal, TakesCtrlCWhileKeysAreTyped) {
  RunningProgram program({}, RunningProgram::Connection::Terminal);
  program.read_until("cairn> ");
  for (int i = 0; i < 100; ++i) {
    program.write("RETURN 1 + 2 + 3 + 4 + 5");
    if (i % 2 == 0) ::usleep(static_cast<unsigned>(i) * 5);
    program.write("\x03");
    ASSERT_THAT(program.read_until("^C"), HasSubstr("^C")) << i;
    ASSERT_THAT(program.read_until("cairn> "), HasSubstr("cairn> ")) << i;
  }
  program.write("RETURN 'x\x1b[Db\x1b[C' AS n;\r");
  EXPECT_THAT(program.read_until("cairn> "), HasSubstr(" bx\r\n1 row"));
  program.write("\x04");
  EXPECT_EQ(program.wait(), 0);
}

TEST_F(PromptOnATerminal, BreaksErrorsBetweenWords) {
  RunningProgram program({"-c", "MATCH (p:Person)-[:ceo_of]->(c) RETRUN p.name"}, RunningProgram::Connection::Terminal);
  const std::string text = program.read_until("RETURN?\r\n");
  EXPECT_THAT(text, HasSubstr("a clause such as\r\n    MATCH, CREATE, WITH or RETURN or"));
  for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
    EXPECT_LE(display_width(text.substr(begin, text.find('\r', begin) - begin)), 80U) << text;
  }
  EXPECT_EQ(program.wait(), 1);
}

TEST_F(PromptOnATerminal, BreaksMistakesOfTheCommandLineBetweenWords) {
  RunningProgram program({"--on-error", "explode", "--memory", "a lot of memory", "--format", "a new format of mine"},
                         RunningProgram::Connection::Terminal);
  const std::string text = program.read_until("--help`.\r\n");
  EXPECT_THAT(text, HasSubstr("\r\n    "));
  for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
    EXPECT_LE(text.substr(begin, text.find('\r', begin) - begin).size(), 80U) << text;
  }
  EXPECT_EQ(program.wait(), 2);
}

TEST_F(PromptOnATerminal, FitsTablesIntoTheTerminal) {
  RunningProgram program({}, RunningProgram::Connection::Terminal);
  program.read_until("cairn> ");
  program.write("RETURN range(1, 200) AS a, 'x' AS b;\r");
  program.read_until(";\r\n");
  EXPECT_THAT(program.read_until("1 row"), HasSubstr(", 2… │ x\r\n"));
}

}  // namespace
}  // namespace cairn::shell
