#include "storage/unique_values.h"

#include "storage/constraint_errors.h"
#include "storage/index_key.h"

#include <algorithm>
#include <string>
#include <unordered_map>
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
                                                                      const ReadProperty& read,
                                                                      const std::function<bool()>& stop) {
  std::unordered_multimap<std::size_t, EntityId> seen;
  std::vector<std::string> keys;
  std::vector<std::string> other_keys;
  for (std::size_t begin = 0; begin < entities.size(); begin += entities_at_once) {
    if (stop && stop()) return build_stopped_error();
    const auto batch = entities.subspan(begin, std::min(entities_at_once, entities.size() - begin));
    if (const auto done = whole_keys(index, batch, read, keys); !done) return done.error();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const std::size_t hash = std::hash<std::string>()(keys[i]);
      const auto [first, last] = seen.equal_range(hash);
      for (auto other = first; other != last; ++other) {
        if (const auto done = whole_keys(index, std::span(&other->second, 1), read, other_keys); !done)
          return done.error();
        if (other_keys.front() == keys[i]) return std::optional(std::pair(std::minmax({other->second, batch[i]})));
      }
      seen.emplace(hash, batch[i]);
    }
  }
  return std::optional<std::pair<EntityId, EntityId>>();
}

}  // namespace cairn::storage
