#include "shell/units.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace cairn::shell {
namespace {

struct Unit {
  std::string_view name;  // in lower case
  double factor = 1;
};

constexpr double kib = 0x1p10;
constexpr double mib = 0x1p20;
constexpr double gib = 0x1p30;
constexpr double tib = 0x1p40;

constexpr std::array duration_units{Unit{"ms", 1},     Unit{"s", 1000},     Unit{"", 1000},
                                    Unit{"m", 60'000}, Unit{"min", 60'000}, Unit{"h", 3'600'000}};

constexpr std::array size_units{Unit{"", 1},     Unit{"b", 1},     Unit{"k", kib},   Unit{"kib", kib}, Unit{"kb", 1e3},
                                Unit{"m", mib},  Unit{"mib", mib}, Unit{"mb", 1e6},  Unit{"g", gib},   Unit{"gib", gib},
                                Unit{"gb", 1e9}, Unit{"t", tib},   Unit{"tib", tib}, Unit{"tb", 1e12}};

constexpr double duration_ms_max = 10'000.0 * 24 * 3'600'000;
constexpr double size_bytes_max = 9e18;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return lower;
}

// The number in front of `text` times the factor of the unit behind it; nothing if it is not of that form.
std::optional<double> parse_quantity(std::string_view text, std::span<const Unit> units) {
  double number = 0;
  const char* begin = text.data();
  const char* end = begin + text.size();
  const auto [rest, failure] = std::from_chars(begin, end, number, std::chars_format::fixed);
  if (failure != std::errc{} || !std::isfinite(number) || std::signbit(number)) return std::nullopt;
  std::string_view unit_text(rest, static_cast<std::size_t>(end - rest));
  while (!unit_text.empty() && unit_text.front() == ' ') unit_text.remove_prefix(1);
  const std::string unit_name = lower_case(unit_text);
  for (const Unit& unit : units) {
    if (unit.name == unit_name) return number * unit.factor;
  }
  return std::nullopt;
}

Error invalid(std::string message, std::string hint) {
  return compile_error(ErrorType::ArgumentError, "InvalidArgumentValue", std::move(message), std::nullopt,
                       std::move(hint));
}

}  // namespace

Expected<std::chrono::milliseconds> parse_duration(std::string_view text) {
  const std::optional<double> milliseconds = parse_quantity(text, duration_units);
  if (!milliseconds) {
    return invalid(fmt::format("`{}` is not a duration", text), "write a number and ms, s, m or h, such as 30s");
  }
  if (*milliseconds > duration_ms_max)
    return invalid(fmt::format("the duration `{}` is too long", text), "write at most 240000h");
  return std::chrono::milliseconds(std::llround(*milliseconds));
}

Expected<std::size_t> parse_byte_size(std::string_view text) {
  const std::optional<double> bytes = parse_quantity(text, size_units);
  if (!bytes) {
    return invalid(fmt::format("`{}` is not a size", text), "write a number and KiB, MiB or GiB, such as 4GiB");
  }
  if (*bytes > size_bytes_max) return invalid(fmt::format("the size `{}` is too large", text), "");
  return static_cast<std::size_t>(*bytes);
}

}  // namespace cairn::shell
