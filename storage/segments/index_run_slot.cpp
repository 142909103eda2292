#include "storage/segments/index_run_slot.h"

#include "storage/ids.h"
#include "storage/keys.h"
#include "storage/meta_codec.h"
#include "storage/varint.h"

#include <algorithm>

namespace cairn::storage {

namespace {

// What a change takes, without its bytes.
constexpr std::size_t change_bytes = 160;

EntityId entity_of(std::string_view key) { return read_big_endian(key, key.size() - id_key_bytes, id_key_bytes); }

// The first bytes behind all entries of a key of values.
std::string behind(std::string_view value_key) { return after_prefix(value_key); }

}  // namespace

void apply_change(bool unique, const IndexChange& change, std::vector<EntityId>& entities) {
  if (unique) {
    entities.clear();
    if (change.removed) return;
    if (auto now = parse_unique(change.value)) entities = std::move(*now);
    return;
  }
  const EntityId entity = entity_of(change.key);
  const auto place = std::ranges::lower_bound(entities, entity);
  const bool there = place != entities.end() && *place == entity;
  if (change.removed && there) entities.erase(place);
  if (!change.removed && !there) entities.insert(place, entity);
}

std::string_view value_key_of(bool unique, const IndexChange& change) {
  return std::string_view(change.key).substr(0, change.key.size() - (unique ? 0 : id_key_bytes));
}

// ---- IndexRunSlot

IndexRunSlot::IndexRunSlot(CommitNumber built_at, bool unique, std::string begin, std::string end,
                           std::shared_ptr<MemoryBudget> budget)
    : built_at_(built_at),
      unique_(unique),
      begin_(std::move(begin)),
      end_(std::move(end)),
      budget_(std::move(budget)) {}

void IndexRunSlot::fill(BuiltRun built, Reservation memory) {
  end_ = std::move(built.end);
  owned_run_ = std::move(built.run);
  memory_ = std::move(memory);
  if (Changes* const changes = changes_.load(std::memory_order_relaxed); changes != nullptr && !end_.empty()) {
    const std::lock_guard guard(changes->mutex);
    const auto foreign = changes->by_key.lower_bound(end_);
    for (auto change = foreign; change != changes->by_key.end(); ++change) changes->count -= change->second.size();
    changes->by_key.erase(foreign, changes->by_key.end());
  }
  run_.store(owned_run_.get(), std::memory_order_release);
}

std::size_t IndexRunSlot::change(const IndexChange& change, CommitNumber commit) {
  Changes* changes = changes_.load(std::memory_order_relaxed);
  if (changes == nullptr) {
    owned_changes_ = std::make_unique<Changes>(budget_);
    changes = owned_changes_.get();
    changes_.store(changes, std::memory_order_release);
  }
  const std::lock_guard guard(changes->mutex);
  changes->by_key[change.key].push_back({.commit = commit, .removed = change.removed, .value = change.value});
  // A change is never refused, also where the budget has nothing left.
  changes->bytes += change_bytes + change.key.size() + change.value.size();
  static_cast<void>(changes->memory.grow_to(changes->bytes));
  return ++changes->count;
}

std::vector<IndexChange> IndexRunSlot::changes(CommitNumber version, std::string_view begin,
                                               std::string_view end) const {
  std::vector<IndexChange> visible;
  Changes* const changes = changes_.load(std::memory_order_acquire);
  if (changes == nullptr) return visible;
  const std::lock_guard guard(changes->mutex);
  for (auto key = changes->by_key.lower_bound(begin); key != changes->by_key.end(); ++key) {
    if (!end.empty() && key->first >= end) break;
    const std::vector<State>& states = key->second;
    const auto later = std::ranges::upper_bound(states, version, {}, &State::commit);
    if (later == states.begin()) continue;
    const State& state = *(later - 1);
    visible.push_back({.key = key->first, .removed = state.removed, .value = state.value});
  }
  return visible;
}

bool IndexRunSlot::append_entities(CommitNumber version, std::string_view value_key, std::vector<EntityId>& out) const {
  const IndexRun& run = *this->run();
  const std::optional<std::size_t> place = run.find(value_key);
  if (changes_.load(std::memory_order_acquire) != nullptr) {
    const std::vector<IndexChange> changed = changes(version, value_key, behind(value_key));
    if (!changed.empty()) {
      std::vector<EntityId> entities;
      if (place) run.append_entities(*place, entities);
      for (const IndexChange& change : changed) apply_change(unique_, change, entities);
      out.insert(out.end(), entities.begin(), entities.end());
      return true;
    }
  }
  if (place) run.append_entities(*place, out);
  return false;
}

// ---- IndexRunWalk

IndexRunWalk::IndexRunWalk(IndexRunPointer slot, CommitNumber version, std::string_view from, std::string_view until)
    : slot_(std::move(slot)),
      changes_(slot_->changes(version, from, until)),
      place_(slot_->run()->lower_bound(from)),
      until_(until),
      from_(from) {
  // `from` may lie amid the entities of a key.
  if (slot_->unique() || place_ == 0) return;
  slot_->run()->key(place_ - 1, own_key_);
  if (from.size() == own_key_.size() + id_key_bytes && from.starts_with(own_key_)) {
    --place_;
    own_key_loaded_ = true;
  }
}

bool IndexRunWalk::next(std::string& value_key, std::vector<EntityId>& entities) {
  const IndexRun& run = *slot_->run();
  while (true) {
    if (!own_key_loaded_ && place_ < run.keys()) {
      run.key(place_, own_key_);
      own_key_loaded_ = true;
    }
    const bool has_own = place_ < run.keys() && (until_.empty() || own_key_ < until_);
    const bool has_change = change_ < changes_.size();
    if (!has_own && !has_change) return false;
    const std::string_view changed = has_change ? value_key_of(slot_->unique(), changes_[change_]) : std::string_view();
    const bool own = has_own && (!has_change || own_key_ <= changed);
    value_key = own ? std::string_view(own_key_) : changed;
    entities.clear();
    if (own) {
      run.append_entities(place_++, entities);
      own_key_loaded_ = false;
      if (!from_.empty()) {
        if (from_.size() == value_key.size() + id_key_bytes && from_.starts_with(value_key)) {
          entities.erase(entities.begin(), std::ranges::lower_bound(entities, entity_of(from_)));
        }
        from_.clear();
      }
    }
    changed_ = has_change && changed == value_key;
    for (; change_ < changes_.size() && value_key_of(slot_->unique(), changes_[change_]) == value_key; ++change_) {
      apply_change(slot_->unique(), changes_[change_], entities);
    }
    if (!entities.empty()) return true;
  }
}

}  // namespace cairn::storage
