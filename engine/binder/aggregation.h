// Takes a projection that aggregates apart: into keys, aggregates, and items that read only those.
//
// An item without an aggregate is a key. In an item with one, everything outside the aggregates must follow from
// the keys: a constant, a variable that is a key, a property that is a key. What is more complex is ambiguous even
// if an equal key exists (`RETURN a.x + b.x, a.x + b.x + count(*)`): AmbiguousAggregationExpression.
#pragma once

#include "engine/binder/bind_state.h"

#include <vector>

namespace cairn::engine {

// Whether an aggregate stands in the expression, subqueries aside.
bool contains_aggregate(const Expression& expression);

// Whether the expression, as a key, may be used inside an item with an aggregate: a variable, or a property of one.
bool is_simple_key(const Expression& expression);

// Collects keys and aggregates of one projection.
class AggregationSplitter {
 public:
  explicit AggregationSplitter(BindState& state) : state_(state) {}

  // Makes the expression of an item a key; `variable` is the item's. What the item is to read instead.
  ExpressionPointer add_key(ExpressionPointer expression, VariableId variable);

  // Takes the aggregates out of an item's expression; an item that is one as a whole gives it its variable. All
  // keys must have been added. What the item is to read instead.
  ExpressionPointer split(ExpressionPointer expression, VariableId variable);

  std::vector<ProjectionItem> take_keys() { return std::move(keys_); }
  std::vector<ProjectionItem> take_aggregates() { return std::move(aggregates_); }

 private:
  ExpressionPointer rewrite(ExpressionPointer expression);
  ExpressionPointer take_out(ExpressionPointer aggregate, VariableId variable);
  const ProjectionItem* find_key(const Expression& expression) const;
  bool is_key_variable(VariableId variable) const;
  [[noreturn]] void fail_ambiguous(const Expression& expression) const;

  BindState& state_;
  std::vector<ProjectionItem> keys_;
  std::vector<ProjectionItem> aggregates_;
  std::vector<VariableId> locals_;  // of the comprehensions around the expression at hand
};

}  // namespace cairn::engine
