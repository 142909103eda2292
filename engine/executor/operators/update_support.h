// What the updating operators share: encoding properties, knowing when rows depend on each other, making
// the nodes and relationships of a pattern, and assigning properties and labels.
#pragma once

#include "engine/executor/evaluator.h"
#include "engine/executor/row_support.h"

#include <map>

namespace cairn::engine {

// Properties of one entity, encoded for storage.
class PropertyEncoder {
 public:
  explicit PropertyEncoder(QueryContext& context) : context_(context) {}

  void clear();
  // Null is left out.
  void add(std::string_view key, const Value& value);
  // Every entry of a map; TypeError for another value.
  void add_all(const Value& map);
  std::span<const storage::PropertyEntry> entries();

 private:
  QueryContext& context_;
  std::string bytes_;
  std::vector<std::pair<storage::KeyToken, std::size_t>> begins_;
  std::vector<storage::PropertyEntry> entries_;
};

// Tells whether expressions read the graph, so that a row may see what an earlier row of the same clause
// has written: then rows must be evaluated one by one, otherwise a batch at a time.
class GraphReadCheck {
 public:
  void add(const Expression& expression, const Layout& layout);
  // Says that the graph is read whatever the expressions are.
  void require() { certain_ = true; }
  bool reads_graph(RowMap& rows) const;

 private:
  bool certain_ = false;
  std::vector<Slot> uncertain_;  // values that read the graph only if they hold an entity
};

// Calls `use` with the batch, or with one row at a time where the check says so.
void for_each_independent_batch(Batch& batch, RowMap& rows, const GraphReadCheck& check,
                                const std::function<void(Batch&)>& use);

// The variables that creating the patterns binds, nodes before relationships in each, with their column types.
std::vector<std::pair<VariableId, ColumnType>> created_variables(std::span<const PathPattern> paths);

// Makes the nodes and relationships of patterns, row by row.
class PatternCreator {
 public:
  PatternCreator(QueryContext& context, std::span<const PathPattern> paths, const Layout& layout,
                 SubqueryCompiler& subqueries);

  // What it creates, as `created_variables`; `column` counts them.
  std::size_t created_count() const { return created_.size(); }
  const GraphReadCheck& graph_reads() const { return graph_reads_; }

  // Evaluates the properties for a batch, then `create` makes everything for one remaining row of it.
  void evaluate(RowMap& rows);
  void create(std::size_t position);
  // SemanticError where a property of the row is null: what MERGE can neither find nor create.
  void refuse_null_properties(std::size_t position) const;

  // Ids made since `clear`, one column a created variable.
  Column column(std::size_t index) const;
  void clear();

 private:
  struct Properties {
    std::vector<std::pair<std::string, std::size_t>> entries;  // key, evaluator
    std::optional<std::size_t> map;                            // evaluator
  };
  struct NodeMaker {
    std::size_t created = 0;
    std::vector<std::string> labels;
    Properties properties;
  };
  struct End {
    std::optional<std::size_t> created;
    std::size_t bound = 0;  // index into bound_
  };
  struct RelationshipMaker {
    std::size_t created = 0;
    std::string type;
    End source;
    End target;
    Properties properties;
  };

  void plan_path(const PathPattern& path, const Layout& layout, SubqueryCompiler& subqueries);
  Properties plan_properties(const std::vector<PropertyEntry>& entries, const ExpressionPointer& map,
                             const Layout& layout, SubqueryCompiler& subqueries);
  std::size_t add_evaluator(const Expression& expression, const Layout& layout, SubqueryCompiler& subqueries);
  End plan_end(const NodePattern& node, const Layout& layout);
  void encode(const Properties& properties, std::size_t position);
  storage::NodeId end_id(const End& end, std::size_t position) const;
  void create_node(const NodeMaker& maker, std::size_t position);
  void create_relationship(const RelationshipMaker& maker, std::size_t position);

  QueryContext& context_;
  std::vector<std::pair<VariableId, ColumnType>> created_;
  std::map<VariableId, std::size_t> created_index_;
  std::vector<std::variant<NodeMaker, RelationshipMaker>> makers_;
  std::vector<Evaluator> evaluators_;
  std::vector<std::uint32_t> offsets_;  // of their expressions in the statement
  std::vector<Column> values_;
  std::vector<Slot> bound_slots_;
  std::vector<EntityColumn> bound_;
  GraphReadCheck graph_reads_;
  PropertyEncoder encoder_;
  std::vector<std::vector<std::uint64_t>> ids_;
};

// Runs the items of SET (also those of ON CREATE and ON MATCH) for the rows of a batch: row by row, item by
// item in order, each seeing what those before it have written.
class Assigner {
 public:
  Assigner(QueryContext& context, std::span<const SetItem> items, const Layout& layout, SubqueryCompiler& subqueries);
  void run(Batch& batch);

 private:
  struct Item {
    const SetItem* item = nullptr;
    Evaluator target;
    std::optional<Evaluator> computed_key;
    std::optional<Evaluator> value;
  };
  // What an item's expressions are for the rows of a batch.
  struct Columns {
    Column target;
    Column computed_key;
    Column value;
  };

  static Columns evaluate(Item& item, RowMap& rows);
  void run_columns(Batch& batch);
  void apply(const SetItem& item, const Columns& columns, std::size_t position);
  void assign(const SetItem& item, const Columns& columns, std::size_t position);
  void replace(storage::EntityKind kind, EntityId id, const Value& source, bool keep_others);
  void add_labels(const Value& target, const std::vector<std::string>& labels);

  QueryContext& context_;
  std::vector<Item> items_;
  GraphReadCheck graph_reads_;
  RowMap rows_;
};

// Writes one property; null removes it. Counts it among the updates.
void assign_property(QueryContext& context, storage::EntityKind kind, EntityId id, std::string_view key,
                     const Value& value);

// The computed key of a property at a position; TypeError where it is no string.
std::string computed_property_key(const Column& keys, std::size_t position);

// The kind of an entity; TypeError for any other value.
storage::EntityKind entity_kind(const Value& value);

}  // namespace cairn::engine
