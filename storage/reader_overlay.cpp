#include "storage/reader_overlay.h"

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr std::uint64_t narrow_ids = std::uint64_t{1} << 32U;

bool asks_for(Direction direction, std::span<const TypeToken> types, const ListName& list) {
  if (direction != Direction::Both && direction != list.direction) return false;
  return types.empty() || std::ranges::find(types, list.type) != types.end();
}

// The place of a list within the spans of one node.
auto place_of(const NeighbourSpan& span) { return std::pair(span.direction, span.type); }
auto place_of(const ListKey& list) { return std::pair(list.direction, list.type); }

}  // namespace

Expected<std::size_t> Reader::Overlay::scan(const IdChange& change, const Scan& scan_base, EntityId begin, EntityId end,
                                            std::span<EntityId> out, EntityId& next) {
  std::size_t filled = 0;
  next = begin;
  ids_scratch.resize(out.size());
  while (next < end && filled < out.size()) {
    const EntityId from = next;
    const std::span<EntityId> wanted = std::span(ids_scratch).subspan(0, out.size() - filled);
    const auto found = scan_base(from, end, wanted, next);
    if (!found) return found.error();
    const EntityId until = next;
    std::size_t taken = 0;
    const auto emit = [&](EntityId id) {
      if (filled == out.size()) {
        next = std::min(next, id);
        return false;
      }
      out[filled++] = id;
      return true;
    };
    const auto emit_base_before = [&](EntityId bound) {
      for (; taken < *found && wanted[taken] < bound; ++taken) {
        if (!change.removed.contains(wanted[taken]) && !emit(wanted[taken])) return false;
      }
      return true;
    };
    bool more = true;
    change.added.visit_from(from, [&](EntityId id) {
      if (id >= until) return false;
      more = emit_base_before(id) && emit(id);
      return more;
    });
    if (more) emit_base_before(until);
  }
  return filled;
}

std::optional<const PropertyList*> Reader::Overlay::touched_properties(EntityKind kind, EntityId id) const {
  if (writes == nullptr) return std::nullopt;
  if (kind == EntityKind::Node) {
    const NodeChange* change = writes->node(id);
    if (change == nullptr) return std::nullopt;
    return change->deleted ? nullptr : &change->record.properties;
  }
  const RelationshipChange* change = writes->relationship(id);
  if (change == nullptr) return std::nullopt;
  return change->deleted ? nullptr : &change->record.properties;
}

Expected<const PropertyList*> Reader::Overlay::properties_of(EntityKind kind, EntityId id) {
  const PropertyList* none = nullptr;
  if (const auto touched = touched_properties(kind, id)) return *touched;
  if (kind == EntityKind::Node) {
    auto record = base.node(id);
    if (!record) return record.error();
    node_scratch = std::move(*record);
    return node_scratch ? &node_scratch->properties : none;
  }
  auto record = base.relationship(id);
  if (!record) return record.error();
  relationship_scratch = std::move(*record);
  return relationship_scratch ? &relationship_scratch->properties : none;
}

Expected<void> Reader::Overlay::property(EntityKind kind, std::span<const EntityId> ids, KeyToken key,
                                         PropertyColumn& out) {
  ids_scratch.assign(ids.begin(), ids.end());
  bool any_touched = false;
  for (EntityId& id : ids_scratch) {
    if (!touched_properties(kind, id)) continue;
    id = no_id;
    any_touched = true;
  }
  auto answered = base.property(kind, ids_scratch, key, out);
  if (!answered || !any_touched) return answered;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto touched = touched_properties(kind, ids[i]);
    if (!touched || *touched == nullptr) continue;
    const ValueView value = (*touched)->find(key);
    if (!value.is_null()) out.set(i, value, /*copy=*/true);
  }
  return {};
}

void Reader::Overlay::wanted_lists(NodeId node, Direction direction, std::span<const TypeToken> types,
                                   std::vector<ListKey>& out) const {
  out.clear();
  const std::vector<ListName>* touched = writes->touched_lists(node);
  if (touched == nullptr) return;
  for (const ListName& name : *touched) {
    if (asks_for(direction, types, name)) out.push_back({name.direction, name.type, node});
  }
  std::ranges::sort(out);
}

Expected<void> Reader::Overlay::append_changed_list(const ListKey& key, std::uint32_t parent, bool drop_self_loops,
                                                    NeighbourNeed need, NeighbourSpans& out) {
  const ListChange& change = *writes->list(key);
  if (const auto read = base.list(key, entries_scratch); !read) return read.error();
  ListEdits{.added = change.added.values(), .removed = change.removed.values()}.apply(entries_scratch);
  if (drop_self_loops)
    std::erase_if(entries_scratch, [&](const ListEntry& entry) { return entry.neighbour == key.node; });
  const std::size_t count = entries_scratch.size();
  if (count == 0) return {};
  NeighbourSpan span{.count = static_cast<std::uint32_t>(count),
                     .parent = parent,
                     .type = key.type,
                     .direction = key.direction,
                     .width = writes->node_id_bound() <= narrow_ids ? IdWidth::U32 : IdWidth::U64};
  if (span.width == IdWidth::U32) {
    const auto ids = out.arena.allocate_array<std::uint32_t>(count);
    for (std::size_t i = 0; i < count; ++i) ids[i] = static_cast<std::uint32_t>(entries_scratch[i].neighbour);
    span.ids = ids.data();
  } else {
    const auto ids = out.arena.allocate_array<std::uint64_t>(count);
    for (std::size_t i = 0; i < count; ++i) ids[i] = entries_scratch[i].neighbour;
    span.ids = ids.data();
  }
  if (need == NeighbourNeed::IdsAndRelationships) {
    const auto relationships = out.arena.allocate_array<RelationshipId>(count);
    for (std::size_t i = 0; i < count; ++i) relationships[i] = entries_scratch[i].relationship;
    span.relationships = relationships.data();
  }
  out.spans.push_back(span);
  return {};
}

Expected<void> Reader::Overlay::expand(std::span<const NodeId> nodes, Direction direction,
                                       std::span<const TypeToken> types, NeighbourNeed need, NeighbourSpans& out) {
  spans_scratch.clear();
  spans_scratch.swap(out.spans);
  auto span = spans_scratch.begin();
  for (std::uint32_t parent = 0; parent < nodes.size(); ++parent) {
    wanted_lists(nodes[parent], direction, types, lists_scratch);
    for (const ListKey& list : lists_scratch) {
      for (; span != spans_scratch.end() && span->parent == parent && place_of(*span) < place_of(list); ++span) {
        out.spans.push_back(*span);
      }
      if (span != spans_scratch.end() && span->parent == parent && place_of(*span) == place_of(list)) ++span;
      const bool drop_self_loops = direction == Direction::Both && list.direction == Direction::Incoming;
      if (const auto appended = append_changed_list(list, parent, drop_self_loops, need, out); !appended)
        return appended.error();
    }
    for (; span != spans_scratch.end() && span->parent == parent; ++span) out.spans.push_back(*span);
  }
  return {};
}

void Reader::Overlay::degrees(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types,
                              std::span<std::uint64_t> out) const {
  std::vector<ListKey> lists;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    wanted_lists(nodes[i], direction, types, lists);
    for (const ListKey& list : lists) {
      const ListChange& change = *writes->list(list);
      out[i] += change.added.size() - change.removed.size();
      if (direction != Direction::Both || list.direction != Direction::Incoming) continue;
      const auto self_loops = [&](const SortedSet<ListEntry>& entries) {
        std::uint64_t count = 0;
        entries.visit_from({list.node, 0}, [&](const ListEntry& entry) {
          if (entry.neighbour != list.node) return false;
          ++count;
          return true;
        });
        return count;
      };
      out[i] -= self_loops(change.added) - self_loops(change.removed);
    }
  }
}

}  // namespace cairn::storage
