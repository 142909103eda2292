// Label expressions: from the tree of the source to the bound form, and what they certainly say.
#pragma once

#include "engine/binder/expression.h"

#include <optional>
#include <string>
#include <vector>

namespace cairn::engine {

// The bound form. Dynamic labels are not supported yet.
LabelExpression bind_labels(const ast::LabelExpression& labels);

// The operands of a conjunction, or the expression alone.
std::vector<LabelExpression> label_conjuncts(LabelExpression labels);

// The names of `A`, `A|B`, … when the expression is nothing but alternatives; nothing for every other one. `%` alone
// is no restriction: no names.
std::optional<std::vector<std::string>> type_alternatives(const LabelExpression& types);

// The names that `(n:A:B)` gives to what it creates. Anything but names and `&` ends the binding.
std::vector<std::string> labels_to_create(const ast::LabelExpression& labels);

}  // namespace cairn::engine
