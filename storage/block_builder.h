// BlockBuilder: from the entities of one block to the columns that are stored.
#pragma once

#include "storage/column_block.h"
#include "storage/commit_record.h"
#include "storage/ids.h"
#include "storage/record_codec.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cairn::storage {

// The required feature of a database that has base blocks.
inline constexpr std::string_view feature_blocks = "blocks";

// Whether an entity may be part of a block. One that is large would make every read of its neighbours slow;
// one with extras must keep them as they are.
bool fits_block(const NodeRecord& record);
bool fits_block(const RelationshipRecord& record);

// Collects what stands in one block. One use. The records that are added are borrowed until `put`.
template <class Record>
class BlockBuilder {
 public:
  BlockBuilder(EntityKind kind, std::uint64_t block) : kind_(kind), block_(block) {}

  // Adds the i-th entity of the block; ascending.
  void add(std::size_t i, const Record& record);

  // Sections of a stored column, to be kept if the column is still there.
  void keep_sections(std::uint32_t column, std::string sections) { sections_[column] = std::move(sections); }

  std::size_t size() const { return records_.size(); }
  // Whether the block has the column; an empty block has none.
  bool has_column(std::uint32_t column) const;

  // Writes all columns.
  void put(CommitRecordBuilder& record) const;

 private:
  struct Column {
    BlockPresence present;
    std::vector<ValueView> values;
  };

  std::string sections(std::uint32_t column) const;
  std::string fixed_column() const;

  EntityKind kind_;
  std::uint64_t block_;
  BlockPresence present_;
  std::vector<const Record*> records_;
  std::map<std::uint32_t, Column> columns_;
  std::map<std::uint32_t, std::string> sections_;
};

}  // namespace cairn::storage
