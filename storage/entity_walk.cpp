#include "storage/entity_walk.h"

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr std::size_t batch_first = 64;
constexpr std::size_t batch_max = 2048;
constexpr std::size_t column_bytes_wanted = std::size_t{4} << 20U;

}  // namespace

EntityWalk::EntityWalk(Reader& reader, EntityKind entity, std::uint32_t token, std::span<const KeyToken> keys)
    : reader_(reader),
      entity_(entity),
      token_(token),
      keys_(keys.begin(), keys.end()),
      end_(entity == EntityKind::Node ? reader.node_id_bound() : reader.relationship_id_bound()),
      batch_(batch_first),
      ids_(batch_max),
      ends_(entity == EntityKind::Node ? 0 : batch_max),
      columns_(keys.size()),
      scratch_(keys.size()),
      values_(keys.size()) {}

Expected<bool> EntityWalk::next() {
  if (next_ >= end_) return false;
  const std::span<EntityId> room(ids_.data(), batch_);
  const auto count = entity_ == EntityKind::Node ? reader_.scan_nodes(token_, next_, end_, room, next_)
                                                 : reader_.scan_relationships(next_, end_, room, next_);
  if (!count) return count.error();
  count_ = *count;
  if (entity_ == EntityKind::Relationship) {
    if (const auto kept = keep_type(); !kept) return kept.error();
  }
  if (const auto read = read_values(); !read) return read.error();
  return true;
}

Expected<void> EntityWalk::keep_type() {
  const std::span<RelationshipEnds> ends(ends_.data(), count_);
  if (const auto read = reader_.relationships(ids(), ends); !read) return read.error();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    if (ends[i].type == token_) ids_[kept++] = ids_[i];
  }
  count_ = kept;
  return {};
}

Expected<void> EntityWalk::read_values() {
  std::size_t bytes = 0;
  for (std::size_t k = 0; k < keys_.size(); ++k) {
    // A column keeps its memory, which would be taken for that of this batch.
    if (columns_[k].arena.memory_bytes() > column_bytes_wanted) columns_[k] = PropertyColumn();
    if (const auto read = reader_.property(entity_, ids(), keys_[k], columns_[k]); !read) return read.error();
    bytes += columns_[k].arena.memory_bytes();
  }
  const std::size_t fitting = bytes <= column_bytes_wanted ? 2 * batch_ : batch_ * column_bytes_wanted / bytes;
  batch_ = std::clamp<std::size_t>(fitting, 1, batch_max);
  return {};
}

std::span<const ValueView> EntityWalk::values(std::size_t i) {
  for (std::size_t k = 0; k < keys_.size(); ++k) values_[k] = columns_[k].value_at(i, scratch_[k]);
  return values_;
}

}  // namespace cairn::storage
