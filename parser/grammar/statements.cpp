// The kinds of statements, and what runs the grammar on a text.
#include "parser/grammar/rules.h"
#include "parser/lexer.h"
#include "parser/parser.h"
#include "parser/syntax_error.h"

#include "base/text_position.h"

#include <optional>
#include <utility>
#include <vector>

namespace cairn::parser {

namespace grammar {

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

}  // namespace grammar

namespace {

// Behind the whole text: at most one semicolon.
bool at_end(TokenIterator first, ParseState& state, bool semicolon_allowed) {
  if (semicolon_allowed) {
    if (first->kind == TokenKind::Semicolon) {
      ++first;
    } else {
      state.miss(first, TokenKind::Semicolon);
    }
  }
  return first->kind == TokenKind::End || state.miss(first, TokenKind::End);
}

Error with_position(Error error, std::string_view text) {
  if (error.offset) error.position = text_position(text, *error.offset);
  return error;
}

// The whole of a text as one `rule`.
template <class Value, class Rule>
Expected<Value> parse_with(const Rule& rule, std::string_view text, ParseLimits limits, bool semicolon_allowed) {
  Expected<std::vector<Token>> tokens = lex(text);
  if (!tokens) return with_position(std::move(tokens).error(), text);
  TokenIterator first = tokens->data();
  TokenIterator last = first + tokens->size();
  ParseState state{.text = text, .begin = first, .limits = limits, .furthest = first, .expected = {}};
  try {
    grammar::Context context(state);
    Value value{};
    bool parsed = rule.parse(first, last, context, grammar::x3::unused, value);
    if (parsed && at_end(first, state, semicolon_allowed)) return value;
  } catch (Abort& abort) {
    return with_position(std::move(abort.error), text);
  } catch (const Cut&) {
    // The furthest place is the error.
  }
  return with_position(syntax_error(state), text);
}

}  // namespace

Expected<ast::Statement> parse_statement(std::string_view text, ParseLimits limits) {
  return parse_with<ast::Statement>(grammar::statement, text, limits, true);
}

Expected<ast::ExpressionPtr> parse_expression(std::string_view text, ParseLimits limits) {
  return parse_with<ast::ExpressionPtr>(grammar::expression, text, limits, false);
}

}  // namespace cairn::parser
