// The version of everything that is written to disk, and how older ones become this one.
//
// A database says its format twice: in `meta`, which is the truth, and in the file CAIRN in its
// directory, which can be read before RocksDB touches anything. The number grows when a program that
// knows only the old number would misread the new data; what old programs may ignore goes into optional
// sections instead.
#pragma once

#include "base/expected.h"
#include "storage/commit_record.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace cairn::storage {

class StoreView;

inline constexpr std::uint32_t format_version = 2;
inline constexpr std::string_view writer_version = "cairn 0.1.0";
inline constexpr std::string_view mark_file_name = "CAIRN";

// The step from format `from` to `from` + 1: what must change on disk, read from the old state.
struct FormatUpgrade {
  std::uint32_t from = 0;
  std::function<Expected<void>(const StoreView& old, CommitRecordBuilder& changes)> apply;
};

// Every step this program knows, ascending; the last one leads to `format_version`. What they do stands in
// format_upgrades.cpp.
std::span<const FormatUpgrade> format_upgrades();

// The step that leads on from `found`; null if there is none.
const FormatUpgrade* upgrade_from(std::span<const FormatUpgrade> upgrades, std::uint32_t found);

// The required features this program understands.
bool knows_feature(std::string_view name);

// Sees to it that the database names these required features from the commit on that `changes` becomes: programs
// that lack them then refuse the database instead of misreading it. `state` is what the commit starts from. Once
// per commit.
Expected<void> require_features(const StoreView& state, std::span<const std::string_view> names,
                                CommitRecordBuilder& changes);

// The errors of opening what this program cannot read.
Error newer_format_error(std::string_view path, std::uint32_t found);
Error unknown_feature_error(std::string_view path, std::string_view feature);

}  // namespace cairn::storage
