// Exact counts of the graph, at any Version.
//
// Counts live in small pages that Versions share: a commit copies only the pages it touches, so a graph
// with a thousand types pays nothing for those a transaction leaves alone. The counts by type and label together,
// of which there may be very many, are in the store until they are asked for (label_counts.h).
#pragma once

#include "base/expected.h"
#include "storage/ids.h"
#include "storage/label_counts.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <set>
#include <unordered_set>
#include <utility>
#include <vector>

namespace cairn::storage {

class StoreView;

// The counts of one relationship type, or by label of all types together.
struct TypeCounts {
  std::uint64_t relationships = 0;
  std::uint64_t self_loops = 0;
  CountPages pages;
};

// A value; copying shares the pages. What it says never changes, and any number of threads may ask.
class Statistics {
 public:
  // Nodes with the label; of all nodes for `label_exists`.
  std::uint64_t nodes(LabelToken label = label_exists) const;
  // Relationships of the type; of all types for `no_token`.
  std::uint64_t relationships(TypeToken type = no_token) const;
  // Relationships of the type whose end in `direction` (Outgoing: the source; Incoming: the target) has
  // the label. `label_exists` and `no_token` stand for any; Both is the sum of the two directions. `stored` is the
  // state these are the counts of, but for a transaction's own changes. Error: the count cannot be read.
  Expected<std::uint64_t> relationships(LabelToken label, TypeToken type, Direction direction,
                                        const StoreView& stored) const;
  // Relationships of the type whose source is their target; of all types for `no_token`.
  std::uint64_t self_loops(TypeToken type = no_token) const;

  // The counts of one type, or by label of all types for `no_token`; null if there are none.
  const TypeCounts* type(TypeToken type) const;
  // The page that has the label; null if it is as the store has it.
  std::shared_ptr<const CountPage> count_page(TypeToken type, Direction direction, LabelToken label) const;

 private:
  friend class StatisticsEditor;
  static constexpr std::size_t page_size = 32;
  using LabelPage = std::array<std::uint64_t, page_size>;
  using TypePage = std::array<std::shared_ptr<TypeCounts>, page_size>;

  Expected<std::uint64_t> with_label(LabelToken label, TypeToken type, Direction direction,
                                     const StoreView& stored) const;

  std::vector<std::shared_ptr<LabelPage>> label_pages_;
  std::vector<std::shared_ptr<TypePage>> type_pages_;
  std::uint64_t relationships_ = 0;
  std::uint64_t self_loops_ = 0;
  // Pages of counts by label that were read since the last time all were let go.
  std::shared_ptr<std::atomic<std::size_t>> pages_read_ = std::make_shared<std::atomic<std::size_t>>(0);
};

// One stored count, or page of counts, that was changed.
struct CountKey {
  // Stored as u8: do not renumber. RelationshipsWithLabels is a page, named by its first label; of the type `no_token`
  // it has the sums over all types.
  enum class Kind : std::uint8_t { NodesWithLabel = 0, RelationshipsOfType = 1, RelationshipsWithLabels = 3 };
  Kind kind = Kind::NodesWithLabel;
  Direction direction = Direction::Outgoing;
  LabelToken label = 0;
  TypeToken type = 0;

  friend auto operator<=>(const CountKey&, const CountKey&) = default;
};

// The page that has the label.
constexpr CountKey count_page_key(TypeToken type, Direction direction, LabelToken label) {
  return {.kind = CountKey::Kind::RelationshipsWithLabels,
          .direction = direction,
          .label = first_of_count_page(label),
          .type = type};
}

// The writer's Statistics: changes pages in place once it owns them. What it has not read of the counts by label it
// keeps as differences. One thread.
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

  // Makes room for the counts by label of all types together, so that what is read of them can stay.
  void add_sums() { type_counts(no_token); }

  // Every count that was changed since construction, each once, sorted.
  std::vector<CountKey> touched() const;

  // Makes a page of counts by label whole: what `stored` has and the differences to it. Null if the page is as
  // `stored` has it. Error: it cannot be read.
  Expected<std::shared_ptr<const CountPage>> complete(const CountKey& page, const StoreView& stored);
  // The counts of the Version that a commit makes, which has written every touched page; each must be complete. Lets
  // go of all pages if there are too many.
  Statistics committed();

 private:
  std::uint64_t& label_count(LabelToken label);
  TypeCounts& type_counts(TypeToken type);
  CountPage& count_page(TypeToken type, Direction direction, LabelToken label);

  Statistics current_;
  std::unordered_set<const void*> owned_;  // pages and counts made since the last snapshot
  std::set<CountKey> touched_;
};

}  // namespace cairn::storage
