// From a bound expression to the nodes that compute it.
//
// The idea: an expression is computed as far down the levels of the batch as what it reads allows, and
// as seldom. What reads nothing is computed once; what reads only lower levels is computed once for each
// row there and spread upwards; only the rest runs for each row of the top level.
#pragma once

#include "engine/executor/evaluator.h"
#include "engine/executor/expressions/expression_node.h"

#include <optional>
#include <vector>

namespace cairn::engine {

// Whether batches may have many rows, or always have one, so that nothing is saved by computing once.
enum class RowNumber : std::uint8_t { Many, One };

// Builds nodes for batches of one layout. Lives as long as the building; what it refers to lives longer.
class NodeBuilder {
 public:
  // The layout has at least one level.
  NodeBuilder(QueryContext& context, const Layout& layout, SubqueryCompiler& subqueries,
              RowNumber row_number = RowNumber::Many)
      : context_(context), layout_(layout), subqueries_(subqueries), row_number_(row_number) {}

  QueryContext& context() { return context_; }
  const Layout& layout() const { return layout_; }
  SubqueryCompiler& subqueries() { return subqueries_; }

  // The node of an expression.
  NodePointer build(const Expression& expression);

  // The nodes of all children, null for an absent child.
  std::vector<NodePointer> operands(const Expression& expression);

 private:
  NodePointer build_at_level(const Expression& expression, std::uint16_t level);
  NodePointer build_once(const Expression& expression, bool reads_graph);

  QueryContext& context_;
  const Layout& layout_;
  SubqueryCompiler& subqueries_;
  RowNumber row_number_;
};

// What the value of an expression depends on.
struct Dependencies {
  std::optional<std::uint16_t> level;  // the highest level it reads
  bool is_volatile = false;
  bool reads_graph = false;
};

// Variables that the layout lacks are taken for the expression's own.
Dependencies dependencies_of(const Expression& expression, const Layout& layout);

}  // namespace cairn::engine
