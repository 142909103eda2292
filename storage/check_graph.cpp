#include "storage/checker.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

namespace {

// Hashes whose sums over two equal sets are equal, and over different ones hardly ever.
std::uint64_t list_hash(TypeToken type, Direction direction) {
  std::uint64_t hash = (std::uint64_t{type} << 1U | static_cast<std::uint64_t>(direction)) + 1;
  hash = (hash ^ (hash >> 30U)) * 0xBF58476D1CE4E5B9U;
  hash = (hash ^ (hash >> 27U)) * 0x94D049BB133111EBU;
  return hash ^ (hash >> 31U);
}

}  // namespace

// --- records

Expected<void> Checker::check_nodes() {
  nodes_.reset(version_->node_id_bound);
  overridden_.reset(version_->node_id_bound);
  const auto walked = each(
      Family::Nodes, [&](std::string_view key, std::string_view value) { check_node(key, value); }, record_keys_begin(),
      record_keys_end());
  if (!walked) return walked.error();
  return check_blocks(EntityKind::Node);
}

void Checker::check_node(std::string_view key, std::string_view value) {
  const auto id = parse_record_key(key);
  if (!id) return report(Family::Nodes, key, "is no key of a node");
  if (*id >= nodes_.bound()) return report(Family::Nodes, key, "has an id that was never given");
  overridden_.note(*id) = 1;
  if (is_tombstone(value)) {
    hiding_.insert(*id);
    return;
  }
  const auto record = parse_node(value);
  if (!record) return report(Family::Nodes, key, "cannot be decoded");
  note_node(key, *id, record->labels, record->lists);
  check_keys(Family::Nodes, key, record->properties);
}

void Checker::note_node(std::string_view key, NodeId id, const std::vector<LabelToken>& labels,
                        const std::vector<ListName>& lists) {
  ++report_.nodes;
  const auto [place, made] = label_set_numbers_.try_emplace(labels, static_cast<std::uint32_t>(label_sets_.size()));
  if (made) label_sets_.push_back(labels);
  nodes_.note(id).label_set = place->second;
  for (const LabelToken label : labels) {
    if (label == no_token || label > version_->tokens.labels().size())
      report(Family::Nodes, key, fmt::format("has label {}, which has no name", label));
  }
  for (const ListName& list : lists) nodes_.note(id).lists_recorded += list_hash(list.type, list.direction);
}

Expected<void> Checker::check_relationships() {
  relationships_.reset(version_->relationship_id_bound);
  overridden_.reset(version_->relationship_id_bound);
  const auto walked = each(
      Family::Relationships, [&](std::string_view key, std::string_view value) { check_relationship(key, value); },
      record_keys_begin(), record_keys_end());
  if (!walked) return walked.error();
  return check_blocks(EntityKind::Relationship);
}

void Checker::check_relationship(std::string_view key, std::string_view value) {
  const auto id = parse_record_key(key);
  if (!id) return report(Family::Relationships, key, "is no key of a relationship");
  if (*id >= relationships_.bound()) return report(Family::Relationships, key, "has an id that was never given");
  overridden_.note(*id) = 1;
  if (is_tombstone(value)) {
    hiding_.insert(*id);
    return;
  }
  const auto record = parse_relationship(value);
  if (!record) return report(Family::Relationships, key, "cannot be decoded");
  note_relationship(key, *id, {.type = record->type, .source = record->source, .target = record->target});
  check_keys(Family::Relationships, key, record->properties);
}

void Checker::note_relationship(std::string_view key, RelationshipId id, const RelationshipHead& head) {
  ++report_.relationships;
  relationships_.note(id) = {.type = head.type, .source = head.source, .target = head.target};
  if (head.type == no_token || head.type > version_->tokens.types().size()) {
    report(Family::Relationships, key, fmt::format("has type {}, which has no name", head.type));
  }
  if (!node_exists(head.source))
    report(Family::Relationships, key, fmt::format("comes from node {}, which does not exist", head.source));
  if (!node_exists(head.target))
    report(Family::Relationships, key, fmt::format("leads to node {}, which does not exist", head.target));
}

void Checker::check_keys(Family family, std::string_view key, const PropertyList& properties) {
  for (const StoredProperty& property : properties.all()) {
    check_property(family, key, property.key, ValueView::trusted(property.value).is_null());
  }
}

void Checker::check_property(Family family, std::string_view key, KeyToken property, bool is_null) {
  if (property == no_token || property > version_->tokens.keys().size()) {
    report(family, key, fmt::format("has property key {}, which has no name", property));
  }
  if (is_null) report(family, key, fmt::format("property {} is null", property));
}

// --- lists

Expected<void> Checker::check_lists() {
  const auto walked =
      each(Family::Adjacency, [&](std::string_view key, std::string_view value) { check_chunk(key, value); });
  if (!walked) return walked.error();
  end_list();
  check_list_sums();
  check_seen_in_lists();
  return {};
}

void Checker::check_chunk(std::string_view key, std::string_view value) {
  const auto chunk = parse_chunk_key(key);
  if (!chunk) return report(Family::Adjacency, key, "is no key of a list");
  if (walk_.list != chunk->list) {
    end_list();
    walk_ = {};
    walk_.list = chunk->list;
    if (chunk->first != ListEntry{}) report(Family::Adjacency, key, "the list has no first chunk");
  }
  const auto list = ListView::parse(value);
  std::vector<ListEntry> entries;
  if (!list || !list->append_to(entries) || !list->sections())
    return report(Family::Adjacency, key, "cannot be decoded");
  if (walk_.chunks == 0) {
    walk_.more_chunks = list->more_chunks();
  } else if (list->more_chunks()) {
    report(Family::Adjacency, key, "a chunk that is not the first says that more follow");
  }
  if (entries.size() > chunk_entries_max)
    report(Family::Adjacency, key, fmt::format("has {} entries, too many for a chunk", entries.size()));
  const auto self_loops = std::ranges::count(entries, chunk->list.node, &ListEntry::neighbour);
  if (list->self_loops() != static_cast<std::uint64_t>(self_loops)) {
    report(Family::Adjacency, key, fmt::format("says {} self-loops, has {}", list->self_loops(), self_loops));
  }
  ++walk_.chunks;
  walk_.entries += entries.size();
  walk_.last_chunk_entries = entries.size();
  walk_.last_key = key;
  check_entries(key, *chunk, entries);
}

void Checker::check_entries(std::string_view key, const ChunkKey& chunk, const std::vector<ListEntry>& entries) {
  const bool outgoing = chunk.list.direction == Direction::Outgoing;
  for (const ListEntry& entry : entries) {
    if (entry < chunk.first) report(Family::Adjacency, key, "begins before its key says");
    if (walk_.last_entry && entry <= *walk_.last_entry) report(Family::Adjacency, key, "overlaps the chunk before");
    walk_.last_entry = entry;
    if (entry.relationship >= relationships_.bound()) {
      report(Family::Adjacency, key, fmt::format("holds relationship {}, which was never made", entry.relationship));
      continue;
    }
    const RelationshipFacts& facts = relationships_[entry.relationship];
    const NodeId near = outgoing ? facts.source : facts.target;
    const NodeId far = outgoing ? facts.target : facts.source;
    if (facts.type != chunk.list.type || near != chunk.list.node || far != entry.neighbour) {
      report(Family::Adjacency, key,
             fmt::format("holds relationship {} to node {}, which its record does not say", entry.relationship,
                         entry.neighbour));
      continue;
    }
    RelationshipFacts& noted = relationships_.note(entry.relationship);
    (outgoing ? noted.in_outgoing : noted.in_incoming) = true;
  }
}

void Checker::end_list() {
  if (!walk_.list) return;
  if (walk_.more_chunks != (walk_.chunks > 1))
    report(Family::Adjacency, walk_.last_key, "the first chunk is wrong about whether more follow");
  if (walk_.entries == 0) report(Family::Adjacency, walk_.last_key, "the list is empty");
  if (walk_.chunks > 1 && walk_.last_chunk_entries == 0)
    report(Family::Adjacency, walk_.last_key, "the chunk is empty");
  if (walk_.entries > 0 && walk_.list->node < nodes_.bound()) {
    nodes_.note(walk_.list->node).lists_found += list_hash(walk_.list->type, walk_.list->direction);
  }
}

void Checker::check_list_sums() {
  for (NodeId id = nodes_.next(0); id < nodes_.bound(); id = nodes_.next(id + 1)) {
    if (nodes_[id].lists_recorded == nodes_[id].lists_found || !node_exists(id)) continue;
    report(Family::Nodes, record_key(id), "names other (direction, type) pairs than it has lists of");
  }
}

void Checker::check_seen_in_lists() {
  for (RelationshipId id = relationships_.next(0); id < relationships_.bound(); id = relationships_.next(id + 1)) {
    const RelationshipFacts& facts = relationships_[id];
    if (facts.type == no_token) continue;
    if (!facts.in_outgoing)
      report(Family::Relationships, record_key(id),
             fmt::format("is not in the outgoing list of node {}", facts.source));
    if (!facts.in_incoming)
      report(Family::Relationships, record_key(id),
             fmt::format("is not in the incoming list of node {}", facts.target));
  }
}

}  // namespace cairn::storage
