// Predicates in the forms that an index, or the id of a node, could answer.
//
// A form belongs to one node or relationship of a query graph and says what its predicate asks of one property. Every
// form is true only for values that are not null, so it also says that the property is there.
#pragma once

#include "engine/planner/index_access.h"
#include "engine/planner/variable_set.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cairn::engine {

// A node or relationship of a query graph, by its index there.
struct PatternElement {
  bool is_relationship = false;
  std::size_t index = 0;

  friend bool operator==(const PatternElement&, const PatternElement&) = default;
};

enum class SeekKind : std::uint8_t {
  Id,      // id(element) = value, or elementId(element) = value
  Equal,   // element.key = value
  AnyOf,   // element.key IN value
  Range,   // lower < element.key < upper, either with or without equality, either absent
  Prefix,  // element.key STARTS WITH value
  Exists,  // element.key IS NOT NULL
};

struct SeekForm {
  SeekKind kind = SeekKind::Equal;
  PatternElement element;
  std::string key;                    // empty for Id
  const Expression* value = nullptr;  // of Id, Equal, AnyOf and Prefix
  SeekBound lower;
  SeekBound upper;
  std::vector<VariableId> needs;  // variables of this MATCH that the values read
  bool exact = false;             // a seek finds exactly the elements for which the predicate is true
};

// What find_seek_forms needs to know of the query graph.
class SeekSubjects {
 public:
  virtual ~SeekSubjects() = default;
  // The element that `variable` stands for, if it is to be found by this MATCH and is a single node or relationship.
  virtual std::optional<PatternElement> find(VariableId variable) const = 0;
  // The variables of this MATCH that the expression reads.
  virtual std::vector<VariableId> needs_of(const Expression& expression) const = 0;
};

// Every form of the predicate: `a.x = b.x` has one for a and one for b. None for a volatile one.
std::vector<SeekForm> find_seek_forms(const Expression& predicate, const SeekSubjects& subjects);

}  // namespace cairn::engine
