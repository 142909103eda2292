#include "storage/base_reader.h"

#include "storage/segments/index_run_reader.h"
#include "storage/segments/segment_reader.h"

#include "storage/label_block.h"
#include "storage/meta_codec.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

namespace {

// Copies the members of a block that lie in [begin, end) to `out` from `filled` on; returns the new `filled`.
std::size_t append_members(const LabelBlock& block, NodeId first, NodeId begin, NodeId end, std::span<NodeId> out,
                           std::size_t filled) {
  const std::size_t from = begin > first ? static_cast<std::size_t>(begin - first) : 0;
  std::size_t member = from == 0 ? block.members._Find_first() : block.members._Find_next(from - 1);
  for (; member < label_block_ids && first + member < end && filled < out.size();
       member = block.members._Find_next(member)) {
    out[filled++] = first + member;
  }
  return filled;
}

}  // namespace

Error damaged_error(Family family, std::string_view key) {
  return storage_error(
      "Damaged",
      fmt::format("the value of {} in '{}' cannot be decoded", describe_key(family, key), family_name(family)),
      "run `cairn check` on the database, or restore a backup");
}

BaseReader::BaseReader(VersionPtr version, SegmentCache* segments)
    : version_(std::move(version)), entities_(*version_) {
  if (segments == nullptr) return;
  segments_ = std::make_unique<SegmentReader>(segments, version_);
  index_runs_ = std::make_unique<IndexRunReader>(segments, version_);
}

BaseReader::~BaseReader() = default;

Expected<std::size_t> BaseReader::scan_nodes_in_store(LabelToken label, NodeId begin, NodeId end, std::span<NodeId> out,
                                                      NodeId& next) {
  next = end;
  if (begin >= end || out.empty()) return std::size_t{0};
  const auto cursor = view().cursor(Family::Labels, label_key(label, begin / label_block_ids),
                                    label_key(label, (end - 1) / label_block_ids + 1));
  std::size_t filled = 0;
  for (; cursor->valid(); cursor->next()) {
    const auto key = parse_label_key(cursor->key());
    const auto block = parse_label_block(cursor->value());
    if (!key || !block) return damaged_error(Family::Labels, cursor->key());
    filled = append_members(*block, key->block * label_block_ids, begin, end, out, filled);
    if (filled == out.size()) {
      next = out.back() + 1;
      return filled;
    }
  }
  if (const auto status = cursor->status(); !status) return status.error();
  return filled;
}

Expected<void> BaseReader::have_label_in_store(std::span<const NodeId> ids, LabelToken label,
                                               std::span<std::uint8_t> out) {
  keys_.clear();
  positions_.clear();
  std::uint64_t last_block = no_id;
  for (const NodeId id : ids) {
    const std::uint64_t block = id / label_block_ids;
    if (id < version_->node_id_bound && block != last_block) {
      keys_.push_back(label_key(label, block));
      last_block = block;
    }
    positions_.push_back(keys_.empty() ? 0 : keys_.size() - 1);
  }
  if (const auto fetched = view().get_many(Family::Labels, keys_, values_); !fetched) return fetched.error();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    out[i] = 0;
    if (ids[i] >= version_->node_id_bound) continue;
    const auto value = values_[positions_[i]];
    if (!value) continue;
    const auto member = label_block_contains(*value, static_cast<std::uint32_t>(ids[i] % label_block_ids));
    if (!member) return damaged_error(Family::Labels, keys_[positions_[i]]);
    out[i] = *member ? 1 : 0;
  }
  return {};
}

Expected<std::optional<NodeRecord>> BaseReader::node(NodeId id) {
  std::optional<NodeRecord> found;
  const auto read =
      entities_.nodes(std::span(&id, 1), [&](std::size_t, NodeRecord&& record) { found = std::move(record); });
  if (!read) return read.error();
  return found;
}

Expected<std::optional<RelationshipRecord>> BaseReader::relationship(RelationshipId id) {
  std::optional<RelationshipRecord> found;
  const auto read = entities_.relationships(
      std::span(&id, 1), [&](std::size_t, RelationshipRecord&& record) { found = std::move(record); });
  if (!read) return read.error();
  return found;
}

}  // namespace cairn::storage
