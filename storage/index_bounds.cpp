#include "storage/index_bounds.h"

#include "storage/keys.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cairn::storage {

namespace {

std::string whole_key(ValueView value) {
  std::string key;
  append_whole_index_key(key, value);
  return key;
}

bool is_number(ValueView value) { return value.type() == StoredType::Integer || value.type() == StoredType::Float; }

bool is_not_a_number(ValueView value) { return value.type() == StoredType::Float && std::isnan(value.floating()); }

std::string class_begin(ValueView value) { return std::string(1, static_cast<char>(index_class(value))); }

// NaN stands behind all numbers but is in no range of them.
std::string class_end(ValueView value) {
  if (!is_number(value)) return after_prefix(class_begin(value));
  std::string not_a_number;
  append_float(not_a_number, std::numeric_limits<double>::quiet_NaN());
  std::string key;
  append_whole_index_key(key, ValueView::trusted(not_a_number));
  return key;
}

}  // namespace

bool append_index_keys(std::string& out, std::span<const ValueView> values, CutKeys form) {
  bool cut = false;
  for (const ValueView value : values) cut = append_index_key(out, value, form) || cut;
  return cut;
}

bool has_null(std::span<const ValueView> values) { return std::ranges::any_of(values, &ValueView::is_null); }

IndexKeyRange::IndexKeyRange(const IndexBounds& bounds, CutKeys form) : bounds_(bounds), form_(form) {
  equal_cut_ = append_index_keys(begin_, bounds.equal, form);
  end_ = after_prefix(begin_);
  if (has_null(bounds.equal)) empty_ = true;
  if (bounds.string_prefix) {
    add_prefix();
  } else if (bounds.lower || bounds.upper) {
    add_bounds();
  }
  if (!end_.empty() && begin_ >= end_) empty_ = true;
}

void IndexKeyRange::add_prefix() {
  range_cut_ = append_index_prefix(begin_, *bounds_.string_prefix);
  end_ = after_prefix(begin_);
}

void IndexKeyRange::add_bounds() {
  const ValueView either = bounds_.lower ? *bounds_.lower : *bounds_.upper;
  for (const auto& bound : {bounds_.lower, bounds_.upper}) {
    if (bound && (bound->is_null() || is_not_a_number(*bound) || index_class(*bound) != index_class(either)))
      empty_ = true;
  }
  const std::string equal = begin_;
  begin_ = equal + class_begin(either);
  end_ = equal + class_end(either);
  if (bounds_.lower) {
    std::string key = equal;
    if (append_index_stem(key, *bounds_.lower, form_)) whole_lower_ = whole_key(*bounds_.lower);
    begin_ = bounds_.lower_inclusive || whole_lower_ ? key : after_prefix(key);
  }
  if (bounds_.upper) {
    std::string key = equal;
    if (append_index_stem(key, *bounds_.upper, form_)) whole_upper_ = whole_key(*bounds_.upper);
    end_ = std::min(end_, bounds_.upper_inclusive || whole_upper_ ? after_prefix(key) : key);
  }
  range_cut_ = whole_lower_ || whole_upper_;
}

std::optional<bool> IndexKeyRange::inside(std::string_view value_key) const {
  if (!equal_cut_ && !range_cut_) return true;
  if (equal_cut_) return std::nullopt;
  for (std::size_t i = 0; i <= bounds_.equal.size(); ++i) {
    bool cut = false;
    const std::size_t length = index_key_length(value_key, cut);
    if (i == bounds_.equal.size() && cut) return std::nullopt;
    value_key.remove_prefix(length);
  }
  // A string that is all in its key is shorter than a prefix that was cut; bounds that were cut are not its equal.
  return !bounds_.string_prefix;
}

bool IndexKeyRange::in_range(ValueView value) const {
  if (bounds_.string_prefix) {
    return value.type() == StoredType::String && value.string().starts_with(*bounds_.string_prefix);
  }
  if (!range_cut_) return true;
  const std::string whole = whole_key(value);
  if (whole_lower_ && (bounds_.lower_inclusive ? whole < *whole_lower_ : whole <= *whole_lower_)) return false;
  if (whole_upper_ && (bounds_.upper_inclusive ? whole > *whole_upper_ : whole >= *whole_upper_)) return false;
  return true;
}

bool IndexKeyRange::inside(std::span<const ValueView> values) const {
  const std::size_t equal = bounds_.equal.size();
  for (std::size_t i = 0; i < equal; ++i) {
    if (whole_key(values[i]) != whole_key(bounds_.equal[i])) return false;
  }
  return !has_range() || in_range(values[equal]);
}

}  // namespace cairn::storage
