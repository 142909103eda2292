// Functions of any value: coalesce, nullIf, exists, size, isEmpty, valueType; and those without arguments that
// differ from call to call or statement to statement: rand, randomUUID, timestamp.
#include "engine/functions/builtin_functions.h"
#include "engine/functions/utf8.h"
#include "engine/value/equality.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace cairn::engine {

namespace {

using Arguments = std::span<const Value>;

Expected<Value> coalesce(FunctionContext&, Arguments arguments) {
  for (const Value& argument : arguments) {
    if (!argument.is_null()) return argument;
  }
  return Value::null();
}

StaticType joined_types(std::span<const StaticType> arguments) {
  StaticType joined = StaticType::none();
  for (const StaticType& argument : arguments) joined = joined.join(argument);
  return joined;
}

Expected<Value> null_if(FunctionContext&, Arguments arguments) {
  return equals(arguments[0], arguments[1]) == Ternary::True ? Value::null() : arguments[0];
}

StaticType first_type(std::span<const StaticType> arguments) { return arguments[0]; }

Expected<Value> exists(FunctionContext&, Arguments arguments) { return Value::boolean(!arguments[0].is_null()); }

Expected<Value> size(FunctionContext&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is_list()) return Value::integer(static_cast<std::int64_t>(value.as_list().size()));
  if (value.is_string()) return Value::integer(static_cast<std::int64_t>(count_characters(value.as_string())));
  return wrong_argument("size", "a List or String", value);
}

Expected<Value> is_empty(FunctionContext&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is_list()) return Value::boolean(value.as_list().empty());
  if (value.is_string()) return Value::boolean(value.as_string().empty());
  if (value.is_map()) return Value::boolean(value.as_map().empty());
  return wrong_argument("isEmpty", "a List, Map or String", value);
}

std::string_view type_keyword(ValueType type) {
  switch (type) {
    case ValueType::Null: return "NULL";
    case ValueType::Boolean: return "BOOLEAN";
    case ValueType::Integer: return "INTEGER";
    case ValueType::Float: return "FLOAT";
    case ValueType::String: return "STRING";
    case ValueType::List: return "LIST";
    case ValueType::Map: return "MAP";
    case ValueType::Node: return "NODE";
    case ValueType::Relationship: return "RELATIONSHIP";
    case ValueType::Path: return "PATH";
    case ValueType::Date: return "DATE";
    case ValueType::LocalTime: return "LOCAL TIME";
    case ValueType::Time: return "ZONED TIME";
    case ValueType::LocalDateTime: return "LOCAL DATETIME";
    case ValueType::DateTime: return "ZONED DATETIME";
    case ValueType::Duration: return "DURATION";
  }
  return "ANY";
}

// "INTEGER", "LIST<INTEGER NOT NULL | STRING NOT NULL>"; without the outermost NOT NULL.
std::string type_text(const Value& value) {
  if (!value.is_list()) return std::string(type_keyword(value.type()));
  std::set<std::string> alternatives;
  bool has_null = false;
  for (const Value& element : value.as_list()) {
    if (element.is_null())
      has_null = true;
    else
      alternatives.insert(type_text(element));
  }
  if (alternatives.empty()) return has_null ? "LIST<NULL>" : "LIST<NOTHING>";
  std::string text = "LIST<";
  for (const std::string& alternative : alternatives) {
    if (text.size() > std::string_view("LIST<").size()) text += " | ";
    text += alternative;
    if (!has_null) text += " NOT NULL";
  }
  return text + ">";
}

Expected<Value> value_type(FunctionContext&, Arguments arguments) {
  if (arguments[0].is_null()) return Value::string("NULL");
  return Value::string(type_text(arguments[0]) + " NOT NULL");
}

Expected<Value> random_number(FunctionContext& context, Arguments) { return Value::floating(context.random.uniform()); }

// A version 4 UUID of RFC 4122: 122 random bits.
Expected<Value> random_uuid(FunctionContext& context, Arguments) {
  const std::uint64_t high = (context.random.bits() & ~0xF000ULL) | 0x4000ULL;
  const std::uint64_t low = (context.random.bits() & ~(3ULL << 62)) | (2ULL << 62);
  return Value::string(fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF,
                                   high & 0xFFFF, low >> 48, low & 0xFFFFFFFFFFFFULL));
}

Expected<Value> timestamp(FunctionContext& context, Arguments) {
  const auto since_epoch = context.now.time_since_epoch();
  return Value::integer(std::chrono::floor<std::chrono::milliseconds>(since_epoch).count());
}

}  // namespace

std::vector<Function> scalar_functions() {
  std::vector<Function> functions;
  functions.push_back({.name = "coalesce",
                       .category = "Scalar",
                       .signatures = {{{{"value", types::any}}, 1, true, types::any}},
                       .documentation = "The first argument that is not null; null if all are.",
                       .body = coalesce,
                       .propagates_null = false,
                       .result_type = joined_types});
  functions.push_back({.name = "nullIf",
                       .category = "Scalar",
                       .signatures = {signature({{"value", types::any}, {"other", types::any}}, types::any)},
                       .documentation = "Null if both arguments are equal, else the first.",
                       .body = null_if,
                       .propagates_null = false,
                       .result_type = first_type});
  functions.push_back({.name = "exists",
                       .category = "Predicate",
                       .signatures = {signature({{"value", types::any}}, types::boolean)},
                       .documentation = "True if the property or value is not null.",
                       .body = exists,
                       .propagates_null = false});
  functions.push_back({.name = "size",
                       .category = "Scalar",
                       .signatures = {signature({{"value", types::list.join(types::string)}}, types::integer)},
                       .documentation = "The number of elements of a list or characters of a string.",
                       .body = size,
                       .aliases = {"char_length", "character_length"}});
  functions.push_back(
      {.name = "isEmpty",
       .category = "Predicate",
       .signatures = {signature({{"value", types::list.join(types::map).join(types::string)}}, types::boolean)},
       .documentation = "True if a list, map or string has nothing in it.",
       .body = is_empty});
  functions.push_back({.name = "valueType",
                       .category = "Scalar",
                       .signatures = {signature({{"value", types::any}}, types::string)},
                       .documentation = "The most exact type of a value, e.g. LIST<INTEGER NOT NULL> NOT NULL.",
                       .body = value_type,
                       .propagates_null = false});
  functions.push_back({.name = "rand",
                       .category = "Scalar",
                       .signatures = {signature({}, types::floating)},
                       .documentation = "A random float from 0 up to, not including, 1; another one at each call.",
                       .body = random_number,
                       .is_volatile = true});
  functions.push_back({.name = "randomUUID",
                       .category = "Scalar",
                       .signatures = {signature({}, types::string)},
                       .documentation = "A random universally unique identifier; another one at each call.",
                       .body = random_uuid,
                       .is_volatile = true});
  functions.push_back({.name = "timestamp",
                       .category = "Scalar",
                       .signatures = {signature({}, types::integer)},
                       .documentation = "The statement's time in milliseconds since 1970; the same in all rows.",
                       .body = timestamp,
                       .reads_clock = true});
  return functions;
}

}  // namespace cairn::engine
