#include "storage/index_stream.h"

#include "storage/keys.h"
#include "storage/meta_codec.h"
#include "storage/read_errors.h"
#include "storage/segments/index_run_reader.h"

namespace cairn::storage {

namespace {

// After so many entries of the store, runs are asked for again.
constexpr std::uint32_t store_entries_in_a_row = 256;

}  // namespace

IndexStream::IndexStream(const Version& version, IndexRunReader* runs, const IndexDefinition& index,
                         std::string_view from, std::string_view until)
    : version_(version), runs_(runs), index_(index), until_(until), position_(from) {}

void IndexStream::settle() {
  std::string gap_end;
  if (runs_ != nullptr) {
    const IndexRunPointer& run = runs_->find(index_.id, *position_, gap_end);
    if (run != nullptr) {
      cursor_.reset();
      walk_.emplace(run, runs_->version(), *position_, until_);
      return;
    }
  }
  if (cursor_ != nullptr) return;
  cursor_until_ = gap_end.empty() || (!until_.empty() && until_ <= gap_end) ? until_ : gap_end;
  const std::string end =
      cursor_until_.empty() ? after_prefix(index_prefix(index_.id)) : index_key(index_.id, cursor_until_);
  cursor_ = version_.view->cursor(Family::Indexes, index_key(index_.id, *position_), end);
}

bool IndexStream::load_from_run() {
  if (walk_->next(value_key_, entities_)) {
    ReadCounts& counts = runs_->counts();
    (walk_->changed() ? counts.memo : counts.segment) += entities_.size();
    return true;
  }
  go_on_at(walk_->slot().end());
  walk_.reset();
  return false;
}

void IndexStream::go_on_at(const std::string& end) {
  if (end.empty() || (!until_.empty() && end >= until_)) {
    position_.reset();
  } else {
    position_ = end;
  }
}

Expected<bool> IndexStream::load_from_store() {
  if (!cursor_->valid()) {
    if (const auto status = cursor_->status(); !status) return status.error();
    cursor_.reset();
    go_on_at(cursor_until_);
    return false;
  }
  if (runs_ != nullptr && in_a_row_ == store_entries_in_a_row) {
    in_a_row_ = 0;
    position_ = cursor_->key().substr(index_prefix(index_.id).size());
    settle();
    if (walk_) return false;
  }
  const auto entry = parse_index_entry_key(cursor_->key(), index_.keys.size());
  if (!entry || entry->entity.has_value() == index_.unique) return damaged_error(Family::Indexes, cursor_->key());
  if (index_.unique) {
    auto entities = parse_unique(cursor_->value());
    if (!entities) return damaged_error(Family::Indexes, cursor_->key());
    entities_ = std::move(*entities);
  } else {
    entities_.assign(1, *entry->entity);
  }
  value_key_ = entry->value_key;
  if (runs_ != nullptr) {
    ++in_a_row_;
    runs_->note_misses(index_.id, 1);
    runs_->counts().store += entities_.size();
  }
  cursor_->next();
  return true;
}

Expected<bool> IndexStream::load() {
  if (at_ < entities_.size()) return true;
  at_ = 0;
  entities_.clear();
  while (position_) {
    if (walk_) {
      if (load_from_run()) return true;
    } else if (cursor_ == nullptr) {
      settle();
    } else {
      auto loaded = load_from_store();
      if (!loaded || *loaded) return loaded;
    }
  }
  return false;
}

}  // namespace cairn::storage
