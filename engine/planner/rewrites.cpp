#include "engine/planner/rewrites.h"

#include <array>

namespace cairn::engine {

namespace {

constexpr std::array<std::string_view, rewrite_count> names = {
    "IndexSeek",
    "IndexList",
    "EqualitiesToList",
    "IndexRange",
    "IndexPrefix",
    "IndexExistence",
    "CompositeIndex",
    "RelationshipIndex",
    "PushFilters",
    "DropUnreadRelationships",
    "DropImpossibleDistinct",
    "DropImpliedLabels",
    "TopN",
    "ElideEager",
    "CountStore",
    "GreedyOrder",
    "FuseCreates",
    "CountRows",
};

}  // namespace

std::string_view rewrite_name(Rewrite rewrite) { return names[static_cast<std::size_t>(rewrite)]; }

std::optional<Rewrite> find_rewrite(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Rewrite>(i);
  }
  return std::nullopt;
}

RewriteSet RewriteSet::all() {
  RewriteSet rewrites;
  rewrites.bits_.set();
  return rewrites;
}

}  // namespace cairn::engine
