#include "tests/parser/feature_file.h"

#include <cstdlib>
#include <map>
#include <utility>

namespace cairn::parser::testing {

namespace {

constexpr std::string_view quotes = "\"\"\"";

std::string_view trim(std::string_view text) {
  std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// The cells of `| a | b |`; `\|` is a bar inside a cell and `\\` a backslash.
std::vector<std::string> cells_of(std::string_view row) {
  std::vector<std::string> cells;
  std::string cell;
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i] == '\\' && i + 1 < row.size() && (row[i + 1] == '|' || row[i + 1] == '\\')) {
      cell += row[++i];
    } else if (row[i] == '|') {
      cells.emplace_back(trim(cell));
      cell.clear();
    } else {
      cell += row[i];
    }
  }
  return cells;
}

std::string replace_all(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

class FeatureReader {
 public:
  explicit FeatureReader(std::string_view feature) : lines_(lines_of(feature)) {}

  std::vector<FeatureQuery> run() {
    for (at_ = 0; at_ < lines_.size(); ++at_) read_line(trim(lines_[at_]));
    finish_scenario();
    return std::move(queries_);
  }

 private:
  using Example = std::vector<std::pair<std::string, std::string>>;

  void read_line(std::string_view line) {
    constexpr std::string_view error = "a SyntaxError should be raised at compile time: ";
    if (line.starts_with("#")) return;
    if (line.starts_with("Background:")) finish_scenario();
    if (line.starts_with("Scenario")) {
      finish_scenario();
      scenario_ = line;
    } else if (line.starts_with("Examples:")) {
      read_examples();
    } else if (line.ends_with("executing query:") || line.ends_with("executing control query:")) {
      main_texts_.push_back(read_text());
    } else if (line.ends_with("having executed:")) {
      setup_texts_.push_back(read_text());
    } else if (line.find(error) != std::string_view::npos) {
      error_ = line.substr(line.find(error) + error.size());
    }
  }

  // The text between the next two lines of quotes.
  std::string read_text() {
    while (at_ < lines_.size() && trim(lines_[at_]) != quotes) ++at_;
    std::string text;
    for (++at_; at_ < lines_.size() && trim(lines_[at_]) != quotes; ++at_) {
      text += lines_[at_];
      text += '\n';
    }
    return text;
  }

  void read_examples() {
    std::vector<std::string> names;
    for (; at_ + 1 < lines_.size(); ++at_) {
      std::string_view line = trim(lines_[at_ + 1]);
      if (line.starts_with("#") || line.empty()) continue;
      if (!line.starts_with("|")) break;
      std::vector<std::string> cells = cells_of(line);
      if (names.empty()) {
        names = std::move(cells);
        continue;
      }
      Example example;
      for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) {
        example.emplace_back("<" + names[i] + ">", cells[i]);
      }
      examples_.push_back(std::move(example));
    }
  }

  void finish_scenario() {
    if (examples_.empty()) examples_.emplace_back();
    for (const Example& example : examples_) {
      for (const std::string& text : setup_texts_) add(text, example, {});
      for (const std::string& text : main_texts_) add(text, example, error_);
    }
    setup_texts_.clear();
    main_texts_.clear();
    examples_.clear();
    error_.clear();
  }

  void add(std::string text, const Example& example, const std::string& error) {
    for (const auto& [name, value] : example) text = replace_all(std::move(text), name, value);
    queries_.push_back({.scenario = scenario_, .text = std::move(text), .compile_time_error = error});
  }

  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
  std::vector<FeatureQuery> queries_;
  std::string scenario_;
  std::vector<std::string> setup_texts_;
  std::vector<std::string> main_texts_;
  std::vector<Example> examples_;
  std::string error_;
};

}  // namespace

std::vector<FeatureQuery> queries_of_feature(std::string_view feature) { return FeatureReader(feature).run(); }

std::filesystem::path find_features() {
  const char* variable = std::getenv("CAIRN_TCK");  // NOLINT(concurrency-mt-unsafe)
  std::filesystem::path root = variable != nullptr ? variable : "../shared/tck";
  for (const std::filesystem::path& folder : {root / "features", root}) {
    if (std::filesystem::is_directory(folder)) return folder;
  }
  return {};
}

}  // namespace cairn::parser::testing
