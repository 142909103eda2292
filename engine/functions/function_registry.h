// The functions of the language: one table with names, signatures, documentation and implementations.
//
// The idea: everything that needs to know a function asks this table. The binder resolves a name and checks
// a call against the signatures (a static type that certainly fits none is a compile-time error), the
// planner asks whether a call may be moved or repeated, the executor calls `body`, the shell shows
// signatures and documentation. Aggregates have their own table (aggregates.h).
//
// The table is immutable and built at first use; any thread may read it.
#pragma once

#include "base/expected.h"
#include "engine/functions/function_context.h"
#include "engine/value/static_type.h"
#include "engine/value/value.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine {

struct FunctionParameter {
  std::string_view name;
  StaticType type;
};

// One form of a function. `required` leading parameters must be given. A variadic form takes any number of
// further arguments of its last parameter's type.
struct FunctionSignature {
  std::vector<FunctionParameter> parameters;
  std::size_t required = 0;
  bool variadic = false;
  StaticType result;

  bool takes(std::size_t argument_count) const {
    return argument_count >= required && (variadic || argument_count <= parameters.size());
  }
  // The type of parameter `index`, which may lie in the variadic part.
  const StaticType& parameter_type(std::size_t index) const {
    return parameters[index < parameters.size() ? index : parameters.size() - 1].type;
  }
};

// Computes one call. The arguments fit a signature by number, not by type: a body checks the types it needs.
using FunctionBody = Expected<Value> (*)(FunctionContext& context, std::span<const Value> arguments);

// Sharper than the signature's result, from the arguments' static types: `head` of a List<Integer> is an Integer.
using ResultTypeRule = StaticType (*)(std::span<const StaticType> arguments);

struct Function {
  std::string_view name;                      // in its usual spelling; found in any case
  std::string_view category;                  // "Scalar", "List", "String", "Mathematical", "Predicate", "Graph"
  std::vector<FunctionSignature> signatures;  // at least one
  std::string_view documentation;             // one sentence
  FunctionBody body = nullptr;
  std::vector<std::string_view> aliases = {};  // further names: `upper` for toUpper
  bool is_volatile = false;              // two calls with equal arguments may differ: never moved, repeated or folded
  bool reads_clock = false;              // the same for all rows of a statement, but not from one statement to the next
  bool reads_graph = false;              // asks EntityAccess, so its answer belongs to a moment of the statement
  bool propagates_null = true;           // null if any argument is null; the caller may skip `body` then
  ResultTypeRule result_type = nullptr;  // optional
};

// One argument of a call as the binder sees it; `offset` is where it stands in the statement.
struct CallArgument {
  StaticType type;
  std::uint32_t offset = 0;
};

class FunctionRegistry {
 public:
  explicit FunctionRegistry(std::vector<Function> functions);

  // The function of that name in any case, or nullptr. Aliases (`upper` for toUpper) lead to their function.
  const Function* find(std::string_view name) const;

  // Sorted by name.
  std::span<const Function> functions() const { return functions_; }

  // The name closest to an unknown one, to ask "did you mean"; empty if none is close.
  std::string_view similar_name(std::string_view name) const;

 private:
  std::vector<Function> functions_;
  std::vector<std::pair<std::string, std::size_t>> by_name_;  // lower case → index, sorted; aliases too
};

// The built-in functions.
const FunctionRegistry& function_registry();

// Checks a call at compile time and tells its static type. Errors are SyntaxErrors: InvalidNumberOfArguments
// (at `call_offset`) and InvalidArgumentType (at the first argument that fits no signature).
Expected<StaticType> check_call(const Function& function, std::span<const CallArgument> arguments,
                                std::uint32_t call_offset);

// The same for any set of signatures; `name` is for the messages.
Expected<const FunctionSignature*> match_signature(std::string_view name, std::span<const FunctionSignature> signatures,
                                                   std::span<const CallArgument> arguments, std::uint32_t call_offset);

// Calls the function, answering null without a call where it propagates null.
Expected<Value> call_function(const Function& function, FunctionContext& context, std::span<const Value> arguments);

// "range(start :: Integer, end :: Integer, [step :: Integer]) :: List<Integer>"
std::string signature_text(std::string_view name, const FunctionSignature& signature);

}  // namespace cairn::engine
