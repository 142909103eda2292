// cairn-tck: puts the engine through feature files of the openCypher TCK, or serves it to another runner.
#include "engine/session_internal.h"
#include "tests/tck/protocol_server.h"
#include "tests/tck/scenario_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

namespace cairn::tck {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view usage =
    "usage: cairn-tck DIR [--only TEXT] [--fail-list FILE] [--without REWRITE]… [--verbose]\n"
    "       cairn-tck --serve\n\n"
    "  DIR               a folder with feature files, at any depth\n"
    "  --only TEXT       only scenarios whose id, `folder/File::Name`, holds TEXT\n"
    "  --fail-list FILE  write the ids of those that failed, a line each\n"
    "  --without REWRITE plan without this rewrite, or without any: all\n"
    "  --verbose         say of each that failed why\n"
    "  --serve           answer requests on the standard input, a JSON object a line\n\n"
    "Exit status: 0 if all selected scenarios passed, 1 if not, 2 if they could not be run.\n";

struct Arguments {
  bool serve = false;
  bool verbose = false;
  fs::path directory;
  std::string only;
  fs::path fail_list;
  engine::RewriteSet rewrites = engine::RewriteSet::all();
};

bool switch_off(engine::RewriteSet& rewrites, std::string_view name) {
  if (name == "all") {
    rewrites = engine::RewriteSet::none();
    return true;
  }
  const std::optional<engine::Rewrite> rewrite = engine::find_rewrite(name);
  if (rewrite) rewrites.disable(*rewrite);
  return rewrite.has_value();
}

std::optional<Arguments> parse_arguments(std::span<char*> words) {
  Arguments arguments;
  for (std::size_t index = 0; index < words.size(); ++index) {
    const std::string_view word = words[index];
    const bool has_value = index + 1 < words.size();
    if (word == "--serve") {
      arguments.serve = true;
    } else if (word == "--verbose" || word == "-v") {
      arguments.verbose = true;
    } else if (word == "--only" && has_value) {
      arguments.only = words[++index];
    } else if (word == "--fail-list" && has_value) {
      arguments.fail_list = words[++index];
    } else if (word == "--without" && has_value) {
      if (!switch_off(arguments.rewrites, words[++index])) return std::nullopt;
    } else if (!word.starts_with('-') && arguments.directory.empty()) {
      arguments.directory = word;
    } else {
      return std::nullopt;
    }
  }
  if (arguments.serve == arguments.directory.empty()) return arguments;
  return std::nullopt;
}

int serve(Database& database) {
  ProtocolServer server(database);
  for (std::string line; std::getline(std::cin, line);) std::cout << server.answer(line) << "\n" << std::flush;
  return 0;
}

// The folder `graphs` of the TCK: in `directory` or next to one that holds it.
fs::path graphs_folder(const fs::path& directory) {
  for (fs::path folder = fs::absolute(directory); folder.has_relative_path(); folder = folder.parent_path()) {
    if (fs::is_directory(folder / "graphs")) return folder / "graphs";
  }
  return {};
}

struct Tally {
  std::size_t passed = 0;
  std::size_t selected = 0;
};

class TckRun {
 public:
  TckRun(Database& database, const Arguments& arguments)
      : arguments_(arguments), runner_(database, graphs_folder(arguments.directory), [&arguments](Session& session) {
          static_cast<engine::SessionInternal&>(session).set_rewrites(arguments.rewrites);
        }) {}

  // False if the file could not be read.
  bool run_file(const fs::path& file) {
    const Expected<std::vector<Scenario>> scenarios = read_feature_file(file);
    const std::string path = file.lexically_relative(arguments_.directory).replace_extension().generic_string();
    if (!scenarios) {
      fmt::print(stderr, "cairn-tck: {}: {}\n", file.string(), to_string(scenarios.error()));
      return false;
    }
    for (const Scenario& scenario : *scenarios) run_scenario(path, scenario);
    return true;
  }

  void print_summary() const {
    Tally all;
    for (const auto& [folder, tally] : tallies_) {
      fmt::print("{:<50} {:>5} of {:>5}\n", folder, tally.passed, tally.selected);
      all.passed += tally.passed;
      all.selected += tally.selected;
    }
    const double percent =
        all.selected == 0 ? 0 : 100.0 * static_cast<double>(all.passed) / static_cast<double>(all.selected);
    fmt::print("{:<50} {:>5} of {:>5}, {:.1f} %\n", "passed", all.passed, all.selected, percent);
  }

  const std::vector<std::string>& failed() const { return failed_; }

 private:
  void run_scenario(const std::string& path, const Scenario& scenario) {
    const std::string id = path + "::" + scenario.name;
    if (id.find(arguments_.only) == std::string::npos) return;
    // The TCK's mark for what it no longer asks for.
    if (std::find(scenario.tags.begin(), scenario.tags.end(), "@ignore") != scenario.tags.end()) return;
    Tally& tally = tallies_[fs::path(path).parent_path().generic_string()];
    ++tally.selected;
    const std::optional<std::string> failure = runner_.run(scenario);
    if (!failure) {
      ++tally.passed;
      return;
    }
    failed_.push_back(id);
    if (arguments_.verbose) fmt::print("FAILED {}\n       {}\n", id, *failure);
  }

  const Arguments& arguments_;
  ScenarioRunner runner_;
  std::map<std::string, Tally> tallies_;
  std::vector<std::string> failed_;
};

int run_features(Database& database, const Arguments& arguments) {
  const std::vector<fs::path> files = feature_files(arguments.directory);
  if (files.empty()) {
    fmt::print(stderr, "cairn-tck: no feature files below {}\n", arguments.directory.string());
    return 2;
  }
  TckRun run(database, arguments);
  for (const fs::path& file : files) {
    if (!run.run_file(file)) return 2;
  }
  run.print_summary();
  if (!arguments.fail_list.empty()) {
    std::ofstream list(arguments.fail_list);
    for (const std::string& id : run.failed()) list << id << "\n";
  }
  return run.failed().empty() ? 0 : 1;
}

int run(std::span<char*> words) {
  const std::optional<Arguments> arguments = parse_arguments(words);
  if (!arguments) {
    std::cerr << usage;
    return 2;
  }
  const Expected<std::unique_ptr<Database>> database = Database::open(":memory:");
  if (!database) {
    std::cerr << "cairn-tck: " << to_string(database.error()) << "\n";
    return 2;
  }
  return arguments->serve ? serve(**database) : run_features(**database, *arguments);
}

}  // namespace
}  // namespace cairn::tck

int main(int argument_count, char** words) {
  return cairn::tck::run(std::span(words, static_cast<std::size_t>(argument_count)).subspan(1));
}
