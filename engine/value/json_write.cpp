#include "engine/value/float_text.h"
#include "engine/value/json.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace cairn {

namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

void append_integer(std::string& out, std::int64_t value) {
  const fmt::format_int text(value);
  out.append(text.data(), text.size());
}

void append_id(std::string& out, EntityId id) {
  const fmt::format_int text(id);
  out.append(text.data(), text.size());
}

// True if all eight bytes are ASCII and none needs an escape in a JSON string.
bool is_plain_ascii(std::uint64_t bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101ULL;
  constexpr std::uint64_t tops = 0x8080808080808080ULL;
  const std::uint64_t quotes = bytes ^ (ones * '"');
  const std::uint64_t backslashes = bytes ^ (ones * '\\');
  const std::uint64_t found = (bytes - ones * 0x20) | (quotes - ones) | (backslashes - ones) | bytes;
  return (found & tops) == 0;
}

void append_escape(std::string& out, char character) {
  switch (character) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    default: break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(character);
  out += "\\u00";
  out += digits[code >> 4];
  out += digits[code & 15];
}

// The length of the valid UTF-8 character at `text[position]`; 0 if there is none.
std::size_t character_length(std::string_view text, std::size_t position) {
  utf8proc_int32_t code_point = 0;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + position);
  const utf8proc_ssize_t length =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - position), &code_point);
  return length > 0 ? static_cast<std::size_t>(length) : 0;
}

// Either form of a value: append_typed_json or append_plain_json.
using AppendValue = void (*)(std::string&, const Value&);

void append_list(std::string& out, std::span<const Value> elements, AppendValue append_value) {
  out += '[';
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i > 0) out += ',';
    append_value(out, elements[i]);
  }
  out += ']';
}

void append_map(std::string& out, std::span<const MapEntry> entries, AppendValue append_value) {
  out += '{';
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, entries[i].key);
    out += ':';
    append_value(out, entries[i].value);
  }
  out += '}';
}

void append_labels(std::string& out, std::span<const std::string> labels) {
  out += '[';
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, labels[i]);
  }
  out += ']';
}

void append_typed_node(std::string& out, const Value& node) {
  static const NodeData unknown;
  const NodeData& data = node.node_data() != nullptr ? *node.node_data() : unknown;
  out += "{\"_element_id\":\"";
  append_id(out, node.entity_id());
  out += "\",\"_labels\":";
  append_labels(out, data.labels);
  out += ",\"_properties\":";
  append_map(out, data.properties, append_typed_json);
  out += '}';
}

void append_typed_relationship(std::string& out, const Value& relationship) {
  static const RelationshipData unknown;
  const RelationshipData* known = relationship.relationship_data();
  const RelationshipData& data = known != nullptr ? *known : unknown;
  out += "{\"_element_id\":\"";
  append_id(out, relationship.entity_id());
  out += "\",\"_start_node_element_id\":\"";
  append_id(out, data.source);
  out += "\",\"_end_node_element_id\":\"";
  append_id(out, data.target);
  out += "\",\"_type\":";
  append_json_string(out, data.type);
  out += ",\"_properties\":";
  append_map(out, data.properties, append_typed_json);
  out += '}';
}

void append_plain_node(std::string& out, const Value& node) {
  static const NodeData unknown;
  const NodeData& data = node.node_data() != nullptr ? *node.node_data() : unknown;
  out += "{\"_id\":";
  append_id(out, node.entity_id());
  out += ",\"_labels\":";
  append_labels(out, data.labels);
  out += ",\"_properties\":";
  append_map(out, data.properties, append_plain_json);
  out += '}';
}

void append_plain_relationship(std::string& out, const Value& relationship) {
  static const RelationshipData unknown;
  const RelationshipData* known = relationship.relationship_data();
  const RelationshipData& data = known != nullptr ? *known : unknown;
  out += "{\"_id\":";
  append_id(out, relationship.entity_id());
  out += ",\"_type\":";
  append_json_string(out, data.type);
  out += ",\"_start\":";
  append_id(out, data.source);
  out += ",\"_end\":";
  append_id(out, data.target);
  out += ",\"_properties\":";
  append_map(out, data.properties, append_plain_json);
  out += '}';
}

void append_plain_float(std::string& out, double value) {
  const bool is_number = std::isfinite(value);
  if (!is_number) out += '"';
  append_float_json(out, value);
  if (!is_number) out += '"';
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  std::size_t position = 0;
  const auto copy_before = [&](std::size_t end) { out.append(text.data() + copied, end - copied); };
  while (position < text.size()) {
    if (position + sizeof(std::uint64_t) <= text.size()) {
      std::uint64_t bytes = 0;
      std::memcpy(&bytes, text.data() + position, sizeof bytes);
      if (is_plain_ascii(bytes)) {
        position += sizeof bytes;
        continue;
      }
    }
    const char character = text[position];
    if (static_cast<unsigned char>(character) >= 0x80) {
      const std::size_t length = character_length(text, position);
      if (length == 0) {
        copy_before(position);
        out += replacement_character;
        copied = position + 1;
      }
      position += std::max<std::size_t>(length, 1);
      continue;
    }
    if (static_cast<unsigned char>(character) < 0x20 || character == '"' || character == '\\') {
      copy_before(position);
      append_escape(out, character);
      copied = position + 1;
    }
    ++position;
  }
  copy_before(text.size());
  out += '"';
}

void append_typed_json(std::string& out, const Value& value) {
  switch (value.type()) {
    case ValueType::Boolean:
      out += value.as_boolean() ? R"({"$type":"Boolean","_value":true})" : R"({"$type":"Boolean","_value":false})";
      return;
    case ValueType::Integer:
      out += R"({"$type":"Integer","_value":")";
      append_integer(out, value.as_integer());
      out += "\"}";
      return;
    case ValueType::Float:
      out += R"({"$type":"Float","_value":")";
      append_float_json(out, value.as_float());
      out += "\"}";
      return;
    case ValueType::String:
      out += R"({"$type":"String","_value":)";
      append_json_string(out, value.as_string());
      break;
    case ValueType::List:
      out += R"({"$type":"List","_value":)";
      append_list(out, value.as_list(), append_typed_json);
      break;
    case ValueType::Map:
      out += R"({"$type":"Map","_value":)";
      append_map(out, value.as_map(), append_typed_json);
      break;
    case ValueType::Node:
      out += R"({"$type":"Node","_value":)";
      append_typed_node(out, value);
      break;
    case ValueType::Relationship:
      out += R"({"$type":"Relationship","_value":)";
      append_typed_relationship(out, value);
      break;
    case ValueType::Path:
      out += R"({"$type":"Path","_value":)";
      append_list(out, value.path_elements(), append_typed_json);
      break;
    default: out += R"({"$type":"Null","_value":null})"; return;
  }
  out += '}';
}

void append_plain_json(std::string& out, const Value& value) {
  switch (value.type()) {
    case ValueType::Boolean: out += value.as_boolean() ? "true" : "false"; return;
    case ValueType::Integer: append_integer(out, value.as_integer()); return;
    case ValueType::Float: append_plain_float(out, value.as_float()); return;
    case ValueType::String: append_json_string(out, value.as_string()); return;
    case ValueType::List: append_list(out, value.as_list(), append_plain_json); return;
    case ValueType::Map: append_map(out, value.as_map(), append_plain_json); return;
    case ValueType::Node: append_plain_node(out, value); return;
    case ValueType::Relationship: append_plain_relationship(out, value); return;
    case ValueType::Path: append_list(out, value.path_elements(), append_plain_json); return;
    default: out += "null"; return;
  }
}

}  // namespace cairn
