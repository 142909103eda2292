// The formats an answer can be written in.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cairn::shell {

enum class Format : std::uint8_t {
  Table,      // for people: fits the terminal, ends with a summary line
  Csv,        // RFC 4180
  Tsv,        // the same with tabs
  Json,       // one array of objects a statement
  JsonLines,  // one object a row
  Markdown,   // a pipe table
  Typed,      // one object of typed values a statement: for programs
};

// "table", "csv", "tsv", "json", "jsonl", "markdown" or "typed".
std::string_view format_name(Format format);

// The format of that name, or nothing.
std::optional<Format> format_of_name(std::string_view name);

// All names, for messages: "table, csv, …".
std::string_view format_names();

// True where what is written is for people, so that remarks may stand between the answers.
constexpr bool is_for_people(Format format) { return format == Format::Table || format == Format::Markdown; }

}  // namespace cairn::shell
