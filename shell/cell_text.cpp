#include "shell/cell_text.h"

#include "engine/value/json.h"
#include "engine/value/text.h"
#include "shell/display_width.h"

namespace cairn::shell {

std::string cell_text(const Value& value) {
  std::string text;
  append_display(text, value);
  return printable(text);
}

std::string field_text(const Value& value) {
  std::string text;
  append_plain_json(text, value);
  const bool has_parts = value.is_list() || value.is_map() || value.is_entity() || value.is_path();
  if (!has_parts && text.size() >= 2 && text.front() == '"') return text.substr(1, text.size() - 2);
  return text;
}

}  // namespace cairn::shell
