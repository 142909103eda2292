#include "engine/planner/seek_form.h"

#include <algorithm>
#include <utility>

namespace cairn::engine {

namespace {

bool is_call(const Expression& expression, std::string_view function) {
  return expression.kind == ExpressionKind::Call && expression.function != nullptr &&
         expression.function->name == function && expression.children.size() == 1;
}

// `1 < x` as seen from x.
ComparisonOperator mirrored(ComparisonOperator comparison) {
  switch (comparison) {
    case ComparisonOperator::Less: return ComparisonOperator::Greater;
    case ComparisonOperator::LessEqual: return ComparisonOperator::GreaterEqual;
    case ComparisonOperator::Greater: return ComparisonOperator::Less;
    case ComparisonOperator::GreaterEqual: return ComparisonOperator::LessEqual;
    default: return comparison;
  }
}

class FormFinder {
 public:
  FormFinder(const Expression& predicate, const SeekSubjects& subjects) : predicate_(predicate), subjects_(subjects) {}

  std::vector<SeekForm> find() {
    switch (predicate_.kind) {
      case ExpressionKind::Comparison: add_comparisons(); break;
      case ExpressionKind::In: add(SeekKind::AnyOf, *predicate_.children[0], *predicate_.children[1]); break;
      case ExpressionKind::StartsWith: add(SeekKind::Prefix, *predicate_.children[0], *predicate_.children[1]); break;
      case ExpressionKind::IsNotNull:
        if (std::optional<SeekForm> form = begin(SeekKind::Exists, *predicate_.children[0])) {
          forms_.push_back(std::move(*form));
        }
        break;
      default: break;
    }
    return std::move(forms_);
  }

 private:
  // A form about `subject`, if that is a property, or for an equality the id, of an element.
  std::optional<SeekForm> begin(SeekKind kind, const Expression& subject) const {
    const bool is_property = subject.kind == ExpressionKind::Property;
    const bool is_id = is_call(subject, "id");
    if (!is_property && (kind != SeekKind::Equal || (!is_id && !is_call(subject, "elementId")))) return std::nullopt;
    if (subject.children[0]->kind != ExpressionKind::Variable) return std::nullopt;
    const std::optional<PatternElement> element = subjects_.find(subject.children[0]->variable);
    if (!element || (!is_property && element->is_relationship)) return std::nullopt;
    SeekForm form;
    form.kind = is_property ? kind : SeekKind::Id;
    form.element = *element;
    if (is_property) form.key = subject.name;
    form.exact = is_property;
    return form;
  }

  // Whether `value` can be known before the element of `subject` is; if so the form waits for it.
  bool wait_for(SeekForm& form, const Expression& subject, const Expression& value) const {
    const std::vector<VariableId> read = free_variables(value);
    if (std::find(read.begin(), read.end(), subject.children[0]->variable) != read.end()) return false;
    const std::vector<VariableId> needs = subjects_.needs_of(value);
    form.needs.insert(form.needs.end(), needs.begin(), needs.end());
    return true;
  }

  void add(SeekKind kind, const Expression& subject, const Expression& value) {
    std::optional<SeekForm> form = begin(kind, subject);
    if (!form || !wait_for(*form, subject, value)) return;
    form->value = &value;
    // A seek by id takes 7 and '7' alike, and id() is a number.
    if (form->kind == SeekKind::Id) {
      form->exact = is_call(subject, "id") && StaticType::number().certainly_accepts(value.type);
    }
    forms_.push_back(std::move(*form));
  }

  // Each operand of `a < b <= c` may be the subject, with the operands beside it as bounds.
  void add_comparisons() {
    const std::size_t pairs = predicate_.comparisons.size();
    if (pairs == 1 && predicate_.comparisons[0] == ComparisonOperator::Equal) {
      add(SeekKind::Equal, *predicate_.children[0], *predicate_.children[1]);
      add(SeekKind::Equal, *predicate_.children[1], *predicate_.children[0]);
      return;
    }
    for (std::size_t i = 0; i <= pairs; ++i) {
      std::optional<SeekForm> form = begin(SeekKind::Range, *predicate_.children[i]);
      if (!form) continue;
      std::size_t bounds = 0;
      if (i > 0) bounds += bound(*form, i, i - 1, mirrored(predicate_.comparisons[i - 1]));
      if (i < pairs) bounds += bound(*form, i, i + 1, predicate_.comparisons[i]);
      if (bounds == 0) continue;
      form->exact = bounds == pairs;
      forms_.push_back(std::move(*form));
    }
  }

  // Takes the operand `other` as a bound of `subject`; how many bounds that gives, 0 or 1.
  std::size_t bound(SeekForm& form, std::size_t subject, std::size_t other, ComparisonOperator comparison) const {
    const bool less = comparison == ComparisonOperator::Less || comparison == ComparisonOperator::LessEqual;
    const bool greater = comparison == ComparisonOperator::Greater || comparison == ComparisonOperator::GreaterEqual;
    SeekBound& end = less ? form.upper : form.lower;
    if ((!less && !greater) || end.value != nullptr) return 0;
    const Expression& value = *predicate_.children[other];
    if (!wait_for(form, *predicate_.children[subject], value)) return 0;
    end.value = &value;
    end.inclusive = comparison == ComparisonOperator::LessEqual || comparison == ComparisonOperator::GreaterEqual;
    return 1;
  }

  const Expression& predicate_;
  const SeekSubjects& subjects_;
  std::vector<SeekForm> forms_;
};

}  // namespace

std::vector<SeekForm> find_seek_forms(const Expression& predicate, const SeekSubjects& subjects) {
  if (is_volatile(predicate)) return {};
  return FormFinder(predicate, subjects).find();
}

}  // namespace cairn::engine
