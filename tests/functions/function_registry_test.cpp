#include "engine/functions/function_registry.h"

#include "tests/functions/function_call.h"

#include <set>

namespace cairn::engine {
namespace {

using namespace test;

Expected<StaticType> type_of_call(std::string_view name, const std::vector<StaticType>& types) {
  std::vector<CallArgument> arguments;
  for (std::size_t i = 0; i < types.size(); ++i) {
    arguments.push_back({types[i], static_cast<std::uint32_t>(100 + i)});
  }
  return check_call(*function_registry().find(name), arguments, 50);
}

constexpr StaticType integer_type = StaticType::of(ValueType::Integer);
constexpr StaticType string_type = StaticType::of(ValueType::String);
constexpr StaticType node_type = StaticType::of(ValueType::Node);

TEST(FunctionRegistry, FindsNamesInAnyCaseAndByAlias) {
  EXPECT_EQ(function_registry().find("toUpper")->name, "toUpper");
  EXPECT_EQ(function_registry().find("TOUPPER")->name, "toUpper");
  EXPECT_EQ(function_registry().find("upper")->name, "toUpper");
  EXPECT_EQ(function_registry().find("char_length")->name, "size");
  EXPECT_EQ(function_registry().find("toUppe"), nullptr);
  EXPECT_EQ(function_registry().find(""), nullptr);
  EXPECT_EQ(function_registry().find("count"), nullptr);
}

TEST(FunctionRegistry, DescribesEveryFunctionCompletely) {
  std::set<std::string_view> names;
  for (const Function& function : function_registry().functions()) {
    EXPECT_TRUE(names.insert(function.name).second) << function.name << " is there twice";
    EXPECT_NE(function.body, nullptr) << function.name;
    EXPECT_FALSE(function.category.empty()) << function.name;
    ASSERT_FALSE(function.signatures.empty()) << function.name;
    EXPECT_EQ(function.documentation.back(), '.') << function.name;
    for (const FunctionSignature& signature : function.signatures) {
      EXPECT_LE(signature.required, signature.parameters.size()) << function.name;
    }
  }
  EXPECT_TRUE(std::ranges::is_sorted(function_registry().functions(), {}, &Function::name));
}

TEST(FunctionRegistry, EveryFunctionRefusesWrongTypesInsteadOfCrashing) {
  const std::vector<Value> samples{Value(),  boolean(true), integer(-1),    floating(nan),          string("x"),
                                   list({}), map({}),       Value::node(1), Value::relationship(1), path({1})};
  for (const Function& function : function_registry().functions()) {
    for (const FunctionSignature& signature : function.signatures) {
      for (std::size_t count = signature.required; count <= signature.parameters.size(); ++count) {
        for (const Value& sample : samples) {
          FunctionContext context;
          const auto result = call_function(function, context, std::vector<Value>(count, sample));
          if (!result) {
            EXPECT_FALSE(result.error().detail.empty()) << function.name;
          }
        }
      }
    }
  }
}

TEST(FunctionRegistry, OnlyRandomFunctionsAreVolatile) {
  for (const Function& function : function_registry().functions()) {
    EXPECT_EQ(function.is_volatile, function.name.starts_with("rand")) << function.name;
    EXPECT_EQ(function.reads_clock, function.name == "timestamp") << function.name;
  }
}

TEST(FunctionRegistry, SuggestsTheClosestName) {
  EXPECT_EQ(function_registry().similar_name("toUper"), "toUpper");
  EXPECT_EQ(function_registry().similar_name("SUBSTR"), "");
  EXPECT_EQ(function_registry().similar_name("substrin"), "substring");
  EXPECT_EQ(function_registry().similar_name("frobnicate"), "");
  EXPECT_EQ(function_registry().similar_name(std::string(100000, 'x')), "");
}

TEST(CheckCall, TellsTheStaticType) {
  EXPECT_TRUE(type_of_call("size", {string_type})->is_only(ValueType::Integer));
  EXPECT_TRUE(type_of_call("head", {StaticType::list_of(integer_type)})->is_only(ValueType::Integer));
  EXPECT_TRUE(type_of_call("head", {StaticType::any()})->is_any());
  EXPECT_EQ(type_of_call("tail", {StaticType::list_of(integer_type)})->element(), integer_type);
  EXPECT_TRUE(type_of_call("reverse", {string_type})->is_only(ValueType::String));
  EXPECT_TRUE(type_of_call("abs", {integer_type})->is_only(ValueType::Integer));
  EXPECT_EQ(type_of_call("abs", {StaticType::any()})->without_null(), StaticType::number());
  EXPECT_EQ(type_of_call("coalesce", {integer_type, string_type})->without_null(), integer_type.join(string_type));
  EXPECT_TRUE(type_of_call("range", {integer_type, integer_type})->element().is_only(ValueType::Integer));
  EXPECT_TRUE(type_of_call("size", {string_type})->may_be_null());
}

TEST(CheckCall, RejectsArgumentsThatCannotFit) {
  const auto rejected = type_of_call("type", {node_type});
  ASSERT_FALSE(rejected);
  EXPECT_EQ(rejected.error().type, ErrorType::SyntaxError);
  EXPECT_EQ(rejected.error().phase, ErrorPhase::CompileTime);
  EXPECT_EQ(rejected.error().detail, "InvalidArgumentType");
  EXPECT_EQ(rejected.error().offset, 100U);
  EXPECT_EQ(type_of_call("substring", {string_type, string_type}).error().offset, 101U);
  for (const ValueType type : {ValueType::Integer, ValueType::String, ValueType::List}) {
    EXPECT_FALSE(type_of_call("properties", {StaticType::of(type)}));
  }
  EXPECT_FALSE(type_of_call("length", {node_type}));
  EXPECT_FALSE(type_of_call("size", {StaticType::of(ValueType::Path)}));
  EXPECT_FALSE(type_of_call("labels", {StaticType::of(ValueType::Path)}));
}

TEST(CheckCall, IsSilentOnWhatMayFit) {
  EXPECT_TRUE(type_of_call("type", {node_type.join(StaticType::of(ValueType::Relationship))}));
  EXPECT_TRUE(type_of_call("type", {StaticType::null()}));
  EXPECT_TRUE(type_of_call("type", {StaticType::any()}));
  // What these refuse, they refuse at runtime.
  EXPECT_TRUE(type_of_call("toInteger", {StaticType::of(ValueType::List)}));
  EXPECT_TRUE(type_of_call("range", {StaticType::of(ValueType::Boolean), integer_type}));
}

TEST(CheckCall, RejectsAWrongNumberOfArguments) {
  for (const auto& types : {std::vector<StaticType>{}, std::vector<StaticType>(4, integer_type)}) {
    const auto rejected = type_of_call("range", types);
    ASSERT_FALSE(rejected);
    EXPECT_EQ(rejected.error().detail, "InvalidNumberOfArguments");
    EXPECT_EQ(rejected.error().phase, ErrorPhase::CompileTime);
    EXPECT_EQ(rejected.error().offset, 50U);
  }
  EXPECT_EQ(type_of_call("range", {}).error().message, "range() takes 2 to 3 arguments, not 0");
  EXPECT_EQ(type_of_call("size", {}).error().message, "size() takes 1 argument, not 0");
  EXPECT_EQ(type_of_call("coalesce", {}).error().message, "coalesce() takes at least 1 argument, not 0");
  EXPECT_TRUE(type_of_call("coalesce", std::vector<StaticType>(50, integer_type)));
}

TEST(CheckCall, ShowsTheSignature) {
  const Function& range = *function_registry().find("range");
  EXPECT_EQ(signature_text(range.name, range.signatures.front()),
            "range(start :: Any, end :: Any, [step :: Any]) :: List<Integer>");
  const Function& coalesce = *function_registry().find("coalesce");
  EXPECT_EQ(signature_text(coalesce.name, coalesce.signatures.front()), "coalesce(value :: Any, …) :: Any");
}

}  // namespace
}  // namespace cairn::engine
