// The map argument of a procedure: `{labels: ['Person'], damping: 0.9}`, checked key by key.
//
// A key that is missing and one whose value is null are the same: the default holds. Errors name the
// procedure, the key and what was expected: ArgumentError/UnknownOption, TypeError/InvalidArgumentType,
// ArgumentError/NumberOutOfRange, ArgumentError/InvalidArgumentValue.
#pragma once

#include "engine/algorithms/projection.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine::algorithms {

// The numbers that an option takes, both ends included.
struct NumberRange {
  double lowest;
  double highest;
};

class Configuration {
 public:
  // `argument` is a Map or null, whose keys must be among `keys`. The texts must outlive this.
  static Expected<Configuration> read(std::string_view procedure, const Value& argument,
                                      std::span<const std::string_view> keys);

  // Nullptr if the option is not given.
  const Value* find(std::string_view key) const;

  Expected<std::optional<std::string>> text(std::string_view key) const;
  // Empty if not given.
  Expected<std::vector<std::string>> texts(std::string_view key) const;
  // An Integer or a Float.
  Expected<double> number(std::string_view key, double default_value, NumberRange range) const;
  Expected<std::uint64_t> count(std::string_view key, std::uint64_t default_value) const;
  Expected<Traversal> direction(std::string_view key, Traversal default_value) const;
  // A node, which must be given.
  Expected<EntityId> node(std::string_view key) const;

  // "algo.pagerank: `damping` must be …": with the procedure's name before it.
  Error error(ErrorType type, std::string_view detail, std::string_view message, std::string hint = {}) const;

 private:
  Configuration(std::string_view procedure, const Value& argument) : procedure_(procedure), argument_(&argument) {}

  Error wrong_type(std::string_view key, std::string_view expected, const Value& value, std::string hint = {}) const;

  std::string_view procedure_;
  const Value* argument_;
};

}  // namespace cairn::engine::algorithms
