#include "tests/crash/rule_cycle.h"

#include "storage/store.h"
#include "storage/test_hooks.h"
#include "tests/storage/store_testing.h"

#include <fmt/format.h>

namespace cairn::storage::testing {

namespace {

constexpr std::size_t node_count = 4'000;
constexpr LabelToken label = 1;
constexpr KeyToken number = 1;
constexpr KeyToken text = 2;

Value number_of(NodeId id) { return Value::integer(static_cast<std::int64_t>((id * 7) % node_count)); }

// Long ones, each of two nodes.
Value text_of(NodeId id) { return Value::string(std::string(280, 't') + std::to_string(id / 2)); }

// What is wrong with the index; `values_alike`: how many nodes, side by side, have the same value.
std::string judge_index(Reader& reader, std::string_view name, Value (*value_of)(NodeId), std::size_t values_alike) {
  const IndexDefinition* index = reader.schema().find_index(name);
  if (index == nullptr) return "";
  std::vector<EntityId> found(node_count + 1);
  IndexPosition position;
  if (must(reader.index_range(index->id, {}, position, found)) != node_count)
    return fmt::format("'{}' has another number of entries", name);
  for (NodeId id = 0; id < node_count; id += values_alike) {
    must(reader.index_seek(index->id, value_of(id).view(), found));
    std::vector<EntityId> expected;
    for (std::size_t i = 0; i < values_alike; ++i) expected.push_back(id + i);
    if (found != expected) return fmt::format("'{}' does not find node {}", name, id);
  }
  return "";
}

}  // namespace

Expected<std::unique_ptr<GraphStore>> open_for_rules(const std::string& path) {
  auto hooks = std::make_shared<TestHooks>();
  hooks->index_build_entities_min = 1;
  hooks->index_build_bytes_max = std::size_t{64} * 1024;
  OpenOptions options;
  options.memory_bytes = std::uint64_t{8} << 20U;
  options.test_hooks = hooks;
  return GraphStore::open(path, options);
}

void fill_for_rules(GraphStore& store) {
  auto transaction = must(store.begin_write());
  transaction->label("L");
  transaction->key("number");
  transaction->key("text");
  for (NodeId id = 0; id < node_count; ++id) {
    const Value first = number_of(id);
    const Value second = text_of(id);
    const std::vector<PropertyEntry> entries = {{number, first.view()}, {text, second.view()}};
    must(transaction->create_node(std::span(&label, 1), entries));
  }
  must(transaction->commit());
}

int rule_state(const GraphStore& store) {
  const Schema& schema = *store.durable()->schema;
  const bool has_index = schema.find_index("i") != nullptr;
  if (schema.find_constraint("c") == nullptr) return has_index ? 3 : 0;
  return has_index ? 2 : 1;
}

Expected<void> next_rule_state(GraphStore& store) {
  auto transaction = store.begin_write();
  if (!transaction) return transaction.error();
  WriteTransaction& writer = **transaction;
  const auto change = [&]() -> Expected<void> {
    switch (rule_state(store)) {
      case 0: {
        const auto made =
            writer.create_constraint("c", ConstraintKind::Key, EntityKind::Node, label, std::span(&number, 1));
        return made ? Expected<void>() : made.error();
      }
      case 1: {
        const auto made = writer.create_index("i", EntityKind::Node, label, std::span(&text, 1));
        return made ? Expected<void>() : made.error();
      }
      case 2: return writer.drop_constraint("c");
      default: return writer.drop_index("i");
    }
  };
  if (const auto changed = change(); !changed) return changed;
  const auto committed = writer.commit();
  return committed ? Expected<void>() : committed.error();
}

std::string judge_rules(const GraphStore& store) {
  const CheckReport report = must(store.check());
  if (!report.clean()) return report.findings[0].key + ": " + report.findings[0].problem;
  auto reader = store.read(store.durable());
  if (reader->statistics().nodes() != node_count) return "nodes are lost";
  const StoreViewPtr view = store.durable()->view;
  if (rule_state(store) == 0 && view->cursor(Family::Indexes)->valid()) return "entries of no index are left";
  if (view->cursor(Family::Meta, "building/", "building0")->valid()) return "the mark of a build is left";
  if (std::string wrong = judge_index(*reader, "c", number_of, 1); !wrong.empty()) return wrong;
  return judge_index(*reader, "i", text_of, 2);
}

}  // namespace cairn::storage::testing
