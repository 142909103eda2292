#include "storage/committer.h"
#include "storage/entity_walk.h"
#include "storage/index_bounds.h"
#include "storage/write_set.h"
#include "storage/write_transaction.h"

#include <algorithm>

namespace cairn::storage {

namespace {

Error stopped() {
  return runtime_error(ErrorType::Cancelled, "Cancelled", "making the index or constraint was cancelled");
}

}  // namespace

Expected<void> WriteTransaction::build(const IndexDefinition* index, const ConstraintDefinition* constraint,
                                       const BuildOptions& options) {
  auto built = fill_writes(index, constraint, options);
  if (!built && index != nullptr) writes_->empty_index(index->id);
  return built;
}

Expected<void> WriteTransaction::fill_writes(const IndexDefinition* index, const ConstraintDefinition* constraint,
                                             const BuildOptions& options) {
  const EntityKind entity = index != nullptr ? index->entity : constraint->entity;
  const std::uint32_t token = index != nullptr ? index->token : constraint->token;
  EntityWalk walk(*reader_, entity, token, index != nullptr ? index->keys : constraint->keys);
  while (true) {
    if (options.stop && options.stop()) return stopped();
    const auto more = walk.next();
    if (!more) return more.error();
    if (!*more) break;
    for (std::size_t i = 0; i < walk.ids().size(); ++i) {
      const std::span<const ValueView> values = walk.values(i);
      const EntityId id = walk.ids()[i];
      if (constraint != nullptr) {
        if (const auto checked = check_values(*constraint, id, values); !checked) return checked.error();
      }
      if (index == nullptr || has_null(values)) continue;
      std::string key;
      append_index_keys(key, values);
      writes_->fill_index(index->id, std::move(key), id);
    }
    if (const auto checked = check_memory(); !checked) return checked.error();
  }
  return index != nullptr && index->unique ? check_filled(*index) : Expected<void>();
}

Expected<void> WriteTransaction::check_filled(const IndexDefinition& index) {
  const IndexEntries* entries = writes_->index(index.id);
  if (entries == nullptr) return {};
  std::vector<EntityId> same;
  for (auto entry = entries->begin(); entry != entries->end();) {
    const std::string& key = entry->first.first;
    same.clear();
    for (; entry != entries->end() && entry->first.first == key; ++entry) same.push_back(entry->first.second);
    if (const auto checked = check_distinct(index, same); !checked) return checked.error();
  }
  return {};
}

}  // namespace cairn::storage
