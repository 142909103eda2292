#include "tests/language/language_file.h"

#include "shell/script_splitter.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace cairn::language {
namespace {

constexpr std::string_view section_mark = "----";
constexpr std::string_view graph_mark = "# graph:";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  std::istringstream stream{std::string(text)};
  for (std::string word; stream >> word;) result.push_back(word);
  return result;
}

// The parts between ` | ` outside of quotes and backticks.
std::vector<std::string> split_cells(std::string_view line) {
  std::vector<std::string> cells(1);
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char letter = line[at];
    if (quote == 0 && line.substr(at).starts_with(" | ")) {
      cells.emplace_back();
      at += 2;
      continue;
    }
    cells.back() += letter;
    if (quote != 0 && quote != '`' && letter == '\\' && at + 1 < line.size()) {
      cells.back() += line[++at];
    } else if (quote == letter) {
      quote = 0;
    } else if (quote == 0 && (letter == '\'' || letter == '"' || letter == '`')) {
      quote = letter;
    }
  }
  for (std::string& cell : cells) cell = trimmed(cell);
  return cells;
}

class LanguageFileParser {
 public:
  LanguageFileParser(std::string_view text, const std::filesystem::path& path) {
    file_.path = path;
    std::istringstream stream{std::string(text)};
    for (std::string line; std::getline(stream, line);) lines_.push_back(line);
  }

  Expected<LanguageFile> parse() {
    while (next_ < lines_.size()) {
      const std::string_view line = trimmed(lines_[next_]);
      if (line.empty()) {
        ++next_;
      } else if (line.starts_with(graph_mark)) {
        if (!file_.cases.empty()) return fail("`# graph:` stands at the beginning of a file");
        for (std::string& graph : words(line.substr(graph_mark.size()))) file_.graphs.push_back(std::move(graph));
        ++next_;
      } else {
        Expected<void> taken = take_case();
        if (!taken) return std::move(taken).error();
      }
    }
    return std::move(file_);
  }

 private:
  bool at_case_end() const { return next_ == lines_.size() || trimmed(lines_[next_]).empty(); }

  Expected<void> take_case() {
    Case& current = file_.cases.emplace_back();
    current.line = next_ + 1;
    while (!at_case_end() && lines_[next_].starts_with('#')) {
      if (!current.name.empty()) current.name += ' ';
      current.name += trimmed(std::string_view(lines_[next_++]).substr(1));
    }
    // A comment alone is about the file.
    if (at_case_end()) {
      file_.cases.pop_back();
      return {};
    }
    if (current.name.empty()) return fail("a case begins with a comment that says what holds");
    while (!at_case_end()) {
      Expected<void> taken = take_step(current);
      if (!taken) return taken;
    }
    return {};
  }

  Expected<void> take_step(Case& current) {
    Step step;
    step.line = next_ + 1;
    std::string script;
    while (!at_case_end() && !lines_[next_].starts_with(section_mark)) {
      const std::string& line = lines_[next_++];
      if (!line.starts_with(":param ")) {
        script += line + "\n";
        continue;
      }
      const std::size_t arrow = line.find("=>");
      if (arrow == std::string::npos) return fail("a parameter is written `:param name => expression`");
      const std::size_t name_begin = std::string_view(":param ").size();
      step.parameters.emplace_back(trimmed(std::string_view(line).substr(name_begin, arrow - name_begin)),
                                   trimmed(std::string_view(line).substr(arrow + 2)));
    }
    step.statements = split_statements(script);
    if (step.statements.empty()) return fail("there is no statement");
    if (at_case_end()) return fail("the case says nothing about its last statement");
    while (!at_case_end() && lines_[next_].starts_with(section_mark)) {
      Expected<void> taken = take_section(step);
      if (!taken) return taken;
    }
    const bool says_plan = !step.plans.empty() || !step.plans_not.empty();
    if (!step.rows && !step.error && !step.effects && !says_plan) return fail("nothing is said about a statement");
    if (!step.messages.empty() && !step.error) return fail("only an error has a message");
    current.steps.push_back(std::move(step));
    return {};
  }

  Expected<void> take_section(Step& step) {
    const std::string_view line = trimmed(std::string_view(lines_[next_]).substr(section_mark.size()));
    const std::string_view kind = line.substr(0, line.find(' '));
    const std::string_view rest = trimmed(line.substr(kind.size()));
    ++next_;
    if (kind.empty()) return {};
    if (kind == "rows" || kind == "ordered") {
      step.rows = take_rows(kind == "ordered");
    } else if (kind == "effects" && !rest.empty()) {
      step.effects = std::string(rest);
    } else if (kind == "message" && !rest.empty()) {
      step.messages.emplace_back(rest);
    } else if (kind == "plan" && !rest.empty()) {
      step.plans.emplace_back(rest);
    } else if (kind == "without" && !rest.empty()) {
      step.plans_not.emplace_back(rest);
    } else if (kind == "error") {
      const std::size_t first = rest.find(" / ");
      const std::size_t second = rest.find(" / ", first + 1);
      if (first == std::string_view::npos || second == std::string_view::npos) {
        return fail("an error is written `---- error TYPE / PHASE / DETAIL`");
      }
      step.error =
          ExpectedError{std::string(rest.substr(0, first)), std::string(rest.substr(first + 3, second - first - 3)),
                        std::string(rest.substr(second + 3))};
    } else {
      return fail(fmt::format("there is no section `{}`", line));
    }
    return {};
  }

  ExpectedRows take_rows(bool ordered) {
    ExpectedRows rows{ordered, {}, {}};
    bool is_head = true;
    while (!at_case_end() && !lines_[next_].starts_with(section_mark)) {
      std::vector<std::string> cells = split_cells(lines_[next_++]);
      if (is_head) {
        rows.columns = std::move(cells);
      } else {
        rows.rows.push_back(std::move(cells));
      }
      is_head = false;
    }
    return rows;
  }

  Error fail(std::string message) const {
    Error error = compile_error(ErrorType::SyntaxError, "InvalidLanguageTest",
                                fmt::format("{}:{}: {}", file_.path.string(), next_, message));
    error.position = TextPosition{static_cast<std::uint32_t>(next_), 1};
    return error;
  }

  LanguageFile file_;
  std::vector<std::string> lines_;
  std::size_t next_ = 0;
};

}  // namespace

std::vector<std::string> split_statements(std::string_view script) {
  shell::ScriptSplitter splitter;
  splitter.feed(script);
  splitter.finish();
  std::vector<std::string> statements;
  // A statement without its `;` is for the engine to judge.
  for (auto item = splitter.next(); item && *item; item = splitter.next()) statements.push_back((*item)->text);
  return statements;
}

Expected<LanguageFile> parse_language_file(std::string_view text, const std::filesystem::path& path) {
  return LanguageFileParser(text, path).parse();
}

Expected<LanguageFile> read_language_file(const std::filesystem::path& path) {
  std::ifstream stream(path);
  std::stringstream text;
  text << stream.rdbuf();
  if (!stream) return storage_error("FileNotFound", fmt::format("cannot read {}", path.string()));
  return parse_language_file(text.str(), path);
}

}  // namespace cairn::language
