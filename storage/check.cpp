#include "storage/check.h"

#include "storage/checker.h"
#include "storage/label_block.h"
#include "storage/meta_codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cairn::storage {

Expected<CheckReport> check(const VersionPtr& version) { return Checker(version).run(); }

Expected<CheckReport> Checker::run() {
  using Step = Expected<void> (Checker::*)();
  for (const Step step : {&Checker::check_meta, &Checker::check_tokens, &Checker::check_nodes,
                          &Checker::check_relationships, &Checker::check_lists, &Checker::check_labels,
                          &Checker::check_counts, &Checker::check_schema, &Checker::check_indexes}) {
    if (const auto done = (this->*step)(); !done) return done.error();
  }
  return std::move(report_);
}

void Checker::report(Family family, std::string_view key, std::string problem) {
  if (report_.findings.size() >= CheckReport::findings_max) {
    report_.cut = true;
    return;
  }
  report_.findings.push_back({std::string(family_name(family)), describe_key(family, key), std::move(problem)});
}

Expected<void> Checker::each(Family family, const std::function<void(std::string_view, std::string_view)>& visit,
                             std::string_view begin, std::string_view end) {
  const auto cursor = reader_.view().cursor(family, begin, end);
  std::string last_key;
  for (; cursor->valid(); cursor->next()) {
    ++report_.keys;
    visit(cursor->key(), cursor->value());
    last_key = cursor->key();
  }
  if (const auto read = cursor->status(); !read) {
    report(family, last_key, "cannot read what follows: " + read.error().message);
  }
  return {};
}

// --- meta and tokens

Expected<void> Checker::check_meta() {
  std::optional<CommitClock> clock;
  std::optional<IdCounters> counters;
  std::optional<IdCounters> given;  // as the last commit that gave ids says
  std::optional<std::vector<std::string>> features;
  const auto walked = each(Family::Meta, [&](std::string_view key, std::string_view value) {
    bool decoded = true;
    if (key == meta_clock) {
      decoded = (clock = parse_clock(value)).has_value();
    } else if (key == meta_counters) {
      decoded = (counters = parse_counters(value)).has_value();
    } else if (key == meta_schema) {
      decoded = parse_schema(value).has_value();
    } else if (key == meta_features) {
      decoded = (features = parse_features(value)).has_value();
      if (features) features_.insert(features->begin(), features->end());
    } else if (key == meta_format) {
      decoded = parse_format(value).has_value();
    } else if (key.starts_with(meta_watermark)) {
      const auto watermark = parse_watermark(value);
      decoded = watermark.has_value();
      if (watermark) given = watermark->counters;
    } else if (key.starts_with(meta_building)) {
      const auto index = parse_building_key(key);
      if (index) building_.insert(*index);
      decoded = index.has_value();
    }
    if (!decoded) report(Family::Meta, key, "cannot be decoded");
  });
  if (!walked) return walked.error();
  if (!clock || clock->number != version_->number) report(Family::Meta, meta_clock, "is not at the last commit");
  if (!counters || counters->node_id_bound != version_->node_id_bound ||
      counters->relationship_id_bound != version_->relationship_id_bound) {
    report(Family::Meta, meta_counters, "differ from those of the last commit");
  }
  if (counters && given && *counters != *given) report(Family::Meta, meta_counters, "differ from the last watermark");
  return {};
}

Expected<void> Checker::check_tokens() {
  std::array<std::set<std::string>, 3> names;
  return each(Family::Tokens, [&](std::string_view key, std::string_view value) {
    const auto name = parse_token(value);
    const auto kind = static_cast<unsigned char>(key.empty() ? 0xFF : key[0]);
    if (!name || kind > 2) return report(Family::Tokens, key, "cannot be decoded");
    const auto expected = static_cast<std::uint32_t>(names[kind].size() + 1);
    if (key != token_key(static_cast<TokenKind>(kind), expected)) {
      report(Family::Tokens, key, fmt::format("stands where token {} is due", expected));
    }
    if (!names[kind].insert(*name).second) report(Family::Tokens, key, fmt::format("repeats the name '{}'", *name));
  });
}

// --- labels

Expected<void> Checker::check_labels() {
  const auto walked =
      each(Family::Labels, [&](std::string_view key, std::string_view value) { check_label_block(key, value); });
  if (!walked) return walked.error();
  return check_label_sums();
}

// Membership is summed up by hashes of the label, label 0 included.
static std::uint64_t label_hash(LabelToken label) { return (std::uint64_t{label} + 1) * 0x9E3779B97F4A7C15U; }

void Checker::check_label_block(std::string_view key, std::string_view value) {
  const auto place = parse_label_key(key);
  const auto block = parse_label_block(value);
  if (!place || !block) return report(Family::Labels, key, "cannot be decoded");
  if (block->members.none()) report(Family::Labels, key, "is empty");
  for (std::size_t i = block->members._Find_first(); i < label_block_ids; i = block->members._Find_next(i)) {
    const NodeId id = place->block * label_block_ids + i;
    if (!node_exists(id)) {
      report(Family::Labels, key, fmt::format("holds node {}, which does not exist", id));
    } else if (place->label != label_exists && !std::ranges::binary_search(labels_of(id), place->label)) {
      report(Family::Labels, key, fmt::format("holds node {}, whose record lacks the label", id));
    } else {
      nodes_.note(id).labels_found += label_hash(place->label);
    }
  }
}

Expected<void> Checker::check_label_sums() {
  for (NodeId id = nodes_.next(0); id < nodes_.bound(); id = nodes_.next(id + 1)) {
    if (!node_exists(id)) continue;
    std::uint64_t expected = label_hash(label_exists);
    for (const LabelToken label : labels_of(id)) expected += label_hash(label);
    if (nodes_[id].labels_found == expected) continue;
    std::vector<LabelToken> labels = labels_of(id);
    labels.insert(labels.begin(), label_exists);
    for (const LabelToken label : labels) {
      std::uint8_t has = 0;
      // A block that cannot be decoded has been reported already.
      if (!reader_.have_label(std::span(&id, 1), label, std::span(&has, 1)) || has != 0) continue;
      report(Family::Labels, label_key(label, id / label_block_ids),
             fmt::format("lacks node {}, which has the label", id));
    }
  }
  return {};
}

}  // namespace cairn::storage
