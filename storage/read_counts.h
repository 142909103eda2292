// What answered the questions of a reader.
#pragma once

#include <cstdint>

namespace cairn::storage {

// Ids whose label, ends or property was asked for, lists of neighbours, and entries of indexes.
struct ReadCounts {
  std::uint64_t segment = 0;  // from decoded copies
  std::uint64_t memo = 0;     // from single values kept beside them
  std::uint64_t store = 0;    // from RocksDB

  ReadCounts& operator+=(const ReadCounts& other) {
    segment += other.segment;
    memo += other.memo;
    store += other.store;
    return *this;
  }
  ReadCounts& operator-=(const ReadCounts& other) {
    segment -= other.segment;
    memo -= other.memo;
    store -= other.store;
    return *this;
  }
  friend bool operator==(const ReadCounts&, const ReadCounts&) = default;
};

}  // namespace cairn::storage
