#include "storage/graph_store.h"

#include "storage/committer.h"
#include "storage/folder.h"
#include "storage/format.h"
#include "storage/idle_flusher.h"
#include "storage/memory_budget.h"
#include "storage/memory_limit.h"
#include "storage/segments/segment_cache.h"
#include "storage/store.h"
#include "storage/test_hooks.h"
#include "storage/version_loader.h"

namespace cairn::storage {

struct GraphStore::Parts {
  std::string path;
  FormatMark format;
  std::unique_ptr<Store> store;
  std::unique_ptr<SegmentCache> segments;
  std::unique_ptr<Committer> committer;
  std::unique_ptr<Folder> folder;        // null: read-only
  std::unique_ptr<IdleFlusher> flusher;  // after what it uses, so that it goes first
};

namespace {

SegmentOptions segment_options(const OpenOptions& options) {
  const std::uint64_t all =
      options.memory_budget != nullptr ? options.memory_budget->bytes_max() : options.memory_bytes;
  SegmentOptions segments;
  segments.bytes_max = options.segment_bytes_max != 0 ? options.segment_bytes_max : all;
  segments.budget =
      options.memory_budget != nullptr ? options.memory_budget : std::make_shared<MemoryBudget>(segments.bytes_max);
  if (options.test_hooks != nullptr) {
    segments.misses_to_build = options.test_hooks->segment_misses_to_build;
    segments.background = options.test_hooks->segments_in_background;
    segments.skip_marks_of = options.test_hooks->skip_marks_of;
  }
  return segments;
}

}  // namespace

GraphStore::GraphStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

GraphStore::~GraphStore() { static_cast<void>(close().has_value()); }

Expected<std::unique_ptr<GraphStore>> GraphStore::open(const std::string& path, OpenOptions options) {
  if (options.memory_bytes == 0) options.memory_bytes = default_store_memory_bytes();
  const StoreOptions store_options{.read_only = options.read_only,
                                   .create_if_missing = options.create_if_missing,
                                   .salvage = options.salvage,
                                   .memory_bytes = options.memory_bytes,
                                   .test_hooks = options.test_hooks};
  auto store = Store::open(path, store_options);
  if (!store) return store.error();
  const auto prepared = (*store)->is_new() ? create_database(**store) : upgrade_database(**store, path);
  if (!prepared) return prepared.error();
  if (!options.read_only) {
    if (const auto ended = end_unfinished_builds(**store, options.salvage); !ended) return ended.error();
  }
  const auto loaded = load_version(**store);
  if (!loaded) return loaded.error();
  auto parts = std::make_unique<Parts>();
  parts->path = path;
  parts->format = loaded->format;
  parts->store = std::move(*store);
  parts->committer = std::make_unique<Committer>(*parts->store, loaded->version, loaded->clock.epoch, options);
  parts->segments = std::make_unique<SegmentCache>(loaded->version, segment_options(options));
  parts->committer->set_listener(parts->segments.get());
  if (!options.read_only) {
    const bool in_background = options.test_hooks == nullptr || !options.test_hooks->skip_background_fold;
    parts->folder = std::make_unique<Folder>(*parts->committer, in_background);
  }
  if (!options.read_only && path != ":memory:") {
    parts->flusher = std::make_unique<IdleFlusher>(*parts->store, *parts->committer);
  }
  return std::unique_ptr<GraphStore>(new GraphStore(std::move(parts)));
}

Expected<void> GraphStore::close() {
  if (parts_ == nullptr) return {};
  const std::unique_ptr<Parts> parts = std::move(parts_);
  parts->flusher.reset();
  parts->folder.reset();
  parts->segments->stop();
  Expected<void> durable;
  if (!parts->store->read_only()) durable = parts->committer->wait_durable(parts->committer->latest()->number);
  parts->committer.reset();
  parts->segments.reset();
  const Expected<void> closed = parts->store->close();
  return durable ? closed : durable;
}

bool GraphStore::read_only() const { return parts_->store->read_only(); }
const std::string& GraphStore::path() const { return parts_->path; }
VersionPtr GraphStore::durable() const { return parts_->committer->durable(); }
VersionPtr GraphStore::latest() const { return parts_->committer->latest(); }
Expected<void> GraphStore::wait_durable(CommitNumber number) { return parts_->committer->wait_durable(number); }

std::unique_ptr<Reader> GraphStore::read(VersionPtr version, View) const {
  return std::make_unique<Reader>(std::move(version), nullptr, parts_->segments.get());
}

std::unique_ptr<Reader> GraphStore::read(const WriteTransaction& transaction, View) const {
  return std::make_unique<Reader>(transaction.base(), &transaction.writes(), parts_->segments.get());
}

Expected<std::unique_ptr<WriteTransaction>> GraphStore::begin_write(const WriteOptions& options) {
  auto lock = parts_->committer->acquire(options);
  if (!lock) return lock.error();
  return std::make_unique<WriteTransaction>(*parts_->committer, std::move(*lock), parts_->committer->latest(),
                                            parts_->segments.get());
}

Expected<std::uint64_t> GraphStore::fold(std::uint32_t records_min, const std::atomic<bool>* cancelled) {
  if (parts_->folder == nullptr) {
    return storage_error("ReadOnly", "the database is open read-only", "open it without --read-only to fold it");
  }
  return parts_->folder->fold_all(records_min, cancelled);
}

Expected<void> GraphStore::clear() {
  auto lock = parts_->committer->acquire({.holder = "clear"});
  if (!lock) return lock.error();
  const auto cleared = parts_->committer->clear(std::move(*lock));
  if (!cleared) return cleared.error();
  return {};
}

void GraphStore::wait_for_segments() const { parts_->segments->wait_idle(); }

std::optional<ValueFacts> GraphStore::value_facts(EntityKind kind, KeyToken key) const {
  return parts_->segments->value_facts(
      {kind == EntityKind::Node ? Thing::Kind::NodeProperty : Thing::Kind::RelationshipProperty, key});
}

Expected<StoreInfo> GraphStore::info() const {
  const auto facts = parts_->store->facts();
  if (!facts) return facts.error();
  const VersionPtr version = latest();
  return StoreInfo{.path = parts_->path,
                   .format_version = parts_->format.format,
                   .writer_version = parts_->format.writer,
                   .epoch = parts_->committer->epoch(),
                   .latest = version->number,
                   .durable = durable()->number,
                   .instant_us = version->instant_us,
                   .nodes = version->statistics.nodes(),
                   .relationships = version->statistics.relationships(),
                   .labels = version->tokens.labels().size(),
                   .types = version->tokens.types().size(),
                   .keys = version->tokens.keys().size(),
                   .indexes = static_cast<std::uint32_t>(version->schema->indexes().size()),
                   .disk_bytes = facts->disk_bytes,
                   .memory_bytes = facts->memory_bytes,
                   .segments = parts_->segments->statistics(),
                   .fold = parts_->folder == nullptr ? FoldStatistics{} : parts_->folder->statistics()};
}

Expected<CheckReport> GraphStore::check() const { return storage::check(durable()); }

}  // namespace cairn::storage
