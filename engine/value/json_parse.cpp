#include "engine/value/json.h"

#include <fmt/format.h>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>

namespace cairn {

namespace {

namespace json = boost::json;

Error invalid_json(const json::error_code& code, std::size_t offset) {
  return runtime_error(ErrorType::ArgumentError, "InvalidJson",
                       fmt::format("This is no JSON: {} at byte {}", code.message(), offset));
}

Error invalid_typed_value(std::string message) {
  return runtime_error(ErrorType::ArgumentError, "InvalidTypedValue", std::move(message),
                       R"(write values as {"$type": "Integer", "_value": "1"})");
}

Error number_out_of_range(std::string_view text) {
  return runtime_error(ErrorType::ArgumentError, "NumberOutOfRange",
                       fmt::format("The number {} does not fit into 64 bits", text));
}

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

// How deep the JSON may be: a plain list is one level, a typed list two and a typed scalar one.
json::parse_options options_for_depth(std::size_t depth) {
  json::parse_options options;
  options.max_depth = depth;
  return options;
}

// ---- typed ---------------------------------------------------------------------------------------------

Expected<Value> typed_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc::result_out_of_range) return number_out_of_range(text);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    return invalid_typed_value(fmt::format("'{}' is no Integer", text));
  }
  return Value::integer(number);
}

Expected<Value> typed_float(std::string_view text) {
  if (text == "NaN") return Value::floating(std::nan(""));
  if (text == "Infinity") return Value::floating(HUGE_VAL);
  if (text == "-Infinity") return Value::floating(-HUGE_VAL);
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(number)) {
    return invalid_typed_value(fmt::format("'{}' is no Float", text));
  }
  return Value::floating(number);
}

Expected<Value> typed_list(const json::array& array) {
  std::vector<Value> elements;
  elements.reserve(array.size());
  for (const json::value& element : array) {
    auto value = from_typed_json(element);
    if (!value) return value;
    elements.push_back(*std::move(value));
  }
  return Value::list(std::move(elements));
}

Expected<Value> typed_map(const json::object& object) {
  std::vector<MapEntry> entries;
  entries.reserve(object.size());
  for (const auto& member : object) {
    auto value = from_typed_json(member.value());
    if (!value) return value;
    entries.push_back({std::string(member.key()), *std::move(value)});
  }
  return Value::map(std::move(entries));
}

// ---- plain ---------------------------------------------------------------------------------------------

// Receives the events of Boost.JSON's parser and builds Values from them. Numbers are taken from their text,
// because the parser turns an integer that is too long into a double.
class PlainHandler {
 public:
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  std::optional<Error> error;
  Value take() { return std::move(result_); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return open(); }
  bool on_array_begin(json::error_code&) { return open(); }
  bool on_object_end(std::size_t, json::error_code& code) {
    Container container = close();
    return add(Value::map(std::move(container.entries)), code);
  }
  bool on_array_end(std::size_t, json::error_code& code) {
    Container container = close();
    return add(Value::list(std::move(container.elements)), code);
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return gather(part); }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    gather(part);
    open_.back().key = std::exchange(text_, {});
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) { return gather(part); }
  bool on_string(json::string_view part, std::size_t, json::error_code& code) {
    gather(part);
    return add(Value::string(std::exchange(text_, {})), code);
  }
  bool on_number_part(json::string_view part, json::error_code&) { return gather(part); }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& code) {
    text_.clear();
    return add(Value::integer(number), code);
  }
  bool on_uint64(std::uint64_t, json::string_view part, json::error_code& code) { return fail_on_number(part, code); }
  bool on_double(double number, json::string_view part, json::error_code& code) {
    gather(part);
    const bool is_integer = text_.find_first_of(".eE") == std::string::npos;
    if (is_integer || !std::isfinite(number)) return fail_on_number({}, code);
    text_.clear();
    return add(Value::floating(number), code);
  }
  bool on_bool(bool value, json::error_code& code) { return add(Value::boolean(value), code); }
  bool on_null(json::error_code& code) { return add(Value::null(), code); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  // An array or object whose end has not come yet.
  struct Container {
    std::vector<Value> elements;
    std::vector<MapEntry> entries;
    std::optional<std::string> key;  // of the member whose value comes next
  };

  bool gather(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }

  bool open() {
    open_.emplace_back();
    return true;
  }

  Container close() {
    Container container = std::move(open_.back());
    open_.pop_back();
    return container;
  }

  bool add(Expected<Value> value, json::error_code& code) {
    if (!value) return fail(std::move(value).error(), code);
    if (open_.empty()) {
      result_ = *std::move(value);
    } else if (open_.back().key) {
      open_.back().entries.push_back({*std::exchange(open_.back().key, std::nullopt), *std::move(value)});
    } else {
      open_.back().elements.push_back(*std::move(value));
    }
    return true;
  }

  bool fail_on_number(json::string_view part, json::error_code& code) {
    gather(part);
    return fail(number_out_of_range(text_), code);
  }

  bool fail(Error failure, json::error_code& code) {
    error = std::move(failure);
    code = json::error::not_number;  // any code: `error` says what happened
    return false;
  }

  std::vector<Container> open_;
  std::string text_;  // the parts so far of a key, string or number
  Value result_;
};

}  // namespace

Expected<Value> from_typed_json(const json::value& document) {
  const json::object* object = document.if_object();
  const json::value* type = object != nullptr ? object->if_contains("$type") : nullptr;
  const json::value* value = object != nullptr ? object->if_contains("_value") : nullptr;
  if (type == nullptr || value == nullptr || !type->is_string()) {
    return invalid_typed_value("A typed value is an object with $type and _value");
  }
  const std::string_view name = view(type->get_string());
  if (name == "Null" && value->is_null()) return Value::null();
  if (name == "Boolean" && value->is_bool()) return Value::boolean(value->get_bool());
  if (name == "Integer" && value->is_string()) return typed_integer(view(value->get_string()));
  if (name == "Float" && value->is_string()) return typed_float(view(value->get_string()));
  if (name == "String" && value->is_string()) return Value::string(view(value->get_string()));
  if (name == "List" && value->is_array()) return typed_list(value->get_array());
  if (name == "Map" && value->is_object()) return typed_map(value->get_object());
  return invalid_typed_value(fmt::format("A {} cannot be read from this _value", name));
}

Expected<Value> parse_typed_json(std::string_view text) {
  json::monotonic_resource memory;
  json::parser parser(&memory, options_for_depth(2 * value_depth_max + 1));
  json::error_code code;
  const std::size_t parsed = parser.write(text.data(), text.size(), code);
  if (code) return invalid_json(code, parsed);
  return from_typed_json(parser.release());
}

Expected<Value> parse_plain_json(std::string_view text) {
  json::basic_parser<PlainHandler> parser(options_for_depth(value_depth_max));
  json::error_code code;
  const std::size_t parsed = parser.write_some(false, text.data(), text.size(), code);
  if (parser.handler().error) return *std::move(parser.handler().error);
  if (!code && parsed < text.size()) code = json::error::extra_data;
  if (code) return invalid_json(code, parsed);
  return parser.handler().take();
}

Expected<std::vector<std::pair<std::string, Value>>> parse_parameters(std::string_view text) {
  const auto document = parse_plain_json(text);
  if (!document) return document.error();
  if (!document->is_map()) {
    return runtime_error(ErrorType::ArgumentError, "InvalidJson", "Parameters are one JSON object, a member each");
  }
  std::vector<std::pair<std::string, Value>> parameters;
  for (const MapEntry& entry : document->as_map()) parameters.emplace_back(entry.key, entry.value);
  return parameters;
}

}  // namespace cairn
