#include "storage/segments/entity_segments.h"

#include <algorithm>

namespace cairn::storage {

EndsSegment::EndsSegment(std::span<const RelationshipEnds> ends) {
  IdBits existing;
  for (std::size_t i = 0; i < ends.size(); ++i) existing[i] = ends[i].exists;
  relationships_ = Members(existing);
  if (relationships_.empty()) return;
  // Entries of relationships that do not exist must not widen the ranges.
  const RelationshipEnds& any = ends[relationships_.next(0)];
  std::vector<std::int64_t> sources;
  std::vector<std::int64_t> targets;
  std::vector<std::int64_t> types;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if (relationships_.sparse() && !ends[i].exists) continue;
    const RelationshipEnds& relationship = ends[i].exists ? ends[i] : any;
    sources.push_back(static_cast<std::int64_t>(relationship.source));
    targets.push_back(static_cast<std::int64_t>(relationship.target));
    types.push_back(relationship.type);
  }
  sources_ = PackedIntegers(sources);
  targets_ = PackedIntegers(targets);
  types_ = PackedIntegers(types);
}

SetSegment::SetSegment(std::span<const Set> sets) {
  IdBits not_empty;
  for (std::size_t i = 0; i < sets.size(); ++i) not_empty[i] = !sets[i].empty();
  nodes_ = Members(not_empty);
  std::map<Set, std::int64_t> known;
  std::vector<std::int64_t> codes;
  begins_.push_back(0);
  for (const Set& set : sets) {
    if (nodes_.sparse() && set.empty()) continue;
    const auto [entry, is_new] = known.emplace(set, static_cast<std::int64_t>(known.size()));
    codes.push_back(entry->second);
    if (!is_new) continue;
    elements_.insert(elements_.end(), set.begin(), set.end());
    begins_.push_back(static_cast<std::uint32_t>(elements_.size()));
  }
  codes_ = PackedIntegers(codes);
  elements_.shrink_to_fit();
  begins_.shrink_to_fit();
}

Expected<void> read_sets(EntityReader& entities, Thing::Kind kind, std::span<const NodeId> ids,
                         std::span<SetSegment::Set> out) {
  for (SetSegment::Set& set : out) set.clear();
  if (kind == Thing::Kind::Labels) {
    return entities.labels(
        ids, [&](std::size_t i, std::span<const LabelToken> labels) { out[i].assign(labels.begin(), labels.end()); });
  }
  return entities.lists(ids, [&](std::size_t i, std::span<const ListName> lists) {
    for (const ListName& list : lists) out[i].push_back(list_code(list.direction, list.type));
    std::ranges::sort(out[i]);
  });
}

}  // namespace cairn::storage
