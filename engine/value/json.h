// Values as JSON, written straight into a buffer, and read back.
//
// Two forms. *Typed* loses nothing: every value is {"$type": T, "_value": V} with numbers as strings, so that no
// reader can round an integer or take 1 for 1.0. It is what other programs talk to Cairn with:
//
//   {"$type":"Integer","_value":"42"}   {"$type":"Float","_value":"1.0"}   {"$type":"Null","_value":null}
//   {"$type":"List","_value":[…]}       {"$type":"Map","_value":{"k":…}}   {"$type":"Path","_value":[n, r, n]}
//   {"$type":"Node","_value":{"_element_id":"12","_labels":["A"],"_properties":{"x":…}}}
//   {"$type":"Relationship","_value":{"_element_id":"7","_start_node_element_id":"12",
//                                     "_end_node_element_id":"13","_type":"T","_properties":{}}}
//
// *Plain* is for people and tools: JSON's own numbers (integers without a point, floats with one or an
// exponent), NaN and infinities as strings, and entities as objects:
//
//   {"_id":12,"_labels":["A"],"_properties":{…}}   {"_id":7,"_type":"T","_start":12,"_end":13,"_properties":{…}}
//   a path as the array of its nodes and relationships
//
// An entity that is only a reference is written with empty labels, type and properties.
#pragma once

#include "base/expected.h"
#include "engine/value/value.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Only declared: callers that hold a parsed document can hand parts of it over.
namespace boost::json {
class value;
}

namespace cairn {

void append_typed_json(std::string& out, const Value& value);
void append_plain_json(std::string& out, const Value& value);

// "text", escaped. Bytes that are not valid UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

// Typed JSON as a value. Accepts Null, Boolean, Integer, Float, String, List and Map, that is, what a parameter
// can be. Errors are ArgumentErrors (InvalidJson for what is no JSON, InvalidTypedValue for the rest).
Expected<Value> parse_typed_json(std::string_view text);
Expected<Value> from_typed_json(const boost::json::value& document);

// Any JSON as a value: objects are maps, numbers without point and exponent integers. A number outside int64
// or the range of a double is an ArgumentError, NumberOutOfRange; text that is no JSON one, InvalidJson.
Expected<Value> parse_plain_json(std::string_view text);

// A file of parameters: one JSON object, a parameter a member. Errors as for `parse_plain_json`.
Expected<std::vector<std::pair<std::string, Value>>> parse_parameters(std::string_view text);

}  // namespace cairn
