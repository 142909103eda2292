// What a function may use beside its arguments: the graph, the statement's clock, random numbers.
//
// A context belongs to one thread of one statement; the executor makes it and keeps it for the statement's
// length, so that what it caches (compiled regular expressions) is shared by all rows.
#pragma once

#include "base/expected.h"
#include "engine/functions/regex_cache.h"
#include "engine/value/value.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string_view>

namespace cairn::engine {

// How functions see entities; the executor implements it over its Version and write set. Arguments are nodes
// or relationships in either form. Reading a deleted entity's labels or properties is an EntityNotFound error
// (DeletedEntityAccess); its type and its ends can still be read. Reading from disk can fail with a StorageError.
class EntityAccess {
 public:
  virtual ~EntityAccess() = default;

  // A list of strings.
  virtual Expected<Value> labels(const Value& node) = 0;
  // A string.
  virtual Expected<Value> relationship_type(const Value& relationship) = 0;
  // A map.
  virtual Expected<Value> properties(const Value& entity) = 0;
  // Null when the entity has no such property.
  virtual Expected<Value> property(const Value& entity, std::string_view key) = 0;
  // Node references.
  virtual Expected<Value> start_node(const Value& relationship) = 0;
  virtual Expected<Value> end_node(const Value& relationship) = 0;
  // True once the statement or an earlier one has deleted the entity.
  virtual bool is_deleted(const Value& entity) = 0;
};

// The random numbers of a statement: seeded by chance, or by a fixed number so that tests can repeat a run.
class RandomSource {
 public:
  // Seeded when the first number is drawn; a statement without rand() pays nothing.
  RandomSource() = default;
  explicit RandomSource(std::uint64_t seed) : generator_(std::in_place, seed) {}

  // Uniform in [0, 1).
  double uniform();
  // 64 random bits.
  std::uint64_t bits();

 private:
  std::mt19937_64& generator();

  std::optional<std::mt19937_64> generator_;
};

struct FunctionContext {
  // Null where no graph is at hand (evaluating a parameter): functions of entities then fail with an error.
  EntityAccess* entities = nullptr;
  // The statement's fixed now.
  std::chrono::system_clock::time_point now{};
  RandomSource random;
  RegexCache regexes;
};

}  // namespace cairn::engine
