// The strings of one property, each once: its segments hold small codes instead of the strings.
//
// It only grows, and a code means the same string for ever, so a segment's codes stay right while other
// segments add strings. It lives as long as a segment that uses it.
#pragma once

#include "storage/byte_arena.h"
#include "storage/memory_budget.h"

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cairn::storage {

// Any thread; but a code may be looked up only by who got it from `encode`, or from somebody who did.
class StringDictionary {
 public:
  // It holds fewer entries than this.
  static constexpr std::size_t entries_max = std::size_t{1} << 16U;

  explicit StringDictionary(std::shared_ptr<MemoryBudget> budget) : reservation_(std::move(budget)) {}

  // The codes of `values`, adding those that are new; false if the dictionary is full, or the budget.
  bool encode(std::span<const std::string_view> values, std::vector<std::int64_t>& codes);

  std::string_view operator[](std::size_t code) const { return (*pages_[code / page_size])[code % page_size]; }

  std::size_t size() const;

 private:
  static constexpr std::size_t page_size = 1024;
  using Page = std::array<std::string_view, page_size>;

  // Under the mutex; nothing if there is no room.
  bool add(std::string_view value, std::uint32_t& code);

  // A page is filled from its beginning; nobody reads an entry before it got its code.
  std::array<std::unique_ptr<Page>, entries_max / page_size> pages_;

  mutable std::mutex mutex_;  // of everything below
  std::unordered_map<std::string_view, std::uint32_t> codes_;
  ByteArena arena_;
  Reservation reservation_;
};

}  // namespace cairn::storage
