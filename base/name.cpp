#include "base/name.h"

#include <utf8proc.h>

namespace cairn {

namespace {

bool is_letter(utf8proc_int32_t code_point) {
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL: return true;
    default: return false;
  }
}

bool continues_identifier(utf8proc_int32_t code_point) {
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_PC: return true;
    default: return is_letter(code_point);
  }
}

bool is_identifier(std::string_view name) {
  if (name.empty()) return false;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(name.data());
  auto left = static_cast<utf8proc_ssize_t>(name.size());
  for (bool first = true; left > 0; first = false) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t length = utf8proc_iterate(bytes, left, &code_point);
    if (length <= 0) return false;
    const bool fits = first ? is_letter(code_point) || code_point == '_' : continues_identifier(code_point);
    if (!fits) return false;
    bytes += length;
    left -= length;
  }
  return true;
}

}  // namespace

void append_name(std::string& out, std::string_view name) {
  if (is_identifier(name)) {
    out += name;
    return;
  }
  out += '`';
  for (const char character : name) {
    if (character == '`') out += '`';
    out += character;
  }
  out += '`';
}

std::string quoted_name(std::string_view name) {
  std::string quoted;
  append_name(quoted, name);
  return quoted;
}

}  // namespace cairn
