#include "engine/executor/operators/scans.h"

#include "engine/executor/graph_access.h"
#include "engine/value/number.h"

#include <charconv>

namespace cairn::engine {

namespace {

// Slots are ranges of ids, a multiple of a segment long, so that a slot never shares a segment.
constexpr std::uint64_t slot_ids_min = 4096;
constexpr std::uint64_t slots_max = 64;

std::uint64_t slot_ids(std::uint64_t id_bound) {
  const std::uint64_t segments = (id_bound + slot_ids_min - 1) / slot_ids_min;
  return std::max<std::uint64_t>(1, (segments + slots_max - 1) / slots_max) * slot_ids_min;
}

// The id that a number, or the text of an elementId, stands for.
std::optional<storage::NodeId> node_id(const Value& value) {
  std::optional<std::int64_t> id;
  if (value.is_integer()) id = value.as_integer();
  if (value.is_float()) id = as_exact_integer(value.as_float());
  if (value.is_string()) {
    const std::string_view text = value.as_string();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) id = number;
  }
  if (!id || *id < 0) return std::nullopt;
  return static_cast<storage::NodeId>(*id);
}

}  // namespace

void Start::run() {
  Batch batch;
  batch.depth = 1;
  batch.top().row_count = 1;
  emit(batch);
  finish_next();
}

bool Argument::push_rows(Batch& batch) {
  numbers_.resize(batch.row_count());
  for (std::size_t i = 0; i < numbers_.size(); ++i) numbers_[i] = static_cast<std::int64_t>(i);
  adder_.begin(batch);
  adder_.add(Column{.type = ColumnType::Integers, .data = numbers_.data()});
  Batch& numbered = adder_.finish();
  current_ = &numbered;
  return emit(numbered);
}

void LevelWriter::begin(Batch& batch, const std::vector<ColumnType>& types) {
  batch_ = batch;
  batch_.selected = false;
  ++batch_.depth;
  columns_.clear();
  for (const ColumnType type : types) columns_.push_back(Column{.type = type});
  taken();
  rows_max_ = context_.next_batch_rows();
}

Batch& LevelWriter::take() {
  for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].data = ids_[c].data();
  Level& top = batch_.top();
  top = Level{};
  top.row_count = static_cast<std::uint32_t>(parent_.size());
  top.columns = columns_;
  top.parent = parent_;
  return batch_;
}

void LevelWriter::taken() {
  parent_.clear();
  for (auto& ids : ids_) ids.clear();
  rows_max_ = context_.next_batch_rows();
}

NodeScan::NodeScan(QueryContext& context, std::optional<std::string> label, bool leading)
    : RowOperator(context), label_(std::move(label)), leading_(leading), writer_(context, 1) {}

bool NodeScan::push_rows(Batch& batch) {
  storage::Reader& reader = context().reader();
  storage::LabelToken label = storage::label_exists;
  if (label_) {
    const auto token = reader.find_label(*label_);
    if (!token) return true;
    label = *token;
  }
  writer_.begin(batch, {ColumnType::Nodes});
  const storage::NodeId bound = reader.node_id_bound();
  if (!leading_) return scan(batch, label, 0, bound) && flush();

  const std::uint64_t ids = slot_ids(bound);
  for (storage::NodeId begin = 0; begin < bound; begin += ids) {
    const bool more = scan(batch, label, begin, std::min(begin + ids, bound)) && flush();
    finish_slot();
    if (!more) return false;
  }
  return true;
}

bool NodeScan::scan(Batch& batch, storage::LabelToken label, storage::NodeId begin, storage::NodeId end) {
  chunk_.resize(batch_rows_max);
  while (begin < end) {
    context().check_cancelled();
    storage::NodeId next = end;
    const std::size_t count = value_or_end(context().reader().scan_nodes(label, begin, end, chunk_, next));
    for (std::size_t i = 0; i < batch.row_count(); ++i) {
      const std::uint16_t parent = batch.row(i);
      for (std::size_t n = 0; n < count; ++n) {
        writer_.add(parent, chunk_[n]);
        if (writer_.full() && !flush()) return false;
      }
    }
    begin = next;
  }
  return true;
}

bool NodeScan::flush() {
  if (writer_.size() == 0) return true;
  const bool more = emit(writer_.take());
  writer_.taken();
  return more;
}

bool NodeByIdSeek::push_rows(Batch& batch) {
  rows_.bind(batch);
  const Column ids = id_.evaluate(rows_);
  writer_.begin(batch, {ColumnType::Nodes});
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const std::optional<storage::NodeId> id = ids.is_null(i) ? std::nullopt : node_id(ids.value(i));
    if (!id) continue;
    std::uint8_t exists = 0;
    value_or_end(context().reader().nodes_exist(std::span(&*id, 1), std::span(&exists, 1)));
    if (exists == 0) continue;
    writer_.add(batch.row(i), *id);
    if (writer_.full()) {
      if (!emit(writer_.take())) return false;
      writer_.taken();
    }
  }
  return writer_.size() == 0 || emit(writer_.take());
}

RelationshipScan::RelationshipScan(QueryContext& context, std::vector<std::string> types, PatternDirection direction)
    : RowOperator(context), types_(std::move(types)), direction_(direction), writer_(context, 3) {}

bool RelationshipScan::push_rows(Batch& batch) {
  storage::Reader& reader = context().reader();
  const ResolvedTypes types = resolve_types(reader, types_);
  if (types.none) return true;
  writer_.begin(batch, {ColumnType::Relationships, ColumnType::Nodes, ColumnType::Nodes});
  chunk_.resize(batch_rows_max);
  ends_.resize(batch_rows_max);

  const storage::RelationshipId bound = reader.relationship_id_bound();
  for (storage::RelationshipId begin = 0; begin < bound;) {
    context().check_cancelled();
    storage::RelationshipId next = bound;
    const std::size_t count = value_or_end(reader.scan_relationships(begin, bound, chunk_, next));
    value_or_end(reader.relationships(std::span(chunk_).first(count), std::span(ends_).first(count)));
    for (std::size_t n = 0; n < count; ++n) {
      const storage::RelationshipEnds& ends = ends_[n];
      if (!ends.exists) continue;
      if (!types.tokens.empty() &&
          std::find(types.tokens.begin(), types.tokens.end(), ends.type) == types.tokens.end()) {
        continue;
      }
      const bool forward = direction_ != PatternDirection::RightToLeft;
      const bool backward = direction_ == PatternDirection::RightToLeft ||
                            (direction_ == PatternDirection::Either && ends.source != ends.target);
      for (std::size_t i = 0; i < batch.row_count(); ++i) {
        if (forward) writer_.add(batch.row(i), chunk_[n], ends.source, ends.target);
        if (backward) writer_.add(batch.row(i), chunk_[n], ends.target, ends.source);
        // Two rows may be added at a time, and a level holds no more than batch_rows_max.
        if (!writer_.full() && writer_.size() + 2 <= batch_rows_max) continue;
        if (!emit(writer_.take())) return false;
        writer_.taken();
      }
    }
    begin = next;
  }
  return writer_.size() == 0 || emit(writer_.take());
}

}  // namespace cairn::engine
