#include "engine/executor/operators/aggregate.h"

#include <cstring>
#include <numeric>

namespace cairn::engine {

namespace {

bool counts(const AggregateCall& call) { return call.function->kind == AggregateKind::Count; }
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

// Begins the key of what a DISTINCT aggregate takes: the group, then follow the arguments.
void begin_distinct_key(GroupTable::Group group, std::string& key) {
  key.assign(reinterpret_cast<const char*>(&group), sizeof group);
}

GroupTable::Group group_of_distinct_key(std::string_view key) {
  GroupTable::Group group = 0;
  std::memcpy(&group, key.data(), sizeof group);
  return group;
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

// Groups with their keys and states.
struct Aggregate::Table {
  Table(QueryContext& context, std::size_t key_count, std::span<const AggregateCall> calls, AggregateMemory& memory)
      : groups(context), keys(context, {}, key_count) {
    for (const AggregateCall& call : calls) {
      states.push_back(make_aggregate_states(*call.function, memory));
      const std::size_t kept = counts(call) ? 0 : call.arguments.size();
      distinct.push_back(call.distinct ? std::make_unique<DistinctRows>(context, kept) : nullptr);
    }
  }

  // What a DISTINCT aggregate has taken, in order of appearance: (group, arguments) as a key, and the arguments
  // themselves, to be merged in order. A count needs only to know that there was one.
  struct DistinctRows {
    DistinctRows(QueryContext& context, std::size_t kept) : seen(context), arguments(context, {}, kept) {}
    bool keeps_arguments() const { return arguments.column_count() > 0; }
    GroupTable seen;
    RowStore arguments;
  };

  void add_groups(std::size_t count) {
    if (count == 0) return;
    group_count += count;
    for (const auto& states_of_call : states) states_of_call->add_groups(count);
  }

  void clear() {
    groups.clear();
    keys.clear();
    group_count = 0;
    for (const auto& states_of_call : states) states_of_call->clear();
    for (const auto& rows : distinct) {
      if (!rows) continue;
      rows->seen.clear();
      rows->arguments.clear();
    }
  }

  GroupTable groups;  // empty without keys
  RowStore keys;      // a row for each group
  std::size_t group_count = 0;
  std::vector<std::unique_ptr<AggregateStates>> states;  // by call
  std::vector<std::unique_ptr<DistinctRows>> distinct;   // by call; null without DISTINCT
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

std::unique_ptr<Aggregate::Table> Aggregate::make_table() {
  return std::make_unique<Table>(context(), keys_.size(), calls_, aggregate_memory_);
}

void Aggregate::restart() {
  slot_->clear();
  whole_.reset();
  account();
  Operator::restart();
}

void Aggregate::account() {
  const std::size_t before = std::exchange(bytes_accounted_, aggregate_memory_.bytes);
  if (bytes_accounted_ > before) context().memory().grow(bytes_accounted_ - before);
  if (bytes_accounted_ < before) context().memory().shrink(before - bytes_accounted_);
}

bool Aggregate::push_rows(Batch& batch) {
  rows_.bind(batch);
  key_columns_.clear();
  for (Evaluator& key : keys_) key_columns_.push_back(key.evaluate(rows_));
  for (std::size_t c = 0; c < calls_.size(); ++c) {
    argument_columns_[c].clear();
    for (Evaluator& argument : calls_[c].arguments) argument_columns_[c].push_back(argument.evaluate(rows_));
  }
  find_groups();
  for (std::size_t c = 0; c < calls_.size(); ++c) update(c);
  account();
  return true;
}

bool Aggregate::push(Batch& batch) {
  if (!batch.has_spans() || !counts_rows_only_) return RowOperator::push(batch);
  const std::uint64_t row_count = count_span_rows(batch, rows_);
  if (slot_->group_count == 0) slot_->add_groups(1);
  for (std::size_t c = 0; c < calls_.size(); ++c) add_rows(c, row_count);
  return true;
}

void Aggregate::add_rows(std::size_t call, std::uint64_t row_count) {
  if (row_count == 0) return;
  constexpr GroupTable::Group only_group = 0;
  value_or_end_at(calls_[call].offset,
                  slot_->states[call]->update(std::span(&only_group, 1), {}, std::span(&row_count, 1)));
}

void Aggregate::find_groups() {
  Table& table = *slot_;
  groups_.assign(rows_.size(), 0);
  if (keys_.empty()) {
    if (table.group_count == 0) table.add_groups(1);
    return;
  }
  chosen_.clear();
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    key_.clear();
    for (const Column& column : key_columns_) append_equivalence_key(column, i, key_);
    const auto [group, is_new] = table.groups.find_or_add(key_);
    groups_[i] = group;
    if (is_new) chosen_.push_back(static_cast<std::uint16_t>(i));
  }
  table.keys.append(key_columns_, chosen_);
  table.add_groups(chosen_.size());
}

void Aggregate::update(std::size_t call) {
  const std::span<const std::uint64_t> multiplicity = rows_.multiplicity();
  if (counts_rows(calls_[call])) {
    if (!keys_.empty()) {
      return value_or_end_at(calls_[call].offset, slot_->states[call]->update(groups_, {}, multiplicity));
    }
    return add_rows(call, multiplicity.empty()
                              ? rows_.size()
                              : std::accumulate(multiplicity.begin(), multiplicity.end(), std::uint64_t{0}));
  }
  chosen_.resize(groups_.size());
  std::iota(chosen_.begin(), chosen_.end(), std::uint16_t{0});
  if (counts(calls_[call])) {
    const Column& argument = argument_columns_[call][0];
    std::erase_if(chosen_, [&](std::uint16_t row) { return argument.is_null(row); });
  }
  if (calls_[call].distinct) keep_distinct(call);
  update_chosen(*slot_, call, calls_[call].distinct ? std::span<const std::uint64_t>() : multiplicity);
}

void Aggregate::keep_distinct(std::size_t call) {
  Table::DistinctRows& rows = *slot_->distinct[call];
  std::erase_if(chosen_, [&](std::uint16_t row) {
    begin_distinct_key(groups_[row], key_);
    for (const Column& argument : argument_columns_[call]) append_equivalence_key(argument, row, key_);
    return !rows.seen.find_or_add(key_).second;
  });
  if (rows.keeps_arguments()) rows.arguments.append(argument_columns_[call], chosen_);
}

void Aggregate::update_chosen(Table& table, std::size_t call, std::span<const std::uint64_t> multiplicity) {
  chosen_groups_.clear();
  chosen_arguments_.clear();
  chosen_multiplicity_.clear();
  for (const std::uint16_t row : chosen_) {
    chosen_groups_.push_back(groups_[row]);
    if (!multiplicity.empty()) chosen_multiplicity_.push_back(multiplicity[row]);
    if (counts(calls_[call])) continue;
    for (const Column& argument : argument_columns_[call]) chosen_arguments_.push_back(argument.value(row));
  }
  value_or_end_at(calls_[call].offset,
                  table.states[call]->update(chosen_groups_, chosen_arguments_, chosen_multiplicity_));
  chosen_arguments_.clear();
}

void Aggregate::finish_slot() { merge_slot(); }

void Aggregate::merge_slot() {
  if (!whole_) {
    whole_ = std::exchange(slot_, make_table());
    return;
  }
  HeldBytes held(context());
  held.add(slot_->group_count * sizeof(GroupTable::Group));
  std::vector<GroupTable::Group> group_of;
  group_of.reserve(slot_->group_count);
  for (std::size_t chunk = 0; group_of.size() < slot_->group_count; ++chunk) {
    context().check_cancelled();
    find_slot_groups(chunk);
    for (std::size_t c = 0; c < calls_.size(); ++c) {
      if (calls_[c].distinct) continue;
      value_or_end_at(calls_[c].offset, whole_->states[c]->merge(*slot_->states[c], group_of.size(), groups_));
    }
    group_of.insert(group_of.end(), groups_.begin(), groups_.end());
    account();
  }
  for (std::size_t c = 0; c < calls_.size(); ++c) {
    if (calls_[c].distinct) merge_distinct(c, group_of);
  }
  slot_->clear();
  account();
}

void Aggregate::find_slot_groups(std::size_t chunk) {
  Table& from = *slot_;
  Table& into = *whole_;
  const std::size_t begin = chunk * batch_rows_max;
  groups_.assign(std::min(batch_rows_max, from.group_count - begin), 0);
  if (keys_.empty()) {
    if (into.group_count == 0) into.add_groups(1);
    return;
  }
  chosen_.clear();
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    const auto [group, is_new] = into.groups.find_or_add(from.groups.key(static_cast<GroupTable::Group>(begin + i)));
    groups_[i] = group;
    if (is_new) chosen_.push_back(static_cast<std::uint16_t>(i));
  }
  for (std::size_t k = 0; k < keys_.size(); ++k) key_columns_[k] = from.keys.column(chunk, k);
  into.keys.append(key_columns_, chosen_);
  into.add_groups(chosen_.size());
}

void Aggregate::merge_distinct(std::size_t call, std::span<const GroupTable::Group> group_of) {
  Table::DistinctRows& from = *slot_->distinct[call];
  Table::DistinctRows& into = *whole_->distinct[call];
  for (std::size_t begin = 0; begin < from.seen.size(); begin += batch_rows_max) {
    context().check_cancelled();
    groups_.assign(std::min(batch_rows_max, from.seen.size() - begin), 0);
    chosen_.clear();
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      const std::string_view key = from.seen.key(static_cast<GroupTable::Group>(begin + i));
      groups_[i] = group_of[group_of_distinct_key(key)];
      begin_distinct_key(groups_[i], key_);
      key_.append(key.substr(sizeof(GroupTable::Group)));
      if (into.seen.find_or_add(key_).second) chosen_.push_back(static_cast<std::uint16_t>(i));
    }
    if (from.keeps_arguments()) {
      std::vector<Column>& arguments = argument_columns_[call];
      for (std::size_t k = 0; k < arguments.size(); ++k) {
        arguments[k] = from.arguments.column(begin / batch_rows_max, k);
      }
      into.arguments.append(arguments, chosen_);
    }
    update_chosen(*whole_, call, {});
    account();
  }
}

void Aggregate::finish() {
  if (whole_) merge_slot();
  Table& table = whole_ ? *whole_ : *slot_;
  if (keys_.empty() && table.group_count == 0) table.add_groups(1);
  std::vector<ColumnBuffer> answers(calls_.size());
  for (std::size_t begin = 0; begin < table.group_count; begin += batch_rows_max) {
    if (!emit_groups(table, begin, answers)) break;
  }
  slot_->clear();
  whole_.reset();
  account();
  finish_next();
}

bool Aggregate::emit_groups(Table& table, std::size_t begin, std::vector<ColumnBuffer>& answers) {
  const std::size_t count = std::min(batch_rows_max, table.group_count - begin);
  std::vector<Column> columns;
  columns.reserve(keys_.size() + calls_.size());
  for (std::size_t k = 0; k < keys_.size(); ++k) columns.push_back(table.keys.column(begin / batch_rows_max, k));
  for (std::size_t c = 0; c < calls_.size(); ++c) {
    answers[c].reset();
    for (std::size_t i = 0; i < count; ++i) {
      answers[c].append(value_or_end_at(calls_[c].offset, table.states[c]->finish(begin + i)));
    }
    columns.push_back(answers[c].view());
  }
  Batch batch;
  std::vector<std::uint16_t> parents;
  if (argument_ != nullptr) {
    batch = argument_->current();
    parents.assign(count, batch.row(0));
    batch.selected = false;
  }
  ++batch.depth;
  batch.top() =
      Level{.row_count = static_cast<std::uint32_t>(count), .columns = columns, .parent = parents, .multiplicity = {}};
  return emit(batch);
}

}  // namespace cairn::engine
