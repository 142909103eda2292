// The rules of the house that a program can check. Runs in the root of the project.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t line_length_max = 120;

struct SourceFile {
  std::string path;  // from the root, with slashes
  std::vector<std::string> lines;
};

std::vector<std::string> read_lines(const fs::path& path) {
  std::ifstream stream(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

bool is_source(const fs::path& path) { return path.extension() == ".h" || path.extension() == ".cpp"; }

const std::vector<std::string>& top_folders() {
  static const std::vector<std::string> folders{"base", "parser", "storage", "engine", "shell", "tests", "samples"};
  return folders;
}

// Every C++ file of ours.
const std::vector<SourceFile>& sources() {
  static const std::vector<SourceFile> files = [] {
    std::vector<SourceFile> found;
    for (const std::string& folder : top_folders()) {
      for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (!is_source(entry.path())) continue;
        found.push_back({entry.path().generic_string(), read_lines(entry.path())});
      }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return found;
  }();
  return files;
}

std::string top_folder(std::string_view path) { return std::string(path.substr(0, path.find('/'))); }

// The file named in `#include "…"` or `#include <…>`; empty for other lines.
std::string included_file(const std::string& line) {
  constexpr std::string_view start = "#include ";
  if (!line.starts_with(start)) return {};
  const std::size_t open = line.find_first_of("\"<", start.size());
  const std::size_t close = line.find_first_of("\">", open + 1);
  return close == std::string::npos ? std::string{} : line.substr(open + 1, close - open - 1);
}

// Calls `visit` with each line; what it returns, if anything, is reported with the line's place.
void expect_of_each_line(const std::function<std::string(const SourceFile&, const std::string&)>& visit) {
  for (const SourceFile& file : sources()) {
    for (std::size_t index = 0; index < file.lines.size(); ++index) {
      const std::string complaint = visit(file, file.lines[index]);
      EXPECT_EQ(complaint, "") << file.path << ":" << index + 1;
    }
  }
}

std::size_t code_point_count(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80; }));
}

TEST(Tidy, RunsInTheRootOfTheProject) { ASSERT_TRUE(fs::exists("cmake/CairnTargets.cmake")); }

TEST(Tidy, IncludesPointInOneDirection) {
  const std::map<std::string, std::set<std::string>> allowed{
      {"base", {"base"}},
      {"parser", {"parser", "base"}},
      {"storage", {"storage", "base"}},
      {"engine", {"engine", "parser", "storage", "base"}},
      {"shell", {"shell", "engine", "base"}},
      {"tests", {"tests", "shell", "engine", "parser", "storage", "base"}},
      {"samples", {"engine", "base"}},
  };
  expect_of_each_line([&allowed](const SourceFile& file, const std::string& line) -> std::string {
    const std::string included = included_file(line);
    const std::string target = top_folder(included);
    const bool is_ours = included.find('/') != std::string::npos && allowed.contains(target);
    if (!is_ours || allowed.at(top_folder(file.path)).contains(target)) return {};
    return fmt::format("{} must not include {}", top_folder(file.path), included);
  });
}

TEST(Tidy, OnlyStorageKnowsRocksDb) {
  expect_of_each_line([](const SourceFile& file, const std::string& line) -> std::string {
    const bool may = file.path.starts_with("storage/") || file.path.starts_with("tests/");
    return !may && included_file(line).starts_with("rocksdb/") ? "RocksDB is included outside of storage/" : "";
  });
}

TEST(Tidy, OnlyTheLineEditorKnowsReadline) {
  expect_of_each_line([](const SourceFile& file, const std::string& line) -> std::string {
    const bool is_editor = file.path == "shell/readline_editor.cpp";
    return !is_editor && included_file(line).starts_with("readline/") ? "Readline is included elsewhere" : "";
  });
}

TEST(Tidy, OnlyTheParserKnowsSpirit) {
  expect_of_each_line([](const SourceFile& file, const std::string& line) -> std::string {
    const bool may = file.path.starts_with("parser/");
    return !may && included_file(line).starts_with("boost/spirit") ? "Spirit is included outside of parser/" : "";
  });
}

TEST(Tidy, NoSourceIncludesASource) {
  expect_of_each_line([](const SourceFile&, const std::string& line) -> std::string {
    return included_file(line).ends_with(".cpp") ? "a .cpp file is included" : "";
  });
}

TEST(Tidy, LinesAreAtMost120CharactersLong) {
  expect_of_each_line([](const SourceFile&, const std::string& line) -> std::string {
    const std::size_t length = code_point_count(line);
    return length > line_length_max ? fmt::format("the line has {} characters", length) : "";
  });
}

TEST(Tidy, LinesHaveNoTabsAndNoSpacesAtTheirEnd) {
  expect_of_each_line([](const SourceFile&, const std::string& line) -> std::string {
    if (line.find('\t') != std::string::npos) return "a tab";
    return line.ends_with(' ') ? "spaces at the end" : "";
  });
}

TEST(Tidy, NothingIsMarkedAsUnfinished) {
  // Written apart, so that this file does not find itself.
  const std::vector<std::string> marks{std::string("TO") + "DO", std::string("FIX") + "ME", std::string("HA") + "CK"};
  expect_of_each_line([&marks](const SourceFile&, const std::string& line) -> std::string {
    for (const std::string& mark : marks) {
      if (line.find(mark) != std::string::npos) return "a mark of something unfinished: " + mark;
    }
    return "";
  });
}

TEST(Tidy, EveryHeaderBeginsWithACommentAndIsIncludedOnce) {
  for (const SourceFile& file : sources()) {
    if (!file.path.ends_with(".h")) continue;
    ASSERT_FALSE(file.lines.empty()) << file.path;
    EXPECT_TRUE(file.lines.front().starts_with("// ")) << file.path << " does not say what it is";
    const auto once = std::find(file.lines.begin(), file.lines.end(), "#pragma once");
    EXPECT_NE(once, file.lines.end()) << file.path << " lacks #pragma once";
  }
}

TEST(Tidy, NoHeaderOpensANamespaceForItsReaders) {
  expect_of_each_line([](const SourceFile& file, const std::string& line) -> std::string {
    const bool opens = line.find("using namespace") != std::string::npos;
    return file.path.ends_with(".h") && opens ? "a header says `using namespace`" : "";
  });
}

TEST(Tidy, EveryFolderHasAReadmeThatNamesItsFiles) {
  std::map<fs::path, std::vector<std::string>> files_of;
  for (const SourceFile& file : sources()) {
    const fs::path path(file.path);
    files_of[path.parent_path()].push_back(path.filename().string());
  }
  for (const auto& [folder, names] : files_of) {
    const fs::path readme = folder / "README.md";
    if (!fs::exists(readme)) {
      ADD_FAILURE() << folder.generic_string() << " has no README.md";
      continue;
    }
    std::string text;
    for (const std::string& line : read_lines(readme)) text += line + "\n";
    for (const std::string& name : names) {
      // A header and its source are one thing: the header's name, or the name both begin with, is enough.
      const std::string stem = fs::path(name).stem().string();
      const bool named = text.find(name) != std::string::npos || text.find(stem + ".h") != std::string::npos ||
                         text.find("`" + stem + "`") != std::string::npos;
      EXPECT_TRUE(named) << readme.generic_string() << " does not name " << name;
    }
  }
}

// The lines of the CMakeLists.txt that could build a source: those of its folder and the folders above, and for what
// is an example, those of the tests.
std::vector<std::string> build_lines(const fs::path& source) {
  std::vector<std::string> lines;
  for (fs::path folder = source.parent_path(); !folder.empty(); folder = folder.parent_path()) {
    const std::vector<std::string> list = read_lines(folder / "CMakeLists.txt");
    lines.insert(lines.end(), list.begin(), list.end());
  }
  if (top_folder(source.generic_string()) != "samples") return lines;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator("tests")) {
    if (entry.path().filename() != "CMakeLists.txt") continue;
    const std::vector<std::string> list = read_lines(entry.path());
    lines.insert(lines.end(), list.begin(), list.end());
  }
  return lines;
}

TEST(Tidy, EverySourceIsBuilt) {
  for (const SourceFile& file : sources()) {
    const fs::path path(file.path);
    if (path.extension() != ".cpp") continue;
    const std::vector<std::string> lines = build_lines(path);
    const std::string name = path.filename().string();
    EXPECT_TRUE(std::any_of(lines.begin(), lines.end(),
                            [&name](const std::string& line) { return line.find(name) != std::string::npos; }))
        << file.path << " is in no CMakeLists.txt";
  }
}

}  // namespace
}  // namespace cairn
