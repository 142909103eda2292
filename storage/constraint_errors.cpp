#include "storage/constraint_errors.h"

#include "base/name.h"
#include "storage/reader.h"

#include <fmt/format.h>

namespace cairn::storage {

namespace {

std::string_view token_name(const Reader& reader, EntityKind entity, std::uint32_t token) {
  return entity == EntityKind::Node ? reader.label_name(token) : reader.type_name(token);
}

}  // namespace

std::string_view kind_name(EntityKind kind) { return kind == EntityKind::Node ? "node" : "relationship"; }

std::string describe_pattern(const Reader& reader, EntityKind entity, std::uint32_t token,
                             std::span<const KeyToken> keys, std::span<const ValueView> values) {
  std::string properties;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0) properties += ", ";
    append_name(properties, reader.key_name(keys[i]));
    if (i < values.size()) properties += ": " + describe(values[i]);
  }
  const std::string inside = fmt::format(":{} {{{}}}", quoted_name(token_name(reader, entity, token)), properties);
  return entity == EntityKind::Node ? "(" + inside + ")" : "[" + inside + "]";
}

Error not_unique_error(const Reader& reader, const IndexDefinition& index, std::span<const ValueView> values,
                       EntityId first, EntityId second) {
  const std::string_view kind = kind_name(index.entity);
  return runtime_error(
      ErrorType::ConstraintValidationFailed, "NotUnique",
      fmt::format("{} {} and {} {} both have {}, which the constraint '{}' allows only once", kind, first, kind, second,
                  describe_pattern(reader, index.entity, index.token, index.keys, values), index.name),
      fmt::format("give one of them another value; MERGE finds the {} that is there instead of making another", kind));
}

Error build_stopped_error() {
  return runtime_error(ErrorType::Cancelled, "Cancelled", "making the index or constraint was cancelled");
}

Error property_missing_error(const Reader& reader, const ConstraintDefinition& constraint, EntityId entity,
                             KeyToken key) {
  return runtime_error(ErrorType::ConstraintValidationFailed, "PropertyMissing",
                       fmt::format("{} {} has no property '{}', which the constraint '{}' on {} requires",
                                   kind_name(constraint.entity), entity, reader.key_name(key), constraint.name,
                                   describe_pattern(reader, constraint.entity, constraint.token, constraint.keys)),
                       "give it a value in the same statement");
}

Error wrong_type_error(const Reader& reader, const ConstraintDefinition& constraint, EntityId entity, ValueView value) {
  return runtime_error(
      ErrorType::ConstraintValidationFailed, "WrongPropertyType",
      fmt::format("{} {} has {}, but the constraint '{}' allows only values of type {}", kind_name(constraint.entity),
                  entity,
                  describe_pattern(reader, constraint.entity, constraint.token, constraint.keys, std::span(&value, 1)),
                  constraint.name, constraint.types.text()),
      "give it a value of that type");
}

}  // namespace cairn::storage
