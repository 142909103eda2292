// Exact counts of the graph, at any Version.
//
// Counts live in small pages that Versions share: a commit copies only the pages it touches, so a graph
// with a thousand types pays nothing for those a transaction leaves alone.
#pragma once

#include "storage/ids.h"

#include <array>
#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <unordered_set>
#include <utility>
#include <vector>

namespace cairn::storage {

// Counts by type and label are stored together for so many labels, so that a graph in which many types meet many
// labels has few keys to load.
inline constexpr LabelToken labels_per_count_page = 64;

// The counts of one relationship type.
struct TypeCounts {
  std::uint64_t relationships = 0;
  std::uint64_t self_loops = 0;
  // By label: relationships whose source (Outgoing) or target (Incoming) has the label; sorted, no zeros.
  std::array<std::vector<std::pair<LabelToken, std::uint64_t>>, 2> by_label;

  std::uint64_t with_label(LabelToken label, Direction direction) const;
  // The counts of the page of labels that begins at `first`.
  std::span<const std::pair<LabelToken, std::uint64_t>> page(LabelToken first, Direction direction) const;
  void add_with_label(LabelToken label, Direction direction, std::int64_t difference);
};

// A value; copying shares the pages. Never changes, hence safe for any number of threads.
class Statistics {
 public:
  // Nodes with the label; of all nodes for `label_exists`.
  std::uint64_t nodes(LabelToken label = label_exists) const;
  // Relationships of the type; of all types for `no_token`.
  std::uint64_t relationships(TypeToken type = no_token) const;
  // Relationships of the type whose end in `direction` (Outgoing: the source; Incoming: the target) has
  // the label. `label_exists` and `no_token` stand for any; Both is the sum of the two directions.
  std::uint64_t relationships(LabelToken label, TypeToken type, Direction direction) const;
  // Relationships of the type whose source is their target; of all types for `no_token`.
  std::uint64_t self_loops(TypeToken type = no_token) const;

  // Whether the database was opened with counts of single labels, which writing their page must remove.
  bool has_single_counts() const { return has_single_counts_; }

  // Greater than every token that was ever counted.
  TypeToken type_bound() const { return static_cast<TypeToken>(type_pages_.size() * page_size); }
  // The counts of one type; all zero if there are none.
  const TypeCounts& type(TypeToken type) const;

 private:
  friend class StatisticsEditor;
  static constexpr std::size_t page_size = 32;
  using LabelPage = std::array<std::uint64_t, page_size>;
  using TypePage = std::array<std::shared_ptr<TypeCounts>, page_size>;

  std::vector<std::shared_ptr<LabelPage>> label_pages_;
  std::vector<std::shared_ptr<TypePage>> type_pages_;
  std::uint64_t relationships_ = 0;
  std::uint64_t self_loops_ = 0;
  bool has_single_counts_ = false;
};

// One stored count, or page of counts, that was changed.
struct CountKey {
  // Stored as u8: do not renumber. RelationshipsWithLabel is the count of one label: read, but no longer written.
  // RelationshipsWithLabels is a page, named by its first label.
  enum class Kind : std::uint8_t {
    NodesWithLabel = 0,
    RelationshipsOfType = 1,
    RelationshipsWithLabel = 2,
    RelationshipsWithLabels = 3
  };
  Kind kind = Kind::NodesWithLabel;
  Direction direction = Direction::Outgoing;
  LabelToken label = 0;
  TypeToken type = 0;

  friend auto operator<=>(const CountKey&, const CountKey&) = default;
};

// The writer's Statistics: changes pages in place once it owns them. One thread.
class StatisticsEditor {
 public:
  explicit StatisticsEditor(Statistics base) : current_(std::move(base)) {}

  // The counts now. The reference follows later changes; do not copy through it, use `snapshot`.
  const Statistics& current() const { return current_; }
  // A copy that later changes leave alone.
  Statistics snapshot();
  // Goes back to a copy taken before. What has been touched stays listed as touched.
  void restore(const Statistics& earlier);

  void add_nodes(LabelToken label, std::int64_t difference);
  // Both the count of the type and the sum over all types.
  void add_relationships(TypeToken type, std::int64_t difference);
  void add_self_loops(TypeToken type, std::int64_t difference);
  void add_relationships(LabelToken label, TypeToken type, Direction direction, std::int64_t difference);
  // A count from disk; not listed as touched. False if there is one already. Fast where labels come ascending.
  bool load(TypeToken type, Direction direction, LabelToken label, std::uint64_t relationships);
  // Notes that counts of single labels are on disk; see Statistics::has_single_counts.
  void note_single_counts() { current_.has_single_counts_ = true; }

  // Every count that was changed since construction, each once, sorted.
  std::vector<CountKey> touched() const;

 private:
  std::uint64_t& label_count(LabelToken label);
  TypeCounts& type_counts(TypeToken type);

  Statistics current_;
  std::unordered_set<const void*> owned_;  // pages and counts made since the last snapshot
  std::set<CountKey> touched_;
};

}  // namespace cairn::storage
