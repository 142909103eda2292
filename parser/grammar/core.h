// What the grammar is written with: Spirit X3 over tokens, in the few idioms that keep it fast to compile and to run.
//
// The iterator is a pointer to a token and there is one context type for all rules, so every rule is compiled once, in
// the file that defines it. Attributes are filled by explicit actions (`set<&Match::where>`) instead of Fusion
// sequences; they work with variants and unique_ptr and do not depend on the order of the parts. Actions are not
// undone, so alternatives are told apart by lookahead (`when`, `cut`) and shared prefixes are factored out.
#pragma once

#include "parser/grammar/lookahead.h"
#include "parser/grammar/state.h"
#include "parser/literal.h"

// Only the parts of Spirit that are used: the whole of it takes several times as long to compile.
#include <boost/spirit/home/x3/auxiliary/eps.hpp>
#include <boost/spirit/home/x3/core.hpp>
#include <boost/spirit/home/x3/nonterminal/rule.hpp>
#include <boost/spirit/home/x3/operator.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace cairn::parser::grammar {

namespace x3 = boost::spirit::x3;

struct StateTag;
using Context = x3::context<StateTag, ParseState>;

template <class AnyContext>
ParseState& state_of(const AnyContext& context) {
  return x3::get<StateTag>(context);
}

// ---- Terminals -------------------------------------------------------------------------------------

template <TokenKind kind>
struct TokenParser : x3::parser<TokenParser<kind>> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  template <class AnyContext, class RuleContext, class Attribute>
  bool parse(TokenIterator& first, const TokenIterator&, const AnyContext& context, RuleContext&, Attribute&) const {
    if (first->kind != kind) return state_of(context).miss(first, kind);
    ++first;
    return true;
  }
};
template <TokenKind kind>
inline constexpr TokenParser<kind> token{};

template <Keyword wanted>
struct KeywordParser : x3::parser<KeywordParser<wanted>> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  template <class AnyContext, class RuleContext, class Attribute>
  bool parse(TokenIterator& first, const TokenIterator&, const AnyContext& context, RuleContext&, Attribute&) const {
    if (first->keyword != wanted) return state_of(context).miss(first, wanted);
    ++first;
    return true;
  }
};
template <Keyword wanted>
inline constexpr KeywordParser<wanted> keyword{};

inline ast::Span span_of(TokenIterator first, TokenIterator last) {
  return {.begin = first->begin, .end = last > first ? (last - 1)->end : first->begin};
}

struct NameParser : x3::parser<NameParser> {
  using attribute_type = ast::Name;
  static constexpr bool has_attribute = true;

  template <class AnyContext, class RuleContext, class Attribute>
  bool parse(TokenIterator& first, const TokenIterator&, const AnyContext& context, RuleContext&,
             Attribute& attribute) const {
    ParseState& state = state_of(context);
    if (!is_name(first)) return state.miss(first, TokenKind::Word);
    if constexpr (!std::is_same_v<std::remove_const_t<Attribute>, x3::unused_type>) {
      attribute = ast::Name{.text = text_value(state.text, *first), .span = span_of(first, first + 1)};
    }
    ++first;
    return true;
  }
};
inline constexpr NameParser name{};

// The value of an Integer token as it is written, at most INT64_MAX; throws IntegerOverflow.
std::uint64_t integer_at(const ParseState& state, TokenIterator at);

// Throws UnexpectedSyntax if the expression is a pattern, which only a condition may be.
void reject_pattern(const ast::ExpressionPtr& value);

// Throws UnexpectedSyntax if a clause of the query itself is CALL … YIELD *.
void reject_yield_all(const ast::Query& checked);

struct IntegerParser : x3::parser<IntegerParser> {
  using attribute_type = std::uint64_t;
  static constexpr bool has_attribute = true;

  template <class AnyContext, class RuleContext, class Attribute>
  bool parse(TokenIterator& first, const TokenIterator&, const AnyContext& context, RuleContext&,
             Attribute& attribute) const {
    ParseState& state = state_of(context);
    if (first->kind != TokenKind::Integer) return state.miss(first, TokenKind::Integer);
    if constexpr (!std::is_same_v<std::remove_const_t<Attribute>, x3::unused_type>) {
      attribute = integer_at(state, first);
    }
    ++first;
    return true;
  }
};
inline constexpr IntegerParser integer{};

// ---- Directives ------------------------------------------------------------------------------------

using Lookahead = bool (*)(TokenIterator);

// Matches nothing, if `lookahead` says yes.
struct WhenParser : x3::parser<WhenParser> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  Lookahead lookahead;

  constexpr explicit WhenParser(Lookahead lookahead_) : lookahead(lookahead_) {}

  template <class AnyContext, class RuleContext, class Attribute>
  bool parse(TokenIterator& first, const TokenIterator&, const AnyContext&, RuleContext&, Attribute&) const {
    return lookahead(first);
  }
};
constexpr WhenParser when(Lookahead lookahead) { return WhenParser(lookahead); }

// cut(lookahead)[p]: if the lookahead says "this is p", a failure inside p is the syntax error. Without it each
// enclosing level would try its other alternatives on a malformed text: 2^depth steps.
template <class Subject>
struct CutDirective : x3::unary_parser<Subject, CutDirective<Subject>> {
  using base_type = x3::unary_parser<Subject, CutDirective<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;
  Lookahead lookahead;

  constexpr CutDirective(const Subject& subject_, Lookahead lookahead_) : base_type(subject_), lookahead(lookahead_) {}

  template <class AnyContext, class RuleContext, class Attribute>
  bool parse(TokenIterator& first, const TokenIterator& last, const AnyContext& context, RuleContext& rule_context,
             Attribute& attribute) const {
    if (!lookahead(first)) return false;
    if (!this->subject.parse(first, last, context, rule_context, attribute)) throw Cut{};
    return true;
  }
};
struct CutGenerator {
  Lookahead lookahead;

  template <class Subject>
  constexpr auto operator[](const Subject& subject) const {
    return CutDirective<std::decay_t<decltype(x3::as_parser(subject))>>(x3::as_parser(subject), lookahead);
  }
};
constexpr CutGenerator cut(Lookahead lookahead) { return {lookahead}; }

// nested[p]: p counts as one level of nesting.
template <class Subject>
struct NestedDirective : x3::unary_parser<Subject, NestedDirective<Subject>> {
  using base_type = x3::unary_parser<Subject, NestedDirective<Subject>>;
  using base_type::base_type;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;

  template <class AnyContext, class RuleContext, class Attribute>
  bool parse(TokenIterator& first, const TokenIterator& last, const AnyContext& context, RuleContext& rule_context,
             Attribute& attribute) const {
    Nesting nesting(state_of(context), first);
    return this->subject.parse(first, last, context, rule_context, attribute);
  }
};
struct NestedGenerator {
  template <class Subject>
  constexpr auto operator[](const Subject& subject) const {
    return NestedDirective<std::decay_t<decltype(x3::as_parser(subject))>>(x3::as_parser(subject));
  }
};
inline constexpr NestedGenerator nested{};

// Gives a rule's value the span of its text. An expression that has its span keeps it.
template <class Value>
void set_span(Value& value, ast::Span span) {
  value.span = span;
}
inline void set_span(ast::ExpressionPtr& value, ast::Span span) {
  if (value && value->span.end == 0) value->span = span;
}

// spanned[p], around the whole definition of a rule: its value gets the span of what p matched.
template <class Subject>
struct SpannedDirective : x3::unary_parser<Subject, SpannedDirective<Subject>> {
  using base_type = x3::unary_parser<Subject, SpannedDirective<Subject>>;
  using base_type::base_type;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;

  template <class AnyContext, class RuleValue, class Attribute>
  bool parse(TokenIterator& first, const TokenIterator& last, const AnyContext& context, RuleValue& rule_value,
             Attribute& attribute) const {
    TokenIterator begin = first;
    if (!this->subject.parse(first, last, context, rule_value, attribute)) return false;
    set_span(rule_value, span_of(begin, first));
    return true;
  }
};
struct SpannedGenerator {
  template <class Subject>
  constexpr auto operator[](const Subject& subject) const {
    return SpannedDirective<std::decay_t<decltype(x3::as_parser(subject))>>(x3::as_parser(subject));
  }
};
inline constexpr SpannedGenerator spanned{};

// What a parser written as an ordinary function needs to run the rules of the grammar.
struct ParseContext {
  TokenIterator last;
  const Context& context;

  ParseState& state() const { return state_of(context); }

  template <class Rule, class Value>
  bool parse(const Rule& rule, TokenIterator& first, Value& value) const {
    return rule.parse(first, last, context, x3::unused, value);
  }
};

// A parser written as an ordinary function; where `first` is left after a failure does not matter.
template <class Value, bool (*function)(TokenIterator& first, const ParseContext&, Value&)>
struct FunctionParser : x3::parser<FunctionParser<Value, function>> {
  using attribute_type = Value;
  static constexpr bool has_attribute = true;
  static constexpr bool handles_container = x3::traits::is_container<Value>::value;

  template <class RuleContext, class Attribute>
  bool parse(TokenIterator& first, const TokenIterator& last, const Context& context, RuleContext&,
             Attribute& attribute) const {
    TokenIterator begin = first;
    Value value{};
    if (!function(first, ParseContext{.last = last, .context = context}, value)) {
      first = begin;
      return false;
    }
    if constexpr (!std::is_same_v<std::remove_const_t<Attribute>, x3::unused_type>) attribute = std::move(value);
    return true;
  }
};

// ---- Actions ---------------------------------------------------------------------------------------

template <auto member>
struct SetAction {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context).*member = std::move(x3::_attr(context));
  }
};
// Moves what was parsed into a member of the rule's value.
template <auto member>
inline constexpr SetAction<member> set{};

template <auto member>
struct PushAction {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    (x3::_val(context).*member).push_back(std::move(x3::_attr(context)));
  }
};
// Appends what was parsed to a vector in the rule's value.
template <auto member>
inline constexpr PushAction<member> push{};

template <auto member, auto value>
struct PutAction {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context).*member = value;
  }
};
// Sets a member of the rule's value to a constant.
template <auto member, auto value = true>
inline constexpr PutAction<member, value> put{};

template <auto member>
struct BoxAction {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    using Value = std::remove_reference_t<decltype(x3::_attr(context))>;
    x3::_val(context).*member = std::make_unique<Value>(std::move(x3::_attr(context)));
  }
};
// Moves what was parsed behind a unique_ptr of the rule's value.
template <auto member>
inline constexpr BoxAction<member> box{};

struct TakeAction {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context) = std::move(x3::_attr(context));
  }
};
// What was parsed is the rule's value.
inline constexpr TakeAction take{};

struct AppendAction {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context).push_back(std::move(x3::_attr(context)));
  }
};
// Appends what was parsed to the rule's value, a vector.
inline constexpr AppendAction append{};

template <class Node>
ast::ExpressionPtr make_expression(Node&& node, ast::Span span = {}) {
  auto expression = std::make_unique<ast::Expression>();
  expression->span = span;
  expression->node = std::forward<Node>(node);
  return expression;
}

struct WrapAction {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context) = make_expression(std::move(x3::_attr(context)));
  }
};
// Makes an expression of the node that was parsed.
inline constexpr WrapAction wrap{};

}  // namespace cairn::parser::grammar

// NOLINTBEGIN(bugprone-macro-parentheses)
// Declares the rule `name` with a value of type `Value`.
#define CAIRN_RULE(name, Value)                    \
  struct name##_tag {};                            \
  using name##_rule = x3::rule<name##_tag, Value>; \
  inline constexpr name##_rule name{#name};        \
  BOOST_SPIRIT_DECLARE(name##_rule)

#define CAIRN_INSTANTIATE_RULE(r, data, name) \
  BOOST_SPIRIT_INSTANTIATE(BOOST_PP_CAT(name, _rule), TokenIterator, Context)

// Compiles the rules from their definitions, each the object `name_def`.
#define CAIRN_DEFINE_RULES(...)    \
  BOOST_SPIRIT_DEFINE(__VA_ARGS__) \
  BOOST_PP_SEQ_FOR_EACH(CAIRN_INSTANTIATE_RULE, _, BOOST_PP_VARIADIC_TO_SEQ(__VA_ARGS__))
// NOLINTEND(bugprone-macro-parentheses)
