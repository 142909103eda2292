#include "engine/planner/property_reads.h"

#include "engine/binder/query_walk.h"

namespace cairn::engine {

namespace {

bool reads_properties(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::Property:
    case ExpressionKind::Index: return true;
    case ExpressionKind::Call: return expression.function->name == "properties" || expression.function->name == "keys";
    default: return false;
  }
}

void collect(const BoundQuery& query, bool takes_the_first, VariableSet& read);

void collect(const Expression& whole, VariableSet& read) {
  visit_expressions(whole, [&](const Expression& part) {
    if (part.subquery != nullptr) collect(*part.subquery, part.kind == ExpressionKind::Exists, read);
    if (!reads_properties(part) || part.children.empty()) return true;
    const Expression& of = *part.children.front();
    if (of.kind == ExpressionKind::Variable) read.insert(of.variable);
    return true;
  });
}

// Entities that are answers, or go on under a name that this does not follow.
void collect_handed_on(const ProjectionClause& clause, VariableSet& read) {
  for (const std::vector<ProjectionItem>* items : {&clause.keys, &clause.items}) {
    for (const ProjectionItem& item : *items) {
      if (item.expression->kind != ExpressionKind::Variable) continue;
      if (clause.is_return || item.expression->variable != item.variable) read.insert(item.expression->variable);
    }
  }
}

enum class Rows : std::uint8_t { One, First, All };

// How many of the rows that come to a clause it looks at: one after the other as they are wanted, the first few, all.
Rows rows_taken(const BoundClause& clause) {
  if (std::holds_alternative<MatchClause>(clause) || std::holds_alternative<UnwindClause>(clause) ||
      std::holds_alternative<CallClause>(clause)) {
    return Rows::One;
  }
  const auto* projection = std::get_if<ProjectionClause>(&clause);
  if (projection == nullptr || projection->aggregating || projection->distinct || !projection->order.empty()) {
    return Rows::All;
  }
  return projection->limit == nullptr ? Rows::One : Rows::First;
}

void collect(const BoundSingleQuery& query, bool takes_the_first, VariableSet& read) {
  VariableSet found;      // whose properties are read
  VariableSet streaming;  // of a MATCH, as long as no clause has taken all its rows
  VariableSet of_few_rows;
  for (const BoundClause& clause : query.clauses) {
    if (const auto* match = std::get_if<MatchClause>(&clause)) streaming.insert(match->introduced);
    visit_clause_expressions(clause, [&](const Expression& whole) { collect(whole, found); });
    if (const auto* projection = std::get_if<ProjectionClause>(&clause)) collect_handed_on(*projection, found);
    const Rows taken = rows_taken(clause);
    if (taken == Rows::First) of_few_rows.insert(streaming);
    if (taken != Rows::One) streaming = {};
  }
  if (takes_the_first) of_few_rows.insert(streaming);
  for (const VariableId variable : found.sorted()) {
    if (!of_few_rows.contains(variable)) read.insert(variable);
  }
}

void collect(const BoundQuery& query, bool takes_the_first, VariableSet& read) {
  for (const BoundSingleQuery& part : query.parts) collect(part, takes_the_first, read);
}

}  // namespace

VariableSet variables_with_read_properties(const BoundQuery& query) {
  VariableSet read;
  collect(query, false, read);
  return read;
}

}  // namespace cairn::engine
