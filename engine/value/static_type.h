// What is known about the values of an expression before it runs.
//
// The idea: a static type is the set of value types an expression may have, and for lists the set its
// elements may have, to four levels of nesting; below that nothing is known. It never claims too much: a
// value outside the set cannot occur, a type inside it may. So the binder may reject what is
// *certainly* wrong (`123 AND true`) and must be silent on the rest (parameters, properties, mixed lists).
//
// Null is a member like any other. Checks ignore it, since null is accepted everywhere.
// A small value: copied freely, usable in constant expressions.
#pragma once

#include "engine/value/value.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace cairn {

class StaticType {
 public:
  // Any value at all: nothing is known. This is what a parameter or a property has.
  constexpr StaticType() : levels_{every_type, every_type, every_type, every_type} {}
  static constexpr StaticType any() { return {}; }

  // No value: the element type of `[]`, the neutral element of `join`.
  static constexpr StaticType none() { return StaticType(Levels{}); }

  // Only the literal null.
  static constexpr StaticType null() { return of(ValueType::Null); }

  // Values of one type; a List is one of any elements.
  static constexpr StaticType of(ValueType type) {
    if (type == ValueType::List) return list_of(any());
    return StaticType(Levels{bit(type), 0, 0, 0});
  }

  static constexpr StaticType one_of(std::initializer_list<ValueType> types) {
    StaticType result = none();
    for (const ValueType type : types) result = result.join(of(type));
    return result;
  }

  static constexpr StaticType number() { return one_of({ValueType::Integer, ValueType::Float}); }
  static constexpr StaticType entity() { return one_of({ValueType::Node, ValueType::Relationship}); }

  // Lists whose elements have type `element`.
  static constexpr StaticType list_of(const StaticType& element) {
    return StaticType(Levels{bit(ValueType::List), element.levels_[0], element.levels_[1], element.levels_[2]});
  }

  // The most exact type of a value. Walks at most four levels of it.
  static StaticType of_value(const Value& value);

  // Both what this and what `other` may be: the type of `CASE … THEN this ELSE other END`.
  constexpr StaticType join(const StaticType& other) const {
    Levels joined{};
    for (std::size_t level = 0; level < level_count; ++level) joined[level] = levels_[level] | other.levels_[level];
    return StaticType(joined);
  }

  constexpr StaticType nullable() const { return join(null()); }
  constexpr StaticType without_null() const {
    StaticType result = *this;
    result.levels_[0] &= static_cast<TypeSet>(~bit(ValueType::Null));
    return result;
  }

  // The type of an element taken out of this, should it be a list. Nothing is known of the elements of
  // what is no list or only ever the empty list, so that checks on them stay silent.
  constexpr StaticType element() const {
    if (!may_be(ValueType::List) || levels_[1] == 0) return any();
    // The deepest level that is kept may hold lists, whose elements are then unknown.
    const TypeSet below = (levels_[3] & bit(ValueType::List)) != 0 ? every_type : TypeSet{0};
    return StaticType(Levels{levels_[1], levels_[2], levels_[3], below});
  }

  constexpr bool may_be(ValueType type) const { return (levels_[0] & bit(type)) != 0; }
  constexpr bool may_be_null() const { return may_be(ValueType::Null); }

  // True if each value has `type` or is null, and not all are null.
  constexpr bool is_only(ValueType type) const { return without_null().levels_[0] == bit(type); }
  constexpr bool is_only_null() const { return levels_[0] == bit(ValueType::Null); }
  constexpr bool is_any() const { return levels_[0] == every_type; }
  constexpr bool is_none() const { return levels_[0] == 0; }

  // True if no value of `argument` can be used where this is required: the only thing the binder rejects.
  // What may be null only, or nothing, is never rejected; elements of lists are not compared.
  constexpr bool certainly_rejects(const StaticType& argument) const {
    const TypeSet types = argument.without_null().levels_[0];
    return types != 0 && (types & levels_[0]) == 0;
  }

  // True if each value of `argument` is one of this, null aside.
  constexpr bool certainly_accepts(const StaticType& argument) const {
    const TypeSet types = argument.without_null().levels_[0];
    return (types & static_cast<TypeSet>(~levels_[0])) == 0;
  }

  friend constexpr bool operator==(const StaticType&, const StaticType&) = default;

  // "Any", "Integer", "Integer or String", "List<Float>": for messages and listings; null is not mentioned.
  std::string to_string() const;

 private:
  using TypeSet = std::uint16_t;
  static constexpr std::size_t level_count = 4;
  using Levels = std::array<TypeSet, level_count>;

  static constexpr TypeSet every_type = 0xffff;
  static constexpr TypeSet bit(ValueType type) { return static_cast<TypeSet>(1U << static_cast<unsigned>(type)); }

  explicit constexpr StaticType(const Levels& levels) : levels_(levels) {}

  // [0] the value's own types, [1] those of its elements, [2] of their elements, …
  Levels levels_;
};

}  // namespace cairn
