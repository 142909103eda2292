#include "storage/segments/segment_cache.h"

namespace cairn::storage {

namespace {

// Reading so many ids singly costs about as much as decoding a segment.
constexpr std::uint32_t misses_to_build_default = 512;

// A slot with marks for more than 5 % of its ids is dropped.
constexpr std::uint32_t marks_max = segment_ids / 20;

// A reader holds at most this part of the budget.
constexpr std::uint64_t held_share = 4;

// Ranges whose misses are remembered; beyond it counting starts anew.
constexpr std::size_t missed_ranges_max = std::size_t{1} << 16U;

}  // namespace

std::size_t SegmentCache::KeyHash::operator()(const SlotKey& key) const {
  std::uint64_t hash = key.range * 0x9E3779B97F4A7C15ULL;
  hash ^= (std::uint64_t{key.thing.token} << 4U | static_cast<std::uint64_t>(key.thing.kind)) * 0xC2B2AE3D27D4EB4FULL;
  hash ^= static_cast<std::uint64_t>(key.with_relationships) << 63U;
  return static_cast<std::size_t>(hash ^ hash >> 29U);
}

SegmentCache::SegmentCache(VersionPtr loaded, SegmentOptions options) : options_(options), latest_(std::move(loaded)) {}

SegmentCache::~SegmentCache() = default;

void SegmentCache::publish(const VersionPtr& version, const Touched& touched, const std::function<void()>& show) {
  const std::lock_guard guard(mutex_);
  if (!options_.skip_marks) {
    if (touched.everything) {
      while (!entries_.empty()) drop(entries_.begin());
      misses_.clear();
    }
    for (const auto& [thing, ids] : touched.ids) {
      if (has_segments(thing)) mark(thing, ids);
    }
  }
  latest_ = version;
  show();
}

void SegmentCache::mark(const Thing& thing, std::span<const EntityId> ids) {
  for (std::size_t begin = 0; begin < ids.size();) {
    const std::uint64_t range = ids[begin] / segment_ids;
    std::size_t end = begin;
    while (end < ids.size() && ids[end] / segment_ids == range) ++end;
    for (const bool with_relationships : {false, true}) {
      const auto found = entries_.find({.thing = thing, .with_relationships = with_relationships, .range = range});
      if (found == entries_.end()) continue;
      Slot& slot = *found->second.slot;
      for (std::size_t i = begin; i < end; ++i) {
        const std::size_t index = ids[i] % segment_ids;
        const std::uint64_t bit = std::uint64_t{1} << (index % 64);
        if ((slot.marks_[index / 64].fetch_or(bit, std::memory_order_relaxed) & bit) == 0) ++slot.mark_count_;
      }
      if (slot.mark_count_ > marks_max) {
        drop(found);
        ++statistics_.drops;
      }
    }
    begin = end;
  }
}

void SegmentCache::drop(Entries::iterator entry) {
  statistics_.bytes -= entry->second.bytes;
  uses_.erase(entry->second.use);
  entries_.erase(entry);
}

void SegmentCache::evict() {
  while (statistics_.bytes > options_.bytes_max && !uses_.empty()) {
    drop(entries_.find(uses_.back()));
    ++statistics_.evictions;
  }
}

SlotPointer SegmentCache::find(const SlotKey& key, std::uint32_t count) {
  std::shared_ptr<Slot> slot;
  VersionPtr version;
  {
    const std::lock_guard guard(mutex_);
    if (const auto found = entries_.find(key); found != entries_.end()) {
      uses_.splice(uses_.begin(), uses_, found->second.use);
      return found->second.slot;
    }
    if (misses_.size() >= missed_ranges_max) misses_.clear();
    std::uint32_t& missed = misses_[key];
    missed += count;
    const std::uint32_t limit = options_.misses_to_build != 0 ? options_.misses_to_build : misses_to_build_default;
    if (missed < limit) return nullptr;
    misses_.erase(key);
    slot = std::make_shared<Slot>(latest_->number);
    version = latest_;
    uses_.push_front(key);
    entries_.emplace(key, Entry{.slot = slot, .use = uses_.begin(), .bytes = 0});
  }
  build(key, slot, version);
  return slot;
}

void SegmentCache::build(const SlotKey& key, const std::shared_ptr<Slot>& slot, const VersionPtr& version) {
  auto built = build_segment(version, key.thing, key.with_relationships, key.range, options_.bytes_max);
  // Whoever reads the ids singly meets the same failure and reports it.
  if (!built) return;
  const std::lock_guard guard(mutex_);
  const auto entry = entries_.find(key);
  const bool registered = entry != entries_.end() && entry->second.slot == slot;
  const std::uint64_t bytes = built->bytes;
  slot->segment_ = std::move(*built);
  slot->ready_.store(true, std::memory_order_release);
  ++statistics_.builds;
  if (!registered) return;
  entry->second.bytes = bytes;
  statistics_.bytes += bytes;
  evict();
}

std::uint64_t SegmentCache::held_bytes_max() const { return options_.bytes_max / held_share; }

SegmentStatistics SegmentCache::statistics() const {
  const std::lock_guard guard(mutex_);
  return statistics_;
}

// ---- SlotTable

std::shared_ptr<const void> SlotTable::begin_answer() {
  if (slots_->bytes > cache_->held_bytes_max()) slots_ = std::make_shared<Slots>();
  return slots_;
}

SlotTable::Table& SlotTable::table(const Thing& thing, bool with_relationships) {
  const auto is_it = [&](const Table& table) {
    return table.key.thing == thing && table.key.with_relationships == with_relationships;
  };
  if (slots_->last != nullptr && is_it(*slots_->last)) return *slots_->last;
  for (const auto& table : slots_->tables) {
    if (!is_it(*table)) continue;
    slots_->last = table.get();
    return *table;
  }
  slots_->tables.push_back(std::make_unique<Table>());
  slots_->last = slots_->tables.back().get();
  slots_->last->key = {.thing = thing, .with_relationships = with_relationships, .range = 0};
  return *slots_->last;
}

const Segment* SlotTable::find(const Thing& thing, bool with_relationships, EntityId id) {
  Table& table = this->table(thing, with_relationships);
  const std::size_t range = static_cast<std::size_t>(id / segment_ids);
  if (range >= table.slots.size()) table.slots.resize(range + 1);
  SlotPointer& slot = table.slots[range];
  if (slot == nullptr) {
    SlotKey key = table.key;
    key.range = range;
    SlotPointer found = cache_->find(key, 1);
    if (found == nullptr || !found->ready()) return nullptr;
    slots_->bytes += found->segment().bytes;
    slot = std::move(found);
  }
  return slot->answers(version_, static_cast<std::size_t>(id % segment_ids)) ? &slot->segment() : nullptr;
}

}  // namespace cairn::storage
