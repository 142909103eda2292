// A value of the language: what expressions compute, rows carry, parameters bring and results hold.
//
// The idea: 16 bytes, cheap to copy. Null, booleans, numbers and entity references lie inline; strings,
// lists, maps, paths and materialised entities are immutable heap objects with an atomic reference count.
//
//   | u8 type | u8 on heap | u16 view | u32 unused | 8 bytes: bool, int64, double, entity id or heap object |
//
// An entity (node or relationship) has two forms behind one type. A *reference* is its id and nothing else:
// that is what the executor carries. A *materialised* entity also knows its labels or its type and ends, and
// its properties: that is what a user receives in a result. Both are the same entity: every relation compares
// entities by id only, and ignores the view number as well.
//
// How values compare is not here, because the language has three answers: see equality.h, equivalence.h and
// orderability.h; identity.h has the fourth, which tests and SET need. There is deliberately no operator==.
//
// A moved-from Value is null.
//
// Thread-safety: as for shared_ptr. Different Value objects may be used from different threads even when
// they share a heap object; one Value object needs outside synchronisation if any thread writes it.
#pragma once

#include "base/expected.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn {

// The type of a value. The order of the enumerators means nothing (orderability.h has the language's order)
// and they are never stored on disk.
enum class ValueType : std::uint8_t {
  Null,
  Boolean,
  Integer,  // 64 bits, two's complement
  Float,    // IEEE 754 double
  String,   // UTF-8
  List,
  Map,
  Node,
  Relationship,
  Path,
  Date,
  LocalTime,
  Time,
  LocalDateTime,
  DateTime,
  Duration,
};

// "Integer", "String", "Relationship", …: the name used in messages to users.
std::string_view value_type_name(ValueType type);
// The name behind its article: "an Integer"; at the beginning of a sentence "An Integer".
std::string a_value_type(ValueType type);
std::string capital_a_value_type(ValueType type);

// The id of a node or of a relationship. Each of the two kinds counts for itself; below 2^48; never reused.
using EntityId = std::uint64_t;

// Which state of the graph an entity is seen in. 0 is the present.
using ViewNumber = std::uint16_t;

// Limits that every list and map keeps, so that walking a value recursively is always safe and short.
inline constexpr std::size_t value_depth_max = 1000;
inline constexpr std::size_t value_bytes_max = std::size_t{1} << 30;

// The error for a value past `value_bytes_max`: ResourceExhausted, ValueTooLarge.
Error value_too_large();

struct MapEntry;
struct NodeData;
struct RelationshipData;

namespace detail {

// What every heap object begins with. `bytes` counts the object and all it refers to, shared parts as often
// as they are referred to; `depth` is 0 for a string, otherwise one more than the deepest part.
struct HeapObject {
  mutable std::atomic<std::uint32_t> reference_count{1};
  std::uint16_t depth = 0;
  std::uint64_t bytes = 0;
};

// A string: the header, its length, then its bytes in the same allocation.
struct StringObject : HeapObject {
  std::uint64_t length = 0;
  const char* text() const { return reinterpret_cast<const char*>(this + 1); }
  char* text() { return reinterpret_cast<char*>(this + 1); }
};

}  // namespace detail

class Value {
 public:
  // ---- making values -------------------------------------------------------------------------------

  // Null.
  Value() noexcept = default;
  static Value null() noexcept { return {}; }
  static Value boolean(bool value) noexcept;
  static Value integer(std::int64_t value) noexcept;
  static Value floating(double value) noexcept;

  // `text` should be valid UTF-8; it is copied.
  static Value string(std::string_view text) { return string(text, {}); }
  // `text` followed by `rest`.
  static Value string(std::string_view text, std::string_view rest);

  // ResourceExhausted (NestingTooDeep or ValueTooLarge) past `value_depth_max` or `value_bytes_max`.
  static Expected<Value> list(std::vector<Value> elements);

  // Sorts the entries by key; of entries with an equal key the last one stays. Errors as for `list`.
  static Expected<Value> map(std::vector<MapEntry> entries);

  // References, as the executor carries them.
  static Value node(EntityId id, ViewNumber view = 0) noexcept;
  static Value relationship(EntityId id, ViewNumber view = 0) noexcept;

  // Materialised entities, as results hold them. Sorts the properties by key.
  static Value materialised_node(EntityId id, NodeData data, ViewNumber view = 0);
  static Value materialised_relationship(EntityId id, RelationshipData data, ViewNumber view = 0);

  // `elements` alternate node, relationship, node, …: an odd number, at least one.
  static Value path(std::vector<Value> elements);

  Value(const Value& other) noexcept;
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other) noexcept;
  Value& operator=(Value&& other) noexcept;
  ~Value();

  // ---- what it is ----------------------------------------------------------------------------------

  ValueType type() const noexcept { return type_; }
  bool is_null() const noexcept { return type_ == ValueType::Null; }
  bool is_boolean() const noexcept { return type_ == ValueType::Boolean; }
  bool is_integer() const noexcept { return type_ == ValueType::Integer; }
  bool is_float() const noexcept { return type_ == ValueType::Float; }
  bool is_number() const noexcept { return is_integer() || is_float(); }
  bool is_string() const noexcept { return type_ == ValueType::String; }
  bool is_list() const noexcept { return type_ == ValueType::List; }
  bool is_map() const noexcept { return type_ == ValueType::Map; }
  bool is_node() const noexcept { return type_ == ValueType::Node; }
  bool is_relationship() const noexcept { return type_ == ValueType::Relationship; }
  bool is_entity() const noexcept { return is_node() || is_relationship(); }
  bool is_path() const noexcept { return type_ == ValueType::Path; }

  // True for Boolean true only.
  bool is_true() const noexcept { return is_boolean() && payload_.boolean; }

  // ---- what it holds -------------------------------------------------------------------------------
  // Each accessor is for the type it names; asking another type is a programming error. Views and spans
  // live as long as some Value shares the object.

  bool as_boolean() const noexcept { return payload_.boolean; }
  std::int64_t as_integer() const noexcept { return payload_.integer; }
  double as_float() const noexcept { return payload_.floating; }
  // An Integer or a Float as the nearest double.
  double as_number() const noexcept { return is_integer() ? static_cast<double>(as_integer()) : as_float(); }
  std::string_view as_string() const noexcept;
  std::span<const Value> as_list() const noexcept;

  // Entries of a Map, sorted by key in byte order, keys distinct.
  std::span<const MapEntry> as_map() const noexcept;

  // The value under `key` of a Map, or nullptr.
  const Value* find(std::string_view key) const noexcept;

  // Of a Node or Relationship in either form.
  EntityId entity_id() const noexcept;
  ViewNumber view() const noexcept { return view_; }

  // What a materialised entity knows; nullptr for a reference.
  const NodeData* node_data() const noexcept;
  const RelationshipData* relationship_data() const noexcept;

  // Of a Path: node, relationship, node, …
  std::span<const Value> path_elements() const noexcept;
  // The number of relationships of a Path.
  std::size_t path_length() const noexcept { return path_elements().size() / 2; }

  // ---- its size ------------------------------------------------------------------------------------

  // Bytes on the heap that this value keeps alive; a part referred to twice counts twice. Constant time.
  std::size_t heap_bytes() const noexcept { return on_heap_ ? payload_.object->bytes : 0; }

  // 0 for a scalar, 1 for a list of scalars, … Constant time.
  std::size_t depth() const noexcept { return on_heap_ ? payload_.object->depth : 0; }

 private:
  union Payload {
    bool boolean;
    std::int64_t integer;
    double floating;
    EntityId entity;
    const detail::HeapObject* object;
  };

  // Takes over one reference to `object`.
  Value(ValueType type, const detail::HeapObject* object, ViewNumber view = 0) noexcept;

  void retain() const noexcept;
  void release() noexcept;
  // Frees the heap object; its last reference is gone.
  void destroy() noexcept;

  ValueType type_ = ValueType::Null;
  bool on_heap_ = false;
  ViewNumber view_ = 0;
  Payload payload_{.integer = 0};
};

static_assert(sizeof(Value) == 16);

// One entry of a map, or one property of a materialised entity.
struct MapEntry {
  std::string key;
  Value value;
};

// What a materialised node knows beside its id.
struct NodeData {
  std::vector<std::string> labels;
  std::vector<MapEntry> properties;  // sorted by key once in a Value
};

// What a materialised relationship knows beside its id.
struct RelationshipData {
  std::string type;
  EntityId source = 0;
  EntityId target = 0;
  std::vector<MapEntry> properties;  // sorted by key once in a Value
};

// ---- inline parts ------------------------------------------------------------------------------------

inline Value::Value(ValueType type, const detail::HeapObject* object, ViewNumber view) noexcept
    : type_(type), on_heap_(true), view_(view), payload_{.object = object} {}

inline void Value::retain() const noexcept {
  if (on_heap_) payload_.object->reference_count.fetch_add(1, std::memory_order_relaxed);
}

inline void Value::release() noexcept {
  if (!on_heap_) return;
  if (payload_.object->reference_count.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy();
}

inline Value::Value(const Value& other) noexcept
    : type_(other.type_), on_heap_(other.on_heap_), view_(other.view_), payload_(other.payload_) {
  retain();
}

inline Value::Value(Value&& other) noexcept
    : type_(other.type_), on_heap_(other.on_heap_), view_(other.view_), payload_(other.payload_) {
  other.type_ = ValueType::Null;
  other.on_heap_ = false;
}

inline Value& Value::operator=(const Value& other) noexcept {
  Value copy(other);
  return *this = std::move(copy);
}

inline Value& Value::operator=(Value&& other) noexcept {
  Value taken(std::move(other));
  std::swap(type_, taken.type_);
  std::swap(on_heap_, taken.on_heap_);
  std::swap(view_, taken.view_);
  std::swap(payload_, taken.payload_);
  return *this;
}

inline Value::~Value() { release(); }

inline Value Value::boolean(bool value) noexcept {
  Value result;
  result.type_ = ValueType::Boolean;
  result.payload_.boolean = value;
  return result;
}

inline Value Value::integer(std::int64_t value) noexcept {
  Value result;
  result.type_ = ValueType::Integer;
  result.payload_.integer = value;
  return result;
}

inline Value Value::floating(double value) noexcept {
  Value result;
  result.type_ = ValueType::Float;
  result.payload_.floating = value;
  return result;
}

inline Value Value::node(EntityId id, ViewNumber view) noexcept {
  Value result;
  result.type_ = ValueType::Node;
  result.view_ = view;
  result.payload_.entity = id;
  return result;
}

inline Value Value::relationship(EntityId id, ViewNumber view) noexcept {
  Value result;
  result.type_ = ValueType::Relationship;
  result.view_ = view;
  result.payload_.entity = id;
  return result;
}

inline std::string_view Value::as_string() const noexcept {
  const auto* object = static_cast<const detail::StringObject*>(payload_.object);
  return {object->text(), object->length};
}

}  // namespace cairn
