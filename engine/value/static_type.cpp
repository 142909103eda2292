#include "engine/value/static_type.h"

namespace cairn {

namespace {

constexpr unsigned type_count = static_cast<unsigned>(ValueType::Duration) + 1;
static_assert(type_count <= 16, "a set of types is 16 bits");

StaticType of_value_to_depth(const Value& value, unsigned levels_left) {
  if (!value.is_list() || levels_left == 0) return StaticType::of(value.type());
  StaticType element = StaticType::none();
  for (const Value& part : value.as_list()) element = element.join(of_value_to_depth(part, levels_left - 1));
  return StaticType::list_of(element);
}

}  // namespace

StaticType StaticType::of_value(const Value& value) {
  return of_value_to_depth(value, static_cast<unsigned>(level_count - 1));
}

std::string StaticType::to_string() const {
  if (is_any()) return "Any";
  if (is_only_null()) return "Null";
  if (without_null() == number()) return "Number";
  std::string text;
  for (unsigned i = 1; i < type_count; ++i) {
    const auto type = static_cast<ValueType>(i);
    if (!may_be(type)) continue;
    if (!text.empty()) text += " or ";
    text += value_type_name(type);
    if (type == ValueType::List) text += levels_[1] == 0 ? std::string("<Any>") : "<" + element().to_string() + ">";
  }
  return text.empty() ? "Nothing" : text;
}

}  // namespace cairn
