// Planning texts over small graphs in memory, for the planner's tests.
#pragma once

#include "engine/planner/planner.h"
#include "storage/graph_store.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine::testing {

// Makes a graph by counts: what plans depend on.
class GraphMaker {
 public:
  GraphMaker();

  // `count` nodes with the labels and an integer property `id`, unique in the graph. Their ids follow each other
  // from the result.
  storage::NodeId nodes(const std::vector<std::string>& labels, std::uint64_t count);
  void relationship(std::string_view type, storage::NodeId source, storage::NodeId target);
  void index(std::string_view label, std::string_view key, bool unique);

  std::unique_ptr<storage::GraphStore> commit();

 private:
  std::unique_ptr<storage::GraphStore> store_;
  std::unique_ptr<storage::WriteTransaction> transaction_;
  std::int64_t next_property_ = 0;
};

// Persons 0–999 who know 5 others each, the first 300 of them also Employees who work at one of 50 companies;
// each lives in one of 20 cities, all cities lie in one of 4 countries. Nobody knows himself, but 10 persons like
// themselves beside 200 cities liked. Person.id has a unique index, Person.name and City.name an ordinary one.
const storage::GraphStore& social_graph();

// One statement over a graph. A text that cannot be planned fails the test and gives null.
std::unique_ptr<PlannedStatement> plan_statement_text(const storage::GraphStore& store, std::string_view text,
                                                      const RewriteSet& rewrites = RewriteSet::all(),
                                                      IndexStatistics* indexes = nullptr);

// The plan over `social_graph` as lines, root first, without the Result and Start lines; the error otherwise.
std::string plan_of(std::string_view text, const RewriteSet& rewrites = RewriteSet::all());

// All rewrites but one.
RewriteSet all_but(Rewrite rewrite);

}  // namespace cairn::engine::testing
