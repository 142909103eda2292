#include "parser/literal.h"

#include "parser/character.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace cairn::parser {

namespace {

std::string_view source(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}

std::string without_underscores(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '_');
  return digits;
}

char32_t hexadecimal_value(std::string_view digits) {
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

std::string unquote_name(std::string_view inner) {
  std::string name;
  name.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    name += inner[i];
    if (inner[i] == '`') ++i;
  }
  return name;
}

// The escape sequence at `i` (a backslash); returns the index behind it. The lexer has checked it.
std::size_t append_escape(std::string& value, std::string_view inner, std::size_t i) {
  char letter = inner[i + 1];
  if (letter == 'u' || letter == 'U') {
    std::size_t digits = letter == 'u' ? 4 : 8;
    char32_t code_point = hexadecimal_value(inner.substr(i + 2, digits));
    i += 2 + digits;
    if (code_point >= 0xD800 && code_point < 0xDC00) {
      char32_t low = hexadecimal_value(inner.substr(i + 2, 4));
      code_point = 0x10000 + ((code_point - 0xD800) << 10U) + (low - 0xDC00);
      i += 6;
    }
    append_utf8(value, code_point);
    return i;
  }
  switch (letter) {
    case 't':
    case 'T': value += '\t'; break;
    case 'b':
    case 'B': value += '\b'; break;
    case 'n':
    case 'N': value += '\n'; break;
    case 'r':
    case 'R': value += '\r'; break;
    case 'f':
    case 'F': value += '\f'; break;
    default: value += letter; break;
  }
  return i + 2;
}

std::string unescape_string(std::string_view inner) {
  std::string value;
  value.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size();) {
    if (inner[i] == '\\') {
      i = append_escape(value, inner, i);
      continue;
    }
    std::size_t end = std::min(inner.find('\\', i), inner.size());
    value.append(inner.substr(i, end - i));
    i = end;
  }
  return value;
}

// Whether a decimal number that does not fit a double is too small rather than too large for it.
bool is_tiny(std::string_view number) {
  std::size_t exponent_at = std::min(number.find_first_of("eE"), number.size());
  std::string_view mantissa = number.substr(0, exponent_at);
  std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  std::size_t leading = mantissa.find_first_of("123456789");
  if (leading == std::string_view::npos) return true;
  std::int64_t magnitude = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(leading);
  std::int64_t exponent = 0;
  std::string_view digits = number.substr(std::min(exponent_at + 1, number.size()));
  bool negative = digits.starts_with('-');
  if (digits.starts_with('+')) digits.remove_prefix(1);
  if (std::from_chars(digits.data(), digits.data() + digits.size(), exponent).ec == std::errc::result_out_of_range) {
    return negative;
  }
  return exponent < -magnitude;
}

}  // namespace

std::string text_value(std::string_view text, const Token& token) {
  std::string_view value = source(text, token);
  bool in_backticks = token.kind == TokenKind::QuotedName;
  if (token.kind == TokenKind::Parameter) {
    value.remove_prefix(1);
    in_backticks = value.starts_with('`');
  }
  if (in_backticks || token.kind == TokenKind::String) value = value.substr(1, value.size() - 2);
  if ((token.flags & HasEscapes) == 0) return std::string(value);
  return in_backticks ? unquote_name(value) : unescape_string(value);
}

Expected<std::uint64_t> integer_value(std::string_view text, const Token& token) {
  std::string digits = without_underscores(source(text, token));
  int base = (token.flags & Hexadecimal) != 0 ? 16 : (token.flags & Octal) != 0 ? 8 : 10;
  const char* begin = digits.data() + (base == 10 ? 0 : 2);
  std::uint64_t value = 0;
  std::errc failure = std::from_chars(begin, digits.data() + digits.size(), value, base).ec;
  if (failure != std::errc{} || value > (std::uint64_t{1} << 63U)) {
    return compile_error(ErrorType::SyntaxError, "IntegerOverflow", "this integer does not fit 64 bits", token.begin,
                         "integers go from -9223372036854775808 to 9223372036854775807");
  }
  return value;
}

Expected<double> float_value(std::string_view text, const Token& token) {
  std::string digits = without_underscores(source(text, token));
  double value = 0;
  std::errc failure = std::from_chars(digits.data(), digits.data() + digits.size(), value).ec;
  if (failure == std::errc{}) return value;
  if (is_tiny(digits)) return 0.0;
  return compile_error(ErrorType::SyntaxError, "FloatingPointOverflow", "this number is too large for a float",
                       token.begin, "the largest float is about 1.8e308");
}

}  // namespace cairn::parser
