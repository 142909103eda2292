#include "storage/segments/property_segment.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_set>

namespace cairn::storage {

namespace {

// Longer strings seldom repeat, and fill a dictionary.
constexpr std::size_t dictionary_string_bytes_max = 256;

// Counts distinct hashes by the bits they leave unset (linear counting: Whang, Vander-Zanden, Taylor, 1990).
class DistinctCounter {
 public:
  void add(std::uint64_t value) {
    // The finaliser of MurmurHash3: multiplying alone would spread neighbours too evenly.
    std::uint64_t hash = (value ^ value >> 33U) * 0xFF51AFD7ED558CCDULL;
    hash = (hash ^ hash >> 33U) * 0xC4CEB9FE1A85EC53ULL;
    bits_.set(hash >> (64U - 12U));
  }
  std::uint64_t estimate(std::uint64_t values) const {
    const std::size_t unset = bits_.size() - bits_.count();
    if (unset == 0) return values;
    const auto size = static_cast<double>(bits_.size());
    const auto estimated =
        static_cast<std::uint64_t>(std::llround(-size * std::log(static_cast<double>(unset) / size)));
    return std::min(values, std::max<std::uint64_t>(estimated, 1));
  }

 private:
  IdBits bits_;
};

IdBits bits_of(std::span<const std::uint8_t> valid) {
  IdBits bits;
  for (std::size_t i = 0; i < valid.size(); ++i) bits[i] = valid[i] != 0;
  return bits;
}

// Calls `visit` with each member and its place.
template <class Visit>
void visit_members(const Members& members, const Visit& visit) {
  std::size_t place = 0;
  for (std::size_t i = members.next(0); i < segment_ids; i = members.next(i + 1)) {
    visit(i, members.sparse() ? place : i);
    ++place;
  }
}

// Strings repeat enough for a dictionary if no more than half of them are different.
bool worth_a_dictionary(std::span<const std::string_view> values, std::size_t count) {
  std::unordered_set<std::string_view> different;
  for (const std::string_view value : values) {
    if (value.size() > dictionary_string_bytes_max) return false;
    different.insert(value);
    if (different.size() > count / 2 + 1) return false;
  }
  return true;
}

}  // namespace

PropertySegment::PropertySegment(const PropertyColumn& column, const std::shared_ptr<StringDictionary>& dictionary)
    : members_(bits_of(column.valid)), kind_(column.kind) {
  facts_.values = members_.size();
  switch (kind_) {
    case ColumnKind::Empty: break;
    case ColumnKind::Boolean:
    case ColumnKind::Integer: pack_integers(column); break;
    case ColumnKind::Float: pack_floats(column); break;
    case ColumnKind::String:
    case ColumnKind::Mixed: pack_strings(column, dictionary); break;
  }
}

void PropertySegment::pack_integers(const PropertyColumn& column) {
  const auto value_at = [&](std::size_t i) -> std::int64_t {
    return kind_ == ColumnKind::Boolean ? column.booleans[i] : column.integers[i];
  };
  // Entries of ids that have no value must not widen the range.
  std::vector<std::int64_t> values(members_.entries(), value_at(members_.next(0)));
  DistinctCounter distinct;
  visit_members(members_, [&](std::size_t i, std::size_t place) {
    values[place] = value_at(i);
    distinct.add(static_cast<std::uint64_t>(values[place]));
  });
  integers_ = PackedIntegers(values);
  facts_.distinct = distinct.estimate(facts_.values);
  if (kind_ == ColumnKind::Integer) facts_.integers = {integers_.min(), integers_.max()};
}

void PropertySegment::pack_floats(const PropertyColumn& column) {
  floats_.assign(members_.entries(), 0);
  DistinctCounter distinct;
  visit_members(members_, [&](std::size_t i, std::size_t place) {
    const double value = column.floats[i];
    floats_[place] = value;
    distinct.add(std::bit_cast<std::uint64_t>(value));
    if (std::isnan(value)) return;
    if (!facts_.floats) facts_.floats = {value, value};
    facts_.floats->first = std::min(facts_.floats->first, value);
    facts_.floats->second = std::max(facts_.floats->second, value);
  });
  facts_.distinct = distinct.estimate(facts_.values);
}

void PropertySegment::pack_strings(const PropertyColumn& column, const std::shared_ptr<StringDictionary>& dictionary) {
  std::vector<std::string_view> values(members_.entries());
  std::vector<std::string_view> present;
  present.reserve(members_.size());
  DistinctCounter distinct;
  visit_members(members_, [&](std::size_t i, std::size_t place) {
    values[place] = kind_ == ColumnKind::String ? column.strings[i] : column.values[i].bytes();
    present.push_back(values[place]);
    distinct.add(std::hash<std::string_view>()(values[place]));
  });
  facts_.distinct = distinct.estimate(facts_.values);
  std::vector<std::int64_t> present_codes;
  if (kind_ != ColumnKind::String || dictionary == nullptr || !worth_a_dictionary(present, present.size()) ||
      !dictionary->encode(present, present_codes)) {
    return pack_heap(values);
  }
  std::vector<std::int64_t> codes(members_.entries(), present_codes.front());
  std::size_t next = 0;
  visit_members(members_, [&](std::size_t, std::size_t place) { codes[place] = present_codes[next++]; });
  integers_ = PackedIntegers(codes);
  dictionary_ = dictionary;
}

void PropertySegment::pack_heap(std::span<const std::string_view> values) {
  std::vector<std::int64_t> begins;
  begins.reserve(values.size() + 1);
  std::size_t bytes = 0;
  for (const std::string_view value : values) {
    begins.push_back(static_cast<std::int64_t>(bytes));
    bytes += value.size();
  }
  begins.push_back(static_cast<std::int64_t>(bytes));
  heap_.reserve(bytes);
  for (const std::string_view value : values) heap_.append(value);
  integers_ = PackedIntegers(begins);
}

std::size_t PropertySegment::memory_bytes() const {
  return sizeof(*this) + members_.memory_bytes() + integers_.memory_bytes() + floats_.capacity() * sizeof(double) +
         heap_.capacity();
}

std::string_view PropertySegment::heap_value(std::size_t place) const {
  const auto begin = static_cast<std::size_t>(integers_[place]);
  return std::string_view(heap_).substr(begin, static_cast<std::size_t>(integers_[place + 1]) - begin);
}

std::string_view PropertySegment::string_at(std::size_t place) const {
  return dictionary_ != nullptr ? (*dictionary_)[static_cast<std::size_t>(integers_[place])] : heap_value(place);
}

namespace {

// Calls `set` with the position in the answer and the place here of each id that has a value.
template <class Set>
void for_each_value(const Members& members, std::span<const EntityId> ids, std::size_t first, PropertyColumn& out,
                    const Set& set) {
  if (members.full()) {
    for (std::size_t k = 0; k < ids.size(); ++k) set(first + k, ids[k] % segment_ids);
    std::fill_n(out.valid.begin() + static_cast<std::ptrdiff_t>(first), ids.size(), std::uint8_t{1});
    return;
  }
  for (std::size_t k = 0; k < ids.size(); ++k) {
    const auto place = members.place(ids[k] % segment_ids);
    if (!place) continue;
    out.valid[first + k] = 1;
    set(first + k, *place);
  }
}

bool is_run(std::span<const EntityId> ids) {
  return ids.back() - ids.front() == ids.size() - 1 &&
         std::ranges::adjacent_find(ids, [](EntityId a, EntityId b) { return b != a + 1; }) == ids.end();
}

}  // namespace

void PropertySegment::gather(std::span<const EntityId> ids, std::size_t first, PropertyColumn& out) const {
  if (members_.empty() || ids.empty()) return;
  if (!out.accept(kind_)) return gather_mixed(ids, first, out);
  switch (kind_) {
    case ColumnKind::Integer: {
      std::int64_t* const to = out.integers.data();
      if (members_.full() && is_run(ids)) {
        integers_.unpack(ids.front() % segment_ids, std::span(to + first, ids.size()));
        std::fill_n(out.valid.begin() + static_cast<std::ptrdiff_t>(first), ids.size(), std::uint8_t{1});
        return;
      }
      return for_each_value(members_, ids, first, out, [&](std::size_t i, std::size_t p) { to[i] = integers_[p]; });
    }
    case ColumnKind::Boolean: {
      std::uint8_t* const to = out.booleans.data();
      return for_each_value(members_, ids, first, out,
                            [&](std::size_t i, std::size_t p) { to[i] = static_cast<std::uint8_t>(integers_[p]); });
    }
    case ColumnKind::Float: {
      double* const to = out.floats.data();
      return for_each_value(members_, ids, first, out, [&](std::size_t i, std::size_t p) { to[i] = floats_[p]; });
    }
    case ColumnKind::String: {
      std::string_view* const to = out.strings.data();
      if (dictionary_ != nullptr) {
        const StringDictionary& strings = *dictionary_;
        return for_each_value(members_, ids, first, out, [&](std::size_t i, std::size_t p) {
          to[i] = strings[static_cast<std::size_t>(integers_[p])];
        });
      }
      return for_each_value(members_, ids, first, out, [&](std::size_t i, std::size_t p) { to[i] = heap_value(p); });
    }
    default: {
      ValueView* const to = out.values.data();
      return for_each_value(members_, ids, first, out,
                            [&](std::size_t i, std::size_t p) { to[i] = ValueView::trusted(heap_value(p)); });
    }
  }
}

void PropertySegment::gather_mixed(std::span<const EntityId> ids, std::size_t first, PropertyColumn& out) const {
  std::string bytes;
  for (std::size_t k = 0; k < ids.size(); ++k) {
    const auto place = members_.place(ids[k] % segment_ids);
    if (!place) continue;
    if (kind_ == ColumnKind::Mixed) {
      out.set(first + k, ValueView::trusted(heap_value(*place)), /*copy=*/false);
      continue;
    }
    bytes.clear();
    switch (kind_) {
      case ColumnKind::Integer: append_integer(bytes, integers_[*place]); break;
      case ColumnKind::Boolean: append_boolean(bytes, integers_[*place] != 0); break;
      case ColumnKind::Float: append_float(bytes, floats_[*place]); break;
      default: append_string(bytes, string_at(*place)); break;
    }
    out.set(first + k, ValueView::trusted(bytes), /*copy=*/true);
  }
}

}  // namespace cairn::storage
