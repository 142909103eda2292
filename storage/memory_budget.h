// The memory of one database, counted: what decoded copies and running statements may hold together.
//
// There is one number. Whoever wants memory takes bytes before allocating and gives them back after freeing.
// A statement that finds too few asks those who hold what can be made anew (the segment cache) to free
// some; who makes such copies takes only what is free.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

namespace cairn::storage {

// Any thread.
class MemoryBudget {
 public:
  // Frees memory that can be made anew. Called by any thread; it must not call `take`.
  class Evictor {
   public:
    virtual ~Evictor() = default;
    // Gives back about `bytes`, if it has as many.
    virtual void evict(std::uint64_t bytes) = 0;
  };

  explicit MemoryBudget(std::uint64_t bytes_max) : bytes_max_(bytes_max) {}

  std::uint64_t bytes_max() const { return bytes_max_; }
  std::uint64_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
  std::uint64_t free_bytes() const;

  // Takes bytes that are free; false if they are not.
  bool try_take(std::uint64_t bytes);
  // The same, after evicting what is missing. Now and then gives free pages of the heap back to the system: what was
  // evicted, or needed for a moment to make a copy, lies between what is in use and stays with the process otherwise.
  bool take(std::uint64_t bytes);
  void give_back(std::uint64_t bytes) { bytes_.fetch_sub(bytes, std::memory_order_relaxed); }

  // At most one; null removes it. Returns when it is no longer called.
  void set_evictor(Evictor* evictor);

 private:
  bool take_evicting(std::uint64_t bytes);

  const std::uint64_t bytes_max_;
  std::atomic<std::uint64_t> bytes_ = 0;
  std::atomic<std::uint64_t> taken_ = 0;  // by `take`, since the heap was looked at
  std::mutex evictor_mutex_;
  Evictor* evictor_ = nullptr;
};

// Bytes taken from a budget by one holder, given back at its end. Without a budget everything is granted.
// One thread; movable.
class Reservation {
 public:
  explicit Reservation(std::shared_ptr<MemoryBudget> budget = {}) : budget_(std::move(budget)) {}
  ~Reservation() { shrink_to(0); }
  Reservation(Reservation&& other) noexcept;
  Reservation& operator=(Reservation&& other) noexcept;

  std::uint64_t bytes() const { return bytes_; }

  // Holds at least `bytes`; false if they are not free. With `evict`, others are asked to free them.
  bool grow_to(std::uint64_t bytes) { return grow(bytes, /*evict=*/false); }
  bool grow_to_evicting(std::uint64_t bytes) { return grow(bytes, /*evict=*/true); }
  // Holds at most `bytes`.
  void shrink_to(std::uint64_t bytes);

 private:
  bool grow(std::uint64_t bytes, bool evict);

  std::shared_ptr<MemoryBudget> budget_;
  std::uint64_t bytes_ = 0;
};

}  // namespace cairn::storage
