// Random changes, done to a transaction and to a model alike.
#pragma once

#include "tests/storage/graph_model.h"

#include <random>
#include <string>
#include <vector>

namespace cairn::storage::testing {

class RandomChanges {
 public:
  // With `constraints` some indexes are those of constraints, and changes may break them.
  explicit RandomChanges(std::uint64_t seed, bool constraints = false) : random_(seed), constraints_(constraints) {}

  // One change of any kind, where the graph allows one.
  void change(WriteTransaction& transaction, GraphModel& model);

  // A number below `bound`.
  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }
  bool chance(double probability) { return std::bernoulli_distribution(probability)(random_); }
  Value value();

 private:
  std::string label() { return "L" + std::to_string(below(4)); }
  std::string type() { return "T" + std::to_string(below(3)); }
  std::string key() { return "k" + std::to_string(below(4)); }
  template <class Map>
  typename Map::key_type any(const Map& map);

  void create_node(WriteTransaction& transaction, GraphModel& model);
  void create_relationship(WriteTransaction& transaction, GraphModel& model);
  void delete_something(WriteTransaction& transaction, GraphModel& model);
  void change_property(WriteTransaction& transaction, GraphModel& model);
  void change_label(WriteTransaction& transaction, GraphModel& model);
  void change_index(WriteTransaction& transaction, GraphModel& model);
  void drop_index(WriteTransaction& transaction, GraphModel& model, const std::string& name);
  ModelIndex index();
  std::map<std::string, Value> properties();

  std::mt19937_64 random_;
  bool constraints_;
};

}  // namespace cairn::storage::testing
