// Writes bound expressions and queries as text; what the text is for decides how it names variables.
#pragma once

#include "engine/binder/bound_query.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine {

// How tightly an expression binds; an operand that binds less tightly than its place asks for gets parentheses.
enum class Precedence : std::uint8_t {
  Or,
  Xor,
  And,
  Not,
  Comparison,
  Predicate,  // IN, STARTS WITH, IS NULL, …
  Additive,
  Multiplicative,
  Power,
  Unary,
  Postfix,
  Atom,
};

class BoundPrinter {
 public:
  using VariableNamer = std::function<std::string(VariableId)>;

  // `clause_separator` stands between the clauses of a query. With `details` a MATCH or MERGE says what is new in it.
  BoundPrinter(VariableNamer name, std::string_view clause_separator, bool details)
      : name_(std::move(name)), clause_separator_(clause_separator), details_(details) {}

  std::string text(const Expression& expression);
  std::string text(const BoundQuery& query);

 private:
  // bound_printer.cpp: expressions
  void print(const Expression& expression);
  void print_at(const Expression& expression, Precedence wanted);
  void print_operator(const Expression& expression);
  void print_chain(const Expression& expression, std::string_view operation, Precedence operand);
  void print_comparison(const Expression& expression);
  void print_arithmetic(const Expression& expression);
  void print_infix(const Expression& expression, std::string_view operation);
  void print_postfix(const Expression& expression);
  void print_call(std::string_view function, const Expression& expression);
  void print_map(const Expression& expression);
  void print_case(const Expression& expression);
  void print_comprehension(const Expression& expression);
  void print_quantifier(const Expression& expression);
  void print_reduce(const Expression& expression);
  void print_subquery(std::string_view before, const BoundQuery& query, std::string_view after);
  void print_list(const std::vector<ExpressionPointer>& expressions);
  void print_variable(VariableId variable) { out_ += name_(variable); }

  // bound_printer_clauses.cpp: queries
  void print(const BoundQuery& query);
  void print(const MatchClause& clause);
  void print(const UnwindClause& clause);
  void print(const ProjectionClause& clause);
  void print(const CreateClause& clause);
  void print(const MergeClause& clause);
  void print(const SetClause& clause);
  void print(const RemoveClause& clause);
  void print(const DeleteClause& clause);
  void print(const CallClause& clause);
  void print(const PathPattern& path);
  void print(const NodePattern& node);
  void print(const RelationshipPattern& relationship);
  void print_properties(const std::vector<PropertyEntry>& properties, const ExpressionPointer& map);
  void print_paths(const std::vector<PathPattern>& paths);
  void print_items(const std::vector<ProjectionItem>& items);
  void print_items(const std::vector<SetItem>& items);
  void print_property(const std::string& key, const ExpressionPointer& computed_key);
  void print_introduced(const std::vector<VariableId>& introduced);
  void print_labels(const std::vector<std::string>& labels);

  VariableNamer name_;
  std::string clause_separator_;
  bool details_;
  std::string out_;
};

// The query with its own variables named by the order in which they are first mentioned, `locals` by their place
// in the list, and all others by number: equal texts mean equal queries.
std::string canonical_text(const BoundQuery& query, std::span<const VariableId> locals);

// A label expression as `A&(B|!C)`, appended to `out`.
void append_label_expression(std::string& out, const LabelExpression& labels);

// A type as `LIST<INTEGER | STRING NOT NULL>`, appended to `out`.
void append_value_type(std::string& out, const ast::ValueType& type);

}  // namespace cairn::engine
