// reduce(accumulator = initial, variable IN list | step)
#include "engine/executor/expressions/element_rows.h"
#include "engine/executor/expressions/nodes.h"

namespace cairn::engine {

namespace {

// A step needs the answer of the step before, so the lists of all rows advance together: the n-th round
// computes the step for the n-th element of every list that has one.
class ReductionNode final : public ExpressionNode {
 public:
  ReductionNode(NodeBuilder& builder, const Expression& expression)
      : ExpressionNode(builder.context(), expression.span),
        initial_(builder.build(*expression.children[0])),
        list_(builder.build(*expression.children[1])),
        level_(builder, std::array{expression.accumulator, expression.variable},
               std::span(expression.children).subspan(2)),
        step_(level_.build(builder, *expression.children[2])),
        held_(builder.context()) {}

  Column evaluate(RowMap& rows) override {
    held_.release();
    const Column initial = initial_->evaluate(rows);
    const Column lists = list_->evaluate(rows);
    const std::span<Value> answers = result_.make_values(rows.size());
    Value scratch;
    open_.clear();
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const Value& list = lists.value_in(i, scratch);
      if (list.is_null()) continue;
      if (!list.is_list()) fail_type("What reduce runs over", "a List", list);
      answers[i] = initial.value(i);
      open_.push_back(static_cast<std::uint16_t>(i));
    }
    level_.begin(rows);
    for (std::size_t round = 0; collect_open(lists, round); ++round) {
      if (round % rounds_between_checks == 0) context().check_cancelled();
      step(lists, round, answers);
    }
    return result_.view();
  }

 private:
  static constexpr std::size_t rounds_between_checks = 64;

  // Keeps the rows whose list has an element for this round; false if there are none.
  bool collect_open(const Column& lists, std::size_t round) {
    std::erase_if(open_, [&](std::uint16_t row) { return lists.at<Value>(row).as_list().size() <= round; });
    return !open_.empty();
  }

  void step(const Column& lists, std::size_t round, std::span<Value> answers) {
    accumulators_.reset();
    elements_.reset();
    for (const std::uint16_t row : open_) {
      accumulators_.append_borrowed(answers[row]);
      elements_.append_borrowed(lists.at<Value>(row).as_list()[round]);
    }
    const std::array columns{accumulators_.view(), elements_.view()};
    const Column next = step_->evaluate(level_.push(open_, columns));
    next_.resize(open_.size());
    for (std::size_t i = 0; i < open_.size(); ++i) next_[i] = next.value(i);
    held_.release();
    for (std::size_t i = 0; i < open_.size(); ++i) {
      held_.add(next_[i].heap_bytes());
      answers[open_[i]] = std::move(next_[i]);
    }
  }

  NodePointer initial_;
  NodePointer list_;
  ElementLevel level_;
  NodePointer step_;
  HeldBytes held_;
  std::vector<std::uint16_t> open_;
  ColumnBuffer accumulators_;
  ColumnBuffer elements_;
  std::vector<Value> next_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_reduction(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<ReductionNode>(builder, expression);
}

}  // namespace cairn::engine
