// IN: equality with the elements of a list, three-valued.
#include "engine/executor/expressions/nodes.h"
#include "engine/value/equality.h"
#include "engine/value/equivalence.h"
#include "engine/value/number.h"

#include <unordered_set>

namespace cairn::engine {

namespace {

// Some values of one plain type: searched one by one while they are few, else by hash.
template <class T>
class PlainSet {
 public:
  void add(T value) {
    if (many_.insert(value).second && few_.size() < few_max) few_.push_back(value);
  }
  bool contains(T value) const {
    if (many_.size() > few_max) return many_.contains(value);
    return std::find(few_.begin(), few_.end(), value) != few_.end();
  }

 private:
  static constexpr std::size_t few_max = 8;
  std::vector<T> few_;  // the first of them, while `many_` has no more
  std::unordered_set<T> many_;
};

// The elements of a list, arranged for being asked often. Borrows the list.
//
// Equality is decided for scalars, so they are looked up; only a list, map or path may be compared to
// null, so those are compared with each of their kind.
class ElementSet {
 public:
  explicit ElementSet(std::span<const Value> elements) : empty_(elements.empty()) {
    for (const Value& element : elements) add(element);
  }

  Ternary contains(const Value& value) const {
    if (value.is_null()) return empty_ ? Ternary::False : Ternary::Null;
    if (!is_scalar(value)) return contains_nested(value);
    const bool not_a_number = value.is_float() && std::isnan(value.as_float());
    return found(!not_a_number && scalars_.contains(value));
  }
  Ternary contains_integer(std::int64_t value) const { return found(integers_.contains(value)); }
  Ternary contains_string(std::string_view value) const { return found(strings_.contains(value)); }
  Ternary contains_null() const { return empty_ ? Ternary::False : Ternary::Null; }

 private:
  static bool is_scalar(const Value& value) { return !value.is_list() && !value.is_map() && !value.is_path(); }

  void add(const Value& element) {
    if (element.is_null()) {
      has_null_ = true;
    } else if (!is_scalar(element)) {
      nested_.push_back(element);
    } else {
      scalars_.insert(element);
      if (element.is_integer()) integers_.add(element.as_integer());
      if (element.is_string()) strings_.add(element.as_string());
      if (element.is_float()) {
        if (const auto whole = as_exact_integer(element.as_float())) integers_.add(*whole);
      }
    }
  }

  Ternary found(bool is_element) const {
    if (is_element) return Ternary::True;
    return has_null_ ? Ternary::Null : Ternary::False;
  }

  Ternary contains_nested(const Value& value) const {
    Ternary answer = found(false);
    for (const Value& element : nested_) {
      answer = ternary_or(answer, equals(value, element));
      if (answer == Ternary::True) break;
    }
    return answer;
  }

  bool empty_;
  bool has_null_ = false;
  std::unordered_set<Value, EquivalenceHash, EquivalenceEqual> scalars_;
  PlainSet<std::int64_t> integers_;
  PlainSet<std::string_view> strings_;
  std::vector<Value> nested_;
};

class MembershipNode final : public ExpressionNode {
 public:
  MembershipNode(QueryContext& context, const Expression& expression, NodePointer element, NodePointer list)
      : ExpressionNode(context, expression.span), element_(std::move(element)), list_(std::move(list)) {}

  Column evaluate(RowMap& rows) override {
    const Column elements = element_->evaluate(rows);
    const Column lists = list_->evaluate(rows);
    if (lists.data == nullptr) return Column::nulls();
    truth_.resize(rows.size());
    if (list_->is_constant()) {
      if (lists.is_null(0)) return Column::nulls();
      look_up(elements, lists);
    } else {
      search(elements, lists);
    }
    return truth_column(truth_, result_);
  }

 private:
  std::span<const Value> list_of(const Value& value) const {
    if (!value.is_list()) fail_type("The right side of IN", "a List", value);
    return value.as_list();
  }

  void look_up(const Column& elements, const Column& lists) {
    if (!set_) {
      Value scratch;
      set_ = std::make_unique<ElementSet>(list_of(lists.value_in(0, scratch)));
    }
    const std::size_t size = truth_.size();
    if (elements.type == ColumnType::Integers) {
      for (std::size_t i = 0; i < size; ++i) {
        truth_[i] = elements.is_null(i) ? set_->contains_null() : set_->contains_integer(elements.at<std::int64_t>(i));
      }
    } else if (elements.type == ColumnType::Strings) {
      for (std::size_t i = 0; i < size; ++i) {
        truth_[i] =
            elements.is_null(i) ? set_->contains_null() : set_->contains_string(elements.at<std::string_view>(i));
      }
    } else {
      Value scratch;
      for (std::size_t i = 0; i < size; ++i) truth_[i] = set_->contains(elements.value_in(i, scratch));
    }
  }

  void search(const Column& elements, const Column& lists) {
    Value element_scratch;
    Value list_scratch;
    for (std::size_t i = 0; i < truth_.size(); ++i) {
      const Value& list = lists.value_in(i, list_scratch);
      truth_[i] = list.is_null() ? Ternary::Null : search_one(elements.value_in(i, element_scratch), list_of(list));
    }
  }

  static Ternary search_one(const Value& value, std::span<const Value> list) {
    Ternary answer = Ternary::False;
    for (const Value& element : list) {
      answer = ternary_or(answer, equals(value, element));
      if (answer == Ternary::True) break;
    }
    return answer;
  }

  NodePointer element_;
  NodePointer list_;
  std::unique_ptr<ElementSet> set_;  // of a list that is the same for all rows
  std::vector<Ternary> truth_;
  ColumnBuffer result_;
};

}  // namespace

NodePointer make_membership(NodeBuilder& builder, const Expression& expression) {
  return std::make_unique<MembershipNode>(builder.context(), expression, builder.build(*expression.children[0]),
                                          builder.build(*expression.children[1]));
}

}  // namespace cairn::engine
