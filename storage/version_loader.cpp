#include "storage/version_loader.h"

#include "storage/base_reader.h"
#include "storage/commit_encoder.h"
#include "storage/commit_record.h"
#include "storage/committer.h"

#include <fmt/format.h>

namespace cairn::storage {

namespace {

// Reads and decodes one value of `meta`.
template <class Parse>
auto read_meta(const StoreView& view, std::string_view key, Parse parse)
    -> Expected<typename decltype(parse(std::string_view()))::value_type> {
  std::string bytes;
  const auto found = view.get(Family::Meta, key, bytes);
  if (!found) return found.error();
  auto value = *found ? parse(bytes) : std::nullopt;
  if (!value) return damaged_error(Family::Meta, key);
  return std::move(*value);
}

// Names in the order of their tokens, which count from 1 without gaps.
Expected<TokenTable> load_tokens(const StoreView& view) {
  std::array<std::vector<std::string>, 3> names;
  const auto cursor = view.cursor(Family::Tokens);
  for (; cursor->valid(); cursor->next()) {
    const std::string_view key = cursor->key();
    const auto kind = static_cast<unsigned char>(key.empty() ? 0xFF : key[0]);
    auto name = parse_token(cursor->value());
    if (kind > 2 || !name ||
        key != token_key(static_cast<TokenKind>(kind), static_cast<std::uint32_t>(names[kind].size() + 1))) {
      return damaged_error(Family::Tokens, key);
    }
    names[kind].push_back(std::move(*name));
  }
  if (const auto status = cursor->status(); !status) return status.error();
  TokenTable tokens;
  for (const TokenKind kind : {TokenKind::Label, TokenKind::Type, TokenKind::Key}) {
    tokens = tokens.with(kind, names[static_cast<std::size_t>(kind)]);
  }
  return tokens;
}

Expected<Statistics> load_statistics(const StoreView& view, const TokenTable& tokens) {
  StatisticsEditor statistics{Statistics()};
  statistics.add_sums();
  // Not the pages of counts by label.
  const std::string end(1, static_cast<char>(CountKey::Kind::RelationshipsWithLabels));
  const auto cursor = view.cursor(Family::Statistics, {}, end);
  for (; cursor->valid(); cursor->next()) {
    const auto count = parse_statistics_key(cursor->key());
    // A count of a token nobody made would want memory for all tokens below it.
    const bool named = count && count->label <= tokens.labels().size() && count->type <= tokens.types().size();
    if (!named || !add_stored_count(*count, cursor->value(), statistics)) {
      return damaged_error(Family::Statistics, cursor->key());
    }
  }
  if (const auto status = cursor->status(); !status) return status.error();
  return statistics.snapshot();
}

Expected<void> write_record(Store& store, CommitRecordBuilder& builder, const CommitHeader& header) {
  const std::string bytes = builder.finish(header);
  const auto record = CommitRecordView::parse(bytes);
  if (!record) return storage_error("Damaged", "a commit record cannot be decoded");
  if (const auto written = store.write(*record); !written) return written.error();
  return store.sync();
}

}  // namespace

Expected<void> create_database(Store& store) {
  CommitRecordBuilder record;
  record.put(Family::Meta, meta_format,
             encode(FormatMark{.format = format_version, .writer = std::string(writer_version)}));
  record.put(Family::Meta, meta_features, encode_features({}));
  record.put(Family::Meta, meta_counters, encode(IdCounters{}));
  record.put(Family::Meta, meta_schema, encode(Schema{}));
  return write_record(store, record,
                      {.number = 0, .epoch = 1, .instant_us = 0, .kind = CommitKind::Creation, .synced = 0});
}

Expected<void> upgrade_database(Store& store, const std::string& path, std::span<const FormatUpgrade> steps,
                                std::uint32_t target) {
  while (true) {
    const StoreViewPtr view = store.view();
    const auto mark = read_meta(*view, meta_format, parse_format);
    if (!mark) return mark.error();
    if (mark->format > target) return newer_format_error(path, mark->format);
    const auto features = read_meta(*view, meta_features, parse_features);
    if (!features) return features.error();
    for (const std::string& feature : *features) {
      if (!knows_feature(feature)) return unknown_feature_error(path, feature);
    }
    if (mark->format == target) return {};
    const FormatUpgrade* step = upgrade_from(steps, mark->format);
    if (step == nullptr || store.read_only()) {
      return storage_error("OldFormat", fmt::format("the database '{}' has the old format {}", path, mark->format),
                           "open it once for writing with this version of cairn");
    }
    const auto clock = read_meta(*view, meta_clock, parse_clock);
    if (!clock) return clock.error();
    // First the mark: a program that knows only the old format must not open what is half upgraded.
    if (const auto marked = store.mark_format(step->from + 1); !marked) return marked.error();
    CommitRecordBuilder record;
    if (const auto applied = step->apply(*view, record); !applied) return applied.error();
    record.put(Family::Meta, meta_format,
               encode(FormatMark{.format = step->from + 1, .writer = std::string(writer_version)}));
    const CommitHeader header{.number = clock->number + 1,
                              .epoch = clock->epoch,
                              .instant_us = clock->instant_us + 1,
                              .kind = CommitKind::Upgrade,
                              .synced = clock->number};
    if (const auto written = write_record(store, record, header); !written) return written.error();
  }
}

Expected<void> end_unfinished_builds(Store& store, bool salvaged) {
  const StoreViewPtr view = store.view();
  const auto schema = read_meta(*view, meta_schema, parse_schema);
  if (!schema) return schema.error();
  CommitRecordBuilder record;
  std::vector<IndexId> builds;
  const std::string prefix(meta_building);
  const auto markers = view->cursor(Family::Meta, prefix, after_prefix(prefix));
  for (; markers->valid(); markers->next()) {
    if (const auto index = parse_building_key(markers->key())) builds.push_back(*index);
  }
  if (const auto status = markers->status(); !status) return status;
  end_builds(record, builds, *schema);
  // Ids that were given away by commits which a salvage left out.
  const std::string never_given = index_prefix(schema->next_index);
  const auto beyond = view->cursor(Family::Indexes, never_given);
  const bool has_beyond = salvaged && beyond->valid();
  if (const auto status = beyond->status(); !status) return status;
  if (has_beyond) record.remove_range(Family::Indexes, never_given, std::string(never_given.size() + 1, '\xFF'));
  if (builds.empty() && !has_beyond) return {};
  const auto clock = read_meta(*view, meta_clock, parse_clock);
  if (!clock) return clock.error();
  const auto counters = read_meta(*view, meta_counters, parse_counters);
  if (!counters) return counters.error();
  const CommitHeader header{.number = clock->number + 1,
                            .epoch = clock->epoch,
                            .instant_us = clock->instant_us + 1,
                            .kind = CommitKind::IndexBuild,
                            .synced = clock->number};
  put_counters(record, header, *counters);
  return write_record(store, record, header);
}

Expected<LoadedVersion> load_version(const Store& store) {
  LoadedVersion loaded;
  const StoreViewPtr view = store.view();
  const auto format = read_meta(*view, meta_format, parse_format);
  if (!format) return format.error();
  loaded.format = *format;
  const auto clock = read_meta(*view, meta_clock, parse_clock);
  if (!clock) return clock.error();
  loaded.clock = *clock;
  const auto counters = read_meta(*view, meta_counters, parse_counters);
  if (!counters) return counters.error();
  auto schema = read_meta(*view, meta_schema, parse_schema);
  if (!schema) return schema.error();
  auto tokens = load_tokens(*view);
  if (!tokens) return tokens.error();
  auto statistics = load_statistics(*view, *tokens);
  if (!statistics) return statistics.error();
  auto version = std::make_shared<Version>();
  version->number = clock->number;
  version->instant_us = clock->instant_us;
  version->node_id_bound = counters->node_id_bound;
  version->relationship_id_bound = counters->relationship_id_bound;
  version->tokens = std::move(*tokens);
  version->schema = std::make_shared<const Schema>(std::move(*schema));
  version->statistics = std::move(*statistics);
  version->view = view;
  loaded.version = std::move(version);
  return loaded;
}

}  // namespace cairn::storage
