#include "storage/block_builder.h"

#include <algorithm>

namespace cairn::storage {

namespace {

// An entity with more bytes of property values than this stays a single record.
constexpr std::size_t value_bytes_max = 2048;

template <class Record>
bool fits(const Record& record) {
  const RecordExtras& extras = record.extras;
  if (extras.has_claims || extras.has_timelines || !extras.sections.empty()) return false;
  std::size_t bytes = 0;
  for (const StoredProperty& property : record.properties.all()) bytes += property.value.size();
  return bytes <= value_bytes_max;
}

template <class Record>
std::vector<KeyToken> keys_of(const Record& record) {
  std::vector<KeyToken> keys;
  for (const StoredProperty& property : record.properties.all()) keys.push_back(property.key);
  return keys;
}

NodeBlock fixed_part(const std::vector<const NodeRecord*>& records) {
  NodeBlock block;
  block.labels.reserve(records.size());
  block.lists.reserve(records.size());
  for (const NodeRecord* record : records) {
    block.labels.push_back(record->labels);
    block.lists.push_back(record->lists);
    block.keys.push_back(keys_of(*record));
  }
  return block;
}

RelationshipBlock fixed_part(const std::vector<const RelationshipRecord*>& records) {
  RelationshipBlock block;
  for (const RelationshipRecord* record : records) {
    block.types.push_back(record->type);
    block.sources.push_back(record->source);
    block.targets.push_back(record->target);
    block.keys.push_back(keys_of(*record));
  }
  return block;
}

}  // namespace

bool fits_block(const NodeRecord& record) { return fits(record); }
bool fits_block(const RelationshipRecord& record) { return fits(record); }

template <class Record>
void BlockBuilder<Record>::add(std::size_t i, const Record& record) {
  present_.set(i);
  records_.push_back(&record);
  for (const StoredProperty& property : record.properties.all()) {
    Column& column = columns_[property.key];
    column.present.set(i);
    column.values.push_back(ValueView::trusted(property.value));
  }
}

template <class Record>
bool BlockBuilder<Record>::has_column(std::uint32_t column) const {
  return column == column_fixed ? !records_.empty() : columns_.contains(column);
}

template <class Record>
std::string BlockBuilder<Record>::sections(std::uint32_t column) const {
  const auto found = sections_.find(column);
  return found == sections_.end() ? std::string() : found->second;
}

template <class Record>
std::string BlockBuilder<Record>::fixed_column() const {
  auto block = fixed_part(records_);
  block.present = present_;
  block.sections = sections(column_fixed);
  std::string bytes;
  append_block(bytes, block);
  return bytes;
}

template <class Record>
void BlockBuilder<Record>::put(CommitRecordBuilder& record) const {
  if (records_.empty()) return;
  const Family family = record_family(kind_);
  record.put(family, column_key(block_, column_fixed), fixed_column());
  std::string bytes;
  for (const auto& [key, column] : columns_) {
    bytes.clear();
    append_property_block(bytes, column.present, column.values, sections(key));
    record.put(family, column_key(block_, key), bytes);
  }
}

template class BlockBuilder<NodeRecord>;
template class BlockBuilder<RelationshipRecord>;

}  // namespace cairn::storage
