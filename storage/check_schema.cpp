#include "storage/checker.h"
#include "storage/meta_codec.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

namespace {

// What is wrong with the tokens of a definition; empty if nothing is.
std::string problem_of_tokens(const TokenTable& tokens, EntityKind entity, std::uint32_t token,
                              std::span<const KeyToken> keys) {
  const std::uint32_t names = entity == EntityKind::Node ? tokens.labels().size() : tokens.types().size();
  if (token == no_token || token > names) return fmt::format("is about label or type {}, which has no name", token);
  for (const KeyToken key : keys) {
    if (key == no_token || key > tokens.keys().size())
      return fmt::format("is about property key {}, which has no name", key);
    if (std::ranges::count(keys, key) > 1) return fmt::format("names property key {} twice", key);
  }
  return "";
}

}  // namespace

Expected<void> Checker::check_schema() {
  const Schema& schema = *version_->schema;
  std::set<std::string_view> names;
  const auto check_name = [&](std::string_view what, std::string_view name, IndexId id, std::string problem) {
    if (!names.insert(name).second) problem = "has a name that another one has";
    if (id >= schema.next_index) problem = fmt::format("has the id {}, which was never given", id);
    if (!problem.empty()) report(Family::Meta, meta_schema, fmt::format("{} '{}' {}", what, name, problem));
  };
  for (const auto& constraint : schema.constraints()) {
    check_name("constraint", constraint->name, constraint->id,
               problem_of_tokens(version_->tokens, constraint->entity, constraint->token, constraint->keys));
    check_served(*constraint);
  }
  for (const auto& index : schema.indexes()) {
    if (schema.owner_of(index->id) != nullptr) continue;
    check_name("index", index->name, index->id,
               problem_of_tokens(version_->tokens, index->entity, index->token, index->keys));
  }
  if (!schema.constraints().empty()) need_feature(feature_constraints, "constraints");
  const auto is_composite = [](const auto& index) { return index->keys.size() > 1; };
  if (std::ranges::any_of(schema.indexes(), is_composite)) need_feature(feature_composite_indexes, "indexes");
  const auto is_hashed = [](const auto& index) { return index->cut_keys == CutKeys::Hashed; };
  if (std::ranges::any_of(schema.indexes(), is_hashed)) need_feature(feature_hashed_keys, "indexes");
  for (const IndexId index : building_) {
    if (schema.find_index(index) != nullptr || index >= schema.next_index)
      report(Family::Meta, building_key(index), fmt::format("says that index {} is being built", index));
  }
  return check_constraints();
}

void Checker::need_feature(std::string_view feature, std::string_view what) {
  if (features_.contains(std::string(feature))) return;
  report(Family::Meta, meta_features, fmt::format("lack '{}', which its {} need", feature, what));
}

void Checker::check_served(const ConstraintDefinition& constraint) {
  const auto wrong = [&](std::string_view problem) {
    report(Family::Meta, meta_schema, fmt::format("constraint '{}' {}", constraint.name, problem));
  };
  const bool by_index = constraint.kind == ConstraintKind::Unique || constraint.kind == ConstraintKind::Key;
  if (!by_index && constraint.keys.size() != 1) wrong("is not about one property");
  if ((constraint.kind == ConstraintKind::Type) == constraint.types.empty()) wrong("has types that its kind has not");
  if (!by_index) {
    if (constraint.index != 0) wrong("has an index though it needs none");
    return;
  }
  const IndexDefinition* index = version_->schema->find_index(constraint.index);
  if (index == nullptr) return wrong("has no index");
  const bool fits = index->unique && index->name == constraint.name && index->entity == constraint.entity &&
                    index->token == constraint.token && index->keys == constraint.keys;
  if (!fits) wrong("has an index that is about something else");
  if (version_->schema->owner_of(constraint.index) != &constraint) wrong("shares its index with another one");
}

Expected<void> Checker::check_constraints() {
  for (const auto& constraint : version_->schema->constraints()) {
    if (constraint->kind == ConstraintKind::Unique) continue;
    if (const auto checked = check_constraint(*constraint); !checked) return checked;
  }
  return {};
}

Expected<void> Checker::check_constraint(const ConstraintDefinition& constraint) {
  const Family family = record_family(constraint.entity);
  return each_of(constraint.entity, constraint.token, [&](std::span<const EntityId> ids) -> Expected<void> {
    PropertyColumn column;
    std::string scratch;
    for (const KeyToken key : constraint.keys) {
      if (const auto read = read_property(constraint.entity, ids, key, column); !read) return read;
      for (std::size_t i = 0; i < ids.size(); ++i) {
        if (column.valid[i] == 0 && constraint.requires_presence()) {
          report(family, record_key(ids[i]),
                 fmt::format("lacks property {}, which constraint '{}' requires", key, constraint.name));
        }
        if (column.valid[i] != 0 && constraint.kind == ConstraintKind::Type &&
            !constraint.types.matches(column.value_at(i, scratch))) {
          report(family, record_key(ids[i]),
                 fmt::format("has a property {} of a type that constraint '{}' does not allow", key, constraint.name));
        }
      }
    }
    return {};
  });
}

}  // namespace cairn::storage
