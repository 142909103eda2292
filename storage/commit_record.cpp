#include "storage/commit_record.h"

#include "storage/varint.h"

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr std::uint8_t record_version = 1;
constexpr std::uint8_t section_operations = 1;
constexpr std::uint8_t section_touched = 2;
constexpr std::uint8_t first_optional_section = 128;
constexpr unsigned op_bits = 3;
constexpr unsigned op_mask = 7;

void append_section(std::string& out, std::uint8_t tag, std::string_view content) {
  out.push_back(static_cast<char>(tag));
  append_sized(out, content);
}

bool take_header(std::string_view& bytes, CommitHeader& header) {
  std::uint8_t version = 0;
  std::uint64_t instant = 0;
  std::uint8_t kind = 0;
  if (!take_byte(bytes, version) || version != record_version) return false;
  if (!take_varint(bytes, header.number) || !take_varint(bytes, header.epoch) || !take_varint(bytes, instant))
    return false;
  if (!take_byte(bytes, kind) || kind > static_cast<std::uint8_t>(CommitKind::IndexBuild)) return false;
  header.instant_us = unzigzag(instant);
  header.kind = static_cast<CommitKind>(kind);
  return take_varint(bytes, header.synced);
}

}  // namespace

void CommitRecordBuilder::add(Operation::Kind kind, Family family, std::string_view key, std::string_view value) {
  operations_.push_back(static_cast<char>(static_cast<unsigned>(family) << op_bits | static_cast<unsigned>(kind)));
  append_sized(operations_, key);
  if (kind != Operation::Kind::Remove) append_sized(operations_, value);
}

std::string CommitRecordBuilder::finish(const CommitHeader& header) {
  put(Family::Meta, meta_clock,
      encode(CommitClock{
          .number = header.number, .epoch = header.epoch, .instant_us = header.instant_us, .synced = header.synced}));
  std::string out(1, static_cast<char>(record_version));
  append_varint(out, header.number);
  append_varint(out, header.epoch);
  append_varint(out, zigzag(header.instant_us));
  out.push_back(static_cast<char>(header.kind));
  append_varint(out, header.synced);
  append_section(out, section_operations, operations_);
  std::string touched;
  append_touched(touched, touched_);
  append_section(out, section_touched, touched);
  return out;
}

std::optional<CommitRecordView> CommitRecordView::parse(std::string_view bytes) {
  CommitRecordView record;
  if (!take_header(bytes, record.header)) return std::nullopt;
  while (!bytes.empty()) {
    std::uint8_t tag = 0;
    std::string_view content;
    if (!take_byte(bytes, tag) || !take_sized(bytes, content)) return std::nullopt;
    if (tag == section_operations) {
      record.operations = content;
    } else if (tag == section_touched) {
      record.touched = content;
    } else if (tag < first_optional_section) {
      return std::nullopt;
    }
  }
  return record;
}

std::optional<Operation> take_operation(std::string_view& operations) {
  std::string_view rest = operations;
  std::uint8_t head = 0;
  Operation operation;
  if (!take_byte(rest, head)) return std::nullopt;
  const unsigned kind = head & op_mask;
  const unsigned family = static_cast<unsigned>(head) >> op_bits;
  if (kind > static_cast<unsigned>(Operation::Kind::RemoveRange) || family >= family_count) return std::nullopt;
  operation.kind = static_cast<Operation::Kind>(kind);
  operation.family = static_cast<Family>(family);
  if (!take_sized(rest, operation.key)) return std::nullopt;
  if (operation.kind != Operation::Kind::Remove && !take_sized(rest, operation.value)) return std::nullopt;
  operations = rest;
  return operation;
}

void add_index_changes(std::string_view operations, Touched& touched) {
  while (const auto operation = take_operation(operations)) {
    if (operation->family != Family::Indexes) continue;
    if (operation->kind == Operation::Kind::RemoveRange) {
      // All of an index, from its prefix on, or all there is.
      const auto index = parse_index_id(std::string(operation->key) + '\0');
      if (index) touched.dropped_indexes.push_back(*index);
      continue;
    }
    const auto index = parse_index_id(operation->key);
    if (!index) continue;
    touched.index_changes[*index].push_back({.key = std::string(operation->key.substr(index_prefix(*index).size())),
                                             .removed = operation->kind == Operation::Kind::Remove,
                                             .value = std::string(operation->value)});
  }
  for (auto& [index, changes] : touched.index_changes) {
    if (!std::ranges::is_sorted(changes, {}, &IndexChange::key)) std::ranges::sort(changes, {}, &IndexChange::key);
  }
}

}  // namespace cairn::storage
