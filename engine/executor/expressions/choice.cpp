// CASE: each row computes the conditions up to the first true one, and only the branch it takes.
#include "engine/executor/expressions/nodes.h"

#include <numeric>

namespace cairn::engine {

namespace {

class CaseNode final : public ExpressionNode {
 public:
  // `operands`: when, then, when, then, …, else.
  CaseNode(QueryContext& context, const Expression& expression, std::vector<NodePointer> operands)
      : ExpressionNode(context, expression.span), operands_(std::move(operands)), branches_(operands_.size() / 2 + 1) {}

  Column evaluate(RowMap& rows) override {
    open_.resize(rows.size());
    std::iota(open_.begin(), open_.end(), std::uint16_t{0});
    std::size_t used = 0;
    for (std::size_t when = 0; when + 1 < operands_.size() && !open_.empty(); when += 2) {
      Branch& branch = branches_[used];
      take_open_rows(*operands_[when], rows, branch);
      if (!branch.positions.empty()) compute(*operands_[when + 1], rows, branches_[used++]);
    }
    if (!open_.empty()) {
      branches_[used].positions.swap(open_);
      compute(*operands_.back(), rows, branches_[used++]);
    }
    return used == 1 ? branches_.front().column : merge(std::span(branches_).first(used), rows.size());
  }

 private:
  // The rows that take one branch, and its answer for them.
  struct Branch {
    std::vector<std::uint16_t> positions;
    Column column;
  };

  // Moves the open rows for which the condition is true into the branch.
  void take_open_rows(ExpressionNode& condition, RowMap& rows, Branch& branch) {
    const bool all = open_.size() == rows.size();
    truth_.resize(open_.size());
    const Column conditions = condition.evaluate(all ? rows : condition_rows_.bind(rows, open_));
    read_truth(conditions, truth_, "A condition of CASE");
    branch.positions.clear();
    std::size_t still_open = 0;
    for (std::size_t i = 0; i < truth_.size(); ++i) {
      if (truth_[i] == Ternary::True) {
        branch.positions.push_back(open_[i]);
      } else {
        open_[still_open++] = open_[i];
      }
    }
    open_.resize(still_open);
  }

  void compute(ExpressionNode& result, RowMap& rows, Branch& branch) {
    const bool all = branch.positions.size() == rows.size();
    branch.column = result.evaluate(all ? rows : branch_rows_.bind(rows, branch.positions));
  }

  // Puts the answers of several branches in the order of the rows.
  Column merge(std::span<const Branch> branches, std::size_t size) {
    source_.resize(size);
    for (std::size_t b = 0; b < branches.size(); ++b) {
      for (std::size_t i = 0; i < branches[b].positions.size(); ++i) {
        source_[branches[b].positions[i]] = {static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(i)};
      }
    }
    result_.reset();
    for (const Source& source : source_) result_.append_from(branches[source.branch].column, source.row);
    return result_.view();
  }

  struct Source {
    std::uint32_t branch;
    std::uint32_t row;
  };

  std::vector<NodePointer> operands_;
  std::vector<Branch> branches_;
  std::vector<std::uint16_t> open_;
  std::vector<Ternary> truth_;
  std::vector<Source> source_;
  RowSubset condition_rows_;
  RowSubset branch_rows_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_case(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<CaseNode>(builder.context(), expression, builder.operands(expression));
}

}  // namespace cairn::engine
