// Expression evaluation: a bound expression over the rows of a batch, a column at a time.
//
// An Evaluator is made once per operator from an expression and the layout of the batches it will see.
// It works on arrays where types allow (numbers, strings, booleans, ids) and falls back to Values where
// types mix. Lists that an expression runs over (comprehensions, quantifiers) become one more level on a
// copy of the batch, so their bodies are evaluated for all rows at once too. What must not be evaluated
// (the branch of a CASE that is not taken, the right side of a decided AND) is not. What reads only lower
// levels of the batch is computed once for each of their rows, what reads nothing once (expressions/).
#pragma once

#include "engine/executor/batch.h"
#include "engine/executor/query_context.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace cairn::engine {

// Runs the sub-plans inside expressions (EXISTS, pattern comprehensions); made by the plan's compiler.
class SubqueryRunner {
 public:
  virtual ~SubqueryRunner() = default;
  // has_row[i] = 1 if the subquery has a row for the i-th remaining row of `batch`.
  virtual void exists(Batch& batch, std::span<std::uint8_t> has_row) = 0;
  // lists[i] = the values of the subquery's single column for the i-th remaining row of `batch`.
  virtual void collect(Batch& batch, std::span<std::vector<Value>> lists) = 0;
};

// Makes a runner for `subquery` over outer batches of the given layout.
class SubqueryCompiler {
 public:
  virtual ~SubqueryCompiler() = default;
  virtual std::unique_ptr<SubqueryRunner> compile(const BoundQuery& subquery, const Layout& outer) = 0;
};

class ExpressionNode;

// One thread. The expression and the context outlive it.
class Evaluator {
 public:
  Evaluator(QueryContext& context, const Expression& expression, const Layout& layout, SubqueryCompiler& subqueries);
  ~Evaluator();
  Evaluator(Evaluator&&) noexcept;
  Evaluator& operator=(Evaluator&&) noexcept;

  // The expression for each remaining row of the batch, in order: entry i belongs to position i. Valid
  // until the next call or until the batch ends. The batch's top level must be rows.
  Column evaluate(RowMap& rows);

  // For a predicate: the top-level rows for which it is true, ascending, replacing `selection`, which may
  // hold the batch's own selection. False and null drop a row; any other type is a TypeError.
  void select(RowMap& rows, std::vector<std::uint16_t>& selection);

 private:
  std::unique_ptr<ExpressionNode> root_;
  std::uint32_t offset_;  // where the expression stands in the statement
};

// An expression that reads no variables: SKIP, LIMIT, parameters of the prompt.
Value evaluate_constant(QueryContext& context, const Expression& expression);

}  // namespace cairn::engine
