// Equivalence: "the same value" for DISTINCT, grouping, hash joins and UNION. A true equivalence relation,
// with a hash that agrees with it.
//
//   left      right      equivalent if
//   null      null       always
//   number    number     equal as numbers, exactly (1 and 1.0, -0.0 and 0.0), or both NaN
//   string, boolean      same bytes, same truth
//   list      list       same length, elements equivalent
//   map       map        same keys, values equivalent
//   node, relationship   same type and id
//   path      path       elements equivalent
//   any       another type   never
//
// It differs from equality only where that says null, and for NaN. The hashes are for memory only: they may
// change with the build. The typed hashes are those of the Values they stand for, so that columns and
// Values meet in one table.
#pragma once

#include "engine/value/number.h"
#include "engine/value/value.h"

#include <bit>
#include <cstdint>
#include <limits>
#include <string_view>

namespace cairn {

bool equivalent(const Value& left, const Value& right);

std::uint64_t hash(const Value& value);

// Spreads every input bit over the whole word (the finaliser of SplitMix64).
constexpr std::uint64_t mix_bits(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
  return bits ^ (bits >> 31);
}

// The hash of a sequence: start with anything, then combine the parts in order.
constexpr std::uint64_t combine_hashes(std::uint64_t before, std::uint64_t part) {
  return mix_bits(before * 0x9e3779b97f4a7c15ULL + part);
}

inline constexpr std::uint64_t hash_of_null = 0x6e756c6c6e756c6cULL;

constexpr std::uint64_t hash_boolean(bool value) { return mix_bits(value ? 0x74727565ULL << 8 : 0x66616c73ULL << 8); }

constexpr std::uint64_t hash_integer(std::int64_t value) {
  return mix_bits(static_cast<std::uint64_t>(value) + 0x9e3779b97f4a7c15ULL);
}

// A float that equals an integer hashes as that integer, every NaN as one value.
inline std::uint64_t hash_float(double value) {
  if (const auto whole = as_exact_integer(value)) return hash_integer(*whole);
  if (value != value) value = std::numeric_limits<double>::quiet_NaN();
  return mix_bits(std::bit_cast<std::uint64_t>(value));
}

std::uint64_t hash_string(std::string_view value);

constexpr std::uint64_t hash_node(EntityId id) { return mix_bits(id ^ 0x6e6f646500000000ULL << 1); }
constexpr std::uint64_t hash_relationship(EntityId id) { return mix_bits(id ^ 0x72656c6100000000ULL << 1); }

// For the standard's hash containers.
struct EquivalenceHash {
  std::size_t operator()(const Value& value) const { return hash(value); }
};
struct EquivalenceEqual {
  bool operator()(const Value& left, const Value& right) const { return equivalent(left, right); }
};

}  // namespace cairn
