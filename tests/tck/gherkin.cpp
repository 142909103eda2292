#include "tests/tck/gherkin.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace cairn::tck {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

struct Examples {
  TableRow names;
  std::vector<TableRow> rows;
  std::vector<std::string> tags;
};

struct ScenarioSource {
  std::string name;
  std::size_t line = 0;
  bool is_outline = false;
  std::vector<std::string> tags;
  std::vector<Step> steps;
  std::vector<Examples> examples;
};

using Replacements = std::map<std::string, std::string>;

std::string fill(const std::string& text, const Replacements& replacements) {
  std::string result;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('<', at);
    const std::size_t close = open == std::string::npos ? open : text.find('>', open);
    if (close == std::string::npos) break;
    const auto replacement = replacements.find(text.substr(open + 1, close - open - 1));
    result += text.substr(at, open - at);
    if (replacement == replacements.end()) {
      // Not a name: `<` may be an operator, and the next one may open a name.
      result += '<';
      at = open + 1;
    } else {
      result += replacement->second;
      at = close + 1;
    }
  }
  return result + text.substr(std::min(at, text.size()));
}

Step fill(Step step, const Replacements& replacements) {
  step.text = fill(step.text, replacements);
  if (step.doc_string) step.doc_string = fill(*step.doc_string, replacements);
  for (TableRow& row : step.table) {
    for (std::string& cell : row) cell = fill(cell, replacements);
  }
  return step;
}

class FeatureReader {
 public:
  explicit FeatureReader(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      lines_.push_back(line);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  Expected<std::vector<Scenario>> read() {
    while (next_ < lines_.size()) {
      const std::string_view line = trimmed(lines_[next_++]);
      if (line.empty() || line.front() == '#') continue;
      const Expected<void> taken = take_line(line);
      if (!taken) return taken.error();
    }
    if (!has_feature_) return fail("there is no `Feature:`");
    return flattened();
  }

 private:
  Expected<void> take_line(std::string_view line) {
    if (line.front() == '@') return take_tags(line);
    if (line.starts_with("\"\"\"") || line.starts_with("```")) return take_doc_string(line.substr(0, 3));
    if (line.front() == '|') return take_row(line);
    for (const std::string_view keyword : {"Feature:", "Background:", "Scenario Outline:", "Scenario Template:",
                                           "Scenario:", "Example:", "Examples:", "Scenarios:"}) {
      if (line.starts_with(keyword)) return take_keyword(keyword, trimmed(line.substr(keyword.size())));
    }
    for (const std::string_view word : {"Given ", "When ", "Then ", "And ", "But ", "* "}) {
      if (line.starts_with(word) && steps_ != nullptr && !in_examples_) {
        steps_->push_back({std::string(trimmed(line.substr(word.size()))), next_, std::nullopt, {}});
        return {};
      }
    }
    if (has_feature_ && steps_ == nullptr) return {};  // free text below `Feature:`
    return fail(fmt::format("cannot read `{}`", line));
  }

  Expected<void> take_tags(std::string_view line) {
    while (!line.empty() && line.front() == '@') {
      const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
      tags_.emplace_back(line.substr(0, end));
      line = trimmed(line.substr(end));
    }
    return {};
  }

  Expected<void> take_keyword(std::string_view keyword, std::string_view name) {
    std::vector<std::string> tags = std::exchange(tags_, {});
    in_examples_ = false;
    if (keyword == "Feature:") {
      has_feature_ = true;
      feature_tags_ = std::move(tags);
      return {};
    }
    if (keyword == "Background:") {
      steps_ = &background_;
      return {};
    }
    if (keyword == "Examples:" || keyword == "Scenarios:") {
      if (sources_.empty() || !sources_.back().is_outline) return fail("Examples without a Scenario Outline");
      sources_.back().examples.push_back({{}, {}, std::move(tags)});
      in_examples_ = true;
      return {};
    }
    const bool is_outline = keyword == "Scenario Outline:" || keyword == "Scenario Template:";
    sources_.push_back({std::string(name), next_, is_outline, std::move(tags), {}, {}});
    steps_ = &sources_.back().steps;
    return {};
  }

  Expected<void> take_doc_string(std::string_view fence) {
    if (steps_ == nullptr || steps_->empty()) return fail("a doc string without a step");
    const std::string_view first = lines_[next_ - 1];
    const std::size_t indent = first.find_first_not_of(" \t");
    std::string text;
    for (bool is_first = true; next_ < lines_.size(); is_first = false) {
      std::string_view line = lines_[next_++];
      if (trimmed(line) == fence) {
        steps_->back().doc_string = replaced(std::move(text), "\\\"\\\"\\\"", "\"\"\"");
        return {};
      }
      const std::size_t blanks = std::min(line.find_first_not_of(" \t"), line.size());
      line.remove_prefix(std::min(indent, blanks));
      if (!is_first) text += '\n';
      text += line;
    }
    return fail("a doc string that does not end");
  }

  Expected<void> take_row(std::string_view line) {
    const std::optional<TableRow> cells = split_row(line);
    if (!cells) return fail("a table row without a closing bar");
    if (!in_examples_) {
      if (steps_ == nullptr || steps_->empty()) return fail("a table without a step");
      steps_->back().table.push_back(*cells);
      return {};
    }
    Examples& examples = sources_.back().examples.back();
    if (examples.names.empty()) {
      examples.names = *cells;
    } else if (cells->size() == examples.names.size()) {
      examples.rows.push_back(*cells);
    } else {
      return fail("a row of Examples that is not as long as its head");
    }
    return {};
  }

  // In a cell \n is a line break, \| a bar and \\ a backslash; any other backslash stands for itself.
  static std::optional<TableRow> split_row(std::string_view line) {
    TableRow cells;
    std::string cell;
    line.remove_prefix(1);
    while (!line.empty()) {
      const char letter = line.front();
      line.remove_prefix(1);
      if (letter == '|') {
        cells.emplace_back(trimmed(cell));
        cell.clear();
      } else if (letter == '\\' && !line.empty() &&
                 (line.front() == 'n' || line.front() == '|' || line.front() == '\\')) {
        cell += line.front() == 'n' ? '\n' : line.front();
        line.remove_prefix(1);
      } else {
        cell += letter;
      }
    }
    if (!trimmed(cell).empty()) return std::nullopt;
    return cells;
  }

  std::vector<Scenario> flattened() const {
    std::vector<Scenario> scenarios;
    for (const ScenarioSource& source : sources_) {
      if (!source.is_outline) {
        scenarios.push_back(made(source, source.name, {}, {}));
        continue;
      }
      std::size_t number = 0;
      for (const Examples& examples : source.examples) {
        for (const TableRow& row : examples.rows) {
          Replacements replacements;
          for (std::size_t index = 0; index < row.size(); ++index) replacements[examples.names[index]] = row[index];
          const std::string name = fmt::format("{} #{}", fill(source.name, replacements), ++number);
          scenarios.push_back(made(source, name, examples.tags, replacements));
        }
      }
    }
    return scenarios;
  }

  Scenario made(const ScenarioSource& source, std::string name, const std::vector<std::string>& more_tags,
                const Replacements& replacements) const {
    Scenario scenario{std::move(name), source.line, feature_tags_, background_};
    scenario.tags.insert(scenario.tags.end(), source.tags.begin(), source.tags.end());
    scenario.tags.insert(scenario.tags.end(), more_tags.begin(), more_tags.end());
    for (const Step& step : source.steps) scenario.steps.push_back(fill(step, replacements));
    return scenario;
  }

  Error fail(std::string message) const {
    Error error = compile_error(ErrorType::SyntaxError, "InvalidFeature", std::move(message));
    error.position = TextPosition{static_cast<std::uint32_t>(next_), 1};
    return error;
  }

  std::vector<std::string_view> lines_;
  std::size_t next_ = 0;  // the number, from 1, of the line that was read last
  bool has_feature_ = false;
  bool in_examples_ = false;
  std::vector<std::string> tags_;  // wait for what they belong to
  std::vector<std::string> feature_tags_;
  std::vector<Step> background_;
  std::vector<ScenarioSource> sources_;
  std::vector<Step>* steps_ = nullptr;  // where the next step goes
};

}  // namespace

Expected<std::vector<Scenario>> read_feature(std::string_view text) { return FeatureReader(text).read(); }

}  // namespace cairn::tck
