#include "engine/functions/decimal_rounding.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace cairn::engine {

namespace {

constexpr std::array<std::pair<std::string_view, RoundingMode>, 7> modes{{{"UP", RoundingMode::Up},
                                                                          {"DOWN", RoundingMode::Down},
                                                                          {"CEILING", RoundingMode::Ceiling},
                                                                          {"FLOOR", RoundingMode::Floor},
                                                                          {"HALF_UP", RoundingMode::HalfUp},
                                                                          {"HALF_DOWN", RoundingMode::HalfDown},
                                                                          {"HALF_EVEN", RoundingMode::HalfEven}}};

// Whether the kept digits grow by one, given the last of them and the digits that are cut off (not all zero).
bool rounds_away(RoundingMode mode, bool negative, char last_kept, std::string_view cut) {
  const bool more_than_half = cut.front() > '5' || (cut.front() == '5' && cut.find_first_not_of('0', 1) != cut.npos);
  const bool half = cut.front() == '5' && !more_than_half;
  switch (mode) {
    case RoundingMode::Up: return true;
    case RoundingMode::Down: return false;
    case RoundingMode::Ceiling: return !negative;
    case RoundingMode::Floor: return negative;
    case RoundingMode::HalfUp: return more_than_half || half;
    case RoundingMode::HalfDown: return more_than_half;
    case RoundingMode::HalfEven: return more_than_half || (half && (last_kept - '0') % 2 == 1);
  }
  return false;
}

// Adds one to the last digit of a row of decimal digits.
void increment(std::string& digits) {
  for (std::size_t i = digits.size(); i-- > 0;) {
    if (digits[i] != '9') {
      ++digits[i];
      return;
    }
    digits[i] = '0';
  }
  digits.insert(digits.begin(), '1');
}

}  // namespace

std::optional<RoundingMode> rounding_mode(std::string_view name) {
  for (const auto& [mode_name, mode] : modes) {
    const bool same = std::ranges::equal(name, mode_name, [](char given, char upper) {
      return given == upper || (given >= 'a' && given <= 'z' && given - 'a' + 'A' == upper);
    });
    if (same) return mode;
  }
  return std::nullopt;
}

double round_decimal(double value, std::uint64_t places, RoundingMode mode) {
  // The shortest text of a double has fewer than 400 digits after the point.
  if (!std::isfinite(value) || value == 0 || places >= 400) return value;
  std::array<char, 800> buffer{};
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value), std::chars_format::fixed);
  std::string digits(buffer.data(), written.ptr);
  const std::size_t point = digits.find('.');
  if (point == std::string::npos || digits.size() - point - 1 <= places) return value;
  digits.erase(point, 1);
  const std::size_t kept = point + places;
  const std::string cut = digits.substr(kept);
  digits.resize(kept);
  const bool negative = std::signbit(value);
  const char last_kept = digits.empty() ? '0' : digits.back();
  const bool cuts_nothing = cut.find_first_not_of('0') == std::string::npos;
  if (!cuts_nothing && rounds_away(mode, negative, last_kept, cut)) increment(digits);
  const std::string text = digits + "e-" + std::to_string(places);
  double rounded = 0;
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  return negative ? -rounded : rounded;
}

double round_to_integer(double value) {
  const double below = std::floor(value);
  return value - below >= 0.5 ? below + 1 : below;
}

}  // namespace cairn::engine
