// Grouping: the numbers of groups, what a group costs, and that cutting the rows into slots changes no answer.

#include "engine/executor/operators/aggregate.h"
#include "engine/value/text.h"
#include "storage/graph_store.h"

#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <random>

namespace cairn::engine {
namespace {

constexpr VariableId key_variable = 0;
constexpr VariableId value_variable = 1;

// Where groups end: a text each, in order.
class Groups final : public EndOperator {
 public:
  using EndOperator::EndOperator;
  const std::vector<std::string>& texts() const { return texts_; }
  std::size_t count() const { return count_; }
  bool keeps_texts = true;

 protected:
  bool push_rows(Batch& batch) override {
    count_ += batch.row_count();
    for (std::size_t i = 0; keeps_texts && i < batch.row_count(); ++i) {
      std::string text;
      for (const Column& column : batch.top().columns) text += to_literal(column.value(i)) + "|";
      texts_.push_back(text);
    }
    return true;
  }

 private:
  std::vector<std::string> texts_;
  std::size_t count_ = 0;
};

class GroupingTest : public testing::Test {
 protected:
  void SetUp() override {
    store_ = std::move(*storage::GraphStore::open(":memory:"));
    transaction_ = std::move(*store_->begin_write());
    reader_ = store_->read(*transaction_);
    statement_.variables.resize(2);
    layout_.add_level();
    layout_.add_column(key_variable);
    layout_.add_column(value_variable);
    for (const VariableId id : {key_variable, value_variable}) {
      variables_[id].kind = ExpressionKind::Variable;
      variables_[id].variable = id;
    }
    limit_memory(std::size_t{1} << 30U);
  }

  void limit_memory(std::size_t bytes_max) {
    context_ = std::make_unique<QueryContext>(statement_, *reader_, nullptr, parameters_, bytes_max);
  }

  Evaluator evaluator(VariableId id) { return Evaluator(*context_, variables_[id], layout_, no_subqueries_); }

  AggregateCall call(std::string_view name, bool distinct = false) {
    AggregateCall call;
    call.function = find_aggregate(name);
    call.distinct = distinct;
    call.arguments.push_back(evaluator(value_variable));
    return call;
  }

  AggregateCall count_of_rows() {
    AggregateCall call;
    call.function = find_aggregate("count");
    return call;
  }

  static void push(Operator& op, const Column& keys, const Column& values, std::size_t count) {
    const std::array<Column, 2> columns{keys, values};
    Batch batch;
    batch.depth = 1;
    batch.top() =
        Level{.row_count = static_cast<std::uint32_t>(count), .columns = columns, .parent = {}, .multiplicity = {}};
    op.push(batch);
  }

  // Groups by 0, 1, 2, … below `group_count`.
  void push_integers(Operator& op, std::int64_t group_count) {
    std::vector<std::int64_t> keys;
    for (std::int64_t begin = 0; begin < group_count; begin += static_cast<std::int64_t>(keys.size())) {
      keys.resize(std::min(batch_rows_max, static_cast<std::size_t>(group_count - begin)));
      std::iota(keys.begin(), keys.end(), begin);
      const Column column{.type = ColumnType::Integers, .data = keys.data()};
      push(op, column, column, keys.size());
    }
  }

  class NoSubqueries final : public SubqueryCompiler {
   public:
    std::unique_ptr<SubqueryRunner> compile(const BoundQuery& /*subquery*/, const Layout& /*outer*/) override {
      return nullptr;
    }
  };

  std::unique_ptr<storage::GraphStore> store_;
  std::unique_ptr<storage::WriteTransaction> transaction_;
  std::unique_ptr<storage::Reader> reader_;
  BoundStatement statement_;
  Parameters parameters_;
  Layout layout_;
  NoSubqueries no_subqueries_;
  std::array<Expression, 2> variables_;
  std::unique_ptr<QueryContext> context_;
};

std::string random_key(std::mt19937_64& random) {
  const std::size_t length = random() % 100 == 0 ? random() % 20000 : random() % 2 == 0 ? random() % 4 : random() % 600;
  std::string key(length, '\0');
  for (char& byte : key) byte = static_cast<char>(random() % 3);
  return key;
}

TEST_F(GroupingTest, AGroupTableNumbersKeysAsAMapDoes) {
  std::mt19937_64 random(7);
  GroupTable table(*context_);
  for (int round = 0; round < 3; ++round) {
    std::map<std::string, GroupTable::Group> expected;
    std::vector<std::string> keys;
    for (int i = 0; i < 20000; ++i) {
      const std::string key = !keys.empty() && random() % 3 == 0 ? keys[random() % keys.size()] : random_key(random);
      const auto [entry, is_new] = expected.emplace(key, static_cast<GroupTable::Group>(keys.size()));
      if (is_new) keys.push_back(key);
      ASSERT_EQ(table.find_or_add(key), std::pair(entry->second, is_new));
    }
    ASSERT_EQ(table.size(), keys.size());
    for (std::size_t g = 0; g < keys.size(); ++g) ASSERT_EQ(table.key(static_cast<GroupTable::Group>(g)), keys[g]);
    EXPECT_EQ(context_->memory().bytes(), table.memory_bytes());
    table.clear();
    EXPECT_EQ(table.size(), 0U);
    EXPECT_LT(context_->memory().bytes(), 2000U) << "memory is given back";
  }
}

// The limit counts the moments of growth as well.
TEST_F(GroupingTest, AMillionGroupsCountedTakeLessThan60BytesEach) {
  constexpr std::int64_t group_count = 1000000;
  limit_memory(group_count * 60);
  Groups groups(*context_);
  groups.keeps_texts = false;
  std::vector<Evaluator> keys;
  keys.push_back(evaluator(key_variable));
  std::vector<AggregateCall> calls;
  calls.push_back(count_of_rows());
  Aggregate aggregate(*context_, std::move(keys), std::move(calls), nullptr);
  aggregate.set_next(groups);
  push_integers(aggregate, group_count);
  EXPECT_GT(context_->memory().bytes(), static_cast<std::size_t>(group_count) * 30) << "it is counted at all";
  aggregate.finish();
  EXPECT_EQ(groups.count(), static_cast<std::size_t>(group_count));
  EXPECT_LT(context_->memory().bytes(), 10000U);
}

TEST_F(GroupingTest, AMillionDistinctRowsTakeLessThan45BytesEach) {
  constexpr std::int64_t row_count = 1000000;
  limit_memory(row_count * 45);
  Groups groups(*context_);
  groups.keeps_texts = false;
  Distinct distinct(*context_, {Slot{.level = 0, .column = 0}});
  distinct.set_next(groups);
  push_integers(distinct, row_count);
  EXPECT_EQ(groups.count(), static_cast<std::size_t>(row_count));
}

// Runs every aggregate, with and without DISTINCT, over values of all sorts; a slot ends after `slot_batches` batches.
class SlotsTest : public GroupingTest, public testing::WithParamInterface<unsigned> {
 protected:
  // Values of which many are equivalent without being the same.
  static Value make_value(std::mt19937_64& random) {
    const auto number = static_cast<std::int64_t>(random() % 40);
    switch (random() % 5) {
      case 0: return Value();
      case 1: return Value::floating(static_cast<double>(number));
      case 2: return Value::string(fmt::format("text {}", number));
      default: return Value::integer(number);
    }
  }

  std::vector<std::string> run(bool keyed, std::size_t slot_batches) {
    Groups groups(*context_);
    std::vector<AggregateCall> calls;
    calls.push_back(count_of_rows());
    for (const char* name : {"count", "min", "max", "collect"}) {
      calls.push_back(call(name));
      calls.push_back(call(name, true));
    }
    std::vector<Evaluator> keys;
    if (keyed) keys.push_back(evaluator(key_variable));
    Aggregate aggregate(*context_, std::move(keys), std::move(calls), nullptr);
    aggregate.set_next(groups);
    std::mt19937_64 random(GetParam());
    for (std::size_t b = 1; b <= 40; ++b) {
      std::vector<Value> keys_of_batch;
      std::vector<Value> values;
      for (std::size_t i = 0; i < 300; ++i) {
        keys_of_batch.push_back(make_value(random));
        values.push_back(make_value(random));
      }
      push(aggregate, Column{.data = keys_of_batch.data()}, Column{.data = values.data()}, values.size());
      if (b % slot_batches == 0) aggregate.finish_slot();
    }
    aggregate.finish();
    return groups.texts();
  }
};

TEST_P(SlotsTest, ChangeNoAnswer) {
  for (const bool keyed : {false, true}) {
    const std::vector<std::string> whole = run(keyed, 1000);
    EXPECT_EQ(whole.size() > 1, keyed);
    EXPECT_EQ(run(keyed, 1), whole);
    EXPECT_EQ(run(keyed, 7), whole);
    EXPECT_EQ(run(keyed, 40), whole);
  }
  EXPECT_EQ(context_->memory().bytes(), 0U) << "all memory is given back";
}

INSTANTIATE_TEST_SUITE_P(Seeds, SlotsTest, testing::Range(1U, 4U));

}  // namespace
}  // namespace cairn::engine
