#include "storage/checker.h"

#include "storage/meta_codec.h"

#include <fmt/format.h>

namespace cairn::storage {

namespace {

std::string describe_count(const CountKey& count) {
  switch (count.kind) {
    case CountKey::Kind::NodesWithLabel: return fmt::format("nodes with label {}", count.label);
    case CountKey::Kind::RelationshipsOfType: return fmt::format("relationships of type {}", count.type);
    default:
      return fmt::format("relationships of type {} {} label {}", count.type,
                         count.direction == Direction::Outgoing ? "from" : "to", count.label);
  }
}

std::uint64_t total(const CountKey& count, const Statistics& statistics) {
  switch (count.kind) {
    case CountKey::Kind::NodesWithLabel: return statistics.nodes(count.label);
    case CountKey::Kind::RelationshipsOfType: return statistics.relationships(count.type);
    default: return statistics.type(count.type).with_label(count.label, count.direction);
  }
}

// The single counts that a stored value says.
std::vector<CountKey> single_counts(const CountKey& stored) {
  if (stored.kind != CountKey::Kind::RelationshipsWithLabels) return {stored};
  std::vector<CountKey> counts;
  counts.reserve(labels_per_count_page);
  for (LabelToken offset = 0; offset < labels_per_count_page; ++offset) {
    counts.push_back({.kind = CountKey::Kind::RelationshipsWithLabel,
                      .direction = stored.direction,
                      .label = stored.label + offset,
                      .type = stored.type});
  }
  return counts;
}

}  // namespace

StatisticsEditor Checker::count_entities() const {
  StatisticsEditor counted{Statistics()};
  for (NodeId id = nodes_.next(0); id < nodes_.bound(); id = nodes_.next(id + 1)) {
    if (!node_exists(id)) continue;
    counted.add_nodes(label_exists, 1);
    for (const LabelToken label : labels_of(id)) counted.add_nodes(label, 1);
  }
  for (RelationshipId id = relationships_.next(0); id < relationships_.bound(); id = relationships_.next(id + 1)) {
    const RelationshipFacts& facts = relationships_[id];
    if (facts.type == no_token) continue;
    counted.add_relationships(facts.type, 1);
    if (facts.source == facts.target) counted.add_self_loops(facts.type, 1);
    for (const Direction direction : {Direction::Outgoing, Direction::Incoming}) {
      const NodeId end = direction == Direction::Outgoing ? facts.source : facts.target;
      if (!node_exists(end)) continue;
      for (const LabelToken label : labels_of(end)) counted.add_relationships(label, facts.type, direction, 1);
    }
  }
  return counted;
}

void Checker::check_count(const CountKey& count, std::string_view key, const Statistics& stored,
                          const Statistics& counted) {
  const auto compare = [&](const std::string& what, std::uint64_t says, std::uint64_t there) {
    if (says != there) report(Family::Statistics, key, fmt::format("{}: says {}, there are {}", what, says, there));
  };
  if (count.kind == CountKey::Kind::RelationshipsOfType) {
    compare(fmt::format("self-loops of type {}", count.type), stored.self_loops(count.type),
            counted.self_loops(count.type));
  }
  for (const CountKey& single : single_counts(count)) {
    compare(describe_count(single), total(single, stored), total(single, counted));
  }
}

Expected<void> Checker::check_counts() {
  const StatisticsEditor counted = count_entities();
  std::set<CountKey> seen;
  const auto walked = each(Family::Statistics, [&](std::string_view key, std::string_view value) {
    const auto count = parse_statistics_key(key);
    StatisticsEditor stored{Statistics()};
    if (!count || !add_stored_count(*count, value, stored)) return report(Family::Statistics, key, "cannot be decoded");
    seen.insert(*count);
    if (encode_count(*count, counted.current()) == value) return;
    check_count(*count, key, stored.current(), counted.current());
  });
  if (!walked) return walked.error();
  for (const CountKey& count : counted.touched()) {
    if (seen.contains(count)) continue;
    for (const CountKey& single : single_counts(count)) {
      if (seen.contains(single) || total(single, counted.current()) == 0) continue;
      report(Family::Statistics, statistics_key(count), fmt::format("{}: is missing", describe_count(single)));
    }
  }
  return {};
}

}  // namespace cairn::storage
