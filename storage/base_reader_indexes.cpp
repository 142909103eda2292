#include "storage/base_reader.h"

#include "storage/index_stream.h"
#include "storage/meta_codec.h"
#include "storage/segments/index_run_reader.h"

#include <algorithm>

namespace cairn::storage {

void BaseReader::note_index_misses(IndexId index, std::size_t count) {
  if (index_runs_ == nullptr) return;
  index_runs_->note_misses(index, static_cast<std::uint32_t>(count));
  index_runs_->counts().store += count;
}

bool BaseReader::index_entities_from_run(const IndexDefinition& index, std::string_view value_key,
                                         std::vector<EntityId>& out) {
  if (index_runs_ == nullptr) return false;
  std::string gap_end;
  const IndexRunPointer& run = index_runs_->find(index.id, value_key, gap_end);
  // The entities of a key may go on in the next run.
  if (run == nullptr || (!index.unique && std::string_view(run->end()).starts_with(value_key))) return false;
  const std::size_t before = out.size();
  const bool changed = run->append_entities(version_->number, value_key, out);
  (changed ? index_runs_->counts().memo : index_runs_->counts().segment) +=
      std::max<std::size_t>(out.size() - before, 1);
  return true;
}

Expected<void> BaseReader::index_entities(const IndexDefinition& index, std::string_view value_key,
                                          std::vector<EntityId>& out) {
  if (index_entities_from_run(index, value_key, out)) return {};
  if (index.unique) {
    note_index_misses(index.id, 1);
    const std::string key = index_key(index.id, value_key);
    std::string value;
    const auto found = view().get(Family::Indexes, key, value);
    if (!found) return found.error();
    if (!*found) return {};
    const auto entities = parse_unique(value);
    if (!entities) return damaged_error(Family::Indexes, key);
    out.insert(out.end(), entities->begin(), entities->end());
    return {};
  }
  const std::size_t before = out.size();
  IndexStream entries(*version_, index_runs_.get(), index, value_key, after_prefix(value_key));
  while (true) {
    const auto loaded = entries.load();
    if (!loaded) return loaded.error();
    if (!*loaded) break;
    out.push_back(entries.entry().second);
    entries.advance();
  }
  if (out.size() == before) note_index_misses(index.id, 1);
  return {};
}

Expected<void> BaseReader::index_entities_many(const IndexDefinition& index, std::span<const std::string> value_keys,
                                               std::vector<std::vector<EntityId>>& found) {
  found.resize(value_keys.size());
  for (std::vector<EntityId>& entities : found) entities.clear();
  if (!index.unique) {
    for (std::size_t i = 0; i < value_keys.size(); ++i) {
      if (const auto read = index_entities(index, value_keys[i], found[i]); !read) return read;
    }
    return {};
  }
  keys_.clear();
  positions_.clear();
  for (std::size_t i = 0; i < value_keys.size(); ++i) {
    if (index_entities_from_run(index, value_keys[i], found[i])) continue;
    keys_.push_back(index_key(index.id, value_keys[i]));
    positions_.push_back(i);
  }
  if (keys_.empty()) return {};
  note_index_misses(index.id, keys_.size());
  if (const auto fetched = view().get_many(Family::Indexes, keys_, values_); !fetched) return fetched.error();
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const auto value = values_[i];
    if (!value) continue;
    auto entities = parse_unique(*value);
    if (!entities) return damaged_error(Family::Indexes, keys_[i]);
    found[positions_[i]] = std::move(*entities);
  }
  return {};
}

}  // namespace cairn::storage
