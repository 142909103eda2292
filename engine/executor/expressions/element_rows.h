// Elements of lists as rows: the level that comprehensions, quantifiers and reduce put on a batch.
//
// The body of `[x IN list | …]` is an expression over one more level, whose rows are the elements of the
// lists of all remaining rows. So the body is computed for many elements at once, and whatever in it does
// not read x is computed on the level below. Levels are pushed in pieces of at most `batch_rows_max` rows.
#pragma once

#include "engine/executor/expressions/expression_node.h"
#include "engine/executor/expressions/node_builder.h"

#include <array>
#include <span>
#include <vector>

namespace cairn::engine {

// How an expression's bodies see the batch: its levels, or, where there is no room for one more level, a
// copy of the columns they read as one level; and on top a level for the elements.
class ElementLevel {
 public:
  // `variables` become the columns of the new level; `bodies` may hold null pointers.
  ElementLevel(NodeBuilder& outer, std::span<const VariableId> variables, std::span<const ExpressionPointer> bodies);

  // The layout of the batches that `begin` and `push` make.
  const Layout& layout() const { return layout_; }

  // The nodes of a body.
  NodePointer build(NodeBuilder& outer, const Expression& body) const;

  // Starts with the remaining rows of a batch. They must live until the last `push`.
  void begin(RowMap& rows);

  // The batch with one more level: row i belongs to position positions[i] of the remaining rows and has
  // columns[…][i]. The arrays, and the answer, live until the next `push`.
  RowMap& push(std::span<const std::uint16_t> positions, std::span<const Column> columns);

 private:
  void compact(NodeBuilder& outer, std::span<const ExpressionPointer> bodies);

  Layout layout_;
  bool compacted_ = false;
  std::vector<Slot> read_;  // when compacted: where the columns come from
  std::vector<ColumnBuffer> copies_;
  std::vector<Column> copied_;
  Batch batch_;
  RowMap* rows_ = nullptr;
  std::vector<std::uint16_t> parent_;
  std::vector<Column> columns_;
  RowMap pushed_;
};

// Walks the elements of a column of lists in pieces. Null lists have no elements.
class ElementPieces {
 public:
  // The lists of the first `size` rows; the column lives until the last `next`. The columns hold only lists.
  void begin(const Column& lists, std::size_t size);

  // The next piece; false when all elements have been seen. A position for which `skip`, if it is given,
  // holds a byte other than 0 is passed over.
  bool next(std::span<const std::uint8_t> skip = {});

  // For each element of the piece the row its list is in, ascending, and the element.
  std::span<const std::uint16_t> positions() const { return positions_; }
  Column elements() const { return elements_.view(); }

 private:
  Column lists_;
  std::size_t size_ = 0;
  std::size_t row_ = 0;
  std::size_t element_ = 0;
  std::vector<std::uint16_t> positions_;
  ColumnBuffer elements_;
};

}  // namespace cairn::engine
