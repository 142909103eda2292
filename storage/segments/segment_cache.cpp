#include "storage/segments/segment_cache.h"

#include <algorithm>
#include <ctime>
#include <new>

namespace cairn::storage {

namespace {

// Reading so many ids singly costs about as much as decoding a segment, where it is not known how long that takes.
constexpr std::uint32_t misses_to_build_default = 512;
constexpr std::uint32_t misses_to_build_min = 16;
// What reading one id singly takes, about.
constexpr std::uint64_t single_read_ns = 4000;

// A question that wants this part of it builds a segment itself.
constexpr std::uint32_t many_share = 4;

// A range that was missed so many times over and is still not built is built by the reader.
constexpr std::uint32_t patience = 2;

// A slot with marks for more than 5 % of its ids gets a successor; the commit that alone marks so many drops it …
constexpr std::uint32_t marks_max = segment_ids / 20;
// … and so do marks for more than 25 %, if the successor does not come.
constexpr std::uint32_t marks_drop = segment_ids / 4;

// A reader holds at most this part of the budget.
constexpr std::uint64_t held_share = 4;

// Ranges and things whose misses are remembered; beyond it counting starts anew.
constexpr std::size_t remembered_max = std::size_t{1} << 16U;

constexpr std::size_t jobs_max = 4096;

// Commits whose touched ids are remembered, and how many ids each may have touched.
constexpr std::size_t remembered_commits_max = 64;
constexpr std::size_t remembered_ids_max = 1024;
// So many bytes of a change of an index count as one id more.
constexpr std::size_t index_bytes_as_id = 64;

// A thing of which a range has fewer entries than this on average is not built as a whole.
constexpr std::uint64_t entries_per_range_min = 16;

// Building as a whole leaves this part of the budget free.
constexpr std::uint64_t free_share = 4;

// Entries that readers hold, and eviction passes over in one go.
constexpr std::size_t passed_over_max = 4096;

// What this thread has computed, so that a busy machine or a low priority does not count.
std::uint64_t thread_time_ns() {
  std::timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

std::uint64_t ranges_of(std::uint64_t id_bound) { return (id_bound + segment_ids - 1) / segment_ids; }

bool is_of_relationships(const Thing& thing) {
  return thing.kind == Thing::Kind::RelationshipProperty || thing.kind == Thing::Kind::Ends;
}

// How many entries all segments of a thing have together; of a property, at most.
std::uint64_t entries_of(const Thing& thing, const Statistics& statistics) {
  switch (thing.kind) {
    case Thing::Kind::Label: return statistics.nodes(thing.token);
    case Thing::Kind::Outgoing:
    case Thing::Kind::Incoming: return statistics.relationships(thing.token);
    case Thing::Kind::NodeProperty:
    case Thing::Kind::Labels:
    case Thing::Kind::Lists: return statistics.nodes();
    case Thing::Kind::RelationshipProperty:
    case Thing::Kind::Ends: return statistics.relationships();
    case Thing::Kind::IndexRun: break;
  }
  return 0;
}

}  // namespace

SegmentCache::SegmentCache(VersionPtr loaded, SegmentOptions options)
    : options_(std::move(options)),
      empty_(std::make_shared<const Segment>()),
      latest_(std::move(loaded)),
      remembered_after_(latest_->number),
      worker_(jobs_max) {
  if (options_.budget != nullptr) options_.budget->set_evictor(this);
}

SegmentCache::~SegmentCache() {
  worker_.stop();
  if (options_.budget != nullptr) options_.budget->set_evictor(nullptr);
}

// ---- commits

void SegmentCache::publish(const VersionPtr& version, const Touched& touched, const std::function<void()>& show) {
  const std::lock_guard guard(mutex_);
  if (touched.everything) {
    while (!entries_.empty()) drop(entries_.begin());
    drop_runs(runs_.all_places());
    misses_.clear();
    wholes_.clear();
  }
  for (const auto& [thing, ids] : touched.ids) {
    if (!skips_marks(thing)) mark(thing, ids, version->number);
  }
  for (const IndexId index : touched.dropped_indexes) {
    drop_runs(runs_.places_of(index));
    runs_.forget(index);
  }
  for (const auto& [index, changes] : touched.index_changes) {
    if (!skips_marks({Thing::Kind::IndexRun, index})) change_runs(index, changes, version->number);
  }
  remember(version->number, touched);
  latest_ = version;
  show();
}

void SegmentCache::remember(CommitNumber number, const Touched& touched) {
  std::size_t ids = 0;
  for (const auto& [thing, touched_ids] : touched.ids) ids += touched_ids.size();
  for (const auto& [index, changes] : touched.index_changes) {
    for (const IndexChange& change : changes) ids += 1 + (change.key.size() + change.value.size()) / index_bytes_as_id;
  }
  if (touched.everything || ids > remembered_ids_max) {
    remembered_.clear();
    remembered_after_ = number;
    return;
  }
  if (remembered_.size() == remembered_commits_max) {
    remembered_after_ = remembered_.front().number;
    remembered_.pop_front();
  }
  remembered_.push_back({number, touched});
}

VersionPtr SegmentCache::version_to_build(const VersionPtr& version) const {
  return version->number >= remembered_after_ && version->number <= latest_->number ? version : latest_;
}

void SegmentCache::mark(const Thing& thing, std::span<const EntityId> ids, CommitNumber commit) {
  const bool lists = thing.kind == Thing::Kind::Outgoing || thing.kind == Thing::Kind::Incoming;
  for (std::size_t begin = 0; begin < ids.size();) {
    const std::uint64_t range = ids[begin] / segment_ids;
    std::size_t end = begin;
    while (end < ids.size() && ids[end] / segment_ids == range) ++end;
    for (const SegmentPart part : {SegmentPart::Main, SegmentPart::Relationships}) {
      if (part != SegmentPart::Main && !lists) continue;
      const auto found = entries_.find({.thing = thing, .part = part, .range = range});
      if (found != entries_.end()) mark_range(found, ids.subspan(begin, end - begin), commit);
    }
    begin = end;
  }
}

void SegmentCache::mark_range(Entries::iterator entry, std::span<const EntityId> ids, CommitNumber commit) {
  Entry& place = entry->second;
  if (ids.size() <= marks_max) {
    for (const EntityId id : ids) {
      const auto index = static_cast<std::size_t>(id % segment_ids);
      if (place.slot->mark(index, commit)) ++place.marks;
      if (place.successor != nullptr && place.successor->mark(index, commit)) ++place.successor_marks;
    }
    if (place.marks <= marks_max) return;
    if (place.marks <= marks_drop) return ask_for_successor(entry);
  }
  drop(entry);
  ++statistics_.drops;
}

void SegmentCache::ask_for_successor(Entries::iterator entry) {
  if (entry->second.succession_asked) return;
  const SlotKey key = entry->first;
  entry->second.succession_asked = options_.background && worker_.push([this, key] {
    build_successor(key);
    return false;
  });
  if (entry->second.succession_asked) return;
  drop(entry);
  ++statistics_.drops;
}

// ---- memory

void SegmentCache::drop(Entries::iterator entry) {
  statistics_.bytes -= entry->second.bytes;
  if (entry->second.bytes != 0) {
    --statistics_.segments;
    if (entry->second.slot->segment()->empty()) --statistics_.empty;
  }
  uses_.erase(entry->second.use);
  entries_.erase(entry);
}

void SegmentCache::evict(std::uint64_t bytes) {
  const std::lock_guard guard(mutex_);
  evict_under_mutex(bytes);
}

void SegmentCache::evict_under_mutex(std::uint64_t bytes) {
  std::uint64_t freed = 0;
  std::size_t passed_over = 0;
  for (auto use = uses_.end(); freed < bytes && use != uses_.begin() && passed_over < passed_over_max;) {
    --use;
    if (use->thing.kind == Thing::Kind::IndexRun) {
      const auto next = std::next(use);
      const std::uint64_t evicted = evict_run(use->range);
      if (evicted == 0) ++passed_over;
      if (evicted != 0) use = next;
      freed += evicted;
      continue;
    }
    const auto entry = entries_.find(*use);
    // One that is being built, or that a reader holds, would free nothing.
    const bool being_built = entry->second.bytes == 0 && !entry->second.failed;
    if (being_built || entry->second.slot.use_count() > 1 || entry->second.successor != nullptr) {
      ++passed_over;
      continue;
    }
    freed += entry->second.bytes;
    ++use;
    drop(entry);
    ++statistics_.evictions;
  }
  if (freed < bytes) pressure_.fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t SegmentCache::held_bytes_max() const {
  const std::uint64_t bytes_max = options_.budget != nullptr ? options_.budget->bytes_max() : options_.bytes_max;
  return std::min(options_.bytes_max, bytes_max) / held_share;
}

void SegmentCache::set_bytes(Entry& entry, const Slot& slot) {
  statistics_.bytes -= entry.bytes;
  if (entry.bytes == 0) ++statistics_.segments;
  entry.bytes = std::max<std::uint64_t>(slot.segment_bytes(), 1);
  statistics_.bytes += entry.bytes;
  if (statistics_.bytes > options_.bytes_max) evict_under_mutex(statistics_.bytes - options_.bytes_max);
}

// ---- building

SlotPointer SegmentCache::find(const SlotKey& key, const VersionPtr& version, std::uint32_t count,
                               std::uint32_t wanted) {
  std::shared_ptr<Slot> slot;
  VersionPtr build_at;
  {
    const std::lock_guard guard(mutex_);
    if (const auto found = entries_.find(key); found != entries_.end()) {
      uses_.splice(uses_.begin(), uses_, found->second.use);
      return found->second.slot;
    }
    if (!build_here(key, count, wanted)) return nullptr;
    build_at = version_to_build(version);
    slot = add_slot(key, build_at);
  }
  static_cast<void>(build(key, slot, build_at));
  return slot;
}

std::uint32_t SegmentCache::misses_to_build() const {
  return options_.misses_to_build != 0 ? options_.misses_to_build : misses_to_build_default;
}

std::uint32_t SegmentCache::misses_to_build(const SlotKey& key) const {
  SlotKey first = key;
  first.range = 0;
  const auto whole = wholes_.find(first);
  if (options_.misses_to_build != 0 || whole == wholes_.end() || whole->second.build_ns == 0) return misses_to_build();
  return static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(whole->second.build_ns / single_read_ns, misses_to_build_min, misses_to_build_default));
}

void SegmentCache::note_build(const SlotKey& key, std::uint64_t took_ns) {
  SlotKey first = key;
  first.range = 0;
  std::uint64_t& build_ns = wholes_[first].build_ns;
  build_ns = build_ns == 0 ? took_ns : (3 * build_ns + took_ns) / 4;
}

bool SegmentCache::build_here(const SlotKey& key, std::uint32_t count, std::uint32_t wanted) {
  if (options_.bytes_max == 0) return false;
  const std::uint32_t limit = misses_to_build(key);
  if (misses_.size() >= remembered_max) misses_.clear();
  std::uint32_t& missed = misses_[key];
  const std::uint32_t missed_before = missed;
  missed += count;
  if (!options_.background) return missed >= limit;
  if (wanted >= std::max(limit / many_share, std::uint32_t{1}) || missed >= limit * patience) return true;
  if (missed >= limit && missed_before < limit) {
    static_cast<void>(worker_.push([this, key] {
      build_if_missing(key);
      return false;
    }));
  }
  ask_for_whole(key, count);
  return false;
}

std::shared_ptr<Slot> SegmentCache::add_slot(const SlotKey& key, const VersionPtr& version) {
  misses_.erase(key);
  auto slot = std::make_shared<Slot>(version->number, options_.budget);
  std::list<SlotKey> use{key};
  Entry& entry = entries_[key];
  entry.slot = slot;
  entry.use = use.begin();
  uses_.splice(uses_.begin(), use);
  if (skips_marks(key.thing)) return slot;
  for (const Commit& commit : remembered_) {
    if (commit.number <= version->number) continue;
    const auto touched = commit.touched.ids.find(key.thing);
    if (touched == commit.touched.ids.end()) continue;
    const std::vector<EntityId>& ids = touched->second;
    for (auto id = std::ranges::lower_bound(ids, key.range * segment_ids);
         id != ids.end() && *id / segment_ids == key.range; ++id) {
      if (slot->mark(static_cast<std::size_t>(*id % segment_ids), commit.number)) ++entry.marks;
    }
  }
  return slot;
}

std::shared_ptr<StringDictionary> SegmentCache::dictionary(const SlotKey& key) {
  const bool property =
      key.thing.kind == Thing::Kind::NodeProperty || key.thing.kind == Thing::Kind::RelationshipProperty;
  if (!property) return nullptr;
  SlotKey whole = key;
  whole.range = 0;
  std::weak_ptr<StringDictionary>& known = wholes_[whole].dictionary;
  auto dictionary = known.lock();
  if (dictionary == nullptr) {
    dictionary = std::make_shared<StringDictionary>(options_.budget);
    known = dictionary;
  }
  return dictionary;
}

bool SegmentCache::build(const SlotKey& key, const std::shared_ptr<Slot>& slot, const VersionPtr& version) {
  SegmentSource source{.version = version, .thing = key.thing, .part = key.part, .range = key.range, .dictionary = {}};
  {
    const std::lock_guard guard(mutex_);
    source.dictionary = dictionary(key);
  }
  Reservation memory(options_.budget);
  const std::uint64_t begin_ns = thread_time_ns();
  auto built = build_segment(source, options_.bytes_max, memory);
  const std::uint64_t took_ns = thread_time_ns() - begin_ns;
  // Whoever reads the ids singly meets the same failure and reports it.
  if (!built || !memory.grow_to_evicting(memory.bytes() + Slot::own_bytes)) {
    const std::lock_guard guard(mutex_);
    if (const auto entry = entries_.find(key); entry != entries_.end()) entry->second.failed = true;
    return false;
  }
  const bool empty = *built == nullptr;
  slot->fill(empty ? empty_ : std::move(*built), std::move(memory));
  const std::lock_guard guard(mutex_);
  ++statistics_.builds;
  note_build(key, took_ns);
  const auto entry = entries_.find(key);
  if (entry == entries_.end() || entry->second.slot != slot) return true;
  if (empty) ++statistics_.empty;
  set_bytes(entry->second, *slot);
  return true;
}

void SegmentCache::build_if_missing(const SlotKey& key) {
  std::shared_ptr<Slot> slot;
  VersionPtr version;
  {
    const std::lock_guard guard(mutex_);
    if (entries_.contains(key)) return;
    version = latest_;
    slot = add_slot(key, version);
  }
  static_cast<void>(build(key, slot, version));
}

void SegmentCache::build_successor(const SlotKey& key) {
  std::shared_ptr<Slot> slot;
  VersionPtr version;
  {
    const std::lock_guard guard(mutex_);
    const auto entry = entries_.find(key);
    if (entry == entries_.end() || !entry->second.succession_asked) return;
    slot = std::make_shared<Slot>(latest_->number, options_.budget);
    entry->second.successor = slot;
    entry->second.successor_marks = 0;
    version = latest_;
  }
  const bool built = build(key, slot, version);
  const std::lock_guard guard(mutex_);
  const auto entry = entries_.find(key);
  if (entry == entries_.end() || entry->second.successor != slot) return;
  if (!built) {
    drop(entry);
    ++statistics_.drops;
    return;
  }
  ++statistics_.successors;
  Entry& place = entry->second;
  if (slot->segment()->empty()) ++statistics_.empty;
  if (place.bytes != 0 && place.slot->segment()->empty()) --statistics_.empty;
  place.slot = std::move(place.successor);
  place.marks = place.successor_marks;
  place.succession_asked = false;
  set_bytes(place, *slot);
}

// ---- all ranges of a thing

void SegmentCache::ask_for_whole(const SlotKey& key, std::uint32_t count) {
  if (wholes_.size() >= remembered_max) wholes_.clear();
  SlotKey first = key;
  first.range = 0;
  Whole& whole = wholes_[first];
  whole.misses += count;
  const std::uint32_t limit = misses_to_build();
  if (whole.asked || whole.misses < limit) return;
  whole.misses = 0;
  if (!fits_whole(first)) return;
  whole.asked = worker_.push([this, next = first]() mutable { return build_whole_step(next); });
}

bool SegmentCache::fits_whole(const SlotKey& key) const {
  const std::uint64_t ids = is_of_relationships(key.thing) ? latest_->relationship_id_bound : latest_->node_id_bound;
  const std::uint64_t entries = entries_of(key.thing, latest_->statistics);
  if (entries < ranges_of(ids) * entries_per_range_min) return false;
  const bool lists = key.thing.kind == Thing::Kind::Outgoing || key.thing.kind == Thing::Kind::Incoming;
  const std::uint64_t bytes = lists ? entries * 4 + ids * 3 : ids * 8;
  return bytes + ranges_of(ids) * Slot::own_bytes <= bytes_free_for_wholes();
}

std::uint64_t SegmentCache::bytes_free_for_wholes() const {
  const std::uint64_t free = statistics_.bytes < options_.bytes_max ? options_.bytes_max - statistics_.bytes : 0;
  if (options_.budget == nullptr) return free;
  const std::uint64_t kept_free = options_.budget->bytes_max() / free_share;
  const std::uint64_t of_all = options_.budget->free_bytes();
  return std::min(free, of_all > kept_free ? of_all - kept_free : 0);
}

bool SegmentCache::build_whole_step(SlotKey& key) {
  SlotKey first = key;
  first.range = 0;
  bool there = true;
  // Ranges that are there already are passed over without a step for each.
  while (there) {
    const std::lock_guard guard(mutex_);
    const std::uint64_t ids = is_of_relationships(key.thing) ? latest_->relationship_id_bound : latest_->node_id_bound;
    if (key.range >= ranges_of(ids) || bytes_free_for_wholes() == 0) {
      wholes_[first].asked = false;
      return false;
    }
    there = entries_.contains(key);
    if (there) ++key.range;
  }
  build_if_missing(key);
  ++key.range;
  return true;
}

// ---- facts

std::optional<ValueFacts> SegmentCache::value_facts(const Thing& property) const {
  const std::lock_guard guard(mutex_);
  std::optional<ValueFacts> facts;
  bool integers = true;
  bool floats = true;
  for (const auto& [key, entry] : entries_) {
    if (key.thing != property) continue;
    const Segment* const segment = entry.slot->segment();
    if (segment == nullptr) continue;
    if (!facts) facts.emplace();
    const auto* values = segment->get<PropertySegment>();
    if (values == nullptr) continue;
    const ValueFacts& more = values->facts();
    facts->values += more.values;
    facts->distinct = std::max(facts->distinct, more.distinct);
    const auto widen = [](auto& range, const auto& by, bool& all) {
      all = all && by.has_value();
      if (!all) {
        range.reset();
      } else if (!range) {
        range = by;
      } else {
        range = {std::min(range->first, by->first), std::max(range->second, by->second)};
      }
    };
    widen(facts->integers, more.integers, integers);
    widen(facts->floats, more.floats, floats);
  }
  return facts;
}

SegmentStatistics SegmentCache::statistics() const {
  const std::lock_guard guard(mutex_);
  return statistics_;
}

}  // namespace cairn::storage
