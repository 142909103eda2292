#include "parser/parser.h"

#include "base/text_position.h"
#include "parser/grammar/rules.h"
#include "parser/lexer.h"
#include "parser/parse_cost.h"
#include "parser/syntax_error.h"

#include <utility>
#include <vector>

namespace cairn::parser {

namespace {

enum class Ending : std::uint8_t { OptionalSemicolon, None };

bool at_end(TokenIterator first, ParseState& state, Ending ending) {
  if (ending == Ending::OptionalSemicolon) {
    if (first->kind == TokenKind::Semicolon) {
      ++first;
    } else {
      state.miss(first, TokenKind::Semicolon);
    }
  }
  return first->kind == TokenKind::End || state.miss(first, TokenKind::End);
}

// One run of the grammar over the whole of a text.
class Run {
 public:
  Run(std::string_view text, ParseLimits limits) : tokens_(lex(text)) {
    state_.text = text;
    state_.limits = limits;
  }

  template <class Value, class Rule>
  Expected<Value> parse(const Rule& rule, Ending ending) {
    if (!tokens_) return with_position(tokens_.error());
    TokenIterator first = tokens_->data();
    TokenIterator last = first + tokens_->size();
    state_.begin = state_.furthest = first;
    try {
      grammar::Context context(state_);
      Value value{};
      bool parsed = rule.parse(first, last, context, grammar::x3::unused, value);
      if (parsed && at_end(first, state_, ending)) return value;
    } catch (Abort& abort) {
      return with_position(std::move(abort.error));
    } catch (const Cut&) {
      return with_position(syntax_error(state_));
    }
    return with_position(syntax_error(state_));
  }

  std::uint64_t misses() const { return state_.misses; }

 private:
  Error with_position(Error error) const {
    if (error.offset) error.position = text_position(state_.text, *error.offset);
    return error;
  }

  Expected<std::vector<Token>> tokens_;
  ParseState state_;
};

}  // namespace

Expected<ast::Statement> parse_statement(std::string_view text, ParseLimits limits) {
  return Run(text, limits).parse<ast::Statement>(grammar::statement, Ending::OptionalSemicolon);
}

Expected<ast::ExpressionPtr> parse_expression(std::string_view text, ParseLimits limits) {
  return Run(text, limits).parse<ast::ExpressionPtr>(grammar::expression, Ending::None);
}

std::uint64_t parse_cost(std::string_view text, ParseLimits limits) {
  Run run(text, limits);
  static_cast<void>(run.parse<ast::Statement>(grammar::statement, Ending::OptionalSemicolon));
  return run.misses();
}

}  // namespace cairn::parser
