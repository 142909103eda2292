// Procedures that a program registers.
#include "tests/engine/session_fixture.h"

namespace cairn::test {
namespace {

class ProcedureTest : public SessionTest {
 protected:
  ProcedureTest() {
    Procedure count_to;
    count_to.name = "test.countTo";
    count_to.inputs = {{.name = "end", .type = StaticType::of(ValueType::Integer), .nullable = false}};
    count_to.outputs = {{.name = "number", .type = StaticType::of(ValueType::Integer), .nullable = false}};
    count_to.documentation = "The numbers from 1.";
    count_to.call = [this](ProcedureContext& context, std::span<const Value> arguments) -> Expected<void> {
      for (std::int64_t i = 1; i <= arguments[0].as_integer(); ++i) {
        ++emitted_;
        const Value number = Value::integer(i);
        if (!context.emit(std::span(&number, 1))) break;
      }
      return {};
    };
    EXPECT_TRUE(database_->register_procedure(count_to));
    EXPECT_FALSE(database_->register_procedure(count_to));
  }

  std::uint64_t emitted_ = 0;
};

TEST_F(ProcedureTest, YieldsRowsForEachInputRow) {
  EXPECT_EQ(rows("CALL test.countTo(3)"), (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(rows("UNWIND [1, 2] AS n CALL test.countTo(n) YIELD number AS m RETURN n, m"),
            (std::vector<std::string>{"1|1", "2|1", "2|2"}));
}

TEST_F(ProcedureTest, OptionalCallKeepsRowsForWhichNothingIsYielded) {
  EXPECT_EQ(rows("UNWIND [0, 1, 0, 2] AS n OPTIONAL CALL test.countTo(n) YIELD number AS m RETURN n, m"),
            (std::vector<std::string>{"0|null", "1|1", "0|null", "2|1", "2|2"}));
  EXPECT_EQ(rows("UNWIND [0, 1] AS n OPTIONAL CALL test.countTo(n) YIELD number WHERE number IS NULL RETURN n"),
            (std::vector<std::string>{"0"}));
  EXPECT_EQ(rows("OPTIONAL CALL test.countTo(0)"), (std::vector<std::string>{"null"}));
  EXPECT_EQ(
      rows("UNWIND range(1, 5000) AS n OPTIONAL CALL test.countTo(0) YIELD number RETURN count(*), count(number)"),
      (std::vector<std::string>{"5000|0"}));
}

TEST_F(ProcedureTest, StopsWhenNoMoreRowsAreWanted) {
  EXPECT_EQ(rows("CALL test.countTo(100000000) YIELD number RETURN number LIMIT 2"),
            (std::vector<std::string>{"1", "2"}));
  EXPECT_LT(emitted_, 100'000U);
}

TEST_F(ProcedureTest, ArgumentsAreChecked) {
  EXPECT_EQ(error("CALL test.countTo('x')").detail, "InvalidArgumentType");
  EXPECT_EQ(error("CALL test.countTo()").detail, "InvalidNumberOfArguments");
  EXPECT_EQ(error("CALL test.countDown(1)").detail, "ProcedureNotFound");
  EXPECT_EQ(error("CALL test.countTo($x)", {{"x", Value::string("y")}}).type, ErrorType::TypeError);
}

TEST_F(ProcedureTest, AFailureEndsTheStatement) {
  Procedure failing;
  failing.name = "test.fail";
  failing.call = [](ProcedureContext&, std::span<const Value>) -> Expected<void> {
    return runtime_error(ErrorType::ProcedureError, "ProcedureCallFailed", "it went wrong");
  };
  ASSERT_TRUE(database_->register_procedure(failing));
  EXPECT_EQ(error("CREATE (:A) WITH 1 AS x CALL test.fail() RETURN x").message, "it went wrong");
  EXPECT_EQ(count(*session_), "0");
  database_->unregister_procedures("test.");
  EXPECT_EQ(error("CALL test.fail()").detail, "ProcedureNotFound");
}

}  // namespace
}  // namespace cairn::test
