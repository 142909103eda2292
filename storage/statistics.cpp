#include "storage/statistics.h"

#include <algorithm>

namespace cairn::storage {

namespace {

std::uint64_t changed(std::uint64_t count, std::int64_t difference) {
  return count + static_cast<std::uint64_t>(difference);
}

std::size_t side(Direction direction) { return direction == Direction::Incoming ? 1 : 0; }

}  // namespace

std::uint64_t TypeCounts::with_label(LabelToken label, Direction direction) const {
  const auto& counts = by_label[side(direction)];
  const auto found = std::ranges::lower_bound(counts, label, {}, &std::pair<LabelToken, std::uint64_t>::first);
  return found != counts.end() && found->first == label ? found->second : 0;
}

std::span<const std::pair<LabelToken, std::uint64_t>> TypeCounts::page(LabelToken first, Direction direction) const {
  const auto& counts = by_label[side(direction)];
  const auto by_token = &std::pair<LabelToken, std::uint64_t>::first;
  const auto begin = std::ranges::lower_bound(counts, first, {}, by_token);
  return {begin, std::ranges::lower_bound(begin, counts.end(), first + labels_per_count_page, {}, by_token)};
}

void TypeCounts::add_with_label(LabelToken label, Direction direction, std::int64_t difference) {
  auto& counts = by_label[side(direction)];
  const auto found = std::ranges::lower_bound(counts, label, {}, &std::pair<LabelToken, std::uint64_t>::first);
  if (found == counts.end() || found->first != label) {
    if (difference != 0) counts.insert(found, {label, changed(0, difference)});
    return;
  }
  found->second = changed(found->second, difference);
  if (found->second == 0) counts.erase(found);
}

std::uint64_t Statistics::nodes(LabelToken label) const {
  const std::size_t page = label / page_size;
  if (page >= label_pages_.size() || label_pages_[page] == nullptr) return 0;
  return (*label_pages_[page])[label % page_size];
}

const TypeCounts& Statistics::type(TypeToken type) const {
  static const TypeCounts none;
  const std::size_t page = type / page_size;
  if (page >= type_pages_.size() || type_pages_[page] == nullptr) return none;
  const auto& counts = (*type_pages_[page])[type % page_size];
  return counts == nullptr ? none : *counts;
}

std::uint64_t Statistics::relationships(TypeToken type) const {
  return type == no_token ? relationships_ : this->type(type).relationships;
}

std::uint64_t Statistics::relationships(LabelToken label, TypeToken type, Direction direction) const {
  if (direction == Direction::Both) {
    return relationships(label, type, Direction::Outgoing) + relationships(label, type, Direction::Incoming);
  }
  if (label == label_exists) return relationships(type);
  if (type != no_token) return this->type(type).with_label(label, direction);
  std::uint64_t sum = 0;
  for (TypeToken each = 1; each < type_bound(); ++each) sum += this->type(each).with_label(label, direction);
  return sum;
}

std::uint64_t Statistics::self_loops(TypeToken type) const {
  return type == no_token ? self_loops_ : this->type(type).self_loops;
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

void StatisticsEditor::add_relationships(LabelToken label, TypeToken type, Direction direction,
                                         std::int64_t difference) {
  type_counts(type).add_with_label(label, direction, difference);
  touched_.insert({.kind = CountKey::Kind::RelationshipsWithLabels,
                   .direction = direction,
                   .label = label / labels_per_count_page * labels_per_count_page,
                   .type = type});
}

bool StatisticsEditor::load(TypeToken type, Direction direction, LabelToken label, std::uint64_t relationships) {
  auto& counts = type_counts(type).by_label[side(direction)];
  if (counts.empty() || counts.back().first < label) {
    counts.emplace_back(label, relationships);
    return true;
  }
  const auto place = std::ranges::lower_bound(counts, label, {}, &std::pair<LabelToken, std::uint64_t>::first);
  if (place->first == label) return false;
  counts.insert(place, {label, relationships});
  return true;
}

std::vector<CountKey> StatisticsEditor::touched() const { return {touched_.begin(), touched_.end()}; }

}  // namespace cairn::storage
