#include "engine/value/float_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace cairn {

namespace {

// The value is 0.d1d2d3… times ten to the `point`; at least one digit.
struct Decimal {
  std::array<char, 24> digits{};
  std::size_t count = 0;
  int point = 0;

  std::string_view text() const { return {digits.data(), count}; }
};

// `value` is finite and not negative.
Decimal shortest_decimal(double value) {
  std::array<char, 32> buffer{};
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  const std::size_t exponent_mark = text.find('e');
  Decimal decimal;
  for (const char character : text.substr(0, exponent_mark)) {
    if (character != '.') decimal.digits[decimal.count++] = character;
  }
  int exponent = 0;
  const char* digits = text.data() + exponent_mark + (text[exponent_mark + 1] == '+' ? 2 : 1);
  std::from_chars(digits, text.data() + text.size(), exponent);
  decimal.point = value == 0 ? 1 : exponent + 1;
  return decimal;
}

// True when the value was no number, or its sign has been written; then `value` is positive.
bool append_special(std::string& out, double& value) {
  if (std::isnan(value)) {
    out += "NaN";
    return true;
  }
  if (std::signbit(value)) {
    out += '-';
    value = -value;
  }
  if (!std::isinf(value)) return false;
  out += "Infinity";
  return true;
}

void append_plain(std::string& out, const Decimal& decimal) {
  const std::string_view digits = decimal.text();
  if (decimal.point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-decimal.point), '0');
    out += digits;
    return;
  }
  const auto whole = static_cast<std::size_t>(decimal.point);
  out += digits.substr(0, whole);
  if (whole >= digits.size()) {
    out.append(whole - digits.size(), '0');
    out += ".0";
    return;
  }
  out += '.';
  out += digits.substr(whole);
}

}  // namespace

void append_float_text(std::string& out, double value) {
  if (append_special(out, value)) return;
  const Decimal decimal = shortest_decimal(value);
  if (decimal.point >= -2 && decimal.point <= 7) return append_plain(out, decimal);
  const std::string_view digits = decimal.text();
  out += digits.front();
  out += '.';
  out += digits.size() > 1 ? digits.substr(1) : std::string_view("0");
  out += 'E';
  out += std::to_string(decimal.point - 1);
}

void append_float_json(std::string& out, double value) {
  if (append_special(out, value)) return;
  const Decimal decimal = shortest_decimal(value);
  if (decimal.point >= -3 && decimal.point <= 16) return append_plain(out, decimal);
  const std::string_view digits = decimal.text();
  out += digits.front();
  if (digits.size() > 1) {
    out += '.';
    out += digits.substr(1);
  }
  const int exponent = decimal.point - 1;
  out += exponent < 0 ? "e-" : "e+";
  if (std::abs(exponent) < 10) out += '0';
  out += std::to_string(std::abs(exponent));
}

}  // namespace cairn
