// Multiplicities: a row that stands for n equal rows gives, behind every operator, what n rows would give.
//
// A source sets random multiplicities on both levels of a batch. Each operator runs on that batch and on the
// same rows written out one by one, and the answers must be the same rows the same number of times.

#include "engine/executor/operators/aggregate.h"
#include "engine/executor/operators/filter.h"
#include "engine/executor/operators/optional.h"
#include "engine/executor/operators/project.h"
#include "engine/executor/operators/result.h"
#include "engine/executor/operators/sort.h"
#include "engine/executor/operators/update.h"
#include "engine/value/text.h"
#include "storage/graph_store.h"

#include <gtest/gtest.h>

#include <random>

namespace cairn::engine {
namespace {

constexpr VariableId lower_variable = 0;
constexpr VariableId upper_variable = 1;
constexpr VariableId made_variable = 2;

// A row of multiplicity n and n equal rows may differ in the last bit of a standard deviation.
std::string rounded_text(const Value& value) {
  return value.is_float() ? fmt::format("{:.12g}", value.as_float()) : to_literal(value);
}

// Where rows end: as text, repeated by their multiplicity, in order.
class Collector final : public RowOperator {
 public:
  Collector(QueryContext& context, std::vector<Slot> slots) : RowOperator(context), slots_(std::move(slots)) {}
  void finish() override {}
  void restart() override {}
  void finish_slot() override {}
  const std::vector<std::string>& rows() const { return collected_; }
  std::vector<std::string> sorted_rows() const {
    std::vector<std::string> rows = collected_;
    std::sort(rows.begin(), rows.end());
    return rows;
  }

 protected:
  bool push_rows(Batch& batch) override {
    rows_.bind(batch);
    const auto multiplicity = rows_.multiplicity();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      std::string text;
      for (const Slot& slot : slots_) {
        const Column& column = batch.levels[slot.level].columns[slot.column];
        const std::size_t row = rows_.rows(slot.level)[i];
        text += column.is_null(row) ? "null|" : rounded_text(column.value(row)) + "|";
      }
      collected_.insert(collected_.end(), multiplicity.empty() ? 1 : multiplicity[i], text);
    }
    return true;
  }

 private:
  std::vector<Slot> slots_;
  RowMap rows_;
  std::vector<std::string> collected_;
};

// Two levels of integers: each upper row belongs to a lower one, some rows are not selected.
struct Rows {
  std::vector<std::int64_t> lower;
  std::vector<std::int64_t> upper;
  std::vector<std::uint16_t> parent;
  std::vector<std::uint64_t> lower_multiplicity;
  std::vector<std::uint64_t> upper_multiplicity;
  std::vector<std::uint16_t> selection;
};

class MultiplicityTest : public testing::TestWithParam<unsigned> {
 protected:
  void SetUp() override {
    store_ = std::move(*storage::GraphStore::open(":memory:"));
    transaction_ = std::move(*store_->begin_write());
    reader_ = store_->read(*transaction_);
    statement_.variables.resize(3);
    context_ =
        std::make_unique<QueryContext>(statement_, *reader_, transaction_.get(), parameters_, std::size_t{1} << 30U);
    random_.seed(GetParam());
    layout_.add_level();
    layout_.add_column(lower_variable);
    layout_.add_level();
    layout_.add_column(upper_variable);
    make_rows();
  }

  std::uint64_t number(std::uint64_t below) { return random_() % below; }

  void make_rows() {
    for (std::size_t i = 0; i < 3 + number(5); ++i) {
      rows_.lower.push_back(static_cast<std::int64_t>(number(3)));
      rows_.lower_multiplicity.push_back(1 + number(3));
    }
    for (std::size_t i = 0; i < 1 + number(20); ++i) {
      rows_.upper.push_back(static_cast<std::int64_t>(number(4)));
      rows_.upper_multiplicity.push_back(1 + number(4));
      rows_.parent.push_back(static_cast<std::uint16_t>(number(rows_.lower.size())));
      if (number(4) != 0) rows_.selection.push_back(static_cast<std::uint16_t>(i));
    }
  }

  // The rows with their multiplicities.
  void push_counted(Operator& op) {
    const Column lower{.type = ColumnType::Integers, .data = rows_.lower.data()};
    const Column upper{.type = ColumnType::Integers, .data = rows_.upper.data()};
    Batch batch;
    batch.depth = 2;
    batch.levels[0] = Level{.row_count = static_cast<std::uint32_t>(rows_.lower.size()),
                            .columns = std::span(&lower, 1),
                            .parent = {},
                            .multiplicity = rows_.lower_multiplicity};
    batch.levels[1] = Level{.row_count = static_cast<std::uint32_t>(rows_.upper.size()),
                            .columns = std::span(&upper, 1),
                            .parent = rows_.parent,
                            .multiplicity = rows_.upper_multiplicity};
    batch.selected = true;
    batch.selection = rows_.selection;
    if (batch.row_count() > 0) op.push(batch);
    op.finish();
  }

  // The same rows one by one.
  void push_written_out(Operator& op) {
    std::vector<std::int64_t> lower_values;
    std::vector<std::int64_t> upper_values;
    std::vector<std::uint16_t> identity;
    for (const std::uint16_t row : rows_.selection) {
      const std::uint16_t parent = rows_.parent[row];
      const std::uint64_t count = rows_.upper_multiplicity[row] * rows_.lower_multiplicity[parent];
      for (std::uint64_t n = 0; n < count; ++n) {
        identity.push_back(static_cast<std::uint16_t>(identity.size()));
        lower_values.push_back(rows_.lower[parent]);
        upper_values.push_back(rows_.upper[row]);
      }
    }
    const Column lower{.type = ColumnType::Integers, .data = lower_values.data()};
    const Column upper{.type = ColumnType::Integers, .data = upper_values.data()};
    Batch batch;
    batch.depth = 2;
    const auto count = static_cast<std::uint32_t>(identity.size());
    batch.levels[0] = Level{.row_count = count, .columns = std::span(&lower, 1), .parent = {}, .multiplicity = {}};
    batch.levels[1] =
        Level{.row_count = count, .columns = std::span(&upper, 1), .parent = identity, .multiplicity = {}};
    if (count > 0) op.push(batch);
    op.finish();
  }

  // Runs what `make` builds on both forms and compares. `make` gets the collector and returns the operator
  // that takes the rows; `slots` is where the collector reads.
  template <class Make>
  void compare(const std::vector<Slot>& slots, const Make& make, bool in_order = true) {
    Collector counted(*context_, slots);
    {
      const std::unique_ptr<Operator> op = make(counted);
      op->set_next(counted);
      push_counted(*op);
    }
    Collector written_out(*context_, slots);
    {
      const std::unique_ptr<Operator> op = make(written_out);
      op->set_next(written_out);
      push_written_out(*op);
    }
    if (in_order) {
      EXPECT_EQ(counted.rows(), written_out.rows());
    } else {
      EXPECT_EQ(counted.sorted_rows(), written_out.sorted_rows());
    }
  }

  ExpressionPointer variable(VariableId id) {
    auto expression = std::make_unique<Expression>();
    expression->kind = ExpressionKind::Variable;
    expression->variable = id;
    return expression;
  }

  const Expression& keep(ExpressionPointer expression) {
    kept_.push_back(std::move(expression));
    return *kept_.back();
  }

  Evaluator evaluator(VariableId id) { return Evaluator(*context_, keep(variable(id)), layout_, no_subqueries_); }

  class NoSubqueries final : public SubqueryCompiler {
   public:
    std::unique_ptr<SubqueryRunner> compile(const BoundQuery& /*subquery*/, const Layout& /*outer*/) override {
      return nullptr;
    }
  };

  std::vector<Slot> both() const { return {Slot{.level = 0, .column = 0}, Slot{.level = 1, .column = 0}}; }

  std::mt19937_64 random_;
  std::unique_ptr<storage::GraphStore> store_;
  std::unique_ptr<storage::WriteTransaction> transaction_;
  std::unique_ptr<storage::Reader> reader_;
  BoundStatement statement_;
  Parameters parameters_;
  std::unique_ptr<QueryContext> context_;
  Layout layout_;
  Rows rows_;
  NoSubqueries no_subqueries_;
  std::vector<ExpressionPointer> kept_;
};

TEST_P(MultiplicityTest, FilterKeepsThem) {
  compare(both(), [&](Operator&) {
    auto comparison = std::make_unique<Expression>();
    comparison->kind = ExpressionKind::Comparison;
    comparison->comparisons = {ComparisonOperator::Less};
    comparison->children.push_back(variable(lower_variable));
    comparison->children.push_back(variable(upper_variable));
    std::vector<Evaluator> predicates;
    predicates.emplace_back(*context_, keep(std::move(comparison)), layout_, no_subqueries_);
    return std::make_unique<Filter>(*context_, std::move(predicates));
  });
}

TEST_P(MultiplicityTest, ProjectKeepsThem) {
  compare({Slot{.level = 1, .column = 1}}, [&](Operator&) {
    std::vector<Evaluator> expressions;
    expressions.push_back(evaluator(lower_variable));
    return std::make_unique<Project>(*context_, std::move(expressions));
  });
}

TEST_P(MultiplicityTest, UnwindCarriesThem) {
  compare(
      {Slot{.level = 1, .column = 0}, Slot{.level = 2, .column = 0}},
      [&](Operator&) {
        auto list = std::make_unique<Expression>();
        list->kind = ExpressionKind::List;
        list->children.push_back(variable(lower_variable));
        list->children.push_back(variable(upper_variable));
        return std::make_unique<Unwind>(*context_,
                                        Evaluator(*context_, keep(std::move(list)), layout_, no_subqueries_));
      },
      false);
}

TEST_P(MultiplicityTest, FlattenKeepsThem) {
  compare({Slot{.level = 0, .column = 0}, Slot{.level = 0, .column = 1}},
          [&](Operator&) { return std::make_unique<Flatten>(*context_, both()); });
}

TEST_P(MultiplicityTest, EagerKeepsThem) {
  compare({Slot{.level = 0, .column = 0}, Slot{.level = 0, .column = 1}},
          [&](Operator&) { return std::make_unique<Eager>(*context_, both()); });
}

TEST_P(MultiplicityTest, UnionCarriesThem) {
  compare({Slot{.level = 0, .column = 0}, Slot{.level = 0, .column = 1}},
          [&](Operator&) { return std::make_unique<UnionBranch>(*context_, both(), true); });
}

TEST_P(MultiplicityTest, DistinctIgnoresThem) {
  compare(both(), [&](Operator&) { return std::make_unique<Distinct>(*context_, both()); });
}

TEST_P(MultiplicityTest, SortKeepsThem) {
  compare({Slot{.level = 0, .column = 0}, Slot{.level = 0, .column = 1}}, [&](Operator&) {
    std::vector<SortKey> keys;
    keys.push_back({.expression = evaluator(upper_variable), .descending = true});
    keys.push_back({.expression = evaluator(lower_variable), .descending = false});
    return std::make_unique<Sort>(*context_, both(), std::move(keys), std::nullopt);
  });
}

TEST_P(MultiplicityTest, SkipAndLimitCutInsideThem) {
  const std::uint64_t skip = number(6);
  const std::uint64_t limit = number(12);
  compare(both(), [&](Operator&) { return std::make_unique<SkipLimit>(*context_, skip, limit); });
}

TEST_P(MultiplicityTest, AggregatesWeighByThem) {
  for (const char* name : {"count", "sum", "avg", "min", "max", "collect", "stDev", "stDevP"}) {
    for (const bool distinct : {false, true}) {
      SCOPED_TRACE(name);
      compare({Slot{.level = 0, .column = 0}, Slot{.level = 0, .column = 1}}, [&](Operator&) {
        std::vector<Evaluator> keys;
        keys.push_back(evaluator(lower_variable));
        std::vector<AggregateCall> calls(1);
        calls[0].function = find_aggregate(name);
        calls[0].distinct = distinct;
        calls[0].arguments.push_back(evaluator(upper_variable));
        return std::make_unique<Aggregate>(*context_, std::move(keys), std::move(calls), nullptr);
      });
    }
  }
}

TEST_P(MultiplicityTest, CountOfRowsWeighsByThem) {
  compare({Slot{.level = 0, .column = 0}}, [&](Operator&) {
    std::vector<AggregateCall> calls(1);
    calls[0].function = find_aggregate("count");
    return std::make_unique<Aggregate>(*context_, std::vector<Evaluator>{}, std::move(calls), nullptr);
  });
}

TEST_P(MultiplicityTest, CreateMakesAnEntityForEachRow) {
  CreateClause clause;
  PathPattern& path = clause.paths.emplace_back();
  path.nodes.emplace_back().variable = made_variable;
  std::uint64_t before = context_->updates().nodes_created;
  std::vector<std::uint64_t> created;
  compare(both(), [&](Operator&) {
    created.push_back(context_->updates().nodes_created - before);
    before = context_->updates().nodes_created;
    return std::make_unique<Create>(*context_, clause, layout_, no_subqueries_);
  });
  created.push_back(context_->updates().nodes_created - before);
  EXPECT_EQ(created[1], created[2]);
  std::uint64_t rows = 0;
  for (const std::uint16_t row : rows_.selection) {
    rows += rows_.upper_multiplicity[row] * rows_.lower_multiplicity[rows_.parent[row]];
  }
  EXPECT_EQ(created[2], rows);
}

TEST_P(MultiplicityTest, ResultRowsAreRepeated) {
  class Counter final : public RowConsumer {
   public:
    bool consume(std::span<const Value> row) override {
      rows.push_back(to_literal(row[0]));
      return true;
    }
    std::vector<std::string> rows;
  };
  Counter counted;
  Counter written_out;
  ResultRows first(*context_, {Slot{.level = 1, .column = 0}}, counted);
  push_counted(first);
  ResultRows second(*context_, {Slot{.level = 1, .column = 0}}, written_out);
  push_written_out(second);
  EXPECT_EQ(counted.rows, written_out.rows);
}

INSTANTIATE_TEST_SUITE_P(Random, MultiplicityTest, testing::Range(0U, 60U));

}  // namespace
}  // namespace cairn::engine
