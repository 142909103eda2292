// The questions to a BaseReader that segments may answer: first these are asked, then the Store for what is left.
#include "storage/base_reader.h"

#include "storage/segments/index_run_reader.h"
#include "storage/segments/segment_reader.h"

#include <algorithm>

namespace cairn::storage {

namespace {

// A label with fewer nodes than this in a range, on average, is scanned by its blocks: a segment for each range
// would cost more than there is to read.
constexpr std::uint64_t nodes_per_range_min = 16;

template <class T>
std::string_view bytes_of(std::span<const T> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

}  // namespace

void BaseReader::let_go() {
  if (segments_ == nullptr) return;
  segments_->let_go();
  index_runs_->let_go();
}

ReadCounts BaseReader::counts() const {
  if (segments_ == nullptr) return {};
  ReadCounts counts = segments_->counts();
  counts += index_runs_->counts();
  return counts;
}

void BaseReader::collect_missing(std::span<const EntityId> ids) {
  missing_ids_.clear();
  missing_positions_.clear();
  for (const SegmentReader::Missing& missing : segments_->missing()) {
    missing_ids_.push_back(ids[missing.position]);
    missing_positions_.push_back(missing.position);
  }
}

// ---- properties, ends, labels

Expected<void> BaseReader::property(EntityKind kind, std::span<const EntityId> ids, KeyToken key, PropertyColumn& out) {
  out.reset(ids.size());
  if (segments_ == nullptr) return entities_.property(kind, ids, {}, key, out);
  out.pins.push_back(segments_->begin_answer());
  segments_->property(kind, ids, key, out);
  if (segments_->missing().empty()) return {};
  collect_missing(ids);
  const auto read = entities_.property(kind, missing_ids_, missing_positions_, key, out);
  if (!read) return read.error();
  std::string scratch;
  for (const SegmentReader::Missing& missing : segments_->missing()) {
    if (missing.slot == nullptr) continue;
    segments_->remember(missing.slot, ids[missing.position], out.value_at(missing.position, scratch).bytes());
  }
  return {};
}

Expected<void> BaseReader::relationships(std::span<const RelationshipId> ids, std::span<RelationshipEnds> out) {
  std::ranges::fill(out, RelationshipEnds{});
  if (segments_ == nullptr) return entities_.ends(ids, out);
  const std::shared_ptr<const void> pin = segments_->begin_answer();
  segments_->ends(ids, out);
  if (segments_->missing().empty()) return {};
  collect_missing(ids);
  std::vector<RelationshipEnds> read(missing_ids_.size());
  if (const auto done = entities_.ends(missing_ids_, read); !done) return done.error();
  for (std::size_t i = 0; i < read.size(); ++i) {
    const SegmentReader::Missing& missing = segments_->missing()[i];
    out[missing.position] = read[i];
    segments_->remember(missing.slot, ids[missing.position], bytes_of(std::span<const RelationshipEnds>(&read[i], 1)));
  }
  return {};
}

Expected<void> BaseReader::have_label(std::span<const NodeId> ids, LabelToken label, std::span<std::uint8_t> out) {
  if (segments_ == nullptr) return have_label_in_store(ids, label, out);
  const std::shared_ptr<const void> pin = segments_->begin_answer();
  std::ranges::fill(out, std::uint8_t{0});
  segments_->have_label(ids, label, out);
  if (segments_->missing().empty()) return {};
  collect_missing(ids);
  std::vector<std::uint8_t> read(missing_ids_.size());
  if (const auto done = have_label_in_store(missing_ids_, label, read); !done) return done.error();
  for (std::size_t i = 0; i < read.size(); ++i) {
    const SegmentReader::Missing& missing = segments_->missing()[i];
    out[missing.position] = read[i];
    segments_->remember(missing.slot, ids[missing.position], bytes_of(std::span<const std::uint8_t>(&read[i], 1)));
  }
  return {};
}

Expected<void> BaseReader::known_sets(Thing::Kind kind, std::span<const NodeId> ids,
                                      const std::function<void(std::size_t, std::span<const std::uint32_t>)>& visit) {
  std::span<const NodeId> wanted = ids;
  std::shared_ptr<const void> pin;
  if (segments_ != nullptr) {
    pin = segments_->begin_answer();
    segments_->sets(kind, ids, visit);
    if (segments_->missing().empty()) return {};
    collect_missing(ids);
    wanted = missing_ids_;
  }
  std::vector<std::vector<std::uint32_t>> read(wanted.size());
  if (const auto done = read_sets(entities_, kind, wanted, read); !done) return done.error();
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (segments_ == nullptr) {
      visit(i, read[i]);
      continue;
    }
    const SegmentReader::Missing& missing = segments_->missing()[i];
    visit(missing.position, read[i]);
    segments_->remember(missing.slot, ids[missing.position], bytes_of(std::span<const std::uint32_t>(read[i])));
  }
  return {};
}

Expected<void> BaseReader::labels(NodeId id, std::vector<LabelToken>& out) {
  return known_sets(Thing::Kind::Labels, std::span(&id, 1), [&](std::size_t, std::span<const std::uint32_t> labels) {
    out.assign(labels.begin(), labels.end());
  });
}

// ---- scans

bool BaseReader::worth_segments(LabelToken label) const {
  const std::uint64_t ranges = (version_->node_id_bound + segment_ids - 1) / segment_ids;
  return version_->statistics.nodes(label) >= ranges * nodes_per_range_min;
}

Expected<void> BaseReader::settle_members(const Thing& thing, EntityId first, std::span<const std::uint16_t> open,
                                          const Slot& slot, IdBits& bits) {
  missing_ids_.clear();
  std::string memo;
  for (const std::uint16_t index : open) {
    if (!segments_->recall(slot, index, memo)) {
      missing_ids_.push_back(first + index);
      continue;
    }
    ++segments_->counts().memo;
    if (thing.kind == Thing::Kind::Label) {
      bits[index] = memo.front() != 0;
    } else {
      RelationshipEnds ends;
      std::memcpy(&ends, memo.data(), sizeof ends);
      bits[index] = ends.exists;
    }
  }
  segments_->counts().store += missing_ids_.size();
  if (thing.kind == Thing::Kind::Label) {
    std::vector<std::uint8_t> read(missing_ids_.size());
    if (const auto done = have_label_in_store(missing_ids_, thing.token, read); !done) return done.error();
    for (std::size_t i = 0; i < read.size(); ++i) {
      bits[missing_ids_[i] % segment_ids] = read[i] != 0;
      segments_->remember(&slot, missing_ids_[i], bytes_of(std::span<const std::uint8_t>(&read[i], 1)));
    }
    return {};
  }
  std::vector<RelationshipEnds> read(missing_ids_.size());
  if (const auto done = entities_.ends(missing_ids_, read); !done) return done.error();
  for (std::size_t i = 0; i < read.size(); ++i) {
    bits[missing_ids_[i] % segment_ids] = read[i].exists;
    segments_->remember(&slot, missing_ids_[i], bytes_of(std::span<const RelationshipEnds>(&read[i], 1)));
  }
  return {};
}

template <class ScanStore>
Expected<std::size_t> BaseReader::scan_ranges(const Thing& thing, EntityId begin, EntityId end, std::span<EntityId> out,
                                              EntityId& next, const ScanStore& scan_store) {
  const std::shared_ptr<const void> pin = segments_->begin_answer();
  next = end;
  std::size_t filled = 0;
  std::vector<std::uint16_t> open;
  const auto wanted = static_cast<std::uint32_t>(std::min<std::size_t>(out.size(), segment_ids));
  for (EntityId from = begin; from < end && filled < out.size();) {
    const EntityId first = from / segment_ids * segment_ids;
    const EntityId to = std::min(end, first + segment_ids);
    const Slot* slot = nullptr;
    const Members* const members = segments_->members(thing, first / segment_ids, wanted, open, slot);
    if (members == nullptr) {
      EntityId on = to;
      const auto found = scan_store(from, to, out.subspan(filled), on);
      if (!found) return found.error();
      segments_->counts().store += *found;
      filled += *found;
      from = on;
      continue;
    }
    const std::size_t filled_before = filled;
    // Emits members until the answer is full, and says where to go on.
    const auto emit = [&](const auto& next_member) {
      std::size_t member = next_member(from - first);
      for (; first + member < to && filled < out.size(); member = next_member(member + 1)) {
        out[filled++] = first + member;
      }
      from = std::min<EntityId>(first + member, to);
    };
    if (open.empty()) {
      emit([&](std::size_t i) { return members->next(i); });
    } else {
      IdBits bits;
      for (std::size_t i = members->next(0); i < segment_ids; i = members->next(i + 1)) bits.set(i);
      if (const auto settled = settle_members(thing, first, open, *slot, bits); !settled) return settled.error();
      emit([&](std::size_t i) {
        return i == 0 ? bits._Find_first() : (i >= segment_ids ? segment_ids : bits._Find_next(i - 1));
      });
    }
    segments_->counts().segment += filled - filled_before;
  }
  if (filled == out.size() && filled > 0) next = out[filled - 1] + 1;
  next = std::min(next, end);
  return filled;
}

Expected<std::size_t> BaseReader::scan_nodes(LabelToken label, NodeId begin, NodeId end, std::span<NodeId> out,
                                             NodeId& next) {
  const auto scan_store = [&](NodeId from, NodeId to, std::span<NodeId> ids, NodeId& on) {
    return scan_nodes_in_store(label, from, to, ids, on);
  };
  next = end;
  const NodeId bound = std::min(end, version_->node_id_bound);
  if (begin >= bound || out.empty()) return std::size_t{0};
  if (segments_ == nullptr || !worth_segments(label)) {
    const auto found = scan_store(begin, end, out, next);
    if (found && segments_ != nullptr) segments_->counts().store += *found;
    return found;
  }
  const auto found = scan_ranges({Thing::Kind::Label, label}, begin, bound, out, next, scan_store);
  if (next == bound) next = end;
  return found;
}

Expected<std::size_t> BaseReader::scan_relationships(RelationshipId begin, RelationshipId end,
                                                     std::span<RelationshipId> out, RelationshipId& next) {
  next = end;
  const RelationshipId bound = std::min(end, version_->relationship_id_bound);
  if (begin >= bound || out.empty()) return std::size_t{0};
  const auto scan_store = [&](RelationshipId from, RelationshipId to, std::span<RelationshipId> ids,
                              RelationshipId& on) {
    return entities_.scan(EntityKind::Relationship, from, to, ids, on);
  };
  if (segments_ == nullptr) return scan_store(begin, end, out, next);
  const auto found = scan_ranges({Thing::Kind::Ends, 0}, begin, bound, out, next, scan_store);
  if (next == bound) next = end;
  return found;
}

// ---- lists

void BaseReader::count_nodes_in_range(std::span<const NodeId> nodes) {
  if (segments_ == nullptr) return;
  nodes_in_range_.resize(nodes.size());
  for (std::size_t begin = 0; begin < nodes.size();) {
    const std::uint64_t range = nodes[begin] / segment_ids;
    std::size_t end = begin;
    while (end < nodes.size() && nodes[end] / segment_ids == range) ++end;
    for (std::size_t i = begin; i < end; ++i) nodes_in_range_[i] = static_cast<std::uint32_t>(end - begin);
    begin = end;
  }
}

Expected<void> BaseReader::want_all_lists(std::span<const NodeId> nodes, Direction direction) {
  // Nodes may come in any order from the two sources; their lists are wanted in that of the nodes.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
  const auto known = known_sets(Thing::Kind::Lists, nodes, [&](std::size_t i, std::span<const std::uint32_t> lists) {
    for (const std::uint32_t list : lists) {
      if (direction != Direction::Both && direction != list_direction(list)) continue;
      found.emplace_back(static_cast<std::uint32_t>(i), list);
    }
  });
  if (!known) return known.error();
  if (!std::ranges::is_sorted(found)) std::ranges::sort(found);
  for (const auto& [i, list] : found) {
    wanted_.push_back({{list_direction(list), list_type(list), nodes[i]}, i});
  }
  return {};
}

bool BaseReader::append_span_from_segment(const Wanted& wanted, bool drop_self_loops, NeighbourNeed need,
                                          ListMemory& slots, NeighbourSpans& out) {
  if (segments_ == nullptr) return false;
  const auto answer = segments_->list(wanted.list, need, nodes_in_range_[wanted.parent], out.arena, slots);
  if (!answer) return false;
  NeighbourSpan span{.ids = answer->ids,
                     .relationships = answer->relationships,
                     .count = answer->count,
                     .parent = wanted.parent,
                     .type = wanted.list.type,
                     .direction = wanted.list.direction,
                     .width = answer->width};
  if (drop_self_loops && answer->self_loops) {
    const auto copy_without = [&](const auto* ids) {
      auto* const copied = out.arena.allocate_array<std::remove_cvref_t<decltype(*ids)>>(span.count).data();
      std::copy_n(ids, span.count, copied);
      RelationshipId* relationships = nullptr;
      if (span.relationships != nullptr) {
        relationships = out.arena.allocate_array<RelationshipId>(span.count).data();
        std::copy_n(span.relationships, span.count, relationships);
      }
      span.count = without_neighbour(copied, relationships, span.count, wanted.list.node);
      span.ids = copied;
      span.relationships = relationships;
    };
    if (span.width == IdWidth::U32) {
      copy_without(static_cast<const std::uint32_t*>(span.ids));
    } else {
      copy_without(static_cast<const std::uint64_t*>(span.ids));
    }
  }
  if (span.count > 0) out.spans.push_back(span);
  return true;
}

std::optional<std::uint64_t> BaseReader::degree_from_segment(const Wanted& wanted, bool drop_self_loops) {
  if (segments_ == nullptr) return std::nullopt;
  ListMemory slots;
  const auto answer =
      segments_->list(wanted.list, NeighbourNeed::Ids, nodes_in_range_[wanted.parent], lists_arena_, slots);
  if (!answer) return std::nullopt;
  std::uint64_t degree = answer->count;
  if (drop_self_loops && answer->self_loops) {
    const NeighbourSpan span{.ids = answer->ids, .count = answer->count, .width = answer->width};
    for (std::uint32_t i = 0; i < span.count; ++i) {
      if (span.id(i) == wanted.list.node) --degree;
    }
  }
  return degree;
}

void BaseReader::remember_span(const ListMemory& slots, NodeId node, const NeighbourSpan* span) {
  if (segments_ == nullptr || slots.main == nullptr) return;
  ids_scratch_.clear();
  if (span == nullptr) return segments_->remember_list(slots, node, {}, {});
  for (std::uint32_t i = 0; i < span->count; ++i) ids_scratch_.push_back(span->id(i));
  const std::span<const RelationshipId> relationships(span->relationships,
                                                      span->relationships != nullptr ? span->count : 0);
  segments_->remember_list(slots, node, ids_scratch_, relationships);
}

}  // namespace cairn::storage
