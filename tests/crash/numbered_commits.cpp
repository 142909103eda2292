#include "tests/crash/numbered_commits.h"

#include "tests/storage/store_testing.h"

#include <fmt/format.h>

#include <map>

namespace cairn::storage::testing {

namespace {

constexpr std::uint64_t batches_kept = 10;
constexpr std::uint64_t numbers_per_fold = 13;
constexpr NodeId counter_node = 0;
constexpr NodeId hub_node = 1;

std::uint64_t batch_size(std::uint64_t number) { return 1 + number % 5; }

Expected<void> make_batch(WriteTransaction& transaction, std::uint64_t number) {
  const LabelToken label = transaction.label("Batch");
  const Value value = Value::integer(static_cast<std::int64_t>(number));
  const PropertyEntry entry{transaction.key("number"), value.view()};
  std::vector<NodeId> nodes;
  for (std::uint64_t i = 0; i < batch_size(number); ++i) {
    const auto node = transaction.create_node(std::span(&label, 1), std::span(&entry, 1));
    if (!node) return node.error();
    nodes.push_back(*node);
    const auto spoke = transaction.create_relationship(transaction.type("HAS"), hub_node, *node, {});
    if (!spoke) return spoke.error();
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto next =
        transaction.create_relationship(transaction.type("NEXT"), nodes[i], nodes[(i + 1) % nodes.size()], {});
    if (!next) return next.error();
  }
  return {};
}

Expected<void> delete_batch(WriteTransaction& transaction, Reader& reader, std::uint64_t number) {
  const IndexDefinition* index = reader.schema().find_index("by number");
  if (index == nullptr) return storage_error("Damaged", "the index is gone");
  std::vector<EntityId> nodes;
  const Value value = Value::integer(static_cast<std::int64_t>(number));
  if (const auto found = reader.index_seek(index->id, value.view(), nodes); !found) return found.error();
  for (const NodeId node : nodes) {
    if (const auto deleted = transaction.detach_delete_node(node); !deleted) return deleted.error();
  }
  return {};
}

Expected<void> make_commit(GraphStore& store, WriteTransaction& transaction, std::uint64_t number) {
  const KeyToken key = transaction.key("number");
  if (number == 1) {
    const LabelToken label = transaction.label("Special");
    for (const NodeId expected : {counter_node, hub_node}) {
      const auto node = transaction.create_node(std::span(&label, 1), {});
      if (!node) return node.error();
      if (*node != expected) return storage_error("Damaged", "the first ids were used before");
    }
    const auto index =
        transaction.create_index("by number", EntityKind::Node, transaction.label("Batch"), std::span(&key, 1));
    if (!index) return index.error();
  }
  const Value value = Value::integer(static_cast<std::int64_t>(number));
  if (const auto set = transaction.set_property(EntityKind::Node, counter_node, key, value.view()); !set)
    return set.error();
  if (const auto made = make_batch(transaction, number); !made) return made.error();
  if (number <= batches_kept) return {};
  auto reader = store.read(transaction);
  return delete_batch(transaction, *reader, number - batches_kept);
}

// What the counter says; 0 if there is none.
Expected<std::uint64_t> read_counter(Reader& reader) {
  const auto key = reader.find_key("number");
  if (!key) return std::uint64_t{0};
  PropertyColumn column;
  const auto read = reader.property(EntityKind::Node, std::span(&counter_node, 1), *key, column);
  if (!read) return read.error();
  return column.valid[0] == 0 ? std::uint64_t{0} : static_cast<std::uint64_t>(column.integers[0]);
}

}  // namespace

Expected<std::uint64_t> commit_next(GraphStore& store) {
  auto transaction = store.begin_write();
  if (!transaction) return transaction.error();
  const auto last = read_counter(*store.read(**transaction));
  if (!last) return last.error();
  const std::uint64_t number = *last + 1;
  if (const auto made = make_commit(store, **transaction, number); !made) return made.error();
  if (const auto committed = (*transaction)->commit(); !committed) return committed.error();
  transaction->reset();
  if (number % numbers_per_fold != 0) return number;
  if (const auto folded = store.fold(); !folded) return folded.error();
  return number;
}

std::uint64_t last_number(const GraphStore& store) { return must(read_counter(*store.read(store.durable()))); }

std::string judge(const GraphStore& store) {
  const auto report = store.check();
  if (!report) return to_string(report.error());
  if (!report->clean())
    return report->findings[0].family + " " + report->findings[0].key + ": " + report->findings[0].problem;
  auto reader = store.read(store.durable());
  const std::vector<NodeId> nodes = nodes_with(*reader, label_exists);
  const auto counter = read_counter(*reader);
  if (!counter) return to_string(counter.error());
  const std::uint64_t last = *counter;
  if (last == 0) return nodes.empty() ? "" : "there are nodes before the first commit";

  std::map<std::int64_t, std::uint64_t> expected = {};
  std::uint64_t total = 0;
  for (std::uint64_t number = last > batches_kept ? last - batches_kept + 1 : 1; number <= last; ++number) {
    expected[static_cast<std::int64_t>(number)] = batch_size(number);
    total += batch_size(number);
  }
  PropertyColumn column;
  if (const auto read =
          reader->property(EntityKind::Node, nodes, reader->find_key("number").value_or(no_token), column);
      !read) {
    return to_string(read.error());
  }
  std::map<std::int64_t, std::uint64_t> found;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i] > hub_node) ++found[column.integers[i]];
  }
  if (found != expected) return fmt::format("the batches are not those of transaction {}", last);
  if (reader->statistics().relationships() != 2 * total)
    return fmt::format("the relationships are not those of transaction {}", last);
  return "";
}

}  // namespace cairn::storage::testing
