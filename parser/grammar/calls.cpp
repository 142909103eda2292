// CALL of a procedure and CALL {subquery}.
#include "parser/grammar/rules.h"

namespace cairn::parser::grammar {

namespace {

using ast::CallProcedure;
using ast::CallSubquery;
using ast::ImportList;
using ast::InTransactions;
using TokenKind::CloseBrace;
using TokenKind::CloseParenthesis;
using TokenKind::Comma;
using TokenKind::OpenBrace;
using TokenKind::OpenParenthesis;
using TokenKind::Star;

}  // namespace

using Arguments = std::vector<ast::ExpressionPtr>;

CAIRN_RULE(procedure_arguments, Arguments)
CAIRN_RULE(yield_item, ast::YieldItem)
CAIRN_RULE(yield_clause, ast::Yield)
CAIRN_RULE(call_procedure, CallProcedure)
CAIRN_RULE(import_list, ImportList)
CAIRN_RULE(in_transactions, InTransactions)
CAIRN_RULE(call_subquery, CallSubquery)

const auto procedure_arguments_def = token<OpenParenthesis> >>
                                     -(expression[append] % token<Comma>) >> token<CloseParenthesis>;

const auto yield_item_def =
    spanned[name[set<&ast::YieldItem::field>] >> -(keyword<Keyword::As> >> name[set<&ast::YieldItem::alias>])];

const auto yield_columns_def =
    spanned[keyword<Keyword::Yield> >> (token<Star>[put<&ast::Yield::all>] | token<TokenKind::Minus> |
                                        yield_item[push<&ast::Yield::items>] % token<Comma>)];

const auto yield_clause_def =
    spanned[yield_columns[take] >> -(keyword<Keyword::Where> >> condition[set<&ast::Yield::where>])];

const auto call_procedure_def = -keyword<Keyword::Optional>[put<&CallProcedure::optional>] >> keyword<Keyword::Call> >>
                                qualified_name[set<&CallProcedure::name>] >>
                                -procedure_arguments[set<&CallProcedure::arguments>] >>
                                -yield_clause[set<&CallProcedure::yield>];

const auto import_list_def = spanned[token<OpenParenthesis> >> -(token<Star>[put<&ImportList::all>] |
                                                                 name[push<&ImportList::variables>] % token<Comma>) >>
                                     token<CloseParenthesis>];

using enum ast::TransactionErrorMode;
const auto in_transactions_def = spanned[keyword<Keyword::In> >> keyword<Keyword::Transactions> >>
                                         -(keyword<Keyword::Of> >> expression[set<&InTransactions::rows>] >>
                                           (keyword<Keyword::Rows> | keyword<Keyword::Row>)) >>
                                         -(keyword<Keyword::On> >> keyword<Keyword::Error> >>
                                           (keyword<Keyword::Continue>[put<&InTransactions::on_error, Continue>] |
                                            keyword<Keyword::Break>[put<&InTransactions::on_error, Break>] |
                                            keyword<Keyword::Fail>[put<&InTransactions::on_error, Fail>])) >>
                                         -(keyword<Keyword::Report> >> keyword<Keyword::Status> >>
                                           keyword<Keyword::As> >> name[set<&InTransactions::status>])];

const auto call_subquery_def = -keyword<Keyword::Optional>[put<&CallSubquery::optional>] >> keyword<Keyword::Call> >>
                               -import_list[set<&CallSubquery::imports>] >> token<OpenBrace> >>
                               called_query[set<&CallSubquery::query>] >> token<CloseBrace> >>
                               -in_transactions[set<&CallSubquery::in_transactions>];

const auto call_clause_def = call_procedure[take] | call_subquery[take];

CAIRN_DEFINE_RULES(procedure_arguments, yield_item, yield_columns, yield_clause, call_procedure, import_list,
                   in_transactions, call_subquery, call_clause)

}  // namespace cairn::parser::grammar
