// EntityWalk: the nodes with one label, or the relationships with one type, by id, with some properties.
//
// It goes in batches that shrink where values are large, so that its memory is bounded.
#pragma once

#include "base/expected.h"
#include "storage/ids.h"
#include "storage/property_column.h"
#include "storage/reader.h"

#include <span>
#include <string>
#include <vector>

namespace cairn::storage {

// One thread. Borrows the reader.
class EntityWalk {
 public:
  EntityWalk(Reader& reader, EntityKind entity, std::uint32_t token, std::span<const KeyToken> keys);

  // Goes to the next batch, which may be empty. False at the end.
  Expected<bool> next();

  std::span<const EntityId> ids() const { return {ids_.data(), count_}; }
  // The values of the i-th entity, in the order of the keys; null where it lacks the property. Valid until
  // the next call of this method or next().
  std::span<const ValueView> values(std::size_t i);

 private:
  Expected<void> keep_type();
  Expected<void> read_values();

  Reader& reader_;
  EntityKind entity_;
  std::uint32_t token_;
  std::vector<KeyToken> keys_;
  EntityId next_ = 0;
  EntityId end_;
  std::size_t batch_;
  std::vector<EntityId> ids_;
  std::size_t count_ = 0;
  std::vector<RelationshipEnds> ends_;
  std::vector<PropertyColumn> columns_;
  std::vector<std::string> scratch_;
  std::vector<ValueView> values_;
};

}  // namespace cairn::storage
