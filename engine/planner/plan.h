// Plans: the operators that answer a statement, as a tree.
//
// The planner makes it clause by clause from the bound query; named rewrites change it; the executor
// makes it run. One struct with a kind: `children[0]` is the input, a second child is an inner plan that
// runs for each input row and begins with Argument. Variables are numbers of the bound statement;
// expressions belong to the statement or to `PlannedStatement::expressions`, plans only point to them.
#pragma once

#include "engine/binder/bound_query.h"
#include "storage/ids.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cairn::engine {

enum class PlanKind : std::uint8_t {
  Start,                // leaf: one row without variables
  Argument,             // leaf of an inner plan: the rows of the outer plan
  AllNodesScan,         // for each input row every node, as `to`
  LabelScan,            // … every node with labels[0]
  NodeByIdSeek,         // … the node whose id is `expression`
  IndexSeek,            // … the nodes with labels[0] whose property `key` equals `expression`, by an index
  RelationshipScan,     // … every relationship of `types` as `relationship`, with ends `from` and `to`
  Expand,               // from `from` along `relationship` to `to`, a new variable
  ExpandInto,           // … to `to`, which is bound: keeps rows whose ends are joined
  VariableExpand,       // … along `length` relationships; `relationship` is the list (or a path part)
  VariableExpandInto,
  ShortestPath,         // one shortest or all shortest paths between `from` and `to`, both bound
  BindRelationship,     // `relationship` is bound: binds or checks its ends `from` and `to`
  Filter,               // rows for which every one of `predicates` is true
  DistinctRelationships,// rows in which `relationship` differs from each of `others` (single ones or lists)
  Project,              // adds `projections` to each row
  Optional,             // inner rows, or the input row with the inner variables null
  Unwind,               // a row for each element of `expression`, as `to`
  Distinct,             // of rows by `variables`
  Aggregate,            // groups by `projections` (keys), computes `aggregates`
  Sort,                 // by `sort`
  TopN,                 // the first `limit` rows by `sort`
  Skip, Limit,          // `expression`
  Union,                // children one after the other; `union_columns[i]` are renamed to `variables`
  Eager,                // all rows of the input before the first goes on
  Create, Merge, Set, Remove, Delete,   // the clause they point to; eager on their own input only through Eager
  Call,                 // `call`
  Result,               // root: the columns `variables` of the answer (none: the rows are only counted)
};

struct Plan;
using PlanPointer = std::unique_ptr<Plan>;

struct PlanProjection {
  const Expression* expression = nullptr;
  VariableId variable = no_variable;
};

struct PlanSort {
  const Expression* expression = nullptr;    // mostly a Variable
  bool descending = false;
};

struct Plan {
  PlanKind kind = PlanKind::Start;
  std::vector<PlanPointer> children;
  double estimated_rows = 1;

  // ---- pattern operators
  VariableId from = no_variable;
  VariableId to = no_variable;
  VariableId relationship = no_variable;      // no_variable once nobody reads it
  PatternDirection direction = PatternDirection::LeftToRight;   // LeftToRight: `from` is the source
  std::vector<std::string> types;             // empty: all
  std::vector<std::string> labels;
  std::string key;
  VariableLength length;
  bool all_shortest = false;
  bool reversed = false;                      // of a variable-length list: it is written from `to` to `from`
  VariableId hop_variable = no_variable;
  const Expression* hop_predicate = nullptr;
  std::vector<VariableId> others;             // relationships of the same MATCH that must differ
  VariableId path = no_variable;

  // ---- row operators
  const Expression* expression = nullptr;
  std::vector<const Expression*> predicates;
  std::vector<PlanProjection> projections;
  std::vector<PlanProjection> aggregates;
  std::vector<PlanSort> sort;
  const Expression* limit = nullptr;
  std::vector<VariableId> variables;          // Distinct, Union, Result; Optional: what becomes null; Eager: what is kept
  std::vector<std::vector<VariableId>> union_columns;
  std::vector<std::string> column_names;      // Result

  // ---- updates and calls: the clause, owned by the bound statement
  const CreateClause* create = nullptr;
  const MergeClause* merge = nullptr;         // children[1]: the match part
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
  std::vector<ExpressionPointer> expressions;          // those the planner made
  PlanPointer root;                                    // kind Result
  // Plans of the subqueries inside expressions, by the BoundQuery they stand for.
  std::vector<std::pair<const BoundQuery*, PlanPointer>> subqueries;
  const Plan* find_subquery(const BoundQuery& query) const;
};

}  // namespace cairn::engine
