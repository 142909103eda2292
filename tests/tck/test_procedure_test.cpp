#include "tests/tck/test_procedure.h"

#include <gtest/gtest.h>

namespace cairn::tck {
namespace {

// Collects what a procedure emits.
class CollectingContext final : public ProcedureContext {
 public:
  bool emit(std::span<const Value> row) override {
    rows.emplace_back(row.begin(), row.end());
    return true;
  }
  const GraphView& graph() const override { std::abort(); }
  bool cancelled() const override { return false; }

  std::vector<std::vector<Value>> rows;
};

TEST(TestProcedure, ReadsASignature) {
  const auto signature = parse_signature("test.my.proc(name :: STRING?, in :: INTEGER?) :: (out :: FLOAT)");
  ASSERT_TRUE(signature);
  EXPECT_EQ(signature->name, "test.my.proc");
  ASSERT_EQ(signature->inputs.size(), 2U);
  EXPECT_EQ(signature->inputs[1].name, "in");
  EXPECT_EQ(signature->inputs[1].type, "INTEGER?");
  EXPECT_EQ(signature->outputs.at(0).type, "FLOAT");
}

TEST(TestProcedure, ReadsASignatureWithoutInputsAndOutputs) {
  const auto signature = parse_signature("test.doNothing() :: ()");
  ASSERT_TRUE(signature);
  EXPECT_TRUE(signature->inputs.empty());
  EXPECT_TRUE(signature->outputs.empty());
  EXPECT_TRUE(parse_signature("test.doNothing() :: VOID"));
  EXPECT_FALSE(parse_signature("test.doNothing"));
  EXPECT_FALSE(parse_signature("p(a) :: ()"));
}

TEST(TestProcedure, YieldsTheRowsWhoseInputsEqualTheArguments) {
  const auto signature = parse_signature("p(in :: INTEGER?) :: (out :: STRING?)");
  const auto row = [](Value in, const char* out) { return std::vector<Value>{Value::string(out), std::move(in)}; };
  const auto procedure = make_test_procedure(
      *signature, {"out", "in"}, {row(Value::integer(1), "a"), row(Value::null(), "b"), row(Value::integer(1), "c")});
  ASSERT_TRUE(procedure);
  CollectingContext context;
  const std::vector<Value> one{Value::integer(1)};
  ASSERT_TRUE(procedure->call(context, one));
  ASSERT_EQ(context.rows.size(), 2U);
  EXPECT_EQ(context.rows[0].at(0).as_string(), "a");
  EXPECT_EQ(context.rows[1].at(0).as_string(), "c");
  const std::vector<Value> null{Value::null()};
  ASSERT_TRUE(procedure->call(context, null));
  EXPECT_EQ(context.rows.back().at(0).as_string(), "b");
}

TEST(TestProcedure, RejectsATableThatDoesNotFit) {
  const auto signature = parse_signature("p(in :: INTEGER?) :: (out :: STRING?)");
  EXPECT_FALSE(make_test_procedure(*signature, {"in"}, {{Value::integer(1)}}));
  EXPECT_FALSE(make_test_procedure(*signature, {"in", "out"}, {{Value::integer(1)}}));
  EXPECT_FALSE(make_test_procedure(*parse_signature("p(in :: FISH) :: ()"), {}, {}));
}

}  // namespace
}  // namespace cairn::tck
