#include "engine/executor/operators/index_seek.h"

#include "engine/executor/graph_access.h"
#include "engine/executor/index_values.h"
#include "engine/value/comparison.h"
#include "engine/value/equivalence.h"

#include <unordered_set>

namespace cairn::engine {

namespace {

// So many places are looked up at a time.
constexpr std::size_t lookups_max = 1024;

Value value_at(const Column& column, std::size_t row) { return column.is_null(row) ? Value() : column.value(row); }

}  // namespace

void IndexSeek::EncodedValues::clear() {
  bytes.clear();
  begins.clear();
}

storage::ValueView IndexSeek::EncodedValues::view(std::size_t i) const {
  const std::size_t end = i + 1 < begins.size() ? begins[i + 1] : bytes.size();
  return storage::ValueView::trusted(std::string_view(bytes).substr(begins[i], end - begins[i]));
}

IndexSeek::IndexSeek(QueryContext& context, IndexSeekKeys keys)
    : RowOperator(context),
      keys_(std::move(keys)),
      is_whole_(keys_.equal.size() == keys_.key_count),
      writer_(context, 1),
      equal_(keys_.equal.size()) {}

bool IndexSeek::push_rows(Batch& batch) {
  index_ = context().reader().schema().find_index(keys_.index);
  if (index_ == nullptr || index_->keys.size() != keys_.key_count) {
    throw QueryError(runtime_error(ErrorType::TransactionError, "IndexNotFound",
                                   fmt::format("the index {} was dropped while the statement ran", keys_.index)));
  }
  batch_ = &batch;
  rows_.bind(batch);
  evaluate();
  writer_.begin(batch, {keys_.of_relationships ? ColumnType::Relationships : ColumnType::Nodes});
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (!add_row(row)) return false;
  }
  if (!look_up()) return false;
  return writer_.size() == 0 || emit(writer_.take());
}

void IndexSeek::evaluate() {
  for (std::size_t key = 0; key < keys_.equal.size(); ++key) equal_[key] = keys_.equal[key].value.evaluate(rows_);
  if (keys_.lower) lower_ = keys_.lower->evaluate(rows_);
  if (keys_.upper) upper_ = keys_.upper->evaluate(rows_);
  if (keys_.prefix) prefix_ = keys_.prefix->evaluate(rows_);
}

// Looks up the values of one row: those of a list one after the other, each once.
bool IndexSeek::add_row(std::size_t row) {
  std::size_t list_key = 0;
  while (list_key < keys_.equal.size() && !keys_.equal[list_key].any_of) ++list_key;
  if (list_key == keys_.equal.size()) return add_lookups(row, std::nullopt, nullptr);
  if (equal_[list_key].is_null(row)) return true;
  Value scratch;
  const Value& list = equal_[list_key].value_in(row, scratch);
  if (!list.is_list()) {
    Error error =
        runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                      fmt::format("The right side of IN must be a List, but it is {}", a_value_type(list.type())));
    error.offset = keys_.equal[list_key].offset;
    throw QueryError(std::move(error));
  }
  std::unordered_set<Value, EquivalenceHash, EquivalenceEqual> seen;
  const bool may_repeat = list.as_list().size() > 1;
  for (const Value& element : list.as_list()) {
    context().check_cancelled_seldom();
    if (!may_be_sought(element) || (may_repeat && !seen.insert(element).second)) continue;
    if (!add_lookups(row, list_key, &element)) return false;
  }
  return true;
}

// Adds one look-up: the values of the leading keys, `element` standing for the list.
bool IndexSeek::add_lookups(std::size_t row, std::optional<std::size_t> list_key, const Value* element) {
  const std::size_t count_before = pending_.begins.size();
  const std::size_t bytes_before = pending_.bytes.size();
  Value scratch;
  for (std::size_t key = 0; key < equal_.size(); ++key) {
    const bool is_element = list_key == key;
    const bool is_null = !is_element && equal_[key].is_null(row);
    if (!is_null) {
      const Value& value = is_element ? *element : equal_[key].value_in(row, scratch);
      if (may_be_sought(value)) {
        pending_.begins.push_back(pending_.bytes.size());
        append_sought(value, pending_.bytes);
        continue;
      }
    }
    pending_.begins.resize(count_before);
    pending_.bytes.resize(bytes_before);
    return true;
  }
  pending_rows_.push_back(row);
  return pending_rows_.size() < lookups_max || look_up();
}

// Looks up what waits, row by row in their order.
bool IndexSeek::look_up() {
  context().check_cancelled();
  views_.clear();
  for (std::size_t i = 0; i < pending_.begins.size(); ++i) views_.push_back(pending_.view(i));
  bool more = true;
  // Of an index that is not unique a look-up may find any number: those are walked, a part at a time.
  if (is_whole_ && index_->unique) {
    more = pending_rows_.empty() || seek_pending();
  } else {
    for (std::size_t i = 0; more && i < pending_rows_.size(); ++i) {
      more = walk_range(pending_rows_[i], std::span(views_).subspan(i * equal_.size(), equal_.size()));
    }
  }
  pending_.clear();
  pending_rows_.clear();
  return more;
}

bool IndexSeek::seek_pending() {
  value_or_end(context().reader().index_seek_many(index_->id, views_, matches_));
  for (std::size_t i = 0; i < pending_rows_.size(); ++i) {
    const auto found =
        std::span(matches_.entities).subspan(matches_.offsets[i], matches_.offsets[i + 1] - matches_.offsets[i]);
    if (!add_found(batch_->row(pending_rows_[i]), found)) return false;
  }
  return true;
}

// Reads the bounds of a row into range_; false if nothing can be in them.
bool IndexSeek::read_range(std::size_t row) {
  range_.lower.reset();
  range_.upper.reset();
  range_.of_lists = false;
  if (keys_.prefix) {
    const Value prefix = value_at(prefix_, row);
    if (!prefix.is_string()) return false;
    range_.prefix = prefix.as_string();
    return true;
  }
  const auto read = [&](const Column& column, std::optional<Value>& bound, std::string& bytes) {
    bound = value_at(column, row);
    bytes.clear();
    if (bound->is_list()) {
      range_.of_lists = true;
      return true;
    }
    if (!may_bound(*bound)) return false;
    append_sought(*bound, bytes);
    return true;
  };
  if (keys_.lower && !read(lower_, range_.lower, range_.lower_bytes)) return false;
  if (keys_.upper && !read(upper_, range_.upper, range_.upper_bytes)) return false;
  // A list and what is none have no order between them.
  return !range_.of_lists || !range_.lower || !range_.upper || (range_.lower->is_list() && range_.upper->is_list());
}

bool IndexSeek::walk_range(std::size_t row, std::span<const storage::ValueView> equal) {
  if (!read_range(row)) return true;
  storage::IndexBounds bounds;
  bounds.equal = equal;
  std::string empty_list;
  if (keys_.prefix) {
    bounds.string_prefix = range_.prefix;
  } else if (range_.of_lists) {
    storage::ListEncoder().finish(empty_list);
    bounds.lower = storage::ValueView::trusted(empty_list);
  } else {
    if (range_.lower) bounds.lower = storage::ValueView::trusted(range_.lower_bytes);
    if (range_.upper) bounds.upper = storage::ValueView::trusted(range_.upper_bytes);
    bounds.lower_inclusive = keys_.lower_inclusive;
    bounds.upper_inclusive = keys_.upper_inclusive;
  }
  storage::IndexPosition position;
  for (std::size_t entries = batch_rows_first; !position.finished; entries = std::min(2 * entries, batch_rows_max)) {
    context().check_cancelled();
    chunk_.resize(entries);
    chunk_.resize(value_or_end(context().reader().index_range(index_->id, bounds, position, chunk_)));
    if (range_.of_lists) keep_listed(chunk_);
    if (!add_found(batch_->row(row), chunk_)) return false;
  }
  return true;
}

// Leaves the entities whose list is between the bounds.
void IndexSeek::keep_listed(std::vector<storage::EntityId>& found) {
  const storage::KeyToken key = index_->keys[equal_.size()];
  storage::PropertyColumn column;
  value_or_end(context().reader().property(index_->entity, found, key, column));
  std::size_t kept = 0;
  std::string scratch;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Value value = to_value(column.value_at(i, scratch));
    const auto is_inside = [&](const std::optional<Value>& bound, bool inclusive, Comparison wanted) {
      if (!bound) return true;
      const Comparison comparison = compare(value, *bound);
      return comparison == wanted || (inclusive && comparison == Comparison::Equal);
    };
    if (!is_inside(range_.lower, keys_.lower_inclusive, Comparison::Greater)) continue;
    if (!is_inside(range_.upper, keys_.upper_inclusive, Comparison::Less)) continue;
    found[kept++] = found[i];
  }
  found.resize(kept);
}

bool IndexSeek::add_found(std::uint16_t parent, std::span<const storage::EntityId> found) {
  for (const storage::EntityId id : found) {
    writer_.add(parent, id);
    if (!writer_.full()) continue;
    if (!emit(writer_.take())) return false;
    writer_.taken();
  }
  return true;
}

}  // namespace cairn::engine
