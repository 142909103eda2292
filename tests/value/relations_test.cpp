// The relations between values, each checked over all pairs of a set of awkward values.
#include "engine/value/comparison.h"
#include "engine/value/equality.h"
#include "engine/value/equivalence.h"
#include "engine/value/identity.h"
#include "engine/value/orderability.h"
#include "tests/value/sample_values.h"

#include <array>
#include <unordered_set>

namespace cairn {
namespace {

using namespace test;

struct RankedValue {
  std::size_t rank;
  Value value;
};

std::vector<RankedValue> ranked_values() {
  std::vector<RankedValue> ranked;
  const auto rows = values_in_order();
  for (std::size_t rank = 0; rank < rows.size(); ++rank) {
    for (const Value& value : rows[rank]) ranked.push_back({rank, value});
  }
  return ranked;
}

TEST(Orderability, PutsEveryPairInItsPlace) {
  for (const auto& left : ranked_values()) {
    for (const auto& right : ranked_values()) {
      EXPECT_EQ(order(left.value, right.value), left.rank <=> right.rank)
          << to_literal(left.value) << " against " << to_literal(right.value);
    }
  }
}

TEST(Orderability, OfFloatsIsThatOfTheirValues) {
  for (const double left : {-infinity, -1.0, -0.0, 0.0, 5e-324, 1.0, infinity, nan, -nan}) {
    for (const double right : {-infinity, -1.0, -0.0, 0.0, 5e-324, 1.0, infinity, nan, -nan}) {
      EXPECT_EQ(order_floats(left, right), order(floating(left), floating(right)));
    }
  }
}

TEST(Equivalence, HoldsForEqualPlacesInTheOrderAndNoOthers) {
  for (const auto& left : ranked_values()) {
    for (const auto& right : ranked_values()) {
      EXPECT_EQ(equivalent(left.value, right.value), left.rank == right.rank)
          << to_literal(left.value) << " against " << to_literal(right.value);
    }
  }
}

TEST(Equivalence, EquivalentValuesHashAlikeAndOthersDiffer) {
  std::unordered_set<std::uint64_t> hashes;
  const auto rows = values_in_order();
  for (const auto& row : rows) {
    for (const Value& value : row) EXPECT_EQ(hash(value), hash(row.front())) << to_literal(value);
    hashes.insert(hash(row.front()));
  }
  EXPECT_EQ(hashes.size(), rows.size());
}

TEST(Equivalence, TypedHashesAreThoseOfValues) {
  EXPECT_EQ(hash(Value()), hash_of_null);
  EXPECT_EQ(hash(boolean(true)), hash_boolean(true));
  for (const std::int64_t value : {int64_least, std::int64_t{-1}, std::int64_t{0}, int64_greatest}) {
    EXPECT_EQ(hash(integer(value)), hash_integer(value));
  }
  for (const double value : {-0.0, 0.5, 1.0, 1e300, infinity, nan}) {
    EXPECT_EQ(hash(floating(value)), hash_float(value));
  }
  EXPECT_EQ(hash(string("text")), hash_string("text"));
  EXPECT_EQ(hash(Value::node(5, 2)), hash_node(5));
  EXPECT_EQ(hash(Value::materialised_relationship(5, {"T", 1, 2, {}})), hash_relationship(5));
  EXPECT_NE(hash_node(5), hash_relationship(5));
}

TEST(Equality, IsEquivalenceWhereItIsDecided) {
  for (const auto& left : ranked_values()) {
    for (const auto& right : ranked_values()) {
      const Ternary equal = equals(left.value, right.value);
      EXPECT_EQ(equal, equals(right.value, left.value));
      if (equal == Ternary::True) {
        EXPECT_EQ(left.rank, right.rank);
      }
      if (left.rank != right.rank) {
        EXPECT_NE(equal, Ternary::True);
      }
    }
  }
}

struct EqualityCase {
  Value left;
  Value right;
  Ternary answer;
};

TEST(Equality, DecidesAsItsTableSays) {
  const std::vector<EqualityCase> cases{
      {Value(), Value(), Ternary::Null},
      {Value(), integer(1), Ternary::Null},
      {integer(1), floating(1.0), Ternary::True},
      {integer(9007199254740993), floating(9007199254740992.0), Ternary::False},
      {integer(int64_greatest), floating(9223372036854775808.0), Ternary::False},
      {floating(nan), floating(nan), Ternary::False},
      {floating(nan), integer(1), Ternary::False},
      {floating(-0.0), floating(0.0), Ternary::True},
      {string("1"), integer(1), Ternary::False},
      {boolean(true), integer(1), Ternary::False},
      {list({integer(1), integer(2)}), string("foo"), Ternary::False},
      {list({integer(1)}), list({integer(1), Value()}), Ternary::False},
      {list({integer(1), integer(2)}), list({Value(), string("foo")}), Ternary::False},
      {list({integer(1), integer(2)}), list({Value(), integer(2)}), Ternary::Null},
      {list({Value()}), list({Value()}), Ternary::Null},
      {list({list({Value()}), integer(1)}), list({list({integer(2)}), integer(2)}), Ternary::False},
      {list({}), list({}), Ternary::True},
      {map({}), map({{"k", Value()}}), Ternary::False},
      {map({{"k", Value()}}), map({{"k", Value()}}), Ternary::Null},
      {map({{"k", integer(1)}, {"l", Value()}}), map({{"k", Value()}, {"l", integer(1)}}), Ternary::Null},
      {map({{"k", integer(1)}, {"l", Value()}}), map({{"k", integer(2)}, {"l", Value()}}), Ternary::False},
      {map({{"k", integer(1)}}), map({{"l", integer(1)}}), Ternary::False},
      {map({{"k", integer(1)}}), map({{"k", floating(1.0)}}), Ternary::True},
      {Value::node(1), Value::node(1, 5), Ternary::True},
      {Value::node(1), Value::materialised_node(1, {}), Ternary::True},
      {Value::node(1), Value::node(2), Ternary::False},
      {Value::node(1), Value::relationship(1), Ternary::False},
      {Value::node(1), integer(1), Ternary::False},
      {path({1, 2, 3}), path({1, 2, 3}), Ternary::True},
      {path({1, 2, 3}), path({3, 2, 1}), Ternary::False},
      {path({1}), list({Value::node(1)}), Ternary::False},
  };
  for (const auto& [left, right, answer] : cases) {
    EXPECT_EQ(equals(left, right), answer) << to_literal(left) << " = " << to_literal(right);
    EXPECT_EQ(equals(right, left), answer) << to_literal(right) << " = " << to_literal(left);
  }
}

TEST(Comparison, IsTheOrderWithinNumbersStringsAndBooleans) {
  for (const auto& left : ranked_values()) {
    for (const auto& right : ranked_values()) {
      const Comparison comparison = compare(left.value, right.value);
      const bool numbers = left.value.is_number() && right.value.is_number();
      const bool ordered = left.value.is_string() || left.value.is_boolean() || left.value.is_list();
      if (!numbers && (left.value.type() != right.value.type() || !ordered)) {
        EXPECT_EQ(comparison, Comparison::Unknown) << to_literal(left.value) << " < " << to_literal(right.value);
      }
      if (comparison == Comparison::Less) {
        EXPECT_LT(left.rank, right.rank);
      }
      if (comparison == Comparison::Greater) {
        EXPECT_GT(left.rank, right.rank);
      }
      if (comparison == Comparison::Equal) {
        EXPECT_EQ(left.rank, right.rank);
      }
    }
  }
}

TEST(Comparison, WithNaNIsFalseWithinNumbersAndNullOutside) {
  for (const Value& number : {integer(1), floating(1.0), floating(nan)}) {
    const Comparison comparison = compare(floating(nan), number);
    EXPECT_EQ(is_less(comparison), Ternary::False);
    EXPECT_EQ(is_less_or_equal(comparison), Ternary::False);
    EXPECT_EQ(is_greater(comparison), Ternary::False);
    EXPECT_EQ(is_greater_or_equal(comparison), Ternary::False);
  }
  EXPECT_EQ(is_less(compare(floating(nan), string("a"))), Ternary::Null);
}

TEST(Comparison, OfListsIsDecidedByTheFirstUnequalPair) {
  const auto at_least = [](const Value& left, const Value& right) { return is_greater_or_equal(compare(left, right)); };
  EXPECT_EQ(at_least(list({integer(1), integer(0)}), list({integer(1)})), Ternary::True);
  EXPECT_EQ(at_least(list({integer(1), Value()}), list({integer(1)})), Ternary::True);
  EXPECT_EQ(at_least(list({integer(1), integer(2)}), list({integer(1), Value()})), Ternary::Null);
  EXPECT_EQ(at_least(list({integer(1), string("a")}), list({integer(1), Value()})), Ternary::Null);
  EXPECT_EQ(at_least(list({integer(1), integer(2)}), list({integer(3), Value()})), Ternary::False);
  EXPECT_EQ(is_less(compare(list({}), list({integer(1)}))), Ternary::True);
  EXPECT_EQ(is_less_or_equal(compare(list({}), list({}))), Ternary::True);
}

TEST(Comparison, NullIsUnknownToEverything) {
  for (const auto& other : ranked_values()) {
    EXPECT_EQ(compare(Value(), other.value), Comparison::Unknown);
    EXPECT_EQ(compare(other.value, Value()), Comparison::Unknown);
  }
}

TEST(Identity, TellsIntegersFromFloatsAndZerosApart) {
  EXPECT_FALSE(identical(integer(1), floating(1.0)));
  EXPECT_FALSE(identical(floating(0.0), floating(-0.0)));
  EXPECT_TRUE(identical(floating(nan), floating(-nan)));
  EXPECT_TRUE(identical(Value(), Value()));
  EXPECT_FALSE(identical(list({integer(1)}), list({floating(1.0)})));
  EXPECT_FALSE(identical(list({integer(1)}), list({integer(1), integer(1)})));
  EXPECT_TRUE(identical(map({{"k", list({Value()})}}), map({{"k", list({Value()})}})));
  EXPECT_FALSE(identical(map({{"k", integer(1)}}), map({{"l", integer(1)}})));
  EXPECT_TRUE(identical(Value::node(1), Value::materialised_node(1, {{"A"}, {}})));
}

TEST(Identity, IsFinerThanEquivalence) {
  for (const auto& left : ranked_values()) {
    EXPECT_TRUE(identical(left.value, left.value));
    for (const auto& right : ranked_values()) {
      if (identical(left.value, right.value)) {
        EXPECT_EQ(left.rank, right.rank);
      }
    }
  }
}

TEST(Relations, WalkTheDeepestValueSafely) {
  const Value left = nested_list(value_depth_max);
  const Value right = nested_list(value_depth_max);
  EXPECT_EQ(equals(left, right), Ternary::Null);
  EXPECT_EQ(compare(left, right), Comparison::Unknown);
  EXPECT_TRUE(equivalent(left, right));
  EXPECT_EQ(hash(left), hash(right));
  EXPECT_EQ(order(left, right), std::weak_ordering::equivalent);
  EXPECT_TRUE(identical(left, right));
}

TEST(Ternary, FollowsItsTables) {
  constexpr auto F = Ternary::False;
  constexpr auto T = Ternary::True;
  constexpr auto N = Ternary::Null;
  constexpr std::array<Ternary, 3> inputs{F, T, N};
  constexpr std::array<std::array<Ternary, 3>, 3> conjunction{{{F, F, F}, {F, T, N}, {F, N, N}}};
  constexpr std::array<std::array<Ternary, 3>, 3> disjunction{{{F, T, N}, {T, T, T}, {N, T, N}}};
  constexpr std::array<std::array<Ternary, 3>, 3> exclusion{{{F, T, N}, {T, F, N}, {N, N, N}}};
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    for (std::size_t j = 0; j < inputs.size(); ++j) {
      EXPECT_EQ(ternary_and(inputs[i], inputs[j]), conjunction[i][j]);
      EXPECT_EQ(ternary_or(inputs[i], inputs[j]), disjunction[i][j]);
      EXPECT_EQ(ternary_xor(inputs[i], inputs[j]), exclusion[i][j]);
    }
  }
  EXPECT_EQ(ternary_not(F), T);
  EXPECT_EQ(ternary_not(T), F);
  EXPECT_EQ(ternary_not(N), N);
  EXPECT_TRUE(to_value(N).is_null());
  EXPECT_TRUE(to_value(T).is_true());
}

}  // namespace
}  // namespace cairn
