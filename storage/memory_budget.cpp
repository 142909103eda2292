#include "storage/memory_budget.h"

#include "storage/heap_pages.h"

#include <utility>

namespace cairn::storage {

namespace {

// Parts of the budget: bytes that are taken before the pages of the heap are looked at, and what the process may have
// beyond the budget before those that are free go back to the system.
constexpr std::uint64_t taken_part = 16;
constexpr std::uint64_t resident_part = 4;

}  // namespace

std::uint64_t MemoryBudget::free_bytes() const {
  const std::uint64_t taken = bytes();
  return taken < bytes_max_ ? bytes_max_ - taken : 0;
}

bool MemoryBudget::try_take(std::uint64_t bytes) {
  std::uint64_t taken = bytes_.load(std::memory_order_relaxed);
  do {
    if (bytes > bytes_max_ || taken > bytes_max_ - bytes) return false;
  } while (!bytes_.compare_exchange_weak(taken, taken + bytes, std::memory_order_relaxed));
  return true;
}

bool MemoryBudget::take(std::uint64_t bytes) {
  if (!try_take(bytes) && !take_evicting(bytes)) return false;
  const std::uint64_t taken = taken_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  // Of several threads one looks at the heap.
  if (taken < bytes_max_ / taken_part || taken_.exchange(0, std::memory_order_relaxed) == 0) return true;
  if (anonymous_resident_bytes() > bytes_max_ + bytes_max_ / resident_part) release_free_pages();
  return true;
}

bool MemoryBudget::take_evicting(std::uint64_t bytes) {
  const std::lock_guard guard(evictor_mutex_);
  if (evictor_ == nullptr || bytes > bytes_max_) return false;
  const std::uint64_t free = free_bytes();
  if (free < bytes) evictor_->evict(bytes - free);
  return try_take(bytes);
}

void MemoryBudget::set_evictor(Evictor* evictor) {
  const std::lock_guard guard(evictor_mutex_);
  evictor_ = evictor;
}

Reservation::Reservation(Reservation&& other) noexcept
    : budget_(std::move(other.budget_)), bytes_(std::exchange(other.bytes_, 0)) {}

Reservation& Reservation::operator=(Reservation&& other) noexcept {
  if (this == &other) return *this;
  shrink_to(0);
  budget_ = std::move(other.budget_);
  bytes_ = std::exchange(other.bytes_, 0);
  return *this;
}

bool Reservation::grow(std::uint64_t bytes, bool evict) {
  if (bytes <= bytes_) return true;
  const std::uint64_t more = bytes - bytes_;
  if (budget_ != nullptr && !(evict ? budget_->take(more) : budget_->try_take(more))) return false;
  bytes_ = bytes;
  return true;
}

void Reservation::shrink_to(std::uint64_t bytes) {
  if (bytes >= bytes_) return;
  if (budget_ != nullptr) budget_->give_back(bytes_ - bytes);
  bytes_ = bytes;
}

}  // namespace cairn::storage
