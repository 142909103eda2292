#include "storage/index_key.h"
#include "storage/meta_codec.h"
#include "storage/reader.h"
#include "storage/reader_overlay.h"
#include "storage/varint.h"

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr unsigned id_bytes = 6;

// A bound as bytes. `whole` is set where the key was cut, so that entries at the bound need a second look.
struct KeyBound {
  std::string key;
  std::optional<std::string> whole;
};

// What a range selects: value keys `begin` ≤ key < `end`, and a second look at cut keys.
struct KeyRange {
  std::string begin;
  std::string end;
  bool empty = false;
  std::optional<std::string> whole_lower;
  std::optional<std::string> whole_upper;
  std::string whole_prefix;
};

KeyBound key_bound(ValueView value) {
  KeyBound bound;
  if (append_index_key(bound.key, value)) append_whole_index_key(bound.whole.emplace(), value);
  return bound;
}

std::string class_begin(ValueView value) { return std::string(1, static_cast<char>(index_class(value))); }

// NaN stands behind all numbers but is in no range of them.
std::string class_end(ValueView value) {
  if (value.type() != StoredType::Integer && value.type() != StoredType::Float) return after_prefix(class_begin(value));
  std::string not_a_number;
  append_float(not_a_number, std::numeric_limits<double>::quiet_NaN());
  std::string key;
  append_index_key(key, ValueView::trusted(not_a_number));
  return key;
}

KeyRange prefix_range(std::string_view prefix) {
  KeyRange range;
  if (append_index_prefix(range.begin, prefix)) range.whole_prefix = prefix;
  range.end = after_prefix(range.begin);
  return range;
}

KeyRange key_range(const IndexBounds& bounds) {
  if (bounds.string_prefix) return prefix_range(*bounds.string_prefix);
  KeyRange range;
  if (!bounds.lower && !bounds.upper) return range;
  const ValueView either = bounds.lower ? *bounds.lower : *bounds.upper;
  range.begin = class_begin(either);
  range.end = class_end(either);
  if (bounds.lower && bounds.upper && index_class(*bounds.lower) != index_class(*bounds.upper)) range.empty = true;
  if (bounds.lower) {
    KeyBound lower = key_bound(*bounds.lower);
    const bool from = bounds.lower_inclusive || lower.whole;
    range.begin = from ? lower.key : after_prefix(lower.key);
    range.whole_lower = std::move(lower.whole);
  }
  if (bounds.upper) {
    KeyBound upper = key_bound(*bounds.upper);
    const bool until = bounds.upper_inclusive || upper.whole;
    range.end = std::min(range.end, until ? after_prefix(upper.key) : upper.key);
    range.whole_upper = std::move(upper.whole);
  }
  return range;
}

// Whether an entry with a cut key is inside, judged by its whole value.
bool inside(const KeyRange& range, const IndexBounds& bounds, ValueView value) {
  if (bounds.string_prefix) {
    return value.type() == StoredType::String && value.string().starts_with(*bounds.string_prefix);
  }
  std::string whole;
  append_whole_index_key(whole, value);
  if (range.whole_lower && (bounds.lower_inclusive ? whole < *range.whole_lower : whole <= *range.whole_lower))
    return false;
  if (range.whole_upper && (bounds.upper_inclusive ? whole > *range.whole_upper : whole >= *range.whole_upper))
    return false;
  return true;
}

bool needs_second_look(const KeyRange& range) {
  return range.whole_lower || range.whole_upper || !range.whole_prefix.empty();
}

// The entries of one index on disk from a place on, by (value key, entity).
class IndexStream {
 public:
  IndexStream(const StoreView& view, const IndexDefinition& index, std::string_view from, std::string_view until)
      : unique_(index.unique) {
    const std::string end = until.empty() ? after_prefix(index_prefix(index.id)) : index_key(index.id, until);
    cursor_ = view.cursor(Family::Indexes, index_key(index.id, from), end);
  }

  // Loads the entry the stream stands on. False at the end.
  Expected<bool> load() {
    if (at_ < entities_.size()) return true;
    if (!cursor_->valid()) {
      if (const auto status = cursor_->status(); !status) return status.error();
      return false;
    }
    const auto entry = parse_index_entry_key(cursor_->key());
    if (!entry) return damaged_error(Family::Indexes, cursor_->key());
    entities_.clear();
    at_ = 0;
    if (unique_) {
      const auto entities = parse_unique(cursor_->value());
      if (!entities) return damaged_error(Family::Indexes, cursor_->key());
      entities_ = *entities;
    } else if (entry->entity) {
      entities_.push_back(*entry->entity);
    }
    key_ = entry->value_key;
    cut_ = entry->cut;
    cursor_->next();
    return load();
  }

  std::pair<std::string_view, EntityId> entry() const { return {key_, entities_[at_]}; }
  bool cut() const { return cut_; }
  void advance() { ++at_; }

 private:
  std::unique_ptr<Cursor> cursor_;
  std::vector<EntityId> entities_;
  std::size_t at_ = 0;
  std::string key_;
  bool unique_;
  bool cut_ = false;
};

bool is_cut(std::string_view value_key) {
  bool cut = false;
  index_key_length(value_key, cut);
  return cut;
}

}  // namespace

Expected<void> Reader::index_seek(IndexId index, ValueView value, std::vector<EntityId>& out) {
  out.clear();
  const IndexDefinition* definition = schema().find(index);
  if (definition == nullptr) return {};
  std::string key;
  const bool cut = append_index_key(key, value);
  // An index the transaction has made has nothing on disk.
  if (version_->schema->find(index) != nullptr) {
    if (const auto read = base_->index_entities(*definition, key, out); !read) return read.error();
  }
  if (const IndexEntries* changed = writes_ == nullptr ? nullptr : writes_->index(index)) {
    for (auto entry = changed->lower_bound({key, 0}); entry != changed->end() && entry->first.first == key; ++entry) {
      const EntityId entity = entry->first.second;
      const auto place = std::ranges::lower_bound(out, entity);
      const bool there = place != out.end() && *place == entity;
      if (entry->second && !there) out.insert(place, entity);
      if (!entry->second && there) out.erase(place);
    }
  }
  if (!cut) return {};
  std::string wanted;
  append_whole_index_key(wanted, value);
  PropertyColumn column;
  if (const auto read = property(definition->entity, out, definition->key, column); !read) return read.error();
  std::string scratch;
  std::vector<EntityId> same;
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::string whole;
    append_whole_index_key(whole, column.value_at(i, scratch));
    if (whole == wanted) same.push_back(out[i]);
  }
  out = std::move(same);
  return {};
}

Expected<std::size_t> Reader::index_range(IndexId index, const IndexBounds& bounds, IndexPosition& position,
                                          std::span<EntityId> out) {
  const IndexDefinition* definition = schema().find(index);
  const KeyRange range = key_range(bounds);
  if (definition == nullptr || range.empty || (!range.end.empty() && range.begin >= range.end))
    position.finished = true;
  if (position.finished) return std::size_t{0};

  // `position.after` is the value key and the id of the last entry given out.
  const std::size_t split = position.after.empty() ? 0 : position.after.size() - id_bytes;
  const std::string from = position.after.empty() ? range.begin : position.after.substr(0, split);
  const EntityId first_id = position.after.empty() ? 0 : read_big_endian(position.after, split, id_bytes) + 1;

  static const IndexEntries nothing;
  const IndexEntries* touched = writes_ == nullptr ? nullptr : writes_->index(index);
  const IndexEntries& changed = touched == nullptr ? nothing : *touched;
  auto change = changed.lower_bound({from, first_id});
  const auto change_end = range.end.empty() ? changed.end() : changed.lower_bound({range.end, 0});

  std::optional<IndexStream> disk;
  if (version_->schema->find(index) != nullptr) disk.emplace(*version_->view, *definition, from, range.end);
  const auto load_disk = [&]() -> Expected<bool> {
    while (disk) {
      auto loaded = disk->load();
      if (!loaded || !*loaded) return loaded;
      if (disk->entry() >= std::pair<std::string_view, EntityId>(from, first_id)) return true;
      disk->advance();
    }
    return false;
  };

  std::size_t filled = 0;
  PropertyColumn column;
  std::string scratch;
  const auto emit = [&](std::string_view key, EntityId entity) -> Expected<void> {
    position.after = key;
    append_big_endian(position.after, entity, id_bytes);
    const bool cut = needs_second_look(range) && is_cut(key);
    if (!range.whole_prefix.empty() && !cut) return {};  // shorter than the prefix
    if (cut) {
      if (const auto read = property(definition->entity, std::span(&entity, 1), definition->key, column); !read)
        return read.error();
      if (column.valid[0] == 0 || !inside(range, bounds, column.value_at(0, scratch))) return {};
    }
    out[filled++] = entity;
    return {};
  };
  while (filled < out.size()) {
    const auto on_disk = load_disk();
    if (!on_disk) return on_disk.error();
    const bool has_change = change != change_end;
    if (!*on_disk && !has_change) {
      position.finished = true;
      break;
    }
    const auto change_entry = [&] {
      return std::pair<std::string_view, EntityId>(change->first.first, change->first.second);
    };
    if (has_change && (!*on_disk || change_entry() <= disk->entry())) {
      if (*on_disk && change_entry() == disk->entry()) disk->advance();
      if (change->second) {
        if (const auto emitted = emit(change->first.first, change->first.second); !emitted) return emitted.error();
      }
      ++change;
      continue;
    }
    const std::string key(disk->entry().first);
    if (const auto emitted = emit(key, disk->entry().second); !emitted) return emitted.error();
    disk->advance();
  }
  return filled;
}

}  // namespace cairn::storage
