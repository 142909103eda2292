// [variable IN list WHERE filter | projection]
#include "engine/executor/expressions/element_rows.h"
#include "engine/executor/expressions/nodes.h"

namespace cairn::engine {

namespace {

class ListComprehensionNode final : public ExpressionNode {
 public:
  ListComprehensionNode(NodeBuilder& builder, const Expression& expression)
      : ExpressionNode(builder.context(), expression.span),
        list_(builder.build(*expression.children[0])),
        level_(builder, std::span(&expression.variable, 1), std::span(expression.children).subspan(1)),
        held_(builder.context()) {
    if (expression.children[1]) filter_ = level_.build(builder, *expression.children[1]);
    if (expression.children[2]) projection_ = level_.build(builder, *expression.children[2]);
  }

  Column evaluate(RowMap& rows) override {
    held_.release();
    const Column lists = list_->evaluate(rows);
    const std::span<Value> answers = result_.make_values(rows.size());
    if (!begin_answers(lists, answers)) return result_.view();

    level_.begin(rows);
    pieces_.begin(lists, rows.size());
    position_ = 0;
    while (pieces_.next()) {
      context().check_cancelled();
      compute_piece(answers);
    }
    flush(answers);
    return result_.view();
  }

 private:
  // Gives every list that is not null the empty list; false if there is no element at all.
  bool begin_answers(const Column& lists, std::span<Value> answers) {
    bool has_elements = false;
    Value scratch;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const Value& list = lists.value_in(i, scratch);
      if (list.is_null()) continue;
      if (!list.is_list()) fail_type("What a comprehension runs over", "a List", list);
      answers[i] = empty_;
      has_elements |= !list.as_list().empty();
    }
    return has_elements;
  }

  void compute_piece(std::span<Value> answers) {
    const Column elements = pieces_.elements();
    RowMap* rows = &level_.push(pieces_.positions(), std::span(&elements, 1));
    kept_.clear();
    if (filter_) {
      if (!collect_kept(*rows)) return;
      if (kept_.size() < rows->size()) rows = &subset_.bind(*rows, kept_);
    }
    const bool all = rows->size() == pieces_.positions().size();
    const Column values = projection_ ? projection_->evaluate(*rows) : Column();
    for (std::size_t i = 0; i < rows->size(); ++i) {
      const std::size_t element = all ? i : kept_[i];
      append(pieces_.positions()[element], projection_ ? values.value(i) : elements.value(element), answers);
    }
  }

  // The elements of the piece that the filter keeps; false if there are none.
  bool collect_kept(RowMap& rows) {
    truth_.resize(rows.size());
    read_truth(filter_->evaluate(rows), truth_, "The filter of a comprehension");
    for (std::size_t i = 0; i < truth_.size(); ++i) {
      if (truth_[i] == Ternary::True) kept_.push_back(static_cast<std::uint16_t>(i));
    }
    return !kept_.empty();
  }

  // Elements come list by list, so that one list at a time is under construction.
  void append(std::size_t position, Value value, std::span<Value> answers) {
    if (position != position_) {
      flush(answers);
      position_ = position;
    }
    held_.add(sizeof(Value) + value.heap_bytes());
    current_.push_back(std::move(value));
  }

  void flush(std::span<Value> answers) {
    if (current_.empty()) return;
    answers[position_] = check(Value::list(std::move(current_)));
    current_ = {};
  }

  NodePointer list_;
  NodePointer filter_;
  NodePointer projection_;
  ElementLevel level_;
  ElementPieces pieces_;
  HeldBytes held_;
  RowSubset subset_;
  std::vector<Ternary> truth_;
  std::vector<std::uint16_t> kept_;
  std::size_t position_ = 0;
  std::vector<Value> current_;
  Value empty_ = value_or_end(Value::list({}));
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_list_comprehension(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<ListComprehensionNode>(builder, expression);
}

}  // namespace cairn::engine
