#include "engine/value/text.h"

#include "engine/value/float_text.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <iterator>

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

void append_list(std::string& out, std::span<const Value> elements) {
  out += '[';
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i > 0) out += ", ";
    append_literal(out, elements[i]);
  }
  out += ']';
}

void append_map(std::string& out, std::span<const MapEntry> entries) {
  out += '{';
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i > 0) out += ", ";
    append_name(out, entries[i].key);
    out += ": ";
    append_literal(out, entries[i].value);
  }
  out += '}';
}

void append_node(std::string& out, const Value& node) {
  const NodeData* data = node.node_data();
  if (data == nullptr) {
    fmt::format_to(std::back_inserter(out), "(#{})", node.entity_id());
    return;
  }
  out += '(';
  for (const std::string& label : data->labels) {
    out += ':';
    append_name(out, label);
  }
  if (!data->properties.empty()) {
    if (!data->labels.empty()) out += ' ';
    append_map(out, data->properties);
  }
  out += ')';
}

void append_relationship(std::string& out, const Value& relationship) {
  const RelationshipData* data = relationship.relationship_data();
  if (data == nullptr) {
    fmt::format_to(std::back_inserter(out), "[#{}]", relationship.entity_id());
    return;
  }
  out += "[:";
  append_name(out, data->type);
  if (!data->properties.empty()) {
    out += ' ';
    append_map(out, data->properties);
  }
  out += ']';
}

void append_path(std::string& out, std::span<const Value> elements) {
  out += '<';
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i % 2 == 0) {
      append_node(out, elements[i]);
      continue;
    }
    const RelationshipData* data = elements[i].relationship_data();
    const bool backward = data != nullptr && data->source != elements[i - 1].entity_id();
    out += backward ? "<-" : "-";
    append_relationship(out, elements[i]);
    out += backward ? "-" : "->";
  }
  out += '>';
}

}  // namespace

void append_literal(std::string& out, const Value& value) {
  switch (value.type()) {
    case ValueType::Boolean: out += value.as_boolean() ? "true" : "false"; return;
    case ValueType::Integer: fmt::format_to(std::back_inserter(out), "{}", value.as_integer()); return;
    case ValueType::Float: append_float_text(out, value.as_float()); return;
    case ValueType::String: append_quoted(out, value.as_string()); return;
    case ValueType::List: append_list(out, value.as_list()); return;
    case ValueType::Map: append_map(out, value.as_map()); return;
    case ValueType::Node: append_node(out, value); return;
    case ValueType::Relationship: append_relationship(out, value); return;
    case ValueType::Path: append_path(out, value.path_elements()); return;
    default: out += "null"; return;
  }
}

std::string to_literal(const Value& value) {
  std::string out;
  append_literal(out, value);
  return out;
}

void append_display(std::string& out, const Value& value) {
  if (value.is_string()) {
    out += value.as_string();
    return;
  }
  append_literal(out, value);
}

void append_quoted(std::string& out, std::string_view text) {
  out += '\'';
  for (const char character : text) {
    switch (character) {
      case '\'': out += "\\'"; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      default:
        if (static_cast<unsigned char>(character) < 0x20 || character == 0x7f) {
          fmt::format_to(std::back_inserter(out), "\\u{:04X}", static_cast<unsigned>(character));
        } else {
          out += character;
        }
    }
  }
  out += '\'';
}

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

}  // namespace cairn
