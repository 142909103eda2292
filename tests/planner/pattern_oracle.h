// A second way to answer a MATCH: by trying everything. Small random graphs and patterns, as text for the engine
// and as data for the trial.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace cairn::engine::testing {

struct OracleNode {
  bool has_a = false;  // label A
  bool has_b = false;  // label B
  int x = 0;           // property x; property n is its place in the graph
};

struct OracleRelationship {
  std::size_t source = 0;
  std::size_t target = 0;
  bool is_r = true;  // type R, otherwise S; property n is its place in the graph
};

struct OracleGraph {
  std::vector<OracleNode> nodes;
  std::vector<OracleRelationship> relationships;

  // Up to five nodes and eight relationships, self loops and parallel ones included.
  static OracleGraph random(std::mt19937& random);
  // The CREATE that makes it; empty for an empty graph.
  std::string statement() const;
};

struct OraclePattern {
  enum class Direction : std::uint8_t { Right, Left, Either };
  enum class Types : std::uint8_t { Any, R, S };

  struct Step {
    std::size_t left = 0;  // variables: 0 is `a`, 1 is `b`, …
    std::size_t right = 0;
    Direction direction = Direction::Right;
    Types types = Types::Any;
    std::optional<std::pair<std::size_t, std::size_t>> hops;  // variable length
  };

  std::vector<char> labels;                      // by variable: 'A', 'B' or ' '
  std::vector<Step> steps;                       // step i has the relationship variable `r<i>`
  bool a_before = false;                         // `a` is bound by an earlier MATCH
  bool optional = false;                         // … and the pattern stands in an OPTIONAL MATCH
  std::optional<std::size_t> equal_x;            // WHERE a.x = <variable>.x
  std::optional<int> a_x;                        // WHERE a.x = <number>
  std::optional<std::pair<int, int>> a_between;  // WHERE <number> <= a.x < <number>
  std::vector<int> a_list;                       // WHERE a.x IN <numbers>
  std::optional<int> r_below;                    // WHERE r0.n < <number>, of a single relationship
  std::optional<int> r_n;                        // WHERE r0.n = <number>, of a single relationship

  // Up to four relationships over up to four variables.
  static OraclePattern random(std::mt19937& random);
  // Answers a row for each match: the places of nodes and relationships as one text in column `row`.
  std::string query() const;
  // The same rows by trying every combination, sorted.
  std::vector<std::string> answer(const OracleGraph& graph) const;
};

}  // namespace cairn::engine::testing
