// The bound query: a statement whose names, scopes, kinds and static types are settled.
//
// The binder makes it from the AST and finds every compile-time error on the way; the planner only
// reads it. Scopes are gone: each variable of the source is one entry of `BoundStatement::variables`,
// two variables of the same name in different scopes are two entries, and a clause says which it
// introduces. A variable that WITH or RETURN passes on under its own name keeps its number.
// Aggregation is already taken apart (see ProjectionClause).
//
// Not everything is known before the query runs: a value of unknown type (`UNWIND $nodes AS n`) may stand
// where a pattern needs a node. Such a variable keeps kind Value, and the pattern that reads it checks.
#pragma once

#include "engine/binder/expression.h"
#include "engine/procedure.h"
#include "engine/schema_info.h"
#include "storage/property_types.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cairn::engine {

enum class VariableKind : std::uint8_t { Node, Relationship, Path, Value };

// `name` is empty for what the source leaves unnamed (`()-->()`, an aggregate inside an expression).
// A variable-length relationship variable has kind Value and type List of Relationship.
// `kind` follows from what the variable is bound to: `WITH nodes(p)[0] AS n` makes a Node.
struct Variable {
  std::string name;
  VariableKind kind = VariableKind::Value;
  StaticType type;
  bool nullable = false;  // from OPTIONAL MATCH, a left-over of a projection, …
};

// ---- patterns

struct PropertyEntry {
  std::string key;
  ExpressionPointer value;
};

// In a MATCH, labels and property maps have become predicates of the clause (`labels` is kept too, so that
// the planner finds scans without searching the predicates); in CREATE and MERGE they say what to make.
struct NodePattern {
  VariableId variable = no_variable;
  bool bound_before = false;              // the variable stands in an earlier clause
  std::vector<std::string> labels;        // CREATE/MERGE: all of them; MATCH: those it certainly has
  std::vector<PropertyEntry> properties;  // CREATE/MERGE only
  ExpressionPointer properties_map;       // CREATE/MERGE: `(n $map)`; a parameter
  ast::Span span;
};

enum class PatternDirection : std::uint8_t { LeftToRight, RightToLeft, Either };

struct VariableLength {
  std::uint64_t hops_min = 1;
  std::optional<std::uint64_t> hops_max;  // none: unbounded
};

struct RelationshipPattern {
  VariableId variable = no_variable;  // never no_variable: unnamed ones have an entry without a name
  bool bound_before = false;
  PatternDirection direction = PatternDirection::Either;
  std::vector<std::string> types;        // any of them; empty: every type
  std::optional<VariableLength> length;  // none: exactly one relationship
  // Filter of each relationship of a variable-length pattern, over `hop_variable`; null when there is none.
  VariableId hop_variable = no_variable;
  ExpressionPointer hop_predicate;
  std::vector<PropertyEntry> properties;  // CREATE/MERGE only
  ExpressionPointer properties_map;       // CREATE/MERGE only
  ast::Span span;
};

enum class PathSelector : std::uint8_t { All, Shortest, AllShortest };

// nodes.size() == relationships.size() + 1.
struct PathPattern {
  VariableId variable = no_variable;  // of `p = …`; no_variable when the path has no name
  PathSelector selector = PathSelector::All;
  std::vector<NodePattern> nodes;
  std::vector<RelationshipPattern> relationships;
  ast::Span span;
};

// ---- clauses

// MATCH and OPTIONAL MATCH. Relationship variables of one clause never stand for the same relationship.
struct MatchClause {
  bool optional = false;
  std::vector<PathPattern> paths;
  // Conjuncts: WHERE split at AND, property maps as `variable.key = value`, label expressions as HasLabels,
  // inline WHERE. A conjunct that only reads variables bound before still belongs to the (optional) match.
  std::vector<ExpressionPointer> predicates;
  std::vector<VariableId> introduced;  // variables new in this clause, unnamed ones too
};

struct UnwindClause {
  ExpressionPointer list;
  VariableId variable = no_variable;
};

struct ProjectionItem {
  ExpressionPointer expression;
  VariableId variable = no_variable;  // what the following clauses read
};

struct SortItem {
  ExpressionPointer expression;
  bool descending = false;
};

// WITH and RETURN, in this order: group (when it aggregates) → items → DISTINCT → ORDER BY → SKIP → LIMIT → WHERE.
//
// Without aggregation `keys` and `aggregates` are empty and `items` read the incoming variables. With it,
// `keys` and each aggregate's children read the incoming variables, and `items` read only key and aggregate
// variables. An item that is a key or an aggregate as a whole shares its variable: the item is just
// Variable(v) for v. The same holds for a variable passed on under its own name, key or not. A key that is
// just a variable keeps its number: `WITH n AS m, count(*) AS c` has the key n and the item Variable(n) for m.
// `order` and `where` read the items' variables; without aggregation and DISTINCT the incoming ones too.
struct ProjectionClause {
  bool is_return = false;
  bool distinct = false;
  bool aggregating = false;
  std::vector<ProjectionItem> keys;
  std::vector<ProjectionItem> aggregates;  // expression kind Aggregate
  std::vector<ProjectionItem> items;
  std::vector<std::string> column_names;  // as long as items: `AS` name or the source text
  std::vector<SortItem> order;
  ExpressionPointer skip;  // reads no variables
  ExpressionPointer limit;
  ExpressionPointer where;  // WITH only
};

// Pattern parts in source order; a path element with bound_before is used, every other one is created. Here, and
// in MERGE, an element is also bound before when its variable stands earlier in the clause.
// The expressions of properties read only what earlier clauses introduced: where the source says otherwise, its
// CREATE has become several.
struct CreateClause {
  std::vector<PathPattern> paths;
};

struct SetItem {
  enum class Kind : std::uint8_t {
    Property,  // target.key = value, or target[computed_key] = value
    Replace,   // target = map or entity
    Merge,     // target += map or entity
    Labels,    // target:A:B
  };
  Kind kind = Kind::Property;
  ExpressionPointer target;  // a node or relationship (or null)
  std::string key;
  ExpressionPointer computed_key;  // a string, in place of `key`; or null
  ExpressionPointer value;
  std::vector<std::string> labels;
};

struct SetClause {
  std::vector<SetItem> items;
};

struct RemoveItem {
  ExpressionPointer target;
  std::string key;                  // the property, unless
  ExpressionPointer computed_key;   // a string, says which
  std::vector<std::string> labels;  // those to remove, in place of a property
};

struct RemoveClause {
  std::vector<RemoveItem> items;
};

struct DeleteClause {
  bool detach = false;
  std::vector<ExpressionPointer> targets;  // nodes, relationships, paths or null
};

struct MergeClause {
  PathPattern path;
  // Variables that the path's properties read in place of what the source says: computed once for each row, before
  // the pattern is looked for, so that finding and creating it take the same values. The planner fills this in.
  std::vector<ProjectionItem> values;
  std::vector<SetItem> on_create;
  std::vector<SetItem> on_match;
  std::vector<VariableId> introduced;
};

struct CallClause {
  ast::Span span;         // of the call
  bool optional = false;  // a row for which nothing is yielded goes on with nulls
  std::shared_ptr<const Procedure> procedure;
  std::vector<ExpressionPointer> arguments;  // as many as the procedure's inputs
  struct Yield {
    std::uint32_t output = 0;  // index into the procedure's outputs
    VariableId variable = no_variable;
  };
  std::vector<Yield> yields;  // empty for a void procedure, which lets rows through
  ExpressionPointer where;
};

using BoundClause = std::variant<MatchClause, UnwindClause, ProjectionClause, CreateClause, MergeClause, SetClause,
                                 RemoveClause, DeleteClause, CallClause>;

// A sequence of clauses. Ends in a RETURN projection, an updating clause, a CALL of a void procedure, or a
// standalone CALL, whose yields are then the columns; after FINISH in any clause, and the rows are dropped.
// The pattern form of EXISTS and a pattern comprehension are a single MatchClause (for the latter followed
// by a RETURN of one item).
struct BoundSingleQuery {
  std::vector<BoundClause> clauses;
};

// Single queries joined by UNION. `columns` are the variables that hold the answer: those of the first
// part; part i > 0 has its own in `part_columns[i]`, in the same order.
struct BoundQuery {
  std::vector<BoundSingleQuery> parts;
  std::vector<bool> union_all;                        // parts.size() - 1 entries; one kind throughout
  std::vector<std::string> column_names;              // empty: the statement answers nothing
  std::vector<std::vector<VariableId>> part_columns;  // one list a part
  std::vector<VariableId> outer_variables;            // of a subquery: what it reads from outside
};

// ---- statements

struct TransactionStatement {
  enum class Kind : std::uint8_t { Begin, BeginReadOnly, Commit, Rollback };
  Kind kind = Kind::Begin;
};

struct CreateIndexStatement {
  std::string name;  // empty: made from what it is on
  bool if_not_exists = false;
  SchemaTarget target;
};

struct CreateConstraintStatement {
  std::string name;  // empty: made from what it is on
  bool if_not_exists = false;
  ConstraintRule rule = ConstraintRule::Unique;
  SchemaTarget target;
  storage::PropertyTypes types;  // of Type
};

struct DropSchemaStatement {
  bool is_constraint = false;
  std::string name;
  bool if_exists = false;
};

enum class ExplainMode : std::uint8_t { None, Explain, Profile };

struct BoundStatement {
  ExplainMode explain = ExplainMode::None;
  bool writes = false;  // may change the graph
  std::vector<Variable> variables;
  std::variant<BoundQuery, TransactionStatement, CreateIndexStatement, CreateConstraintStatement, DropSchemaStatement>
      body;
};

}  // namespace cairn::engine
