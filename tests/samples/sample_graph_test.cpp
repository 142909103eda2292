// The sample graph: loads as its scripts say, holds every claim, and answers its questions as expected.
//
// The expected answers were worked out from the articles' claims by a second program (see README.md), so
// they check the engine and the graph against each other.

#include "engine/database.h"
#include "engine/value/text.h"
#include "shell/script_splitter.h"
#include "tests/shell/program.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace cairn {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path << " cannot be read";
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<shell::ScriptItem> statements(const std::string& path) {
  shell::ScriptSplitter splitter;
  splitter.feed(read_file(path));
  splitter.finish();
  std::vector<shell::ScriptItem> items;
  while (true) {
    auto item = splitter.next();
    EXPECT_TRUE(item) << to_string(item.error());
    if (!item || !*item) return items;
    items.push_back(std::move(**item));
  }
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Parts a line at " | ", outside of quotes.
std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> cells(1);
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quote == 0 && line.compare(i, 3, " | ") == 0) {
      cells.emplace_back();
      i += 2;
      continue;
    }
    if (quote != 0 && line[i] == '\\') {
      cells.back() += line[i++];
    } else if (line[i] == '\'') {
      quote = quote == 0 ? '\'' : char{0};
    }
    cells.back() += line[i];
  }
  return cells;
}

struct Answer {
  std::string title;
  bool ordered = false;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

std::vector<Answer> expected_answers(const std::string& path) {
  std::vector<Answer> answers;
  for (const std::string& line : lines(read_file(path))) {
    if (line.starts_with("## ")) {
      answers.emplace_back().title = line.substr(3);
    } else if (line.starts_with("---- ")) {
      answers.back().ordered = line == "---- ordered";
    } else if (!line.empty() && !answers.empty()) {
      if (answers.back().columns.empty()) {
        answers.back().columns = cells(line);
      } else {
        answers.back().rows.push_back(cells(line));
      }
    }
  }
  return answers;
}

constexpr std::array<const char*, 5> graph_scripts{"samples/entities.cypher", "samples/claims_companies.cypher",
                                                   "samples/claims_deal.cypher", "samples/claims_people.cypher",
                                                   "samples/claims_statements.cypher"};

class SampleGraph : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto opened = Database::open(":memory:");
    ASSERT_TRUE(opened) << to_string(opened.error());
    database_ = std::move(*opened);
    session_ = database_->session();
    for (const char* file : graph_scripts) {
      for (const shell::ScriptItem& item : statements(file)) {
        const auto result = session_->run(item.text);
        ASSERT_TRUE(result) << file << ": " << to_string(result.error()) << "\n" << item.text;
      }
    }
  }

  static void TearDownTestSuite() {
    session_.reset();
    database_.reset();
  }

  static std::unique_ptr<Database> database_;
  static std::unique_ptr<Session> session_;
};

std::unique_ptr<Database> SampleGraph::database_;
std::unique_ptr<Session> SampleGraph::session_;

std::string row_text(const std::vector<Value>& row) {
  std::string text;
  for (const Value& value : row) text += (text.empty() ? "" : " | ") + to_literal(value);
  return text;
}

// The title in the comment above a question: "// 7. Which …?".
std::string title_of(const shell::ScriptItem& item) {
  for (const std::string& line : lines(item.comment)) {
    if (line.size() > 3 && line.starts_with("// ") && std::isdigit(static_cast<unsigned char>(line[3])) != 0) {
      return line.substr(3);
    }
  }
  return {};
}

// Asks the questions of one file and compares with the answers in another.
void compare(Session& session, const std::string& questions, const std::string& answers) {
  const std::vector<Answer> expected = expected_answers(answers);
  std::size_t next = 0;
  for (const shell::ScriptItem& item : statements(questions)) {
    const auto result = session.run(item.text);
    ASSERT_TRUE(result) << to_string(result.error()) << "\n" << item.text;
    const std::string title = title_of(item);
    if (title.empty() || result->columns().empty()) continue;
    ASSERT_LT(next, expected.size()) << title << " has no answer";
    const Answer& answer = expected[next++];
    SCOPED_TRACE(title);
    ASSERT_EQ(title, answer.title);
    EXPECT_EQ(result->columns(), answer.columns);

    std::vector<std::string> found;
    std::vector<std::string> wanted;
    for (const std::vector<Value>& row : result->rows()) found.push_back(row_text(row));
    for (const std::vector<std::string>& row : answer.rows) {
      std::vector<Value> values;
      for (const std::string& cell : row) {
        auto value = session.evaluate(cell);
        ASSERT_TRUE(value) << cell << ": " << to_string(value.error());
        values.push_back(*value);
      }
      wanted.push_back(row_text(values));
    }
    if (!answer.ordered) {
      std::sort(found.begin(), found.end());
      std::sort(wanted.begin(), wanted.end());
    }
    EXPECT_EQ(found, wanted);
  }
  EXPECT_EQ(next, expected.size());
}

TEST_F(SampleGraph, HoldsEveryClaimOnceByRelation) {
  const auto result = session_->run("MATCH ()-[r]->() WHERE r.claim IS NOT NULL RETURN type(r) AS t, count(*) AS n");
  ASSERT_TRUE(result) << to_string(result.error());
  std::map<std::string, std::int64_t> found;
  std::int64_t total = 0;
  for (const auto& row : result->rows()) {
    found[std::string(row[0].as_string())] = row[1].as_integer();
    total += row[1].as_integer();
  }
  std::map<std::string, std::int64_t> wanted;
  for (const std::string& line : lines(read_file("tests/samples/claims_by_relation.txt"))) {
    std::istringstream words(line);
    std::string relation;
    std::int64_t count = 0;
    if (words >> relation >> count) wanted[relation] = count;
  }
  EXPECT_EQ(found, wanted);
  EXPECT_EQ(total, 293);
}

TEST_F(SampleGraph, NoClaimStandsTwice) {
  const auto result = session_->run("MATCH ()-[r]->() RETURN count(r.claim) AS claims, count(DISTINCT r.claim) AS ids");
  ASSERT_TRUE(result) << to_string(result.error());
  EXPECT_EQ(result->rows()[0][0].as_integer(), 293);
  EXPECT_EQ(result->rows()[0][1].as_integer(), 293);
}

TEST_F(SampleGraph, AnswersItsQuestionsAsWorkedOutFromTheClaims) {
  compare(*session_, "samples/questions.cypher", "samples/questions.expected");
}

TEST_F(SampleGraph, AnswersItsAlgorithmQuestionsAsWorkedOutFromTheClaims) {
  compare(*session_, "samples/algorithms.cypher", "samples/algorithms.expected");
}

TEST(KilledSampleGraph, AnswersAsBeforeWhenTheDatabaseIsOpenedAgain) {
  const auto path = std::filesystem::temp_directory_path() / ("cairn-killed-sample-" + std::to_string(::getpid()));
  std::filesystem::remove_all(path);
  shell::RunningProgram program({path.string(), "--format", "csv"}, shell::RunningProgram::Connection::Pipes);
  for (const char* file : graph_scripts) program.write(read_file(file));
  program.write("\nRETURN 'all is ' + 'loaded';\n");
  ASSERT_TRUE(program.read_until("all is loaded\n").ends_with("all is loaded\n"));
  program.write("BEGIN; CREATE (:Unfinished); MATCH (n:Unfinished) RETURN 'killed with ' + count(n);\n");
  ASSERT_TRUE(program.read_until("killed with 1\n").ends_with("killed with 1\n"));
  program.send_signal(SIGKILL);
  EXPECT_EQ(program.wait(), 128 + SIGKILL);

  auto opened = Database::open(path.string());
  ASSERT_TRUE(opened) << to_string(opened.error());
  std::unique_ptr<Session> session = (*opened)->session();
  compare(*session, "samples/questions.cypher", "samples/questions.expected");
  compare(*session, "samples/algorithms.cypher", "samples/algorithms.expected");
  const auto unfinished = session->run("MATCH (n:Unfinished) RETURN count(n) AS n");
  ASSERT_TRUE(unfinished) << to_string(unfinished.error());
  EXPECT_EQ(unfinished->rows()[0][0].as_integer(), 0);
  const auto report = (*opened)->check();
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_TRUE(report->findings.empty());
  EXPECT_EQ(report->relationships_checked, 293U);
  // An open database deletes obsolete files in the background, under the hands of who empties its directory.
  session.reset();
  opened->reset();
  std::filesystem::remove_all(path);
}

TEST(Readme, ShowsTheProgramThatIsBuilt) {
  const std::string program = read_file("samples/embed.cpp");
  const std::string readme = read_file("README.md");
  EXPECT_NE(readme.find(program.substr(program.find("#include"))), std::string::npos);
}

}  // namespace
}  // namespace cairn
