#include "engine/executor/operators/update.h"

#include "engine/executor/graph_access.h"

namespace cairn::engine {

bool UpdateOperator::push_rows(Batch& batch) {
  return expander_.expand(batch, [this](Batch& rows) {
    update(rows);
    return true;
  });
}

void UpdateOperator::emit_more(Batch& batch) {
  if (more_wanted_) more_wanted_ = emit(batch);
}

void Create::update(Batch& batch) {
  for_each_independent_batch(batch, rows_, creator_.graph_reads(), [this](Batch& independent) {
    rows_.bind(independent);
    creator_.clear();
    creator_.evaluate(rows_);
    for (std::size_t i = 0; i < rows_.size(); ++i) creator_.create(i);
    adder_.begin(independent);
    for (std::size_t c = 0; c < creator_.created_count(); ++c) adder_.add(creator_.column(c));
    emit_more(adder_.finish());
  });
}

void Set::update(Batch& batch) {
  assigner_.run(batch);
  emit_more(batch);
}

Remove::Remove(QueryContext& context, const RemoveClause& clause, const Layout& layout, SubqueryCompiler& subqueries)
    : UpdateOperator(context), clause_(clause) {
  for (const RemoveItem& item : clause.items) {
    targets_.emplace_back(context, *item.target, layout, subqueries);
    std::optional<Evaluator>& key = computed_keys_.emplace_back();
    if (!item.computed_key) continue;
    key.emplace(context, *item.computed_key, layout, subqueries);
    graph_reads_.add(*item.computed_key, layout);
  }
}

void Remove::update(Batch& batch) {
  for_each_independent_batch(batch, rows_, graph_reads_, [this](Batch& independent) {
    rows_.bind(independent);
    for (std::size_t c = 0; c < targets_.size(); ++c) {
      const RemoveItem& item = clause_.items[c];
      const Column targets = targets_[c].evaluate(rows_);
      const Column keys = computed_keys_[c] ? computed_keys_[c]->evaluate(rows_) : Column::nulls();
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (targets.is_null(i)) continue;
        apply(item, targets.value(i), item.computed_key ? computed_property_key(keys, i) : item.key);
      }
    }
  });
  emit_more(batch);
}

void Remove::apply(const RemoveItem& item, const Value& target, const std::string& key) {
  const storage::EntityKind kind = entity_kind(target);
  if (!item.labels.empty()) return remove_labels(item.labels, target);
  assign_property(context(), kind, target.entity_id(), key, Value());
}

void Remove::remove_labels(const std::vector<std::string>& labels, const Value& target) {
  if (!target.is_node()) {
    throw QueryError(runtime_error(ErrorType::TypeError, "InvalidArgumentType", "only nodes have labels"));
  }
  for (const std::string& label : labels) {
    const auto token = context().reader().find_label(label);
    if (token && value_or_end(context().transaction()->remove_label(target.entity_id(), *token))) {
      ++context().updates().labels_removed;
    }
  }
}

Delete::Delete(QueryContext& context, const DeleteClause& clause, const Layout& layout, SubqueryCompiler& subqueries)
    : UpdateOperator(context), clause_(clause) {
  for (const ExpressionPointer& target : clause.targets) {
    targets_.emplace_back(context, *target, layout, subqueries);
    graph_reads_.add(*target, layout);
  }
}

void Delete::update(Batch& batch) {
  for_each_independent_batch(batch, rows_, graph_reads_, [this](Batch& independent) {
    rows_.bind(independent);
    std::vector<Column> targets;
    targets.reserve(targets_.size());
    for (Evaluator& target : targets_) targets.push_back(target.evaluate(rows_));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      for (std::size_t c = 0; c < targets.size(); ++c) {
        if (!targets[c].is_null(i)) remove(targets[c].value(i), clause_.targets[c]->span.begin);
      }
    }
  });
  emit_more(batch);
}

void Delete::remove(const Value& target, std::uint32_t offset) {
  storage::WriteTransaction& transaction = *context().transaction();
  UpdateCounts& updates = context().updates();
  if (target.is_path()) {
    // Relationships first, so that a path can be deleted without DETACH.
    for (const Value& element : target.path_elements()) {
      if (element.is_relationship()) remove(element, offset);
    }
    for (const Value& element : target.path_elements()) {
      if (element.is_node()) remove(element, offset);
    }
    return;
  }
  const storage::EntityKind kind = entity_kind(target);
  const EntityId id = target.entity_id();
  if (transaction.was_deleted(kind, id)) return;
  if (kind == storage::EntityKind::Relationship) {
    value_or_end(transaction.delete_relationship(id));
    ++updates.relationships_deleted;
    return;
  }
  if (clause_.detach) {
    updates.relationships_deleted += value_or_end(transaction.detach_delete_node(id));
  } else {
    value_or_end(transaction.delete_node(id));
    context().deleted_nodes().push_back({id, offset});
  }
  ++updates.nodes_deleted;
}

void check_deleted_nodes(QueryContext& context) {
  for (const auto& [id, offset] : context.deleted_nodes()) {
    context.check_cancelled_seldom();
    if (!value_or_end(context.transaction()->is_connected(id))) continue;
    Error error = runtime_error(ErrorType::ConstraintVerificationFailed, "DeleteConnectedNode",
                                fmt::format("node {} cannot be deleted because it still has relationships", id),
                                "delete its relationships too, or use DETACH DELETE");
    error.offset = offset;
    throw QueryError(std::move(error));
  }
}

void MergeEnd::restart() {
  for (ColumnBuffer& column : columns_) column.reset();
  row_count_ = 0;
  held_.release();
}

bool MergeEnd::push_rows(Batch& batch) {
  rows_.bind(batch);
  for (std::size_t c = 0; c < slots_.size(); ++c) {
    gather(batch.levels[slots_[c].level].columns[slots_[c].column], rows_.rows(slots_[c].level), columns_[c]);
  }
  row_count_ += rows_.size();
  held_.release();
  for (const ColumnBuffer& column : columns_) held_.add(column.memory_bytes());
  return true;
}

Merge::Merge(QueryContext& context, const MergeClause& clause, std::vector<Evaluator> values, const Layout& keyed,
             const Layout& merged, SubqueryCompiler& subqueries, Operator& inner, MergeEnd& end)
    : UpdateOperator(context),
      values_(std::move(values)),
      creator_(context, std::span(&clause.path, 1), keyed, subqueries),
      on_create_(context, clause.on_create, merged, subqueries),
      on_match_(context, clause.on_match, merged, subqueries),
      inner_(inner),
      end_(end) {}

void Merge::update(Batch& batch) {
  for (std::size_t i = 0; i < batch.row_count(); ++i) merge_row(batch, batch.row(i));
}

void Merge::merge_row(Batch& batch, std::uint16_t row) {
  Batch single = batch;
  single.selected = true;
  single.selection = std::span(&row, 1);
  rows_.bind(single);
  value_columns_.clear();
  for (Evaluator& value : values_) value_columns_.push_back(value.evaluate(rows_));
  Batch keyed = with_level(batch, value_columns_, std::span(&row, 1));
  keyed_rows_.bind(keyed);
  creator_.clear();
  creator_.evaluate(keyed_rows_);
  creator_.refuse_null_properties(0);

  inner_.restart();
  inner_.push(keyed);
  inner_.finish();
  columns_.clear();
  const bool matched = end_.row_count() > 0;
  if (!matched) creator_.create(0);
  for (std::size_t c = 0; c < creator_.created_count(); ++c) {
    columns_.push_back(matched ? end_.column(c) : creator_.column(c));
  }

  // The pattern may have matched more often than a level has rows.
  const std::size_t row_count = matched ? end_.row_count() : 1;
  for (std::size_t begin = 0; begin < row_count; begin += batch_rows_max) {
    const std::size_t count = std::min(batch_rows_max, row_count - begin);
    parents_.assign(count, row);
    std::vector<ColumnBuffer> pieces(row_count > batch_rows_max ? columns_.size() : 0);
    std::vector<Column> columns = columns_;
    for (std::size_t c = 0; c < pieces.size(); ++c) {
      for (std::size_t i = 0; i < count; ++i) pieces[c].append_from(columns_[c], begin + i);
      columns[c] = pieces[c].view();
    }
    Batch merged = with_level(batch, columns, parents_);
    finish_rows(merged, matched ? on_match_ : on_create_);
  }
}

void Merge::finish_rows(Batch& batch, Assigner& assigner) {
  assigner.run(batch);
  emit_more(batch);
}

}  // namespace cairn::engine
