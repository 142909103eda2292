#include "storage/segments/index_run_table.h"

#include <iterator>

namespace cairn::storage {

IndexRunTable::Place* IndexRunTable::find(IndexId index, std::string_view key, std::string& begin, std::string& end) {
  begin.clear();
  end.clear();
  const auto fences = indexes_.find(index);
  if (fences == indexes_.end()) return nullptr;
  const auto behind = fences->second.upper_bound(key);
  if (behind != fences->second.end()) end = behind->first;
  if (behind == fences->second.begin()) return nullptr;
  Place& before = std::prev(behind)->second;
  if (before.slot->covers(key)) return &before;
  begin = before.slot->end();
  return nullptr;
}

IndexRunTable::Place* IndexRunTable::find(std::uint64_t number) {
  const auto found = by_number_.find(number);
  return found == by_number_.end() ? nullptr : &found->second->second;
}

IndexRunTable::Place& IndexRunTable::add(IndexId index, std::shared_ptr<IndexRunSlot> slot) {
  Fences& fences = indexes_[index];
  const std::string begin = slot->begin();
  const std::uint64_t number = next_number_++;
  const auto named = by_number_.try_emplace(number).first;
  try {
    named->second = fences.try_emplace(begin, Place{.index = index, .number = number, .slot = std::move(slot)}).first;
  } catch (...) {
    by_number_.erase(named);
    throw;
  }
  return named->second->second;
}

void IndexRunTable::remove(std::uint64_t number) {
  const auto found = by_number_.find(number);
  if (found == by_number_.end()) return;
  const IndexId index = found->second->second.index;
  indexes_[index].erase(found->second);
  if (indexes_[index].empty()) indexes_.erase(index);
  by_number_.erase(found);
}

std::vector<std::uint64_t> IndexRunTable::places_of(IndexId index) const {
  std::vector<std::uint64_t> numbers;
  const auto fences = indexes_.find(index);
  if (fences == indexes_.end()) return numbers;
  for (const auto& [begin, place] : fences->second) numbers.push_back(place.number);
  return numbers;
}

std::vector<std::uint64_t> IndexRunTable::all_places() const {
  std::vector<std::uint64_t> numbers;
  for (const auto& [number, place] : by_number_) numbers.push_back(number);
  return numbers;
}

}  // namespace cairn::storage
