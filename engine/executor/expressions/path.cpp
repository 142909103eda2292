// The path through nodes and relationships that a pattern has bound.
#include "engine/executor/expressions/nodes.h"
#include "engine/executor/graph_access.h"

namespace cairn::engine {

namespace {

// The nodes inside a variable-length part are not bound to variables: they are found by walking the ends
// of the part's relationships from the node on its left. All ends of a batch are read at once.
class PathNode final : public ExpressionNode {
 public:
  PathNode(QueryContext& context, const Expression& expression, std::vector<NodePointer> operands)
      : ExpressionNode(context, expression.span), operands_(std::move(operands)), held_(context) {}

  Column evaluate(RowMap& rows) override {
    held_.release();
    columns_.clear();
    for (const NodePointer& operand : operands_) columns_.push_back(operand->evaluate(rows));
    read_ends(rows.size());
    const std::span<Value> paths = result_.make_values(rows.size());
    next_end_ = 0;
    for (std::size_t i = 0; i < paths.size(); ++i) {
      if (!make_elements(i)) continue;
      paths[i] = Value::path(std::move(elements_));
      held_.add(paths[i].heap_bytes());
    }
    return result_.view();
  }

 private:
  // Parts at odd places are relationships or lists of them.
  static bool is_relationship_part(std::size_t part) { return part % 2 == 1; }

  // The ends of all relationships in lists, in the order in which `make_elements` asks for them.
  void read_ends(std::size_t size) {
    walked_.clear();
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t part = 1; part < columns_.size(); part += 2) {
        Value scratch;
        const Value& value = columns_[part].value_in(i, scratch);
        if (!value.is_list()) continue;
        for (const Value& relationship : value.as_list()) {
          if (!relationship.is_relationship()) fail_type("A part of a path", "a Relationship", relationship);
          walked_.push_back(relationship.entity_id());
        }
      }
    }
    ends_.resize(walked_.size());
    if (!walked_.empty()) context().graph().ends(walked_, ends_);
  }

  // Fills `elements_` for one row; false if a part is null.
  bool make_elements(std::size_t row) {
    elements_.clear();
    bool complete = true;
    for (std::size_t part = 0; part < columns_.size(); ++part) {
      Value scratch;
      const Value& value = columns_[part].value_in(row, scratch);
      if (value.is_list() && is_relationship_part(part)) {
        walk(value.as_list());
      } else if (value.is_null()) {
        complete = false;
      } else {
        append(part, value);
      }
    }
    return complete;
  }

  void append(std::size_t part, const Value& value) {
    if (is_relationship_part(part)) {
      if (!value.is_relationship()) fail_type("A part of a path", "a Relationship", value);
    } else if (!value.is_node()) {
      fail_type("A part of a path", "a Node", value);
    }
    // Behind a list without relationships stands the node that is already there.
    const bool repeated = !is_relationship_part(part) && !elements_.empty() && elements_.back().is_node();
    if (!repeated) elements_.push_back(value);
  }

  // The relationships of a list with the nodes between them; the last node is the path's next part.
  void walk(std::span<const Value> relationships) {
    for (std::size_t i = 0; i < relationships.size(); ++i) {
      const storage::RelationshipEnds& ends = ends_[next_end_++];
      if (elements_.empty()) continue;  // the node on the left is null, and so is the path
      const EntityId from = elements_.back().entity_id();
      elements_.push_back(Value::relationship(relationships[i].entity_id()));
      if (i + 1 < relationships.size())
        elements_.push_back(Value::node(ends.source == from ? ends.target : ends.source));
    }
  }

  std::vector<NodePointer> operands_;
  HeldBytes held_;
  std::vector<Column> columns_;
  std::vector<std::uint64_t> walked_;
  std::vector<storage::RelationshipEnds> ends_;
  std::size_t next_end_ = 0;
  std::vector<Value> elements_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_path(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<PathNode>(builder.context(), expression, builder.operands(expression));
}

}  // namespace cairn::engine
