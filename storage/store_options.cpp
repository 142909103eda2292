#include "storage/store_parts.h"

#include <rocksdb/convenience.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>
#include <rocksdb/write_buffer_manager.h>

#include <algorithm>
#include <vector>

namespace cairn::storage {

namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20U;
constexpr std::uint64_t log_bytes_max = 16 * mebibyte;
constexpr std::size_t block_bytes = std::size_t{16} * 1024;
constexpr std::size_t metadata_block_bytes = std::size_t{4} * 1024;
constexpr int open_files_max = 512;
constexpr double bloom_bits_per_key = 10;
// A run of `deletion_window` entries with `deletion_trigger` tombstones asks for compaction.
constexpr std::size_t deletion_window = 1024;
constexpr std::size_t deletion_trigger = 512;

// RocksDB would move its diagnostic file aside on opening, also that of another process; nobody reads it.
class SilentLogger : public rocksdb::Logger {
 public:
  SilentLogger() : rocksdb::Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

// RocksDB would try by itself to go on once a full disk has room again, and end in an assertion where its list of
// tables cannot be written meanwhile. A database that failed takes no more writes until it is opened again.
class NoRecovery : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* automatic) override {
    *automatic = false;
  }
};

std::uint64_t write_buffer_bytes(std::uint64_t memory_bytes) {
  return std::clamp(memory_bytes / 8, mebibyte, 16 * mebibyte);
}

bool supports(rocksdb::CompressionType compression) {
  const std::vector<rocksdb::CompressionType> all = rocksdb::GetSupportedCompressions();
  return std::ranges::find(all, compression) != all.end();
}

bool collects_deletions(std::string_view name) {
  return name == family_name(Family::Nodes) || name == family_name(Family::Relationships) ||
         name == family_name(Family::Indexes);
}

}  // namespace

rocksdb::DBOptions database_options(StoreParts& parts, const StoreOptions& options) {
  rocksdb::DBOptions result;
  result.env = parts.environment;
  result.create_if_missing = !options.read_only;
  result.create_missing_column_families = !options.read_only;
  result.info_log = std::make_shared<SilentLogger>();
  result.listeners.push_back(std::make_shared<NoRecovery>());
  result.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  result.track_and_verify_wals_in_manifest = !options.salvage;
  // So RocksDB calls recovering without logs.
  result.best_efforts_recovery = options.tables_only;
  result.wal_filter = parts.log_filter.get();
  result.max_total_wal_size = log_bytes_max;
  // Otherwise tables of one family run ahead of logs that others still need, and damage in such a log
  // leaves nothing that salvage could open to.
  result.atomic_flush = true;
  result.max_bgerror_resume_count = 0;
  result.max_open_files = open_files_max;
  result.max_file_opening_threads = 2;
  result.max_background_jobs = 2;
  result.skip_stats_update_on_db_open = true;
  result.skip_checking_sst_file_sizes_on_db_open = true;
  result.stats_dump_period_sec = 0;
  result.stats_persist_period_sec = 0;
  result.write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(options.memory_bytes / 2, parts.cache, /*allow_stall=*/false);
  return result;
}

rocksdb::ColumnFamilyOptions family_options(const StoreParts& parts, std::string_view name,
                                            std::uint64_t memory_bytes) {
  rocksdb::ColumnFamilyOptions result;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = parts.cache;
  table.block_size = block_bytes;
  table.format_version = 5;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(bloom_bits_per_key));
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  // In parts: the filter of a table of a million keys is larger than what a small cache keeps, and would be read
  // whole for each key.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.metadata_block_size = metadata_block_bytes;
  table.pin_top_level_index_and_filter = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  result.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  result.compression = rocksdb::kLZ4Compression;
  // Most of the data comes to rest in the last level; there a third fewer bytes are worth slower decoding.
  if (supports(rocksdb::kZSTD)) result.bottommost_compression = rocksdb::kZSTD;
  result.write_buffer_size = write_buffer_bytes(memory_bytes);
  result.level_compaction_dynamic_level_bytes = true;
  if (name == family_name(Family::Adjacency)) result.merge_operator = list_merge_operator();
  if (collects_deletions(name)) {
    result.table_properties_collector_factories.push_back(
        rocksdb::NewCompactOnDeletionCollectorFactory(deletion_window, deletion_trigger));
  }
  return result;
}

}  // namespace cairn::storage
