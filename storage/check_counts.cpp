#include "storage/checker.h"

#include "storage/meta_codec.h"

#include <fmt/format.h>

namespace cairn::storage {

namespace {

std::string describe_count(const CountKey& count) {
  if (count.kind == CountKey::Kind::NodesWithLabel) return fmt::format("nodes with label {}", count.label);
  return fmt::format("relationships of type {}", count.type);
}

std::string describe_label_count(const CountKey& page, LabelToken label) {
  const std::string of = page.type == no_token ? std::string() : fmt::format(" of type {}", page.type);
  return fmt::format("relationships{} {} label {}", of, page.direction == Direction::Outgoing ? "from" : "to", label);
}

std::uint64_t total(const CountKey& count, const Statistics& statistics) {
  return count.kind == CountKey::Kind::NodesWithLabel ? statistics.nodes(count.label)
                                                      : statistics.relationships(count.type);
}

bool is_page(const CountKey& count) { return count.kind == CountKey::Kind::RelationshipsWithLabels; }

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
  compare(describe_count(count), total(count, stored), total(count, counted));
}

void Checker::check_count_page(const CountKey& page, std::string_view key, const LabelCounts& stored,
                               const LabelCounts& counted) {
  for (LabelToken label = page.label; label < page.label + labels_per_count_page; ++label) {
    const std::uint64_t says = count_of(stored, label);
    const std::uint64_t there = count_of(counted, label);
    if (says == there) continue;
    report(Family::Statistics, key,
           fmt::format("{}: says {}, there are {}", describe_label_count(page, label), says, there));
  }
}

Expected<void> Checker::check_counts() {
  const StatisticsEditor entities = count_entities();
  const Statistics& counted = entities.current();
  const auto counted_page = [&](const CountKey& page) {
    const auto counts = counted.count_page(page.type, page.direction, page.label);
    return counts == nullptr ? LabelCounts() : counts->counts;
  };
  std::set<CountKey> seen;
  const auto walked = each(Family::Statistics, [&](std::string_view key, std::string_view value) {
    const auto count = parse_statistics_key(key);
    const auto undecoded = [&] { report(Family::Statistics, key, "cannot be decoded"); };
    if (!count) return undecoded();
    if (is_page(*count)) {
      const auto page = parse_label_counts(count->label, value);
      if (!page) return undecoded();
      check_count_page(*count, key, *page, counted_page(*count));
    } else {
      StatisticsEditor stored{Statistics()};
      if (!add_stored_count(*count, value, stored)) return undecoded();
      check_count(*count, key, stored.current(), counted);
    }
    seen.insert(*count);
  });
  if (!walked) return walked.error();
  for (const CountKey& count : entities.touched()) {
    if (seen.contains(count)) continue;
    const std::string key = statistics_key(count);
    if (!is_page(count)) {
      if (total(count, counted) > 0) {
        report(Family::Statistics, key, fmt::format("{}: is missing", describe_count(count)));
      }
      continue;
    }
    for (const auto& [label, relationships] : counted_page(count)) {
      report(Family::Statistics, key, fmt::format("{}: is missing", describe_label_count(count, label)));
    }
  }
  return {};
}

}  // namespace cairn::storage
