// Counts of the relationships of one type by the labels of their ends, in pages of consecutive labels.
//
// In a graph in which many types meet many labels nobody asks for most of these counts. So they stay in the store
// until a page of them is asked for or changed.
#pragma once

#include "base/expected.h"
#include "storage/ids.h"

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace cairn::storage {

class StoreView;

// Labels a page has counts for, from a multiple of this number on.
inline constexpr LabelToken labels_per_count_page = 64;

constexpr LabelToken first_of_count_page(LabelToken label) {
  return label / labels_per_count_page * labels_per_count_page;
}

// Relationships by label; ascending, no zeros. A count may be a difference, modulo 2^64.
using LabelCounts = std::vector<std::pair<LabelToken, std::uint64_t>>;

std::uint64_t count_of(const LabelCounts& counts, LabelToken label);
void add_count(LabelCounts& counts, LabelToken label, std::uint64_t difference);

struct CountPage {
  LabelCounts counts;
  // False: these are differences to the page in the store, of a transaction that has not read it.
  bool whole = false;
};

// The page that has the label, as the store has it, empty if it has none; whole. Outgoing counts by the labels of
// sources, Incoming by those of targets. Error: it cannot be read or decoded.
Expected<std::shared_ptr<CountPage>> read_count_page(const StoreView& view, TypeToken type, Direction direction,
                                                     LabelToken label);

// The pages of one type that are in memory. Versions share it as long as none of the type's counts changes, so what
// one reader has brought in serves all of them: `find` and `keep` are for any number of threads, the others for the
// only owner.
class CountPages {
 public:
  CountPages() = default;
  CountPages(const CountPages& other);
  CountPages& operator=(const CountPages&) = delete;

  // Null: it is as the store has it.
  std::shared_ptr<const CountPage> find(Direction direction, LabelToken label) const;
  // Adds a page that was read, unless there is one.
  void keep(Direction direction, LabelToken label, std::shared_ptr<CountPage> page) const;
  std::shared_ptr<CountPage>& at(Direction direction, LabelToken label);

 private:
  using Pages = std::array<std::vector<std::shared_ptr<CountPage>>, 2>;

  Pages copy() const;
  static std::shared_ptr<CountPage>& slot(Pages& pages, Direction direction, LabelToken label);

  mutable std::mutex mutex_;
  mutable Pages pages_;
};

}  // namespace cairn::storage
