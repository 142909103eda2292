// Seeks by an index: for each input row the nodes, or relationships, that have the values asked for.
//
// A seek finds exactly what the predicates it stands for are true for. Values come from the rows, so a batch of rows
// is a list of places to look up, and storage is asked for many at a time.
#pragma once

#include "engine/executor/evaluator.h"
#include "engine/executor/operators/scans.h"

namespace cairn::engine {

// What the expressions of an IndexAccess have become.
struct IndexSeekKeys {
  struct Equal {
    Evaluator value;
    bool any_of = false;
    std::uint32_t offset = 0;  // where the value stands in the statement
  };
  std::string index;
  bool of_relationships = false;
  std::size_t key_count = 1;       // of the index
  std::vector<Equal> equal;        // of its leading keys
  std::optional<Evaluator> lower;  // of the key after those
  std::optional<Evaluator> upper;
  bool lower_inclusive = true;
  bool upper_inclusive = true;
  std::optional<Evaluator> prefix;
};

class IndexSeek final : public RowOperator {
 public:
  IndexSeek(QueryContext& context, IndexSeekKeys keys);

 protected:
  bool push_rows(Batch& batch) override;

 private:
  // Values one after the other, as storage takes them.
  struct EncodedValues {
    std::string bytes;
    std::vector<std::size_t> begins;

    void clear();
    storage::ValueView view(std::size_t i) const;
  };
  // The bounds of one row, encoded; those that were not asked for are empty.
  struct Range {
    std::optional<Value> lower;
    std::optional<Value> upper;
    std::string lower_bytes;
    std::string upper_bytes;
    std::string prefix;
    bool of_lists = false;  // storage orders lists, but which of them `<` compares is for us to say
  };

  void evaluate();
  bool add_row(std::size_t row);
  bool add_lookups(std::size_t row, std::optional<std::size_t> list_key, const Value* element);
  bool look_up();
  bool seek_pending();
  bool walk_range(std::size_t row, std::span<const storage::ValueView> equal);
  bool read_range(std::size_t row);
  bool add_found(std::uint16_t parent, std::span<const storage::EntityId> found);
  void keep_listed(std::vector<storage::EntityId>& found);

  IndexSeekKeys keys_;
  const storage::IndexDefinition* index_ = nullptr;
  bool is_whole_ = false;  // every key has a value: no range is walked
  LevelWriter writer_;
  Batch* batch_ = nullptr;
  RowMap rows_;
  std::vector<Column> equal_;
  Column lower_;
  Column upper_;
  Column prefix_;
  EncodedValues pending_;  // of look-ups that wait
  std::vector<std::size_t> pending_rows_;
  std::vector<storage::ValueView> views_;
  storage::IndexMatches matches_;
  Range range_;
  std::vector<storage::EntityId> chunk_;
};

}  // namespace cairn::engine
