// Every case of every *.test file of this folder as a test, once with all rewrites of the planner and once without
// any: they must not change an answer.
#include "tests/language/case_runner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace cairn::language {
namespace {

namespace fs = std::filesystem;

const fs::path folder = "tests/language";

class LanguageTest : public testing::Test {
 public:
  LanguageTest(Database& database, const engine::RewriteSet& rewrites, Case test_case, std::vector<std::string> graph)
      : database_(database), rewrites_(rewrites), case_(std::move(test_case)), graph_(std::move(graph)) {}

  void TestBody() override {
    CaseRunner runner(database_, rewrites_);
    const std::optional<std::string> failure = runner.run(case_, graph_);
    EXPECT_FALSE(failure) << *failure;
  }

 private:
  Database& database_;
  engine::RewriteSet rewrites_;
  Case case_;
  std::vector<std::string> graph_;
};

// The statements of the scripts that a file names, relative to itself or to the root of the project.
Expected<std::vector<std::string>> read_graph(const LanguageFile& file) {
  std::vector<std::string> statements;
  for (const std::string& name : file.graphs) {
    const fs::path beside = file.path.parent_path() / name;
    std::ifstream stream(fs::exists(beside) ? beside : fs::path(name));
    std::stringstream script;
    script << stream.rdbuf();
    if (!stream) return storage_error("FileNotFound", file.path.string() + " names the graph " + name);
    for (std::string& statement : split_statements(script.str())) statements.push_back(std::move(statement));
  }
  return statements;
}

void register_case(Database& database, const fs::path& path, const Case& test_case,
                   const std::vector<std::string>& graph, const char* variant, const engine::RewriteSet& rewrites) {
  const std::string suite = "Language/" + path.stem().string() + variant;
  testing::RegisterTest(suite.c_str(), test_case.name.c_str(), nullptr, nullptr, path.c_str(),
                        static_cast<int>(test_case.line), [&database, rewrites, test_case, graph]() -> LanguageTest* {
                          return new LanguageTest(database, rewrites, test_case, graph);  // GoogleTest owns it
                        });
}

// False if a file cannot be read.
bool register_file(Database& database, const fs::path& path) {
  const Expected<LanguageFile> file = read_language_file(path);
  if (!file) {
    std::cerr << to_string(file.error()) << "\n";
    return false;
  }
  const Expected<std::vector<std::string>> graph = read_graph(*file);
  if (!graph) {
    std::cerr << to_string(graph.error()) << "\n";
    return false;
  }
  for (const Case& test_case : file->cases) {
    register_case(database, path, test_case, *graph, "", engine::RewriteSet::all());
    register_case(database, path, test_case, *graph, "/plain", engine::RewriteSet::none());
  }
  return true;
}

bool register_folder(Database& database) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".test") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) std::cerr << "no *.test files in " << folder << "; run this in the root of the project\n";
  return !files.empty() && std::all_of(files.begin(), files.end(),
                                       [&database](const fs::path& path) { return register_file(database, path); });
}

int run(int argument_count, char** arguments) {
  testing::InitGoogleTest(&argument_count, arguments);
  const Expected<std::unique_ptr<Database>> database = Database::open(":memory:");
  if (!database) {
    std::cerr << to_string(database.error()) << "\n";
    return 1;
  }
  if (!register_folder(**database)) return 1;
  return RUN_ALL_TESTS();
}

}  // namespace
}  // namespace cairn::language

int main(int argument_count, char** arguments) { return cairn::language::run(argument_count, arguments); }
