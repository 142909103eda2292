#include "storage/fold.h"

#include "storage/block_builder.h"
#include "storage/entity_reader.h"
#include "storage/read_errors.h"

namespace cairn::storage {

namespace {

std::optional<NodeRecord> parse(std::string_view bytes, const NodeRecord*) { return parse_node(bytes); }
std::optional<RelationshipRecord> parse(std::string_view bytes, const RelationshipRecord*) {
  return parse_relationship(bytes);
}

// The entities of a block as they are after the fold.
template <class Record>
struct Content {
  std::vector<std::optional<Record>> entities{block_entities};
  std::vector<std::string> folded;  // keys of single records that go
};

template <class Record>
Expected<Content<Record>> read_content(const Version& version, const BlockName& name, StoredBlock<Record>& stored) {
  Content<Record> content;
  std::size_t rank = 0;
  for (std::size_t i = 0; i < block_entities; ++i) {
    if (stored.present[i]) content.entities[i] = std::move(stored.records[rank++]);
  }
  const Family family = record_family(name.kind);
  const EntityId first = name.block * block_entities;
  const auto cursor = version.view->cursor(family, record_key(first), record_key(first + block_entities));
  for (; cursor->valid(); cursor->next()) {
    const auto id = parse_record_key(cursor->key());
    if (!id) return damaged_error(family, cursor->key());
    auto& entity = content.entities[static_cast<std::size_t>(*id - first)];
    if (is_tombstone(cursor->value())) {
      entity.reset();
      content.folded.emplace_back(cursor->key());
      continue;
    }
    auto record = parse(cursor->value(), static_cast<const Record*>(nullptr));
    if (!record) return damaged_error(family, cursor->key());
    if (fits_block(*record)) {
      entity = std::move(*record);
      content.folded.emplace_back(cursor->key());
    } else {
      entity.reset();
    }
  }
  if (const auto status = cursor->status(); !status) return status.error();
  return content;
}

template <class Record>
Expected<std::size_t> fold(const Version& version, const BlockName& name, StoredBlock<Record> stored,
                           CommitRecordBuilder& record) {
  const auto content = read_content(version, name, stored);
  if (!content) return content.error();
  if (content->folded.empty()) return std::size_t{0};
  BlockBuilder<Record> builder(name.kind, name.block);
  for (std::size_t i = 0; i < block_entities; ++i) {
    if (content->entities[i]) builder.add(i, *content->entities[i]);
  }
  for (auto& [column, sections] : stored.columns) {
    if (!builder.has_column(column)) record.remove(record_family(name.kind), column_key(name.block, column));
    builder.keep_sections(column, std::move(sections));
  }
  builder.put(record);
  for (const std::string& key : content->folded) record.remove(record_family(name.kind), key);
  return content->folded.size();
}

}  // namespace

Expected<std::size_t> fold_block(const Version& version, const BlockName& name, CommitRecordBuilder& record) {
  EntityReader reader(version);
  if (name.kind == EntityKind::Node) {
    auto stored = reader.node_block(name.block);
    if (!stored) return stored.error();
    return fold(version, name, std::move(*stored), record);
  }
  auto stored = reader.relationship_block(name.block);
  if (!stored) return stored.error();
  return fold(version, name, std::move(*stored), record);
}

}  // namespace cairn::storage
