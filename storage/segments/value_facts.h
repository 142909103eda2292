// What decoded copies tell about the values of a property.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

namespace cairn::storage {

// What is known of the values of a property, or of a part of them.
struct ValueFacts {
  std::uint64_t values = 0;    // entities that have one
  std::uint64_t distinct = 0;  // an estimate; of several segments: of the one with the most
  // The smallest and the largest one if all are integers, or all floats (NaN aside).
  std::optional<std::pair<std::int64_t, std::int64_t>> integers = {};
  std::optional<std::pair<double, double>> floats = {};
};

}  // namespace cairn::storage
