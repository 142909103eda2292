// MATCH, UNWIND, LOAD CSV.
#include "parser/grammar/rules.h"

namespace cairn::parser::grammar {

CAIRN_RULE(match, ast::Match)
CAIRN_RULE(unwind, ast::Unwind)
CAIRN_RULE(load_csv, ast::LoadCsv)

// Between the pattern and WHERE is the free place of a view.
const auto match_def = -keyword<Keyword::Optional>[put<&ast::Match::optional>] >> keyword<Keyword::Match> >>
                       pattern[set<&ast::Match::patterns>] >>
                       -(keyword<Keyword::Where> >> condition[set<&ast::Match::where>]);

const auto unwind_def = keyword<Keyword::Unwind> >> expression[set<&ast::Unwind::list>] >> keyword<Keyword::As> >>
                        name[set<&ast::Unwind::variable>];

const auto load_csv_def = keyword<Keyword::Load> >> keyword<Keyword::Csv> >>
                          -(keyword<Keyword::With> >> keyword<Keyword::Headers>[put<&ast::LoadCsv::with_headers>]) >>
                          keyword<Keyword::From> >> expression[set<&ast::LoadCsv::source>] >> keyword<Keyword::As> >>
                          name[set<&ast::LoadCsv::variable>] >>
                          -(keyword<Keyword::FieldTerminator> >> string_literal[set<&ast::LoadCsv::field_terminator>]);

const auto reading_clause_def = match[take] | unwind[take] | load_csv[take];

CAIRN_DEFINE_RULES(match, unwind, load_csv, reading_clause)

}  // namespace cairn::parser::grammar
