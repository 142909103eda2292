#include "tests/planner/pattern_oracle.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace cairn::engine::testing {

namespace {

std::size_t below(std::mt19937& random, std::size_t bound) { return random() % bound; }

std::string variable(std::size_t index) { return std::string(1, static_cast<char>('a' + index)); }

// Tries every combination of nodes and relationships for one pattern.
class Trial {
 public:
  Trial(const OraclePattern& pattern, const OracleGraph& graph)
      : pattern_(pattern), graph_(graph), nodes_(pattern.labels.size()), walks_(pattern.steps.size()) {}

  std::vector<std::string> run() {
    for (std::size_t a = 0; a < graph_.nodes.size(); ++a) {
      const std::size_t rows_before = rows_.size();
      nodes_.assign(nodes_.size(), std::nullopt);
      if (pattern_.a_before || fits(0, a)) {
        nodes_[0] = a;
        if (fits(0, a)) bind_nodes(1);
      }
      if (pattern_.optional && rows_.size() == rows_before) rows_.push_back(null_row(a));
    }
    std::sort(rows_.begin(), rows_.end());
    return std::move(rows_);
  }

 private:
  bool fits(std::size_t index, std::size_t node) const {
    const char label = pattern_.labels[index];
    return label == ' ' || (label == 'A' ? graph_.nodes[node].has_a : graph_.nodes[node].has_b);
  }

  void bind_nodes(std::size_t index) {
    if (index == nodes_.size()) {
      if (filtered()) bind_step(0);
      return;
    }
    for (std::size_t node = 0; node < graph_.nodes.size(); ++node) {
      if (!fits(index, node)) continue;
      nodes_[index] = node;
      bind_nodes(index + 1);
    }
  }

  bool filtered() const {
    const int x = graph_.nodes[*nodes_[0]].x;
    if (pattern_.a_x && x != *pattern_.a_x) return false;
    if (pattern_.a_between && (x < pattern_.a_between->first || x >= pattern_.a_between->second)) return false;
    const std::vector<int>& list = pattern_.a_list;
    if (!list.empty() && std::find(list.begin(), list.end(), x) == list.end()) return false;
    return !pattern_.equal_x || x == graph_.nodes[*nodes_[*pattern_.equal_x]].x;
  }

  void bind_step(std::size_t index) {
    if (index == pattern_.steps.size()) {
      rows_.push_back(row());
      return;
    }
    const OraclePattern::Step& step = pattern_.steps[index];
    walks_[index].clear();
    const auto [hops_min, hops_max] = step.hops.value_or(std::pair<std::size_t, std::size_t>(1, 1));
    walk(index, *nodes_[step.left], hops_min, hops_max);
  }

  // Extends the walk of a step from `node`.
  void walk(std::size_t index, std::size_t node, std::size_t hops_min, std::size_t hops_max) {
    const OraclePattern::Step& step = pattern_.steps[index];
    std::vector<std::size_t>& taken = walks_[index];
    if (taken.size() >= hops_min && node == *nodes_[step.right]) {
      const std::vector<std::size_t> kept = taken;
      bind_step(index + 1);
      taken = kept;
    }
    if (taken.size() == hops_max) return;
    for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
      if (is_taken(i, index) || (index == 0 && !fits_first(static_cast<int>(i)))) continue;
      for (const std::size_t next : ends(step, graph_.relationships[i], node)) {
        taken.push_back(i);
        walk(index, next, hops_min, hops_max);
        taken.pop_back();
      }
    }
  }

  bool fits_first(int relationship) const {
    if (pattern_.r_below && relationship >= *pattern_.r_below) return false;
    return !pattern_.r_n || relationship == *pattern_.r_n;
  }

  bool is_taken(std::size_t relationship, std::size_t last_step) const {
    return std::any_of(
        walks_.begin(), walks_.begin() + static_cast<std::ptrdiff_t>(last_step) + 1,
        [&](const auto& walk) { return std::find(walk.begin(), walk.end(), relationship) != walk.end(); });
  }

  // Where a relationship leads from a node: at most one place, for a self loop in either direction too.
  static std::vector<std::size_t> ends(const OraclePattern::Step& step, const OracleRelationship& relationship,
                                       std::size_t node) {
    if (step.types != OraclePattern::Types::Any && relationship.is_r != (step.types == OraclePattern::Types::R)) {
      return {};
    }
    if (step.direction != OraclePattern::Direction::Left && relationship.source == node) return {relationship.target};
    if (step.direction != OraclePattern::Direction::Right && relationship.target == node) return {relationship.source};
    return {};
  }

  std::string row() const {
    std::string text;
    for (const std::optional<std::size_t>& node : nodes_) text += fmt::format("{},", *node);
    for (const std::vector<std::size_t>& walk : walks_) {
      text += '|';
      for (const std::size_t relationship : walk) text += fmt::format("{},", relationship);
    }
    return text;
  }

  std::string null_row(std::size_t a) const {
    std::string text = fmt::format("{},", a);
    for (std::size_t i = 1; i < nodes_.size(); ++i) text += "-,";
    for (std::size_t i = 0; i < walks_.size(); ++i) text += "|-";
    return text;
  }

  const OraclePattern& pattern_;
  const OracleGraph& graph_;
  std::vector<std::optional<std::size_t>> nodes_;
  std::vector<std::vector<std::size_t>> walks_;
  std::vector<std::string> rows_;
};

}  // namespace

OracleGraph OracleGraph::random(std::mt19937& random) {
  OracleGraph graph;
  graph.nodes.resize(1 + below(random, 5));
  for (OracleNode& node : graph.nodes) {
    node.has_a = below(random, 2) == 0;
    node.has_b = below(random, 3) == 0;
    node.x = static_cast<int>(below(random, 3));
  }
  graph.relationships.resize(below(random, 9));
  for (OracleRelationship& relationship : graph.relationships) {
    relationship.source = below(random, graph.nodes.size());
    relationship.target = below(random, graph.nodes.size());
    relationship.is_r = below(random, 3) != 0;
  }
  // Many graphs without self loops, so that what relies on their absence is tried.
  if (below(random, 2) == 0) {
    std::erase_if(graph.relationships,
                  [](const auto& relationship) { return relationship.source == relationship.target; });
  }
  return graph;
}

std::string OracleGraph::statement() const {
  std::string text = "CREATE ";
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (i > 0) text += ", ";
    text += fmt::format("(v{}{}{} {{n: {}, x: {}}})", i, nodes[i].has_a ? ":A" : "", nodes[i].has_b ? ":B" : "", i,
                        nodes[i].x);
  }
  for (std::size_t i = 0; i < relationships.size(); ++i) {
    const OracleRelationship& relationship = relationships[i];
    text += fmt::format(", (v{})-[:{} {{n: {}}}]->(v{})", relationship.source, relationship.is_r ? "R" : "S", i,
                        relationship.target);
  }
  return text;
}

OraclePattern OraclePattern::random(std::mt19937& random) {
  OraclePattern pattern;
  const std::size_t variables = 1 + below(random, 4);
  for (std::size_t i = 0; i < variables; ++i) pattern.labels.push_back("AB   "[below(random, 5)]);
  pattern.steps.resize(below(random, 5));
  for (Step& step : pattern.steps) {
    step.left = below(random, variables);
    step.right = below(random, variables);
    step.direction = static_cast<Direction>(below(random, 3));
    step.types = static_cast<Types>(below(random, 3));
    if (below(random, 4) == 0) {
      const std::size_t hops_min = below(random, 3);
      step.hops = {hops_min, std::max<std::size_t>(1, hops_min + below(random, 2))};
    }
  }
  pattern.a_before = below(random, 3) == 0;
  pattern.optional = pattern.a_before && below(random, 2) == 0;
  if (below(random, 3) == 0) pattern.equal_x = below(random, variables);
  if (below(random, 3) == 0) pattern.a_x = static_cast<int>(below(random, 3));
  if (below(random, 8) == 0)
    pattern.a_between = {static_cast<int>(below(random, 2)), static_cast<int>(below(random, 4))};
  if (below(random, 8) == 0)
    pattern.a_list = {static_cast<int>(below(random, 3)), 1, static_cast<int>(below(random, 3))};
  if (!pattern.steps.empty() && !pattern.steps.front().hops) {
    if (below(random, 6) == 0) pattern.r_below = static_cast<int>(below(random, 6));
    if (below(random, 6) == 0) pattern.r_n = static_cast<int>(below(random, 6));
  }
  return pattern;
}

std::string OraclePattern::query() const {
  std::string text = a_before ? "MATCH (a) " : "";
  text += optional ? "OPTIONAL MATCH " : "MATCH ";
  for (std::size_t i = 0; i < labels.size(); ++i) {
    text +=
        fmt::format("{}({}{})", i > 0 ? ", " : "", variable(i), labels[i] == ' ' ? "" : std::string(":") + labels[i]);
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    const std::string_view types = step.types == Types::Any ? "" : step.types == Types::R ? ":R" : ":S";
    const std::string hops = step.hops ? fmt::format("*{}..{}", step.hops->first, step.hops->second) : "";
    text += fmt::format(", ({}){}[r{}{}{}]{}({})", variable(step.left), step.direction == Direction::Left ? "<-" : "-",
                        i, types, hops, step.direction == Direction::Right ? "->" : "-", variable(step.right));
  }
  std::vector<std::string> conditions;
  if (equal_x) conditions.push_back(fmt::format("a.x = {}.x", variable(*equal_x)));
  if (a_x) conditions.push_back(fmt::format("a.x = {}", *a_x));
  if (a_between) conditions.push_back(fmt::format("{} <= a.x < {}", a_between->first, a_between->second));
  if (!a_list.empty()) conditions.push_back(fmt::format("a.x IN [{}]", fmt::join(a_list, ", ")));
  if (r_below) conditions.push_back(fmt::format("r0.n < {}", *r_below));
  if (r_n) conditions.push_back(fmt::format("r0.n = {}", *r_n));
  const std::string where = conditions.empty() ? "" : fmt::format(" WHERE {}", fmt::join(conditions, " AND "));

  std::string row = "''";
  for (std::size_t i = 0; i < labels.size(); ++i) {
    row += fmt::format(" + coalesce(toString({}.n), '-') + ','", variable(i));
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string list = steps[i].hops ? fmt::format("r{}", i) : fmt::format("[r{}]", i);
    row += fmt::format(
        " + '|' + CASE WHEN r{0} IS NULL THEN '-' ELSE reduce(t = '', r IN {1} | t + toString(r.n) + ',') END", i,
        list);
  }
  return text + where + " RETURN " + row + " AS row";
}

std::vector<std::string> OraclePattern::answer(const OracleGraph& graph) const { return Trial(*this, graph).run(); }

}  // namespace cairn::engine::testing
