// A commit as one byte string: everything the writer did, from which alone the disk and every memory
// of the graph are brought up to date.
//
// It needs nothing that was there before, and applying it twice is the same as once: puts and removals
// are absolute, and list edits (list_codec.h) are sets. Whatever replays what the writer did (recovery,
// a follower, another store) needs only this.
//
//   commit record:  | u8 version = 1 | varint number | varint epoch | varint zigzag instant µs | u8 kind |
//                   | varint known synced commit | section … |
//   section:        | u8 tag | varint bytes | … |      an unknown tag from 128 on is skipped, below it is refused
//     tag 1         operations: | u8 family << 3 | op | run key | run value (op 0), edits (op 1), nothing (op 2),
//                   end key (op 3) | …
//     tag 2         touched ids, see touched.h
//   op:             0 put   1 edit a list   2 remove   3 remove a range
//   Do not renumber.
#pragma once

#include "storage/keys.h"
#include "storage/meta_codec.h"
#include "storage/touched.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::storage {

// What made the commit. Stored as u8: do not renumber. 5 and 7 are meant for re-chunking and import.
// An index build brings in entries without a record: whoever replays the schema that ends it makes them anew.
enum class CommitKind : std::uint8_t {
  Creation = 0,
  Transaction = 1,
  Clear = 2,
  Upgrade = 3,
  Fold = 4,
  IndexBuild = 6
};

struct CommitHeader {
  CommitNumber number = 0;
  std::uint64_t epoch = 1;
  std::int64_t instant_us = 0;
  CommitKind kind = CommitKind::Transaction;
  CommitNumber synced = 0;

  friend bool operator==(const CommitHeader&, const CommitHeader&) = default;
};

// One change of a key.
struct Operation {
  // Stored in three bits: do not renumber.
  enum class Kind : std::uint8_t { Put = 0, EditList = 1, Remove = 2, RemoveRange = 3 };
  Kind kind = Kind::Put;
  Family family = Family::Meta;
  std::string_view key;
  std::string_view value;  // for RemoveRange: the key to stop before; empty for Remove

  friend bool operator==(const Operation&, const Operation&) = default;
};

// Collects the operations of one commit, in order.
class CommitRecordBuilder {
 public:
  void put(Family family, std::string_view key, std::string_view value) {
    add(Operation::Kind::Put, family, key, value);
  }
  void edit_list(std::string_view key, std::string_view edits) {
    add(Operation::Kind::EditList, Family::Adjacency, key, edits);
  }
  void remove(Family family, std::string_view key) { add(Operation::Kind::Remove, family, key, {}); }
  void remove_range(Family family, std::string_view begin, std::string_view end) {
    add(Operation::Kind::RemoveRange, family, begin, end);
  }
  Touched& touched() { return touched_; }

  // The record. The clock of `meta` follows from the header and is added.
  std::string finish(const CommitHeader& header);

 private:
  void add(Operation::Kind kind, Family family, std::string_view key, std::string_view value);

  std::string operations_;
  Touched touched_;
};

// A commit record, borrowed.
struct CommitRecordView {
  CommitHeader header;
  std::string_view operations;  // encoded, see take_operation
  std::string_view touched;     // encoded, see touched.h

  // Nothing if the bytes are damaged or hold what this program does not know.
  static std::optional<CommitRecordView> parse(std::string_view bytes);
};

// Removes the first operation from the encoded ones; nothing at their end or if they are damaged (then
// `operations` is not empty).
std::optional<Operation> take_operation(std::string_view& operations);

// Adds to `touched` what the operations of a record do to indexes, by key.
void add_index_changes(std::string_view operations, Touched& touched);

}  // namespace cairn::storage
