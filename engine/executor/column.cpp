#include "engine/executor/column.h"

namespace cairn::engine {

namespace {

// The typed form a value can take in a column; Values if none.
ColumnType column_type_of(const Value& value) {
  switch (value.type()) {
    case ValueType::Boolean: return ColumnType::Booleans;
    case ValueType::Integer: return ColumnType::Integers;
    case ValueType::Float: return ColumnType::Floats;
    case ValueType::String: return ColumnType::Strings;
    case ValueType::Node: return value.view() == 0 && value.heap_bytes() == 0 ? ColumnType::Nodes : ColumnType::Values;
    case ValueType::Relationship:
      return value.view() == 0 && value.heap_bytes() == 0 ? ColumnType::Relationships : ColumnType::Values;
    default: return ColumnType::Values;
  }
}

}  // namespace

bool Column::is_null(std::size_t row) const {
  if (data == nullptr) return true;
  if (type == ColumnType::Values) return at<Value>(row).is_null();
  return validity != nullptr && validity[constant ? 0 : row] == 0;
}

Value Column::value(std::size_t row) const {
  if (is_null(row)) return {};
  switch (type) {
    case ColumnType::Values: return at<Value>(row);
    case ColumnType::Booleans: return Value::boolean(at<std::uint8_t>(row) != 0);
    case ColumnType::Integers: return Value::integer(at<std::int64_t>(row));
    case ColumnType::Floats: return Value::floating(at<double>(row));
    case ColumnType::Strings: return Value::string(at<std::string_view>(row));
    case ColumnType::Nodes: return Value::node(at<std::uint64_t>(row));
    case ColumnType::Relationships: return Value::relationship(at<std::uint64_t>(row));
  }
  return {};
}

const Value& Column::value_in(std::size_t row, Value& scratch) const {
  if (type == ColumnType::Values && data != nullptr) return at<Value>(row);
  scratch = value(row);
  return scratch;
}

// ---- ColumnBuffer

void ColumnBuffer::reset() {
  type_ = ColumnType::Values;
  typed_ = false;
  has_nulls_ = false;
  size_ = 0;
  booleans_.clear();
  integers_.clear();
  floats_.clear();
  strings_.clear();
  ids_.clear();
  values_.clear();
  validity_.clear();
  kept_.clear();
  value_bytes_ = 0;
}

void ColumnBuffer::reset(ColumnType type) {
  reset();
  type_ = type;
  typed_ = true;
}

std::span<std::uint8_t> ColumnBuffer::make_booleans(std::size_t size) {
  type_ = ColumnType::Booleans;
  typed_ = true;
  has_nulls_ = false;
  size_ = size;
  booleans_.resize(size);
  return booleans_;
}

std::span<std::int64_t> ColumnBuffer::make_integers(std::size_t size) {
  type_ = ColumnType::Integers;
  typed_ = true;
  has_nulls_ = false;
  size_ = size;
  integers_.resize(size);
  return integers_;
}

std::span<double> ColumnBuffer::make_floats(std::size_t size) {
  type_ = ColumnType::Floats;
  typed_ = true;
  has_nulls_ = false;
  size_ = size;
  floats_.resize(size);
  return floats_;
}

std::span<std::string_view> ColumnBuffer::make_strings(std::size_t size) {
  type_ = ColumnType::Strings;
  typed_ = true;
  has_nulls_ = false;
  size_ = size;
  strings_.resize(size);
  return strings_;
}

std::span<std::uint64_t> ColumnBuffer::make_ids(ColumnType type, std::size_t size) {
  type_ = type;
  typed_ = true;
  has_nulls_ = false;
  size_ = size;
  ids_.resize(size);
  return ids_;
}

std::span<Value> ColumnBuffer::make_values(std::size_t size) {
  type_ = ColumnType::Values;
  typed_ = true;
  has_nulls_ = false;
  size_ = size;
  value_bytes_ = 0;
  values_.clear();
  values_.resize(size);
  return values_;
}

std::span<std::uint8_t> ColumnBuffer::make_validity() {
  has_nulls_ = true;
  validity_.assign(size_, 1);
  return validity_;
}

bool ColumnBuffer::settle(ColumnType type) {
  if (typed_) return type_ == type;
  typed_ = true;
  type_ = type;
  switch (type) {
    case ColumnType::Values: values_.resize(size_); break;
    case ColumnType::Booleans: booleans_.resize(size_); break;
    case ColumnType::Integers: integers_.resize(size_); break;
    case ColumnType::Floats: floats_.resize(size_); break;
    case ColumnType::Strings: strings_.resize(size_); break;
    case ColumnType::Nodes:
    case ColumnType::Relationships: ids_.resize(size_); break;
  }
  return true;
}

void ColumnBuffer::turn_into_values() {
  const Column typed = view();
  value_bytes_ = 0;
  values_.clear();
  values_.reserve(size_ + 1);
  for (std::size_t i = 0; i < size_; ++i) {
    values_.push_back(typed.value(i));
    value_bytes_ += values_.back().heap_bytes();
  }
  type_ = ColumnType::Values;
  has_nulls_ = false;
  booleans_.clear();
  integers_.clear();
  floats_.clear();
  strings_.clear();
  ids_.clear();
  validity_.clear();
}

void ColumnBuffer::push_valid() {
  if (has_nulls_) validity_.push_back(1);
  ++size_;
}

void ColumnBuffer::push_value(Value value) {
  value_bytes_ += value.heap_bytes();
  values_.push_back(std::move(value));
  ++size_;
}

void ColumnBuffer::push_string(std::string_view text) {
  strings_.push_back(text);
  push_valid();
}

void ColumnBuffer::append_null() {
  if (typed_ && type_ == ColumnType::Values) {
    push_value(Value());
    return;
  }
  if (!has_nulls_) {
    has_nulls_ = true;
    validity_.assign(size_, 1);
  }
  validity_.push_back(0);
  ++size_;
  if (!typed_) return;
  switch (type_) {
    case ColumnType::Values: break;
    case ColumnType::Booleans: booleans_.push_back(0); break;
    case ColumnType::Integers: integers_.push_back(0); break;
    case ColumnType::Floats: floats_.push_back(0); break;
    case ColumnType::Strings: strings_.emplace_back(); break;
    case ColumnType::Nodes:
    case ColumnType::Relationships: ids_.push_back(0); break;
  }
}

void ColumnBuffer::append(const Value& value) {
  if (value.is_string() && settle(ColumnType::Strings)) {
    push_string(keep(value.as_string()));
    return;
  }
  append_borrowed(value);
}

void ColumnBuffer::append_borrowed(const Value& value) {
  if (value.is_null()) {
    append_null();
    return;
  }
  const ColumnType type = column_type_of(value);
  if (!settle(type) && type_ != ColumnType::Values) turn_into_values();
  switch (type_) {
    case ColumnType::Values: push_value(value); return;
    case ColumnType::Booleans: booleans_.push_back(value.as_boolean() ? 1 : 0); break;
    case ColumnType::Integers: integers_.push_back(value.as_integer()); break;
    case ColumnType::Floats: floats_.push_back(value.as_float()); break;
    case ColumnType::Strings: strings_.push_back(value.as_string()); break;
    case ColumnType::Nodes:
    case ColumnType::Relationships: ids_.push_back(value.entity_id()); break;
  }
  push_valid();
}

void ColumnBuffer::append_from(const Column& column, std::size_t row) {
  if (column.is_null(row)) {
    append_null();
    return;
  }
  if (column.type == ColumnType::Values || !settle(column.type)) {
    Value scratch;
    append(column.value_in(row, scratch));
    return;
  }
  switch (type_) {
    case ColumnType::Values: return;
    case ColumnType::Booleans: booleans_.push_back(column.at<std::uint8_t>(row)); break;
    case ColumnType::Integers: integers_.push_back(column.at<std::int64_t>(row)); break;
    case ColumnType::Floats: floats_.push_back(column.at<double>(row)); break;
    case ColumnType::Strings: strings_.push_back(keep(column.at<std::string_view>(row))); break;
    case ColumnType::Nodes:
    case ColumnType::Relationships: ids_.push_back(column.at<std::uint64_t>(row)); break;
  }
  push_valid();
}

std::string_view ColumnBuffer::keep(std::string_view text) { return kept_.copy(text); }

Column ColumnBuffer::view() const {
  if (!typed_) return Column::nulls();
  const std::uint8_t* validity = has_nulls_ ? validity_.data() : nullptr;
  switch (type_) {
    case ColumnType::Values: return {.type = type_, .data = values_.data()};
    case ColumnType::Booleans: return {.type = type_, .data = booleans_.data(), .validity = validity};
    case ColumnType::Integers: return {.type = type_, .data = integers_.data(), .validity = validity};
    case ColumnType::Floats: return {.type = type_, .data = floats_.data(), .validity = validity};
    case ColumnType::Strings: return {.type = type_, .data = strings_.data(), .validity = validity};
    case ColumnType::Nodes:
    case ColumnType::Relationships: return {.type = type_, .data = ids_.data(), .validity = validity};
  }
  return Column::nulls();
}

std::size_t ColumnBuffer::memory_bytes() const {
  return booleans_.capacity() + validity_.capacity() + integers_.capacity() * sizeof(std::int64_t) +
         floats_.capacity() * sizeof(double) + strings_.capacity() * sizeof(std::string_view) +
         ids_.capacity() * sizeof(std::uint64_t) + values_.capacity() * sizeof(Value) + kept_.memory_bytes() +
         value_bytes_;
}

// ---- gathering

template <class T>
void ColumnBuffer::push_all(std::vector<T>& array, const Column& column, std::span<const std::uint16_t> rows) {
  const std::size_t begin = array.size();
  array.resize(begin + rows.size());
  const T* from = column.array<T>();
  for (std::size_t i = 0; i < rows.size(); ++i) array[begin + i] = from[rows[i]];
}

void ColumnBuffer::append_rows(const Column& column, std::span<const std::uint16_t> rows, bool borrow) {
  const bool bulk =
      column.data != nullptr && !column.constant && column.type != ColumnType::Values && settle(column.type);
  if (!bulk) {
    Value scratch;
    for (const std::uint16_t row : rows) {
      if (borrow && column.type == ColumnType::Values) {
        append_borrowed(column.value_in(row, scratch));
      } else {
        append_from(column, row);
      }
    }
    return;
  }
  switch (type_) {
    case ColumnType::Values: break;
    case ColumnType::Booleans: push_all(booleans_, column, rows); break;
    case ColumnType::Integers: push_all(integers_, column, rows); break;
    case ColumnType::Floats: push_all(floats_, column, rows); break;
    case ColumnType::Nodes:
    case ColumnType::Relationships: push_all(ids_, column, rows); break;
    case ColumnType::Strings: {
      push_all(strings_, column, rows);
      if (borrow) break;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        std::string_view& text = strings_[size_ + i];
        text = column.is_null(rows[i]) ? std::string_view() : keep(text);
      }
      break;
    }
  }
  if (column.validity != nullptr && !has_nulls_) {
    has_nulls_ = true;
    validity_.assign(size_, 1);
  }
  if (has_nulls_) {
    for (const std::uint16_t row : rows) {
      validity_.push_back(column.validity == nullptr ? std::uint8_t{1} : column.validity[row]);
    }
  }
  size_ += rows.size();
}

void gather(const Column& column, std::span<const std::uint16_t> rows, ColumnBuffer& out) {
  out.append_rows(column, rows, false);
}

void gather_borrowed(const Column& column, std::span<const std::uint16_t> rows, ColumnBuffer& out) {
  out.append_rows(column, rows, true);
}

}  // namespace cairn::engine
