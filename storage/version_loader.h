// The Version a store was left at, read when it is opened.
#pragma once

#include "base/expected.h"
#include "storage/format.h"
#include "storage/meta_codec.h"
#include "storage/store.h"
#include "storage/version.h"

#include <cstdint>
#include <span>
#include <string>

namespace cairn::storage {

struct LoadedVersion {
  VersionPtr version;
  CommitClock clock;
  FormatMark format;
};

// Makes what an empty database needs: format, features, clock and counters, as commit 0.
Expected<void> create_database(Store& store);

// Brings an older format up to `target`, step by step. Error: the format is newer, a step is missing, or a
// required feature is unknown. `path` is for messages; only tests have steps and a target of their own.
Expected<void> upgrade_database(Store& store, const std::string& path,
                                std::span<const FormatUpgrade> steps = format_upgrades(),
                                std::uint32_t target = format_version);

// Removes what builds of indexes have left that were cut short; of a store that was `salvaged`, also of those whose
// beginning is lost.
Expected<void> end_unfinished_builds(Store& store, bool salvaged);

// Error: something cannot be decoded.
Expected<LoadedVersion> load_version(const Store& store);

}  // namespace cairn::storage
