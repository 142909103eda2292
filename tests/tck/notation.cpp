#include "tests/tck/notation.h"

#include "engine/value/float_text.h"
#include "engine/value/json.h"
#include "engine/value/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace cairn::tck {
namespace {

constexpr int depth_max = 100;

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// A byte that may stand in a bare name: letters of any script among them.
bool is_name_byte(char letter) {
  return is_digit(letter) || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
         letter == '$' || letter == '@' || letter == '#' || static_cast<unsigned char>(letter) >= 0x80;
}

class NotationParser {
 public:
  explicit NotationParser(std::string_view text) : text_(text) {}

  Expected<Value> parse() {
    Expected<Value> value = parse_value();
    if (!value) return value;
    skip_blanks();
    if (offset_ != text_.size()) return expected("the end");
    return value;
  }

 private:
  Expected<Value> parse_value() {
    if (depth_ >= depth_max) return expected("fewer brackets");
    ++depth_;
    Expected<Value> value = parse_nested();
    --depth_;
    return value;
  }

  Expected<Value> parse_nested() {
    skip_blanks();
    if (offset_ == text_.size()) return expected("a value");
    switch (text_[offset_]) {
      case '(': return parse_node();
      case '[': return begins_relationship() ? parse_relationship(0, 0) : parse_list();
      case '{': return parse_map();
      case '<': return parse_path();
      case '\'': return parse_string();
      default: return parse_word();
    }
  }

  Expected<Value> parse_word() {
    for (const auto& [word, value] : {std::pair{std::string_view("null"), Value::null()},
                                      {"true", Value::boolean(true)},
                                      {"false", Value::boolean(false)},
                                      {"NaN", Value::floating(std::numeric_limits<double>::quiet_NaN())},
                                      {"-Inf", Value::floating(-std::numeric_limits<double>::infinity())},
                                      {"Inf", Value::floating(std::numeric_limits<double>::infinity())}}) {
      if (take(word)) return value;
    }
    return parse_number();
  }

  Expected<Value> parse_number() {
    std::size_t end = offset_;
    bool is_float = false;
    while (end < text_.size()) {
      const char letter = text_[end];
      const bool is_sign =
          (letter == '-' || letter == '+') && (end == offset_ || text_[end - 1] == 'e' || text_[end - 1] == 'E');
      if (!is_digit(letter) && !is_sign && letter != '.' && letter != 'e' && letter != 'E') break;
      is_float = is_float || letter == '.' || letter == 'e' || letter == 'E';
      ++end;
    }
    const char* begin = text_.data() + offset_;
    const char* stop = text_.data() + end;
    std::int64_t integer = 0;
    double floating = 0;
    const std::from_chars_result read =
        is_float ? std::from_chars(begin, stop, floating) : std::from_chars(begin, stop, integer);
    if (begin == stop || read.ec != std::errc{} || read.ptr != stop) return expected("a value");
    offset_ = end;
    return is_float ? Value::floating(floating) : Value::integer(integer);
  }

  Expected<Value> parse_string() {
    std::string text;
    for (++offset_; offset_ < text_.size(); ++offset_) {
      char letter = text_[offset_];
      if (letter == '\'') {
        ++offset_;
        return Value::string(text);
      }
      if (letter == '\\' && offset_ + 1 < text_.size() && (text_[offset_ + 1] == '\'' || text_[offset_ + 1] == '\\')) {
        letter = text_[++offset_];
      }
      text += letter;
    }
    return expected("a closing quote");
  }

  Expected<Value> parse_list() {
    std::vector<Value> elements;
    take("[");
    skip_blanks();
    if (take("]")) return Value::list(std::move(elements));
    while (true) {
      Expected<Value> element = parse_value();
      if (!element) return element;
      elements.push_back(*std::move(element));
      skip_blanks();
      if (take("]")) return Value::list(std::move(elements));
      if (!take(",")) return expected("`,`");
    }
  }

  Expected<Value> parse_map() {
    Expected<std::vector<MapEntry>> entries = parse_entries();
    if (!entries) return std::move(entries).error();
    return Value::map(*std::move(entries));
  }

  Expected<std::vector<MapEntry>> parse_entries() {
    std::vector<MapEntry> entries;
    take("{");
    skip_blanks();
    if (take("}")) return entries;
    while (true) {
      skip_blanks();
      Expected<std::string> key = parse_name();
      if (!key) return std::move(key).error();
      skip_blanks();
      if (!take(":")) return expected("`:`");
      Expected<Value> value = parse_value();
      if (!value) return std::move(value).error();
      entries.push_back({*std::move(key), *std::move(value)});
      skip_blanks();
      if (take("}")) return entries;
      if (!take(",")) return expected("`,`");
    }
  }

  Expected<std::string> parse_name() {
    std::string name;
    if (take("`")) {
      for (; offset_ < text_.size(); ++offset_) {
        if (text_[offset_] != '`') {
          name += text_[offset_];
        } else if (offset_ + 1 < text_.size() && text_[offset_ + 1] == '`') {
          name += text_[offset_++];
        } else {
          ++offset_;
          return name;
        }
      }
      return expected("a closing backtick");
    }
    while (offset_ < text_.size() && is_name_byte(text_[offset_])) name += text_[offset_++];
    if (name.empty()) return expected("a name");
    return name;
  }

  // ":A:B", then "{…}" if there are properties.
  struct Entity {
    std::vector<std::string> labels;
    std::vector<MapEntry> properties;
  };

  Expected<Entity> parse_entity() {
    Entity entity;
    skip_blanks();
    while (take(":")) {
      Expected<std::string> label = parse_name();
      if (!label) return std::move(label).error();
      entity.labels.push_back(*std::move(label));
      skip_blanks();
    }
    if (offset_ == text_.size() || text_[offset_] != '{') return entity;
    Expected<std::vector<MapEntry>> properties = parse_entries();
    if (!properties) return std::move(properties).error();
    entity.properties = *std::move(properties);
    skip_blanks();
    return entity;
  }

  // A node of its own; in a path the number keeps the ends of relationships apart.
  Expected<Value> parse_node(EntityId id = 0) {
    if (!take("(")) return expected("`(`");
    Expected<Entity> entity = parse_entity();
    if (!entity) return std::move(entity).error();
    if (!take(")")) return expected("`)`");
    return Value::materialised_node(id, {std::move(entity->labels), std::move(entity->properties)});
  }

  Expected<Value> parse_relationship(EntityId source, EntityId target) {
    if (!take("[")) return expected("`[`");
    Expected<Entity> entity = parse_entity();
    if (!entity) return std::move(entity).error();
    if (entity->labels.size() != 1 || !take("]")) return expected("one type and `]`");
    return Value::materialised_relationship(
        0, {std::move(entity->labels.front()), source, target, std::move(entity->properties)});
  }

  bool begins_relationship() const {
    const std::size_t next = text_.find_first_not_of(" \t", offset_ + 1);
    return next != std::string_view::npos && text_[next] == ':';
  }

  Expected<Value> parse_path() {
    std::vector<Value> elements;
    take("<");
    for (EntityId id = 0;; ++id) {
      skip_blanks();
      Expected<Value> node = parse_node(id);
      if (!node) return node;
      elements.push_back(*std::move(node));
      skip_blanks();
      if (take(">")) return Value::path(std::move(elements));
      const bool backward = take("<-");
      if (!backward && !take("-")) return expected("`-`");
      Expected<Value> relationship = backward ? parse_relationship(id + 1, id) : parse_relationship(id, id + 1);
      if (!relationship) return relationship;
      elements.push_back(*std::move(relationship));
      if (!take(backward ? "-" : "->")) return expected(backward ? "`-`" : "`->`");
    }
  }

  void skip_blanks() {
    while (offset_ < text_.size() && std::string_view(" \t\r\n").find(text_[offset_]) != std::string_view::npos) {
      ++offset_;
    }
  }

  bool take(std::string_view part) {
    if (!text_.substr(offset_).starts_with(part)) return false;
    offset_ += part.size();
    return true;
  }

  Error expected(std::string_view what) const {
    return compile_error(ErrorType::SyntaxError, "InvalidNotation", "expected " + std::string(what),
                         static_cast<std::uint32_t>(offset_));
  }

  std::string_view text_;
  std::size_t offset_ = 0;
  int depth_ = 0;
};

// ---- comparing
// -------------------------------------------------------------------------------------------------------

std::string joined(std::vector<std::string> parts, bool sorted) {
  if (sorted) std::sort(parts.begin(), parts.end());
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

// Writes values so that equal ones have equal texts; what is equal is decided by `scalar_text` and `list_order`.
class ComparableText {
 public:
  ComparableText(std::string (*scalar_text)(const Value&), ListOrder list_order)
      : scalar_text_(scalar_text), list_order_(list_order) {}

  std::string of(const Value& value) const {
    switch (value.type()) {
      case ValueType::Node: return of_node(value);
      case ValueType::Relationship: return of_relationship(value);
      case ValueType::Path: return of_path(value);
      case ValueType::Map: return of_entries(value.as_map());
      case ValueType::List: return of_list(value.as_list());
      default: return scalar_text_(value);
    }
  }

 private:
  std::string of_list(std::span<const Value> elements) const {
    std::vector<std::string> parts;
    for (const Value& element : elements) parts.push_back(of(element));
    return "[" + joined(std::move(parts), list_order_ == ListOrder::Ignored) + "]";
  }

  std::string of_entries(std::span<const MapEntry> entries) const {
    std::vector<std::string> parts;
    for (const MapEntry& entry : entries) {
      std::string part;
      append_name(part, entry.key);
      parts.push_back(part + ": " + of(entry.value));
    }
    return "{" + joined(std::move(parts), true) + "}";
  }

  std::string of_node(const Value& node) const {
    const NodeData* data = node.node_data();
    if (data == nullptr) return "(?)";
    std::vector<std::string> labels;
    for (const std::string& label : data->labels) {
      std::string text = ":";
      append_name(text, label);
      labels.push_back(text);
    }
    return "(" + joined(std::move(labels), true) + of_entries(data->properties) + ")";
  }

  std::string of_relationship(const Value& relationship) const {
    const RelationshipData* data = relationship.relationship_data();
    if (data == nullptr) return "[?]";
    std::string text = "[:";
    append_name(text, data->type);
    return text + of_entries(data->properties) + "]";
  }

  std::string of_path(const Value& path) const {
    const std::span<const Value> elements = path.path_elements();
    std::string text = "<" + of(elements[0]);
    for (std::size_t index = 1; index + 1 < elements.size(); index += 2) {
      const RelationshipData* data = elements[index].relationship_data();
      const bool forward = data == nullptr || data->source == elements[index - 1].entity_id();
      const std::string relationship = of_relationship(elements[index]);
      text += forward ? "-" + relationship + "->" : "<-" + relationship + "-";
      text += of(elements[index + 1]);
    }
    return text + ">";
  }

  std::string (*scalar_text_)(const Value&);
  ListOrder list_order_;
};

std::string tck_scalar_text(const Value& value) {
  std::string text;
  if (value.is_float()) {
    append_float_json(text, value.as_float() == 0 ? 0.0 : value.as_float());
  } else {
    // Plain JSON shows temporal values as strings, as the notation does.
    append_plain_json(text, value);
  }
  return text;
}

}  // namespace

Expected<Value> parse_notation(std::string_view text) { return NotationParser(text).parse(); }

std::string comparable_text(const Value& value, ListOrder list_order) {
  return ComparableText(tck_scalar_text, list_order).of(value);
}

std::string exact_text(const Value& value) { return ComparableText(to_literal, ListOrder::Kept).of(value); }

}  // namespace cairn::tck
