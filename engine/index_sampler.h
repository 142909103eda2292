// The contents of the indexes of one graph, for the planner: counted where that is cheap, else from samples.
//
// A value that is written down in the statement is looked up and its entries are counted, up to a limit: so one that
// half of the graph has is told from one that three nodes have. All that a statement costs so is bounded, however long
// it is: past the bounds there are only the samples.
#pragma once

#include "engine/index_sample.h"
#include "engine/planner/index_statistics.h"

#include <map>
#include <string>

namespace cairn::engine {

// For the planning of one statement; one thread. Must not outlive the reader and the samples.
class IndexSampler final : public IndexStatistics {
 public:
  IndexSampler(storage::Reader& reader, IndexSamples& samples) : reader_(reader), samples_(samples) {}

  std::optional<double> entries(const storage::IndexDefinition& index, const IndexQuestion& question) override;

 private:
  // The entries that a part of an index was found to have.
  struct Counted {
    double entries = 0;
    bool all = false;  // no more than these
  };

  std::optional<double> find(const storage::IndexDefinition& index, const IndexQuestion& question);
  // The entries with the known ones of the leading values and, if all are known, in the range.
  std::optional<double> known_entries(const storage::IndexDefinition& index, const IndexQuestion& known);
  std::optional<Counted> count(const storage::IndexDefinition& index, const IndexQuestion& known);
  const IndexSample* sample(const storage::IndexDefinition& index);

  storage::Reader& reader_;
  IndexSamples& samples_;
  std::map<storage::IndexId, std::shared_ptr<const IndexSample>> taken_;
  std::map<std::string, std::optional<double>, std::less<>> answers_;  // by what was asked
  std::size_t entries_left_ = 16384;                                   // to be counted
};

}  // namespace cairn::engine
