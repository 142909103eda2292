#include "storage/statistics.h"

namespace cairn::storage {

namespace {

// Some ten MiB at the most, a few hundred bytes a page in most graphs.
constexpr std::size_t count_pages_in_memory_max = 16'384;

std::uint64_t changed(std::uint64_t count, std::int64_t difference) {
  return count + static_cast<std::uint64_t>(difference);
}

}  // namespace

std::uint64_t Statistics::nodes(LabelToken label) const {
  const std::size_t page = label / page_size;
  if (page >= label_pages_.size() || label_pages_[page] == nullptr) return 0;
  return (*label_pages_[page])[label % page_size];
}

const TypeCounts* Statistics::type(TypeToken type) const {
  const std::size_t page = type / page_size;
  if (page >= type_pages_.size() || type_pages_[page] == nullptr) return nullptr;
  return (*type_pages_[page])[type % page_size].get();
}

std::uint64_t Statistics::relationships(TypeToken type) const {
  if (type == no_token) return relationships_;
  const TypeCounts* counts = this->type(type);
  return counts == nullptr ? 0 : counts->relationships;
}

std::shared_ptr<const CountPage> Statistics::count_page(TypeToken type, Direction direction, LabelToken label) const {
  const TypeCounts* counts = this->type(type);
  return counts == nullptr ? nullptr : counts->pages.find(direction, label);
}

Expected<std::uint64_t> Statistics::with_label(LabelToken label, TypeToken type, Direction direction,
                                               const StoreView& stored) const {
  const std::shared_ptr<const CountPage> page = count_page(type, direction, label);
  if (page != nullptr && page->whole) return count_of(page->counts, label);
  auto read = read_count_page(stored, type, direction, label);
  if (!read) return read.error();
  const std::uint64_t there = count_of((*read)->counts, label);
  if (page != nullptr) return there + count_of(page->counts, label);
  if (const TypeCounts* counts = this->type(type); counts != nullptr && *pages_read_ < count_pages_in_memory_max) {
    counts->pages.keep(direction, label, std::move(*read));
    ++*pages_read_;
  }
  return there;
}

Expected<std::uint64_t> Statistics::relationships(LabelToken label, TypeToken type, Direction direction,
                                                  const StoreView& stored) const {
  std::uint64_t sum = 0;
  for (const Direction each : {Direction::Outgoing, Direction::Incoming}) {
    if (direction != each && direction != Direction::Both) continue;
    if (label == label_exists) {
      sum += relationships(type);
      continue;
    }
    const auto count = with_label(label, type, each, stored);
    if (!count) return count.error();
    sum += *count;
  }
  return sum;
}

std::uint64_t Statistics::self_loops(TypeToken type) const {
  if (type == no_token) return self_loops_;
  const TypeCounts* counts = this->type(type);
  return counts == nullptr ? 0 : counts->self_loops;
}

Statistics StatisticsEditor::snapshot() {
  owned_.clear();
  return current_;
}

void StatisticsEditor::restore(const Statistics& earlier) {
  owned_.clear();
  current_ = earlier;
}

std::uint64_t& StatisticsEditor::label_count(LabelToken label) {
  auto& pages = current_.label_pages_;
  const std::size_t page = label / Statistics::page_size;
  if (page >= pages.size()) pages.resize(page + 1);
  if (!owned_.contains(pages[page].get())) {
    pages[page] = pages[page] == nullptr ? std::make_shared<Statistics::LabelPage>(Statistics::LabelPage{})
                                         : std::make_shared<Statistics::LabelPage>(*pages[page]);
    owned_.insert(pages[page].get());
  }
  return (*pages[page])[label % Statistics::page_size];
}

TypeCounts& StatisticsEditor::type_counts(TypeToken type) {
  auto& pages = current_.type_pages_;
  const std::size_t page = type / Statistics::page_size;
  if (page >= pages.size()) pages.resize(page + 1);
  if (!owned_.contains(pages[page].get())) {
    pages[page] = pages[page] == nullptr ? std::make_shared<Statistics::TypePage>()
                                         : std::make_shared<Statistics::TypePage>(*pages[page]);
    owned_.insert(pages[page].get());
  }
  auto& slot = (*pages[page])[type % Statistics::page_size];
  if (!owned_.contains(slot.get())) {
    slot = slot == nullptr ? std::make_shared<TypeCounts>() : std::make_shared<TypeCounts>(*slot);
    owned_.insert(slot.get());
  }
  return *slot;
}

void StatisticsEditor::add_nodes(LabelToken label, std::int64_t difference) {
  std::uint64_t& count = label_count(label);
  count = changed(count, difference);
  touched_.insert({.kind = CountKey::Kind::NodesWithLabel, .label = label});
}

void StatisticsEditor::add_relationships(TypeToken type, std::int64_t difference) {
  TypeCounts& counts = type_counts(type);
  counts.relationships = changed(counts.relationships, difference);
  current_.relationships_ = changed(current_.relationships_, difference);
  touched_.insert({.kind = CountKey::Kind::RelationshipsOfType, .type = type});
}

void StatisticsEditor::add_self_loops(TypeToken type, std::int64_t difference) {
  TypeCounts& counts = type_counts(type);
  counts.self_loops = changed(counts.self_loops, difference);
  current_.self_loops_ = changed(current_.self_loops_, difference);
  touched_.insert({.kind = CountKey::Kind::RelationshipsOfType, .type = type});
}

CountPage& StatisticsEditor::count_page(TypeToken type, Direction direction, LabelToken label) {
  auto& page = type_counts(type).pages.at(direction, label);
  if (!owned_.contains(page.get())) {
    page = page == nullptr ? std::make_shared<CountPage>() : std::make_shared<CountPage>(*page);
    owned_.insert(page.get());
    touched_.insert(count_page_key(type, direction, label));
  }
  return *page;
}

void StatisticsEditor::add_relationships(LabelToken label, TypeToken type, Direction direction,
                                         std::int64_t difference) {
  for (const TypeToken each : {type, no_token}) {
    add_count(count_page(each, direction, label).counts, label, static_cast<std::uint64_t>(difference));
  }
}

Expected<std::shared_ptr<const CountPage>> StatisticsEditor::complete(const CountKey& page, const StoreView& stored) {
  auto known = current_.count_page(page.type, page.direction, page.label);
  if (known == nullptr || known->whole) return known;
  const auto read = read_count_page(stored, page.type, page.direction, page.label);
  if (!read) return read.error();
  CountPage& changes = count_page(page.type, page.direction, page.label);
  for (const auto& [label, difference] : changes.counts) add_count((*read)->counts, label, difference);
  changes = std::move(**read);
  ++*current_.pages_read_;
  return current_.count_page(page.type, page.direction, page.label);
}

Statistics StatisticsEditor::committed() {
  Statistics committed = snapshot();
  if (*committed.pages_read_ < count_pages_in_memory_max) return committed;
  committed.pages_read_ = std::make_shared<std::atomic<std::size_t>>(0);
  for (auto& page : committed.type_pages_) {
    if (page == nullptr) continue;
    page = std::make_shared<Statistics::TypePage>(*page);
    for (auto& counts : *page) {
      if (counts == nullptr) continue;
      const TypeCounts& with_pages = *counts;
      auto without = std::make_shared<TypeCounts>();
      without->relationships = with_pages.relationships;
      without->self_loops = with_pages.self_loops;
      counts = std::move(without);
    }
  }
  return committed;
}

std::vector<CountKey> StatisticsEditor::touched() const { return {touched_.begin(), touched_.end()}; }

}  // namespace cairn::storage
