#include "storage/base_reader.h"

#include "storage/segments/segment_reader.h"

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr std::uint64_t narrow_ids = std::uint64_t{1} << 32U;

bool wants(Direction wanted, Direction direction) { return wanted == Direction::Both || wanted == direction; }

template <class Id>
bool decode_chunks(std::span<const ListView> chunks, Id* ids, RelationshipId* relationships) {
  std::size_t at = 0;
  for (const ListView& chunk : chunks) {
    if (!chunk.neighbours(std::span(ids + at, chunk.size()))) return false;
    if (relationships != nullptr && !chunk.relationships(std::span(relationships + at, chunk.size()))) return false;
    at += chunk.size();
  }
  return true;
}

}  // namespace

Expected<void> BaseReader::want_lists(std::span<const NodeId> nodes, Direction direction,
                                      std::span<const TypeToken> types) {
  wanted_.clear();
  if (types.empty()) return want_all_lists(nodes, direction);
  std::vector<TypeToken> sorted(types.begin(), types.end());
  std::ranges::sort(sorted);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i] >= version_->node_id_bound) continue;
    for (const Direction side : {Direction::Outgoing, Direction::Incoming}) {
      if (!wants(direction, side)) continue;
      for (const TypeToken type : sorted) wanted_.push_back({{side, type, nodes[i]}, static_cast<std::uint32_t>(i)});
    }
  }
  return {};
}

Expected<void> BaseReader::fetch_lists(std::span<const Wanted> wanted) {
  keys_.clear();
  for (const Wanted& list : wanted) keys_.push_back(chunk_key(list.list));
  return view().get_many(Family::Adjacency, keys_, values_);
}

Expected<void> BaseReader::visit_later_chunks(const ListKey& list,
                                              const std::function<Expected<void>(const ListView&)>& visit) {
  const std::string prefix = list_prefix(list);
  const auto cursor = view().cursor(Family::Adjacency, chunk_key(list, {0, 1}), after_prefix(prefix));
  for (; cursor->valid(); cursor->next()) {
    const auto chunk = ListView::parse(cursor->value());
    if (!chunk) return damaged_error(Family::Adjacency, cursor->key());
    if (const auto visited = visit(*chunk); !visited) return visited.error();
  }
  return cursor->status();
}

Expected<void> BaseReader::append_span(const Wanted& wanted, const ListView& head, bool drop_self_loops,
                                       NeighbourNeed need, NeighbourSpans& out) {
  chunks_.assign(1, head);
  chunk_bytes_.clear();
  if (head.more_chunks()) {
    const std::string prefix = list_prefix(wanted.list);
    const auto cursor = view().cursor(Family::Adjacency, chunk_key(wanted.list, {0, 1}), after_prefix(prefix));
    for (; cursor->valid(); cursor->next()) chunk_bytes_.emplace_back(cursor->value());
    if (const auto status = cursor->status(); !status) return status.error();
    for (const std::string& bytes : chunk_bytes_) {
      const auto chunk = ListView::parse(bytes);
      if (!chunk) return damaged_error(Family::Adjacency, prefix);
      chunks_.push_back(*chunk);
    }
  }
  std::uint64_t total = 0;
  for (const ListView& chunk : chunks_) total += chunk.size();
  if (total == 0) return {};
  NeighbourSpan span{.count = static_cast<std::uint32_t>(total),
                     .parent = wanted.parent,
                     .type = wanted.list.type,
                     .direction = wanted.list.direction,
                     .width = version_->node_id_bound <= narrow_ids ? IdWidth::U32 : IdWidth::U64};
  RelationshipId* relationships =
      need == NeighbourNeed::IdsAndRelationships ? out.arena.allocate_array<RelationshipId>(total).data() : nullptr;
  span.relationships = relationships;
  const auto decode = [&](auto* ids) {
    span.ids = ids;
    if (!decode_chunks(chunks_, ids, relationships)) return false;
    if (drop_self_loops) span.count = without_neighbour(ids, relationships, span.count, wanted.list.node);
    return true;
  };
  const bool decoded = span.width == IdWidth::U32 ? decode(out.arena.allocate_array<std::uint32_t>(total).data())
                                                  : decode(out.arena.allocate_array<std::uint64_t>(total).data());
  if (!decoded) return damaged_error(Family::Adjacency, chunk_key(wanted.list));
  if (span.count > 0) out.spans.push_back(span);
  return {};
}

Expected<void> BaseReader::expand(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types,
                                  NeighbourNeed need, NeighbourSpans& out) {
  out.clear();
  if (const auto wanted = want_lists(nodes, direction, types); !wanted) return wanted.error();
  if (segments_ != nullptr) out.pins.push_back(segments_->begin_answer());
  const auto drops_self_loops = [&](const Wanted& wanted) {
    return direction == Direction::Both && wanted.list.direction == Direction::Incoming;
  };
  missing_lists_.clear();
  list_memories_.clear();
  count_nodes_in_range(nodes);
  for (const Wanted& wanted : wanted_) {
    ListMemory memory;
    if (append_span_from_segment(wanted, drops_self_loops(wanted), need, memory, out)) continue;
    missing_lists_.push_back(wanted);
    list_memories_.push_back(memory);
  }
  if (missing_lists_.empty()) return {};
  if (segments_ != nullptr) segments_->counts().store += missing_lists_.size();
  if (const auto fetched = fetch_lists(missing_lists_); !fetched) return fetched.error();
  const std::size_t from_segments = out.spans.size();
  for (std::size_t i = 0; i < missing_lists_.size(); ++i) {
    const Wanted& wanted = missing_lists_[i];
    const auto value = values_[i];
    if (!value) {
      remember_span(list_memories_[i], wanted.list.node, nullptr);
      continue;
    }
    const auto head = ListView::parse(*value);
    if (!head) return damaged_error(Family::Adjacency, keys_[i]);
    const bool drop = drops_self_loops(wanted);
    const std::size_t spans = out.spans.size();
    if (const auto appended = append_span(wanted, *head, drop, need, out); !appended) return appended.error();
    // What is kept is the whole list.
    if (drop && (head->self_loops() != 0 || head->more_chunks())) continue;
    remember_span(list_memories_[i], wanted.list.node, out.spans.size() > spans ? &out.spans.back() : nullptr);
  }
  if (from_segments == 0 || from_segments == out.spans.size()) return {};
  std::ranges::inplace_merge(
      out.spans, out.spans.begin() + static_cast<std::ptrdiff_t>(from_segments), {},
      [](const NeighbourSpan& span) { return std::tuple(span.parent, span.direction, span.type); });
  return {};
}

Expected<void> BaseReader::degrees(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types,
                                   std::span<std::uint64_t> out) {
  std::ranges::fill(out, 0);
  if (const auto wanted = want_lists(nodes, direction, types); !wanted) return wanted.error();
  const std::shared_ptr<const void> pin = segments_ != nullptr ? segments_->begin_answer() : nullptr;
  const auto drops_self_loops = [&](const Wanted& wanted) {
    return direction == Direction::Both && wanted.list.direction == Direction::Incoming;
  };
  missing_lists_.clear();
  count_nodes_in_range(nodes);
  lists_arena_.clear();
  for (const Wanted& wanted : wanted_) {
    if (const auto degree = degree_from_segment(wanted, drops_self_loops(wanted))) {
      out[wanted.parent] += *degree;
    } else {
      missing_lists_.push_back(wanted);
    }
  }
  if (missing_lists_.empty()) return {};
  if (segments_ != nullptr) segments_->counts().store += missing_lists_.size();
  if (const auto fetched = fetch_lists(missing_lists_); !fetched) return fetched.error();
  for (std::size_t i = 0; i < missing_lists_.size(); ++i) {
    const auto value = values_[i];
    if (!value) continue;
    const auto head = ListView::parse(*value);
    if (!head) return damaged_error(Family::Adjacency, keys_[i]);
    const bool drop_self_loops = drops_self_loops(missing_lists_[i]);
    std::uint64_t& degree = out[missing_lists_[i].parent];
    const auto add = [&](const ListView& chunk) -> Expected<void> {
      degree += chunk.size() - (drop_self_loops ? chunk.self_loops() : 0);
      return {};
    };
    static_cast<void>(add(*head));
    if (!head->more_chunks()) continue;
    if (const auto visited = visit_later_chunks(missing_lists_[i].list, add); !visited) return visited.error();
  }
  return {};
}

Expected<void> BaseReader::list(const ListKey& list, std::vector<ListEntry>& out) {
  out.clear();
  if (list.node >= version_->node_id_bound) return {};
  std::string bytes;
  const auto found = view().get(Family::Adjacency, chunk_key(list), bytes);
  if (!found) return found.error();
  if (!*found) return {};
  const auto head = ListView::parse(bytes);
  if (!head || !head->append_to(out)) return damaged_error(Family::Adjacency, chunk_key(list));
  if (!head->more_chunks()) return {};
  return visit_later_chunks(list, [&](const ListView& chunk) -> Expected<void> {
    if (!chunk.append_to(out)) return damaged_error(Family::Adjacency, chunk_key(list));
    return {};
  });
}

}  // namespace cairn::storage
