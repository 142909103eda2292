// Scope: which variable a name means at one place of a statement.
//
// Scopes nest: a comprehension, a subquery and the ORDER BY of a projection see their own names before those
// around them. A clause that introduces a name declares it in the scope of its query; WITH starts a new one.
#pragma once

#include "engine/binder/expression.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cairn::engine {

class Scope {
 public:
  struct Entry {
    std::string name;
    VariableId variable = no_variable;
  };

  // `outer`, if given, must outlive the scope and its copies.
  explicit Scope(const Scope* outer = nullptr) : outer_(outer) {}

  // From here on `name` means `variable`; it hides the same name of an outer scope. A name is declared once.
  void declare(std::string name, VariableId variable);

  // What `name` means here or in the nearest scope around that knows it.
  std::optional<VariableId> find(std::string_view name) const;

  // The names of this scope alone, in the order of their declaration.
  const std::vector<Entry>& own() const { return entries_; }

  const Scope* outer() const { return outer_; }

  // Every name that `find` finds; views into the scopes.
  std::vector<std::string_view> visible_names() const;

 private:
  const Scope* outer_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, VariableId> by_name_;
};

}  // namespace cairn::engine
