// Reader: what one statement sees of the graph.
//
// A Reader is a Version and, inside a write transaction, the transaction's own changes laid over it:
// every method sees both. The interface is in batches, because asking storage for many things at once
// is several times cheaper than one at a time.
#pragma once

#include "base/expected.h"
#include "storage/ids.h"
#include "storage/neighbour_spans.h"
#include "storage/property_column.h"
#include "storage/read_counts.h"
#include "storage/relationship_ends.h"
#include "storage/stored_value.h"
#include "storage/version.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cairn::storage {

class BaseReader;
class SegmentCache;
class WriteSet;

// A property of one entity.
struct PropertyEntry {
  KeyToken key = no_token;
  ValueView value;
};

// A part of one index: entries whose first values equal `equal`, and whose next value is in a range. Values
// are compared as the index orders them: numbers as one type, type classes apart; a bound selects only values
// of its own class; NaN is in no range. Without bounds: all that begin with `equal`. Null selects nothing.
struct IndexBounds {
  std::span<const ValueView> equal = {};  // at most as many as the index has properties
  std::optional<ValueView> lower = {};    // of the property after those
  std::optional<ValueView> upper = {};
  bool lower_inclusive = true;
  bool upper_inclusive = true;
  std::optional<std::string_view> string_prefix = {};  // instead of the bounds: strings that begin so
};

// The answers of many seeks: those of the i-th are entities[offsets[i]] … entities[offsets[i + 1]], ascending.
struct IndexMatches {
  std::vector<std::size_t> offsets;
  std::vector<EntityId> entities;
};

// Where an index range goes on. Empty: at the beginning.
struct IndexPosition {
  std::string after;  // opaque
  bool finished = false;
};

// One thread at a time. Several Readers of one Version, or of one transaction that is not changed
// meanwhile, may be used by several threads. Must not outlive the GraphStore, nor the transaction.
// Errors are StorageErrors: the disk failed or data is damaged; the Reader may still be used afterwards.
// Ids and tokens that do not exist are no error: they have no labels, properties or neighbours.
class Reader {
 public:
  // Use GraphStore::read. `writes` may be null.
  Reader(VersionPtr version, const WriteSet* writes, SegmentCache* segments);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  const Version& version() const { return *version_; }

  // --- names; also those the transaction has made
  std::optional<std::uint32_t> find_token(TokenKind kind, std::string_view name) const;
  std::optional<LabelToken> find_label(std::string_view name) const { return find_token(TokenKind::Label, name); }
  std::optional<TypeToken> find_type(std::string_view name) const { return find_token(TokenKind::Type, name); }
  std::optional<KeyToken> find_key(std::string_view name) const { return find_token(TokenKind::Key, name); }
  // Empty if there is no such token. Valid as long as the Reader, and until the statement that made it is undone.
  std::string_view token_name(TokenKind kind, std::uint32_t token) const;
  std::string_view label_name(LabelToken token) const { return token_name(TokenKind::Label, token); }
  std::string_view type_name(TypeToken token) const { return token_name(TokenKind::Type, token); }
  std::string_view key_name(KeyToken token) const { return token_name(TokenKind::Key, token); }
  // Tokens are 1 … count.
  std::uint32_t token_count(TokenKind kind) const;
  // The indexes and constraints, also those the transaction has made.
  const Schema& schema() const;

  // --- nodes
  // Every node's id is below.
  NodeId node_id_bound() const;

  // The nodes of `begin` ≤ id < `end` that have `label` (all nodes for `label_exists`), ascending.
  // Fills at most out.size() and returns how many; `next` is where to go on, or `end` when finished.
  Expected<std::size_t> scan_nodes(LabelToken label, NodeId begin, NodeId end, std::span<NodeId> out, NodeId& next);

  // out[i] = 1 if ids[i] is a node. Sizes are equal.
  Expected<void> nodes_exist(std::span<const NodeId> ids, std::span<std::uint8_t> out);

  // out[i] = 1 if ids[i] is a node that has the label. Sizes are equal.
  Expected<void> have_label(std::span<const NodeId> ids, LabelToken label, std::span<std::uint8_t> out);

  // The labels of one node, sorted by token; empty for one that does not exist.
  Expected<void> labels(NodeId id, std::vector<LabelToken>& out);

  // --- relationships
  RelationshipId relationship_id_bound() const;

  // As scan_nodes, over all relationships.
  Expected<std::size_t> scan_relationships(RelationshipId begin, RelationshipId end, std::span<RelationshipId> out,
                                           RelationshipId& next);

  // Type and ends of relationships. Sizes are equal.
  Expected<void> relationships(std::span<const RelationshipId> ids, std::span<RelationshipEnds> out);

  // --- properties
  // One property of many entities; see PropertyColumn. Ids may repeat and need not be sorted.
  Expected<void> property(EntityKind kind, std::span<const EntityId> ids, KeyToken key, PropertyColumn& out);

  // All properties of one entity, sorted by key token; empty for one that does not exist. The values
  // stay valid until the next call of this method or a change of the transaction.
  Expected<void> properties(EntityKind kind, EntityId id, std::vector<PropertyEntry>& out);

  // --- neighbours
  // One span for each list of (node, direction, type) that is not empty, types as given (empty: all).
  // Both: the outgoing lists, then the incoming lists without self loops, so that each self loop stands
  // once. Nodes may repeat. `types` must not repeat.
  Expected<void> expand(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types,
                        NeighbourNeed need, NeighbourSpans& out);

  // out[i] = the number of entries that expand would give for nodes[i]. Sizes are equal.
  Expected<void> degrees(std::span<const NodeId> nodes, Direction direction, std::span<const TypeToken> types,
                         std::span<std::uint64_t> out);

  // --- indexes
  // Entities whose values equal `values`, one for each property of the index, as the index compares (1 and
  // 1.0 are equal, also inside lists; NaN equals NaN; null equals nothing), ascending. Empty if there is no
  // such index. On a unique index this is one read of one key.
  Expected<void> index_seek(IndexId index, std::span<const ValueView> values, std::vector<EntityId>& out);
  Expected<void> index_seek(IndexId index, ValueView value, std::vector<EntityId>& out) {
    return index_seek(index, std::span(&value, 1), out);
  }

  // Many seeks at once: `values` holds the values of the first, of the second, and so on. Keys of a unique
  // index are read together.
  Expected<void> index_seek_many(IndexId index, std::span<const ValueView> values, IndexMatches& out);

  // The next entities of a range, by (values, id). Fills at most out.size() and returns how many; at the
  // end `position.finished` is set. The transaction may change between calls.
  Expected<std::size_t> index_range(IndexId index, const IndexBounds& bounds, IndexPosition& position,
                                    std::span<EntityId> out);

  // --- exact counts
  const Statistics& statistics() const;
  // See Statistics::relationships.
  Expected<std::uint64_t> relationships(LabelToken label, TypeToken type, Direction direction) const;

  // What has answered this reader so far.
  ReadCounts counts() const;

 private:
  // expand and index_range where the transaction has changed something.
  struct Overlay;

  // Leaves those of `entities` from `first` on whose values, of properties whose key in the index is cut, are
  // really those.
  Expected<void> keep_equal(const IndexDefinition& index, std::span<const ValueView> values, std::size_t first,
                            std::vector<EntityId>& entities);

  VersionPtr version_;
  const WriteSet* writes_;
  std::unique_ptr<BaseReader> base_;
  std::unique_ptr<Overlay> overlay_;
};

}  // namespace cairn::storage
