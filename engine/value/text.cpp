#include "engine/value/text.h"

#include "engine/value/float_text.h"

#include <fmt/format.h>

#include <iterator>

namespace cairn {

namespace {

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

}  // namespace cairn
