#include "base/name.h"
#include "storage/constraint_errors.h"
#include "storage/write_set.h"
#include "storage/write_transaction.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

namespace {

Error schema_error(std::string_view detail, std::string message, std::string hint = "") {
  return runtime_error(ErrorType::ConstraintValidationFailed, std::string(detail), std::move(message), std::move(hint));
}

constexpr const char* exists_hint = "drop it first; IF NOT EXISTS lets only what is the same stand";

Error index_exists(const std::string& what) {
  return schema_error("IndexAlreadyExists", "there is already " + what, exists_hint);
}

Error constraint_exists(const std::string& what) {
  return schema_error("ConstraintAlreadyExists", "there is already " + what, exists_hint);
}

bool has_index(ConstraintKind kind) { return kind == ConstraintKind::Unique || kind == ConstraintKind::Key; }

std::string_view text_of(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::Unique: return "IS UNIQUE";
    case ConstraintKind::Key: return "IS KEY";
    case ConstraintKind::NotNull: return "IS NOT NULL";
    case ConstraintKind::Type: return "IS ::";
  }
  return "";
}

std::string requirement_of(const ConstraintDefinition& constraint) {
  std::string text(text_of(constraint.kind));
  if (constraint.kind == ConstraintKind::Type) text += " " + constraint.types.text();
  return text;
}

Expected<void> refuse_bad_keys(std::span<const KeyToken> keys) {
  if (keys.empty()) return schema_error("RepeatedProperty", "an index or constraint needs a property");
  std::vector<KeyToken> sorted(keys.begin(), keys.end());
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) == sorted.end()) return {};
  return schema_error("RepeatedProperty", "an index or constraint names the same property twice", "name it once");
}

}  // namespace

Expected<void> WriteTransaction::refuse_taken_name(std::string_view name) const {
  if (writes_->schema().find_constraint(name) != nullptr)
    return constraint_exists(fmt::format("a constraint '{}'", name));
  if (writes_->schema().find_index(name) != nullptr) return index_exists(fmt::format("an index '{}'", name));
  return {};
}

Expected<IndexDefinition> WriteTransaction::new_index(std::string_view name, EntityKind entity, std::uint32_t token,
                                                      std::span<const KeyToken> keys) {
  if (const auto refused = refuse_bad_keys(keys); !refused) return refused.error();
  if (const auto refused = refuse_taken_name(name); !refused) return refused.error();
  IndexDefinition index;
  index.name = name;
  index.entity = entity;
  index.token = token;
  index.keys.assign(keys.begin(), keys.end());
  return index;
}

Expected<IndexId> WriteTransaction::create_index(std::string_view name, EntityKind entity, std::uint32_t token,
                                                 std::span<const KeyToken> keys, const BuildOptions& options) {
  auto index = new_index(name, entity, token, keys);
  if (!index) return index.error();
  const Schema& schema = writes_->schema();
  if (const IndexDefinition* same = schema.find_index(entity, token, keys)) {
    const std::string pattern = describe_pattern(*reader_, entity, token, keys);
    if (const ConstraintDefinition* owner = schema.owner_of(same->id))
      return constraint_exists(fmt::format("a constraint '{}' on {}, which has an index", owner->name, pattern));
    return index_exists(fmt::format("an index '{}' on {}", same->name, pattern));
  }
  index->id = writes_->take_index_id();
  if (const auto built = build(&*index, nullptr, options); !built) return built.error();
  Schema changed = schema;
  ++changed.version;
  const IndexId id = index->id;
  changed.add(std::move(*index));
  writes_->set_schema(std::move(changed));
  return id;
}

Expected<IndexId> WriteTransaction::create_constraint(std::string_view name, ConstraintKind kind, EntityKind entity,
                                                      std::uint32_t token, std::span<const KeyToken> keys,
                                                      const PropertyTypes& types, const BuildOptions& options) {
  auto index = new_index(name, entity, token, keys);
  if (!index) return index.error();
  const Schema& schema = writes_->schema();
  const std::string pattern = describe_pattern(*reader_, entity, token, keys);
  if (!has_index(kind) && keys.size() != 1)
    return schema_error("OneProperty", fmt::format("{} is about one property", text_of(kind)), "make one for each");
  const ConstraintDefinition* same = schema.find_constraint(kind, entity, token, keys);
  if (same == nullptr && has_index(kind)) {
    const ConstraintKind other = kind == ConstraintKind::Unique ? ConstraintKind::Key : ConstraintKind::Unique;
    same = schema.find_constraint(other, entity, token, keys);
  }
  if (same != nullptr)
    return constraint_exists(
        fmt::format("a constraint '{}' on {} that says {}", same->name, pattern, requirement_of(*same)));
  if (has_index(kind)) {
    if (const IndexDefinition* taken = schema.find_index(entity, token, keys)) {
      return schema_error("IndexAlreadyExists",
                          fmt::format("there is already an index '{}' on {}", taken->name, pattern),
                          "drop that index first: the constraint brings its own");
    }
  }
  if (has_index(kind)) {
    index->unique = true;
    index->id = writes_->take_index_id();
  }
  ConstraintDefinition constraint{.id = writes_->take_index_id(),
                                  .name = index->name,
                                  .kind = kind,
                                  .entity = entity,
                                  .token = token,
                                  .keys = index->keys,
                                  .index = index->id,
                                  .types = types};
  if (const auto built = build(has_index(kind) ? &*index : nullptr, &constraint, options); !built) return built.error();
  Schema changed = schema;
  ++changed.version;
  const IndexId id = constraint.id;
  if (has_index(kind)) changed.add(std::move(*index));
  changed.add(std::move(constraint));
  writes_->set_schema(std::move(changed));
  return id;
}

Expected<void> WriteTransaction::drop_index(std::string_view name) {
  const Schema& schema = writes_->schema();
  const IndexDefinition* index = schema.find_index(name);
  if (index == nullptr)
    return schema_error("IndexNotFound", fmt::format("there is no index '{}'", name),
                        "say IF EXISTS if that is no error");
  if (const ConstraintDefinition* owner = schema.owner_of(index->id)) {
    return schema_error("IndexBelongsToConstraint",
                        fmt::format("the index '{}' belongs to the constraint '{}'", name, owner->name),
                        fmt::format("DROP CONSTRAINT {} drops both", quoted_name(owner->name)));
  }
  Schema changed = schema;
  ++changed.version;
  changed.remove_index(index->id);
  writes_->set_schema(std::move(changed));
  return {};
}

Expected<void> WriteTransaction::drop_constraint(std::string_view name) {
  const Schema& schema = writes_->schema();
  const ConstraintDefinition* constraint = schema.find_constraint(name);
  if (constraint == nullptr) {
    return schema_error("ConstraintNotFound", fmt::format("there is no constraint '{}'", name),
                        "say IF EXISTS if that is no error");
  }
  Schema changed = schema;
  ++changed.version;
  changed.remove_constraint(constraint->id);
  if (constraint->index != 0) changed.remove_index(constraint->index);
  writes_->set_schema(std::move(changed));
  return {};
}

}  // namespace cairn::storage
