// Functions of strings. Positions and lengths count characters (code points), from 0.
#include "engine/functions/builtin_functions.h"
#include "engine/functions/utf8.h"
#include "engine/value/arithmetic.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace cairn::engine {

namespace {

using Arguments = std::span<const Value>;

// The text of argument `index`, or the error of `function` for what is no string.
Expected<std::string_view> text_argument(std::string_view function, Arguments arguments, std::size_t index) {
  if (arguments[index].is_string()) return arguments[index].as_string();
  return wrong_argument(function, "a String", arguments[index]);
}

// Argument `index` as a number of characters: an integer that is not negative.
Expected<std::uint64_t> count_argument(std::string_view function, Arguments arguments, std::size_t index) {
  if (!arguments[index].is_integer()) return wrong_argument(function, "an Integer", arguments[index]);
  const std::int64_t count = arguments[index].as_integer();
  if (count < 0) return number_out_of_range(fmt::format("{}() does not take the negative number {}", function, count));
  return static_cast<std::uint64_t>(count);
}

Expected<Value> left(FunctionContext&, Arguments arguments) {
  const auto text = text_argument("left", arguments, 0);
  if (!text) return text.error();
  const auto count = count_argument("left", arguments, 1);
  if (!count) return count.error();
  return Value::string(text->substr(0, prefix_bytes(*text, *count)));
}

Expected<Value> right(FunctionContext&, Arguments arguments) {
  const auto text = text_argument("right", arguments, 0);
  if (!text) return text.error();
  const auto count = count_argument("right", arguments, 1);
  if (!count) return count.error();
  const std::size_t characters = count_characters(*text);
  if (*count >= characters) return arguments[0];
  return Value::string(text->substr(prefix_bytes(*text, characters - *count)));
}

Expected<Value> substring(FunctionContext&, Arguments arguments) {
  const auto text = text_argument("substring", arguments, 0);
  if (!text) return text.error();
  const auto start = count_argument("substring", arguments, 1);
  if (!start) return start.error();
  const std::string_view rest = text->substr(prefix_bytes(*text, *start));
  if (arguments.size() == 2) return Value::string(rest);
  const auto length = count_argument("substring", arguments, 2);
  if (!length) return length.error();
  return Value::string(rest.substr(0, prefix_bytes(rest, *length)));
}

// True if `character`, one character's bytes, is among `characters`.
bool is_among(std::string_view character, std::string_view characters) {
  while (!characters.empty()) {
    const std::size_t bytes = character_bytes(characters);
    if (characters.substr(0, bytes) == character) return true;
    characters.remove_prefix(bytes);
  }
  return false;
}

enum class TrimmedEnds : std::uint8_t { Start = 1, End = 2, Both = 3 };

// Without `characters`, or without white space when there are none given, at the ends asked for.
template <TrimmedEnds ends>
Expected<Value> trim(FunctionContext&, Arguments arguments) {
  auto text = text_argument("trim", arguments, 0);
  if (!text) return text.error();
  std::string_view characters;
  if (arguments.size() == 2) {
    const auto given = text_argument("trim", arguments, 1);
    if (!given) return given.error();
    characters = *given;
  }
  const bool white_space = arguments.size() < 2;
  const auto goes = [&](std::string_view character) {
    return white_space ? is_white_space(code_point(character)) : is_among(character, characters);
  };
  std::string_view rest = *text;
  while (ends != TrimmedEnds::End && !rest.empty() && goes(rest.substr(0, character_bytes(rest)))) {
    rest.remove_prefix(character_bytes(rest));
  }
  while (ends != TrimmedEnds::Start && !rest.empty() && goes(rest.substr(rest.size() - last_character_bytes(rest)))) {
    rest.remove_suffix(last_character_bytes(rest));
  }
  return Value::string(rest);
}

// Where `search` is found next in `text` from `position` on. The empty string is found before every character
// and at the end.
std::size_t next_match(std::string_view text, std::string_view search, std::size_t position, bool first) {
  if (!search.empty() || first) return text.find(search, position);
  return position < text.size() ? position + character_bytes(text.substr(position)) : std::string_view::npos;
}

// Calls `visit` with the position of each match, at most `count_max` of them.
template <class Visit>
void for_each_match(std::string_view text, std::string_view search, std::uint64_t count_max, Visit visit) {
  std::size_t match = next_match(text, search, 0, true);
  for (std::uint64_t count = 0; count < count_max && match != std::string_view::npos; ++count) {
    visit(match);
    match = next_match(text, search, match + search.size(), false);
  }
}

Expected<Value> replace_matches(std::string_view text, std::string_view search, std::string_view replacement,
                                std::uint64_t count_max) {
  // The size is known before anything is built: a short query could ask for a text that fits nowhere.
  std::uint64_t matches = 0;
  for_each_match(text, search, count_max, [&](std::size_t) { ++matches; });
  const std::size_t kept_bytes = text.size() - matches * search.size();
  const std::size_t room = value_bytes_max - std::min(kept_bytes, value_bytes_max);
  if (!replacement.empty() && matches > room / replacement.size()) return value_too_large();
  std::string out;
  out.reserve(kept_bytes + matches * replacement.size());
  std::size_t copied = 0;
  for_each_match(text, search, count_max, [&](std::size_t match) {
    out += text.substr(copied, match - copied);
    out += replacement;
    copied = match + search.size();
  });
  out += text.substr(copied);
  return Value::string(out);
}

Expected<Value> replace(FunctionContext&, Arguments arguments) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (const auto text = text_argument("replace", arguments, i); !text) return text.error();
  }
  std::uint64_t count_max = ~std::uint64_t{0};
  if (arguments.size() == 4) {
    const auto count = count_argument("replace", arguments, 3);
    if (!count) return count.error();
    count_max = *count;
  }
  return replace_matches(arguments[0].as_string(), arguments[1].as_string(), arguments[2].as_string(), count_max);
}

// Where the first of `delimiters` begins in `text`, and how long it is; of several at one place the longest.
std::pair<std::size_t, std::size_t> find_delimiter(std::string_view text,
                                                   std::span<const std::string_view> delimiters) {
  std::pair<std::size_t, std::size_t> found{std::string_view::npos, 0};
  for (const std::string_view delimiter : delimiters) {
    const std::size_t position = text.find(delimiter);
    const bool better = position < found.first || (position == found.first && delimiter.size() > found.second);
    if (position != std::string_view::npos && better) found = {position, delimiter.size()};
  }
  return found;
}

Expected<Value> split_at(std::string_view text, std::span<const std::string_view> delimiters) {
  std::vector<Value> parts;
  while (true) {
    const auto [position, length] = find_delimiter(text, delimiters);
    parts.push_back(Value::string(text.substr(0, position)));
    if (position == std::string_view::npos) return Value::list(std::move(parts));
    text.remove_prefix(position + length);
  }
}

Expected<Value> characters_of(std::string_view text) {
  std::vector<Value> parts;
  while (!text.empty()) {
    const std::size_t bytes = character_bytes(text);
    parts.push_back(Value::string(text.substr(0, bytes)));
    text.remove_prefix(bytes);
  }
  return Value::list(std::move(parts));
}

Expected<Value> split(FunctionContext&, Arguments arguments) {
  const auto text = text_argument("split", arguments, 0);
  if (!text) return text.error();
  const Arguments given = arguments[1].is_list() ? arguments[1].as_list() : arguments.subspan(1, 1);
  std::vector<std::string_view> delimiters;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto delimiter = text_argument("split", given, i);
    if (!delimiter) return delimiter.error();
    delimiters.push_back(*delimiter);
  }
  if (std::ranges::any_of(delimiters, [](std::string_view delimiter) { return delimiter.empty(); })) {
    return characters_of(*text);
  }
  return split_at(*text, delimiters);
}

// Unicode's simple case mapping, and of the special ones those of the German sharp s.
Expected<Value> to_upper(FunctionContext&, Arguments arguments) {
  const auto text = text_argument("toUpper", arguments, 0);
  if (!text) return text.error();
  std::string upper;
  upper.reserve(text->size());
  for (std::string_view rest = *text; !rest.empty();) {
    const std::string_view character = rest.substr(0, character_bytes(rest));
    rest.remove_prefix(character.size());
    if (character == "ß")
      upper += "SS";
    else
      append_code_point(upper, utf8proc_toupper(code_point(character)));
  }
  return Value::string(upper);
}

Expected<Value> to_lower(FunctionContext&, Arguments arguments) {
  const auto text = text_argument("toLower", arguments, 0);
  if (!text) return text.error();
  std::string lower;
  lower.reserve(text->size());
  for (std::string_view rest = *text; !rest.empty();) {
    const std::size_t bytes = character_bytes(rest);
    append_code_point(lower, utf8proc_tolower(code_point(rest.substr(0, bytes))));
    rest.remove_prefix(bytes);
  }
  return Value::string(lower);
}

// What utf8proc is to do for a normal form of Unicode; 0 for a name that is none.
int normal_form_options(std::string_view form) {
  if (form == "NFC") return UTF8PROC_STABLE | UTF8PROC_COMPOSE;
  if (form == "NFD") return UTF8PROC_STABLE | UTF8PROC_DECOMPOSE;
  if (form == "NFKC") return UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
  if (form == "NFKD") return UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;
  return 0;
}

Expected<Value> normalize(FunctionContext&, Arguments arguments) {
  const auto text = text_argument("normalize", arguments, 0);
  if (!text) return text.error();
  std::string_view form = "NFC";
  if (arguments.size() == 2) {
    const auto given = text_argument("normalize", arguments, 1);
    if (!given) return given.error();
    form = *given;
  }
  const int options = normal_form_options(form);
  if (options == 0) {
    return runtime_error(ErrorType::ArgumentError, "InvalidArgumentValue",
                         fmt::format("'{}' is no normal form: take NFC, NFD, NFKC or NFKD", form));
  }
  utf8proc_uint8_t* bytes = nullptr;
  const utf8proc_ssize_t length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text->data()), static_cast<utf8proc_ssize_t>(text->size()),
                   &bytes, static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(bytes, std::free);
  if (length < 0) {
    return runtime_error(ErrorType::ArgumentError, "InvalidArgumentValue", "The text is not valid UTF-8");
  }
  return Value::string({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)});
}

Function string_function(std::string_view name, std::vector<FunctionParameter> parameters, std::size_t optional,
                         std::string_view documentation, FunctionBody body,
                         std::vector<std::string_view> aliases = {}) {
  return {.name = name,
          .category = "String",
          .signatures = {signature(std::move(parameters), types::string, optional)},
          .documentation = documentation,
          .body = body,
          .aliases = std::move(aliases)};
}

}  // namespace

std::vector<Function> string_functions() {
  const FunctionParameter text{"text", types::string};
  const FunctionParameter length{"length", types::integer};
  const FunctionParameter characters{"characters", types::string};
  std::vector<Function> functions;
  functions.push_back(string_function("left", {text, length}, 0, "The first characters of a text.", left));
  functions.push_back(string_function("right", {text, length}, 0, "The last characters of a text.", right));
  functions.push_back(string_function("substring", {text, {"start", types::integer}, length}, 1,
                                      "The characters from start on, counted from 0; length of them if given.",
                                      substring));
  functions.push_back(string_function("ltrim", {text, characters}, 1,
                                      "The text without white space, or the characters given, at its start.",
                                      trim<TrimmedEnds::Start>));
  functions.push_back(string_function("rtrim", {text, characters}, 1,
                                      "The text without white space, or the characters given, at its end.",
                                      trim<TrimmedEnds::End>));
  functions.push_back(string_function("trim", {text, characters}, 1,
                                      "The text without white space, or the characters given, at both ends.",
                                      trim<TrimmedEnds::Both>, {"btrim"}));
  functions.push_back(string_function(
      "replace", {text, {"search", types::string}, {"replacement", types::string}, {"limit", types::integer}}, 1,
      "The text with all occurrences of search replaced; with a limit, the first ones.", replace));
  functions.push_back({.name = "split",
                       .category = "String",
                       .signatures = {signature({text, {"delimiter", types::string.join(types::list)}},
                                                StaticType::list_of(types::string))},
                       .documentation = "The parts of a text between a delimiter, or any of a list of delimiters.",
                       .body = split});
  functions.push_back(string_function("toUpper", {text}, 0, "The text in upper case.", to_upper, {"upper"}));
  functions.push_back(string_function("toLower", {text}, 0, "The text in lower case.", to_lower, {"lower"}));
  functions.push_back(string_function("normalize", {text, {"form", types::string}}, 1,
                                      "The text in a normal form of Unicode: NFC, NFD, NFKC or NFKD.", normalize));
  return functions;
}

}  // namespace cairn::engine
