#include "tests/storage/golden_graph.h"

#include "tests/storage/store_testing.h"

#include <fmt/format.h>

namespace cairn::storage::testing {

namespace {

constexpr NodeId hub = 0;
constexpr std::size_t spokes = 5000;

std::vector<Value> golden_values() {
  return {Value::integer(-1),
          Value::integer((std::int64_t{1} << 53U) + 1),
          Value::floating(0.5),
          Value::boolean(true),
          Value::string("na\xC3\xAFve"),
          Value::string(std::string(300, 'x') + "1"),
          Value::string(std::string(300, 'x') + "2"),
          Value::list({Value::integer(1), Value::list({Value::string("deep")})})};
}

NodeId make_node(WriteTransaction& transaction, std::initializer_list<LabelToken> labels, KeyToken key,
                 const Value& value) {
  const PropertyEntry entry{key, value.view()};
  return must(transaction.create_node(std::span(labels.begin(), labels.size()), std::span(&entry, 1)));
}

std::string judge_hub(Reader& reader, TypeToken type) {
  NeighbourSpans spans;
  must(reader.expand(std::span(&hub, 1), Direction::Outgoing, std::span(&type, 1), NeighbourNeed::IdsAndRelationships,
                     spans));
  if (spans.spans.size() != 1 || spans.spans[0].count != spokes) return "the hub's list is not whole";
  for (std::uint32_t i = 0; i < spokes; ++i) {
    // Spoke 3 lost its relationship, spoke 5 got a second one.
    const NodeId expected = 1 + i + (i == 2 || i == 3 ? 1 : 0);
    if (spans.spans[0].id(i) != expected)
      return fmt::format("entry {} of the hub is node {}, not {}", i, spans.spans[0].id(i), expected);
  }
  return "";
}

}  // namespace

void fill_golden(GraphStore& store) {
  auto transaction = must(store.begin_write());
  const LabelToken hub_label = transaction->label("Hub");
  const LabelToken spoke_label = transaction->label("Spoke");
  const KeyToken number = transaction->key("number");
  const TypeToken has = transaction->type("HAS");
  make_node(*transaction, {hub_label}, number, Value::integer(0));
  for (std::size_t i = 1; i <= spokes; ++i) {
    const NodeId spoke = make_node(*transaction, {spoke_label}, number, Value::integer(static_cast<std::int64_t>(i)));
    must(transaction->create_relationship(has, hub, spoke, {}));
  }
  must(transaction->create_relationship(transaction->type("SELF"), hub, hub, {}));
  must(transaction->commit());

  transaction = must(store.begin_write());
  must(transaction->delete_relationship(2));  // to spoke 3
  const Value since = Value::integer(1999);
  const PropertyEntry entry{transaction->key("since"), since.view()};
  must(transaction->create_relationship(has, hub, 5, std::span(&entry, 1)));
  must(transaction->create_constraint("by number", ConstraintKind::Unique, EntityKind::Node, spoke_label,
                                      std::span(&number, 1)));
  must(transaction->create_index("by since", EntityKind::Relationship, has, std::span(&entry.key, 1)));
  must(transaction->commit());

  transaction = must(store.begin_write());
  const LabelToken value_label = transaction->label("Value");
  const KeyToken value_key = transaction->key("value");
  for (const Value& value : golden_values()) make_node(*transaction, {value_label}, value_key, value);
  must(transaction->create_constraint("by value", ConstraintKind::Unique, EntityKind::Node, value_label,
                                      std::span(&value_key, 1)));
  must(transaction->commit());
}

std::string judge_golden(const GraphStore& store) {
  const CheckReport report = must(store.check());
  if (!report.clean()) return report.findings[0].key + ": " + report.findings[0].problem;
  auto reader = store.read(store.durable());
  const std::vector<Value> values = golden_values();
  if (reader->statistics().nodes() != 1 + spokes + values.size()) return "the number of nodes is wrong";
  if (reader->statistics().relationships() != spokes + 1) return "the number of relationships is wrong";
  const auto has = reader->find_type("HAS");
  const auto self = reader->find_type("SELF");
  if (!has || !self || reader->statistics().self_loops(*self) != 1) return "a type or the self-loop is missing";
  if (std::string wrong = judge_hub(*reader, *has); !wrong.empty()) return wrong;
  const IndexDefinition* by_value = reader->schema().find_index("by value");
  const IndexDefinition* by_number = reader->schema().find_index("by number");
  const IndexDefinition* by_since = reader->schema().find_index("by since");
  if (by_value == nullptr || by_number == nullptr || by_since == nullptr) return "an index is missing";
  std::vector<EntityId> found;
  for (std::size_t i = 0; i < values.size(); ++i) {
    must(reader->index_seek(by_value->id, values[i].view(), found));
    if (found != std::vector<EntityId>{1 + spokes + i})
      return fmt::format("value {} is not found", describe(values[i].view()));
  }
  must(reader->index_seek(by_number->id, Value::floating(77).view(), found));
  if (found != std::vector<EntityId>{77}) return "spoke 77 is not found";
  must(reader->index_seek(by_since->id, Value::integer(1999).view(), found));
  return found.size() == 1 ? "" : "the relationship since 1999 is not found";
}

}  // namespace cairn::storage::testing
