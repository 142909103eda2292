// Bound expressions: what an expression means, with every name resolved.
//
// One struct with a kind and a list of children, so that rewrites and walkers need no case per kind to
// find sub-expressions. What each child stands for is written beside the kind. A variable is a number
// (see bound_query.h), a function is a pointer into the registry; property keys, labels and types stay
// names, because a statement may be bound before the token exists.
#pragma once

#include "engine/functions/aggregates.h"
#include "engine/functions/function_registry.h"
#include "engine/value/static_type.h"
#include "engine/value/value.h"
#include "parser/ast.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cairn::engine {

// A variable of a statement: an index into `BoundStatement::variables`.
using VariableId = std::uint32_t;
inline constexpr VariableId no_variable = ~VariableId{0};

struct BoundQuery;

enum class ExpressionKind : std::uint8_t {
  Literal,    // `literal`
  Parameter,  // `name`
  Variable,   // `variable`
  Property,   // `name` of children[0] (node, relationship or map)
  Index,      // children[0] [ children[1] ]: list by integer, map or entity by string
  Slice,      // children[0] [ children[1] .. children[2] ]; an absent bound is a null pointer
  List,       // children: the elements
  Map,        // `names[i]`: children[i], in source order
  And,
  Or,
  Xor,         // children: two or more
  Not,         // children[0]
  Comparison,  // children[0] operators[0] children[1] operators[1] children[2] …: a < b <= c
  IsNull,
  IsNotNull,  // children[0]
  HasLabels,  // children[0] matches `labels` (a node's labels or a relationship's type)
  IsType,     // children[0] is a value of `value_type`: IS :: TYPE; never null
  StartsWith,
  EndsWith,
  Contains,
  RegexMatch,
  In,          // children[0], children[1]
  Arithmetic,  // children[0] operators[0] children[1] operators[1] …: one level of + - or * / % or ^, left to right
  Negate,      // children[0]
  Call,        // `function`(children…)
  Aggregate,   // `aggregate`(children…), `distinct`; count(*) has no children; only in ProjectionClause::aggregates
  // Searched: when, then, when, then, …, else (the last child; a null literal when absent). `CASE x WHEN a THEN …`
  // has become `x = a`; an `x` worth computing only once stands for a hidden variable: [v IN [x] | CASE …][0].
  Case,
  ListComprehension,  // children: list, filter (may be null), projection (may be null); `variable` runs over the list
  Quantifier,         // children: list, predicate; `variable`; `quantifier`
  Reduce,             // children: initial, list, step; `accumulator`, `variable`
  Exists,             // `subquery` has a row
  PatternComprehension,  // list of the single column of `subquery`, whose outer variables are those of this scope
  PathOf,                // the path through children: node, relationship (or list of them), node, …
};

enum class ComparisonOperator : std::uint8_t { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };
enum class ArithmeticOperator : std::uint8_t { Add, Subtract, Multiply, Divide, Modulo, Power };
enum class QuantifierKind : std::uint8_t { All, Any, None, Single };

// A label (or relationship type) expression; `%` is Any.
struct LabelExpression {
  enum class Kind : std::uint8_t { Name, Any, And, Or, Not };
  Kind kind = Kind::Name;
  std::string name;
  std::vector<LabelExpression> operands;

  friend bool operator==(const LabelExpression&, const LabelExpression&) = default;
};

struct Expression;
using ExpressionPointer = std::unique_ptr<Expression>;

struct Expression {
  ExpressionKind kind = ExpressionKind::Literal;
  StaticType type;  // what is known about every value it can have
  ast::Span span;   // where it stands in the statement; for errors
  std::vector<ExpressionPointer> children;

  Value literal;
  VariableId variable = no_variable;
  VariableId accumulator = no_variable;
  std::string name;
  std::vector<std::string> names;
  std::vector<ComparisonOperator> comparisons;
  std::vector<ArithmeticOperator> arithmetic;
  QuantifierKind quantifier = QuantifierKind::All;
  bool distinct = false;
  std::unique_ptr<LabelExpression> labels;
  std::unique_ptr<ast::ValueType> value_type;
  const Function* function = nullptr;
  const AggregateFunction* aggregate = nullptr;
  std::unique_ptr<BoundQuery> subquery;

  Expression();
  ~Expression();
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
};

// A deep copy.
ExpressionPointer clone(const Expression& expression);

// Same meaning: equal kinds, names, variables and children; spans and the numbers of variables that the
// expressions introduce themselves do not matter. Volatile calls (`rand()`) are equal only to themselves,
// that is never.
bool same_expression(const Expression& left, const Expression& right);

// Calls `visit` for the expression and every expression below it, parents first; false stops the descent
// into that expression's children. Subqueries are not entered.
void visit_expressions(const Expression& expression, const std::function<bool(const Expression&)>& visit);

// The first child in which the variables that a ListComprehension, Quantifier or Reduce introduces are known; the
// number of children for every other kind.
std::size_t introduced_from_child(const Expression& expression);

// The variables an expression reads from outside itself, sorted, without duplicates; those its own
// comprehensions introduce are left out, those its subqueries read from outside are included.
std::vector<VariableId> free_variables(const Expression& expression);

// True when two evaluations on the same row may differ (`rand()`), so that it must not be moved or repeated.
bool is_volatile(const Expression& expression);

// The expression as openCypher text, for EXPLAIN: variables by name.
struct BoundStatement;
std::string expression_text(const Expression& expression, const BoundStatement& statement);

}  // namespace cairn::engine
