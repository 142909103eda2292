// What a statement says, as a tree of plain structs.
//
// The idea: one node per construct of the grammar and nothing of its meaning. Names are not resolved,
// types not checked, and two texts that differ only in spaces, comments, letter case of keywords or
// superfluous parentheses give the same tree. Where the language has two spellings of one thing the
// tree has one: `<-->` is `--`, `IS A` is `:A`, `EXISTS {(a)-->()}` is `EXISTS {MATCH (a)-->()}`, and
// `-5` is one literal.
//
// Every node carries the span of its text. An unaliased column is named by its source text: that of the
// projection item's span.
//
// Operator chains (`a + b - c`, `a < b <= c`, `a OR b OR c`) are flat, so a million terms are one node
// of height one. The height of everything else is bounded by the parser (`ParseLimits`), so walking a
// tree by recursion is safe. Nodes own their children; a tree may be read from many threads.
//
// Grammar: openCypher 9 (its EBNF), with the additions of Neo4j 5 and ISO GQL named at each node.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cairn::ast {

// Bytes [begin, end) of the parsed text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// A name as it is meant: without backticks, escapes resolved, case kept. Variables, labels, types, property keys, …
struct Name {
  std::string text;
  Span span;
};

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;
struct Query;
using QueryPtr = std::unique_ptr<Query>;
struct PathPattern;
using PathPatternPtr = std::unique_ptr<PathPattern>;
struct Clause;

// ---- Label expressions -----------------------------------------------------------------------------

enum class LabelExpressionKind : std::uint8_t {
  Name,         // A
  Dynamic,      // $(expression), $all(expression), $any(expression): a string or a list of strings
  Wildcard,     // %: any label at all
  Conjunction,  // A&B, and A:B
  Disjunction,  // A|B, and A|:B
  Negation,     // !A
};

// What a dynamic label with a list asks for: all of its names (the default) or at least one.
enum class DynamicLabelMode : std::uint8_t { All, Any };

// Labels of a node or types of a relationship. Conjunctions and disjunctions are flat, with two or more operands.
struct LabelExpression {
  Span span;
  LabelExpressionKind kind = LabelExpressionKind::Name;
  DynamicLabelMode mode = DynamicLabelMode::All;  // of Dynamic
  Name name;                                      // of Name
  ExpressionPtr expression;                       // of Dynamic
  std::vector<LabelExpression> operands;          // of Conjunction, Disjunction and Negation (one)
};

// ---- Patterns --------------------------------------------------------------------------------------

// (variable:labels {properties} WHERE where); every part is optional.
struct NodePattern {
  Span span;
  std::optional<Name> variable;
  std::optional<LabelExpression> labels;
  ExpressionPtr properties;  // a MapLiteral or a Parameter; null if absent
  ExpressionPtr where;       // null if absent
};

// `Undirected` is both --  and <-->.
enum class Direction : std::uint8_t { Outgoing, Incoming, Undirected };

// *min..max, and the quantifiers behind a relationship: + is 1.., * is 0.., {n}, {n,m}. An absent minimum is 1,
// an absent maximum has no bound.
struct PathLength {
  Span span;
  std::optional<std::uint64_t> minimum;
  std::optional<std::uint64_t> maximum;
};

// -[variable:types *length {properties} WHERE where]-> ; the span includes the arrow.
struct RelationshipPattern {
  Span span;
  Direction direction = Direction::Undirected;
  std::optional<Name> variable;
  std::optional<LabelExpression> types;
  std::optional<PathLength> length;  // absent: exactly one relationship, and the variable is not a list
  ExpressionPtr properties;          // a MapLiteral or a Parameter; null if absent
  ExpressionPtr where;               // null if absent
};

struct PathStep {
  RelationshipPattern relationship;
  NodePattern node;
};

enum class PathSelectorKind : std::uint8_t {
  AllPaths,          // no selector
  ShortestPath,      // shortestPath((a)-[*]-(b))
  AllShortestPaths,  // allShortestPaths((a)-[*]-(b))
  Any,               // ANY [k] (a)-[*]-(b)
  AnyShortest,       // ANY SHORTEST (a)-[*]-(b)
  AllShortest,       // ALL SHORTEST (a)-[*]-(b)
  Shortest,          // SHORTEST k (a)-[*]-(b)
  ShortestGroups,    // SHORTEST [k] GROUPS (a)-[*]-(b)
};

// Which of the matching paths are wanted.
struct PathSelector {
  Span span;
  PathSelectorKind kind = PathSelectorKind::AllPaths;
  ExpressionPtr count;  // an IntegerLiteral or a Parameter; null if absent
};

// variable = selector (start)-[…]-(…)…
struct PathPattern {
  Span span;
  std::optional<Name> variable;
  PathSelector selector;
  NodePattern start;
  std::vector<PathStep> steps;
};

// What is meant by "at which time, by which sources": behind a MATCH pattern or at the statement's start. The grammar
// keeps the place; nothing fills it yet, so pointers to it are null.
struct View {
  Span span;
};

// What a write is marked with (validity, source): behind an updating clause's last item or at the statement's start.
// The grammar keeps the place; nothing fills it yet, so pointers to it are null.
struct Stamp {
  Span span;
};

// ---- Types of values, for IS :: TYPE ---------------------------------------------------------------

enum class ValueTypeKind : std::uint8_t {
  Nothing,
  Null,
  Boolean,
  String,
  Integer,
  Float,
  Date,
  LocalTime,
  ZonedTime,
  LocalDateTime,
  ZonedDateTime,
  Duration,
  Point,
  Node,
  Relationship,
  Map,
  Path,
  PropertyValue,
  Any,
  List,   // one argument: the type of the elements
  Union,  // two or more arguments: INTEGER | STRING
};

// The synonyms (BOOL, INT, VARCHAR, TIMESTAMP WITHOUT TIME ZONE, …) are resolved.
struct ValueType {
  Span span;
  ValueTypeKind kind = ValueTypeKind::Any;
  bool not_null = false;             // TYPE NOT NULL, TYPE!
  std::vector<ValueType> arguments;  // of List and Union
};

// ---- Expressions -----------------------------------------------------------------------------------

struct NullLiteral {};

struct BooleanLiteral {
  bool value = false;
};

// Its sign is part of it.
struct IntegerLiteral {
  std::int64_t value = 0;
};

// Its sign is part of it; always finite.
struct FloatLiteral {
  double value = 0;
};

// Escapes are resolved; UTF-8.
struct StringLiteral {
  std::string value;
};

struct ListLiteral {
  std::vector<ExpressionPtr> elements;
};

// key: value
struct MapEntry {
  Span span;
  Name key;
  ExpressionPtr value;
};

// {key: value, …}; keys may repeat, the last one counts.
struct MapLiteral {
  std::vector<MapEntry> entries;
};

// $name or $1, without the $.
struct Parameter {
  std::string name;
};

struct Variable {
  std::string name;
};

// count(*)
struct CountAll {};

// space.name(DISTINCT arguments…); aggregates too. The name keeps its case.
struct FunctionCall {
  std::vector<Name> name;
  bool distinct = false;
  std::vector<ExpressionPtr> arguments;
};

enum class LogicalOperator : std::uint8_t { Or, Xor, And };

// a OR b OR c: two or more operands, one operator.
struct LogicalChain {
  LogicalOperator operation = LogicalOperator::And;
  std::vector<ExpressionPtr> operands;
};

// NOT NOT x has count 2.
struct Not {
  std::uint32_t count = 1;
  ExpressionPtr operand;
};

enum class ComparisonOperator : std::uint8_t { Equal, NotEqual, Less, Greater, LessOrEqual, GreaterOrEqual };

// a < b <= c means a < b AND b <= c with b computed once: operators.size() + 1 == operands.size() >= 2.
struct ComparisonChain {
  std::vector<ComparisonOperator> operators;
  std::vector<ExpressionPtr> operands;
};

enum class ArithmeticOperator : std::uint8_t { Add, Subtract, Concatenate, Multiply, Divide, Modulo, Power };

// a + b - c, computed from the left: operators.size() + 1 == operands.size() >= 2. The operators of one chain have one
// precedence: {Add, Subtract, Concatenate}, {Multiply, Divide, Modulo} or {Power}.
struct ArithmeticChain {
  std::vector<ArithmeticOperator> operators;
  std::vector<ExpressionPtr> operands;
};

// +x or -x; of a run of signs the product. A sign before a number is part of the number.
struct Sign {
  bool negative = true;
  ExpressionPtr operand;
};

enum class StringOperator : std::uint8_t { StartsWith, EndsWith, Contains, RegularExpression };

struct StringPredicate {
  StringOperator operation = StringOperator::Contains;
  ExpressionPtr operand;
  ExpressionPtr pattern;
};

// element IN list
struct InList {
  ExpressionPtr element;
  ExpressionPtr list;
};

// operand IS [NOT] NULL
struct NullPredicate {
  bool negated = false;
  ExpressionPtr operand;
};

// operand IS [NOT] :: type, also spelled IS [NOT] TYPED type and operand :: type
struct TypePredicate {
  bool negated = false;
  ExpressionPtr operand;
  std::unique_ptr<ValueType> type;  // never null
};

// operand:labels
struct LabelPredicate {
  ExpressionPtr operand;
  std::unique_ptr<LabelExpression> labels;  // never null
};

// object.key
struct Property {
  ExpressionPtr object;
  Name key;
};

// container[index]: of a list by position, of a map, node or relationship by key
struct Subscript {
  ExpressionPtr container;
  ExpressionPtr index;
};

// list[from..to]; either end may be null
struct Slice {
  ExpressionPtr list;
  ExpressionPtr from;
  ExpressionPtr to;
};

// WHEN conditions… THEN result. With an operand `conditions` are values to compare with; one or more.
struct CaseBranch {
  Span span;
  std::vector<ExpressionPtr> conditions;
  ExpressionPtr result;
};

// CASE [operand] WHEN … THEN … [ELSE otherwise] END; without an operand each branch has one condition.
struct Case {
  ExpressionPtr operand;  // null in the generic form
  std::vector<CaseBranch> branches;
  ExpressionPtr otherwise;  // null if absent
};

// [variable IN list WHERE where | projection]
struct ListComprehension {
  Name variable;
  ExpressionPtr list;
  ExpressionPtr where;       // null if absent
  ExpressionPtr projection;  // null if absent: the element itself
};

// [variable = (a)-->(b) WHERE where | projection]
struct PatternComprehension {
  PathPatternPtr pattern;
  ExpressionPtr where;  // null if absent
  ExpressionPtr projection;
};

enum class QuantifierKind : std::uint8_t { All, Any, None, Single };

// all(variable IN list WHERE where)
struct Quantifier {
  QuantifierKind kind = QuantifierKind::All;
  Name variable;
  ExpressionPtr list;
  ExpressionPtr where;  // null if absent: the element itself
};

// reduce(accumulator = initial, variable IN list | step)
struct Reduce {
  Name accumulator;
  ExpressionPtr initial;
  Name variable;
  ExpressionPtr list;
  ExpressionPtr step;
};

enum class SubqueryKind : std::uint8_t { Exists, Count, Collect };

// EXISTS {…}, COUNT {…}, COLLECT {…}. Of the short form `{pattern WHERE where}` the query is the one clause MATCH.
struct SubqueryExpression {
  SubqueryKind kind = SubqueryKind::Exists;
  QueryPtr query;  // never null
};

// A pattern as a predicate, (a)-->(:B), with at least one step; or shortestPath(…), allShortestPaths(…) as a value.
struct PatternExpression {
  PathPatternPtr pattern;  // never null
};

enum class MapProjectionItemKind : std::uint8_t {
  Property,       // .key
  Entry,          // key: value
  Variable,       // key
  AllProperties,  // .*
};

struct MapProjectionItem {
  Span span;
  MapProjectionItemKind kind = MapProjectionItemKind::Property;
  Name key;             // not of AllProperties
  ExpressionPtr value;  // of Entry, else null
};

// variable {.key, key: value, other, .*}
struct MapProjection {
  Name variable;
  std::vector<MapProjectionItem> items;
};

using ExpressionNode =
    std::variant<NullLiteral, BooleanLiteral, IntegerLiteral, FloatLiteral, StringLiteral, ListLiteral, MapLiteral,
                 Parameter, Variable, CountAll, FunctionCall, LogicalChain, Not, ComparisonChain, ArithmeticChain, Sign,
                 StringPredicate, InList, NullPredicate, TypePredicate, LabelPredicate, Property, Subscript, Slice,
                 Case, ListComprehension, PatternComprehension, Quantifier, std::unique_ptr<Reduce>, SubqueryExpression,
                 PatternExpression, MapProjection>;

// Parentheses around the whole expression are not part of its span.
struct Expression {
  Span span;
  ExpressionNode node;
};
static_assert(sizeof(Expression) <= 80, "large alternatives go behind a pointer: every literal pays for the largest");

// ---- Reading and projecting clauses ----------------------------------------------------------------

// [OPTIONAL] MATCH pattern, … [view] [WHERE where]
struct Match {
  bool optional = false;
  std::vector<PathPattern> patterns;
  std::unique_ptr<View> view;  // null: the present
  ExpressionPtr where;         // null if absent
};

// UNWIND list AS variable
struct Unwind {
  ExpressionPtr list;
  Name variable;
};

// LOAD CSV [WITH HEADERS] FROM source AS variable [FIELDTERMINATOR 'c']
struct LoadCsv {
  bool with_headers = false;
  ExpressionPtr source;
  Name variable;
  std::optional<std::string> field_terminator;
};

// expression [AS alias]. Without an alias the column's name is the source text at `span`.
struct ProjectionItem {
  Span span;
  ExpressionPtr expression;
  std::optional<Name> alias;
};

// expression [ASC | DESC]
struct SortItem {
  Span span;
  ExpressionPtr expression;
  bool descending = false;
};

// What WITH and RETURN share: [DISTINCT] [*,] items [ORDER BY …] [SKIP …] [LIMIT …]
struct Projection {
  Span span;
  bool distinct = false;
  bool all = false;  // *
  std::vector<ProjectionItem> items;
  std::vector<SortItem> order_by;
  ExpressionPtr skip;   // null if absent
  ExpressionPtr limit;  // null if absent
};

struct With {
  Projection projection;
  ExpressionPtr where;  // null if absent
};

struct Return {
  Projection projection;
};

// FINISH: runs the query and returns no rows
struct Finish {};

// ---- Updating clauses ------------------------------------------------------------------------------

struct Create {
  std::vector<PathPattern> patterns;
  std::unique_ptr<Stamp> stamp;
};

// target = value, where the target is a Property or a Subscript
struct SetProperty {
  ExpressionPtr target;
  ExpressionPtr value;
};

enum class SetAllMode : std::uint8_t { Replace, Merge };

// variable = value, variable += value
struct SetAll {
  SetAllMode mode = SetAllMode::Replace;
  Name variable;
  ExpressionPtr value;
};

// variable:A:B; each label a Name or Dynamic. Of SET and REMOVE.
struct LabelChange {
  Name variable;
  std::vector<LabelExpression> labels;
};

struct SetItem {
  Span span;
  std::variant<SetProperty, SetAll, LabelChange> node;
};

struct Set {
  std::vector<SetItem> items;
  std::unique_ptr<Stamp> stamp;
};

enum class MergeEvent : std::uint8_t { OnMatch, OnCreate };

// ON MATCH SET …, ON CREATE SET …
struct MergeAction {
  Span span;
  MergeEvent event = MergeEvent::OnMatch;
  std::vector<SetItem> items;
};

struct Merge {
  PathPattern pattern;
  std::vector<MergeAction> actions;
  std::unique_ptr<Stamp> stamp;
};

// A Property or a Subscript.
struct RemoveProperty {
  ExpressionPtr target;
};

struct RemoveItem {
  Span span;
  std::variant<RemoveProperty, LabelChange> node;
};

struct Remove {
  std::vector<RemoveItem> items;
  std::unique_ptr<Stamp> stamp;
};

// DELETE and NODETACH DELETE are `Plain`.
enum class DeleteMode : std::uint8_t { Plain, Detach };

struct Delete {
  DeleteMode mode = DeleteMode::Plain;
  std::vector<ExpressionPtr> items;
  std::unique_ptr<Stamp> stamp;
};

// FOREACH (variable IN list | clauses…); the clauses are updating clauses.
struct Foreach {
  Name variable;
  ExpressionPtr list;
  std::vector<Clause> clauses;
};

// ---- Calls -----------------------------------------------------------------------------------------

// field [AS alias]
struct YieldItem {
  Span span;
  Name field;
  std::optional<Name> alias;
};

// YIELD * | YIELD items | YIELD - (no items), then [WHERE where]
struct Yield {
  Span span;
  bool all = false;
  std::vector<YieldItem> items;
  ExpressionPtr where;  // null if absent
};

// [OPTIONAL] CALL space.name[(arguments…)] [YIELD …]
struct CallProcedure {
  bool optional = false;
  std::vector<Name> name;
  std::optional<std::vector<ExpressionPtr>> arguments;  // absent without parentheses: taken from parameters by name
  std::optional<Yield> yield;
};

// The (a, b) or (*) of CALL (a, b) {…}.
struct ImportList {
  Span span;
  bool all = false;
  std::vector<Name> variables;
};

enum class TransactionErrorMode : std::uint8_t { Fail, Continue, Break };

// IN TRANSACTIONS [OF rows ROWS] [ON ERROR CONTINUE | BREAK | FAIL] [REPORT STATUS AS status]
struct InTransactions {
  Span span;
  ExpressionPtr rows;  // null if absent
  std::optional<TransactionErrorMode> on_error;
  std::optional<Name> status;
};

// [OPTIONAL] CALL [(imports)] {query} [IN TRANSACTIONS …]
struct CallSubquery {
  bool optional = false;
  std::optional<ImportList> imports;  // absent: importing WITH, or nothing
  QueryPtr query;                     // never null
  std::optional<InTransactions> in_transactions;
};

// ---- Queries ---------------------------------------------------------------------------------------

using ClauseNode = std::variant<Match, Unwind, LoadCsv, With, Return, Finish, Create, Merge, Set, Remove, Delete,
                                Foreach, CallProcedure, CallSubquery>;

struct Clause {
  Span span;
  ClauseNode node;
};

// Clauses in the order they are written: at least one. That they are in an allowed order is the binder's to check.
struct SingleQuery {
  Span span;
  std::vector<Clause> clauses;
};

enum class UnionKind : std::uint8_t { Distinct, All };

// parts[0] unions[0] parts[1] …: unions.size() + 1 == parts.size()
struct Query {
  Span span;
  std::vector<SingleQuery> parts;
  std::vector<UnionKind> unions;
};

// ---- Schema ----------------------------------------------------------------------------------------

enum class EntityKind : std::uint8_t { Node, Relationship };

// FOR (variable:A|B) or FOR ()-[variable:A|B]-(). Only full-text indexes have several labels, lookup indexes none.
struct SchemaPattern {
  Span span;
  EntityKind entity = EntityKind::Node;
  Name variable;
  std::vector<Name> labels;
};

enum class IndexKind : std::uint8_t { Range, Text, Point, Lookup, FullText, Vector };

// CREATE [kind] INDEX [name] [IF NOT EXISTS] FOR pattern ON (variable.key, …) [OPTIONS {…}]
struct CreateIndex {
  IndexKind kind = IndexKind::Range;
  std::optional<Name> name;
  bool if_not_exists = false;
  SchemaPattern pattern;
  std::vector<Name> keys;  // property keys; empty for a lookup index
  ExpressionPtr options;   // a MapLiteral or a Parameter; null if absent
};

enum class ConstraintKind : std::uint8_t { Unique, Key, NotNull, Type };

// CREATE CONSTRAINT [name] [IF NOT EXISTS] FOR pattern REQUIRE keys IS UNIQUE | [NODE | RELATIONSHIP] KEY | NOT NULL |
// :: type [OPTIONS {…}]
struct CreateConstraint {
  std::optional<Name> name;
  bool if_not_exists = false;
  SchemaPattern pattern;
  std::vector<Name> keys;  // property keys, one or more
  ConstraintKind kind = ConstraintKind::Unique;
  std::optional<ValueType> type;  // of Type
  ExpressionPtr options;          // a MapLiteral or a Parameter; null if absent
};

enum class SchemaObjectKind : std::uint8_t { Index, Constraint };

// DROP INDEX | CONSTRAINT name [IF EXISTS]
struct DropSchemaObject {
  SchemaObjectKind kind = SchemaObjectKind::Index;
  Name name;
  bool if_exists = false;
};

enum class ShowKind : std::uint8_t { Indexes, Constraints, Functions, Procedures };

// SHOW [kind] INDEXES | [NODE | RELATIONSHIP] [kind] CONSTRAINTS | FUNCTIONS | PROCEDURES, then
// [WHERE …] or [YIELD … [ORDER BY …] [SKIP …] [LIMIT …] [WHERE …] [RETURN …]]
struct Show {
  ShowKind kind = ShowKind::Indexes;
  std::optional<IndexKind> index_kind;            // SHOW RANGE INDEXES; absent: all
  std::optional<ConstraintKind> constraint_kind;  // SHOW UNIQUE CONSTRAINTS; absent: all
  std::optional<EntityKind> entity;               // SHOW NODE CONSTRAINTS; absent: of nodes and of relationships
  std::optional<Yield> yield;                     // its `where` is the one below
  std::vector<SortItem> order_by;
  ExpressionPtr skip;                // null if absent
  ExpressionPtr limit;               // null if absent
  ExpressionPtr where;               // null if absent; before or behind YIELD
  std::optional<Projection> result;  // what RETURN says
};

// ---- Statements ------------------------------------------------------------------------------------

enum class TransactionAccess : std::uint8_t { ReadWrite, ReadOnly };

// BEGIN [TRANSACTION] [READ ONLY | READ WRITE]
struct BeginTransaction {
  TransactionAccess access = TransactionAccess::ReadWrite;
};

// COMMIT [TRANSACTION]
struct CommitTransaction {};

// ROLLBACK [TRANSACTION]
struct RollbackTransaction {};

// EXPLAIN plans and does not run; PROFILE runs and shows the plan with what was measured.
enum class ExplainMode : std::uint8_t { None, Explain, Profile };

using StatementNode = std::variant<Query, CreateIndex, CreateConstraint, DropSchemaObject, Show, BeginTransaction,
                                   CommitTransaction, RollbackTransaction>;

// One complete statement.
struct Statement {
  Span span;
  ExplainMode explain = ExplainMode::None;
  std::unique_ptr<View> view;    // null: the present
  std::unique_ptr<Stamp> stamp;  // null: none
  StatementNode node;
};

}  // namespace cairn::ast
