// EXISTS { … } and [pattern | projection]: expressions that run a plan of their own.
#include "engine/binder/bound_query.h"
#include "engine/executor/expressions/nodes.h"

namespace cairn::engine {

namespace {

class ExistsNode final : public ExpressionNode {
 public:
  ExistsNode(QueryContext& context, const Expression& expression, std::unique_ptr<SubqueryRunner> runner)
      : ExpressionNode(context, expression.span), runner_(std::move(runner)) {}

  Column evaluate(RowMap& rows) override {
    outer_ = rows.batch();
    const std::span<std::uint8_t> answers = result_.make_booleans(rows.size());
    std::fill(answers.begin(), answers.end(), std::uint8_t{0});
    runner_->exists(outer_, answers);
    return result_.view();
  }

 private:
  std::unique_ptr<SubqueryRunner> runner_;
  Batch outer_;
  ColumnBuffer result_;
};

class PatternComprehensionNode final : public ExpressionNode {
 public:
  PatternComprehensionNode(QueryContext& context, const Expression& expression, std::unique_ptr<SubqueryRunner> runner)
      : ExpressionNode(context, expression.span), runner_(std::move(runner)), held_(context) {}

  Column evaluate(RowMap& rows) override {
    held_.release();
    outer_ = rows.batch();
    lists_.resize(rows.size());
    for (std::vector<Value>& list : lists_) list.clear();
    runner_->collect(outer_, lists_);
    const std::span<Value> answers = result_.make_values(rows.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
      answers[i] = check(Value::list(std::move(lists_[i])));
      held_.add(answers[i].heap_bytes());
    }
    return result_.view();
  }

 private:
  std::unique_ptr<SubqueryRunner> runner_;
  Batch outer_;
  std::vector<std::vector<Value>> lists_;
  HeldBytes held_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_exists(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<ExistsNode>(builder.context(), expression,
                                      builder.subqueries().compile(*expression.subquery, builder.layout()));
}

NodePointer make_pattern_comprehension(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<PatternComprehensionNode>(
      builder.context(), expression, builder.subqueries().compile(*expression.subquery, builder.layout()));
}

}  // namespace cairn::engine
