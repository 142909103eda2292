#include "storage/entity_reader.h"

#include "storage/keys.h"
#include "storage/read_errors.h"

#include <algorithm>

namespace cairn::storage {

namespace {

// Ids that lie this close are read by walking the keys instead of asking for each.
constexpr std::size_t dense_ids_min = 16;
constexpr EntityId dense_gap_max = 4;

// A column of a block may have megabytes, so few of them are held at once.
constexpr std::size_t columns_at_once = 16;

bool is_dense(std::span<const EntityId> ids) {
  return ids.size() >= dense_ids_min && std::ranges::is_sorted(ids) &&
         ids.back() - ids.front() < ids.size() * dense_gap_max;
}

bool fill_fixed(const NodeBlockView& view, std::size_t i, NodeRecord& record) {
  return view.labels(i, record.labels) && view.lists(i, record.lists);
}

bool fill_fixed(const RelationshipBlockView& view, std::size_t i, RelationshipRecord& record) {
  const auto head = view.head(i);
  if (!head) return false;
  record.type = head->type;
  record.source = head->source;
  record.target = head->target;
  return true;
}

template <class Record>
struct Codec;

template <>
struct Codec<NodeRecord> {
  using FixedView = NodeBlockView;
  static std::optional<NodeRecord> parse(std::string_view bytes) { return parse_node(bytes); }
};

template <>
struct Codec<RelationshipRecord> {
  using FixedView = RelationshipBlockView;
  static std::optional<RelationshipRecord> parse(std::string_view bytes) { return parse_relationship(bytes); }
};

}  // namespace

// --- records first, blocks for the rest

Expected<void> EntityReader::walk_records(EntityKind kind, std::span<const EntityId> ids,
                                          const RecordVisitor& visit_record) {
  const auto cursor = version_.view->cursor(record_family(kind), record_key(ids.front()), record_key(ids.back() + 1));
  std::size_t i = 0;
  for (; cursor->valid() && i < ids.size(); cursor->next()) {
    const auto id = parse_record_key(cursor->key());
    if (!id) return damaged_error(record_family(kind), cursor->key());
    for (; i < ids.size() && ids[i] < *id; ++i) rest_.push_back(i);
    const bool live = !is_tombstone(cursor->value());
    for (; i < ids.size() && ids[i] == *id; ++i) {
      if (!live) continue;
      if (const auto visited = visit_record(i, cursor->value()); !visited) return visited.error();
    }
  }
  for (; i < ids.size(); ++i) rest_.push_back(i);
  return cursor->status();
}

Expected<void> EntityReader::visit_records(EntityKind kind, std::span<const EntityId> ids,
                                           const RecordVisitor& visit_record) {
  rest_.clear();
  const EntityId bound = this->bound(kind);
  if (is_dense(ids) && ids.back() < bound) return walk_records(kind, ids, visit_record);
  keys_.clear();
  positions_.clear();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] >= bound) continue;
    keys_.push_back(record_key(ids[i]));
    positions_.push_back(i);
  }
  if (const auto fetched = version_.view->get_many(record_family(kind), keys_, values_); !fetched) {
    return fetched.error();
  }
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const auto value = values_[i];
    if (!value) {
      rest_.push_back(positions_[i]);
    } else if (!is_tombstone(*value)) {
      if (const auto visited = visit_record(positions_[i], *value); !visited) return visited.error();
    }
  }
  return {};
}

void EntityReader::group_rest(std::span<const EntityId> ids) {
  wanted_.clear();
  group_ends_.clear();
  // Each block is read once, whatever the order of the ids.
  const auto id_at = [&](std::size_t i) { return ids[i]; };
  if (!std::ranges::is_sorted(rest_, {}, id_at)) std::ranges::sort(rest_, {}, id_at);
  std::uint64_t last = no_id;
  for (const std::size_t i : rest_) {
    const std::uint64_t block = ids[i] / block_entities;
    if (block != last && last != no_id) group_ends_.push_back(wanted_.size());
    last = block;
    wanted_.push_back(
        {.entity = static_cast<std::uint32_t>(ids[i] % block_entities), .position = static_cast<std::uint32_t>(i)});
  }
  if (!wanted_.empty()) group_ends_.push_back(wanted_.size());
}

Expected<void> EntityReader::visit_column(EntityKind kind, std::span<const EntityId> ids, std::uint32_t column,
                                          const ColumnVisitor& visit_column) {
  group_rest(ids);
  for (std::size_t first = 0; first < group_ends_.size(); first += columns_at_once) {
    const std::size_t last = std::min(first + columns_at_once, group_ends_.size());
    const auto wanted_of = [&](std::size_t group) {
      const std::size_t begin = group == 0 ? 0 : group_ends_[group - 1];
      return std::span(wanted_).subspan(begin, group_ends_[group] - begin);
    };
    keys_.clear();
    for (std::size_t group = first; group < last; ++group) {
      keys_.push_back(column_key(ids[wanted_of(group).front().position] / block_entities, column));
    }
    if (const auto fetched = version_.view->get_many(record_family(kind), keys_, values_); !fetched) {
      return fetched.error();
    }
    for (std::size_t group = first; group < last; ++group) {
      const auto value = values_[group - first];
      if (!value) continue;
      if (!visit_column(wanted_of(group), *value)) return damaged_error(record_family(kind), keys_[group - first]);
    }
  }
  return {};
}

// --- parts of entities

Expected<void> EntityReader::property(EntityKind kind, std::span<const EntityId> ids,
                                      std::span<const std::size_t> positions, KeyToken key, PropertyColumn& out) {
  const auto position = [&](std::size_t i) { return positions.empty() ? i : positions[i]; };
  const auto visited = visit_records(kind, ids, [&](std::size_t i, std::string_view bytes) -> Expected<void> {
    const auto value = parse_property(kind, bytes, key);
    if (!value) return damaged_error(record_family(kind), record_key(ids[i]));
    if (!value->is_null()) out.set(position(i), *value, /*copy=*/true);
    return {};
  });
  if (!visited) return visited.error();
  std::vector<BlockWanted> moved;
  return visit_column(kind, ids, key, [&](std::span<const BlockWanted> wanted, std::string_view bytes) {
    const auto view = PropertyBlockView::parse(bytes);
    if (!view) return false;
    if (positions.empty()) return view->gather(wanted, out);
    moved.assign(wanted.begin(), wanted.end());
    for (BlockWanted& each : moved) each.position = static_cast<std::uint32_t>(positions[each.position]);
    return view->gather(moved, out);
  });
}

Expected<void> EntityReader::ends(std::span<const RelationshipId> ids, std::span<RelationshipEnds> out) {
  const auto set = [&](std::size_t i, const RelationshipHead& head) {
    out[i] = {.source = head.source, .target = head.target, .type = head.type, .exists = true};
  };
  const auto visited =
      visit_records(EntityKind::Relationship, ids, [&](std::size_t i, std::string_view bytes) -> Expected<void> {
        const auto head = parse_relationship_head(bytes);
        if (!head) return damaged_error(Family::Relationships, record_key(ids[i]));
        set(i, *head);
        return {};
      });
  if (!visited) return visited.error();
  return visit_column(EntityKind::Relationship, ids, column_fixed,
                      [&](std::span<const BlockWanted> wanted, std::string_view bytes) {
                        const auto view = RelationshipBlockView::parse(bytes);
                        if (!view) return false;
                        for (const BlockWanted& each : wanted) {
                          if (!view->entries().has(each.entity)) continue;
                          const auto head = view->head(each.entity);
                          if (!head) return false;
                          set(each.position, *head);
                        }
                        return true;
                      });
}

template <class Element, class Visit>
Expected<void> EntityReader::sets(std::span<const NodeId> ids,
                                  bool (*parse_record)(std::string_view, std::vector<Element>&),
                                  bool (NodeBlockView::*find)(std::size_t, std::vector<Element>&) const,
                                  const Visit& visit) {
  std::vector<Element> elements;
  const auto visited =
      visit_records(EntityKind::Node, ids, [&](std::size_t i, std::string_view bytes) -> Expected<void> {
        elements.clear();
        if (!parse_record(bytes, elements)) return damaged_error(Family::Nodes, record_key(ids[i]));
        visit(i, elements);
        return {};
      });
  if (!visited) return visited.error();
  return visit_column(EntityKind::Node, ids, column_fixed,
                      [&](std::span<const BlockWanted> wanted, std::string_view bytes) {
                        const auto view = NodeBlockView::parse(bytes);
                        if (!view) return false;
                        for (const BlockWanted& each : wanted) {
                          if (!view->entries().has(each.entity)) continue;
                          elements.clear();
                          if (!((*view).*find)(each.entity, elements)) return false;
                          visit(each.position, elements);
                        }
                        return true;
                      });
}

Expected<void> EntityReader::lists(std::span<const NodeId> ids, const ListVisitor& visit) {
  return sets(ids, parse_lists, &NodeBlockView::lists, visit);
}

Expected<void> EntityReader::labels(std::span<const NodeId> ids, const LabelVisitor& visit) {
  return sets(ids, parse_labels, &NodeBlockView::labels, visit);
}

Expected<void> EntityReader::in_blocks(EntityKind kind, std::span<const EntityId> ids, std::span<std::uint8_t> out) {
  std::ranges::fill(out, 0);
  rest_.resize(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) rest_[i] = i;
  return visit_column(kind, ids, column_fixed, [&](std::span<const BlockWanted> wanted, std::string_view bytes) {
    const auto head = BlockHead::take(bytes);
    if (!head) return false;
    for (const BlockWanted& each : wanted) out[each.position] = head->entries.has(each.entity) ? 1 : 0;
    return true;
  });
}

// --- whole entities

template <class Record, class Visit>
Expected<void> EntityReader::whole_from_block(EntityKind kind, std::uint64_t block, std::span<const BlockWanted> wanted,
                                              const Visit& visit) {
  const Family family = record_family(kind);
  const std::string fixed_key = column_key(block, column_fixed);
  std::string bytes;
  const auto found_block = version_.view->get(family, fixed_key, bytes);
  if (!found_block) return found_block.error();
  if (!*found_block) return {};
  const auto fixed = Codec<Record>::FixedView::parse(bytes);
  if (!fixed) return damaged_error(family, fixed_key);

  // Which of the wanted have which column.
  std::vector<std::pair<BlockWanted, Record>> found;
  std::map<KeyToken, std::vector<std::size_t>> columns;
  std::vector<KeyToken> keys;
  for (const BlockWanted& each : wanted) {
    if (!fixed->entries().has(each.entity)) continue;
    keys.clear();
    Record& record = found.emplace_back(each, Record{}).second;
    if (!fill_fixed(*fixed, each.entity, record) || !fixed->keys(each.entity, keys)) {
      return damaged_error(family, fixed_key);
    }
    for (const KeyToken key : keys) columns[key].push_back(found.size() - 1);
  }
  keys_.clear();
  for (const auto& [key, positions] : columns) keys_.push_back(column_key(block, key));
  if (const auto fetched = version_.view->get_many(family, keys_, values_); !fetched) return fetched.error();
  std::string scratch;
  std::size_t next = 0;
  for (const auto& [key, positions] : columns) {
    const auto value = values_[next];
    const auto view = value ? PropertyBlockView::parse(*value) : std::nullopt;
    if (!view) return damaged_error(family, keys_[next]);
    for (const std::size_t position : positions) {
      const auto property = view->find(found[position].first.entity, scratch);
      if (!property || property->is_null()) return damaged_error(family, keys_[next]);
      found[position].second.properties.push_back(key, *property);
    }
    ++next;
  }
  for (auto& [each, record] : found) visit(each.position, std::move(record));
  return {};
}

template <class Record, class Visit>
Expected<void> EntityReader::whole(EntityKind kind, std::span<const EntityId> ids, const Visit& visit) {
  const auto visited = visit_records(kind, ids, [&](std::size_t i, std::string_view bytes) -> Expected<void> {
    auto record = Codec<Record>::parse(bytes);
    if (!record) return damaged_error(record_family(kind), record_key(ids[i]));
    visit(i, std::move(*record));
    return {};
  });
  if (!visited) return visited.error();
  group_rest(ids);
  std::size_t begin = 0;
  for (const std::size_t end : group_ends_) {
    const std::uint64_t block = ids[wanted_[begin].position] / block_entities;
    const auto read = whole_from_block<Record>(kind, block, std::span(wanted_).subspan(begin, end - begin), visit);
    if (!read) return read.error();
    begin = end;
  }
  return {};
}

Expected<void> EntityReader::nodes(std::span<const NodeId> ids, const NodeVisitor& visit) {
  return whole<NodeRecord>(EntityKind::Node, ids, visit);
}

Expected<void> EntityReader::relationships(std::span<const RelationshipId> ids, const RelationshipVisitor& visit) {
  return whole<RelationshipRecord>(EntityKind::Relationship, ids, visit);
}

}  // namespace cairn::storage
