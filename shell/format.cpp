#include "shell/format.h"

#include <array>
#include <utility>

namespace cairn::shell {
namespace {

constexpr std::array<std::pair<Format, std::string_view>, 7> formats{{{Format::Table, "table"},
                                                                      {Format::Csv, "csv"},
                                                                      {Format::Tsv, "tsv"},
                                                                      {Format::Json, "json"},
                                                                      {Format::JsonLines, "jsonl"},
                                                                      {Format::Markdown, "markdown"},
                                                                      {Format::Typed, "typed"}}};

}  // namespace

std::string_view format_name(Format format) {
  for (const auto& [candidate, name] : formats) {
    if (candidate == format) return name;
  }
  return {};
}

std::optional<Format> format_of_name(std::string_view name) {
  for (const auto& [format, candidate] : formats) {
    if (candidate == name) return format;
  }
  return std::nullopt;
}

std::string_view format_names() { return "table, csv, tsv, json, jsonl, markdown, typed"; }

}  // namespace cairn::shell
