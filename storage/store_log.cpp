// The write-ahead log, read as RocksDB writes it (its "Write Ahead Log File Format"):
//
//   file:    blocks of 32 KiB; the last bytes of a block that cannot hold a header are zero
//   record:  | u32 masked crc32c of type and payload | u16 bytes | u8 type | payload |    little-endian
//   type:    1 whole   2 first   3 middle   4 last fragment;  0 is space that was never written
//   payload of a whole or first fragment: a write batch | u64 sequence | u32 count | u8 3 | varint | blob | …
#include "storage/store_parts.h"
#include "storage/varint.h"

#include <fmt/format.h>
#include <rocksdb/wal_filter.h>
#include <rocksdb/write_batch.h>
#include <boost/crc.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <functional>

namespace cairn::storage {

namespace {

constexpr std::string_view blob_head = "cairn\x01";
constexpr std::size_t blob_bytes = blob_head.size() + 16;
constexpr std::size_t block_bytes = std::size_t{32} * 1024;
constexpr std::size_t header_bytes = 7;
constexpr std::size_t batch_header_bytes = 12;
constexpr std::uint8_t batch_tag_log_data = 3;

enum FragmentType : std::uint8_t { Unwritten = 0, Whole = 1, First = 2, Middle = 3, Last = 4 };

struct LogMark {
  CommitNumber number = 0;
  CommitNumber synced = 0;
};

std::uint64_t read_little_endian(std::string_view bytes, std::size_t at, unsigned count) {
  std::uint64_t value = 0;
  for (unsigned i = count; i > 0; --i) value = value << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

void append_little_endian(std::string& out, std::uint64_t value, unsigned count) {
  for (unsigned i = 0; i < count; ++i) out.push_back(static_cast<char>(value >> (8U * i)));
}

std::optional<LogMark> parse_blob(std::string_view blob) {
  if (blob.size() != blob_bytes || !blob.starts_with(blob_head)) return std::nullopt;
  return LogMark{read_little_endian(blob, blob_head.size(), 8), read_little_endian(blob, blob_head.size() + 8, 8)};
}

// The mark at the beginning of a write batch, also of one whose end is missing.
std::optional<LogMark> mark_of_batch(std::string_view batch) {
  if (batch.size() <= batch_header_bytes) return std::nullopt;
  std::string_view rest = batch.substr(batch_header_bytes);
  std::uint8_t tag = 0;
  std::uint64_t size = 0;
  std::string_view blob;
  if (!take_byte(rest, tag) || tag != batch_tag_log_data || !take_varint(rest, size) || !take_bytes(rest, size, blob)) {
    return std::nullopt;
  }
  return parse_blob(blob);
}

std::uint32_t masked_checksum(std::string_view bytes) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> checksum;
  checksum.process_bytes(bytes.data(), bytes.size());
  const std::uint32_t plain = checksum.checksum();
  return (plain >> 15U | plain << 17U) + 0xA282EAD8U;
}

// Reads the fragments of one log and adds what it finds to a scan.
class LogReader {
 public:
  LogReader(LogScan& scan, CommitNumber& last_number, std::string name, std::string_view content)
      : scan_(scan), last_number_(last_number), name_(std::move(name)), content_(content) {}

  void read() {
    for (std::size_t block = 0; block < content_.size(); block += block_bytes) {
      read_block(block, content_.substr(block, block_bytes));
    }
    if (open_) suspect(content_.size());
  }

 private:
  void read_block(std::size_t offset, std::string_view block) {
    std::size_t at = 0;
    while (at + header_bytes <= block.size()) {
      const std::uint64_t size = read_little_endian(block, at + 4, 2);
      const auto type = static_cast<std::uint8_t>(block[at + 6]);
      if (type == Unwritten && size == 0 && all_zero(block.substr(at))) return;
      if (!readable(block, at)) {
        suspect(offset + at);
        open_ = false;
        at = next_readable(block, at + 1);
        continue;
      }
      take_fragment(offset + at, type, block.substr(at + header_bytes, size));
      at += header_bytes + size;
    }
  }

  static bool readable(std::string_view block, std::size_t at) {
    const std::uint64_t size = read_little_endian(block, at + 4, 2);
    const auto type = static_cast<std::uint8_t>(block[at + 6]);
    return type >= Whole && type <= Last && at + header_bytes + size <= block.size() &&
           intact(block.substr(at, header_bytes + size));
  }

  // After something unreadable the sizes in a block cannot be trusted, so the next commit is looked for by
  // its mark.
  static std::size_t next_readable(std::string_view block, std::size_t from) {
    constexpr std::size_t before_mark = header_bytes + batch_header_bytes + 2;
    for (std::size_t mark = block.find(blob_head, from); mark != std::string_view::npos;
         mark = block.find(blob_head, mark + 1)) {
      if (mark >= from + before_mark && readable(block, mark - before_mark)) return mark - before_mark;
    }
    return block.size();
  }

  static bool all_zero(std::string_view bytes) {
    return std::ranges::all_of(bytes, [](char c) { return c == '\0'; });
  }

  static bool intact(std::string_view fragment) {
    return masked_checksum(fragment.substr(6)) == static_cast<std::uint32_t>(read_little_endian(fragment, 0, 4));
  }

  void take_fragment(std::size_t offset, std::uint8_t type, std::string_view payload) {
    const bool begins = type == Whole || type == First;
    if (begins == open_) suspect(offset);
    if (begins) {
      mark_ = mark_of_batch(payload);
      if (mark_) scan_.synced = std::max(scan_.synced, mark_->synced);
      open_ = true;
    }
    if (type != Whole && type != Last) return;
    if (open_ && mark_) take_commit(offset, mark_->number);
    open_ = false;
  }

  void take_commit(std::size_t offset, CommitNumber number) {
    ++scan_.commits;
    if (!scan_.first) scan_.first = number;
    if (last_number_ != 0 && number != last_number_ + 1) suspect(offset);
    last_number_ = number;
  }

  void suspect(std::size_t offset) {
    if (scan_.suspicious) return;
    scan_.suspicious = true;
    scan_.file = name_;
    scan_.offset = offset;
  }

  LogScan& scan_;
  CommitNumber& last_number_;
  std::string name_;
  std::string_view content_;
  std::optional<LogMark> mark_;
  bool open_ = false;  // between a first and a last fragment
};

// Numbers of the log files of a directory, ascending: the order in which they were written.
std::vector<std::pair<std::uint64_t, std::string>> log_files(const std::vector<std::string>& names) {
  std::vector<std::pair<std::uint64_t, std::string>> files;
  for (const std::string& name : names) {
    if (!name.ends_with(".log")) continue;
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
    if (parsed.ptr == name.data() + name.size() - 4) files.emplace_back(number, name);
  }
  std::ranges::sort(files);
  return files;
}

class ContinuityFilter final : public rocksdb::WalFilter {
 public:
  explicit ContinuityFilter(std::optional<CommitNumber> next) : next_(next) {}
  const char* Name() const override { return "cairn.continuity"; }

  WalProcessingOption LogRecordFound(unsigned long long, const std::string&, const rocksdb::WriteBatch& batch,
                                     rocksdb::WriteBatch*, bool*) override {
    const auto mark = mark_of_batch(batch.Data());
    if (!mark) return WalProcessingOption::kContinueProcessing;
    if (!follows(mark->number)) return WalProcessingOption::kStopReplay;
    last_ = mark->number;
    return WalProcessingOption::kContinueProcessing;
  }

 private:
  bool follows(CommitNumber number) const {
    if (last_ && number == *last_ + 1) return true;
    return next_ ? number <= *next_ : !last_;
  }

  const std::optional<CommitNumber> next_;
  std::optional<CommitNumber> last_;
};

// Calls `use` with the name and the content of each log, oldest first.
Expected<void> each_log(const StoreParts& parts,
                        const std::function<void(const std::string& name, std::string_view content)>& use) {
  std::vector<std::string> names;
  const rocksdb::Status listed = parts.environment->GetChildren(parts.path, &names);
  if (!listed.ok()) return store_failure(listed, "list the logs");
  for (const auto& [number, name] : log_files(names)) {
    std::string content;
    const rocksdb::Status status = rocksdb::ReadFileToString(parts.environment, parts.path + "/" + name, &content);
    if (!status.ok()) return store_failure(status, fmt::format("read the log '{}'", name));
    use(name, content);
  }
  return {};
}

}  // namespace

std::string log_blob(CommitNumber number, CommitNumber synced) {
  std::string blob(blob_head);
  append_little_endian(blob, number, 8);
  append_little_endian(blob, synced, 8);
  return blob;
}

std::unique_ptr<rocksdb::WalFilter> make_log_filter(std::optional<CommitNumber> next) {
  return std::make_unique<ContinuityFilter>(next);
}

Expected<LogScan> scan_logs(const StoreParts& parts) {
  LogScan scan;
  CommitNumber last_number = 0;
  const auto read = each_log(parts, [&](const std::string& name, std::string_view content) {
    LogReader(scan, last_number, name, content).read();
  });
  if (!read) return read.error();
  return scan;
}

Expected<std::vector<LogFile>> scan_each_log(const StoreParts& parts) {
  std::vector<LogFile> files;
  const auto read = each_log(parts, [&](const std::string& name, std::string_view content) {
    CommitNumber last_number = 0;
    LogFile& file = files.emplace_back(LogFile{.name = name, .scan = {}});
    LogReader(file.scan, last_number, name, content).read();
  });
  if (!read) return read.error();
  return files;
}

}  // namespace cairn::storage
