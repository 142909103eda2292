#include "storage/folder.h"

#include "storage/column_block.h"
#include "storage/read_errors.h"
#include "storage/store.h"

#include <algorithm>
#include <new>

namespace cairn::storage {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* holder = "the fold of base blocks";
// Few enough for the writer lock to be held for milliseconds.
constexpr std::size_t blocks_per_commit = 4;
// How long the background waits for the writer lock before it tries again later.
constexpr std::chrono::milliseconds background_lock_timeout{100};
constexpr std::chrono::milliseconds demanded_lock_timeout{5000};
constexpr std::chrono::milliseconds poll_interval{100};
constexpr std::chrono::milliseconds out_of_memory_rest{5000};
// While somebody writes, folding takes at most this part of the time.
constexpr int busy_share = 5;
// Keys that are looked at before the walk lets its snapshot go.
constexpr std::size_t keys_per_step = 20'000;

}  // namespace

Folder::Folder(Committer& committer, bool in_background) : committer_(committer) {
  if (in_background) thread_ = std::thread([this] { run(); });
}

Folder::~Folder() {
  {
    const std::lock_guard guard(mutex_);
    stop_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

FoldStatistics Folder::statistics() const { return {.commits = commits_, .blocks = blocks_, .records = records_}; }

void Folder::rest(Clock::duration time) {
  std::unique_lock guard(mutex_);
  stopped_.wait_for(guard, time, [this] { return stopping(); });
}

Expected<std::vector<Folder::Found>> Folder::find_blocks(const Version& version, EntityKind kind,
                                                         std::optional<std::uint64_t>& begin) {
  std::vector<Found> found;
  const Family family = record_family(kind);
  const auto cursor = version.view->cursor(family, record_key(*begin * block_entities), record_keys_end());
  begin.reset();
  std::size_t keys = 0;
  for (; cursor->valid(); cursor->next(), ++keys) {
    const auto id = parse_record_key(cursor->key());
    if (!id) return damaged_error(family, cursor->key());
    const BlockName name{.kind = kind, .block = *id / block_entities};
    if (found.empty() || found.back().name != name) {
      if (keys >= keys_per_step) {
        begin = name.block;
        break;
      }
      found.push_back({.name = name, .records = 0});
    }
    ++found.back().records;
  }
  if (const auto status = cursor->status(); !status) return status.error();
  return found;
}

Expected<void> Folder::discover(EntityKind kind) {
  for (std::optional<std::uint64_t> begin = 0; begin && !stopping();) {
    const auto found = find_blocks(*committer_.latest(), kind, begin);
    if (!found) return found.error();
    for (const Found& each : *found) committer_.fold_tracker().found(each.name, each.records);
  }
  return {};
}

Expected<std::uint64_t> Folder::fold(std::span<const BlockName> names, std::uint32_t records_min,
                                     const WriteOptions& options) {
  const std::lock_guard one_at_a_time(folding_);
  const VersionPtr base = committer_.latest();
  CommitRecordBuilder record;
  std::vector<BlockName> folded;
  std::uint64_t records = 0;
  for (const BlockName& name : names) {
    const auto count = fold_block(*base, name, record);
    if (!count) return count.error();
    // The tracker had counted some records more than once, or those that are too large.
    const bool too_few = *count == 0 || (names.size() == 1 && *count < records_min);
    if (too_few)
      committer_.fold_tracker().settled(name, std::max<std::uint32_t>(static_cast<std::uint32_t>(*count), 1));
    if (too_few) continue;
    folded.push_back(name);
    records += *count;
  }
  if (folded.empty()) return std::uint64_t{0};
  const auto committed = committer_.commit_fold(base, folded, record, options);
  if (!committed) return committed.error();
  if (!*committed) return std::uint64_t{0};
  ++commits_;
  blocks_ += folded.size();
  records_ += records;
  return records;
}

Expected<std::uint64_t> Folder::fold_all(std::uint32_t records_min, const std::atomic<bool>* cancelled) {
  std::uint64_t records = 0;
  for (const EntityKind kind : {EntityKind::Node, EntityKind::Relationship}) {
    for (std::optional<std::uint64_t> begin = 0; begin;) {
      const auto found = find_blocks(*committer_.latest(), kind, begin);
      if (!found) return found.error();
      std::vector<BlockName> names;
      for (const Found& each : *found) {
        if (each.records >= records_min) names.push_back(each.name);
      }
      for (std::span<const BlockName> rest = names; !rest.empty();) {
        if (cancelled != nullptr && cancelled->load()) {
          return runtime_error(ErrorType::Cancelled, "Cancelled", "cancelled while folding");
        }
        const auto together = rest.first(std::min(rest.size(), blocks_per_commit));
        const auto folded =
            fold(together, 1, {.holder = holder, .lock_timeout = demanded_lock_timeout, .cancelled = cancelled});
        if (!folded) return folded.error();
        records += *folded;
        rest = rest.subspan(together.size());
      }
    }
  }
  if (const auto durable = committer_.wait_durable(committer_.latest()->number); !durable) return durable.error();
  return records;
}

void Folder::run() {
  while (!stopping() && !committer_.failed()) {
    try {
      return work();
    } catch (const std::bad_alloc&) {
      // Others need the memory more; what was prepared is forgotten.
      rest(out_of_memory_rest);
    }
  }
}

void Folder::work() {
  FoldTracker& tracker = committer_.fold_tracker();
  for (const EntityKind kind : {EntityKind::Node, EntityKind::Relationship}) {
    // Damage is reported to those who ask for the data; the folder leaves such a database alone.
    if (!discover(kind)) return;
  }
  while (!stopping() && !committer_.failed()) {
    const VersionPtr latest = committer_.latest();
    const auto name = tracker.candidate(latest->node_id_bound, latest->relationship_id_bound);
    if (!name) {
      rest(poll_interval);
      continue;
    }
    const Clock::time_point begin = Clock::now();
    const auto folded =
        fold(std::span(&*name, 1), tracker.records_min(), {.holder = holder, .lock_timeout = background_lock_timeout});
    if (!folded && folded.error().detail == "LockTimeout") {
      rest(poll_interval);
    } else if (!folded) {
      tracker.settled(*name, 1);
      rest(poll_interval);
    } else if (*folded > 0 && !committer_.wait_durable(committer_.latest()->number)) {
      return;
    } else if (*folded == 0 || !tracker.idle()) {
      rest((Clock::now() - begin) * busy_share);
    }
  }
}

}  // namespace cairn::storage
