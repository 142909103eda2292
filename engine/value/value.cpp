#include "engine/value/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <new>

namespace cairn {

namespace {

using detail::HeapObject;
using detail::StringObject;

// A list or a path.
struct ListObject : HeapObject {
  std::vector<Value> elements;
};

struct MapObject : HeapObject {
  std::vector<MapEntry> entries;
};

struct NodeObject : HeapObject {
  EntityId id = 0;
  NodeData data;
};

struct RelationshipObject : HeapObject {
  EntityId id = 0;
  RelationshipData data;
};

// Adds up what an object's parts bring: their bytes, and the depth of the deepest.
class Measure {
 public:
  explicit Measure(std::uint64_t bytes) : bytes_(bytes) {}

  void add(const Value& part) {
    bytes_ += sizeof(Value) + part.heap_bytes();
    depth_ = std::max(depth_, part.depth());
  }
  void add(const std::string& text) { bytes_ += sizeof(std::string) + text.size(); }
  void add(std::span<const MapEntry> entries) {
    for (const MapEntry& entry : entries) {
      add(entry.key);
      add(entry.value);
    }
  }

  Expected<void> check() const {
    if (depth_ + 1 > value_depth_max) {
      return runtime_error(ErrorType::ResourceExhausted, "NestingTooDeep",
                           fmt::format("A value may be nested at most {} levels deep", value_depth_max));
    }
    if (bytes_ > value_bytes_max) return value_too_large();
    return {};
  }

  void store_in(HeapObject& object) const {
    object.depth = static_cast<std::uint16_t>(depth_ + 1);
    object.bytes = bytes_;
  }

 private:
  std::uint64_t bytes_;
  std::size_t depth_ = 0;
};

// Sorted by key; of equal keys the last given stays.
void sort_entries(std::vector<MapEntry>& entries) {
  const auto by_key = [](const MapEntry& left, const MapEntry& right) { return left.key < right.key; };
  if (!std::is_sorted(entries.begin(), entries.end(), by_key)) {
    std::stable_sort(entries.begin(), entries.end(), by_key);
  }
  const auto same_key = [](const MapEntry& left, const MapEntry& right) { return left.key == right.key; };
  if (std::adjacent_find(entries.begin(), entries.end(), same_key) == entries.end()) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i + 1 < entries.size() && same_key(entries[i], entries[i + 1])) continue;
    if (kept != i) entries[kept] = std::move(entries[i]);
    ++kept;
  }
  entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(kept), entries.end());
}

}  // namespace

std::string_view value_type_name(ValueType type) {
  switch (type) {
    case ValueType::Null: return "Null";
    case ValueType::Boolean: return "Boolean";
    case ValueType::Integer: return "Integer";
    case ValueType::Float: return "Float";
    case ValueType::String: return "String";
    case ValueType::List: return "List";
    case ValueType::Map: return "Map";
    case ValueType::Node: return "Node";
    case ValueType::Relationship: return "Relationship";
    case ValueType::Path: return "Path";
    case ValueType::Date: return "Date";
    case ValueType::LocalTime: return "LocalTime";
    case ValueType::Time: return "Time";
    case ValueType::LocalDateTime: return "LocalDateTime";
    case ValueType::DateTime: return "DateTime";
    case ValueType::Duration: return "Duration";
  }
  return "Unknown";
}

std::string a_value_type(ValueType type) {
  return fmt::format("{} {}", type == ValueType::Integer ? "an" : "a", value_type_name(type));
}

std::string capital_a_value_type(ValueType type) {
  std::string text = a_value_type(type);
  text.front() = 'A';
  return text;
}

Error value_too_large() {
  return runtime_error(ErrorType::ResourceExhausted, "ValueTooLarge",
                       fmt::format("A value may take at most {} bytes", value_bytes_max));
}

Value Value::string(std::string_view text, std::string_view rest) {
  const std::size_t length = text.size() + rest.size();
  void* memory = ::operator new(sizeof(StringObject) + length);
  auto* object = new (memory) StringObject;  // NOLINT(cppcoreguidelines-owning-memory)
  object->bytes = sizeof(StringObject) + length;
  object->length = length;
  std::copy(rest.begin(), rest.end(), std::copy(text.begin(), text.end(), object->text()));
  return {ValueType::String, object};
}

Expected<Value> Value::list(std::vector<Value> elements) {
  Measure measure(sizeof(ListObject));
  for (const Value& element : elements) measure.add(element);
  if (auto checked = measure.check(); !checked) return std::move(checked).error();
  auto object = std::make_unique<ListObject>();
  measure.store_in(*object);
  object->elements = std::move(elements);
  return Value(ValueType::List, object.release());
}

Expected<Value> Value::map(std::vector<MapEntry> entries) {
  sort_entries(entries);
  Measure measure(sizeof(MapObject));
  measure.add(entries);
  if (auto checked = measure.check(); !checked) return std::move(checked).error();
  auto object = std::make_unique<MapObject>();
  measure.store_in(*object);
  object->entries = std::move(entries);
  return Value(ValueType::Map, object.release());
}

Value Value::materialised_node(EntityId id, NodeData data, ViewNumber view) {
  sort_entries(data.properties);
  Measure measure(sizeof(NodeObject));
  for (const std::string& label : data.labels) measure.add(label);
  measure.add(data.properties);
  auto object = std::make_unique<NodeObject>();
  measure.store_in(*object);
  object->id = id;
  object->data = std::move(data);
  return {ValueType::Node, object.release(), view};
}

Value Value::materialised_relationship(EntityId id, RelationshipData data, ViewNumber view) {
  sort_entries(data.properties);
  Measure measure(sizeof(RelationshipObject));
  measure.add(data.type);
  measure.add(data.properties);
  auto object = std::make_unique<RelationshipObject>();
  measure.store_in(*object);
  object->id = id;
  object->data = std::move(data);
  return {ValueType::Relationship, object.release(), view};
}

Value Value::path(std::vector<Value> elements) {
  Measure measure(sizeof(ListObject));
  for (const Value& element : elements) measure.add(element);
  auto object = std::make_unique<ListObject>();
  measure.store_in(*object);
  object->elements = std::move(elements);
  return {ValueType::Path, object.release()};
}

std::span<const Value> Value::as_list() const noexcept {
  return static_cast<const ListObject*>(payload_.object)->elements;
}

std::span<const Value> Value::path_elements() const noexcept {
  return static_cast<const ListObject*>(payload_.object)->elements;
}

std::span<const MapEntry> Value::as_map() const noexcept {
  return static_cast<const MapObject*>(payload_.object)->entries;
}

const Value* Value::find(std::string_view key) const noexcept {
  const auto entries = as_map();
  const auto entry = std::lower_bound(entries.begin(), entries.end(), key,
                                      [](const MapEntry& left, std::string_view right) { return left.key < right; });
  return entry != entries.end() && entry->key == key ? &entry->value : nullptr;
}

EntityId Value::entity_id() const noexcept {
  if (!on_heap_) return payload_.entity;
  if (is_node()) return static_cast<const NodeObject*>(payload_.object)->id;
  return static_cast<const RelationshipObject*>(payload_.object)->id;
}

const NodeData* Value::node_data() const noexcept {
  return on_heap_ && is_node() ? &static_cast<const NodeObject*>(payload_.object)->data : nullptr;
}

const RelationshipData* Value::relationship_data() const noexcept {
  return on_heap_ && is_relationship() ? &static_cast<const RelationshipObject*>(payload_.object)->data : nullptr;
}

void Value::destroy() noexcept {
  switch (type_) {
    case ValueType::String: {
      const auto* object = static_cast<const StringObject*>(payload_.object);
      object->~StringObject();
      ::operator delete(const_cast<StringObject*>(object));
      return;
    }
    case ValueType::List:
    case ValueType::Path: delete static_cast<const ListObject*>(payload_.object); return;
    case ValueType::Map: delete static_cast<const MapObject*>(payload_.object); return;
    case ValueType::Node: delete static_cast<const NodeObject*>(payload_.object); return;
    case ValueType::Relationship: delete static_cast<const RelationshipObject*>(payload_.object); return;
    default: return;
  }
}

}  // namespace cairn
