// What a plan asks an index for: values of its leading keys, then perhaps a range of the next one.
//
//   index on (a, b, c)        equal      then
//   a = 1 AND b = 2 AND c = 3  a, b, c    nothing
//   a = 1 AND b > 2            a          b: the lower bound
//   a STARTS WITH 'x'                     a: the prefix
//   a IS NOT NULL                         nothing: everything
//
// An entity that lacks one of the keys is not in the index. Null, NaN and what cannot be a property equal nothing;
// a bound finds values of its own class only, as `<` does.
#pragma once

#include "engine/binder/expression.h"

#include <string>
#include <vector>

namespace cairn::engine {

// One end of a range.
struct SeekBound {
  const Expression* value = nullptr;  // null: the range is open
  bool inclusive = true;
};

// What a leading key is equal to.
struct IndexKeyValue {
  const Expression* value = nullptr;
  bool any_of = false;  // `value` is a list, and the key is equal to one of its elements; one key of an index at most
};

struct IndexAccess {
  std::string index;  // its name
  bool of_relationships = false;
  bool unique = false;  // no two entities share the values of all keys
  std::string token;    // the label or type that everything in the index has
  std::vector<std::string> keys;
  std::vector<IndexKeyValue> equal;  // of keys[0], keys[1], …
  // Of keys[equal.size()]; a prefix stands without bounds.
  SeekBound lower;
  SeekBound upper;
  const Expression* prefix = nullptr;

  bool has_range() const { return lower.value != nullptr || upper.value != nullptr || prefix != nullptr; }
};

}  // namespace cairn::engine
