// Facts about entities by id, in memory in proportion to the ids that are used.
//
// A bound on ids may be damaged, so nothing is allocated for it: ids come in pages, and a page is made when
// the first fact of one of its ids is noted.
#pragma once

#include "storage/ids.h"

#include <cstdint>
#include <set>
#include <unordered_map>
#include <vector>

namespace cairn::storage {

// `Fact` without a note is Fact(). One thread.
template <class Fact>
class FactTable {
 public:
  // Forgets everything; ids are below `bound`.
  void reset(EntityId bound) {
    bound_ = bound;
    pages_.clear();
    order_.clear();
    last_ = nullptr;
  }

  EntityId bound() const { return bound_; }

  const Fact& operator[](EntityId id) const {
    static const Fact nothing{};
    const std::vector<Fact>* page = find(id / page_ids);
    return page == nullptr ? nothing : (*page)[id % page_ids];
  }

  // To be noted in. `id` is below the bound.
  Fact& note(EntityId id) {
    const std::uint64_t number = id / page_ids;
    if (find(number) == nullptr) {
      order_.insert(number);
      last_ = &pages_.emplace(number, std::vector<Fact>(page_ids)).first->second;
      last_number_ = number;
    }
    return (*last_)[id % page_ids];
  }

  // The first id from `id` on that may have a note; the bound if there is none. To walk:
  // for (id = table.next(0); id < table.bound(); id = table.next(id + 1)).
  EntityId next(EntityId id) const {
    if (id >= bound_ || (id % page_ids != 0 && find(id / page_ids) != nullptr)) return id < bound_ ? id : bound_;
    const auto page = order_.lower_bound(id / page_ids);
    if (page == order_.end()) return bound_;
    const EntityId first = *page * page_ids;
    return first > id ? first : id;
  }

 private:
  static constexpr std::uint64_t page_ids = 1024;

  // Also remembers the page.
  std::vector<Fact>* find(std::uint64_t number) const {
    if (last_ != nullptr && last_number_ == number) return last_;
    const auto page = pages_.find(number);
    if (page == pages_.end()) return nullptr;
    last_ = &page->second;
    last_number_ = number;
    return last_;
  }

  EntityId bound_ = 0;
  mutable std::unordered_map<std::uint64_t, std::vector<Fact>> pages_;
  std::set<std::uint64_t> order_;  // the numbers of the pages
  mutable std::vector<Fact>* last_ = nullptr;
  mutable std::uint64_t last_number_ = 0;
};

}  // namespace cairn::storage
