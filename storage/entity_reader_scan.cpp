#include "storage/entity_reader.h"

#include "storage/keys.h"
#include "storage/read_errors.h"

namespace cairn::storage {

namespace {

// Walks the blocks of one kind that have an entity, skipping their other columns.
class BlockWalk {
 public:
  BlockWalk(const StoreView& view, Family family, std::uint64_t begin, std::uint64_t end)
      : family_(family), cursor_(view.cursor(family, column_key(begin, column_fixed), column_key(end, column_fixed))) {}

  // Loads the block the walk stands on; `block()` is nothing at the end.
  Expected<void> load() {
    block_.reset();
    while (cursor_->valid()) {
      const auto key = parse_column_key(cursor_->key());
      if (!key) return damaged_error(family_, cursor_->key());
      if (key->column == column_fixed) {
        std::string_view bytes = cursor_->value();
        const auto head = BlockHead::take(bytes);
        if (!head) return damaged_error(family_, cursor_->key());
        block_ = key->block;
        present_ = head->entries.presence();
        return {};
      }
      cursor_->seek(column_key(key->block + 1, column_fixed));
    }
    return cursor_->status();
  }
  std::optional<std::uint64_t> block() const { return block_; }
  const BlockPresence& present() const { return present_; }
  Expected<void> advance() {
    cursor_->seek(column_key(*block_ + 1, column_fixed));
    return load();
  }

 private:
  Family family_;
  std::unique_ptr<Cursor> cursor_;
  std::optional<std::uint64_t> block_;
  BlockPresence present_;
};

// Lays the single records of a block over what is present in it.
Expected<void> overlay_records(Family family, Cursor& records, std::uint64_t block, BlockPresence& present) {
  for (; records.valid(); records.next()) {
    const auto id = parse_record_key(records.key());
    if (!id) return damaged_error(family, records.key());
    if (*id / block_entities != block) return {};
    present.set(static_cast<std::size_t>(*id % block_entities), !is_tombstone(records.value()));
  }
  return records.status();
}

template <class Record>
struct BlockCodec;

template <>
struct BlockCodec<NodeRecord> {
  static bool fill(std::string_view bytes, StoredBlock<NodeRecord>& out, std::string& sections) {
    auto block = parse_node_block(bytes);
    if (!block) return false;
    out.present = block->present;
    out.records.resize(block->labels.size());
    for (std::size_t i = 0; i < out.records.size(); ++i) {
      out.records[i].labels = std::move(block->labels[i]);
      out.records[i].lists = std::move(block->lists[i]);
    }
    sections = std::move(block->sections);
    return true;
  }
};

template <>
struct BlockCodec<RelationshipRecord> {
  static bool fill(std::string_view bytes, StoredBlock<RelationshipRecord>& out, std::string& sections) {
    auto block = parse_relationship_block(bytes);
    if (!block) return false;
    out.present = block->present;
    out.records.resize(block->types.size());
    for (std::size_t i = 0; i < out.records.size(); ++i) {
      out.records[i].type = block->types[i];
      out.records[i].source = block->sources[i];
      out.records[i].target = block->targets[i];
    }
    sections = std::move(block->sections);
    return true;
  }
};

}  // namespace

Expected<std::size_t> EntityReader::scan(EntityKind kind, EntityId begin, EntityId end, std::span<EntityId> out,
                                         EntityId& next) {
  next = end;
  const EntityId until = std::min(end, bound(kind));
  if (begin >= until || out.empty()) return std::size_t{0};
  const Family family = record_family(kind);
  // Whole blocks are looked at, so that what lies before `begin` is left out below.
  const std::uint64_t first_block = begin / block_entities;
  const auto records = version_.view->cursor(family, record_key(first_block * block_entities), record_key(until));
  BlockWalk blocks(*version_.view, family, first_block, (until - 1) / block_entities + 1);
  if (const auto loaded = blocks.load(); !loaded) return loaded.error();
  std::size_t filled = 0;
  while (true) {
    std::uint64_t block = blocks.block().value_or(no_id);
    if (records->valid()) {
      const auto id = parse_record_key(records->key());
      if (!id) return damaged_error(family, records->key());
      block = std::min(block, *id / block_entities);
    } else if (const auto status = records->status(); !status) {
      return status.error();
    }
    if (block == no_id) return filled;
    const bool stored = blocks.block() == block;
    BlockPresence present = stored ? blocks.present() : BlockPresence();
    if (const auto laid = overlay_records(family, *records, block, present); !laid) return laid.error();
    for (std::size_t i = present._Find_first(); i < block_entities; i = present._Find_next(i)) {
      const EntityId id = block * block_entities + i;
      if (id < begin) continue;
      if (id >= until) return filled;
      if (filled == out.size()) {
        next = id;
        return filled;
      }
      out[filled++] = id;
    }
    if (!stored) continue;
    if (const auto advanced = blocks.advance(); !advanced) return advanced.error();
  }
}

template <class Record>
Expected<StoredBlock<Record>> EntityReader::stored_block(EntityKind kind, std::uint64_t block) {
  StoredBlock<Record> stored;
  const Family family = record_family(kind);
  const auto cursor =
      version_.view->cursor(family, column_key(block, column_fixed), column_key(block + 1, column_fixed));
  std::array<std::uint16_t, block_entities> ranks{};
  for (; cursor->valid(); cursor->next()) {
    const auto key = parse_column_key(cursor->key());
    if (!key) return damaged_error(family, cursor->key());
    std::string& sections = stored.columns[key->column];
    bool intact = false;
    if (key->column == column_fixed) {
      intact = BlockCodec<Record>::fill(cursor->value(), stored, sections);
      std::uint16_t rank = 0;
      for (std::size_t i = 0; i < block_entities; ++i) ranks[i] = stored.present[i] ? rank++ : rank;
    } else if (const auto view = PropertyBlockView::parse(cursor->value())) {
      intact = view->sections().has_value();
      if (intact) sections = *view->sections();
      bool all_present = true;
      intact = intact && view->each([&](std::size_t i, ValueView value) {
        all_present = all_present && stored.present[i];
        if (stored.present[i]) stored.records[ranks[i]].properties.push_back(key->column, value);
      });
      intact = intact && all_present;
    }
    if (!intact) return damaged_error(family, cursor->key());
  }
  if (const auto status = cursor->status(); !status) return status.error();
  return stored;
}

Expected<StoredBlock<NodeRecord>> EntityReader::node_block(std::uint64_t block) {
  return stored_block<NodeRecord>(EntityKind::Node, block);
}

Expected<StoredBlock<RelationshipRecord>> EntityReader::relationship_block(std::uint64_t block) {
  return stored_block<RelationshipRecord>(EntityKind::Relationship, block);
}

}  // namespace cairn::storage
