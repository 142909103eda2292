// node:Label and relationship:TYPE, with & | ! and %.
#include "engine/executor/expressions/column_kernels.h"
#include "engine/executor/expressions/entity_rows.h"
#include "engine/executor/expressions/nodes.h"
#include "engine/executor/graph_access.h"

namespace cairn::engine {

namespace {

using Answers = std::vector<std::uint8_t>;

// Evaluates a label expression over what one name (or `%`) says of each entity: `test(expression, answers)`.
template <class Test>
void test_labels(const LabelExpression& expression, Answers& answers, const Test& test) {
  using Kind = LabelExpression::Kind;
  if (expression.kind == Kind::Name || expression.kind == Kind::Any) {
    test(expression, answers);
    return;
  }
  test_labels(expression.operands.front(), answers, test);
  if (expression.kind == Kind::Not) {
    for (std::uint8_t& answer : answers) answer ^= 1U;
    return;
  }
  Answers operand(answers.size());
  for (std::size_t i = 1; i < expression.operands.size(); ++i) {
    test_labels(expression.operands[i], operand, test);
    for (std::size_t row = 0; row < answers.size(); ++row) {
      if (expression.kind == Kind::And) {
        answers[row] &= operand[row];
      } else {
        answers[row] |= operand[row];
      }
    }
  }
}

class LabelTestNode final : public ExpressionNode {
 public:
  LabelTestNode(QueryContext& context, const Expression& expression, NodePointer operand)
      : ExpressionNode(context, expression.span), labels_(*expression.labels), operand_(std::move(operand)) {}

  Column evaluate(RowMap& rows) override {
    const Column column = operand_->evaluate(rows);
    if (is_all_null(column)) return Column::nulls();
    return is_entity_column(column) ? of_entities(column, rows.size()) : of_values(column, rows.size());
  }

 private:
  Column of_entities(const Column& column, std::size_t size) {
    const EntityArrays entities = entity_arrays(column, size);
    test(entities.kind, entities.ids, entities.valid);
    const std::span<std::uint8_t> booleans = result_.make_booleans(answers_.size());
    std::copy(answers_.begin(), answers_.end(), booleans.begin());
    set_validity(column.validity, result_);
    Column answer = result_.view();
    answer.constant = column.constant;
    return answer;
  }

  Column of_values(const Column& column, std::size_t size) {
    nodes_.clear();
    relationships_.clear();
    Value scratch;
    for (std::size_t i = 0; i < size; ++i) {
      const Value& value = column.value_in(i, scratch);
      if (value.is_null()) continue;
      if (!value.is_entity()) fail_type("What a label is asked of", "a Node or a Relationship", value);
      (value.is_node() ? nodes_ : relationships_).add(value.entity_id(), i);
    }
    truth_.assign(size, Ternary::Null);
    test(storage::EntityKind::Node, nodes_.ids, {});
    spread(nodes_);
    test(storage::EntityKind::Relationship, relationships_.ids, {});
    spread(relationships_);
    return truth_column(truth_, result_);
  }

  void spread(const EntityRows& entities) {
    for (std::size_t i = 0; i < entities.ids.size(); ++i) truth_[entities.positions[i]] = ternary(answers_[i] != 0);
  }

  // `answers_` for each id.
  void test(storage::EntityKind kind, std::span<const std::uint64_t> ids, std::span<const std::uint8_t> valid) {
    answers_.resize(ids.size());
    if (ids.empty()) return;
    if (kind == storage::EntityKind::Node) {
      context().graph().check_not_deleted(kind, ids, valid);
      test_labels(labels_, answers_, [&](const LabelExpression& label, Answers& out) { test_nodes(label, ids, out); });
    } else {
      ends_.resize(ids.size());
      context().graph().ends(ids, ends_);
      test_labels(labels_, answers_, [&](const LabelExpression& type, Answers& out) { test_types(type, out); });
    }
  }

  void test_nodes(const LabelExpression& label, std::span<const std::uint64_t> ids, Answers& out) {
    storage::Reader& reader = context().reader();
    if (label.kind == LabelExpression::Kind::Any) {
      for (std::size_t i = 0; i < ids.size(); ++i) {
        check(reader.labels(ids[i], node_labels_));
        out[i] = node_labels_.empty() ? 0 : 1;
      }
      return;
    }
    if (const auto token = reader.find_label(label.name)) {
      check(reader.have_label(ids, *token, out));
    } else {
      std::fill(out.begin(), out.end(), std::uint8_t{0});
    }
  }

  void test_types(const LabelExpression& type, Answers& out) {
    const bool any = type.kind == LabelExpression::Kind::Any;
    const auto token = any ? std::nullopt : context().reader().find_type(type.name);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = any || (token && ends_[i].type == *token) ? 1 : 0;
  }

  const LabelExpression& labels_;
  NodePointer operand_;
  Answers answers_;
  EntityRows nodes_;
  EntityRows relationships_;
  std::vector<storage::RelationshipEnds> ends_;
  std::vector<storage::LabelToken> node_labels_;
  std::vector<Ternary> truth_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_label_test(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<LabelTestNode>(builder.context(), expression, builder.build(*expression.children[0]));
}

}  // namespace cairn::engine
