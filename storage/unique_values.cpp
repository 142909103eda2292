#include "storage/unique_values.h"

#include "storage/index_key.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace cairn::storage {

namespace {

constexpr std::size_t entities_at_once = 16;

// The whole keys of the values of some entities.
Expected<void> whole_keys(const IndexDefinition& index, std::span<const EntityId> entities, const ReadProperty& read,
                          std::vector<std::string>& keys) {
  keys.assign(entities.size(), {});
  PropertyColumn column;
  std::string scratch;
  for (const KeyToken key : index.keys) {
    if (const auto done = read(entities, key, column); !done) return done.error();
    for (std::size_t i = 0; i < entities.size(); ++i) append_whole_index_key(keys[i], column.value_at(i, scratch));
  }
  return {};
}

}  // namespace

Expected<std::optional<std::pair<EntityId, EntityId>>> find_duplicate(const IndexDefinition& index,
                                                                      std::span<const EntityId> entities,
                                                                      const ReadProperty& read) {
  std::vector<std::pair<std::size_t, EntityId>> hashes;
  hashes.reserve(entities.size());
  std::vector<std::string> keys;
  for (std::size_t begin = 0; begin < entities.size(); begin += entities_at_once) {
    const auto batch = entities.subspan(begin, std::min(entities_at_once, entities.size() - begin));
    if (const auto done = whole_keys(index, batch, read, keys); !done) return done.error();
    for (std::size_t i = 0; i < batch.size(); ++i) hashes.emplace_back(std::hash<std::string>()(keys[i]), batch[i]);
  }
  std::ranges::sort(hashes);
  std::optional<std::pair<EntityId, EntityId>> found;
  for (std::size_t begin = 0; begin < hashes.size() && !found;) {
    std::size_t end = begin + 1;
    while (end < hashes.size() && hashes[end].first == hashes[begin].first) ++end;
    std::map<std::string, EntityId> seen;
    for (std::size_t i = begin; i < end && end - begin > 1 && !found; ++i) {
      const EntityId entity = hashes[i].second;
      if (const auto done = whole_keys(index, std::span(&entity, 1), read, keys); !done) return done.error();
      const auto [place, is_new] = seen.emplace(std::move(keys.front()), entity);
      if (!is_new) found = {place->second, entity};
    }
    begin = end;
  }
  return found;
}

}  // namespace cairn::storage
