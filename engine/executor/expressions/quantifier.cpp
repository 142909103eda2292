// all, any, none and single: three-valued over the elements of a list.
#include "engine/executor/expressions/element_rows.h"
#include "engine/executor/expressions/nodes.h"

namespace cairn::engine {

namespace {

class QuantifierNode final : public ExpressionNode {
 public:
  QuantifierNode(NodeBuilder& builder, const Expression& expression)
      : ExpressionNode(builder.context(), expression.span),
        kind_(expression.quantifier),
        list_(builder.build(*expression.children[0])),
        level_(builder, std::span(&expression.variable, 1), std::span(expression.children).subspan(1)),
        predicate_(level_.build(builder, *expression.children[1])) {}

  Column evaluate(RowMap& rows) override {
    const Column lists = list_->evaluate(rows);
    check_lists(lists, rows.size());
    tallies_.assign(rows.size(), Tally());
    decided_.assign(rows.size(), 0);

    level_.begin(rows);
    pieces_.begin(lists, rows.size());
    while (pieces_.next(decided_)) {
      context().check_cancelled();
      count_piece();
    }
    answers_.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) answers_[i] = lists.is_null(i) ? Ternary::Null : answer(tallies_[i]);
    return truth_column(answers_, result_);
  }

 private:
  // How many elements of one list the predicate is true, false and null for.
  struct Tally {
    std::uint64_t trues = 0;
    std::uint64_t falses = 0;
    std::uint64_t nulls = 0;
  };

  void check_lists(const Column& lists, std::size_t size) const {
    Value scratch;
    for (std::size_t i = 0; i < size; ++i) {
      const Value& list = lists.value_in(i, scratch);
      if (!list.is_null() && !list.is_list()) fail_type("What a quantifier runs over", "a List", list);
    }
  }

  void count_piece() {
    const Column elements = pieces_.elements();
    RowMap& rows = level_.push(pieces_.positions(), std::span(&elements, 1));
    truth_.resize(rows.size());
    read_truth(predicate_->evaluate(rows), truth_, "The predicate of a quantifier");
    for (std::size_t i = 0; i < truth_.size(); ++i) {
      const std::size_t position = pieces_.positions()[i];
      Tally& tally = tallies_[position];
      switch (truth_[i]) {
        case Ternary::True: ++tally.trues; break;
        case Ternary::False: ++tally.falses; break;
        case Ternary::Null: ++tally.nulls; break;
      }
      decided_[position] = is_decided(tally) ? 1 : 0;
    }
  }

  // True when no further element can change the answer.
  bool is_decided(const Tally& tally) const {
    switch (kind_) {
      case QuantifierKind::All: return tally.falses > 0;
      case QuantifierKind::Any:
      case QuantifierKind::None: return tally.trues > 0;
      case QuantifierKind::Single: return tally.trues > 1;
    }
    return false;
  }

  Ternary answer(const Tally& tally) const {
    const Ternary undecided = tally.nulls > 0 ? Ternary::Null : Ternary::False;
    switch (kind_) {
      case QuantifierKind::All: return tally.falses > 0 ? Ternary::False : ternary_not(undecided);
      case QuantifierKind::Any: return tally.trues > 0 ? Ternary::True : undecided;
      case QuantifierKind::None: return tally.trues > 0 ? Ternary::False : ternary_not(undecided);
      case QuantifierKind::Single:
        if (tally.trues > 1) return Ternary::False;
        return tally.nulls > 0 ? Ternary::Null : ternary(tally.trues == 1);
    }
    return Ternary::Null;
  }

  QuantifierKind kind_;
  NodePointer list_;
  ElementLevel level_;
  NodePointer predicate_;
  ElementPieces pieces_;
  std::vector<Tally> tallies_;
  std::vector<std::uint8_t> decided_;
  std::vector<Ternary> truth_;
  std::vector<Ternary> answers_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_quantifier(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<QuantifierNode>(builder, expression);
}

}  // namespace cairn::engine
