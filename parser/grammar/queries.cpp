// Clauses in sequence, UNION, and queries inside of braces.
#include "parser/grammar/rules.h"

#include <variant>

namespace cairn::parser::grammar {

namespace {

using ast::Query;
using ast::SingleQuery;
using ast::UnionKind;

struct SetNode {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context).node = std::move(x3::_attr(context));
  }
};
constexpr SetNode set_node{};

template <UnionKind kind>
struct PushUnion {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context).unions.push_back(kind);
  }
};
template <UnionKind kind>
constexpr PushUnion<kind> push_union{};

struct BoxQuery {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    reject_yield_all(x3::_attr(context));
    x3::_val(context) = std::make_unique<Query>(std::move(x3::_attr(context)));
  }
};
constexpr BoxQuery box_query{};

// {pattern WHERE …} becomes the query {MATCH pattern WHERE …}.
struct BoxMatch {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    ast::Clause clause = std::move(x3::_attr(context));
    ast::Span span = clause.span;
    SingleQuery part{.span = span, .clauses = {}};
    part.clauses.push_back(std::move(clause));
    auto boxed = std::make_unique<Query>(Query{.span = span, .parts = {}, .unions = {}});
    boxed->parts.push_back(std::move(part));
    x3::_val(context) = std::move(boxed);
  }
};
constexpr BoxMatch box_match{};

}  // namespace

void reject_yield_all(const Query& checked) {
  for (const SingleQuery& part : checked.parts) {
    for (const ast::Clause& clause : part.clauses) {
      const auto* call = std::get_if<ast::CallProcedure>(&clause.node);
      if (call == nullptr || !call->yield || !call->yield->all) continue;
      throw Abort{compile_error(ErrorType::SyntaxError, "UnexpectedSyntax",
                                "YIELD * is only allowed where CALL is the whole statement", call->yield->span.begin,
                                "name the columns that the query uses: YIELD a, b AS c")};
    }
  }
}

CAIRN_RULE(clause, ast::Clause)
CAIRN_RULE(updating_clause_alone, ast::Clause)
CAIRN_RULE(single_query, SingleQuery)
CAIRN_RULE(pattern_match, ast::Match)
CAIRN_RULE(pattern_clause, ast::Clause)

const auto clause_def =
    spanned[reading_clause[set_node] | projecting_clause[set_node] | call_clause[set_node] | updating_clause[set_node]];

const auto updating_clause_alone_def = spanned[updating_clause[set_node]];
const auto updating_clauses_def = nested[+updating_clause_alone[append]];

const auto single_query_def = spanned[+clause[push<&SingleQuery::clauses>]];

const auto query_def =
    spanned[single_query[push<&Query::parts>] >>
            *(keyword<Keyword::Union> >> (keyword<Keyword::All>[push_union<UnionKind::All>] |
                                          (keyword<Keyword::Distinct> | x3::eps)[push_union<UnionKind::Distinct>]) >>
              single_query[push<&Query::parts>])];

const auto pattern_match_def = pattern[set<&ast::Match::patterns>] >>
                               -(keyword<Keyword::Where> >> condition[set<&ast::Match::where>]);

const auto pattern_clause_def = spanned[pattern_match[set_node]];

const auto subquery_def = nested[cut(is_pattern_start)[pattern_clause[box_match]] | query[box_query]];

const auto called_query_def = nested[query[box_query]];

CAIRN_DEFINE_RULES(clause, updating_clause_alone, updating_clauses, single_query, query, pattern_match, pattern_clause,
                   subquery, called_query)

}  // namespace cairn::parser::grammar
