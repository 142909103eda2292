#include "storage/property_column.h"

namespace cairn::storage {

namespace {

ColumnKind kind_of(ValueView value) {
  switch (value.type()) {
    case StoredType::False:
    case StoredType::True: return ColumnKind::Boolean;
    case StoredType::Integer: return ColumnKind::Integer;
    case StoredType::Float: return ColumnKind::Float;
    case StoredType::String: return ColumnKind::String;
    default: return ColumnKind::Mixed;
  }
}

}  // namespace

void PropertyColumn::reset(std::size_t count) {
  kind = ColumnKind::Empty;
  valid.assign(count, 0);
  booleans.clear();
  integers.clear();
  floats.clear();
  strings.clear();
  values.clear();
  arena.clear();
  pins.clear();
}

void PropertyColumn::set(std::size_t i, ValueView value, bool copy) {
  const ColumnKind wanted = kind_of(value);
  if (kind != wanted) static_cast<void>(prepare(wanted));
  valid[i] = 1;
  switch (kind) {
    case ColumnKind::Boolean: booleans[i] = value.boolean() ? 1 : 0; return;
    case ColumnKind::Integer: integers[i] = value.integer(); return;
    case ColumnKind::Float: floats[i] = value.floating(); return;
    case ColumnKind::String: strings[i] = copy ? arena.copy(value.string()) : value.string(); return;
    default: values[i] = copy ? ValueView::trusted(arena.copy(value.bytes())) : value; return;
  }
}

bool PropertyColumn::prepare(ColumnKind wanted) {
  if (kind == ColumnKind::Empty) {
    become(wanted);
    return wanted != ColumnKind::Mixed;
  }
  if (kind != ColumnKind::Mixed) widen_to_mixed();
  return false;
}

void PropertyColumn::set_encoded(std::size_t i, std::int64_t value) {
  std::string encoded;
  append_integer(encoded, value);
  set(i, ValueView::trusted(encoded), /*copy=*/true);
}

void PropertyColumn::set_encoded(std::size_t i, std::string_view value) {
  std::string encoded;
  append_string(encoded, value);
  set(i, ValueView::trusted(encoded), /*copy=*/true);
}

void PropertyColumn::become(ColumnKind wanted) {
  const std::size_t count = valid.size();
  kind = wanted;
  switch (kind) {
    case ColumnKind::Boolean: booleans.assign(count, 0); break;
    case ColumnKind::Integer: integers.assign(count, 0); break;
    case ColumnKind::Float: floats.assign(count, 0); break;
    case ColumnKind::String: strings.assign(count, {}); break;
    default: values.assign(count, {}); break;
  }
}

ValueView PropertyColumn::value_at(std::size_t i, std::string& scratch) const {
  if (valid[i] == 0) return {};
  if (kind == ColumnKind::Mixed) return values[i];
  scratch.clear();
  switch (kind) {
    case ColumnKind::Boolean: append_boolean(scratch, booleans[i] != 0); break;
    case ColumnKind::Integer: append_integer(scratch, integers[i]); break;
    case ColumnKind::Float: append_float(scratch, floats[i]); break;
    case ColumnKind::String: append_string(scratch, strings[i]); break;
    default: return {};
  }
  return ValueView::trusted(scratch);
}

void PropertyColumn::widen_to_mixed() {
  std::vector<ValueView> widened(valid.size());
  std::string scratch;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    if (valid[i] != 0) widened[i] = ValueView::trusted(arena.copy(value_at(i, scratch).bytes()));
  }
  kind = ColumnKind::Mixed;
  values = std::move(widened);
  booleans.clear();
  integers.clear();
  floats.clear();
  strings.clear();
}

}  // namespace cairn::storage
