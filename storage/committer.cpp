#include "storage/committer.h"

#include "storage/block_builder.h"
#include "storage/commit_encoder.h"
#include "storage/format.h"
#include "storage/test_hooks.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <new>

namespace cairn::storage {

namespace {

constexpr std::size_t write_set_bytes_default_min = std::size_t{64} << 20U;
// Fewer entities are quicker put into the write set.
constexpr std::uint64_t build_entities_default_min = 10'000;
constexpr std::size_t build_bytes_min = std::size_t{4} << 20U;
constexpr std::size_t build_bytes_most = std::size_t{256} << 20U;
constexpr std::size_t removed_singly_max = 2000;
// Scans step over what was removed until it is compacted away.
constexpr std::uint64_t clears_per_compaction = 200;

std::int64_t system_clock_us() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

std::size_t write_set_limit(const OpenOptions& options) {
  if (options.write_set_bytes_max != 0) return options.write_set_bytes_max;
  return std::max<std::size_t>(options.memory_bytes, write_set_bytes_default_min);
}

std::uint64_t build_entities(const OpenOptions& options) {
  const bool asked = options.test_hooks != nullptr && options.test_hooks->index_build_entities_min != 0;
  return asked ? options.test_hooks->index_build_entities_min : build_entities_default_min;
}

std::size_t build_bytes(const OpenOptions& options) {
  if (options.test_hooks != nullptr && options.test_hooks->index_build_bytes_max != 0)
    return options.test_hooks->index_build_bytes_max;
  return std::clamp<std::size_t>(options.memory_bytes / 4, build_bytes_min, build_bytes_most);
}

// Greater than every key of every family.
std::string beyond_all_keys() { return std::string(32, '\xFF'); }

// Few keys are removed one by one, since a removed range costs every later read something.
Expected<void> remove_all(const StoreView& view, Family family, CommitRecordBuilder& record) {
  std::vector<std::string> keys;
  const auto cursor = view.cursor(family);
  for (; cursor->valid() && keys.size() <= removed_singly_max; cursor->next()) keys.emplace_back(cursor->key());
  if (const auto status = cursor->status(); !status) return status.error();
  if (keys.size() > removed_singly_max) {
    record.remove_range(family, keys.front(), beyond_all_keys());
    return {};
  }
  for (const std::string& key : keys) record.remove(family, key);
  return {};
}

Error outcome_unknown(Error cause) {
  cause.message +=
      "; whether the last commits survive is known when the database is opened again, until then it takes no more "
      "writes";
  if (cause.hint.empty()) cause.hint = "open the database again";
  return cause;
}

// Made while there is memory: for the caller, and for those who come later.
struct OutOfMemory {
  Error told = outcome_unknown(storage_error("OutOfMemory", "the machine has no memory left for a commit"));
  Error kept = told;
};

// Makes the writer forget what it thinks of long lists unless a commit has brought that to disk, also when an
// exception ends the commit.
class LedgerGuard {
 public:
  explicit LedgerGuard(ListLedger& ledger) : ledger_(ledger) {}
  ~LedgerGuard() {
    if (!written_) ledger_.clear();
  }
  LedgerGuard(const LedgerGuard&) = delete;
  LedgerGuard& operator=(const LedgerGuard&) = delete;

  void written() { written_ = true; }

 private:
  ListLedger& ledger_;
  bool written_ = false;
};

}  // namespace

Committer::Committer(Store& store, VersionPtr loaded, std::uint64_t epoch, const OpenOptions& options)
    : store_(store),
      epoch_(epoch),
      relaxed_(options.durability == Durability::Relaxed),
      skip_sync_(options.test_hooks != nullptr && options.test_hooks->skip_commit_sync),
      write_set_bytes_max_(write_set_limit(options)),
      memory_budget_(options.memory_budget),
      build_entities_min_(build_entities(options)),
      build_bytes_max_(build_bytes(options)),
      clock_us_(options.wall_clock_us ? options.wall_clock_us : system_clock_us),
      fold_tracker_(options.test_hooks != nullptr ? options.test_hooks->fold_thresholds : FoldThresholds{}),
      latest_(loaded),
      durable_(std::move(loaded)) {}

VersionPtr Committer::latest() const {
  const std::lock_guard guard(mutex_);
  return latest_;
}

VersionPtr Committer::durable() const {
  const std::lock_guard guard(mutex_);
  return durable_;
}

bool Committer::failed() const {
  const std::lock_guard guard(mutex_);
  return failed_.has_value();
}

Error Committer::refused() const {
  return storage_error(
      "WritesRefused",
      fmt::format("the database takes no more writes since an earlier one failed ({})", failed_->message),
      "open the database again");
}

void Committer::refuse_writes(Error cause) noexcept {
  const std::lock_guard guard(mutex_);
  if (!failed_) failed_ = std::move(cause);
  synced_.notify_all();
}

Error Committer::fail(Error cause) {
  cause = outcome_unknown(std::move(cause));
  refuse_writes(cause);
  return cause;
}

Expected<std::unique_ptr<WriteLockHold>> Committer::acquire(const WriteOptions& options) {
  if (store_.read_only()) {
    return storage_error("ReadOnly", "the database is open read-only",
                         "open it without --read-only to write, or begin with BEGIN READ ONLY");
  }
  auto lock = lock_.acquire(options);
  if (!lock) return lock;
  const std::lock_guard guard(mutex_);
  if (failed_) return refused();
  return lock;
}

CommitHeader Committer::next_header(CommitKind kind) const {
  const std::lock_guard guard(mutex_);
  return {.number = latest_->number + 1,
          .epoch = epoch_,
          .instant_us = std::max(clock_us_(), latest_->instant_us + 1),
          .kind = kind,
          .synced = relaxed_ ? 0 : durable_->number};
}

void Committer::show(VersionPtr version) {
  const std::lock_guard guard(mutex_);
  latest_ = std::move(version);
  if (relaxed_) durable_ = latest_;
}

Expected<VersionPtr> Committer::write_and_show(const std::string& record, std::shared_ptr<Version> next) {
  const auto parsed = CommitRecordView::parse(record);
  auto touched = parsed ? parse_touched(parsed->touched) : std::nullopt;
  if (!touched) return storage_error("Damaged", "a commit record cannot be decoded");
  if (listener_ != nullptr) add_index_changes(parsed->operations, *touched);
  {
    // A sync may have failed since this writer got its turn.
    const std::lock_guard guard(mutex_);
    if (failed_) return refused();
  }
  OutOfMemory out_of_memory;
  try {
    if (const auto written = store_.write(*parsed); !written) return fail(written.error());
    written_bytes_ += record.size();
    fold_tracker_.committed(*parsed);
    next->view = store_.view();
    VersionPtr version = std::move(next);
    const auto show_version = [&] { show(version); };
    if (listener_ == nullptr) {
      show_version();
    } else {
      listener_->publish(version, *touched, show_version);
    }
    return version;
  } catch (const std::bad_alloc&) {
    // The record may be in the log already, and its number must not be used for another.
    refuse_writes(std::move(out_of_memory.kept));
    return std::move(out_of_memory.told);
  }
}

Expected<CommitResult> Committer::commit(const VersionPtr& base, WriteSet& writes,
                                         std::unique_ptr<WriteLockHold> lock) {
  keep_ids(writes.id_counters());
  const bool ids_were_given = writes.id_counters() != IdCounters{base->node_id_bound, base->relationship_id_bound};
  if (!writes.has_changes() && !ids_were_given) {
    lock.reset();
    if (const auto durable = wait_durable(base->number); !durable) return durable.error();
    return CommitResult{base->number, base->instant_us, base};
  }
  const CommitHeader header = next_header(CommitKind::Transaction);
  LedgerGuard ledger(ledger_);
  const auto record = CommitEncoder(base, writes, ledger_).encode(header);
  if (!record) {
    roll_back(base, writes, std::move(lock));
    return record.error();
  }
  auto next = std::make_shared<Version>(*base);
  next->number = header.number;
  next->instant_us = header.instant_us;
  next->node_id_bound = writes.node_id_bound();
  next->relationship_id_bound = writes.relationship_id_bound();
  for (const TokenKind kind : {TokenKind::Label, TokenKind::Type, TokenKind::Key}) {
    next->tokens = next->tokens.with(kind, writes.new_names(kind));
  }
  if (writes.schema_changed()) {
    Schema schema = writes.schema();
    schema.next_index = writes.next_index();
    next->schema = std::make_shared<const Schema>(std::move(schema));
  }
  next->statistics = writes.committed_statistics();
  auto version = write_and_show(*record, std::move(next));
  if (!version) return std::move(version).error();
  ledger.written();
  lock.reset();
  if (const auto durable = wait_durable(header.number); !durable) return durable.error();
  return CommitResult{header.number, header.instant_us, *version};
}

void Committer::roll_back(const VersionPtr& base, const WriteSet& writes,
                          std::unique_ptr<WriteLockHold> lock) noexcept {
  keep_ids(writes.id_counters());
  const bool ids_were_given = ids_taken_ != IdCounters{base->node_id_bound, base->relationship_id_bound};
  if ((!ids_were_given && writes.builds().empty()) || failed()) return;
  // Somebody may have seen them, so they are given up on disk too. If that fails nothing more can be written.
  try {
    WriteSet nothing(*base, ids_taken_);
    nothing.give_up_builds(writes);
    static_cast<void>(commit(base, nothing, std::move(lock)));
  } catch (const std::bad_alloc&) {
    // Destructors roll back, also when memory is out: the next commit writes the counters instead.
    return;
  }
}

Expected<CommitResult> Committer::clear(std::unique_ptr<WriteLockHold> lock) {
  const VersionPtr base = latest();
  const CommitHeader header = next_header(CommitKind::Clear);
  CommitRecordBuilder record;
  for (const Family family : {Family::Tokens, Family::Nodes, Family::Relationships, Family::Adjacency, Family::Labels,
                              Family::Indexes, Family::Statistics}) {
    if (const auto removed = remove_all(*base->view, family, record); !removed) return removed.error();
  }
  auto next = std::make_shared<Version>();
  next->number = header.number;
  next->instant_us = header.instant_us;
  const IdCounters counters{std::max(base->node_id_bound, ids_taken_.node_id_bound),
                            std::max(base->relationship_id_bound, ids_taken_.relationship_id_bound)};
  put_counters(record, header, counters);
  next->node_id_bound = counters.node_id_bound;
  next->relationship_id_bound = counters.relationship_id_bound;
  Schema schema;
  schema.version = base->schema->version + 1;
  schema.next_index = base->schema->next_index;
  record.put(Family::Meta, meta_schema, encode(schema));
  next->schema = std::make_shared<const Schema>(std::move(schema));
  record.touched().everything = true;
  ledger_.clear();
  auto version = write_and_show(record.finish(header), std::move(next));
  if (!version) return std::move(version).error();
  if (++clears_ % clears_per_compaction == 0) {
    if (const auto compacted = store_.compact(); !compacted) return compacted.error();
  }
  lock.reset();
  if (const auto durable = wait_durable(header.number); !durable) return durable.error();
  return CommitResult{header.number, header.instant_us, *version};
}

Expected<bool> Committer::commit_fold(const VersionPtr& base, std::span<const BlockName> blocks,
                                      CommitRecordBuilder& changes, const WriteOptions& options) {
  const auto lock = acquire(options);
  if (!lock) return lock.error();
  for (const BlockName& name : blocks) {
    if (fold_tracker_.changed_at(name) > base->number) return false;
  }
  const VersionPtr from = latest();
  const CommitHeader header = next_header(CommitKind::Fold);
  const std::string_view feature = feature_blocks;
  if (const auto required = require_features(*from->view, std::span(&feature, 1), changes); !required) {
    return required.error();
  }
  auto next = std::make_shared<Version>(*from);
  next->number = header.number;
  next->instant_us = header.instant_us;
  next->node_id_bound = std::max(from->node_id_bound, ids_taken_.node_id_bound);
  next->relationship_id_bound = std::max(from->relationship_id_bound, ids_taken_.relationship_id_bound);
  put_counters(changes, header,
               {.node_id_bound = next->node_id_bound, .relationship_id_bound = next->relationship_id_bound});
  auto written = write_and_show(changes.finish(header), std::move(next));
  if (!written) return std::move(written).error();
  for (const BlockName& name : blocks) fold_tracker_.settled(name, 0);
  return true;
}

void Committer::sync_behind() {
  if (!relaxed_) return;
  static_cast<void>(sync_log());
}

std::optional<Error> Committer::sync_log() {
  OutOfMemory out_of_memory;
  try {
    const auto synced = store_.sync();
    return synced ? std::nullopt : std::optional(fail(synced.error()));
  } catch (const std::bad_alloc&) {
    refuse_writes(std::move(out_of_memory.kept));
    return std::move(out_of_memory.told);
  }
}

Expected<void> Committer::wait_durable(CommitNumber number) {
  std::unique_lock guard(mutex_);
  while (durable_->number < number) {
    if (failed_) return *failed_;
    if (syncing_) {
      synced_.wait(guard);
      continue;
    }
    syncing_ = true;
    VersionPtr target = latest_;
    guard.unlock();
    std::optional<Error> error;
    if (!skip_sync_) error = sync_log();
    guard.lock();
    syncing_ = false;
    if (!error) durable_ = std::move(target);
    synced_.notify_all();
    if (error) return std::move(*error);
  }
  return {};
}

}  // namespace cairn::storage
