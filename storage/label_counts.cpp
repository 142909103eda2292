#include "storage/label_counts.h"

#include "storage/meta_codec.h"
#include "storage/read_errors.h"
#include "storage/store.h"

#include <algorithm>
#include <string>

namespace cairn::storage {

namespace {

constexpr auto by_label = &LabelCounts::value_type::first;

std::size_t side(Direction direction) { return direction == Direction::Incoming ? 1 : 0; }

}  // namespace

std::uint64_t count_of(const LabelCounts& counts, LabelToken label) {
  const auto found = std::ranges::lower_bound(counts, label, {}, by_label);
  return found != counts.end() && found->first == label ? found->second : 0;
}

void add_count(LabelCounts& counts, LabelToken label, std::uint64_t difference) {
  if (difference == 0) return;
  const auto found = std::ranges::lower_bound(counts, label, {}, by_label);
  if (found == counts.end() || found->first != label) {
    counts.insert(found, {label, difference});
    return;
  }
  found->second += difference;
  if (found->second == 0) counts.erase(found);
}

Expected<std::shared_ptr<CountPage>> read_count_page(const StoreView& view, TypeToken type, Direction direction,
                                                     LabelToken label) {
  auto page = std::make_shared<CountPage>();
  page->whole = true;
  const CountKey name = count_page_key(type, direction, label);
  const std::string key = statistics_key(name);
  std::string bytes;
  const auto found = view.get(Family::Statistics, key, bytes);
  if (!found) return found.error();
  if (!*found) return page;
  auto counts = parse_label_counts(name.label, bytes);
  if (!counts) return damaged_error(Family::Statistics, key);
  page->counts = std::move(*counts);
  return page;
}

CountPages::CountPages(const CountPages& other) : pages_(other.copy()) {}

CountPages::Pages CountPages::copy() const {
  const std::lock_guard guard(mutex_);
  return pages_;
}

std::shared_ptr<CountPage>& CountPages::slot(Pages& pages, Direction direction, LabelToken label) {
  auto& row = pages[side(direction)];
  const std::size_t page = label / labels_per_count_page;
  if (page >= row.size()) row.resize(page + 1);
  return row[page];
}

std::shared_ptr<const CountPage> CountPages::find(Direction direction, LabelToken label) const {
  const std::lock_guard guard(mutex_);
  const auto& row = pages_[side(direction)];
  const std::size_t page = label / labels_per_count_page;
  return page < row.size() ? row[page] : nullptr;
}

void CountPages::keep(Direction direction, LabelToken label, std::shared_ptr<CountPage> page) const {
  const std::lock_guard guard(mutex_);
  auto& place = slot(pages_, direction, label);
  if (place == nullptr) place = std::move(page);
}

std::shared_ptr<CountPage>& CountPages::at(Direction direction, LabelToken label) {
  return slot(pages_, direction, label);
}

}  // namespace cairn::storage
