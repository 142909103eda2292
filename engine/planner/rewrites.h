// Rewrites: improvements of a plan that never change an answer, each with a name and a switch.
//
// Tests run the language suite with all of them off and compare; `RewriteSet` is how they say so.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace cairn::engine {

struct PlannedStatement;

enum class Rewrite : std::uint8_t {
  IndexSeek,                // equality on an indexed property becomes a seek
  IndexList,                // IN a list becomes a seek for each of its elements
  EqualitiesToList,         // equalities of one property joined by OR become IN a list
  IndexRange,               // <, <=, > and >= become a range of an index
  IndexPrefix,              // STARTS WITH becomes a range of an index
  IndexExistence,           // IS NOT NULL becomes a walk over an index, where that is cheaper
  CompositeIndex,           // … also by indexes on several properties
  RelationshipIndex,        // … also of relationships, whose ends are found afterwards
  PushFilters,              // a predicate runs as soon as its variables are there
  DropUnreadRelationships,  // a relationship variable nobody reads is not bound
  DropImpossibleDistinct,   // two relationships that can never meet are not compared
  DropImpliedLabels,        // a label test that the exact counts imply is dropped
  TopN,                     // ORDER BY with LIMIT keeps only the first rows
  ElideEager,               // no Eager where neither side can see the other's changes
  CountStore,               // a bare count of nodes or relationships reads the exact counts
  GreedyOrder,              // the cheapest part of a pattern first; off: as written
  FuseCreates,              // CREATE clauses that follow each other become one
  CountRows,                // count of a variable that is never null counts rows and does not read it
};
inline constexpr std::size_t rewrite_count = 18;

std::string_view rewrite_name(Rewrite rewrite);
std::optional<Rewrite> find_rewrite(std::string_view name);

class RewriteSet {
 public:
  static RewriteSet all();
  static RewriteSet none() { return {}; }

  bool has(Rewrite rewrite) const { return bits_.test(static_cast<std::size_t>(rewrite)); }
  void enable(Rewrite rewrite) { bits_.set(static_cast<std::size_t>(rewrite)); }
  void disable(Rewrite rewrite) { bits_.reset(static_cast<std::size_t>(rewrite)); }

  friend bool operator==(const RewriteSet&, const RewriteSet&) = default;

 private:
  std::bitset<rewrite_count> bits_;
};

}  // namespace cairn::engine
