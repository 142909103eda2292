#include "engine/executor/operators/update_support.h"

#include "engine/executor/graph_access.h"

namespace cairn::engine {

namespace {

bool may_be_entity(const StaticType& type) {
  return type.may_be(ValueType::Node) || type.may_be(ValueType::Relationship);
}

// The variable at the root of `row.a.b[0]`, if that is all the expression is.
const Expression* root_variable(const Expression& expression) {
  const Expression* at = &expression;
  while (at->kind == ExpressionKind::Property || at->kind == ExpressionKind::Index) at = at->children[0].get();
  return at->kind == ExpressionKind::Variable ? at : nullptr;
}

}  // namespace

storage::EntityKind entity_kind(const Value& value) {
  if (value.is_node()) return storage::EntityKind::Node;
  if (value.is_relationship()) return storage::EntityKind::Relationship;
  throw QueryError(
      runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                    fmt::format("expected a node or a relationship but found {}", a_value_type(value.type()))));
}

std::string computed_property_key(const Column& keys, std::size_t position) {
  const Value key = keys.is_null(position) ? Value() : keys.value(position);
  if (key.is_string()) return std::string(key.as_string());
  throw QueryError(
      runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                    fmt::format("the key of a property must be a string, not {}", value_type_name(key.type()))));
}

void assign_property(QueryContext& context, storage::EntityKind kind, EntityId id, std::string_view key,
                     const Value& value) {
  storage::WriteTransaction& transaction = *context.transaction();
  if (value.is_null()) {
    // A key that has no token yet is on no entity; making one for its removal would leave a trace.
    const auto token = context.reader().find_key(key);
    if (token && value_or_end(transaction.remove_property(kind, id, *token))) ++context.updates().properties_set;
    return;
  }
  std::string bytes;
  value_or_end(append_stored(value, bytes));
  value_or_end(transaction.set_property(kind, id, transaction.key(key), storage::ValueView::trusted(bytes)));
  ++context.updates().properties_set;
}

// ---- PropertyEncoder

void PropertyEncoder::clear() {
  bytes_.clear();
  begins_.clear();
}

void PropertyEncoder::add(std::string_view key, const Value& value) {
  if (value.is_null()) return;
  begins_.emplace_back(context_.transaction()->key(key), bytes_.size());
  value_or_end(append_stored(value, bytes_));
}

void PropertyEncoder::add_all(const Value& map) {
  if (map.is_null()) return;
  if (!map.is_map()) {
    throw QueryError(runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                                   fmt::format("properties must be a map, not {}", a_value_type(map.type()))));
  }
  for (const MapEntry& entry : map.as_map()) add(entry.key, entry.value);
}

std::span<const storage::PropertyEntry> PropertyEncoder::entries() {
  entries_.clear();
  for (std::size_t i = 0; i < begins_.size(); ++i) {
    const std::size_t end = i + 1 < begins_.size() ? begins_[i + 1].second : bytes_.size();
    const std::string_view bytes = std::string_view(bytes_).substr(begins_[i].second, end - begins_[i].second);
    entries_.push_back({.key = begins_[i].first, .value = storage::ValueView::trusted(bytes)});
  }
  return entries_;
}

// ---- GraphReadCheck

void GraphReadCheck::add(const Expression& expression, const Layout& layout) {
  visit_expressions(expression, [&](const Expression& part) {
    switch (part.kind) {
      case ExpressionKind::Exists:
      case ExpressionKind::PatternComprehension:
      case ExpressionKind::HasLabels: certain_ = true; return false;
      case ExpressionKind::Call:
        if (part.function->reads_graph) certain_ = true;
        return true;
      case ExpressionKind::Property:
      case ExpressionKind::Index: {
        if (!may_be_entity(part.children[0]->type)) return true;
        const Expression* root = root_variable(part);
        const std::optional<Slot> slot = root != nullptr ? layout.find(root->variable) : std::nullopt;
        if (!slot) {
          certain_ = true;
          return false;
        }
        uncertain_.push_back(*slot);
        return true;
      }
      default: return true;
    }
  });
}

bool GraphReadCheck::reads_graph(RowMap& rows) const {
  if (certain_) return true;
  for (const Slot& slot : uncertain_) {
    const Column& column = rows.batch().levels[slot.level].columns[slot.column];
    if (column.type == ColumnType::Nodes || column.type == ColumnType::Relationships) return true;
    if (column.type != ColumnType::Values || column.data == nullptr) continue;
    for (const std::uint16_t row : rows.rows(slot.level)) {
      if (holds_entity(column.at<Value>(row))) return true;
    }
  }
  return false;
}

void for_each_independent_batch(Batch& batch, RowMap& rows, const GraphReadCheck& check,
                                const std::function<void(Batch&)>& use) {
  rows.bind(batch);
  if (batch.row_count() <= 1 || !check.reads_graph(rows)) return use(batch);
  Batch single = batch;
  single.selected = true;
  for (std::size_t i = 0; i < batch.row_count(); ++i) {
    const std::uint16_t row = batch.row(i);
    single.selection = std::span(&row, 1);
    use(single);
  }
}

// ---- PatternCreator

std::vector<std::pair<VariableId, ColumnType>> created_variables(std::span<const PathPattern> paths) {
  std::vector<std::pair<VariableId, ColumnType>> created;
  for (const PathPattern& path : paths) {
    for (const NodePattern& node : path.nodes) {
      if (!node.bound_before) created.emplace_back(node.variable, ColumnType::Nodes);
    }
    for (const RelationshipPattern& relationship : path.relationships) {
      if (!relationship.bound_before) created.emplace_back(relationship.variable, ColumnType::Relationships);
    }
  }
  return created;
}

PatternCreator::PatternCreator(QueryContext& context, std::span<const PathPattern> paths, const Layout& layout,
                               SubqueryCompiler& subqueries)
    : context_(context), created_(created_variables(paths)), encoder_(context) {
  for (std::size_t c = 0; c < created_.size(); ++c) created_index_[created_[c].first] = c;
  for (const PathPattern& path : paths) plan_path(path, layout, subqueries);
  bound_.resize(bound_slots_.size());
  ids_.resize(created_.size());
}

void PatternCreator::plan_path(const PathPattern& path, const Layout& layout, SubqueryCompiler& subqueries) {
  for (const NodePattern& node : path.nodes) {
    if (node.bound_before) continue;
    NodeMaker maker;
    maker.created = created_index_.at(node.variable);
    maker.labels = node.labels;
    maker.properties = plan_properties(node.properties, node.properties_map, layout, subqueries);
    makers_.emplace_back(std::move(maker));
  }
  for (std::size_t i = 0; i < path.relationships.size(); ++i) {
    const RelationshipPattern& relationship = path.relationships[i];
    if (relationship.bound_before) continue;
    RelationshipMaker maker;
    maker.created = created_index_.at(relationship.variable);
    maker.type = relationship.types.front();
    maker.source = plan_end(path.nodes[i], layout);
    maker.target = plan_end(path.nodes[i + 1], layout);
    if (relationship.direction == PatternDirection::RightToLeft) std::swap(maker.source, maker.target);
    maker.properties = plan_properties(relationship.properties, relationship.properties_map, layout, subqueries);
    makers_.emplace_back(std::move(maker));
  }
}

PatternCreator::End PatternCreator::plan_end(const NodePattern& node, const Layout& layout) {
  if (const auto found = created_index_.find(node.variable); found != created_index_.end()) {
    return End{.created = found->second};
  }
  bound_slots_.push_back(*layout.find(node.variable));
  return End{.created = std::nullopt, .bound = bound_slots_.size() - 1};
}

PatternCreator::Properties PatternCreator::plan_properties(const std::vector<PropertyEntry>& entries,
                                                           const ExpressionPointer& map, const Layout& layout,
                                                           SubqueryCompiler& subqueries) {
  Properties properties;
  for (const PropertyEntry& entry : entries) {
    properties.entries.emplace_back(entry.key, add_evaluator(*entry.value, layout, subqueries));
  }
  if (map) properties.map = add_evaluator(*map, layout, subqueries);
  return properties;
}

std::size_t PatternCreator::add_evaluator(const Expression& expression, const Layout& layout,
                                          SubqueryCompiler& subqueries) {
  graph_reads_.add(expression, layout);
  evaluators_.emplace_back(context_, expression, layout, subqueries);
  offsets_.push_back(expression.span.begin);
  return evaluators_.size() - 1;
}

void PatternCreator::evaluate(RowMap& rows) {
  values_.clear();
  for (Evaluator& evaluator : evaluators_) values_.push_back(evaluator.evaluate(rows));
  for (std::size_t b = 0; b < bound_.size(); ++b) bound_[b].read(rows, bound_slots_[b], ValueType::Node);
}

void PatternCreator::refuse_null_properties(std::size_t position) const {
  for (const auto& maker : makers_) {
    const Properties& properties = std::visit([](const auto& m) -> const Properties& { return m.properties; }, maker);
    for (const auto& [key, index] : properties.entries) {
      if (!values_[index].is_null(position)) continue;
      throw QueryError(runtime_error(ErrorType::SemanticError, "MergeReadOwnWrites",
                                     fmt::format("MERGE cannot use null for the property `{}`", key),
                                     "null equals nothing, so such a pattern would be created anew each time"));
    }
  }
}

void PatternCreator::encode(const Properties& properties, std::size_t position) {
  encoder_.clear();
  auto value = [&](std::size_t index) {
    return values_[index].is_null(position) ? Value() : values_[index].value(position);
  };
  if (properties.map) located(offsets_[*properties.map], [&] { encoder_.add_all(value(*properties.map)); });
  for (const auto& entry : properties.entries) {
    located(offsets_[entry.second], [&] { encoder_.add(entry.first, value(entry.second)); });
  }
}

void PatternCreator::create(std::size_t position) {
  for (const auto& maker : makers_) {
    if (const auto* node = std::get_if<NodeMaker>(&maker)) {
      create_node(*node, position);
    } else {
      create_relationship(std::get<RelationshipMaker>(maker), position);
    }
  }
}

void PatternCreator::create_node(const NodeMaker& maker, std::size_t position) {
  storage::WriteTransaction& transaction = *context_.transaction();
  std::vector<storage::LabelToken> labels;
  for (const std::string& label : maker.labels) {
    const storage::LabelToken token = transaction.label(label);
    if (std::find(labels.begin(), labels.end(), token) == labels.end()) labels.push_back(token);
  }
  encode(maker.properties, position);
  const auto entries = encoder_.entries();
  ids_[maker.created].push_back(value_or_end(transaction.create_node(labels, entries)));
  ++context_.updates().nodes_created;
  context_.updates().labels_added += labels.size();
  context_.updates().properties_set += entries.size();
}

storage::NodeId PatternCreator::end_id(const End& end, std::size_t position) const {
  if (end.created) return ids_[*end.created].back();
  if (bound_[end.bound].valid(position)) return bound_[end.bound].ids()[position];
  throw QueryError(runtime_error(ErrorType::EntityNotFound, "MissingNode",
                                 "a relationship cannot be created because one of its nodes is null",
                                 "drop such rows first, for example with WHERE n IS NOT NULL"));
}

void PatternCreator::create_relationship(const RelationshipMaker& maker, std::size_t position) {
  storage::WriteTransaction& transaction = *context_.transaction();
  const storage::NodeId source = end_id(maker.source, position);
  const storage::NodeId target = end_id(maker.target, position);
  encode(maker.properties, position);
  const auto entries = encoder_.entries();
  ids_[maker.created].push_back(
      value_or_end(transaction.create_relationship(transaction.type(maker.type), source, target, entries)));
  ++context_.updates().relationships_created;
  context_.updates().properties_set += entries.size();
}

Column PatternCreator::column(std::size_t index) const {
  return Column{.type = created_[index].second, .data = ids_[index].data()};
}

void PatternCreator::clear() {
  for (auto& ids : ids_) ids.clear();
}

// ---- Assigner

Assigner::Assigner(QueryContext& context, std::span<const SetItem> items, const Layout& layout,
                   SubqueryCompiler& subqueries)
    : context_(context) {
  for (const SetItem& item : items) {
    std::optional<Evaluator> computed_key;
    if (item.computed_key) {
      computed_key.emplace(context, *item.computed_key, layout, subqueries);
      graph_reads_.add(*item.computed_key, layout);
    }
    std::optional<Evaluator> value;
    if (item.value) {
      value.emplace(context, *item.value, layout, subqueries);
      graph_reads_.add(*item.value, layout);
      // `SET a = b` copies the properties b has at that moment.
      if (item.kind != SetItem::Kind::Property && may_be_entity(item.value->type)) graph_reads_.require();
    }
    if (item.target->kind != ExpressionKind::Variable) graph_reads_.add(*item.target, layout);
    items_.push_back({.item = &item,
                      .target = Evaluator(context, *item.target, layout, subqueries),
                      .computed_key = std::move(computed_key),
                      .value = std::move(value)});
  }
}

void Assigner::run(Batch& batch) {
  rows_.bind(batch);
  if (!graph_reads_.reads_graph(rows_)) return run_columns(batch);
  Batch single = batch;
  single.selected = true;
  for (std::size_t i = 0; i < batch.row_count(); ++i) {
    const std::uint16_t row = batch.row(i);
    single.selection = std::span(&row, 1);
    for (Item& item : items_) {
      rows_.bind(single);
      apply(*item.item, evaluate(item, rows_), 0);
    }
  }
}

void Assigner::run_columns(Batch& batch) {
  rows_.bind(batch);
  std::vector<Columns> columns;
  columns.reserve(items_.size());
  for (Item& item : items_) columns.push_back(evaluate(item, rows_));
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    for (std::size_t c = 0; c < items_.size(); ++c) apply(*items_[c].item, columns[c], i);
  }
}

Assigner::Columns Assigner::evaluate(Item& item, RowMap& rows) {
  return {.target = item.target.evaluate(rows),
          .computed_key = item.computed_key ? item.computed_key->evaluate(rows) : Column::nulls(),
          .value = item.value ? item.value->evaluate(rows) : Column::nulls()};
}

void Assigner::apply(const SetItem& item, const Columns& columns, std::size_t position) {
  if (columns.target.is_null(position)) return;
  located((item.value ? item.value : item.target)->span.begin, [&] { assign(item, columns, position); });
}

void Assigner::assign(const SetItem& item, const Columns& columns, std::size_t position) {
  const Value target = columns.target.value(position);
  const Value value = columns.value.is_null(position) ? Value() : columns.value.value(position);
  const storage::EntityKind kind = entity_kind(target);
  switch (item.kind) {
    case SetItem::Kind::Property:
      if (!item.computed_key) return assign_property(context_, kind, target.entity_id(), item.key, value);
      return assign_property(
          context_, kind, target.entity_id(),
          located(item.computed_key->span.begin, [&] { return computed_property_key(columns.computed_key, position); }),
          value);
    case SetItem::Kind::Replace: return replace(kind, target.entity_id(), value, false);
    case SetItem::Kind::Merge: return replace(kind, target.entity_id(), value, true);
    case SetItem::Kind::Labels: return add_labels(target, item.labels);
  }
}

void Assigner::replace(storage::EntityKind kind, EntityId id, const Value& source, bool keep_others) {
  if (source.is_null() && keep_others) return;
  Value map = source;
  if (source.is_entity()) map = value_or_end(context_.graph().properties(source));
  if (!map.is_map() && !map.is_null()) {
    throw QueryError(runtime_error(ErrorType::TypeError, "InvalidArgumentType",
                                   fmt::format("properties are set from a map, a node or a relationship, not from {}",
                                               a_value_type(source.type()))));
  }
  if (!keep_others) {
    const Value entity = kind == storage::EntityKind::Node ? Value::node(id) : Value::relationship(id);
    const Value present = value_or_end(context_.graph().properties(entity));
    for (const MapEntry& entry : present.as_map()) {
      if (map.is_null() || map.find(entry.key) == nullptr) assign_property(context_, kind, id, entry.key, Value());
    }
  }
  if (map.is_null()) return;
  for (const MapEntry& entry : map.as_map()) assign_property(context_, kind, id, entry.key, entry.value);
}

void Assigner::add_labels(const Value& target, const std::vector<std::string>& labels) {
  if (!target.is_node()) {
    throw QueryError(runtime_error(ErrorType::TypeError, "InvalidArgumentType", "only nodes have labels"));
  }
  storage::WriteTransaction& transaction = *context_.transaction();
  for (const std::string& label : labels) {
    if (value_or_end(transaction.add_label(target.entity_id(), transaction.label(label)))) {
      ++context_.updates().labels_added;
    }
  }
}

}  // namespace cairn::engine
