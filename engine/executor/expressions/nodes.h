// The makers of all kinds of nodes, by the file that holds them.
#pragma once

#include "engine/executor/expressions/expression_node.h"
#include "engine/executor/expressions/node_builder.h"

namespace cairn::engine {

// placement.cpp: constants, variables, and where in the batch an expression is computed
NodePointer make_constant(NodeBuilder& builder, const Expression& expression, Value value);
NodePointer make_variable(NodeBuilder& builder, const Expression& expression);
// `operand` reads nothing of a batch: computed at its first use, for a batch of one row.
NodePointer make_folded(NodeBuilder& builder, const Expression& expression, NodePointer operand);
// `operand` is made for batches that end at `level`.
NodePointer make_lower_level(NodeBuilder& builder, const Expression& expression, NodePointer operand,
                             std::uint16_t level);
// `operand` is made for batches that end at level 0 and reads no variable: computed once per batch.
NodePointer make_once_per_batch(NodeBuilder& builder, const Expression& expression, NodePointer operand);

// logic.cpp
NodePointer make_logical(NodeBuilder& builder, const Expression& expression);
NodePointer make_not(NodeBuilder& builder, const Expression& expression);
NodePointer make_null_test(NodeBuilder& builder, const Expression& expression);

// comparison.cpp, membership.cpp, text_predicates.cpp, type_test.cpp, label_test.cpp
NodePointer make_comparison(NodeBuilder& builder, const Expression& expression);
NodePointer make_membership(NodeBuilder& builder, const Expression& expression);
NodePointer make_text_predicate(NodeBuilder& builder, const Expression& expression);
NodePointer make_type_test(NodeBuilder& builder, const Expression& expression);
NodePointer make_label_test(NodeBuilder& builder, const Expression& expression);

// arithmetic_nodes.cpp
NodePointer make_arithmetic(NodeBuilder& builder, const Expression& expression);
NodePointer make_negation(NodeBuilder& builder, const Expression& expression);

// property.cpp, subscript.cpp, containers.cpp, path.cpp
NodePointer make_property(NodeBuilder& builder, const Expression& expression);
NodePointer make_index(NodeBuilder& builder, const Expression& expression);
NodePointer make_slice(NodeBuilder& builder, const Expression& expression);
NodePointer make_list(NodeBuilder& builder, const Expression& expression);
NodePointer make_map(NodeBuilder& builder, const Expression& expression);
NodePointer make_path(NodeBuilder& builder, const Expression& expression);

// call.cpp, choice.cpp
NodePointer make_call(NodeBuilder& builder, const Expression& expression);
NodePointer make_case(NodeBuilder& builder, const Expression& expression);

// comprehension.cpp, quantifier.cpp, reduction.cpp
NodePointer make_list_comprehension(NodeBuilder& builder, const Expression& expression);
NodePointer make_quantifier(NodeBuilder& builder, const Expression& expression);
NodePointer make_reduction(NodeBuilder& builder, const Expression& expression);

// subquery.cpp
NodePointer make_exists(NodeBuilder& builder, const Expression& expression);
NodePointer make_pattern_comprehension(NodeBuilder& builder, const Expression& expression);

}  // namespace cairn::engine
