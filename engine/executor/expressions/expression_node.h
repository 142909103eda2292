// The base of what an Evaluator runs: one node for each part of an expression.
//
// A node computes its column from those of its operands, for all remaining rows at once. Nodes keep the
// arrays they answer with, so that a column is valid until its node is asked again. An operand is asked
// at most once per question to its owner, except by the owners of element bodies (see element_rows.h),
// which copy what they keep.
#pragma once

#include "engine/executor/batch.h"
#include "engine/executor/query_context.h"
#include "engine/value/ternary.h"
#include "parser/ast.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine {

// One thread. The context outlives it.
class ExpressionNode {
 public:
  ExpressionNode(QueryContext& context, ast::Span span) : context_(context), span_(span) {}
  virtual ~ExpressionNode() = default;
  ExpressionNode(const ExpressionNode&) = delete;
  ExpressionNode& operator=(const ExpressionNode&) = delete;

  // The answer for each remaining row of the batch, of which there is at least one.
  virtual Column evaluate(RowMap& rows) = 0;

  // True if every answer is the same column of one constant value, at the same address: what is derived
  // from it may be kept.
  virtual bool is_constant() const { return false; }

 protected:
  QueryContext& context() { return context_; }

  // Ends the query with an error at this expression's place, unless the error knows a better one.
  [[noreturn]] void fail(Error error) const;
  // TypeError InvalidArgumentType: "`what` must be a Boolean, but it is a String".
  [[noreturn]] void fail_type(std::string_view what, std::string_view wanted, const Value& found) const;

  // The value, or the end of the query.
  template <class T>
  T check(Expected<T>&& expected) const {
    if (!expected) fail(std::move(expected).error());
    if constexpr (!std::is_void_v<T>) return std::move(expected).value();
  }

  // The truth of the first out.size() rows of a column; a TypeError for what is neither boolean nor null.
  void read_truth(const Column& column, std::span<Ternary> out, std::string_view what) const;

 private:
  QueryContext& context_;
  ast::Span span_;
};

using NodePointer = std::unique_ptr<ExpressionNode>;

// A column of booleans in `buffer`.
Column truth_column(std::span<const Ternary> truth, ColumnBuffer& buffer);

// A part of the remaining rows of a batch, as a batch of its own.
class RowSubset {
 public:
  // `positions` are positions of `rows`, ascending. The answer is valid until the next `bind`.
  RowMap& bind(RowMap& rows, std::span<const std::uint16_t> positions);

 private:
  Batch batch_;
  std::vector<std::uint16_t> selection_;
  RowMap rows_;
};

}  // namespace cairn::engine
