// `check` finds each of a series of seeded defects, and names the key.
#include "storage/check.h"

#include "storage/column_block.h"
#include "storage/commit_record.h"
#include "storage/graph_store.h"
#include "storage/index_key.h"
#include "storage/label_block.h"
#include "storage/list_codec.h"
#include "storage/meta_codec.h"
#include "storage/record_codec.h"
#include "storage/store.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <functional>

namespace cairn::storage::testing {
namespace {

// Writes a second commit behind the back of everything that keeps the graph consistent.
void write_behind(const std::string& path, const std::function<void(CommitRecordBuilder&)>& change) {
  auto store = must(Store::open(path, {}));
  CommitRecordBuilder record;
  change(record);
  const std::string bytes = record.finish({.number = 2, .instant_us = 4'000'000'000'000'000});
  must(store->write(CommitRecordView::parse(bytes).value()));
  must(store->close());
}

// A small graph: nodes 0 (labels A, B), 1 (A), 2 (no label); relationships 0: (0)-[T]->(1), 1: (0)-[T]->(0),
// 2: (1)-[U]->(2); property k of nodes 0 and 1; index 1 on (A, k), unique index 2 on (B, k).
class Patient {
 public:
  Patient() {
    static const TemporaryDirectory sound;
    if (!std::filesystem::exists(sound.file("db"))) make(sound.file("db"));
    std::filesystem::copy(sound.file("db"), path(), std::filesystem::copy_options::recursive);
  }

  void harm(const std::function<void(CommitRecordBuilder&)>& change) const { write_behind(path(), change); }

  // The findings, as "family: key: problem" lines.
  std::string diagnosis() const {
    auto store = open_store(path());
    const CheckReport report = must(store->check());
    std::string lines;
    for (const CheckFinding& finding : report.findings)
      lines += finding.family + ": " + finding.key + ": " + finding.problem + "\n";
    return lines;
  }

 private:
  static void make(const std::string& path) {
    auto store = open_store(path);
    auto transaction = must(store->begin_write());
    const std::vector<LabelToken> both = {transaction->label("A"), transaction->label("B")};
    const KeyToken key = transaction->key("k");
    const Value one = Value::integer(1);
    const Value two = Value::integer(2);
    const PropertyEntry first{key, one.view()};
    const PropertyEntry second{key, two.view()};
    must(transaction->create_node(both, std::span(&first, 1)));
    must(transaction->create_node(std::span(both).first(1), std::span(&second, 1)));
    must(transaction->create_node({}, {}));
    const TypeToken type = transaction->type("T");
    must(transaction->create_relationship(type, 0, 1, {}));
    must(transaction->create_relationship(type, 0, 0, {}));
    must(transaction->create_relationship(transaction->type("U"), 1, 2, {}));
    must(transaction->create_index("a", EntityKind::Node, both[0], std::span(&key, 1)));
    must(transaction->create_constraint("b", ConstraintKind::Unique, EntityKind::Node, both[1], std::span(&key, 1)));
    must(transaction->commit());
    transaction.reset();
    must(store->close());
  }

  std::string path() const { return directory_.file("db"); }
  TemporaryDirectory directory_;
};

std::string list_bytes(NodeId node, const std::vector<ListEntry>& entries, bool more_chunks = false) {
  std::string bytes;
  append_list(bytes, node, entries, more_chunks);
  return bytes;
}

std::string node_bytes(const NodeRecord& record) {
  std::string bytes;
  append_record(bytes, record);
  return bytes;
}

std::string relationship_bytes(const RelationshipRecord& record) {
  std::string bytes;
  append_record(bytes, record);
  return bytes;
}

std::string label_bytes(const std::vector<NodeId>& ids) {
  LabelBlock block;
  for (const NodeId id : ids) block.members.set(id);
  std::string bytes;
  append_label_block(bytes, block);
  return bytes;
}

// Nodes 0, 1 and 2 as a base block without their records.
std::string node_block_bytes(const std::vector<std::size_t>& present, const std::vector<KeyToken>& keys = {}) {
  NodeBlock block;
  for (const std::size_t i : present) {
    block.present.set(i);
    block.labels.emplace_back();
    block.lists.emplace_back();
    block.keys.push_back(keys);
  }
  std::string bytes;
  append_block(bytes, block);
  return bytes;
}

std::string property_block_bytes(const std::vector<std::size_t>& present, const Value& value) {
  PropertyBlock block;
  for (const std::size_t i : present) {
    block.present.set(i);
    block.values.push_back(value.bytes());
  }
  std::string bytes;
  append_block(bytes, block);
  return bytes;
}

std::string relationship_block_bytes(RelationshipId id, TypeToken type, NodeId source, NodeId target) {
  RelationshipBlock block{
      .present = {}, .types = {type}, .sources = {source}, .targets = {target}, .keys = {{}}, .sections = {}};
  block.present.set(static_cast<std::size_t>(id));
  std::string bytes;
  append_block(bytes, block);
  return bytes;
}

std::string tombstone_bytes() {
  std::string bytes;
  append_tombstone(bytes);
  return bytes;
}

std::string key_of(const Value& value) {
  std::string key;
  append_index_key(key, value.view(), CutKeys::Hashed);
  return key;
}

std::string key_of(std::int64_t value) { return key_of(Value::integer(value)); }

// A constraint on property 1, with the id 3.
struct LoneConstraint {
  std::string name;
  ConstraintKind kind = ConstraintKind::Unique;
  LabelToken token = no_token;
  IndexId index = 0;
  PropertyTypes types = {};
};

Schema schema_with(const LoneConstraint& constraint) {
  Schema schema;
  schema.version = 9;
  schema.next_index = 4;
  schema.add(ConstraintDefinition{.id = 3,
                                  .name = constraint.name,
                                  .kind = constraint.kind,
                                  .token = constraint.token,
                                  .keys = {1},
                                  .index = constraint.index,
                                  .types = constraint.types});
  return schema;
}

Schema schema_with_wide_index() {
  Schema schema;
  schema.next_index = 3;
  schema.add(IndexDefinition{.id = 1, .name = "a", .token = 1, .keys = {1, 2}});
  return schema;
}

struct Defect {
  std::string name;
  std::function<void(CommitRecordBuilder&)> change;
  std::string finding;  // a part of what check must say
};

std::vector<Defect> defects() {
  const ListKey out_t{Direction::Outgoing, 1, 0};
  const ListKey in_t{Direction::Incoming, 1, 1};
  const RelationshipRecord r0{.type = 1, .source = 0, .target = 1, .properties = {}, .extras = {}};
  using Builder = CommitRecordBuilder;
  return {
      {"a node's record is gone", [](Builder& b) { b.remove(Family::Nodes, record_key(2)); },
       "leads to node 2, which does not exist"},
      {"a node's record is damaged", [](Builder& b) { b.put(Family::Nodes, record_key(1), "\x01\x00\x05"); },
       "nodes: node 1: cannot be decoded"},
      {"a node beyond the counter", [](Builder& b) { b.put(Family::Nodes, record_key(90), node_bytes({})); },
       "nodes: node 90: has an id that was never given"},
      {"a node has a nameless label",
       [](Builder& b) {
         b.put(Family::Nodes, record_key(2),
               node_bytes({.labels = {77}, .lists = {{2, Direction::Incoming}}, .properties = {}, .extras = {}}));
       },
       "nodes: node 2: has label 77, which has no name"},
      {"a node forgets a list", [](Builder& b) { b.put(Family::Nodes, record_key(2), node_bytes({})); },
       "nodes: node 2: names other (direction, type) pairs"},
      {"a relationship's record is gone", [](Builder& b) { b.remove(Family::Relationships, record_key(2)); },
       "holds relationship 2 to node 2, which its record does not say"},
      {"a relationship points elsewhere",
       [=](Builder& b) {
         RelationshipRecord r = r0;
         r.target = 2;
         b.put(Family::Relationships, record_key(0), relationship_bytes(r));
       },
       "relationships: relationship 0: is not in the incoming list of node 2"},
      {"a relationship has a nameless type",
       [=](Builder& b) {
         RelationshipRecord r = r0;
         r.type = 9;
         b.put(Family::Relationships, record_key(0), relationship_bytes(r));
       },
       "relationships: relationship 0: has type 9, which has no name"},
      {"an outgoing entry is missing",
       [=](Builder& b) { b.put(Family::Adjacency, chunk_key(out_t), list_bytes(0, {{0, 1}})); },
       "relationships: relationship 0: is not in the outgoing list of node 0"},
      {"an incoming entry is missing", [=](Builder& b) { b.remove(Family::Adjacency, chunk_key(in_t)); },
       "relationships: relationship 0: is not in the incoming list of node 1"},
      {"an entry nobody made",
       [=](Builder& b) { b.put(Family::Adjacency, chunk_key(out_t), list_bytes(0, {{0, 1}, {1, 0}, {2, 55}})); },
       "adjacency: outgoing list of type 1 of node 0 from (0, 0): holds relationship 55, which was never made"},
      {"a list value is damaged", [=](Builder& b) { b.put(Family::Adjacency, chunk_key(out_t), "\x01"); },
       "adjacency: outgoing list of type 1 of node 0 from (0, 0): cannot be decoded"},
      {"the self-loop count is wrong",
       [=](Builder& b) { b.put(Family::Adjacency, chunk_key(out_t), list_bytes(7, {{0, 1}, {1, 0}})); },
       "says 0 self-loops, has 1"},
      {"a chunk that is not announced",
       [=](Builder& b) {
         b.put(Family::Adjacency, chunk_key(out_t, {1, 0}), list_bytes(0, {{1, 0}}));
         b.put(Family::Adjacency, chunk_key(out_t), list_bytes(0, {{0, 1}}));
       },
       "the first chunk is wrong about whether more follow"},
      {"chunks overlap",
       [=](Builder& b) {
         b.put(Family::Adjacency, chunk_key(out_t), list_bytes(0, {{0, 1}, {1, 0}}, true));
         b.put(Family::Adjacency, chunk_key(out_t, {1, 0}), list_bytes(0, {{1, 0}}));
       },
       "overlaps the chunk before"},
      {"a list without its first chunk",
       [=](Builder& b) {
         b.remove(Family::Adjacency, chunk_key(out_t));
         b.put(Family::Adjacency, chunk_key(out_t, {0, 1}), list_bytes(0, {{0, 1}, {1, 0}}));
       },
       "the list has no first chunk"},
      {"a label block lacks a node", [](Builder& b) { b.put(Family::Labels, label_key(1, 0), label_bytes({0})); },
       "labels: label 1 block 0: lacks node 1"},
      {"the set of all nodes lacks one",
       [](Builder& b) { b.put(Family::Labels, label_key(0, 0), label_bytes({0, 1})); },
       "labels: label 0 block 0: lacks node 2"},
      {"a label block holds a stranger",
       [](Builder& b) { b.put(Family::Labels, label_key(2, 0), label_bytes({0, 1})); },
       "labels: label 2 block 0: holds node 1, whose record lacks the label"},
      {"a label block is damaged", [](Builder& b) { b.put(Family::Labels, label_key(1, 0), "\x07"); },
       "labels: label 1 block 0: cannot be decoded"},
      {"an index entry is missing", [](Builder& b) { b.remove(Family::Indexes, index_entry_key(1, key_of(2), 1)); },
       "is missing for entity 1"},
      {"an index entry too many", [](Builder& b) { b.put(Family::Indexes, index_entry_key(1, key_of(5), 1), ""); },
       "entity 1 does not have this value"},
      {"a unique entry names another node",
       [](Builder& b) { b.put(Family::Indexes, index_key(2, key_of(1)), encode_unique({1})); },
       "entity 1 does not have this value"},
      {"a unique entry names two",
       [](Builder& b) { b.put(Family::Indexes, index_key(2, key_of(1)), encode_unique({0, 1})); },
       "holds several entities though it is unique"},
      {"entries of no index", [](Builder& b) { b.put(Family::Indexes, index_entry_key(9, key_of(5), 1), ""); },
       "belongs to an index that does not exist"},
      {"the counter of ids is far too high",
       [](Builder& b) {
         b.put(Family::Meta, meta_counters,
               encode(IdCounters{.node_id_bound = id_limit - 1, .relationship_id_bound = id_limit - 1}));
       },
       "meta: counters: differ from the last watermark"},
      {"a constraint has lost its index",
       [](Builder& b) { b.put(Family::Meta, meta_schema, encode(schema_with({.name = "b", .token = 2, .index = 2}))); },
       "meta: schema: constraint 'b' has no index"},
      {"a constraint is broken",
       [](Builder& b) {
         b.put(Family::Meta, meta_schema,
               encode(schema_with({.name = "t",
                                   .kind = ConstraintKind::Type,
                                   .token = 1,
                                   .types = PropertyTypes::of(PropertyType::String)})));
       },
       "nodes: node 0: has a property 1 of a type that constraint 't' does not allow"},
      {"a constraint is about a label without a name",
       [](Builder& b) {
         b.put(Family::Meta, meta_schema,
               encode(schema_with({.name = "n", .kind = ConstraintKind::NotNull, .token = 77})));
       },
       "constraint 'n' is about label or type 77, which has no name"},
      {"the feature of constraints is not named",
       [](Builder& b) { b.put(Family::Meta, meta_features, encode_features({})); },
       "meta: features: lack 'constraints'"},
      {"the feature of hashed keys is not named",
       [](Builder& b) { b.put(Family::Meta, meta_features, encode_features({std::string(feature_constraints)})); },
       "meta: features: lack 'hashed-index-keys'"},
      {"the feature of several properties is not named",
       [](Builder& b) { b.put(Family::Meta, meta_schema, encode(schema_with_wide_index())); },
       "meta: features: lack 'composite-indexes'"},
      {"the feature of blocks is not named",
       [](Builder& b) { b.put(Family::Relationships, column_key(0, 0), relationship_block_bytes(1, 1, 0, 0)); },
       "meta: features: lack 'blocks'"},
      {"a count is wrong",
       [](Builder& b) {
         StatisticsEditor s{Statistics()};
         s.add_nodes(1, 7);
         const CountKey c{.label = 1};
         b.put(Family::Statistics, statistics_key(c), encode_count(c, s.current()));
       },
       "nodes with label 1: says 7, there are 2"},
      {"a count of self-loops is wrong",
       [](Builder& b) {
         StatisticsEditor s{Statistics()};
         s.add_relationships(1, 2);
         s.add_self_loops(1, 5);
         const CountKey c{.kind = CountKey::Kind::RelationshipsOfType, .type = 1};
         b.put(Family::Statistics, statistics_key(c), encode_count(c, s.current()));
       },
       "self-loops of type 1: says 5, there are 1"},
      {"a relationship with a label is counted wrongly",
       [](Builder& b) {
         b.put(Family::Statistics, statistics_key(count_page_key(1, Direction::Incoming, 2)),
               encode_label_counts(0, {{2, 4}}));
       },
       "relationships of type 1 to label 2: says 4, there are 1"},
      {"the sum over all types is wrong",
       [](Builder& b) {
         b.put(Family::Statistics, statistics_key(count_page_key(no_token, Direction::Incoming, 2)),
               encode_label_counts(0, {{2, 4}}));
       },
       "relationships to label 2: says 4, there are"},
      {"counts by label are missing",
       [](Builder& b) { b.remove(Family::Statistics, statistics_key(count_page_key(1, Direction::Incoming, 2))); },
       "relationships of type 1 to label 2: is missing"},
      {"counts by label are damaged",
       [](Builder& b) {
         b.put(Family::Statistics, statistics_key(count_page_key(1, Direction::Incoming, 2)), "\x01\x02");
       },
       "cannot be decoded"},
      {"a relationship comes from nowhere",
       [=](Builder& b) {
         RelationshipRecord r = r0;
         r.source = 90;
         b.put(Family::Relationships, record_key(0), relationship_bytes(r));
       },
       "relationships: relationship 0: comes from node 90, which does not exist"},
      {"a chunk begins before its key",
       [=](Builder& b) {
         b.put(Family::Adjacency, chunk_key(out_t), list_bytes(0, {{0, 1}}, true));
         b.put(Family::Adjacency, chunk_key(out_t, {2, 0}), list_bytes(0, {{1, 0}}));
       },
       "begins before its key says"},
      {"a list is empty", [=](Builder& b) { b.put(Family::Adjacency, chunk_key(out_t), list_bytes(0, {})); },
       "the list is empty"},
      {"a label block is empty", [](Builder& b) { b.put(Family::Labels, label_key(1, 0), label_bytes({})); },
       "labels: label 1 block 0: is empty"},
      {"a property has a nameless key",
       [](Builder& b) {
         NodeRecord r{.labels = {}, .lists = {{2, Direction::Incoming}}, .properties = {}, .extras = {}};
         r.properties.set(66, Value::integer(1).view());
         b.put(Family::Nodes, record_key(2), node_bytes(r));
       },
       "nodes: node 2: has property key 66, which has no name"},
      {"a key of an index is damaged", [](Builder& b) { b.put(Family::Indexes, "\x01", ""); }, "is no key of an index"},
      {"a count is missing",
       [](Builder& b) {
         b.remove(Family::Statistics, statistics_key({.kind = CountKey::Kind::RelationshipsOfType, .type = 1}));
       },
       "relationships of type 1: is missing"},
      {"a watermark is damaged", [](Builder& b) { b.put(Family::Meta, watermark_key(1), "\x09"); },
       "meta: watermark: cannot be decoded"},
      {"a block is damaged", [](Builder& b) { b.put(Family::Nodes, column_key(0, 0), "\x01\x10"); },
       "nodes: node block 0 column 0: cannot be decoded"},
      {"a block holds an id beyond the counter",
       [](Builder& b) { b.put(Family::Nodes, column_key(0, 0), node_block_bytes({0, 700})); },
       "nodes: node block 0 column 0: holds id 700, which was never given"},
      {"a block shows a node that was deleted",
       [](Builder& b) {
         b.remove(Family::Nodes, record_key(2));
         b.put(Family::Nodes, column_key(0, 0), node_block_bytes({2}));
       },
       "nodes: node 2: names other (direction, type) pairs"},
      {"a block is empty", [](Builder& b) { b.put(Family::Nodes, column_key(0, 0), node_block_bytes({})); },
       "nodes: node block 0 column 0: has no entities"},
      {"a tombstone hides nothing", [](Builder& b) { b.put(Family::Relationships, record_key(1), tombstone_bytes()); },
       "relationships: relationship 1: hides an entity that no block has"},
      {"a tombstone hides a living relationship",
       [](Builder& b) {
         b.put(Family::Relationships, record_key(1), tombstone_bytes());
         b.put(Family::Relationships, column_key(0, 0), relationship_block_bytes(1, 1, 0, 0));
       },
       "holds relationship 1 to node 0, which its record does not say"},
      {"a block's relationship leads nowhere",
       [](Builder& b) {
         b.remove(Family::Relationships, record_key(1));
         b.put(Family::Relationships, column_key(0, 0), relationship_block_bytes(1, 1, 0, 90));
       },
       "relationships: relationship block 0 column 0: leads to node 90, which does not exist"},
      {"a column without its block",
       [](Builder& b) { b.put(Family::Nodes, column_key(0, 1), property_block_bytes({0}, Value::integer(1))); },
       "nodes: node block 0 column 1: belongs to a block that does not say which entities it has"},
      {"a column says more than its block",
       [](Builder& b) {
         b.put(Family::Nodes, column_key(0, 0), node_block_bytes({0}));
         b.put(Family::Nodes, column_key(0, 1), property_block_bytes({0, 1}, Value::integer(1)));
       },
       "nodes: node block 0 column 1: has entries of entities that the block does not have"},
      {"a column that column 0 does not name",
       [](Builder& b) {
         b.put(Family::Nodes, column_key(0, 0), node_block_bytes({0}));
         b.put(Family::Nodes, column_key(0, 1), property_block_bytes({0}, Value::integer(1)));
       },
       "nodes: node block 0 column 1: has other entries than column 0 of the block says"},
      {"a column that column 0 names is missing",
       [](Builder& b) { b.put(Family::Nodes, column_key(0, 0), node_block_bytes({0}, {1})); },
       "nodes: node block 0 column 1: is missing"},
      {"a column has a nameless key",
       [](Builder& b) {
         b.put(Family::Nodes, column_key(0, 0), node_block_bytes({0}));
         b.put(Family::Nodes, column_key(0, 55), property_block_bytes({0}, Value::integer(1)));
       },
       "nodes: node block 0 column 55: has property key 55, which has no name"},
      {"a column is damaged",
       [](Builder& b) {
         b.put(Family::Nodes, column_key(0, 0), node_block_bytes({0}));
         b.put(Family::Nodes, column_key(0, 1), "\x01\x01");
       },
       "nodes: node block 0 column 1: cannot be decoded"},
      {"a key is neither a record nor a block", [](Builder& b) { b.put(Family::Nodes, "\x02\x01", ""); },
       "is no key of a block"},
      {"a name is repeated",
       [](Builder& b) { b.put(Family::Tokens, token_key(TokenKind::Label, 2), encode_token("A")); },
       "repeats the name 'A'"},
  };
}

TEST(Check, FindsNothingInASoundGraph) { EXPECT_EQ(Patient().diagnosis(), ""); }

TEST(Check, CountsWhatItLooksAt) {
  const auto store = open_store();
  const std::uint64_t keys_empty = must(store->check()).keys;
  const auto transaction = must(store->begin_write());
  const LabelToken label = transaction->label("L");
  const Value value = Value::integer(5);
  const PropertyEntry entry{transaction->key("k"), value.view()};
  must(transaction->create_index("i", EntityKind::Node, label, std::span(&entry.key, 1)));
  must(transaction->create_node(std::span(&label, 1), std::span(&entry, 1)));
  must(transaction->commit());
  const CheckReport report = must(store->check());
  EXPECT_EQ(report.nodes, 1U);
  EXPECT_GE(report.keys, keys_empty + 4) << "a node, a label, a name and an entry of an index";
}

TEST(Check, FindsEachSeededDefectAndNamesItsKey) {
  for (const Defect& defect : defects()) {
    const Patient patient;
    patient.harm(defect.change);
    const std::string diagnosis = patient.diagnosis();
    EXPECT_NE(diagnosis.find(defect.finding), std::string::npos) << defect.name << " gave\n" << diagnosis;
  }
}

TEST(Check, FindsAValueTwiceUnderOneCutKeyOfAUniqueIndex) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"));
  auto transaction = must(store->begin_write());
  const LabelToken label = transaction->label("L");
  const KeyToken key = transaction->key("k");
  must(transaction->create_constraint("c", ConstraintKind::Unique, EntityKind::Node, label, std::span(&key, 1)));
  const std::string head(300, 'x');
  const auto key_of_tail = [&](const char* tail) { return index_key(1, key_of(Value::string(head + tail))); };
  for (const char* tail : {"1", "2", "3"}) {
    const Value value = Value::string(head + tail);
    const PropertyEntry entry{key, value.view()};
    must(transaction->create_node(std::span(&label, 1), std::span(&entry, 1)));
  }
  must(transaction->commit());
  transaction.reset();
  EXPECT_TRUE(must(store->check()).clean());
  must(store->close());
  write_behind(directory.file("db"), [&](CommitRecordBuilder& builder) {
    NodeRecord record;
    record.labels = {label};
    record.properties.set(key, Value::string(head + "1").view());
    builder.put(Family::Nodes, record_key(2), node_bytes(record));
    builder.remove(Family::Indexes, key_of_tail("3"));
    builder.put(Family::Indexes, key_of_tail("1"), encode_unique({0, 2}));
  });
  store = open_store(directory.file("db"));
  const CheckReport report = must(store->check());
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].problem, "holds the same value of entities 0 and 2 though it is unique");
}

}  // namespace
}  // namespace cairn::storage::testing
