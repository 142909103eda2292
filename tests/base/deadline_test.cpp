// Deadlines at the limits of what can be passed.
#include "base/deadline.h"

#include <gtest/gtest.h>

namespace cairn {
namespace {

using std::chrono::milliseconds;

TEST(Deadline, LiesAheadByTheWait) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(deadline_after(milliseconds(1500), begin) - begin, milliseconds(1500));
}

TEST(Deadline, TheLongestWaitIsFarAheadAndNotInThePast) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_GT(deadline_after(milliseconds::max(), begin), begin + std::chrono::hours(24 * 365));
}

TEST(Deadline, ANegativeWaitIsNone) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(deadline_after(milliseconds::min(), begin), begin);
}

}  // namespace
}  // namespace cairn
