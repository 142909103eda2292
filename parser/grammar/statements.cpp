// The kinds of statements.
#include "parser/grammar/rules.h"

namespace cairn::parser::grammar {

namespace {

using ast::BeginTransaction;
using ast::ExplainMode;
using ast::Statement;
using ast::TransactionAccess;

bool is_schema_command(TokenIterator at) {
  if (at->keyword == Keyword::Drop) return true;
  if (at->keyword != Keyword::Create) return false;
  ++at;
  if (is_path_variable(at)) return false;
  if (at->keyword == Keyword::Index || at->keyword == Keyword::Constraint) return true;
  return is_name(at) && at[1].keyword == Keyword::Index;
}

bool is_explained(TokenIterator at) { return at->keyword == Keyword::Explain || at->keyword == Keyword::Profile; }

struct SetNode {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context).node = std::move(x3::_attr(context));
  }
};
constexpr SetNode set_node{};

template <class Node>
struct MakeNode {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context).node = Node{};
  }
};
template <class Node>
constexpr MakeNode<Node> make_node{};

// YIELD * needs a CALL that is the whole statement.
struct SetQuery {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    ast::Query& query_ = x3::_attr(context);
    if (query_.parts.size() > 1 || query_.parts.front().clauses.size() > 1) reject_yield_all(query_);
    x3::_val(context).node = std::move(query_);
  }
};
constexpr SetQuery set_query{};

}  // namespace

CAIRN_RULE(begin_transaction, BeginTransaction)

const auto begin_transaction_def =
    keyword<Keyword::Begin> >> -keyword<Keyword::Transaction> >>
    -(keyword<Keyword::Read> >>
      (keyword<Keyword::Write> | keyword<Keyword::Only>[put<&BeginTransaction::access, TransactionAccess::ReadOnly>]));

const auto transaction_command =
    begin_transaction[set_node] |
    (keyword<Keyword::Commit> >> -keyword<Keyword::Transaction>)[make_node<ast::CommitTransaction>] |
    (keyword<Keyword::Rollback> >> -keyword<Keyword::Transaction>)[make_node<ast::RollbackTransaction>];

const auto explain = keyword<Keyword::Explain>[put<&Statement::explain, ExplainMode::Explain>] |
                     keyword<Keyword::Profile>[put<&Statement::explain, ExplainMode::Profile>];

const auto planned = cut(is_schema_command)[schema_command[set_node]] | show_command[set_node] | query[set_query];

// In front of all of it is the free place of a view and a stamp.
const auto statement_def = spanned[cut(is_explained)[explain >> planned] | transaction_command | planned];

CAIRN_DEFINE_RULES(begin_transaction, statement)

}  // namespace cairn::parser::grammar
