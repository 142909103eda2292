// Plans: the operators that answer a statement, as a tree.
//
// The planner makes it clause by clause from the bound query; named rewrites change it; the executor
// makes it run. One struct with a kind: `children[0]` is the input, a second child is an inner plan that
// runs for each input row and begins with Argument. Variables are numbers of the bound statement;
// expressions belong to the statement or to `PlannedStatement::expressions`, plans only point to them.
//
// Rules that hold for every plan:
//  - Leaves are Start, in the plan of a statement, and Argument, in an inner plan (in each part of a Union).
//    Scans and seeks have an input: they run for each of its rows.
//  - A pattern operator gives no row where the node or relationship it starts from, or `to` when that is
//    bound, is null; a value that is neither null nor an entity of the right kind is a TypeError.
//  - The rows of an inner plan hold what its Argument gave besides what they add, as far as it is live. What looks
//    at many rows (Aggregate, Distinct, Sort, TopN, Skip, Limit) looks at those of one row of the Argument at a time.
//  - An update operator and Eager take all rows of their input, whatever the operators behind them want.
//  - The named paths of CREATE and MERGE, as those of MATCH, are Projects of a PathOf expression.
#pragma once

#include "engine/binder/bound_query.h"
#include "engine/planner/index_access.h"
#include "storage/ids.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cairn::engine {

enum class PlanKind : std::uint8_t {
  Start,                  // leaf: one row without variables
  Argument,               // leaf of an inner plan: the rows of the outer plan
  AllNodesScan,           // for each input row every node, as `to`
  LabelScan,              // … every node with labels[0]
  NodeByIdSeek,           // … the node whose id is `expression`: a number, or the text of an elementId (null: none)
  IndexSeek,              // … the nodes that `index` finds by values
  IndexRangeSeek,         // … by a range of values, perhaps of one key after values of others
  RelationshipIndexSeek,  // … the relationships that `index` finds, as `relationship`; their ends
  RelationshipIndexRangeSeek,  // are left to BindRelationship
  CountNodes,                  // … one row: `to` is the exact number of nodes with labels[0], or of all nodes
  CountRelationships,          // … one row: `to` is the exact number of relationships of `types`; with labels[0] those
                               // whose source (direction LeftToRight) or target (RightToLeft) has the label
  RelationshipScan,  // … every relationship of `types` as `relationship`, with ends `from` and `to`; direction
                     // Either: in both orientations, self loops once
  Expand,            // from `from` along `relationship` to `to`, a new variable
  ExpandInto,        // … to `to`, which is bound: a row for each relationship between them
  VariableExpand,    // … along `length` relationships, none twice and none of `others`; `relationship` is the list
                     // of them, or, where it is bound already, the list to follow
  VariableExpandInto,
  ShortestPath,           // one shortest or all shortest paths between `from` and `to`, both bound, as the list
                          // `relationship`; of the paths for which all `predicates` are true, which may read
                          // `relationship` and, while they are asked, `path` (no_variable: none reads it)
  BindRelationship,       // `relationship` is bound: binds those of `from` and `to` that stand in `variables`, checks
                          // that the others are its ends
  Filter,                 // rows for which every one of `predicates` is true
  DistinctRelationships,  // rows in which `relationship` differs from each of `others` (single ones or lists)
  Project,                // adds `projections` to each row
  Optional,               // inner rows, or the input row with the inner variables null
  Unwind,                 // a row for each element of `expression`, as `to`
  Distinct,               // of rows by `variables`
  Aggregate,              // groups by `projections` (keys), computes `aggregates`
  Sort,                   // by `sort`
  TopN,                   // the first `limit` rows by `sort`
  Skip,                   // `expression`
  Limit,                  // `expression`
  Union,                  // children one after the other; `union_columns[i]` are renamed to `variables`
  Eager,                  // all rows of the input before the first goes on
  Create,                 // this and the next four: the clause they point to; what runs before and after all of their
  Merge,                  // rows is decided by Eager alone. Merge: children[1] finds the pattern
  Set,
  Remove,
  Delete,
  Call,    // `call`
  Result,  // root: the columns `variables` of the answer (none: the rows are only counted)
};

struct Plan;
using PlanPointer = std::unique_ptr<Plan>;

struct PlanProjection {
  const Expression* expression = nullptr;
  VariableId variable = no_variable;
};

struct PlanSort {
  const Expression* expression = nullptr;  // mostly a Variable
  bool descending = false;
};

struct Plan {
  PlanKind kind = PlanKind::Start;
  std::vector<PlanPointer> children;
  double estimated_rows = 1;

  // ---- pattern operators
  VariableId from = no_variable;
  VariableId to = no_variable;
  VariableId relationship = no_variable;                       // no_variable once nobody reads it
  PatternDirection direction = PatternDirection::LeftToRight;  // LeftToRight: `from` is the source
  std::vector<std::string> types;                              // empty: all
  std::vector<std::string> labels;
  std::optional<IndexAccess> index;
  VariableLength length;
  bool all_shortest = false;
  bool reversed = false;                      // of a variable-length list: it is written from `to` to `from`
  VariableId hop_variable = no_variable;      // each relationship of a variable length while `hop_predicate` is asked;
  const Expression* hop_predicate = nullptr;  // it may also read variables of the input
  std::vector<VariableId> others;             // relationships of the same MATCH that must differ
  VariableId path = no_variable;              // ShortestPath

  // ---- row operators
  const Expression* expression = nullptr;
  std::vector<const Expression*> predicates;
  std::vector<PlanProjection> projections;
  std::vector<PlanProjection> aggregates;
  std::vector<PlanSort> sort;
  const Expression* limit = nullptr;
  std::vector<VariableId> variables;  // Distinct, Union, Result; Optional: what becomes null; Eager: what is kept;
                                      // BindRelationship and variable length: what it binds
  std::vector<std::vector<VariableId>> union_columns;
  std::vector<std::string> column_names;  // Result

  // ---- updates and calls: the clause, owned by the bound statement
  const CreateClause* create = nullptr;
  const MergeClause* merge = nullptr;  // children[1]: the match part, for which `projections` are computed
  const SetClause* set = nullptr;
  const RemoveClause* remove = nullptr;
  const DeleteClause* deletion = nullptr;
  const CallClause* call = nullptr;

  // Variables that something above reads: what this operator's rows must still hold. Sorted.
  std::vector<VariableId> live;
};

// A statement ready to run, and all that its plan points into. Immutable; may be run many times.
struct PlannedStatement {
  BoundStatement statement;
  std::vector<ExpressionPointer> expressions;  // those the planner made
  PlanPointer root;                            // kind Result
  // Plans of the subqueries inside expressions, by the BoundQuery they stand for.
  // Each ends in Result: the one column of a pattern comprehension, no column for EXISTS.
  std::vector<std::pair<const BoundQuery*, PlanPointer>> subqueries;
  // True when a rewrite has relied on exact counts: the plan is then right only at the Version it was made for.
  bool depends_on_counts = false;
  const Plan* find_subquery(const BoundQuery& query) const;
};

}  // namespace cairn::engine
