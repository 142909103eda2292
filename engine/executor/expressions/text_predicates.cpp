// STARTS WITH, ENDS WITH, CONTAINS and =~: null for whatever is not a string.
#include "engine/executor/expressions/column_kernels.h"
#include "engine/executor/expressions/nodes.h"

namespace cairn::engine {

namespace {

class TextPredicateNode final : public ExpressionNode {
 public:
  TextPredicateNode(QueryContext& context, const Expression& expression, NodePointer text, NodePointer pattern)
      : ExpressionNode(context, expression.span),
        kind_(expression.kind),
        text_(std::move(text)),
        pattern_(std::move(pattern)) {}

  Column evaluate(RowMap& rows) override {
    const Column text = text_->evaluate(rows);
    const Column pattern = pattern_->evaluate(rows);
    if (is_all_null(text) || is_all_null(pattern)) return Column::nulls();
    if (text.type == ColumnType::Values || pattern.type == ColumnType::Values) {
      return test_values(text, pattern, rows.size());
    }
    if (text.type != ColumnType::Strings || pattern.type != ColumnType::Strings) return Column::nulls();
    return test_strings(text, pattern, rows.size());
  }

 private:
  bool holds(std::string_view text, std::string_view pattern) {
    switch (kind_) {
      case ExpressionKind::StartsWith: return text.starts_with(pattern);
      case ExpressionKind::EndsWith: return text.ends_with(pattern);
      case ExpressionKind::Contains: return text.find(pattern) != std::string_view::npos;
      default: return check(context().functions().regexes.matches(text, pattern));
    }
  }

  Column test_strings(const Column& text, const Column& pattern, std::size_t size) {
    const std::uint8_t* valid = both_valid(text, pattern, size, scratch_);
    for_each_valid_pair<std::string_view, std::string_view>(
        text, pattern, valid, result_.make_booleans(size),
        [this](std::string_view a, std::string_view b) { return holds(a, b) ? std::uint8_t{1} : std::uint8_t{0}; });
    set_validity(valid, result_);
    return result_.view();
  }

  Column test_values(const Column& text, const Column& pattern, std::size_t size) {
    truth_.resize(size);
    Value text_scratch;
    Value pattern_scratch;
    for (std::size_t i = 0; i < size; ++i) {
      const Value& one_text = text.value_in(i, text_scratch);
      const Value& one_pattern = pattern.value_in(i, pattern_scratch);
      const bool strings = one_text.is_string() && one_pattern.is_string();
      truth_[i] = strings ? ternary(holds(one_text.as_string(), one_pattern.as_string())) : Ternary::Null;
    }
    return truth_column(truth_, result_);
  }

  ExpressionKind kind_;
  NodePointer text_;
  NodePointer pattern_;
  std::vector<std::uint8_t> scratch_;
  std::vector<Ternary> truth_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_text_predicate(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<TextPredicateNode>(builder.context(), expression, builder.build(*expression.children[0]),
                                             builder.build(*expression.children[1]));
}

}  // namespace cairn::engine
