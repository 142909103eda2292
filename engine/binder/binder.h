// The binder: from what a statement says to what it means.
//
// It resolves names to variables, functions and procedures, follows the kinds and static types of everything,
// takes aggregation apart, and rewrites what is only notation (property maps, pattern predicates, simple CASE)
// into the few forms of the bound query. Every compile-time error of openCypher that is not the parser's is
// found here, with the type and detail the TCK gives it. It reads no graph: labels, types and keys stay names.
//
// The functions keep no state and may run on any thread.
#pragma once

#include "base/expected.h"
#include "engine/binder/bound_query.h"
#include "engine/procedure.h"
#include "engine/value/value.h"
#include "parser/ast.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::engine {

// The procedures that CALL can name.
class ProcedureCatalogue {
 public:
  virtual ~ProcedureCatalogue() = default;

  // The procedure of exactly that name, or null.
  virtual std::shared_ptr<const Procedure> find(std::string_view name) const = 0;

  // All names, for "did you mean".
  virtual std::vector<std::string> names() const = 0;
};

// What a statement is bound against. Must outlive the call, not its result.
struct BindContext {
  // Only whether a parameter is there counts: a bound statement holds for every value and type of it.
  std::span<const std::pair<std::string, Value>> parameters;
  // Null: there are no procedures.
  const ProcedureCatalogue* procedures = nullptr;
};

// Binds a statement that was parsed from `text`. Errors carry the offset into `text`.
Expected<BoundStatement> bind(const ast::Statement& statement, std::string_view text, const BindContext& context);

// An expression that stands alone. `statement` only holds the variables of its comprehensions.
struct BoundExpression {
  BoundStatement statement;
  ExpressionPointer expression;
};

// Binds an expression in which no variables are known, as behind `:param name =>`. One that reads the graph is
// an error.
Expected<BoundExpression> bind_expression(const ast::Expression& expression, std::string_view text,
                                          const BindContext& context);

}  // namespace cairn::engine
