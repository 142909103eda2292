#include "storage/checker.h"

#include "storage/block_builder.h"
#include "storage/column_block_view.h"

#include <fmt/format.h>

namespace cairn::storage {

Expected<void> Checker::check_blocks(EntityKind kind) {
  BlockWalk walk;
  const auto walked = each(
      record_family(kind), [&](std::string_view key, std::string_view value) { check_column(kind, walk, key, value); },
      column_keys_begin());
  if (!walked) return walked.error();
  end_block(kind, walk);
  if (walk.block) need_feature(feature_blocks, "blocks");
  for (const EntityId id : hiding_) {
    report(record_family(kind), record_key(id), "hides an entity that no block has");
  }
  hiding_.clear();
  return {};
}

void Checker::check_column(EntityKind kind, BlockWalk& walk, std::string_view key, std::string_view value) {
  const auto place = parse_column_key(key);
  if (!place) return report(record_family(kind), key, "is no key of a block");
  if (walk.block != place->block) {
    end_block(kind, walk);
    walk = {.block = place->block, .present = {}, .keys = {}};
    if (place->column != column_fixed) {
      report(record_family(kind), key, "belongs to a block that does not say which entities it has");
    }
  }
  if (place->column == column_fixed) {
    check_fixed_column(kind, walk, key, value);
  } else {
    check_property_column(kind, walk, key, value);
  }
}

void Checker::end_block(EntityKind kind, const BlockWalk& walk) {
  for (const auto& [key, present] : walk.keys) {
    report(record_family(kind), column_key(*walk.block, key), "is missing");
  }
}

bool Checker::enter(EntityKind kind, std::string_view key, EntityId id) {
  if (id >= overridden_.bound()) {
    report(record_family(kind), key, fmt::format("holds id {}, which was never given", id));
    return false;
  }
  hiding_.erase(id);
  return overridden_[id] == 0;
}

void Checker::check_fixed_column(EntityKind kind, BlockWalk& walk, std::string_view key, std::string_view value) {
  const EntityId first = *walk.block * block_entities;
  const auto report_damage = [&] { report(record_family(kind), key, "cannot be decoded"); };
  std::size_t rank = 0;
  const auto visit_present = [&](const BlockPresence& present, const std::vector<std::vector<KeyToken>>& keys,
                                 auto note) {
    walk.present = present;
    std::size_t entry = 0;
    for (std::size_t i = present._Find_first(); i < block_entities; i = present._Find_next(i), ++entry) {
      for (const KeyToken property : keys[entry]) walk.keys[property].set(i);
    }
    if (present.none()) report(record_family(kind), key, "has no entities");
    for (std::size_t i = present._Find_first(); i < block_entities; i = present._Find_next(i), ++rank) {
      if (enter(kind, key, first + i)) note(first + i, rank);
    }
  };
  if (kind == EntityKind::Node) {
    const auto block = parse_node_block(value);
    if (!block) return report_damage();
    visit_present(block->present, block->keys,
                  [&](NodeId id, std::size_t at) { note_node(key, id, block->labels[at], block->lists[at]); });
    return;
  }
  const auto block = parse_relationship_block(value);
  if (!block) return report_damage();
  visit_present(block->present, block->keys, [&](RelationshipId id, std::size_t at) {
    note_relationship(key, id, {.type = block->types[at], .source = block->sources[at], .target = block->targets[at]});
  });
}

void Checker::check_property_column(EntityKind kind, BlockWalk& walk, std::string_view key, std::string_view value) {
  const Family family = record_family(kind);
  const auto view = PropertyBlockView::parse(value);
  bool has_null = false;
  const bool intact = view && view->sections() &&
                      view->each([&](std::size_t, ValueView each) { has_null = has_null || each.is_null(); });
  if (!intact) return report(family, key, "cannot be decoded");
  check_property(family, key, parse_column_key(key)->column, has_null);
  const BlockPresence present = view->entries().presence();
  if (present.none()) report(family, key, "has no entries");
  if ((present & ~walk.present).any()) report(family, key, "has entries of entities that the block does not have");
  const auto named = walk.keys.find(parse_column_key(key)->column);
  if (named == walk.keys.end() || named->second != present) {
    report(family, key, "has other entries than column 0 of the block says");
  }
  if (named != walk.keys.end()) walk.keys.erase(named);
}

}  // namespace cairn::storage
