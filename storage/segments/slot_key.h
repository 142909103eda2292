// Which segment.
#pragma once

#include "storage/segments/segment.h"
#include "storage/touched.h"

#include <cstddef>
#include <cstdint>

namespace cairn::storage {

struct SlotKey {
  Thing thing;
  SegmentPart part = SegmentPart::Main;
  std::uint64_t range = 0;  // of an index run: the number of its place

  friend bool operator==(const SlotKey&, const SlotKey&) = default;
};

struct SlotKeyHash {
  std::size_t operator()(const SlotKey& key) const {
    std::uint64_t hash = key.range * 0x9E3779B97F4A7C15ULL;
    const auto kind = static_cast<std::uint64_t>(key.thing.kind) << 1U | static_cast<std::uint64_t>(key.part);
    hash ^= (std::uint64_t{key.thing.token} << 5U | kind) * 0xC2B2AE3D27D4EB4FULL;
    return static_cast<std::size_t>(hash ^ hash >> 29U);
  }
};

}  // namespace cairn::storage
