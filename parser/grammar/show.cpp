// SHOW INDEXES, CONSTRAINTS, FUNCTIONS and PROCEDURES.
#include "parser/grammar/rules.h"

namespace cairn::parser::grammar {

using ast::ConstraintKind;
using ast::EntityKind;
using ast::IndexKind;
using ast::Show;
using ast::ShowKind;

CAIRN_RULE(show, Show)

const auto show_indexes = -(keyword<Keyword::All> | keyword<Keyword::Range>[put<&Show::index_kind, IndexKind::Range>] |
                            keyword<Keyword::Text>[put<&Show::index_kind, IndexKind::Text>] |
                            keyword<Keyword::Point>[put<&Show::index_kind, IndexKind::Point>] |
                            keyword<Keyword::Lookup>[put<&Show::index_kind, IndexKind::Lookup>] |
                            keyword<Keyword::FullText>[put<&Show::index_kind, IndexKind::FullText>] |
                            keyword<Keyword::Vector>[put<&Show::index_kind, IndexKind::Vector>]) >>
                          (keyword<Keyword::Indexes> | keyword<Keyword::Index>)[put<&Show::kind, ShowKind::Indexes>];

const auto unique_word = keyword<Keyword::Unique> | keyword<Keyword::Uniqueness>;
const auto existence_words =
    keyword<Keyword::Existence> | keyword<Keyword::Exist> | keyword<Keyword::Not> >> keyword<Keyword::Null>;
const auto unique_kind = unique_word[put<&Show::constraint_kind, ConstraintKind::Unique>];
const auto existence_kind = existence_words[put<&Show::constraint_kind, ConstraintKind::NotNull>];
const auto constraint_kind = keyword<Keyword::Property> >>
                                 (keyword<Keyword::Type>[put<&Show::constraint_kind, ConstraintKind::Type>] |
                                  unique_kind | existence_kind) |
                             unique_kind | existence_kind
                             | keyword<Keyword::Key>[put<&Show::constraint_kind, ConstraintKind::Key>];
const auto constraint_entity =
    keyword<Keyword::Node>[put<&Show::entity, EntityKind::Node>] |
    (keyword<Keyword::Relationship> | keyword<Keyword::Rel>)[put<&Show::entity, EntityKind::Relationship>];

const auto show_constraints = (keyword<Keyword::All> | -constraint_entity >> -constraint_kind) >>
                              (keyword<Keyword::Constraints> |
                               keyword<Keyword::Constraint>)[put<&Show::kind, ShowKind::Constraints>];

const auto show_functions = -keyword<Keyword::All> >>
                            (keyword<Keyword::Functions> |
                             keyword<Keyword::Function>)[put<&Show::kind, ShowKind::Functions>];

const auto show_procedures =
    (keyword<Keyword::Procedures> | keyword<Keyword::Procedure>)[put<&Show::kind, ShowKind::Procedures>];

const auto show_condition = keyword<Keyword::Where> >> condition[set<&Show::where>];

const auto show_result = yield_columns[set<&Show::yield>] >> -sort_items[set<&Show::order_by>] >>
                         -skip_rows[set<&Show::skip>] >> -limit_rows[set<&Show::limit>] >> -show_condition >>
                         -(keyword<Keyword::Return> >> projection[set<&Show::result>]);

const auto show_def = keyword<Keyword::Show> >> (show_indexes | show_constraints | show_functions | show_procedures) >>
                      -(show_condition | show_result);

const auto show_command_def = show[take];

CAIRN_DEFINE_RULES(show, show_command)

}  // namespace cairn::parser::grammar
