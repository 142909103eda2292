// What is said when data breaks a constraint: its name, the values, and the entity in the way.
#pragma once

#include "base/error.h"
#include "storage/schema.h"
#include "storage/stored_value.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace cairn::storage {

class Reader;

// "node" or "relationship".
std::string_view kind_name(EntityKind kind);

// "(:Person {id: 3})" or "[:KNOWS {since: 1999}]"; without values, of what the schema is about:
// "(:Person {id})".
std::string describe_pattern(const Reader& reader, EntityKind entity, std::uint32_t token,
                             std::span<const KeyToken> keys, std::span<const ValueView> values = {});

// Two entities have the same values in a unique index; `name` is that of its constraint, if it has one.
Error not_unique_error(const Reader& reader, const IndexDefinition& index, std::span<const ValueView> values,
                       EntityId first, EntityId second);

// An entity lacks a property that it must have.
Error property_missing_error(const Reader& reader, const ConstraintDefinition& constraint, EntityId entity,
                             KeyToken key);

// A property has a value of another type.
Error wrong_type_error(const Reader& reader, const ConstraintDefinition& constraint, EntityId entity, ValueView value);

// BuildOptions::stop said so.
Error build_stopped_error();

}  // namespace cairn::storage
