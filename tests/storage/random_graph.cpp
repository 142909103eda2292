#include "tests/storage/random_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cairn::storage::testing {

namespace {

std::vector<PropertyEntry> entries_of(WriteTransaction& transaction, const std::map<std::string, Value>& properties) {
  std::vector<PropertyEntry> entries;
  for (const auto& [key, value] : properties) entries.push_back({transaction.key(key), value.view()});
  return entries;
}

}  // namespace

template <class Map>
typename Map::key_type RandomChanges::any(const Map& map) {
  auto place = map.begin();
  std::advance(place, below(map.size()));
  return place->first;
}

Value RandomChanges::value() {
  // Constraints are met by some values and broken by others.
  if (constraints_ && chance(0.7)) return Value::integer(static_cast<std::int64_t>(below(25)));
  switch (below(9)) {
    case 0: return Value::boolean(chance(0.5));
    case 1: return Value::floating(static_cast<double>(below(6)) / 2);
    case 2: return Value::floating(std::numeric_limits<double>::quiet_NaN());
    case 3: return Value::string("s" + std::to_string(below(5)));
    case 4: return Value::string(std::string(255 + below(3), 'x') + std::to_string(below(3)));
    case 5: return Value::list({Value::integer(static_cast<std::int64_t>(below(3))), Value::string("e")});
    case 6: return Value::integer((std::int64_t{1} << 53U) + static_cast<std::int64_t>(below(3)));
    default: return Value::integer(static_cast<std::int64_t>(below(5)) - 2);
  }
}

std::map<std::string, Value> RandomChanges::properties() {
  std::map<std::string, Value> result;
  for (std::size_t i = below(constraints_ ? 8 : 4); i > 0; --i) result.insert_or_assign(key(), value());
  return result;
}

void RandomChanges::create_node(WriteTransaction& transaction, GraphModel& model) {
  ModelNode node{.labels = {}, .properties = properties()};
  std::vector<LabelToken> labels;
  for (std::size_t i = below(3); i > 0; --i) {
    const std::string name = label();
    node.labels.insert(name);
    labels.push_back(transaction.label(name));
  }
  const NodeId id = must(transaction.create_node(labels, entries_of(transaction, node.properties)));
  EXPECT_FALSE(model.nodes.contains(id));
  model.nodes.emplace(id, std::move(node));
}

void RandomChanges::create_relationship(WriteTransaction& transaction, GraphModel& model) {
  if (model.nodes.empty()) return;
  const NodeId source = any(model.nodes);
  const NodeId target = chance(0.15) ? source : any(model.nodes);
  ModelRelationship relationship{.type = type(), .source = source, .target = target, .properties = properties()};
  const TypeToken token = transaction.type(relationship.type);
  const RelationshipId id =
      must(transaction.create_relationship(token, source, target, entries_of(transaction, relationship.properties)));
  EXPECT_FALSE(model.relationships.contains(id));
  model.relationships.emplace(id, std::move(relationship));
}

void RandomChanges::delete_something(WriteTransaction& transaction, GraphModel& model) {
  if (chance(0.7) && !model.relationships.empty()) {
    const RelationshipId id = any(model.relationships);
    must(transaction.delete_relationship(id));
    EXPECT_TRUE(transaction.was_deleted(EntityKind::Relationship, id));
    model.relationships.erase(id);
    return;
  }
  if (model.nodes.empty()) return;
  const NodeId id = any(model.nodes);
  const auto touches = [&](const auto& entry) { return entry.second.source == id || entry.second.target == id; };
  const auto connected = static_cast<std::uint64_t>(std::ranges::count_if(model.relationships, touches));
  EXPECT_EQ(must(transaction.is_connected(id)), connected > 0);
  EXPECT_EQ(must(transaction.detach_delete_node(id)), connected);
  EXPECT_TRUE(transaction.was_deleted(EntityKind::Node, id));
  std::erase_if(model.relationships, touches);
  model.nodes.erase(id);
}

void RandomChanges::change_property(WriteTransaction& transaction, GraphModel& model) {
  const bool of_node = chance(0.6);
  if (of_node ? model.nodes.empty() : model.relationships.empty()) return;
  const EntityKind kind = of_node ? EntityKind::Node : EntityKind::Relationship;
  const EntityId id = of_node ? any(model.nodes) : any(model.relationships);
  auto& properties = of_node ? model.nodes[id].properties : model.relationships[id].properties;
  const std::string name = key();
  const auto before = properties.find(name);
  if (chance(0.25)) {
    EXPECT_EQ(must(transaction.remove_property(kind, id, transaction.key(name))), before != properties.end());
    properties.erase(name);
    return;
  }
  const Value changed = value();
  const bool differs = before == properties.end() || before->second != changed;
  EXPECT_EQ(must(transaction.set_property(kind, id, transaction.key(name), changed.view())), differs);
  properties.insert_or_assign(name, changed);
}

void RandomChanges::change_label(WriteTransaction& transaction, GraphModel& model) {
  if (model.nodes.empty()) return;
  const NodeId id = any(model.nodes);
  const std::string name = label();
  std::set<std::string>& labels = model.nodes[id].labels;
  if (chance(0.5)) {
    EXPECT_EQ(must(transaction.add_label(id, transaction.label(name))), labels.insert(name).second);
  } else {
    EXPECT_EQ(must(transaction.remove_label(id, transaction.label(name))), labels.erase(name) == 1);
  }
}

void RandomChanges::drop_index(WriteTransaction& transaction, GraphModel& model, const std::string& name) {
  if (model.indexes.at(name).unique) {
    must(transaction.drop_constraint(name));
  } else {
    must(transaction.drop_index(name));
  }
  model.indexes.erase(name);
}

ModelIndex RandomChanges::index() {
  ModelIndex index{.entity = chance(0.6) ? EntityKind::Node : EntityKind::Relationship, .token = {}, .keys = {}};
  index.token = index.entity == EntityKind::Node ? label() : type();
  index.keys = {"k0", "k1", "k2", "k3"};
  std::ranges::shuffle(index.keys, random_);
  index.unique = constraints_ && chance(0.5);
  index.keys.resize(1 + below(index.unique ? 2 : 3));
  return index;
}

void RandomChanges::change_index(WriteTransaction& transaction, GraphModel& model) {
  const std::string name = "index " + std::to_string(below(4));
  if (model.indexes.contains(name)) {
    // Constraints stay for a while, so that changes meet them.
    if (!constraints_ || chance(0.3)) drop_index(transaction, model, name);
    return;
  }
  ModelIndex made = index();
  const bool of_nodes = made.entity == EntityKind::Node;
  const std::uint32_t token = of_nodes ? transaction.label(made.token) : transaction.type(made.token);
  std::vector<KeyToken> keys;
  for (const std::string& key : made.keys) keys.push_back(transaction.key(key));
  const auto result = made.unique
                          ? transaction.create_constraint(name, ConstraintKind::Unique, made.entity, token, keys)
                          : transaction.create_index(name, made.entity, token, keys);
  const bool exists = std::ranges::any_of(model.indexes, [&](const auto& entry) {
    const ModelIndex& other = entry.second;
    if (other.entity != made.entity || other.token != made.token) return false;
    return other.keys == made.keys ||
           (other.unique && made.unique && std::ranges::is_permutation(other.keys, made.keys));
  });
  EXPECT_EQ(result.has_value(), !exists && model.keeps(made)) << (result ? "" : result.error().message);
  if (result) model.indexes.emplace(name, std::move(made));
}

void RandomChanges::change(WriteTransaction& transaction, GraphModel& model) {
  const std::size_t dice = below(100);
  if (dice < 22) return create_node(transaction, model);
  if (dice < 50) return create_relationship(transaction, model);
  if (dice < 62) return delete_something(transaction, model);
  if (dice < 84) return change_property(transaction, model);
  if (dice < (constraints_ ? 95 : 98)) return change_label(transaction, model);
  change_index(transaction, model);
}

}  // namespace cairn::storage::testing
