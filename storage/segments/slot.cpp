#include "storage/segments/slot.h"

namespace cairn::storage {

namespace {

// Longer values are read again each time.
constexpr std::size_t memo_bytes_max = std::size_t{16} << 10U;
// What one slot keeps of memos.
constexpr std::size_t memos_bytes_max = std::size_t{256} << 10U;
// What a mark takes, without its memo.
constexpr std::size_t mark_bytes = 96;

}  // namespace

Slot::Slot(CommitNumber built_at, std::shared_ptr<MemoryBudget> budget)
    : built_at_(built_at), budget_(std::move(budget)) {}

void Slot::fill(SegmentPointer segment, Reservation memory) {
  owned_segment_ = std::move(segment);
  memory_ = std::move(memory);
  segment_.store(owned_segment_.get(), std::memory_order_release);
}

bool Slot::mark(std::size_t index, CommitNumber commit) {
  Marks* marks = marks_.load(std::memory_order_relaxed);
  if (marks == nullptr) {
    owned_marks_ = std::make_unique<Marks>(budget_);
    marks = owned_marks_.get();
    marks_.store(marks, std::memory_order_release);
  }
  const std::lock_guard guard(marks->mutex);
  Mark& mark = marks->by_index[static_cast<std::uint16_t>(index)];
  mark.last = commit;
  if (mark.first != 0) return false;
  mark.first = commit;
  // A mark is never refused, also where the budget has nothing left.
  static_cast<void>(marks->memory.grow_to(marks->memory.bytes() + mark_bytes));
  marks->bits[index / 64].fetch_or(std::uint64_t{1} << (index % 64), std::memory_order_relaxed);
  return true;
}

bool Slot::is_before_first(CommitNumber version, std::size_t index) const {
  Marks& marks = *marks_.load(std::memory_order_acquire);
  const std::lock_guard guard(marks.mutex);
  return version < marks.by_index.find(static_cast<std::uint16_t>(index))->second.first;
}

std::vector<std::uint16_t> Slot::unanswered(CommitNumber version) const {
  std::vector<std::uint16_t> indexes;
  Marks* const marks = marks_.load(std::memory_order_acquire);
  if (marks == nullptr) return indexes;
  const std::lock_guard guard(marks->mutex);
  for (const auto& [index, mark] : marks->by_index) {
    if (version >= mark.first) indexes.push_back(index);
  }
  return indexes;
}

bool Slot::recall(CommitNumber version, std::size_t index, std::string& memo) const {
  Marks* const marks = marks_.load(std::memory_order_acquire);
  if (marks == nullptr) return false;
  const std::lock_guard guard(marks->mutex);
  const auto found = marks->by_index.find(static_cast<std::uint16_t>(index));
  if (found == marks->by_index.end()) return false;
  const Mark& mark = found->second;
  if (mark.memo_at == 0 || mark.memo_at != mark.last || mark.last > version) return false;
  memo = mark.memo;
  return true;
}

void Slot::remember(CommitNumber version, std::size_t index, std::string_view memo) const {
  Marks* const marks = marks_.load(std::memory_order_acquire);
  if (marks == nullptr || memo.size() > memo_bytes_max) return;
  const std::lock_guard guard(marks->mutex);
  const auto found = marks->by_index.find(static_cast<std::uint16_t>(index));
  if (found == marks->by_index.end()) return;
  Mark& mark = found->second;
  if (mark.last > version || mark.memo_at == mark.last) return;
  const std::uint64_t more = memo.size() > mark.memo.size() ? memo.size() - mark.memo.size() : 0;
  const std::uint64_t bytes = marks->memory.bytes() + more;
  if (bytes > memos_bytes_max || !marks->memory.grow_to(bytes)) return;
  mark.memo.assign(memo);
  mark.memo_at = mark.last;
}

}  // namespace cairn::storage
