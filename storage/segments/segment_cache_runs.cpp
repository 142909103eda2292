#include "storage/segments/segment_cache.h"

#include <algorithm>
#include <iterator>
#include <new>

namespace cairn::storage {

namespace {

// A run with changes of more than 5 % of the entries it may have gets a successor, one with more than 25 % is dropped.
constexpr std::size_t changes_max = index_run_entries_max / 20;
constexpr std::size_t changes_drop = index_run_entries_max / 4;

// What an entry takes in a run, about.
constexpr std::uint64_t entry_bytes = 24;

}  // namespace

// ---- commits

void SegmentCache::change_runs(IndexId index, std::span<const IndexChange> changes, CommitNumber commit) {
  IndexRunTable::Place* place = nullptr;
  std::string begin;
  std::string end;
  for (const IndexChange& change : changes) {
    if (place == nullptr || !place->slot->covers(change.key)) place = runs_.find(index, change.key, begin, end);
    if (place == nullptr) continue;
    place->changes = place->slot->change(change, commit);
    if (place->successor != nullptr) place->successor_changes = place->successor->change(change, commit);
    if (place->changes > changes_drop) {
      drop_run(place->number);
      ++statistics_.drops;
      place = nullptr;
    } else if (place->changes > changes_max && place->bytes != 0 && !place->succession_asked) {
      ask_for_successor(*place);
      place = nullptr;
    }
  }
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
                                       std::uint32_t misses) {
  RunBuild build;
  {
    const std::lock_guard guard(mutex_);
    std::string begin;
    std::string end;
    if (const IndexRunTable::Place* place = runs_.find(index, key, begin, end)) {
      uses_.splice(uses_.begin(), uses_, place->use);
      return place->slot;
    }
    if (!build_run_here(index, misses)) return nullptr;
    build = add_run(index, key, std::move(end), version_to_build(version));
  }
  return build_run(build) ? build.slot : nullptr;
}

bool SegmentCache::build_run_here(IndexId index, std::uint32_t misses) {
  if (options_.bytes_max == 0) return false;
  IndexRunTable::Whole& whole = runs_.whole(index);
  whole.misses += misses;
  if (whole.misses < misses_to_build()) return false;
  // So many misses pay for building one run, wherever the last of them was.
  whole.misses = 0;
  if (!options_.background) return true;
  if (whole.asked) return false;
  if (!fits_whole(index)) return true;
  whole.asked =
      worker_.push([this, index, position = std::string()]() mutable { return build_runs_step(index, position); });
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
  IndexRunTable::Place& place = runs_.add(index, slot);
  uses_.push_front({.thing = {Thing::Kind::IndexRun, index}, .part = SegmentPart::Main, .range = place.number});
  place.use = uses_.begin();
  RunBuild build{.index = index, .place = place.number, .slot = slot, .version = version};
  if (skips_marks({Thing::Kind::IndexRun, index})) return build;
  for (const Commit& commit : remembered_) {
    if (commit.number <= version->number) continue;
    const auto changes = commit.touched.index_changes.find(index);
    if (changes == commit.touched.index_changes.end()) continue;
    for (const IndexChange& change : changes->second) {
      if (slot->covers(change.key)) place.changes = slot->change(change, commit.number);
    }
  }
  return build;
}

bool SegmentCache::build_run(const RunBuild& build) {
  const IndexDefinition* const definition = build.version->schema->find_index(build.index);
  Reservation memory(options_.budget);
  std::optional<BuiltRun> run;
  try {
    if (definition != nullptr) {
      auto built = build_index_run(*build.version, *definition, build.slot->begin(), build.slot->end(), memory);
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
    build = {.index = outdated->index, .place = place, .slot = {}, .version = latest_};
    build.slot =
        std::make_shared<IndexRunSlot>(latest_->number, slot.unique(), slot.begin(), slot.end(), options_.budget);
    outdated->successor = build.slot;
    outdated->successor_changes = 0;
  }
  static_cast<void>(build_run(build));
}

bool SegmentCache::build_runs_step(IndexId index, std::string& position) {
  RunBuild build;
  {
    const std::lock_guard guard(mutex_);
    std::string begin;
    std::string end;
    while (build.slot == nullptr) {
      const IndexRunTable::Place* const place = runs_.find(index, position, begin, end);
      const bool last = place != nullptr && (place->bytes == 0 || place->slot->end().empty());
      if (last || bytes_free_for_wholes() == 0 || latest_->schema->find_index(index) == nullptr) {
        runs_.whole(index).asked = false;
        return false;
      }
      if (place != nullptr) {
        position = place->slot->end();
      } else {
        build = add_run(index, position, std::move(end), latest_);
      }
    }
  }
  if (build_run(build) && !build.slot->end().empty()) {
    position = build.slot->end();
    return true;
  }
  const std::lock_guard guard(mutex_);
  runs_.whole(index).asked = false;
  return false;
}

}  // namespace cairn::storage
