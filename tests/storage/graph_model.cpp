#include "tests/storage/graph_model.h"

#include "storage/index_key.h"

#include <algorithm>

namespace cairn::storage::testing {

namespace {

std::string whole_key(ValueView value) {
  std::string key;
  append_whole_index_key(key, value);
  return key;
}

bool is_not_a_number(ValueView value) {
  return value.type() == StoredType::Float && value.floating() != value.floating();
}

// (neighbour, relationship) of one node by one (direction, type).
using Entries = std::vector<std::pair<NodeId, RelationshipId>>;
using Lists = std::map<std::tuple<NodeId, Direction, std::string>, Entries>;

Lists lists_of(const GraphModel& model) {
  Lists lists;
  for (const auto& [id, relationship] : model.relationships) {
    lists[{relationship.source, Direction::Outgoing, relationship.type}].emplace_back(relationship.target, id);
    lists[{relationship.target, Direction::Incoming, relationship.type}].emplace_back(relationship.source, id);
  }
  for (auto& [key, entries] : lists) std::ranges::sort(entries);
  return lists;
}

void expect_nodes(Reader& reader, const GraphModel& model) {
  std::vector<NodeId> expected;
  std::map<std::string, std::vector<NodeId>> by_label;
  for (const auto& [id, node] : model.nodes) {
    expected.push_back(id);
    for (const std::string& label : node.labels) by_label[label].push_back(id);
  }
  EXPECT_EQ(nodes_with(reader, label_exists), expected);
  EXPECT_EQ(reader.statistics().nodes(), expected.size());
  for (LabelToken label = 1; label <= reader.token_count(TokenKind::Label); ++label) {
    const auto& ids = by_label[std::string(reader.label_name(label))];
    EXPECT_EQ(nodes_with(reader, label), ids);
    EXPECT_EQ(reader.statistics().nodes(label), ids.size());
    std::vector<NodeId> asked;
    for (NodeId id = 0; id < reader.node_id_bound() + 3; ++id) asked.push_back(id);
    std::vector<std::uint8_t> answers(asked.size());
    must(reader.have_label(asked, label, answers));
    for (std::size_t i = 0; i < asked.size(); ++i)
      EXPECT_EQ(answers[i] != 0, std::ranges::binary_search(ids, asked[i]));
  }
  for (NodeId id = 0; id < reader.node_id_bound(); ++id) {
    std::vector<LabelToken> labels;
    must(reader.labels(id, labels));
    EXPECT_TRUE(std::ranges::is_sorted(labels));
    std::set<std::string> names;
    for (const LabelToken label : labels) names.emplace(reader.label_name(label));
    const auto node = model.nodes.find(id);
    EXPECT_EQ(names, node == model.nodes.end() ? std::set<std::string>() : node->second.labels);
  }
}

template <class Entities>
void expect_properties(Reader& reader, EntityKind kind, EntityId bound, const Entities& entities) {
  std::vector<EntityId> asked;
  for (EntityId id = 0; id < bound + 2; ++id) asked.push_back(id);
  for (KeyToken key = 1; key <= reader.token_count(TokenKind::Key); ++key) {
    const std::string name(reader.key_name(key));
    PropertyColumn column;
    must(reader.property(kind, asked, key, column));
    std::string scratch;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const auto entity = entities.find(asked[i]);
      const Value* expected = nullptr;
      if (entity != entities.end()) {
        const auto property = entity->second.properties.find(name);
        if (property != entity->second.properties.end()) expected = &property->second;
      }
      ASSERT_EQ(column.valid[i] != 0, expected != nullptr) << "entity " << asked[i] << " key " << name;
      if (expected == nullptr) continue;
      EXPECT_EQ(column.value_at(i, scratch), expected->view());
    }
  }
  for (const EntityId id : asked) {
    std::vector<PropertyEntry> entries;
    must(reader.properties(kind, id, entries));
    std::map<std::string, std::string> found;
    for (const PropertyEntry& entry : entries) found.emplace(reader.key_name(entry.key), entry.value.bytes());
    std::map<std::string, std::string> expected;
    const auto entity = entities.find(id);
    if (entity != entities.end()) {
      for (const auto& [name, value] : entity->second.properties) expected.emplace(name, value.bytes());
    }
    EXPECT_EQ(found, expected);
  }
}

void expect_relationships(Reader& reader, const GraphModel& model) {
  const RelationshipId bound = reader.relationship_id_bound();
  std::vector<RelationshipId> asked;
  for (RelationshipId id = 0; id < bound + 2; ++id) asked.push_back(id);
  std::vector<RelationshipEnds> ends(asked.size());
  must(reader.relationships(asked, ends));
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto relationship = model.relationships.find(asked[i]);
    ASSERT_EQ(ends[i].exists, relationship != model.relationships.end());
    if (!ends[i].exists) continue;
    EXPECT_EQ(ends[i].source, relationship->second.source);
    EXPECT_EQ(ends[i].target, relationship->second.target);
    EXPECT_EQ(reader.type_name(ends[i].type), relationship->second.type);
  }
  std::vector<RelationshipId> scanned;
  std::vector<RelationshipId> batch(5);
  for (RelationshipId next = 0; next < bound;) {
    const std::size_t count = must(reader.scan_relationships(next, bound, batch, next));
    scanned.insert(scanned.end(), batch.begin(), batch.begin() + static_cast<std::ptrdiff_t>(count));
  }
  std::vector<RelationshipId> expected;
  for (const auto& [id, relationship] : model.relationships) expected.push_back(id);
  EXPECT_EQ(scanned, expected);
}

// One expansion of all nodes against the model's lists.
void expect_expansion(Reader& reader, const Lists& lists, Direction direction, std::span<const TypeToken> types) {
  std::vector<NodeId> nodes;
  for (NodeId id = 0; id < reader.node_id_bound(); ++id) nodes.push_back(id);
  std::vector<std::uint64_t> degrees(nodes.size());
  std::vector<std::uint64_t> counted(nodes.size());
  must(reader.degrees(nodes, direction, types, degrees));
  NeighbourSpans spans;
  must(reader.expand(nodes, direction, types, NeighbourNeed::IdsAndRelationships, spans));
  std::map<std::tuple<std::uint32_t, Direction, TypeToken>, Entries> found;
  std::tuple<std::uint32_t, Direction, TypeToken> previous;
  for (const NeighbourSpan& span : spans.spans) {
    const std::tuple place(span.parent, span.direction, span.type);
    EXPECT_TRUE(found.empty() || previous < place) << "spans are out of order";
    previous = place;
    Entries entries;
    for (std::uint32_t i = 0; i < span.count; ++i) entries.emplace_back(span.id(i), span.relationships[i]);
    counted[span.parent] += span.count;
    found[place] = entries;
  }
  EXPECT_EQ(degrees, counted);
  std::map<std::tuple<std::uint32_t, Direction, TypeToken>, Entries> expected;
  for (const auto& [key, entries] : lists) {
    const auto& [node, side, type_name] = key;
    const TypeToken type = reader.find_type(type_name).value_or(no_token);
    if (direction != Direction::Both && direction != side) continue;
    if (!types.empty() && std::ranges::find(types, type) == types.end()) continue;
    Entries kept = entries;
    if (direction == Direction::Both && side == Direction::Incoming) {
      std::erase_if(kept, [&, self = node](const auto& entry) { return entry.first == self; });
    }
    if (!kept.empty()) expected[{static_cast<std::uint32_t>(node), side, type}] = kept;
  }
  EXPECT_EQ(found, expected);
}

void expect_lists(Reader& reader, const GraphModel& model) {
  const Lists lists = lists_of(model);
  for (const Direction direction : {Direction::Outgoing, Direction::Incoming, Direction::Both}) {
    expect_expansion(reader, lists, direction, {});
    std::vector<TypeToken> all;
    for (TypeToken type = reader.token_count(TokenKind::Type); type >= 1; --type) {
      expect_expansion(reader, lists, direction, std::span(&type, 1));
      all.push_back(type);
    }
    if (!all.empty()) expect_expansion(reader, lists, direction, all);
  }
}

void expect_counts(Reader& reader, const GraphModel& model) {
  std::map<std::string, std::uint64_t> by_type;
  std::map<std::string, std::uint64_t> self_loops;
  std::map<std::tuple<std::string, std::string, Direction>, std::uint64_t> by_label;
  for (const auto& [id, relationship] : model.relationships) {
    ++by_type[relationship.type];
    if (relationship.source == relationship.target) ++self_loops[relationship.type];
    for (const std::string& label : model.nodes.at(relationship.source).labels) {
      ++by_label[{label, relationship.type, Direction::Outgoing}];
    }
    for (const std::string& label : model.nodes.at(relationship.target).labels) {
      ++by_label[{label, relationship.type, Direction::Incoming}];
    }
  }
  const Statistics& statistics = reader.statistics();
  EXPECT_EQ(statistics.relationships(), model.relationships.size());
  for (TypeToken type = 1; type <= reader.token_count(TokenKind::Type); ++type) {
    const std::string type_name(reader.type_name(type));
    EXPECT_EQ(statistics.relationships(type), by_type[type_name]);
    EXPECT_EQ(statistics.self_loops(type), self_loops[type_name]);
  }
  for (LabelToken label = 1; label <= reader.token_count(TokenKind::Label); ++label) {
    for (const Direction direction : {Direction::Outgoing, Direction::Incoming}) {
      std::uint64_t of_any_type = 0;
      for (TypeToken type = 1; type <= reader.token_count(TokenKind::Type); ++type) {
        const std::string label_name(reader.label_name(label));
        const auto expected = by_label[{label_name, std::string(reader.type_name(type)), direction}];
        EXPECT_EQ(must(reader.relationships(label, type, direction)), expected);
        of_any_type += expected;
      }
      EXPECT_EQ(must(reader.relationships(label, no_token, direction)), of_any_type);
    }
  }
}

std::vector<EntityId> range(Reader& reader, IndexId index, const IndexBounds& bounds) {
  std::vector<EntityId> all;
  std::vector<EntityId> batch(3);
  for (IndexPosition position; !position.finished;) {
    const std::size_t count = must(reader.index_range(index, bounds, position, batch));
    all.insert(all.end(), batch.begin(), batch.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return all;
}

bool in_bounds(const IndexBounds& bounds, const ModelValues& values) {
  for (std::size_t i = 0; i < bounds.equal.size(); ++i) {
    if (whole_key(values[i].view()) != whole_key(bounds.equal[i])) return false;
  }
  if (!bounds.lower && !bounds.upper && !bounds.string_prefix) return true;
  const ValueView value = values[bounds.equal.size()].view();
  if (bounds.string_prefix) {
    return value.type() == StoredType::String && value.string().starts_with(*bounds.string_prefix);
  }
  const std::string key = whole_key(value);
  for (const auto& bound : {bounds.lower, bounds.upper}) {
    if (bound && (index_class(*bound) != index_class(value) || is_not_a_number(value) || is_not_a_number(*bound)))
      return false;
  }
  if (bounds.lower && (bounds.lower_inclusive ? key < whole_key(*bounds.lower) : key <= whole_key(*bounds.lower)))
    return false;
  if (bounds.upper && (bounds.upper_inclusive ? key > whole_key(*bounds.upper) : key >= whole_key(*bounds.upper)))
    return false;
  return true;
}

void expect_range(Reader& reader, const IndexDefinition& index, const std::map<EntityId, ModelValues>& entries,
                  const IndexBounds& bounds) {
  std::vector<EntityId> expected;
  for (const auto& [id, values] : entries) {
    if (in_bounds(bounds, values)) expected.push_back(id);
  }
  std::vector<EntityId> found = range(reader, index.id, bounds);
  std::ranges::sort(found);
  EXPECT_EQ(found, expected) << index.name;
}

void expect_index(Reader& reader, const IndexDefinition& index, const std::map<EntityId, ModelValues>& entries) {
  std::map<std::string, std::vector<EntityId>> by_key;
  for (const auto& [id, values] : entries) by_key[key_in_index(values)].push_back(id);
  for (const auto& [key, expected] : by_key) {
    std::vector<ValueView> views;
    for (const Value& value : entries.at(expected.front())) views.push_back(value.view());
    std::vector<EntityId> found;
    must(reader.index_seek(index.id, views, found));
    EXPECT_EQ(found, expected) << index.name << " " << describe(views.front());
    const std::span<const ValueView> equal = std::span(views).first(views.size() - 1);
    const ValueView last = views.back();
    expect_range(reader, index, entries, {.equal = equal});
    expect_range(reader, index, entries, {.equal = equal, .lower = last});
    expect_range(reader, index, entries, {.equal = equal, .lower = last, .lower_inclusive = false});
    expect_range(reader, index, entries, {.equal = equal, .upper = last});
    const ValueView other = entries.begin()->second.back().view();
    expect_range(reader, index, entries, {.equal = equal, .lower = other, .upper = last, .upper_inclusive = false});
    if (last.type() == StoredType::String) {
      expect_range(reader, index, entries, {.equal = equal, .string_prefix = last.string().substr(0, 258)});
    }
  }
  expect_range(reader, index, entries, {});
}

void expect_indexes(Reader& reader, const GraphModel& model) {
  EXPECT_EQ(reader.schema().indexes().size(), model.indexes.size());
  for (const auto& [name, model_index] : model.indexes) {
    const IndexDefinition* index = reader.schema().find_index(name);
    ASSERT_NE(index, nullptr);
    EXPECT_EQ(index->unique, model_index.unique);
    EXPECT_EQ(reader.schema().find_constraint(name) != nullptr, model_index.unique);
    expect_index(reader, *index, model.indexed(model_index));
  }
}

}  // namespace

std::string key_in_index(std::span<const Value> values) {
  std::string key;
  for (const Value& value : values) append_whole_index_key(key, value.view());
  return key;
}

std::map<EntityId, ModelValues> GraphModel::indexed(const ModelIndex& index) const {
  std::map<EntityId, ModelValues> entries;
  const auto add = [&](EntityId id, const std::map<std::string, Value>& properties) {
    ModelValues values;
    for (const std::string& key : index.keys) {
      const auto property = properties.find(key);
      if (property == properties.end()) return;
      values.push_back(property->second);
    }
    entries.emplace(id, std::move(values));
  };
  if (index.entity == EntityKind::Node) {
    for (const auto& [id, node] : nodes) {
      if (node.labels.contains(index.token)) add(id, node.properties);
    }
  } else {
    for (const auto& [id, relationship] : relationships) {
      if (relationship.type == index.token) add(id, relationship.properties);
    }
  }
  return entries;
}

bool GraphModel::keeps(const ModelIndex& index) const {
  std::set<std::string> seen;
  if (!index.unique) return true;
  const auto is_new = [&](const auto& entry) { return seen.insert(key_in_index(entry.second)).second; };
  return std::ranges::all_of(indexed(index), is_new);
}

bool GraphModel::keeps_constraints() const {
  return std::ranges::all_of(indexes, [&](const auto& index) { return keeps(index.second); });
}

void expect_same(Reader& reader, const GraphModel& model) {
  expect_nodes(reader, model);
  expect_properties(reader, EntityKind::Node, reader.node_id_bound(), model.nodes);
  expect_properties(reader, EntityKind::Relationship, reader.relationship_id_bound(), model.relationships);
  expect_relationships(reader, model);
  expect_lists(reader, model);
  expect_counts(reader, model);
  expect_indexes(reader, model);
}

}  // namespace cairn::storage::testing
