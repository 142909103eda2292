// The small values: what `meta` and `statistics` hold, and tokens.
//
//   meta key         value (each begins with | u8 version = 1 |; `run` is | varint bytes | … |)
//   "format"         | varint format | run version of the program that last changed the format |
//   "features"       | varint count | run name … |          required to read the database
//   "clock"          | varint commit | varint epoch | varint zigzag instant µs | varint known synced commit |
//   "counters"       | varint node id bound | varint relationship id bound |
//   "schema"         | varint version | varint next index | varint count | run definition … |
//     index          | u8 6, unique: 7 | u8 EntityKind | varint id | varint token | keys | run name | section … |
//     … CutKeys::Bare  u8 3, unique: 4, and the same
//     … on one key     u8 1, unique: 2, and varint key instead of keys
//     constraint     | u8 5 | u8 ConstraintKind | u8 EntityKind | varint id | varint token | keys | varint index |
//                    | run name | types (property_types.h) | section … |
//     keys           varint count | varint key | …
//   "building/" + u32 index | |                        entries of the index are being brought into `indexes`;
//                  those of one that `schema` lacks are of no use
//   "watermark/" + commit   | varint zigzag instant µs | varint node id bound | varint relationship id bound |
//
//   tokens           | u8 version = 1 | name |
//
//   statistics key                              value | u8 version = 1 | …
//   | 0 | u32 label |                           varint nodes
//   | 1 | u32 type |                            varint relationships | varint self-loops
//   | 3 | u32 type | u8 direction | u32 label | per label that has any: varint label - first label | varint
//                                               relationships |      of 64 labels from the first one on; type 0:
//                                                                    the sums over all types
//   A count of zero has no key. Do not renumber.
#pragma once

#include "storage/ids.h"
#include "storage/schema.h"
#include "storage/statistics.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

inline constexpr std::string_view meta_format = "format";
inline constexpr std::string_view meta_features = "features";
inline constexpr std::string_view meta_clock = "clock";
inline constexpr std::string_view meta_counters = "counters";
inline constexpr std::string_view meta_schema = "schema";
inline constexpr std::string_view meta_watermark = "watermark/";
inline constexpr std::string_view meta_building = "building/";

struct FormatMark {
  std::uint32_t format = 0;
  std::string writer;

  friend bool operator==(const FormatMark&, const FormatMark&) = default;
};

// Which commit the database is at.
struct CommitClock {
  CommitNumber number = 0;
  std::uint64_t epoch = 1;  // counts lines of history: a restored or promoted copy begins a new one
  std::int64_t instant_us = 0;
  CommitNumber synced = 0;  // the highest commit known to be durable when this was written

  friend bool operator==(const CommitClock&, const CommitClock&) = default;
};

// Every id that was ever given is below.
struct IdCounters {
  NodeId node_id_bound = 0;
  RelationshipId relationship_id_bound = 0;

  friend bool operator==(const IdCounters&, const IdCounters&) = default;
};

struct Watermark {
  std::int64_t instant_us = 0;
  IdCounters counters;

  friend bool operator==(const Watermark&, const Watermark&) = default;
};

std::string encode(const FormatMark& mark);
std::string encode(const CommitClock& clock);
std::string encode(const IdCounters& counters);
std::string encode(const Watermark& watermark);
std::string encode(const Schema& schema);
std::string encode_features(const std::vector<std::string>& features);
std::string encode_token(std::string_view name);

// Each gives nothing if the bytes are damaged or of a version this program does not know.
std::optional<FormatMark> parse_format(std::string_view bytes);
std::optional<CommitClock> parse_clock(std::string_view bytes);
std::optional<IdCounters> parse_counters(std::string_view bytes);
std::optional<Watermark> parse_watermark(std::string_view bytes);
std::optional<Schema> parse_schema(std::string_view bytes);
std::optional<std::vector<std::string>> parse_features(std::string_view bytes);
std::optional<std::string> parse_token(std::string_view bytes);

std::string watermark_key(CommitNumber number);
std::string building_key(IndexId index);
std::string encode_building();
// Nothing if it is no such key.
std::optional<IndexId> parse_building_key(std::string_view key);

std::string statistics_key(const CountKey& count);
std::optional<CountKey> parse_statistics_key(std::string_view key);
// The value of one count that is no page, as `statistics` has it; empty if it is zero.
std::string encode_count(const CountKey& count, const Statistics& statistics);
// Adds a stored count that is no page to `statistics`; false if the bytes are damaged.
bool add_stored_count(const CountKey& count, std::string_view value, StatisticsEditor& statistics);
// The value of a page of counts that begins with the label `first`; empty if there are none.
std::string encode_label_counts(LabelToken first, const LabelCounts& counts);
std::optional<LabelCounts> parse_label_counts(LabelToken first, std::string_view value);

// The entities of one value of a unique index: more than one only while their values share a cut key.
//   | u8 version = 1 | u48 entity … ascending |
std::string encode_unique(const std::vector<EntityId>& entities);
std::optional<std::vector<EntityId>> parse_unique(std::string_view bytes);

}  // namespace cairn::storage
