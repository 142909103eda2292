#include "storage/reader.h"

#include "storage/base_reader.h"
#include "storage/reader_overlay.h"
#include "storage/write_set.h"

#include <algorithm>

namespace cairn::storage {

Reader::Reader(VersionPtr version, const WriteSet* writes, SegmentCache* segments)
    : version_(std::move(version)),
      writes_(writes),
      base_(std::make_unique<BaseReader>(version_, segments)),
      overlay_(std::make_unique<Overlay>(*base_, writes)) {}

Reader::~Reader() = default;

// --- names

std::optional<std::uint32_t> Reader::find_token(TokenKind kind, std::string_view name) const {
  std::uint32_t token = version_->tokens.names(kind).find(name);
  if (token == no_token && writes_ != nullptr) token = writes_->find_token(kind, name);
  if (token == no_token) return std::nullopt;
  return token;
}

std::string_view Reader::token_name(TokenKind kind, std::uint32_t token) const {
  const std::string_view name = version_->tokens.names(kind).name(token);
  return name.empty() && writes_ != nullptr ? writes_->token_name(kind, token) : name;
}

std::uint32_t Reader::token_count(TokenKind kind) const {
  const std::uint32_t base = version_->tokens.names(kind).size();
  return writes_ == nullptr ? base : base + static_cast<std::uint32_t>(writes_->new_names(kind).size());
}

const Schema& Reader::schema() const { return writes_ == nullptr ? *version_->schema : writes_->schema(); }

const Statistics& Reader::statistics() const {
  return writes_ == nullptr ? version_->statistics : writes_->statistics();
}

Expected<std::uint64_t> Reader::relationships(LabelToken label, TypeToken type, Direction direction) const {
  return statistics().relationships(label, type, direction, *version_->view);
}

NodeId Reader::node_id_bound() const { return writes_ == nullptr ? version_->node_id_bound : writes_->node_id_bound(); }

RelationshipId Reader::relationship_id_bound() const {
  return writes_ == nullptr ? version_->relationship_id_bound : writes_->relationship_id_bound();
}

ReadCounts Reader::counts() const { return base_->counts(); }

// --- scans

Expected<std::size_t> Reader::scan_nodes(LabelToken label, NodeId begin, NodeId end, std::span<NodeId> out,
                                         NodeId& next) {
  const IdChange* change = writes_ == nullptr ? nullptr : writes_->label(label);
  const auto scan = [&](NodeId from, NodeId to, std::span<NodeId> ids, NodeId& on) {
    return base_->scan_nodes(label, from, to, ids, on);
  };
  if (change == nullptr || change->empty()) return scan(begin, end, out, next);
  return overlay_->scan(*change, scan, begin, end, out, next);
}

Expected<std::size_t> Reader::scan_relationships(RelationshipId begin, RelationshipId end,
                                                 std::span<RelationshipId> out, RelationshipId& next) {
  const auto scan = [&](RelationshipId from, RelationshipId to, std::span<RelationshipId> ids, RelationshipId& on) {
    return base_->scan_relationships(from, to, ids, on);
  };
  if (writes_ == nullptr || writes_->relationship_ids().empty()) return scan(begin, end, out, next);
  return overlay_->scan(writes_->relationship_ids(), scan, begin, end, out, next);
}

// --- nodes

Expected<void> Reader::nodes_exist(std::span<const NodeId> ids, std::span<std::uint8_t> out) {
  return have_label(ids, label_exists, out);
}

Expected<void> Reader::have_label(std::span<const NodeId> ids, LabelToken label, std::span<std::uint8_t> out) {
  auto answered = base_->have_label(ids, label, out);
  const IdChange* change = writes_ == nullptr ? nullptr : writes_->label(label);
  if (!answered || change == nullptr) return answered;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (out[i] == 0 ? change->added.contains(ids[i]) : change->removed.contains(ids[i])) out[i] ^= 1U;
  }
  return {};
}

Expected<void> Reader::labels(NodeId id, std::vector<LabelToken>& out) {
  out.clear();
  if (const NodeChange* change = writes_ == nullptr ? nullptr : writes_->node(id)) {
    if (!change->deleted) out = change->record.labels;
    return {};
  }
  return base_->labels(id, out);
}

// --- relationships and properties

Expected<void> Reader::relationships(std::span<const RelationshipId> ids, std::span<RelationshipEnds> out) {
  auto answered = base_->relationships(ids, out);
  if (!answered || writes_ == nullptr || writes_->relationships().empty()) return answered;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const RelationshipChange* change = writes_->relationship(ids[i]);
    if (change == nullptr) continue;
    const RelationshipRecord& record = change->record;
    out[i] = {.source = record.source, .target = record.target, .type = record.type, .exists = !change->deleted};
  }
  return {};
}

Expected<void> Reader::property(EntityKind kind, std::span<const EntityId> ids, KeyToken key, PropertyColumn& out) {
  if (writes_ == nullptr) return base_->property(kind, ids, key, out);
  return overlay_->property(kind, ids, key, out);
}

Expected<void> Reader::properties(EntityKind kind, EntityId id, std::vector<PropertyEntry>& out) {
  out.clear();
  const auto properties = overlay_->properties_of(kind, id);
  if (!properties) return properties.error();
  if (*properties == nullptr) return {};
  for (const StoredProperty& property : (*properties)->all()) {
    out.push_back({property.key, ValueView::trusted(property.value)});
  }
  return {};
}

// --- neighbours

Expected<void> Reader::expand(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types,
                              NeighbourNeed need, NeighbourSpans& out) {
  auto expanded = base_->expand(nodes, direction, types, need, out);
  if (!expanded || writes_ == nullptr || !writes_->touches_lists()) return expanded;
  return overlay_->expand(nodes, direction, types, need, out);
}

Expected<void> Reader::degrees(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types,
                               std::span<std::uint64_t> out) {
  auto counted = base_->degrees(nodes, direction, types, out);
  if (!counted || writes_ == nullptr || !writes_->touches_lists()) return counted;
  overlay_->degrees(nodes, direction, types, out);
  return {};
}

}  // namespace cairn::storage
