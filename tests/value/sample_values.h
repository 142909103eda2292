// Values that tests of several files are made of.
#pragma once

#include "engine/value/text.h"
#include "engine/value/value.h"

#include <gtest/gtest.h>

#include <limits>
#include <ostream>
#include <vector>

namespace cairn {

// So that a failing test shows literals instead of bytes.
inline void PrintTo(const Value& value, std::ostream* out) { *out << to_literal(value); }

namespace test {

// A list or map known to keep the limits.
inline Value list(std::vector<Value> elements) { return *Value::list(std::move(elements)); }
inline Value map(std::vector<MapEntry> entries) { return *Value::map(std::move(entries)); }
inline Value integer(std::int64_t value) { return Value::integer(value); }
inline Value floating(double value) { return Value::floating(value); }
inline Value string(std::string_view text) { return Value::string(text); }
inline Value boolean(bool value) { return Value::boolean(value); }

inline constexpr std::int64_t int64_least = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t int64_greatest = std::numeric_limits<std::int64_t>::max();
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

// `levels` lists around null.
inline Value nested_list(std::size_t levels) {
  Value value;
  for (std::size_t i = 0; i < levels; ++i) value = list({value});
  return value;
}

inline Value path(std::vector<EntityId> ids) {
  std::vector<Value> elements;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    elements.push_back(i % 2 == 0 ? Value::node(ids[i]) : Value::relationship(ids[i]));
  }
  return Value::path(std::move(elements));
}

// Values in ascending order of the language; the values of one row are equivalent.
inline std::vector<std::vector<Value>> values_in_order() {
  const Value materialised = Value::materialised_node(2, {{"A"}, {{"k", integer(1)}}});
  return {
      {map({}), map({})},
      {map({{"a", integer(1)}}), map({{"a", floating(1.0)}})},
      {map({{"a", integer(2)}})},
      {map({{"a", Value()}}), map({{"a", Value()}})},
      {map({{"b", integer(0)}})},
      {map({{"a", integer(0)}, {"b", integer(0)}}), map({{"b", integer(0)}, {"a", integer(0)}})},
      {Value::node(1)},
      {Value::node(2), materialised, Value::node(2, 7)},
      {Value::relationship(1)},
      {Value::relationship(2), Value::materialised_relationship(2, {"T", 1, 2, {}})},
      {list({}), list({})},
      {list({list({})})},
      {list({string("a")})},
      {list({integer(1)}), list({floating(1.0)})},
      {list({integer(1), integer(2)})},
      {list({integer(1), floating(nan)}), list({floating(1.0), floating(-nan)})},
      {list({integer(1), Value()}), list({integer(1), Value()})},
      {list({integer(2)})},
      {list({floating(nan)})},
      {list({Value()})},
      {list({Value(), Value()})},
      {path({1})},
      {path({1, 1, 2}), path({1, 1, 2})},
      {path({1, 1, 2, 3, 4})},
      {path({1, 2, 2})},
      {string("")},
      {string("A")},
      {string("a"), string("a")},
      {string("a\x01")},
      {string("aa")},
      {string("b")},
      {string("é")},
      {string("\xEF\xBF\xBD")},      // U+FFFD, below any character beyond 16 bits
      {string("\xF0\x9F\x98\x80")},  // U+1F600
      {boolean(false)},
      {boolean(true)},
      {floating(-infinity)},
      {floating(-1e300)},
      {integer(int64_least), floating(-9223372036854775808.0)},
      {integer(int64_least + 1)},
      {integer(-9007199254740993)},
      {integer(-9007199254740992), floating(-9007199254740992.0)},
      {integer(-1), floating(-1.0)},
      {floating(-0.5)},
      {floating(-5e-324)},
      {integer(0), floating(0.0), floating(-0.0)},
      {floating(5e-324)},
      {integer(1), floating(1.0)},
      {floating(1.5)},
      {integer(9007199254740992), floating(9007199254740992.0)},
      {integer(9007199254740993)},
      {floating(9007199254740994.0), integer(9007199254740994)},
      {integer(4611686018427387900)},
      {floating(4611686018427387904.0), integer(4611686018427387904)},
      {integer(4611686018427387905)},
      {integer(int64_greatest)},
      {floating(9223372036854775808.0)},
      {floating(infinity)},
      {floating(nan), floating(-nan)},
      {Value(), Value::null()},
  };
}

}  // namespace test
}  // namespace cairn
