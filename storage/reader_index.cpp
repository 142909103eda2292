#include "storage/index_bounds.h"
#include "storage/index_key.h"
#include "storage/index_stream.h"
#include "storage/meta_codec.h"
#include "storage/reader.h"
#include "storage/reader_overlay.h"
#include "storage/varint.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

namespace {

// Lays the changes of one entry of an index over what is on disk.
void lay_over(const IndexEntries* changed, const std::string& key, std::vector<EntityId>& entities) {
  if (changed == nullptr) return;
  for (auto entry = changed->lower_bound({key, 0}); entry != changed->end() && entry->first.first == key; ++entry) {
    const EntityId entity = entry->first.second;
    const auto place = std::ranges::lower_bound(entities, entity);
    const bool there = place != entities.end() && *place == entity;
    if (entry->second && !there) entities.insert(place, entity);
    if (!entry->second && there) entities.erase(place);
  }
}

Error wrong_count(const IndexDefinition& index, std::size_t values) {
  return runtime_error(ErrorType::InternalError, "WrongNumberOfValues",
                       fmt::format("{} values are sought in the index '{}', which has {} properties", values,
                                   index.name, index.keys.size()));
}

}  // namespace

Expected<void> Reader::keep_equal(const IndexDefinition& index, std::span<const ValueView> values, std::size_t first,
                                  std::vector<EntityId>& entities) {
  PropertyColumn column;
  std::string scratch;
  for (std::size_t i = 0; i < values.size() && entities.size() > first; ++i) {
    std::string wanted;
    if (!append_index_key(wanted, values[i], index.cut_keys)) continue;
    wanted.clear();
    append_whole_index_key(wanted, values[i]);
    const std::span<const EntityId> candidates = std::span(entities).subspan(first);
    if (const auto read = property(index.entity, candidates, index.keys[i], column); !read) return read.error();
    std::size_t kept = first;
    for (std::size_t k = 0; k < candidates.size(); ++k) {
      std::string whole;
      append_whole_index_key(whole, column.value_at(k, scratch));
      if (whole == wanted) entities[kept++] = candidates[k];
    }
    entities.resize(kept);
  }
  return {};
}

Expected<void> Reader::index_seek(IndexId index, std::span<const ValueView> values, std::vector<EntityId>& out) {
  out.clear();
  const IndexDefinition* definition = schema().find_index(index);
  if (definition == nullptr || has_null(values)) return {};
  if (values.size() != definition->keys.size()) return wrong_count(*definition, values.size());
  std::string key;
  const bool cut = append_index_keys(key, values, definition->cut_keys);
  // An index the transaction has made has nothing on disk.
  if (version_->schema->find_index(index) != nullptr) {
    if (const auto read = base_->index_entities(*definition, key, out); !read) return read.error();
  }
  lay_over(writes_ == nullptr ? nullptr : writes_->index(index), key, out);
  return cut ? keep_equal(*definition, values, 0, out) : Expected<void>();
}

Expected<void> Reader::index_seek_many(IndexId index, std::span<const ValueView> values, IndexMatches& out) {
  out.entities.clear();
  out.offsets.assign(1, 0);
  const IndexDefinition* definition = schema().find_index(index);
  const std::size_t width = definition == nullptr ? 1 : definition->keys.size();
  if (definition != nullptr && values.size() % width != 0) return wrong_count(*definition, values.size());
  const std::size_t count = values.size() / width;
  if (definition == nullptr) {
    out.offsets.assign(count + 1, 0);
    return {};
  }
  std::vector<std::string> keys(count);
  std::vector<std::uint8_t> cut(count);
  for (std::size_t i = 0; i < count; ++i) {
    cut[i] = append_index_keys(keys[i], values.subspan(i * width, width), definition->cut_keys) ? 1 : 0;
  }
  std::vector<std::vector<EntityId>> found(count);
  if (version_->schema->find_index(index) != nullptr) {
    if (const auto read = base_->index_entities_many(*definition, keys, found); !read) return read.error();
  }
  const IndexEntries* changed = writes_ == nullptr ? nullptr : writes_->index(index);
  for (std::size_t i = 0; i < count; ++i) {
    const std::span<const ValueView> row = values.subspan(i * width, width);
    const std::size_t first = out.entities.size();
    if (!has_null(row)) {
      lay_over(changed, keys[i], found[i]);
      out.entities.insert(out.entities.end(), found[i].begin(), found[i].end());
    }
    if (cut[i] != 0) {
      if (const auto kept = keep_equal(*definition, row, first, out.entities); !kept) return kept.error();
    }
    out.offsets.push_back(out.entities.size());
  }
  return {};
}

Expected<std::size_t> Reader::index_range(IndexId index, const IndexBounds& bounds, IndexPosition& position,
                                          std::span<EntityId> out) {
  const IndexDefinition* definition = schema().find_index(index);
  if (definition == nullptr) position.finished = true;
  if (position.finished) return std::size_t{0};
  const IndexKeyRange range(bounds, definition->cut_keys);
  if (range.empty()) position.finished = true;
  if (position.finished) return std::size_t{0};
  if (range.compared_values() > definition->keys.size()) return wrong_count(*definition, range.compared_values());

  // `position.after` is the value key and the id of the last entry given out.
  const std::size_t split = position.after.empty() ? 0 : position.after.size() - id_key_bytes;
  const std::string from = position.after.empty() ? range.begin() : position.after.substr(0, split);
  const EntityId first_id = position.after.empty() ? 0 : read_big_endian(position.after, split, id_key_bytes) + 1;

  static const IndexEntries nothing;
  const IndexEntries* touched = writes_ == nullptr ? nullptr : writes_->index(index);
  const IndexEntries& changed = touched == nullptr ? nothing : *touched;
  auto change = changed.lower_bound({from, first_id});
  const auto change_end = range.end().empty() ? changed.end() : changed.lower_bound({range.end(), 0});

  std::optional<IndexStream> disk;
  // Each entity of an index that is not unique has a key of its own: the walk goes on there, not at the first of
  // `from`.
  const std::string& disk_from = definition->unique || position.after.empty() ? from : position.after;
  if (version_->schema->find_index(index) != nullptr) {
    disk.emplace(*version_, base_->index_runs(), *definition, disk_from, range.end());
  }
  bool at_first = false;  // or behind it
  const auto load_disk = [&]() -> Expected<bool> {
    while (disk) {
      auto loaded = disk->load();
      if (!loaded || !*loaded || at_first) return loaded;
      at_first = disk->entry() >= std::pair<std::string_view, EntityId>(from, first_id);
      if (at_first) return true;
      disk->advance();
    }
    return false;
  };

  std::size_t filled = 0;
  std::vector<PropertyColumn> columns(range.compared_values());
  std::vector<std::string> scratch(columns.size());
  std::vector<ValueView> values(columns.size());
  // Compares the values of an entity with the bounds.
  const auto look_at = [&](EntityId entity) -> Expected<bool> {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto read = property(definition->entity, std::span(&entity, 1), definition->keys[i], columns[i]);
      if (!read) return read.error();
      if (columns[i].valid[0] == 0) return false;
      values[i] = columns[i].value_at(0, scratch[i]);
    }
    return range.inside(values);
  };
  const auto emit = [&](std::string_view key, EntityId entity) -> Expected<void> {
    std::optional<bool> inside = range.inside(key);
    if (!inside) {
      const auto looked = look_at(entity);
      if (!looked) return looked.error();
      inside = *looked;
    }
    if (!*inside) return {};
    out[filled++] = entity;
    if (filled < out.size()) return {};
    position.after = key;
    append_big_endian(position.after, entity, id_key_bytes);
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
    const auto [key, entity] = disk->entry();
    if (const auto emitted = emit(key, entity); !emitted) return emitted.error();
    disk->advance();
  }
  return filled;
}

}  // namespace cairn::storage
