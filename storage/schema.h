// The indexes and constraints of a database, as a Version knows them.
#pragma once

#include "storage/ids.h"
#include "storage/index_key.h"
#include "storage/property_types.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// The required features of a database that has indexes on several properties, indexes whose cut keys are hashed, or
// constraints.
inline constexpr std::string_view feature_composite_indexes = "composite-indexes";
inline constexpr std::string_view feature_hashed_keys = "hashed-index-keys";
inline constexpr std::string_view feature_constraints = "constraints";

// An index on one or several properties of the nodes with one label, or of the relationships with one type.
// An entity is in it iff it has the label or type and all of the properties.
struct IndexDefinition {
  IndexId id = 0;
  std::string name;  // unique among indexes and constraints, except that a constraint's index has its name
  EntityKind entity = EntityKind::Node;
  std::uint32_t token = no_token;  // a label of nodes, a type of relationships
  std::vector<KeyToken> keys;      // one or more, in the order in which entries are sorted; none repeats
  bool unique = false;             // no two entities with the same values (1 and 1.0 are the same)
  CutKeys cut_keys = CutKeys::Hashed;

  friend bool operator==(const IndexDefinition&, const IndexDefinition&) = default;
};

// Stored as u8: do not renumber.
enum class ConstraintKind : std::uint8_t {
  Unique = 1,   // no two entities that have all properties have the same values
  Key = 2,      // Unique, and every entity has all properties
  NotNull = 3,  // every entity has the property
  Type = 4,     // where an entity has the property, its value is of one of the types
};

// A rule for the nodes with one label, or the relationships with one type.
struct ConstraintDefinition {
  IndexId id = 0;    // of the counter that also numbers indexes
  std::string name;  // unique among indexes and constraints
  ConstraintKind kind = ConstraintKind::Unique;
  EntityKind entity = EntityKind::Node;
  std::uint32_t token = no_token;
  std::vector<KeyToken> keys;  // one or more, in the order given; one of NotNull and Type
  IndexId index = 0;           // of Unique and Key: the unique index that serves it and has its name; 0 of others
  PropertyTypes types;         // of Type

  // Whether each entity must have the properties.
  bool requires_presence() const { return kind == ConstraintKind::Key || kind == ConstraintKind::NotNull; }

  friend bool operator==(const ConstraintDefinition&, const ConstraintDefinition&) = default;
};

// Copying is cheap: definitions are shared, and stay where they are as long as any copy has them.
class Schema {
 public:
  template <class Definition>
  using List = std::vector<std::shared_ptr<const Definition>>;

  // Changes whenever an index or constraint is made or dropped, so that plans can be told stale.
  std::uint64_t version = 0;
  // Every id of an index or constraint is below.
  IndexId next_index = 1;

  // By id.
  const List<IndexDefinition>& indexes() const { return indexes_; }
  const List<ConstraintDefinition>& constraints() const { return constraints_; }

  // Null if there is none.
  const IndexDefinition* find_index(std::string_view name) const;
  const IndexDefinition* find_index(IndexId id) const;
  // The index on exactly these keys in this order, a unique one first.
  const IndexDefinition* find_index(EntityKind entity, std::uint32_t token, std::span<const KeyToken> keys) const;
  const ConstraintDefinition* find_constraint(std::string_view name) const;
  const ConstraintDefinition* find_constraint(IndexId id) const;
  // Of this kind on exactly these keys, in any order.
  const ConstraintDefinition* find_constraint(ConstraintKind kind, EntityKind entity, std::uint32_t token,
                                              std::span<const KeyToken> keys) const;
  // The constraint that an index serves.
  const ConstraintDefinition* owner_of(IndexId index) const;

  // Those of one label or type, by id; found without looking at the others.
  std::span<const IndexDefinition* const> indexes_of(EntityKind entity, std::uint32_t token) const;
  std::span<const ConstraintDefinition* const> constraints_of(EntityKind entity, std::uint32_t token) const;

  // These do not change the version. Ids ascend as they are added.
  void add(IndexDefinition index);
  void add(ConstraintDefinition constraint);
  void remove_index(IndexId id);
  void remove_constraint(IndexId id);

 private:
  template <class Definition>
  using Places = std::vector<const Definition*>;

  List<IndexDefinition> indexes_;
  List<ConstraintDefinition> constraints_;
  Places<IndexDefinition> index_places_;  // by (entity, token, id)
  Places<ConstraintDefinition> constraint_places_;
};

using SchemaPtr = std::shared_ptr<const Schema>;

}  // namespace cairn::storage
