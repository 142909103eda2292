#include "shell/subcommands.h"

#include "engine/value/json.h"
#include "shell/display_width.h"
#include "shell/error_text.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace cairn::shell {
namespace {

using Counts = std::vector<std::pair<std::string, std::uint64_t>>;

int fail_to_open(const Error& error, Output& diagnostics) {
  diagnostics.write(failure_text(error, {diagnostics.wants_color(), diagnostics.width()}));
  return exit_unusable;
}

// A database in memory is new and holds nothing; nobody who asks what one holds can mean that.
std::optional<Error> memory_refusal(std::string_view command, const std::string& database) {
  if (database != ":memory:") return std::nullopt;
  return compile_error(ErrorType::ArgumentError, "InvalidArgumentValue",
                       fmt::format("a database in memory begins empty: there is nothing to {}", command), std::nullopt,
                       "name the directory of a database");
}

DatabaseOptions inspecting() {
  DatabaseOptions options;
  options.read_only = true;
  options.create_if_missing = false;
  return options;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string json_string(std::string_view text) {
  std::string result;
  append_json_string(result, text);
  return result;
}

std::string json_counts(const Counts& counts) {
  std::string text = "{";
  for (const auto& [name, count] : counts) {
    if (text.size() > 1) text += ',';
    text += fmt::format("{}:{}", json_string(name), count);
  }
  return text + "}";
}

std::string json_names(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) {
    if (text.size() > 1) text += ',';
    text += json_string(name);
  }
  return text + "]";
}

std::string count_lines(const Counts& counts) {
  std::string text;
  for (const auto& [name, count] : counts) text += fmt::format("  {:<30} {:>14}\n", printable(name), count);
  return text;
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::uint64_t kib = 1024;
  const auto value = static_cast<double>(bytes);
  if (bytes < kib) return fmt::format("{} B", bytes);
  if (bytes < kib * kib) return fmt::format("{:.1f} KiB", value / 0x1p10);
  if (bytes < kib * kib * kib) return fmt::format("{:.1f} MiB", value / 0x1p20);
  return fmt::format("{:.2f} GiB", value / 0x1p30);
}

}  // namespace

std::string check_report_text(const CheckReport& report) {
  std::string text;
  for (const CheckFinding& finding : report.findings) {
    text += printable(finding.key) + ": " + printable(finding.message) + "\n";
  }
  const std::string checked = fmt::format("{}, {}, {} checked", counted(report.nodes_checked, "node", "nodes"),
                                          counted(report.relationships_checked, "relationship", "relationships"),
                                          counted(report.keys_checked, "key", "keys"));
  const std::string outcome =
      report.findings.empty() ? "clean" : counted(report.findings.size(), "finding", "findings");
  return text + checked + ": " + outcome + "\n";
}

std::string check_report_json_lines(const CheckReport& report) {
  std::string text;
  for (const CheckFinding& finding : report.findings) {
    text += fmt::format("{{\"key\":{},\"message\":{}}}\n", json_string(finding.key), json_string(finding.message));
  }
  return text +
         fmt::format("{{\"nodes_checked\":{},\"relationships_checked\":{},\"keys_checked\":{},\"findings\":{}}}\n",
                     report.nodes_checked, report.relationships_checked, report.keys_checked, report.findings.size());
}

std::string info_text(const DatabaseInfo& info) {
  std::string text =
      fmt::format("database         {}\nformat version   {}\nwritten by       {}\ncommits          {}\n",
                  printable(info.path), info.format_version, printable(info.writer_version), info.commit_number);
  text += fmt::format("size on disk     {}\nnodes            {}\n", size_text(info.disk_bytes), info.node_count);
  text += count_lines(info.labels);
  text += fmt::format("relationships    {}\n", info.relationship_count);
  text += count_lines(info.relationship_types);
  text += fmt::format("property keys    {}\n", info.property_keys.size());
  text += fmt::format("indexes          {}\n", info.indexes.size());
  for (const std::string& index : info.indexes) text += "  " + printable(index) + "\n";
  text += fmt::format("constraints      {}\n", info.constraints.size());
  for (const std::string& constraint : info.constraints) text += "  " + printable(constraint) + "\n";
  return text;
}

std::string info_json(const DatabaseInfo& info) {
  return fmt::format(
      "{{\"path\":{},\"format_version\":{},\"writer_version\":{},\"commit_number\":{},\"disk_bytes\":{},"
      "\"node_count\":{},\"relationship_count\":{},\"labels\":{},\"relationship_types\":{},\"property_keys\":{},"
      "\"indexes\":{},\"constraints\":{}}}\n",
      json_string(info.path), info.format_version, json_string(info.writer_version), info.commit_number,
      info.disk_bytes, info.node_count, info.relationship_count, json_counts(info.labels),
      json_counts(info.relationship_types), json_names(info.property_keys), json_names(info.indexes),
      json_names(info.constraints));
}

int run_check(const CheckOptions& options, Output& output, Output& diagnostics) {
  if (const auto refusal = memory_refusal("check", options.database)) return fail_to_open(*refusal, diagnostics);
  DatabaseOptions database_options = inspecting();
  // What salvaging leaves behind the damage is dropped, and that is a write.
  database_options.read_only = !options.salvage;
  database_options.salvage = options.salvage;
  const Expected<std::unique_ptr<Database>> database = Database::open(options.database, database_options);
  if (!database) return fail_to_open(database.error(), diagnostics);
  const Expected<CheckReport> report = (*database)->check();
  if (!report) return fail_to_open(report.error(), diagnostics);
  output.write(options.json_lines ? check_report_json_lines(*report) : check_report_text(*report));
  return report->findings.empty() ? exit_clean : exit_failed;
}

int run_info(const InfoOptions& options, Output& output, Output& diagnostics) {
  if (const auto refusal = memory_refusal("show", options.database)) return fail_to_open(*refusal, diagnostics);
  const Expected<std::unique_ptr<Database>> database = Database::open(options.database, inspecting());
  if (!database) return fail_to_open(database.error(), diagnostics);
  const Expected<DatabaseInfo> info = (*database)->info();
  if (!info) return fail_to_open(info.error(), diagnostics);
  output.write(options.json ? info_json(*info) : info_text(*info));
  return exit_clean;
}

}  // namespace cairn::shell
