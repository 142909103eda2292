// How a database is opened, and how a write transaction waits for its turn.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace cairn::storage {

class MemoryBudget;
struct TestHooks;

// Full: a commit returns when a power cut can no longer undo it. Relaxed: when a killed process cannot;
// a power cut may take the last commits, whole and in reverse order.
enum class Durability : std::uint8_t { Full, Relaxed };

struct OpenOptions {
  bool read_only = false;         // writes are refused and nothing on disk is changed
  bool create_if_missing = true;  // ignored with read_only
  bool salvage = false;           // open a damaged log up to the damage instead of refusing it; what is lost stays lost
  Durability durability = Durability::Full;
  std::uint64_t memory_bytes = 0;         // the storage's whole budget; 0: 1/8 of the machine's or cgroup's half
  std::uint64_t write_set_bytes_max = 0;  // of one transaction; 0: as much as `memory_bytes`, at least 64 MiB
  std::uint64_t segment_bytes_max = 0;    // of decoded copies; 0: as much as the budget, or `memory_bytes`
  // What decoded copies and statements share; empty: the store has one of its own for its copies.
  std::shared_ptr<MemoryBudget> memory_budget = {};
  // Microseconds since 1970, for the instants of commits; empty: the system's clock.
  std::function<std::int64_t()> wall_clock_us = {};
  std::shared_ptr<const TestHooks> test_hooks = {};  // only tests set it
};

struct WriteOptions {
  std::string holder = "a transaction";  // what others that wait are told
  std::chrono::milliseconds lock_timeout{5000};
  const std::atomic<bool>* cancelled = nullptr;  // may be set by any thread to give up waiting
};

}  // namespace cairn::storage
