// Slots, the budget and the background thread, each alone.

#include "storage/segments/slot.h"
#include "storage/background_worker.h"
#include "storage/memory_budget.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace cairn::storage {
namespace {

std::unique_ptr<Slot> filled_slot(CommitNumber built_at, std::shared_ptr<MemoryBudget> budget = {}) {
  auto slot = std::make_unique<Slot>(built_at, budget);
  slot->fill(std::make_shared<const Segment>(), Reservation(budget));
  return slot;
}

TEST(Slot, ServesFromItsCommitOnAndOnlyWhenItIsBuilt) {
  const Slot empty(3, nullptr);
  EXPECT_FALSE(empty.serves(5));
  const auto slot = filled_slot(3);
  EXPECT_FALSE(slot->serves(2));
  EXPECT_TRUE(slot->serves(3));
  EXPECT_TRUE(slot->unmarked());
}

TEST(Slot, AnswersForIdsUntilTheFirstCommitThatTouchedThem) {
  const auto slot = filled_slot(3);
  EXPECT_TRUE(slot->mark(10, 5));
  EXPECT_FALSE(slot->mark(10, 7));
  EXPECT_TRUE(slot->answers(4, 10));
  EXPECT_FALSE(slot->answers(5, 10));
  EXPECT_FALSE(slot->answers(6, 10));
  EXPECT_TRUE(slot->answers(7, 11));
  EXPECT_TRUE(slot->unanswered(4).empty());
  EXPECT_EQ(slot->unanswered(5), std::vector<std::uint16_t>{10});
}

TEST(Slot, RecallsAMemoOnlyUnderTheMarkItWasReadUnder) {
  const auto slot = filled_slot(3);
  std::string memo;
  slot->mark(10, 5);
  slot->mark(10, 7);
  slot->remember(6, 10, "at 6");  // not the present value: commit 7 touched it
  EXPECT_FALSE(slot->recall(6, 10, memo));
  EXPECT_FALSE(slot->recall(8, 10, memo));
  slot->remember(8, 10, "at 8");
  EXPECT_FALSE(slot->recall(6, 10, memo));
  EXPECT_TRUE(slot->recall(7, 10, memo));
  EXPECT_EQ(memo, "at 8");
  EXPECT_TRUE(slot->recall(9, 10, memo));
  slot->mark(10, 10);
  EXPECT_FALSE(slot->recall(9, 10, memo));
  EXPECT_FALSE(slot->recall(10, 10, memo));
  slot->remember(10, 10, "");
  EXPECT_TRUE(slot->recall(11, 10, memo));
  EXPECT_EQ(memo, "");
  slot->remember(11, 20, "without a mark");
  EXPECT_FALSE(slot->recall(11, 20, memo));
}

TEST(Slot, KeepsMemosWithinBounds) {
  const auto budget = std::make_shared<MemoryBudget>(std::uint64_t{1} << 20U);
  const auto slot = filled_slot(1, budget);
  for (std::size_t i = 0; i < 1000; ++i) {
    slot->mark(i, 2);
    slot->remember(2, i, std::string(1000, 'x'));
  }
  std::size_t kept = 0;
  std::string memo;
  for (std::size_t i = 0; i < 1000; ++i) kept += slot->recall(2, i, memo) ? 1 : 0;
  EXPECT_GT(kept, 100U);
  EXPECT_LT(kept, 300U);
  slot->mark(2000, 2);
  slot->remember(2, 2000, std::string(100'000, 'x'));
  EXPECT_FALSE(slot->recall(2, 2000, memo));
  EXPECT_GT(budget->bytes(), 100'000U);
}

class Hoard : public MemoryBudget::Evictor {
 public:
  explicit Hoard(MemoryBudget& budget) : budget_(budget) {}
  void evict(std::uint64_t bytes) override {
    budget_.give_back(bytes);
    evicted += bytes;
  }
  std::uint64_t evicted = 0;

 private:
  MemoryBudget& budget_;
};

TEST(MemoryBudget, GivesWhatIsFreeAndEvictsForThoseWhoNeedMore) {
  const auto budget = std::make_shared<MemoryBudget>(1000);
  Hoard hoard(*budget);
  ASSERT_TRUE(budget->try_take(900));
  EXPECT_FALSE(budget->try_take(101));
  EXPECT_FALSE(budget->take(200));
  budget->set_evictor(&hoard);
  {
    Reservation query(budget);
    EXPECT_FALSE(query.grow_to(200));
    EXPECT_TRUE(query.grow_to_evicting(200));
    EXPECT_EQ(hoard.evicted, 100U);
    EXPECT_EQ(budget->bytes(), 1000U);
    EXPECT_FALSE(query.grow_to_evicting(1300));
    EXPECT_EQ(query.bytes(), 200U);
    Reservation moved = std::move(query);
    moved.shrink_to(50);
    EXPECT_EQ(budget->bytes(), 850U);
  }
  EXPECT_EQ(budget->bytes(), 800U);
  budget->set_evictor(nullptr);
}

TEST(BackgroundWorker, RunsJobsStepByStepInTurn) {
  BackgroundWorker worker(10);
  std::string order;
  std::promise<void> go;
  const auto gate = go.get_future().share();
  ASSERT_TRUE(worker.push([&, gate] {
    gate.wait();
    return false;
  }));
  int steps = 0;
  ASSERT_TRUE(worker.push([&] {
    order += 'a';
    return ++steps < 3;
  }));
  ASSERT_TRUE(worker.push([&] {
    order += 'b';
    return false;
  }));
  go.set_value();
  worker.wait_idle();
  EXPECT_EQ(order, "abaa");
}

TEST(BackgroundWorker, RefusesJobsWhenItsQueueIsFullAndWhenItHasStopped) {
  BackgroundWorker worker(1);
  std::promise<void> running;
  std::promise<void> go;
  ASSERT_TRUE(worker.push([&] {
    running.set_value();
    go.get_future().wait();
    return false;
  }));
  running.get_future().wait();
  EXPECT_TRUE(worker.push([] { return false; }));
  EXPECT_FALSE(worker.push([] { return false; }));
  go.set_value();
  worker.stop();
  EXPECT_FALSE(worker.push([] { return false; }));
}

}  // namespace
}  // namespace cairn::storage
