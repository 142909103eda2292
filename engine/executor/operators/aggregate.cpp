#include "engine/executor/operators/aggregate.h"

#include <numeric>

namespace cairn::engine {

namespace {

bool counts_rows(const AggregateCall& call) { return call.arguments.empty() && !call.distinct; }

// The rows that a batch of spans stands for.
std::uint64_t count_span_rows(const Batch& batch, RowMap& rows) {
  Batch below = batch;
  below.spans = {};
  --below.depth;
  rows.bind(below);
  const std::span<const std::uint64_t> multiplicity = rows.multiplicity();
  std::uint64_t count = 0;
  for (const storage::NeighbourSpan& span : batch.spans) {
    std::uint64_t product = span.count;
    const bool overflow =
        (!multiplicity.empty() && __builtin_mul_overflow(product, multiplicity[span.parent], &product)) ||
        __builtin_add_overflow(count, product, &count);
    if (overflow) {
      throw QueryError(
          runtime_error(ErrorType::ArithmeticError, "IntegerOverflow", "there are more rows than can be counted"));
    }
  }
  return count;
}

std::size_t memory_bytes(const std::vector<Value>& values) {
  std::size_t bytes = sizeof(std::vector<Value>) + values.size() * sizeof(Value);
  for (const Value& value : values) bytes += value.heap_bytes();
  return bytes;
}

}  // namespace

void Distinct::restart() {
  seen_.clear();
  Operator::restart();
}

bool Distinct::push_rows(Batch& batch) {
  rows_.bind(batch);
  selection_.clear();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    key_.clear();
    for (const Slot& slot : slots_) {
      append_equivalence_key(batch.levels[slot.level].columns[slot.column], rows_.rows(slot.level)[i], key_);
    }
    if (seen_.find_or_add(key_).second) selection_.push_back(batch.row(i));
  }
  Batch distinct = batch;
  for (std::uint32_t level = 0; level < distinct.depth; ++level) distinct.levels[level].multiplicity = {};
  distinct.selected = true;
  distinct.selection = selection_;
  return emit(distinct);
}

// Groups with their states. `seen` holds, for each DISTINCT aggregate, the (group, arguments) it has taken;
// the values themselves are kept to be merged in order.
struct Aggregate::Table {
  Table(QueryContext& context, std::size_t call_count) : groups(context), held(context) {
    seen.reserve(call_count);
    for (std::size_t c = 0; c < call_count; ++c) seen.push_back(std::make_unique<GroupTable>(context));
    distinct_arguments.resize(call_count);
  }

  struct DistinctArguments {
    std::size_t group = 0;
    std::vector<Value> values;
  };

  // Keeps what belongs to a new group of `groups`.
  void add_group(std::vector<Value> key_values, std::string encoded_key, States group_states) {
    held.add(memory_bytes(key_values) + sizeof(std::string) + encoded_key.size());
    keys.push_back(std::move(key_values));
    encoded_keys.push_back(std::move(encoded_key));
    states.push_back(std::move(group_states));
  }
  // Keeps the arguments that a DISTINCT aggregate has taken.
  void keep_distinct(std::size_t call, DistinctArguments arguments) {
    held.add(sizeof arguments.group + memory_bytes(arguments.values));
    distinct_arguments[call].push_back(std::move(arguments));
  }

  GroupTable groups;
  HeldBytes held;                                                  // of keys and distinct_arguments
  std::vector<std::vector<Value>> keys;                            // by group
  std::vector<std::string> encoded_keys;                           // by group
  std::vector<States> states;                                      // by group, by call
  std::vector<std::unique_ptr<GroupTable>> seen;                   // by call
  std::vector<std::vector<DistinctArguments>> distinct_arguments;  // by call, in order of appearance
};

Aggregate::Aggregate(QueryContext& context, std::vector<Evaluator> keys, std::vector<AggregateCall> calls,
                     const Argument* argument)
    : RowOperator(context),
      keys_(std::move(keys)),
      calls_(std::move(calls)),
      argument_(argument),
      counts_rows_only_(keys_.empty() && std::all_of(calls_.begin(), calls_.end(), counts_rows)) {
  argument_columns_.resize(calls_.size());
  slot_ = make_table();
}

Aggregate::~Aggregate() { context().memory().shrink(bytes_accounted_); }

std::unique_ptr<Aggregate::Table> Aggregate::make_table() { return std::make_unique<Table>(context(), calls_.size()); }

void Aggregate::restart() {
  slot_ = make_table();
  whole_.reset();
  account();
  Operator::restart();
}

void Aggregate::account() {
  const std::size_t bytes = aggregate_memory_.bytes;
  if (bytes > bytes_accounted_) context().memory().grow(bytes - bytes_accounted_);
  if (bytes < bytes_accounted_) context().memory().shrink(bytes_accounted_ - bytes);
  bytes_accounted_ = bytes;
}

bool Aggregate::push_rows(Batch& batch) {
  rows_.bind(batch);
  key_columns_.clear();
  for (Evaluator& key : keys_) key_columns_.push_back(key.evaluate(rows_));
  for (std::size_t c = 0; c < calls_.size(); ++c) {
    argument_columns_[c].clear();
    for (Evaluator& argument : calls_[c].arguments) argument_columns_[c].push_back(argument.evaluate(rows_));
  }
  const std::span<const std::uint64_t> multiplicity = rows_.multiplicity();
  std::uint64_t row_count = rows_.size();
  if (!multiplicity.empty()) row_count = std::accumulate(multiplicity.begin(), multiplicity.end(), std::uint64_t{0});
  if (keys_.empty()) {
    find_group(0);
    for (std::size_t c = 0; c < calls_.size(); ++c) {
      if (counts_rows(calls_[c])) {
        if (row_count > 0) value_or_end_at(calls_[c].offset, slot_->states[0][c]->update({}, row_count));
        continue;
      }
      for (std::size_t i = 0; i < rows_.size(); ++i) update(0, c, i, multiplicity.empty() ? 1 : multiplicity[i]);
    }
  } else {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::size_t group = find_group(i);
      for (std::size_t c = 0; c < calls_.size(); ++c) update(group, c, i, multiplicity.empty() ? 1 : multiplicity[i]);
    }
  }
  account();
  return true;
}

bool Aggregate::push(Batch& batch) {
  if (!batch.has_spans() || !counts_rows_only_) return RowOperator::push(batch);
  find_group(0);
  const std::uint64_t row_count = count_span_rows(batch, rows_);
  for (std::size_t c = 0; c < calls_.size(); ++c) {
    if (row_count > 0) value_or_end_at(calls_[c].offset, slot_->states[0][c]->update({}, row_count));
  }
  return true;
}

Aggregate::States Aggregate::make_states() {
  States states;
  for (const AggregateCall& call : calls_) states.push_back(make_aggregate_state(*call.function, aggregate_memory_));
  return states;
}

std::size_t Aggregate::find_group(std::size_t position) {
  key_.clear();
  for (const Column& column : key_columns_) append_equivalence_key(column, position, key_);
  const auto [group, is_new] = slot_->groups.find_or_add(key_);
  if (!is_new) return group;
  std::vector<Value> values;
  values.reserve(key_columns_.size());
  for (const Column& column : key_columns_) values.push_back(column.value(position));
  slot_->add_group(std::move(values), key_, make_states());
  return group;
}

void Aggregate::update(std::size_t group, std::size_t call, std::size_t position, std::uint64_t multiplicity) {
  Table& table = *slot_;
  arguments_.clear();
  for (const Column& column : argument_columns_[call]) {
    arguments_.push_back(column.is_null(position) ? Value() : column.value(position));
  }
  if (!calls_[call].distinct) {
    return value_or_end_at(calls_[call].offset, table.states[group][call]->update(arguments_, multiplicity));
  }
  key_.assign(reinterpret_cast<const char*>(&group), sizeof group);
  for (const Value& argument : arguments_) append_equivalence_key(argument, key_);
  if (!table.seen[call]->find_or_add(key_).second) return;
  table.keep_distinct(call, {.group = group, .values = arguments_});
  value_or_end_at(calls_[call].offset, table.states[group][call]->update(arguments_, 1));
}

void Aggregate::finish_slot() { merge_slot(); }

void Aggregate::merge_slot() {
  if (!whole_) {
    whole_ = std::exchange(slot_, make_table());
    return;
  }
  Table& from = *slot_;
  Table& into = *whole_;
  std::vector<std::size_t> group_of(from.keys.size());
  for (std::size_t g = 0; g < from.keys.size(); ++g) {
    context().check_cancelled_seldom();
    const auto [group, is_new] = into.groups.find_or_add(from.encoded_keys[g]);
    group_of[g] = group;
    if (is_new) {
      into.add_group(std::move(from.keys[g]), std::move(from.encoded_keys[g]), make_states());
    }
    for (std::size_t c = 0; c < calls_.size(); ++c) {
      if (!calls_[c].distinct) value_or_end_at(calls_[c].offset, into.states[group][c]->merge(*from.states[g][c]));
    }
  }
  for (std::size_t c = 0; c < calls_.size(); ++c) {
    for (Table::DistinctArguments& entry : from.distinct_arguments[c]) {
      context().check_cancelled_seldom();
      const std::size_t group = group_of[entry.group];
      key_.assign(reinterpret_cast<const char*>(&group), sizeof group);
      for (const Value& argument : entry.values) append_equivalence_key(argument, key_);
      if (!into.seen[c]->find_or_add(key_).second) continue;
      value_or_end_at(calls_[c].offset, into.states[group][c]->update(entry.values, 1));
      into.keep_distinct(c, {.group = group, .values = std::move(entry.values)});
    }
  }
  slot_ = make_table();
}

void Aggregate::finish() {
  merge_slot();
  Table& table = *whole_;
  if (keys_.empty() && table.states.empty()) {
    table.add_group({}, {}, make_states());
  }
  std::vector<ColumnBuffer> buffers(keys_.size() + calls_.size());
  std::vector<Column> columns(buffers.size());
  std::vector<std::uint16_t> parents;
  for (std::size_t begin = 0; begin < table.states.size(); begin += batch_rows_max) {
    const std::size_t end = std::min(begin + batch_rows_max, table.states.size());
    for (ColumnBuffer& buffer : buffers) buffer.reset();
    for (std::size_t g = begin; g < end; ++g) {
      for (std::size_t k = 0; k < keys_.size(); ++k) buffers[k].append(table.keys[g][k]);
      for (std::size_t c = 0; c < calls_.size(); ++c) {
        buffers[keys_.size() + c].append(value_or_end_at(calls_[c].offset, table.states[g][c]->finish()));
      }
    }
    for (std::size_t c = 0; c < buffers.size(); ++c) columns[c] = buffers[c].view();
    Batch batch;
    if (argument_ != nullptr) {
      batch = argument_->current();
      parents.assign(end - begin, batch.row(0));
      batch.selected = false;
    }
    ++batch.depth;
    batch.top() = Level{.row_count = static_cast<std::uint32_t>(end - begin),
                        .columns = columns,
                        .parent = parents,
                        .multiplicity = {}};
    if (!emit(batch)) break;
  }
  slot_ = make_table();
  whole_.reset();
  account();
  finish_next();
}

}  // namespace cairn::engine
