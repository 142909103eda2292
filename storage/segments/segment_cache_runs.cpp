#include "storage/segments/segment_cache.h"

#include <algorithm>
#include <iterator>
#include <new>

namespace cairn::storage {

namespace {

// A run with changes of more than 5 % of the entries it may have gets a successor, one with more than 25 % is dropped.
constexpr std::size_t changes_max = index_run_entries / 20;
constexpr std::size_t changes_drop = index_run_entries / 4;

// A successor that has grown beyond this share of the usual is cut in two.
constexpr std::size_t successor_entries_max = index_run_entries + index_run_entries / 2;

// What an entry takes in a run, about.
constexpr std::uint64_t entry_bytes = 24;

}  // namespace

// ---- commits

void SegmentCache::change_runs(IndexId index, std::span<const IndexChange> changes, CommitNumber commit) {
  const auto before = [&](const std::string& end) {
    if (end.empty()) return changes.size();
    return static_cast<std::size_t>(std::ranges::lower_bound(changes, end, {}, &IndexChange::key) - changes.begin());
  };
  std::string begin;
  std::string end;
  while (!changes.empty()) {
    IndexRunTable::Place* const place = runs_.find(index, changes.front().key, begin, end);
    if (place == nullptr) {
      changes = changes.subspan(before(end));
      continue;
    }
    const std::size_t count = before(place->slot->end());
    change_run(*place, changes.first(count), commit);
    changes = changes.subspan(count);
  }
}

void SegmentCache::change_run(IndexRunTable::Place& place, std::span<const IndexChange> changes, CommitNumber commit) {
  if (changes.size() > changes_max || place.changes + changes.size() > changes_drop) {
    drop_run(place.number);
    ++statistics_.drops;
    return;
  }
  for (const IndexChange& change : changes) {
    place.changes = place.slot->change(change, commit);
    if (place.successor != nullptr) place.successor_changes = place.successor->change(change, commit);
  }
  if (place.changes > changes_max && place.bytes != 0 && !place.succession_asked) ask_for_successor(place);
}

void SegmentCache::ask_for_successor(IndexRunTable::Place& place) {
  const std::uint64_t number = place.number;
  place.succession_asked = options_.background && worker_.push([this, number] {
    build_run_successor(number);
    return false;
  });
  if (place.succession_asked) return;
  drop_run(number);
  ++statistics_.drops;
}

// ---- memory

void SegmentCache::drop_run(std::uint64_t place) {
  const IndexRunTable::Place& dropped = *runs_.find(place);
  statistics_.bytes -= dropped.bytes;
  if (dropped.bytes != 0) --statistics_.segments;
  uses_.erase(dropped.use);
  runs_.remove(place);
}

void SegmentCache::drop_runs(std::span<const std::uint64_t> places) {
  for (const std::uint64_t place : places) drop_run(place);
}

std::uint64_t SegmentCache::evict_run(std::uint64_t place) {
  const IndexRunTable::Place& evicted = *runs_.find(place);
  const std::uint64_t bytes = evicted.bytes;
  // One that is being built, or that a reader holds, would free nothing.
  if (bytes == 0 || evicted.slot.use_count() > 1 || evicted.successor != nullptr) return 0;
  drop_run(place);
  ++statistics_.evictions;
  return bytes;
}

void SegmentCache::set_bytes(IndexRunTable::Place& place) {
  statistics_.bytes -= place.bytes;
  if (place.bytes == 0) ++statistics_.segments;
  place.bytes = std::max<std::uint64_t>(place.slot->run_bytes(), 1);
  statistics_.bytes += place.bytes;
  if (statistics_.bytes > options_.bytes_max) evict_under_mutex(statistics_.bytes - options_.bytes_max);
}

// ---- building

IndexRunPointer SegmentCache::find_run(IndexId index, std::string_view key, const VersionPtr& version,
                                       std::uint32_t misses, std::string& gap_end) {
  RunBuild build;
  gap_end.clear();
  {
    const std::lock_guard guard(mutex_);
    std::string begin;
    std::string end;
    if (const IndexRunTable::Place* place = runs_.find(index, key, begin, end)) {
      uses_.splice(uses_.begin(), uses_, place->use);
      if (misses != 0) runs_.whole(index).misses += misses;
      return place->slot;
    }
    gap_end = end;
    if (!build_run_here(index, misses, begin)) return nullptr;
    const VersionPtr build_at = version_to_build(version);
    if (build_at->number != version->number) {
      // This reader could not use it.
      ask_for_run(index, key);
      return nullptr;
    }
    build = add_run(index, key, std::move(end), build_at);
  }
  return build_run(build) ? build.slot : nullptr;
}

void SegmentCache::ask_for_run(IndexId index, std::string_view key) {
  static_cast<void>(worker_.push([this, index, position = std::string(key)]() mutable {
    static_cast<void>(build_runs_step(index, position));
    return false;
  }));
}

bool SegmentCache::build_run_here(IndexId index, std::uint32_t misses, const std::string& gap_begin) {
  if (options_.bytes_max == 0) return false;
  IndexRunTable::Whole& whole = runs_.whole(index);
  whole.misses += misses;
  if (whole.misses < misses_to_build()) return false;
  // So many misses pay for building one run, wherever the last of them was.
  whole.misses = 0;
  if (!options_.background) return true;
  if (whole.asked) return false;
  if (!fits_whole(index)) return true;
  whole.asked = worker_.push([this, index, position = gap_begin]() mutable {
    const bool more = build_runs_step(index, position);
    if (!more) end_whole(index);
    return more;
  });
  return !whole.asked;
}

bool SegmentCache::fits_whole(IndexId index) const {
  const IndexDefinition* const definition = latest_->schema->find_index(index);
  if (definition == nullptr) return false;
  const std::uint64_t entries = definition->entity == EntityKind::Node
                                    ? latest_->statistics.nodes(definition->token)
                                    : latest_->statistics.relationships(definition->token);
  return entries * entry_bytes + IndexRunSlot::own_bytes <= bytes_free_for_wholes();
}

SegmentCache::RunBuild SegmentCache::add_run(IndexId index, std::string_view key, std::string end,
                                             const VersionPtr& version) {
  const IndexDefinition* const definition = version->schema->find_index(index);
  const bool unique = definition != nullptr && definition->unique;
  auto slot =
      std::make_shared<IndexRunSlot>(version->number, unique, std::string(key), std::move(end), options_.budget);
  std::list<SlotKey> use(1);
  IndexRunTable::Place& place = runs_.add(index, slot);
  use.front() = {.thing = {Thing::Kind::IndexRun, index}, .part = SegmentPart::Main, .range = place.number};
  place.use = use.begin();
  uses_.splice(uses_.begin(), use);
  RunBuild build{.index = index, .place = place.number, .slot = slot, .version = version};
  if (skips_marks({Thing::Kind::IndexRun, index})) return build;
  try {
    for (const Commit& commit : remembered_) {
      if (commit.number <= version->number) continue;
      const auto changes = commit.touched.index_changes.find(index);
      if (changes == commit.touched.index_changes.end()) continue;
      for (const IndexChange& change : changes->second) {
        if (slot->covers(change.key)) place.changes = slot->change(change, commit.number);
      }
    }
  } catch (...) {
    drop_run(build.place);
    throw;
  }
  return build;
}

bool SegmentCache::build_run(const RunBuild& build) {
  const IndexDefinition* const definition = build.version->schema->find_index(build.index);
  Reservation memory(options_.budget);
  std::optional<BuiltRun> run;
  try {
    if (definition != nullptr) {
      const std::size_t entries_max = build.succeeds ? successor_entries_max : index_run_entries;
      auto built =
          build_index_run(*build.version, *definition, build.slot->begin(), build.slot->end(), entries_max, memory);
      if (built && build.succeeds && built->end != build.slot->end()) {
        // What is cut off must be worth a run of its own.
        built = build_index_run(*build.version, *definition, build.slot->begin(), build.slot->end(), entries_max / 2,
                                memory);
      }
      // Whoever reads the entries singly meets the same failure and reports it.
      if (built && memory.grow_to_evicting(memory.bytes() + IndexRunSlot::own_bytes)) run = std::move(*built);
    }
  } catch (const std::bad_alloc&) {
    run.reset();
  }
  const std::lock_guard guard(mutex_);
  IndexRunTable::Place* const place = runs_.find(build.place);
  if (place == nullptr || (place->slot != build.slot && place->successor != build.slot)) return false;
  if (!run) {
    drop_run(build.place);
    ++statistics_.drops;
    return false;
  }
  build.slot->fill(std::move(*run), std::move(memory));
  ++statistics_.builds;
  if (place->successor == build.slot) {
    ++statistics_.successors;
    place->slot = std::move(place->successor);
    place->changes = place->successor_changes;
    place->succession_asked = false;
  }
  set_bytes(*place);
  return true;
}

void SegmentCache::build_run_successor(std::uint64_t place) {
  RunBuild build;
  {
    const std::lock_guard guard(mutex_);
    IndexRunTable::Place* const outdated = runs_.find(place);
    if (outdated == nullptr || !outdated->succession_asked) return;
    const IndexRunSlot& slot = *outdated->slot;
    build = {.index = outdated->index, .place = place, .slot = {}, .version = latest_, .succeeds = true};
    build.slot =
        std::make_shared<IndexRunSlot>(latest_->number, slot.unique(), slot.begin(), slot.end(), options_.budget);
    outdated->successor = build.slot;
    outdated->successor_changes = 0;
  }
  static_cast<void>(build_run(build));
}

bool SegmentCache::build_runs_step(IndexId index, std::string& position) try {
  RunBuild build;
  {
    const std::lock_guard guard(mutex_);
    if (bytes_free_for_wholes() == 0 || latest_->schema->find_index(index) == nullptr) return false;
    std::string begin;
    std::string end;
    if (const IndexRunTable::Place* const place = runs_.find(index, position, begin, end)) {
      if (place->bytes == 0 || place->slot->end().empty()) return false;
      position = place->slot->end();
      return true;
    }
    build = add_run(index, position, std::move(end), latest_);
  }
  if (!build_run(build)) return false;
  position = build.slot->end();
  return !position.empty();
} catch (const std::bad_alloc&) {
  return false;
}

void SegmentCache::end_whole(IndexId index) {
  const std::lock_guard guard(mutex_);
  runs_.end_whole(index);
}

}  // namespace cairn::storage
