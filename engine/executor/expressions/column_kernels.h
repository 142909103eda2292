// Loops over pairs of columns: what the nodes with two operands share.
#pragma once

#include "engine/executor/column.h"

#include <cstdint>
#include <vector>

namespace cairn::engine {

// True if the column is null in every row.
inline bool is_all_null(const Column& column) {
  return column.data == nullptr || (column.constant && column.is_null(0));
}

// The rows in which both columns, not of type Values, are valid: one byte a row, in `scratch` or in a
// column's own array. Null if that is every row. Neither column is null in every row.
inline const std::uint8_t* both_valid(const Column& left, const Column& right, std::size_t size,
                                      std::vector<std::uint8_t>& scratch) {
  const std::uint8_t* left_valid = left.constant ? nullptr : left.validity;
  const std::uint8_t* right_valid = right.constant ? nullptr : right.validity;
  if (left_valid == nullptr || right_valid == nullptr) return left_valid != nullptr ? left_valid : right_valid;
  scratch.resize(size);
  for (std::size_t i = 0; i < size; ++i) scratch[i] = left_valid[i] & right_valid[i];
  return scratch.data();
}

// Makes the rows of `buffer` valid where `valid` says so; a null pointer says everywhere.
inline void set_validity(const std::uint8_t* valid, ColumnBuffer& buffer) {
  if (valid == nullptr) return;
  const std::span<std::uint8_t> validity = buffer.make_validity();
  std::copy_n(valid, validity.size(), validity.begin());
}

// out[i] = compute(left[i], right[i]) for every row, valid or not.
template <class Left, class Right, class Out, class Compute>
void for_each_pair(const Column& left, const Column& right, std::span<Out> out, Compute compute) {
  const Left* lefts = left.array<Left>();
  const Right* rights = right.array<Right>();
  if (left.constant && right.constant) {
    std::fill(out.begin(), out.end(), compute(lefts[0], rights[0]));
  } else if (left.constant) {
    const Left constant = lefts[0];
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = compute(constant, rights[i]);
  } else if (right.constant) {
    const Right constant = rights[0];
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = compute(lefts[i], constant);
  } else {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = compute(lefts[i], rights[i]);
  }
}

// The same for the valid rows only; the others become Out().
template <class Left, class Right, class Out, class Compute>
void for_each_valid_pair(const Column& left, const Column& right, const std::uint8_t* valid, std::span<Out> out,
                         Compute compute) {
  if (valid == nullptr) {
    for_each_pair<Left, Right>(left, right, out, compute);
    return;
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = valid[i] != 0 ? compute(left.at<Left>(i), right.at<Right>(i)) : Out();
  }
}

}  // namespace cairn::engine
