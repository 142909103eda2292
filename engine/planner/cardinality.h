// Cardinality: how many rows to expect.
//
// Counts of labels, types and (label, type, direction) are exact; what is in an index is sampled
// (index_statistics.h); what both leave open (how selective a predicate is, how labels and types go together) is
// guessed by fixed factors. Estimates only order the steps of a plan, so a wrong guess costs time and never an answer.
#pragma once

#include "engine/binder/bound_query.h"
#include "engine/planner/index_access.h"
#include "engine/planner/index_statistics.h"
#include "storage/reader.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace cairn::engine {

// Which relationships a step follows, seen from the node it starts at.
struct StepTypes {
  std::span<const std::string> types;                           // empty: all
  storage::Direction direction = storage::Direction::Outgoing;  // Outgoing: the start is the source
};

// Asks one Reader, while one statement is planned. As cheap as a few look-ups by name, but for what it asks the
// statistics of indexes. One thread.
class Cardinality {
 public:
  // `indexes` may be null: then all about the contents of indexes is guessed.
  explicit Cardinality(const storage::Reader& reader, IndexStatistics* indexes = nullptr)
      : reader_(reader), index_statistics_(indexes) {}

  double nodes() const;
  double nodes_with_label(std::string_view label) const;
  // Nodes that have all the labels; independence assumed.
  double nodes_with_labels(std::span<const std::string> labels) const;
  // Of all nodes, the part that has the label; 0 to 1.
  double label_fraction(std::string_view label) const;

  // All relationships of the types.
  double relationships(std::span<const std::string> types) const;
  // Average number of relationships of a node with the labels.
  double degree(std::span<const std::string> labels, StepTypes step) const;
  // Of the relationships a step follows, the part whose far end has the label; 0 to 1.
  double far_label_fraction(std::string_view label, StepTypes step) const;

  // The indexes of the nodes with a label, or of the relationships of a type.
  std::span<const storage::IndexDefinition* const> indexes(bool of_relationships, std::string_view token) const;
  // What the access finds for one row in an index on `entities` entities; all elements of a list together.
  double index_matches(const storage::IndexDefinition& index, const IndexAccess& access, double entities) const;
  // The names of an index's keys, in its order.
  std::vector<std::string> key_names(const storage::IndexDefinition& index) const;
  // Whether a constraint says that everything with the label, or of the type, has the property. It holds between
  // statements, not in the middle of one that writes.
  bool is_required(bool of_relationships, std::string_view token, std::string_view key) const;

  // Exact: true if each relationship of the types has the label at its `end` (Outgoing: the source). An empty
  // set of types stands for all. False as well if the counts cannot be read.
  bool always_has_label(std::span<const std::string> types, storage::Direction end, std::string_view label) const;
  // Exact: relationships of a type whose source, or target, has all the labels: an upper bound.
  std::uint64_t relationships_between_at_most(std::string_view type, std::span<const std::string> source_labels,
                                              std::span<const std::string> target_labels) const;
  // Exact: self loops of a type; of all types for an empty name.
  std::uint64_t self_loops(std::string_view type) const;

 private:
  // Relationships of the type by the label of an end; an empty name stands for any. Nothing: it cannot be read.
  std::optional<std::uint64_t> count(std::string_view label, std::string_view type, storage::Direction direction) const;
  // The same, or if it cannot be read the most it can be.
  std::uint64_t count_at_most(std::string_view label, std::string_view type, storage::Direction direction) const;

  double guess_or_ask(const storage::IndexDefinition& index, const IndexAccess& access, const IndexQuestion& question,
                      double entities) const;

  const storage::Reader& reader_;
  IndexStatistics* index_statistics_;
  // What `count` has found: the same is asked for each order that is tried.
  mutable std::map<std::tuple<storage::LabelToken, storage::TypeToken, storage::Direction>,
                   std::optional<std::uint64_t>>
      counted_;
};

// How many elements a list has; a list whose length is not written down is taken for one of a few.
double guess_element_count(const Expression& list);

// The part of the rows for which a predicate is true, by its form alone; label tests are not for this.
double guess_selectivity(const Expression& predicate);

}  // namespace cairn::engine
