// Orderability: the total order of ORDER BY, min and max, over values of all types.
//
// Ascending, by type first:
//
//   1 map          by number of entries, then the keys in byte order, then the values in order of the keys
//   2 node         by id
//   3 relationship by id
//   4 list         element by element, then by length
//   5 path         element by element, then by length
//   6 date and time with zone, without zone, date, time with zone, time without zone, duration
//   7 string       by code point
//   8 boolean      false, true
//   9 number       as numbers, exactly; NaN after all others
//  10 null
//
// Two values are neither before nor after each other exactly if they are equivalent (equivalence.h).
// Source: openCypher's CIP2016-06-14 and TCK clauses/return-orderby/ReturnOrderBy1.
#pragma once

#include "engine/value/value.h"

#include <compare>

namespace cairn {

std::weak_ordering order(const Value& left, const Value& right);

// For the standard's sorted containers and algorithms.
struct OrderLess {
  bool operator()(const Value& left, const Value& right) const { return order(left, right) < 0; }
};

// For columns: the order of two floats as Values would have it.
std::weak_ordering order_floats(double left, double right);

}  // namespace cairn
