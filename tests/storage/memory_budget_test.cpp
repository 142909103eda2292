// What the budget promises to those who share it.
#include "storage/memory_budget.h"

#include "storage/heap_pages.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace cairn::storage::testing {
namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20U;

// Copies of 20 KiB that can be made anew; every second one is evicted first, so that the heap is full of holes.
class Copies final : public MemoryBudget::Evictor {
 public:
  static constexpr std::uint64_t copy_bytes = std::uint64_t{20} << 10U;

  explicit Copies(MemoryBudget& budget) : budget_(budget) {
    while (budget_.try_take(copy_bytes)) {
      copies_.emplace_back(copy_bytes, 'x');
    }
    budget_.set_evictor(this);
  }
  ~Copies() override { budget_.set_evictor(nullptr); }
  Copies(const Copies&) = delete;
  Copies& operator=(const Copies&) = delete;

  void evict(std::uint64_t bytes) override {
    for (std::uint64_t freed = 0; freed < bytes && next_ < copies_.size(); freed += copy_bytes, next_ += 2) {
      std::vector<char>().swap(copies_[next_]);
      budget_.give_back(copy_bytes);
    }
  }

 private:
  MemoryBudget& budget_;
  std::vector<std::vector<char>> copies_;
  std::size_t next_ = 0;
};

TEST(MemoryBudget, EvictsWhatIsMissing) {
  MemoryBudget budget(mebibyte);
  EXPECT_FALSE(budget.take(2 * mebibyte));
  const Copies copies(budget);
  EXPECT_FALSE(budget.try_take(Copies::copy_bytes * 3));
  EXPECT_TRUE(budget.take(Copies::copy_bytes * 3));
  EXPECT_LE(budget.bytes(), mebibyte);
  EXPECT_FALSE(budget.take(mebibyte));
}

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(MemoryBudget, GivesTheSystemBackWhatEvictionLeavesFree) {
  MemoryBudget budget(64 * mebibyte);
  // Others of the process have memory too, so that it has more than the budget.
  const std::vector<char> others(64 * mebibyte, 'x');
  const Copies copies(budget);
  const std::uint64_t before = anonymous_resident_bytes();
  if (before == 0) GTEST_SKIP() << "the system does not say how much memory the process has";
  ASSERT_TRUE(budget.take(30 * mebibyte));
  EXPECT_LT(anonymous_resident_bytes(), before - 15 * mebibyte);
}
#endif

}  // namespace
}  // namespace cairn::storage::testing
