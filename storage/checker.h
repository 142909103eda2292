// Checker: one run of `check`. Private to the check files.
//
// Records are the truth. One pass over them collects, per node and per relationship, what everything
// derived from them must say; then each derived family is read once and compared. What must be a set is
// compared as a sum of hashes, and looked at again by key only where the sums differ.
#pragma once

#include "storage/base_reader.h"
#include "storage/check.h"
#include "storage/fact_table.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// One use. One thread.
class Checker {
 public:
  explicit Checker(VersionPtr version) : version_(std::move(version)), reader_(version_) {}

  Expected<CheckReport> run();

 private:
  // What the records and the derived families say of one node.
  struct NodeFacts {
    std::uint32_t label_set = 0;       // index into label_sets_; 0: there is no such node
    std::uint64_t lists_recorded = 0;  // sums of hashes
    std::uint64_t lists_found = 0;
    std::uint64_t labels_found = 0;
  };
  struct RelationshipFacts {
    TypeToken type = no_token;  // no_token: there is no such relationship
    NodeId source = 0;
    NodeId target = 0;
    bool in_outgoing = false;
    bool in_incoming = false;
  };
  // The chunk before the current one of the same list.
  struct ListWalk {
    std::optional<ListKey> list;
    bool more_chunks = false;
    std::size_t chunks = 0;
    std::uint64_t entries = 0;
    std::uint64_t last_chunk_entries = 0;
    std::string last_key;
    std::optional<ListEntry> last_entry;
  };

  void report(Family family, std::string_view key, std::string problem);
  Expected<void> each(Family family, const std::function<void(std::string_view, std::string_view)>& visit,
                      std::string_view begin = {}, std::string_view end = {});

  Expected<void> check_meta();
  Expected<void> check_tokens();
  Expected<void> check_nodes();
  void check_node(std::string_view key, std::string_view value);
  Expected<void> check_relationships();
  void check_relationship(std::string_view key, std::string_view value);
  void check_keys(Family family, std::string_view key, const PropertyList& properties);
  void check_property(Family family, std::string_view key, KeyToken property, bool is_null);
  void note_node(std::string_view key, NodeId id, const std::vector<LabelToken>& labels,
                 const std::vector<ListName>& lists);
  void note_relationship(std::string_view key, RelationshipId id, const RelationshipHead& head);

  // The base block that is being walked.
  struct BlockWalk {
    std::optional<std::uint64_t> block;
    BlockPresence present;
    std::map<KeyToken, BlockPresence> keys;  // by column 0: who has the property; what was found is taken away
  };
  Expected<void> check_blocks(EntityKind kind);
  void check_column(EntityKind kind, BlockWalk& walk, std::string_view key, std::string_view value);
  void check_fixed_column(EntityKind kind, BlockWalk& walk, std::string_view key, std::string_view value);
  void end_block(EntityKind kind, const BlockWalk& walk);
  void check_property_column(EntityKind kind, BlockWalk& walk, std::string_view key, std::string_view value);
  // Notes that the block has an entry; true if it is the truth about its entity, no single record being over it.
  bool enter(EntityKind kind, std::string_view key, EntityId id);

  Expected<void> check_lists();
  void check_chunk(std::string_view key, std::string_view value);
  void check_entries(std::string_view key, const ChunkKey& chunk, const std::vector<ListEntry>& entries);
  void end_list();
  void check_list_sums();
  void check_seen_in_lists();

  Expected<void> check_labels();
  void check_label_block(std::string_view key, std::string_view value);
  Expected<void> check_label_sums();
  Expected<void> check_counts();
  StatisticsEditor count_entities() const;
  void check_count(const CountKey& count, std::string_view key, const Statistics& stored, const Statistics& counted);
  void check_count_page(const CountKey& page, std::string_view key, const LabelCounts& stored,
                        const LabelCounts& counted);

  // What the definitions of indexes and constraints say of each other.
  Expected<void> check_schema();
  void check_served(const ConstraintDefinition& constraint);
  // The database must name a required feature because of `what` it has.
  void need_feature(std::string_view feature, std::string_view what);
  // What constraints say of the entities, as far as no index does.
  Expected<void> check_constraints();
  Expected<void> check_constraint(const ConstraintDefinition& constraint);
  Expected<void> check_indexes();
  // Of the entities of a unique index's entry whose key is cut.
  Expected<void> check_distinct(const IndexDefinition& index, std::string_view key, std::span<const EntityId> entities);
  // The entities with a label or of a type, some at a time.
  Expected<void> each_of(EntityKind entity, std::uint32_t token,
                         const std::function<Expected<void>(std::span<const EntityId>)>& visit);
  Expected<void> check_index_batch(const IndexDefinition& index,
                                   std::vector<std::pair<std::string, EntityId>>& entries);
  // As the reader's, but entities whose records are damaged, and reported already, have no property.
  Expected<void> read_property(EntityKind entity, std::span<const EntityId> ids, KeyToken key, PropertyColumn& out);
  // The keys under which the index must hold the entities; nothing for those it must not hold.
  Expected<std::vector<std::optional<std::string>>> expected_keys(const IndexDefinition& index,
                                                                  std::span<const EntityId> ids);
  Expected<void> count_indexed();
  Expected<void> find_missing_entries(const IndexDefinition& index);
  bool belongs(EntityKind entity, std::uint32_t token, EntityId id) const;

  bool node_exists(NodeId id) const { return id < nodes_.bound() && nodes_[id].label_set != 0; }
  const std::vector<LabelToken>& labels_of(NodeId id) const { return label_sets_[nodes_[id].label_set]; }

  VersionPtr version_;
  BaseReader reader_;
  CheckReport report_;
  FactTable<NodeFacts> nodes_;
  FactTable<RelationshipFacts> relationships_;
  std::vector<std::vector<LabelToken>> label_sets_ = {{}};
  std::map<std::vector<LabelToken>, std::uint32_t> label_set_numbers_;
  std::map<IndexId, std::uint64_t> indexed_expected_;
  std::map<IndexId, std::uint64_t> indexed_found_;
  std::set<IndexId> building_;      // indexes whose building was cut short, or goes on
  std::set<std::string> features_;  // that the database names
  ListWalk walk_;
  FactTable<std::uint8_t> overridden_;  // ids of the kind being read that have a single record
  std::set<EntityId> hiding_;           // ids of tombstones that have not been seen to hide anything
};

}  // namespace cairn::storage
