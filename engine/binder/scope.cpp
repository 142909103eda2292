#include "engine/binder/scope.h"

#include <utility>

namespace cairn::engine {

void Scope::declare(std::string name, VariableId variable) {
  by_name_.insert_or_assign(name, variable);
  entries_.push_back({std::move(name), variable});
}

std::optional<VariableId> Scope::find(std::string_view name) const {
  const std::string key(name);
  for (const Scope* scope = this; scope != nullptr; scope = scope->outer_) {
    const auto found = scope->by_name_.find(key);
    if (found != scope->by_name_.end()) return found->second;
  }
  return std::nullopt;
}

std::vector<std::string_view> Scope::visible_names() const {
  std::vector<std::string_view> names;
  for (const Scope* scope = this; scope != nullptr; scope = scope->outer_) {
    for (const Entry& entry : scope->entries_) names.emplace_back(entry.name);
  }
  return names;
}

}  // namespace cairn::engine
