// Index runs: consecutive entries of one index, decoded, as one commit left them.
//
// An entry is (key of the values, entity). Keys of neighbouring values differ in few bytes, so a run keeps once what
// all of its keys begin and end with, and of each distinct key the rest: where these are equally long and short, as
// packed integers in their order (so numbers and dates become sorted arrays of integers), otherwise as bytes.
//
//   keys       | prefix | rest 0, rest 1, … | suffix |     key i = prefix + rest i + suffix
//   entities   of key 0, of key 1, …, each ascending, packed
//
// Where a run begins and ends is said in bytes as on disk, without the id of the index: the key of the values, and of
// an index that is not unique the entity behind it. Such a run may begin or end amid the entities of one key.
#pragma once

#include "base/expected.h"
#include "storage/memory_budget.h"
#include "storage/schema.h"
#include "storage/segments/packed_integers.h"
#include "storage/version.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// How many entries a run is built with, unless there are fewer or one key of a unique index has more.
inline constexpr std::size_t index_run_entries = 4096;

// Immutable.
class IndexRun {
 public:
  // Collects entries in order.
  class Builder {
   public:
    void add(std::string_view value_key, EntityId entity);
    std::size_t entries() const { return entities_.size(); }
    // Bytes of distinct keys.
    std::size_t key_bytes() const { return keys_.size(); }

   private:
    friend class IndexRun;
    std::string keys_;
    std::vector<std::uint32_t> key_ends_;
    std::vector<std::uint32_t> first_entities_;  // per key
    std::vector<std::int64_t> entities_;
  };
  explicit IndexRun(const Builder& builder);

  // Distinct keys of values.
  std::size_t keys() const { return key_count_; }
  std::size_t entries() const { return entities_.size(); }

  // The place of the first key that is not smaller; keys() if there is none.
  std::size_t lower_bound(std::string_view value_key) const;
  std::optional<std::size_t> find(std::string_view value_key) const;
  // The key at a place replaces `out`.
  void key(std::size_t place, std::string& out) const;
  // Appends the entities of the key at a place.
  void append_entities(std::size_t place, std::vector<EntityId>& out) const;

  std::size_t memory_bytes() const;

 private:
  std::string_view rest(std::size_t place) const {
    return std::string_view(rests_).substr(rest_begins_[place], rest_begins_[place + 1] - rest_begins_[place]);
  }

  std::size_t key_count_ = 0;
  std::string prefix_;
  std::string suffix_;
  unsigned integer_bytes_ = 0;  // of each rest in integers_, big-endian; 0: the rests are bytes
  PackedIntegers integers_;     // with the highest bit of their 64 turned, so that their order is that of keys
  std::string rests_;
  std::vector<std::uint32_t> rest_begins_;     // one more than keys
  std::vector<std::uint32_t> first_entities_;  // one more than keys; empty: each key has one entity
  PackedIntegers entities_;
};

// A run and where it ends: before `end`; empty: it is the last one.
struct BuiltRun {
  std::shared_ptr<const IndexRun> run;
  std::string end;
};

// Decodes the entries from `begin` on, about as many as `entries_max`, none at or behind `end` (empty: no bound).
// `memory` holds what it takes while it is built and, in the end, what the run takes. SegmentTooLarge if the budget has
// too little.
Expected<BuiltRun> build_index_run(const Version& version, const IndexDefinition& index, std::string_view begin,
                                   std::string_view end, std::size_t entries_max, Reservation& memory);

}  // namespace cairn::storage
