#include "engine/functions/aggregates.h"

#include "tests/functions/function_call.h"

#include <random>

namespace cairn::engine {
namespace {

using namespace test;

struct Row {
  std::vector<Value> arguments;
  std::uint64_t multiplicity = 1;
};

std::vector<Row> rows_of(const std::vector<Value>& values) {
  std::vector<Row> rows;
  for (const Value& value : values) rows.push_back({{value}});
  return rows;
}

// States of one group.
std::unique_ptr<AggregateStates> make_state(const AggregateFunction& function, AggregateMemory& memory) {
  auto states = make_aggregate_states(function, memory);
  states->add_groups(1);
  return states;
}

constexpr AggregateStates::Group only_group = 0;

Expected<void> update(AggregateStates& state, std::span<const Value> arguments, std::uint64_t multiplicity) {
  return state.update(std::span(&only_group, 1), arguments, std::span(&multiplicity, 1));
}

Expected<void> update_all(AggregateStates& state, std::span<const Row> rows) {
  for (const Row& row : rows) {
    if (auto done = update(state, row.arguments, row.multiplicity); !done) return done;
  }
  return {};
}

// The aggregate over the rows, computed on one state or merged from states of `slot_size` rows each.
std::string aggregate(std::string_view name, const std::vector<Row>& rows, std::size_t slot_size = 1000000) {
  AggregateMemory memory;
  std::string text;
  {
    const AggregateFunction& function = *find_aggregate(name);
    const auto total = make_state(function, memory);
    for (std::size_t begin = 0; begin < rows.size(); begin += slot_size) {
      const std::size_t count = std::min(slot_size, rows.size() - begin);
      const auto slot = make_state(function, memory);
      if (auto done = update_all(*slot, std::span(rows).subspan(begin, count)); !done) return outcome(done.error());
      if (auto done = total->merge(*slot, 0, std::span(&only_group, 1)); !done) return outcome(done.error());
    }
    text = outcome(total->finish(0));
  }
  EXPECT_EQ(memory.bytes, 0U) << name << " has not given its memory back";
  return text;
}

std::string aggregate(std::string_view name, const std::vector<Value>& values) {
  return aggregate(name, rows_of(values));
}

const std::vector<Value> mixed{integer(1),    string("a"), Value(), list({integer(1), integer(2)}),
                               floating(0.2), string("b")};

TEST(Aggregates, AreFoundInAnyCase) {
  EXPECT_EQ(find_aggregate("COUNT")->kind, AggregateKind::Count);
  EXPECT_EQ(find_aggregate("stdevp")->name, "stDevP");
  EXPECT_EQ(find_aggregate("size"), nullptr);
  for (const AggregateFunction& function : aggregate_functions()) {
    EXPECT_EQ(function_registry().find(function.name), nullptr) << "both an aggregate and a function";
  }
}

TEST(Aggregates, OverNoRows) {
  EXPECT_EQ(aggregate("count", std::vector<Row>{}), "0");
  EXPECT_EQ(aggregate("sum", std::vector<Row>{}), "0");
  EXPECT_EQ(aggregate("collect", std::vector<Row>{}), "[]");
  EXPECT_EQ(aggregate("stDev", std::vector<Row>{}), "0.0");
  EXPECT_EQ(aggregate("stDevP", std::vector<Row>{}), "0.0");
  for (const char* name : {"avg", "min", "max", "percentileCont", "percentileDisc"}) {
    EXPECT_EQ(aggregate(name, std::vector<Row>{}), "null") << name;
  }
}

TEST(Aggregates, IgnoreNull) {
  const std::vector<Value> nulls{Value(), Value()};
  EXPECT_EQ(aggregate("count", nulls), "0");
  EXPECT_EQ(aggregate("sum", nulls), "0");
  EXPECT_EQ(aggregate("avg", nulls), "null");
  EXPECT_EQ(aggregate("collect", nulls), "[]");
  EXPECT_EQ(aggregate("min", nulls), "null");
  EXPECT_EQ(aggregate("stDev", nulls), "0.0");
  EXPECT_EQ(aggregate("count", std::vector<Row>{{{}, 2}, {{}, 3}}), "5");
}

TEST(Sum, OfIntegersIsAnIntegerAndWithAFloatAFloat) {
  EXPECT_EQ(aggregate("sum", {integer(33), Value(), integer(42)}), "75");
  EXPECT_EQ(aggregate("sum", {integer(1), floating(0.5)}), "1.5");
  EXPECT_EQ(aggregate("sum", {floating(1.0)}), "1.0");
  EXPECT_EQ(aggregate("sum", {string("a")}), "TypeError InvalidArgumentType");
}

TEST(Sum, OverflowsOnlyIfTheResultDoes) {
  const Value greatest = integer(int64_greatest);
  EXPECT_EQ(aggregate("sum", {greatest, greatest, integer(-1), integer(int64_least)}), "9223372036854775805");
  EXPECT_EQ(aggregate("sum", {greatest, integer(1)}), "ArithmeticError IntegerOverflow");
  EXPECT_EQ(aggregate("sum", std::vector<Row>{{{integer(int64_least)}, 2}}), "ArithmeticError IntegerOverflow");
  EXPECT_EQ(aggregate("avg", {greatest, greatest}), "9.223372036854776E18");
}

TEST(Sum, OfFloatsKeepsWhatRoundingCutsOff) {
  EXPECT_EQ(aggregate("sum", {floating(1e16), floating(1.0), floating(1.0), floating(-1e16)}), "2.0");
  EXPECT_EQ(aggregate("sum", std::vector<Row>{{{floating(0.1)}, 10}}), "1.0");
  EXPECT_EQ(aggregate("sum", {integer(9007199254740993), floating(0.5), integer(-9007199254740993)}), "0.5");
  EXPECT_EQ(aggregate("sum", {floating(infinity), floating(1.0)}), "Infinity");
  EXPECT_EQ(aggregate("sum", {floating(infinity), floating(-infinity)}), "NaN");
  EXPECT_EQ(aggregate("sum", {floating(1e308), floating(1e308)}), "Infinity");
  EXPECT_EQ(aggregate("sum", {floating(nan), floating(1.0)}), "NaN");
}

TEST(Average, IsAFloat) {
  EXPECT_EQ(aggregate("avg", {integer(1), integer(2), Value()}), "1.5");
  EXPECT_EQ(aggregate("avg", std::vector<Row>{{{integer(1)}, 3}, {{floating(5.0)}, 1}}), "2.0");
  EXPECT_EQ(aggregate("avg", {boolean(true)}), "TypeError InvalidArgumentType");
}

TEST(MinimumAndMaximum, FollowTheOrderOfAllTypes) {
  EXPECT_EQ(aggregate("max", mixed), "1");
  EXPECT_EQ(aggregate("min", mixed), "[1, 2]");
  EXPECT_EQ(aggregate("max", {integer(1), floating(2.0), integer(5), floating(0.1)}), "5");
  EXPECT_EQ(aggregate("min", {integer(1), floating(0.1)}), "0.1");
  EXPECT_EQ(aggregate("max", {floating(nan), integer(1)}), "NaN");
  EXPECT_EQ(aggregate("max", {integer(1), floating(1.0)}), "1");
}

TEST(Collect, KeepsTheOrderOfRowsAndRepeatsThem) {
  EXPECT_EQ(aggregate("collect", mixed), "[1, 'a', [1, 2], 0.2, 'b']");
  EXPECT_EQ(aggregate("collect", std::vector<Row>{{{string("a")}, 2}, {{integer(1)}, 1}}), "['a', 'a', 1]");
}

TEST(Collect, RefusesMoreThanAValueMayHold) {
  EXPECT_EQ(aggregate("collect", std::vector<Row>{{{integer(1)}, ~std::uint64_t{0}}}),
            "ResourceExhausted ValueTooLarge");
}

TEST(Count, OverflowIsAnError) {
  const std::uint64_t most = static_cast<std::uint64_t>(int64_greatest);
  EXPECT_EQ(aggregate("count", std::vector<Row>{{{}, most}}), "9223372036854775807");
  EXPECT_EQ(aggregate("count", std::vector<Row>{{{}, most}, {{}, 1}}), "ArithmeticError IntegerOverflow");
}

TEST(StandardDeviation, OfSampleAndPopulation) {
  const std::vector<Value> numbers{integer(2), integer(4), integer(4), floating(4.0),
                                   integer(5), integer(5), integer(7), integer(9)};
  EXPECT_EQ(aggregate("stDevP", numbers), "2.0");
  EXPECT_EQ(aggregate("stDev", {integer(1), integer(3)}), "1.4142135623730951");
  EXPECT_EQ(aggregate("stDev", {integer(7)}), "0.0");
  EXPECT_EQ(aggregate("stDevP", std::vector<Row>{{{integer(1)}, 2}, {{integer(3)}, 2}}), "1.0");
  EXPECT_EQ(aggregate("stDev", {string("x")}), "TypeError InvalidArgumentType");
}

std::vector<Row> with_percentile(const std::vector<Value>& values, const Value& percentile) {
  std::vector<Row> rows;
  for (const Value& value : values) rows.push_back({{value, percentile}});
  return rows;
}

TEST(Percentiles, PickOrInterpolate) {
  const std::vector<Value> prices{floating(30.0), floating(10.0), Value(), floating(20.0)};
  const auto discrete = [&](double p) { return aggregate("percentileDisc", with_percentile(prices, floating(p))); };
  const auto continuous = [&](double p) { return aggregate("percentileCont", with_percentile(prices, floating(p))); };
  EXPECT_EQ(discrete(0.0), "10.0");
  EXPECT_EQ(discrete(0.5), "20.0");
  EXPECT_EQ(discrete(0.9), "30.0");
  EXPECT_EQ(discrete(1.0), "30.0");
  EXPECT_EQ(continuous(0.0), "10.0");
  EXPECT_EQ(continuous(0.25), "15.0");
  EXPECT_EQ(continuous(0.5), "20.0");
  EXPECT_EQ(continuous(1.0), "30.0");
  EXPECT_EQ(aggregate("percentileDisc", with_percentile({integer(1), integer(2)}, integer(0))), "1");
  EXPECT_EQ(aggregate("percentileCont", with_percentile({integer(1), integer(2)}, floating(0.5))), "1.5");
}

TEST(Percentiles, CountARowAsOftenAsItOccurs) {
  std::vector<Row> rows = with_percentile({integer(1), integer(2)}, floating(0.5));
  rows[0].multiplicity = 3;
  EXPECT_EQ(aggregate("percentileDisc", rows), "1");
  EXPECT_EQ(aggregate("percentileCont", rows), "1.0");
  rows[1].multiplicity = 5;
  EXPECT_EQ(aggregate("percentileDisc", rows), "2");
}

TEST(Percentiles, RefuseBadArguments) {
  for (const char* name : {"percentileDisc", "percentileCont"}) {
    for (const Value& bad : {integer(1000), integer(-1), floating(1.1), floating(nan)}) {
      EXPECT_EQ(aggregate(name, with_percentile({floating(10.0)}, bad)), out_of_range) << name;
    }
    EXPECT_EQ(aggregate(name, with_percentile({integer(1)}, string("x"))), "TypeError InvalidArgumentType");
    EXPECT_EQ(aggregate(name, with_percentile({string("x")}, integer(1))), "TypeError InvalidArgumentType");
  }
}

// What every aggregate promises: slots merged in order give the answer of one state to the bit where the slots are
// the same, and a row of multiplicity n stands for n rows.
TEST(Aggregates, WeighARowAsThatManyEqualRows) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<Row> weighted;
    std::vector<Row> repeated;
    for (int i = 0; i < 20; ++i) {
      const auto number = static_cast<std::int64_t>(random() % 1000) - 500;
      const Value value = random() % 3 == 0   ? Value()
                          : random() % 2 == 0 ? integer(number)
                                              : floating(static_cast<double>(number) / 8);
      const std::uint64_t multiplicity = 1 + random() % 4;
      weighted.push_back({{value, floating(0.3)}, multiplicity});
      for (std::uint64_t n = 0; n < multiplicity; ++n) repeated.push_back({{value, floating(0.3)}, 1});
    }
    for (const AggregateFunction& function : aggregate_functions()) {
      // Standard deviations are only as equal as their rounding.
      if (function.kind == AggregateKind::StandardDeviation ||
          function.kind == AggregateKind::StandardDeviationOfPopulation) {
        EXPECT_NEAR(std::stod(aggregate(function.name, weighted)), std::stod(aggregate(function.name, repeated)), 1e-9);
        continue;
      }
      EXPECT_EQ(aggregate(function.name, weighted), aggregate(function.name, repeated)) << function.name;
      EXPECT_EQ(aggregate(function.name, weighted, 7), aggregate(function.name, weighted)) << function.name;
    }
  }
}

TEST(Aggregates, CountTheMemoryTheyHold) {
  AggregateMemory memory;
  const auto state = make_state(*find_aggregate("collect"), memory);
  const std::size_t before = memory.bytes;
  const Value value = string(std::string(1000, 'x'));
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(update(*state, std::span(&value, 1), 2));
  EXPECT_GE(memory.bytes - before, 200U * 1000U);
  const auto maximum = make_state(*find_aggregate("max"), memory);
  const std::size_t with_maximum = memory.bytes;
  ASSERT_TRUE(update(*maximum, std::span(&value, 1), 1));
  EXPECT_GE(memory.bytes - with_maximum, 1000U);
}

TEST(Aggregates, AreCheckedAtCompileTime) {
  const auto check = [](std::string_view name, const std::vector<CallArgument>& arguments) {
    return check_aggregate_call(*find_aggregate(name), arguments, 5);
  };
  const CallArgument integer_argument{StaticType::of(ValueType::Integer), 9};
  const CallArgument string_argument{StaticType::of(ValueType::String), 9};
  EXPECT_TRUE(check("count", {string_argument})->is_only(ValueType::Integer));
  EXPECT_EQ(check("count", {}).error().detail, "InvalidNumberOfArguments");
  EXPECT_TRUE(check("sum", {integer_argument})->is_only(ValueType::Integer));
  EXPECT_EQ(check("collect", {integer_argument})->element(), integer_argument.type);
  EXPECT_TRUE(check("max", {string_argument})->is_only(ValueType::String));
  EXPECT_EQ(check("sum", {string_argument}).error().detail, "InvalidArgumentType");
  EXPECT_EQ(check("sum", {}).error().detail, "InvalidNumberOfArguments");
  EXPECT_EQ(check("percentileDisc", {integer_argument}).error().offset, 5U);
}

}  // namespace
}  // namespace cairn::engine
