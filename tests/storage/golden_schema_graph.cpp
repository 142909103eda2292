#include "tests/storage/golden_graph.h"

#include "storage/block_builder.h"
#include "storage/meta_codec.h"
#include "storage/store.h"
#include "tests/storage/store_testing.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

namespace cairn::storage::testing {

namespace {

constexpr std::int64_t people = 600;
constexpr NodeId deleted_person = 400;
constexpr NodeId changed_person = 17;
constexpr std::size_t towns = 7;

// Every tenth person has them.
bool has_long_values(NodeId id) { return id % 10 == 7; }
std::string long_text(NodeId id) { return std::string(300, 'n') + std::to_string(id); }

Value name_of(NodeId id) {
  return Value::string(id == changed_person ? std::string("changed") : fmt::format("person {}", id));
}
Value town_of(NodeId id) { return Value::string(fmt::format("town {}", id % towns)); }
Value age_of(NodeId id) {
  const auto years = static_cast<std::int64_t>(id % 90);
  return id % 2 == 0 ? Value::integer(years) : Value::floating(static_cast<double>(years) + 0.5);
}
// Several share one.
Value note_of(NodeId id) { return Value::string(long_text(id % 50)); }
// Nobody shares one; some are lists.
Value code_of(NodeId id) {
  const Value text = Value::string(long_text(id));
  return id % 20 == 7 ? Value::list({Value::integer(1), text}) : text;
}
Value since_of(RelationshipId id) { return Value::integer(static_cast<std::int64_t>(1900 + id % 100)); }

// The names of the graph, which it gives its tokens in this order.
struct Names {
  LabelToken person = 1;
  TypeToken knows = 1;
  KeyToken id = 1;
  KeyToken name = 2;
  KeyToken town = 3;
  KeyToken age = 4;
  KeyToken note = 5;
  KeyToken code = 6;
  KeyToken since = 7;
};

void make_people(WriteTransaction& transaction, const Names& names) {
  for (NodeId id = 0; id < people; ++id) {
    const std::vector<std::pair<KeyToken, Value>> values = {{names.id, Value::integer(static_cast<std::int64_t>(id))},
                                                            {names.name, Value::string(fmt::format("person {}", id))},
                                                            {names.town, town_of(id)},
                                                            {names.age, age_of(id)},
                                                            {names.note, note_of(id)},
                                                            {names.code, code_of(id)}};
    std::vector<PropertyEntry> entries;
    for (const auto& [key, value] : values) entries.push_back({key, value.view()});
    const std::size_t count = has_long_values(id) ? entries.size() : entries.size() - 2;
    must(transaction.create_node(std::span(&names.person, 1), std::span(entries).first(count)));
  }
  for (NodeId id = 0; id + 1 < deleted_person; ++id) {
    const Value since = since_of(id);
    const PropertyEntry entry{names.since, since.view()};
    must(transaction.create_relationship(names.knows, id, id + 1, std::span(&entry, 1)));
  }
}

void make_rules(WriteTransaction& transaction, const Names& names) {
  const auto index = [&](const char* name, EntityKind kind, std::uint32_t token, std::vector<KeyToken> keys) {
    must(transaction.create_index(name, kind, token, keys));
  };
  const auto constraint = [&](const char* name, ConstraintKind kind, std::vector<KeyToken> keys,
                              const PropertyTypes& types = {}) {
    must(transaction.create_constraint(name, kind, EntityKind::Node, names.person, keys, types));
  };
  PropertyTypes number = PropertyTypes::of(PropertyType::Integer);
  number.add(PropertyTypes::of(PropertyType::Float));
  index("by town and note", EntityKind::Node, names.person, {names.town, names.note});
  index("by note", EntityKind::Node, names.person, {names.note});
  index("by since", EntityKind::Relationship, names.knows, {names.since});
  constraint("code is unique", ConstraintKind::Unique, {names.code});
  constraint("town and name are unique", ConstraintKind::Unique, {names.town, names.name});
  constraint("id is key", ConstraintKind::Key, {names.id});
  constraint("name is there", ConstraintKind::NotNull, {names.name});
  constraint("age is a number", ConstraintKind::Type, {names.age}, number);
}

// What is wrong with the answers of one index; `values` are those of an entity, nothing if it is not in the index.
using ValuesOf = std::function<std::optional<std::vector<Value>>(EntityId)>;
std::string judge_index(Reader& reader, std::string_view name, EntityId bound, const ValuesOf& values_of) {
  const IndexDefinition* index = reader.schema().find_index(name);
  if (index == nullptr) return fmt::format("the index '{}' is missing", name);
  std::map<std::vector<Value>, std::vector<EntityId>> expected;
  std::size_t entries = 0;
  for (EntityId id = 0; id < bound; ++id) {
    const auto values = values_of(id);
    if (!values) continue;
    expected[*values].push_back(id);
    ++entries;
  }
  std::vector<EntityId> found;
  for (const auto& [values, ids] : expected) {
    std::vector<ValueView> views;
    for (const Value& value : values) views.push_back(value.view());
    must(reader.index_seek(index->id, views, found));
    if (found != ids) return fmt::format("'{}' does not find {}", name, describe(views.back()));
    for (const bool inclusive : {true, false}) {
      IndexPosition position;
      found.resize(entries);
      const IndexBounds bounds{.equal = std::span(views).first(views.size() - 1),
                               .lower = views.back(),
                               .upper = views.back(),
                               .lower_inclusive = inclusive};
      found.resize(must(reader.index_range(index->id, bounds, position, found)));
      if (found != (inclusive ? ids : std::vector<EntityId>()))
        return fmt::format("'{}' has another range at {}", name, describe(views.back()));
    }
  }
  IndexPosition position;
  found.resize(entries + 1);
  return must(reader.index_range(index->id, {}, position, found)) == entries
             ? ""
             : fmt::format("'{}' has another number of entries", name);
}

std::string judge_indexes(Reader& reader) {
  const auto of_people = [](bool long_values_only, const std::function<std::vector<Value>(NodeId)>& values) {
    return [=](EntityId id) -> std::optional<std::vector<Value>> {
      if (id == deleted_person || (long_values_only && !has_long_values(id))) return std::nullopt;
      return values(id);
    };
  };
  const auto of_relationships = [](RelationshipId id) { return std::optional(std::vector{since_of(id)}); };
  using Values = std::vector<Value>;
  const std::vector<std::pair<const char*, ValuesOf>> of_nodes = {
      {"by town and note", of_people(true, [](NodeId id) { return Values{town_of(id), note_of(id)}; })},
      {"by note", of_people(true, [](NodeId id) { return Values{note_of(id)}; })},
      {"code is unique", of_people(true, [](NodeId id) { return Values{code_of(id)}; })},
      {"town and name are unique", of_people(false, [](NodeId id) { return Values{town_of(id), name_of(id)}; })},
      {"id is key", of_people(false, [](NodeId id) { return Values{Value::integer(static_cast<std::int64_t>(id))}; })}};
  for (const auto& [name, values] : of_nodes) {
    if (std::string wrong = judge_index(reader, name, people, values); !wrong.empty()) return wrong;
  }
  // The last one ended at the deleted person.
  return judge_index(reader, "by since", deleted_person - 1, of_relationships);
}

std::string judge_properties(Reader& reader, const Names& names) {
  std::vector<EntityId> ids(people);
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = i;
  std::string scratch;
  PropertyColumn column;
  const auto judge = [&](KeyToken key, bool long_values_only, Value (*value)(NodeId)) -> std::string {
    must(reader.property(EntityKind::Node, ids, key, column));
    for (const EntityId id : ids) {
      const bool there = id != deleted_person && (!long_values_only || has_long_values(id));
      if ((column.valid[id] != 0) != there) return fmt::format("property {} of person {} is or is not there", key, id);
      if (there && column.value_at(id, scratch).bytes() != value(id).bytes())
        return fmt::format("property {} of person {} is wrong", key, id);
    }
    return "";
  };
  for (const auto& [key, long_values_only, value] :
       {std::tuple(names.name, false, &name_of), std::tuple(names.age, false, &age_of),
        std::tuple(names.code, true, &code_of)}) {
    if (std::string wrong = judge(key, long_values_only, value); !wrong.empty()) return wrong;
  }
  return "";
}

std::string judge_features(const StoreView& view) {
  std::string bytes;
  must(view.get(Family::Meta, meta_features, bytes));
  const auto features = parse_features(bytes);
  for (const std::string_view wanted : {feature_blocks, feature_composite_indexes, feature_constraints}) {
    if (!features || std::ranges::find(*features, wanted) == features->end())
      return fmt::format("the feature '{}' is not named", wanted);
  }
  return "";
}

// What is wrong with the error of a write that a constraint forbids.
std::string judge_refusal(GraphStore& store, std::string_view detail, KeyToken key, const std::optional<Value>& value) {
  auto transaction = must(store.begin_write());
  transaction->begin_statement();
  if (value) {
    must(transaction->set_property(EntityKind::Node, 0, key, value->view()));
  } else {
    must(transaction->remove_property(EntityKind::Node, 0, key));
  }
  const auto ended = transaction->end_statement();
  if (ended) return fmt::format("a write that is {} is allowed", detail);
  return ended.error().detail == detail ? "" : to_string(ended.error());
}

}  // namespace

void fill_golden_schema(GraphStore& store) {
  const Names names;
  auto transaction = must(store.begin_write());
  transaction->label("Person");
  transaction->type("KNOWS");
  for (const char* name : {"id", "name", "town", "age", "note", "code", "since"}) transaction->key(name);
  make_people(*transaction, names);
  make_rules(*transaction, names);
  must(transaction->commit());

  // Over the blocks that has made.
  transaction = must(store.begin_write());
  must(transaction->delete_node(deleted_person));
  must(transaction->set_property(EntityKind::Node, changed_person, names.name, name_of(changed_person).view()));
  must(transaction->commit());
}

std::string judge_golden_schema(const GraphStore& store) {
  const Names names;
  const CheckReport report = must(store.check());
  if (!report.clean()) return report.findings[0].key + ": " + report.findings[0].problem;
  auto reader = store.read(store.durable());
  if (reader->find_label("Person") != names.person || reader->find_key("since") != names.since)
    return "the names are others";
  if (reader->statistics().nodes() != people - 1) return "the number of nodes is wrong";
  if (reader->statistics().relationships() != deleted_person - 1) return "the number of relationships is wrong";
  if (reader->schema().constraints().size() != 5) return "the number of constraints is wrong";
  if (std::string wrong = judge_features(*store.durable()->view); !wrong.empty()) return wrong;
  if (std::string wrong = judge_properties(*reader, names); !wrong.empty()) return wrong;
  return judge_indexes(*reader);
}

std::string judge_golden_rules(GraphStore& store) {
  const Names names;
  const std::vector<std::tuple<const char*, KeyToken, std::optional<Value>>> refusals = {
      {"NotUnique", names.id, Value::floating(1)},
      {"NotUnique", names.code, Value::list({Value::floating(1), Value::string(long_text(7))})},
      {"NotUnique", names.code, Value::string(long_text(17))},
      {"PropertyMissing", names.id, std::nullopt},
      {"PropertyMissing", names.name, std::nullopt},
      {"WrongPropertyType", names.age, Value::string("old")}};
  for (const auto& [detail, key, value] : refusals) {
    if (std::string wrong = judge_refusal(store, detail, key, value); !wrong.empty()) return wrong;
  }
  // A long value that only begins like others, and the end of one that was there.
  auto transaction = must(store.begin_write());
  must(transaction->set_property(EntityKind::Node, 0, names.code, Value::string(long_text(0)).view()));
  must(transaction->remove_property(EntityKind::Node, 7, names.code));
  must(transaction->set_property(EntityKind::Node, 0, names.note, note_of(7).view()));
  must(transaction->remove_property(EntityKind::Node, 7, names.note));
  must(transaction->commit());
  transaction.reset();
  const CheckReport report = must(store.check());
  if (!report.clean()) return report.findings[0].key + ": " + report.findings[0].problem;
  auto reader = store.read(store.durable());
  std::vector<EntityId> found;
  must(reader->index_seek(reader->schema().find_index("code is unique")->id, code_of(7).view(), found));
  if (!found.empty()) return "a value that was removed is found";
  must(reader->index_seek(reader->schema().find_index("by note")->id, note_of(7).view(), found));
  const bool fits = found.size() == people / 50 && found.front() == 0;
  return fits ? "" : "other nodes have the note than should";
}

}  // namespace cairn::storage::testing
