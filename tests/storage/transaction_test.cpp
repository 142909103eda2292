// What a transaction promises, claim by claim.
#include "storage/graph_store.h"
#include "tests/storage/graph_model.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <thread>

namespace cairn::storage::testing {
namespace {

TEST(Transaction, IdsAreNotUsedAgainAfterUndoRollbackOrReopening) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"));
  NodeId last = 0;
  {
    auto transaction = must(store->begin_write());
    create_node(*transaction, "A");
    transaction->begin_statement();
    last = create_node(*transaction, "A");
    transaction->undo_statement();
    const NodeId next = create_node(*transaction, "A");
    EXPECT_GT(next, last);
    last = next;
    must(transaction->commit());
  }
  must(store->close());
  store = open_store(directory.file("db"));
  auto transaction = must(store->begin_write());
  const NodeId rolled_back = create_node(*transaction, "A");
  EXPECT_GT(rolled_back, last);
  transaction->rollback();
  transaction = must(store->begin_write());
  EXPECT_GT(create_node(*transaction, "A"), rolled_back);
}

TEST(Transaction, IdsOfARollbackAreNotUsedAgainAfterReopening) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"));
  auto transaction = must(store->begin_write());
  const NodeId rolled_back = create_node(*transaction, "A");
  transaction->rollback();
  transaction.reset();
  must(store->close());
  store = open_store(directory.file("db"));
  EXPECT_TRUE(must(store->check()).clean());
  transaction = must(store->begin_write());
  EXPECT_GT(create_node(*transaction, "A"), rolled_back);
}

TEST(Transaction, IdsAreNotUsedAgainAfterACommitOfNothingButAnUndoneStatement) {
  auto store = open_store();
  auto transaction = must(store->begin_write());
  transaction->begin_statement();
  const NodeId undone = create_node(*transaction, "A");
  transaction->undo_statement();
  must(transaction->commit());
  transaction = must(store->begin_write());
  EXPECT_GT(create_node(*transaction, "A"), undone);
}

TEST(Transaction, UndoingAStatementTakesBackNamesIndexesAndCounts) {
  auto store = open_store();
  auto transaction = must(store->begin_write());
  const NodeId node = create_node(*transaction, "A");
  transaction->begin_statement();
  const LabelToken label = transaction->label("B");
  must(transaction->add_label(node, label));
  must(transaction->set_property(EntityKind::Node, node, transaction->key("k"), Value::integer(1).view()));
  const KeyToken k = transaction->key("k");
  must(transaction->create_index("by k", EntityKind::Node, label, std::span(&k, 1)));
  must(transaction->create_relationship(transaction->type("T"), node, node, {}));
  transaction->undo_statement();
  auto reader = store->read(*transaction);
  EXPECT_FALSE(reader->find_label("B"));
  EXPECT_FALSE(reader->find_key("k"));
  EXPECT_FALSE(reader->find_type("T"));
  EXPECT_TRUE(reader->schema().indexes().empty());
  EXPECT_EQ(reader->statistics().relationships(), 0U);
  EXPECT_FALSE(must(transaction->is_connected(node)));
  GraphModel model;
  model.nodes[node].labels = {"A"};
  expect_same(*reader, model);
  must(transaction->commit());
  expect_same(*store->read(store->durable()), model);
}

TEST(Transaction, ReaderKeepsItsVersionWhileAWriterCommits) {
  auto store = open_store();
  {
    auto transaction = must(store->begin_write());
    create_node(*transaction, "A");
    must(transaction->commit());
  }
  auto reader = store->read(store->durable());
  auto transaction = must(store->begin_write());
  create_node(*transaction, "A");
  must(transaction->detach_delete_node(0));
  must(transaction->commit());
  transaction.reset();
  EXPECT_EQ(nodes_with(*reader, label_exists), (std::vector<NodeId>{0}));
  EXPECT_EQ(reader->statistics().nodes(), 1U);
  EXPECT_EQ(nodes_with(*store->read(store->durable()), label_exists), (std::vector<NodeId>{1}));
}

TEST(Transaction, SeesItsOwnChangesBeforeCommitAndNobodyElseDoes) {
  auto store = open_store();
  auto transaction = must(store->begin_write());
  create_node(*transaction, "A");
  EXPECT_EQ(nodes_with(*store->read(*transaction), label_exists).size(), 1U);
  EXPECT_EQ(nodes_with(*store->read(store->latest()), label_exists).size(), 0U);
  transaction->rollback();
  EXPECT_EQ(nodes_with(*store->read(store->latest()), label_exists).size(), 0U);
}

TEST(Transaction, WaitingForTheWriterLockIsBoundedAndNamesTheHolder) {
  auto store = open_store();
  auto holder = must(store->begin_write({.holder = "the import of persons.csv"}));
  const auto waited = store->begin_write({.holder = "me", .lock_timeout = std::chrono::milliseconds(30)});
  ASSERT_FALSE(waited);
  EXPECT_EQ(waited.error().type, ErrorType::TransactionError);
  EXPECT_EQ(waited.error().detail, "LockTimeout");
  EXPECT_NE(waited.error().message.find("the import of persons.csv"), std::string::npos);
  std::atomic<bool> cancelled = true;
  const auto given_up = store->begin_write({.holder = "me", .cancelled = &cancelled});
  ASSERT_FALSE(given_up);
  EXPECT_EQ(given_up.error().type, ErrorType::Cancelled);
  holder.reset();
  EXPECT_TRUE(store->begin_write());
}

TEST(Transaction, ChangingWhatIsGoneGivesEntityNotFound) {
  auto store = open_store();
  auto transaction = must(store->begin_write());
  const NodeId node = create_node(*transaction, "A");
  const TypeToken type = transaction->type("T");
  const KeyToken key = transaction->key("k");
  must(transaction->delete_node(node));
  EXPECT_TRUE(transaction->was_deleted(EntityKind::Node, node));
  for (const NodeId gone : {node, NodeId{77}}) {
    EXPECT_EQ(transaction->set_property(EntityKind::Node, gone, key, Value::integer(1).view()).error().type,
              ErrorType::EntityNotFound);
    EXPECT_EQ(transaction->add_label(gone, 1).error().type, ErrorType::EntityNotFound);
    EXPECT_EQ(transaction->delete_node(gone).error().type, ErrorType::EntityNotFound);
    EXPECT_EQ(transaction->create_relationship(type, gone, gone, {}).error().type, ErrorType::EntityNotFound);
    EXPECT_EQ(transaction->delete_relationship(gone).error().type, ErrorType::EntityNotFound);
  }
}

TEST(Transaction, ADeletedNodeKeepsItsRelationshipsReadableAndCannotBeCommittedWithThem) {
  auto store = open_store();
  RelationshipId relationship = 0;
  {
    auto transaction = must(store->begin_write());
    const NodeId a = create_node(*transaction, "A");
    const NodeId b = create_node(*transaction, "B");
    relationship = must(transaction->create_relationship(transaction->type("T"), a, b, {}));
    must(transaction->commit());
  }
  auto transaction = must(store->begin_write());
  must(transaction->delete_node(0));
  EXPECT_TRUE(must(transaction->is_connected(0)));
  auto reader = store->read(*transaction);
  EXPECT_EQ(nodes_with(*reader, label_exists), (std::vector<NodeId>{1}));
  NeighbourSpans spans;
  const NodeId gone = 0;
  must(reader->expand(std::span(&gone, 1), Direction::Both, {}, NeighbourNeed::IdsAndRelationships, spans));
  EXPECT_EQ(spans.spans.size(), 1U);
  const auto refused = transaction->commit();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::ConstraintVerificationFailed);
  EXPECT_EQ(refused.error().detail, "DeleteConnectedNode");
  reader.reset();
  transaction.reset();
  EXPECT_EQ(store->latest()->number, 1U);

  transaction = must(store->begin_write());
  must(transaction->delete_node(0));
  must(transaction->delete_relationship(relationship));
  EXPECT_FALSE(must(transaction->is_connected(0)));
  must(transaction->commit());
  EXPECT_TRUE(must(store->check()).clean());
}

TEST(Transaction, ThatOutgrowsItsMemoryFailsWithAHint) {
  OpenOptions options;
  options.write_set_bytes_max = 100'000;
  auto store = open_store(":memory:", options);
  auto transaction = must(store->begin_write());
  transaction->begin_statement();
  Expected<NodeId> created = NodeId{0};
  for (int i = 0; i < 10'000 && created; ++i) created = transaction->create_node({}, {});
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().type, ErrorType::ResourceExhausted);
  EXPECT_NE(created.error().hint.find("IN TRANSACTIONS"), std::string::npos);
  transaction->undo_statement();
  EXPECT_EQ(transaction->memory_bytes(), 0U);
  create_node(*transaction, "A");
  must(transaction->commit());
  EXPECT_EQ(store->latest()->statistics.nodes(), 1U);
}

TEST(Transaction, CommitNumbersAreDenseAndInstantsIncreaseWithAnyClock) {
  OpenOptions options;
  std::int64_t now_us = 1000;
  options.wall_clock_us = [&] { return now_us; };
  auto store = open_store(":memory:", options);
  std::int64_t previous = 0;
  for (CommitNumber number = 1; number <= 5; ++number) {
    now_us -= 100;  // the clock runs backwards
    auto transaction = must(store->begin_write());
    create_node(*transaction, "A");
    const CommitResult result = must(transaction->commit());
    EXPECT_EQ(result.number, number);
    EXPECT_GT(result.instant_us, previous);
    previous = result.instant_us;
  }
  auto transaction = must(store->begin_write());
  EXPECT_EQ(must(transaction->commit()).number, 5U) << "a commit without changes makes no Version";
}

TEST(Transaction, ManyWritersAndReadersTakeTurns) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"));
  {
    auto transaction = must(store->begin_write());
    create_node(*transaction, "Account");
    create_node(*transaction, "Account");
    must(transaction->set_property(EntityKind::Node, 0, transaction->key("n"), Value::integer(1000).view()));
    must(transaction->set_property(EntityKind::Node, 1, transaction->key("n"), Value::integer(0).view()));
    must(transaction->commit());
  }
  // Each writer moves one unit and adds a relationship; the sum and the counts must agree in every Version.
  constexpr int writers = 4;
  constexpr int rounds = 30;
  std::atomic<bool> done = false;
  const auto amounts = [&](Reader& reader) {
    PropertyColumn column;
    const std::vector<NodeId> ids = {0, 1};
    must(reader.property(EntityKind::Node, ids, reader.find_key("n").value(), column));
    return column.integers;
  };
  std::thread watcher([&] {
    while (!done) {
      auto reader = store->read(store->durable());
      const auto values = amounts(*reader);
      EXPECT_EQ(values[0] + values[1], 1000);
      EXPECT_EQ(reader->statistics().relationships(), static_cast<std::uint64_t>(values[1]));
      std::uint64_t degree = 0;
      const NodeId node = 0;
      must(reader->degrees(std::span(&node, 1), Direction::Outgoing, {}, std::span(&degree, 1)));
      EXPECT_EQ(degree, static_cast<std::uint64_t>(values[1]));
    }
  });
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&] {
      for (int round = 0; round < rounds; ++round) {
        auto transaction = must(store->begin_write({.lock_timeout = std::chrono::minutes(1)}));
        const auto values = amounts(*store->read(*transaction));
        const KeyToken key = transaction->key("n");
        must(transaction->set_property(EntityKind::Node, 0, key, Value::integer(values[0] - 1).view()));
        must(transaction->set_property(EntityKind::Node, 1, key, Value::integer(values[1] + 1).view()));
        must(transaction->create_relationship(transaction->type("moved"), 0, 1, {}));
        const CommitResult result = must(transaction->commit());
        EXPECT_GE(store->durable()->number, result.number);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  done = true;
  watcher.join();
  EXPECT_EQ(amounts(*store->read(store->durable()))[1], writers * rounds);
  EXPECT_TRUE(must(store->check()).clean());
}

TEST(UniqueIndex, IsCheckedAtTheEndOfEachStatement) {
  auto store = open_store();
  auto transaction = must(store->begin_write());
  const LabelToken label = transaction->label("Person");
  const KeyToken key = transaction->key("mail");
  must(transaction->create_constraint("by mail", ConstraintKind::Unique, EntityKind::Node, label, std::span(&key, 1)));
  const auto create = [&](const Value& value) {
    const PropertyEntry entry{key, value.view()};
    return must(transaction->create_node(std::span(&label, 1), std::span(&entry, 1)));
  };
  const NodeId first = create(Value::string("a"));
  must(transaction->commit());
  transaction = must(store->begin_write());
  transaction->begin_statement();
  const NodeId second = create(Value::string("a"));
  const auto refused = transaction->end_statement();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, ErrorType::ConstraintValidationFailed);
  EXPECT_NE(refused.error().message.find("'a'"), std::string::npos);
  EXPECT_NE(refused.error().message.find("by mail"), std::string::npos);
  transaction->undo_statement();

  // Within a statement two entities may swap values.
  transaction->begin_statement();
  const NodeId third = create(Value::string("b"));
  must(transaction->set_property(EntityKind::Node, first, key, Value::string("b").view()));
  must(transaction->set_property(EntityKind::Node, third, key, Value::string("a").view()));
  must(transaction->end_statement());
  must(transaction->commit());
  EXPECT_NE(second, third);
  std::vector<EntityId> found;
  must(store->read(store->durable())->index_seek(1, Value::string("b").view(), found));
  EXPECT_EQ(found, (std::vector<EntityId>{first}));
  EXPECT_TRUE(must(store->check()).clean());
}

TEST(UniqueIndex, HoldsDifferentLongStringsThatShareAKey) {
  auto store = open_store();
  const std::string head(300, 'x');
  auto transaction = must(store->begin_write());
  const LabelToken label = transaction->label("L");
  const KeyToken key = transaction->key("k");
  for (const char* tail : {"1", "2"}) {
    const Value value = Value::string(head + tail);
    const PropertyEntry entry{key, value.view()};
    must(transaction->create_node(std::span(&label, 1), std::span(&entry, 1)));
  }
  must(transaction->create_constraint("unique", ConstraintKind::Unique, EntityKind::Node, label, std::span(&key, 1)));
  const IndexId index = store->read(*transaction)->schema().find_index("unique")->id;
  must(transaction->commit());
  transaction.reset();
  std::vector<EntityId> found;
  must(store->read(store->durable())->index_seek(index, Value::string(head + "2").view(), found));
  EXPECT_EQ(found, (std::vector<EntityId>{1}));
  EXPECT_TRUE(must(store->check()).clean());
  transaction = must(store->begin_write());
  const Value repeated = Value::string(head + "1");
  must(transaction->set_property(EntityKind::Node, 1, key, repeated.view()));
  EXPECT_FALSE(transaction->commit());
}

TEST(Index, APrefixLongerThanAKeyLeavesOutTheStringThatIsAllOfTheKey) {
  auto store = open_store();
  auto transaction = must(store->begin_write());
  const LabelToken label = transaction->label("L");
  const KeyToken key = transaction->key("k");
  const std::string head(256, 'x');
  for (const std::string& text : {head, head + "y", head + "z"}) {
    const Value value = Value::string(text);
    const PropertyEntry entry{key, value.view()};
    must(transaction->create_node(std::span(&label, 1), std::span(&entry, 1)));
  }
  const IndexId index = must(transaction->create_index("i", EntityKind::Node, label, std::span(&key, 1)));
  const std::string prefix = head + "y";
  std::vector<EntityId> found(5);
  IndexPosition position;
  const IndexBounds bounds{.string_prefix = std::string_view(prefix)};
  found.resize(must(store->read(*transaction)->index_range(index, bounds, position, found)));
  EXPECT_EQ(found, (std::vector<EntityId>{1}));
}

TEST(UniqueIndex, CannotBeMadeOverRepeatedValues) {
  auto store = open_store();
  auto transaction = must(store->begin_write());
  const LabelToken label = transaction->label("L");
  const KeyToken key = transaction->key("k");
  for (const Value& value : {Value::integer(1), Value::floating(1)}) {
    const PropertyEntry entry{key, value.view()};
    must(transaction->create_node(std::span(&label, 1), std::span(&entry, 1)));
  }
  const auto made =
      transaction->create_constraint("unique", ConstraintKind::Unique, EntityKind::Node, label, std::span(&key, 1));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().detail, "NotUnique");
  must(transaction->create_index("ordinary", EntityKind::Node, label, std::span(&key, 1)));
  EXPECT_EQ(transaction->create_index("ordinary", EntityKind::Node, label, std::span(&key, 1)).error().detail,
            "IndexAlreadyExists");
  EXPECT_EQ(transaction->drop_index("nothing").error().detail, "IndexNotFound");
  must(transaction->commit());
  EXPECT_TRUE(must(store->check()).clean());
}

TEST(Clear, EmptiesTheGraphAndKeepsCountingIds) {
  const TemporaryDirectory directory;
  auto store = open_store(directory.file("db"));
  for (int round = 0; round < 3; ++round) {
    auto transaction = must(store->begin_write());
    std::vector<NodeId> nodes;
    for (int i = 0; i < 3000; ++i) nodes.push_back(create_node(*transaction, "A"));
    must(transaction->create_relationship(transaction->type("T"), nodes[0], nodes[1], {}));
    const KeyToken key = transaction->key("k");
    must(transaction->create_index("i", EntityKind::Node, transaction->label("A"), std::span(&key, 1)));
    must(transaction->commit());
    transaction.reset();
    EXPECT_EQ(nodes.front(), static_cast<NodeId>(round) * 3000);
    must(store->clear());
    expect_same(*store->read(store->durable()), GraphModel());
    EXPECT_TRUE(must(store->check()).clean());
    EXPECT_EQ(store->latest()->tokens.labels().size(), 0U);
    must(store->close());
    store = open_store(directory.file("db"));
    EXPECT_EQ(store->latest()->statistics.nodes(), 0U);
  }
}

}  // namespace
}  // namespace cairn::storage::testing
