#include "tests/tck/feature_files.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace cairn::tck {

namespace fs = std::filesystem;

fs::path find_features() {
  const char* variable = std::getenv("CAIRN_TCK");  // NOLINT(concurrency-mt-unsafe)
  const fs::path root = variable != nullptr ? variable : "../shared/tck";
  for (const fs::path& folder : {root / "features", root}) {
    if (fs::is_directory(folder)) return folder;
  }
  return {};
}

std::vector<fs::path> feature_files(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory, failure)) {
    if (entry.path().extension() == ".feature") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Expected<std::vector<Scenario>> read_feature_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  if (!stream) return storage_error("Unreadable", fmt::format("cannot read {}", file.string()));
  return read_feature(text.str());
}

std::optional<ScenarioError> expected_error(std::string_view step) {
  constexpr std::string_view middle = " should be raised at ";
  const std::size_t type_end = step.find(middle);
  const std::size_t type_begin = step.find(' ') + 1;
  if (type_end == std::string_view::npos || type_begin > type_end) return std::nullopt;
  const std::string_view rest = step.substr(type_end + middle.size());
  const std::size_t colon = rest.find(": ");
  if (colon == std::string_view::npos) return std::nullopt;
  return ScenarioError{.type = std::string(step.substr(type_begin, type_end - type_begin)),
                       .phase = std::string(rest.substr(0, colon)),
                       .detail = std::string(rest.substr(colon + 2))};
}

std::optional<ScenarioError> expected_error(const Scenario& scenario) {
  for (const Step& step : scenario.steps) {
    if (auto error = expected_error(step.text)) return error;
  }
  return std::nullopt;
}

bool is_query(const Step& step) {
  return step.doc_string && (step.text.starts_with("executing ") || step.text.starts_with("having executed"));
}

}  // namespace cairn::tck
