// Small tools that operators share: reading entity ids from columns, adding columns and levels to a batch.
#pragma once

#include "engine/executor/batch.h"
#include "engine/executor/operator.h"
#include "engine/planner/plan.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cairn::engine {

// The ids of the entities in one column, for each remaining row of a batch.
class EntityColumn {
 public:
  // Reads the column in `slot`. A row that is null has valid() false. A value that is neither null nor of
  // the wanted kind ends the query with a TypeError.
  void read(RowMap& rows, Slot slot, ValueType kind);

  std::span<const std::uint64_t> ids() const { return ids_; }
  bool valid(std::size_t i) const { return valid_.empty() || valid_[i] != 0; }
  bool all_valid() const { return valid_.empty(); }

 private:
  std::span<const std::uint64_t> ids_;
  std::vector<std::uint64_t> gathered_;
  std::vector<std::uint8_t> valid_;
};

// Adds columns to the top level of a batch. The values come dense, one a remaining row, and are put at
// the rows of the top level where the batch has a selection.
class ColumnAdder {
 public:
  // Starts anew on a copy of `batch`.
  void begin(const Batch& batch);
  // `dense` has an entry for each remaining row and must live as long as the batch is used.
  void add(const Column& dense);
  // The copy with all added columns; valid until the next `begin`.
  Batch& finish();

 private:
  Batch batch_;
  std::vector<Column> columns_;
  std::vector<std::unique_ptr<ColumnBuffer>> scattered_;
  std::size_t scattered_count_ = 0;
};

// The batch with one more level on top: `parent` has for each of its rows the row of the former top level. The
// columns are as long as that, and both live as long as the answer is used.
Batch with_level(const Batch& batch, std::span<const Column> columns, std::span<const std::uint16_t> parent);

// Turns multiplicities into rows: a row that stands for n becomes n rows, so that what follows sees each.
class MultiplicityExpander {
 public:
  // Calls `use` with batches that carry no multiplicity; with none to begin with, once with `batch` itself.
  // False from `use` stops. The layout stays: the top level is written anew with repeated rows.
  bool expand(Batch& batch, const std::function<bool(Batch&)>& use);

 private:
  RowMap rows_;
  std::vector<std::uint16_t> row_;
  std::vector<std::uint16_t> parent_;
  std::vector<Column> columns_;
  std::vector<std::unique_ptr<ColumnBuffer>> buffers_;
};

// Resolves type names at the moment of use; names without a token have no relationships.
struct ResolvedTypes {
  std::vector<storage::TypeToken> tokens;
  bool none = false;  // types were asked for and not one exists
};
ResolvedTypes resolve_types(const storage::Reader& reader, const std::vector<std::string>& names);

// LeftToRight is Outgoing seen from the pattern's left end.
storage::Direction to_direction(PatternDirection direction);
storage::Direction reverse(storage::Direction direction);

}  // namespace cairn::engine
