// Path patterns: nodes, relationships, their lengths, and what selects among the paths.
#include "parser/grammar/rules.h"

namespace cairn::parser::grammar {

namespace {

using ast::NodePattern;
using ast::PathLength;
using ast::PathPattern;
using ast::PathSelector;
using ast::PathSelectorKind;
using ast::RelationshipPattern;
using enum TokenKind;

// The inside of [ ] of a relationship has no other use for these, so the error can say what is wrong.
[[noreturn]] void fail_relationship(TokenIterator at) {
  abort_at(at, "InvalidRelationshipPattern", "this is no length of a path",
           "lengths are written [*], [*2], [*1..3], [*..3] or [*1..]");
}

// Always true; [:TYPE..3] fails.
bool has_no_bare_range(TokenIterator at) {
  if (at->kind == DoubleDot) fail_relationship(at);
  return true;
}

bool parse_bounds(TokenIterator& first, const ParseContext& context, PathLength& result) {
  std::uint64_t bound = 0;
  if (first->kind == Minus || first->kind == Float) fail_relationship(first);
  if (first->kind == Integer) {
    context.parse(integer, first, bound);
    result.minimum = bound;
  } else {
    context.state().miss(first, Integer);
  }
  if (first->kind != DoubleDot) {
    context.state().miss(first, DoubleDot);
    result.maximum = result.minimum;
    return true;
  }
  ++first;
  if (first->kind == Minus) fail_relationship(first);
  if (first->kind != Integer) return true;
  context.parse(integer, first, bound);
  result.maximum = bound;
  return true;
}

// Behind a relationship: +, *, {n}, {n,m}, {n,}, {,m}
bool parse_quantifier(TokenIterator& first, const ParseContext& context, PathLength& result) {
  if (first->kind == Plus || first->kind == Star) {
    result.minimum = first->kind == Plus ? 1 : 0;
    ++first;
    return true;
  }
  if (first->kind != OpenBrace) return false;
  ++first;
  std::uint64_t bound = 0;
  result.minimum = 0;
  if (first->kind == Integer) {
    context.parse(integer, first, bound);
    result.minimum = bound;
    result.maximum = bound;
  }
  if (first->kind == Comma) {
    result.maximum.reset();
    ++first;
    if (first->kind == Integer) {
      context.parse(integer, first, bound);
      result.maximum = bound;
    }
  }
  if (first->kind != CloseBrace) return context.state().miss(first, CloseBrace);
  ++first;
  return true;
}

// The arrow heads around a relationship, as flags until both are known.
struct Arrow {
  bool left = false;
  bool right = false;
};

ast::Direction direction_of(Arrow arrow) {
  if (arrow.left == arrow.right) return ast::Direction::Undirected;
  return arrow.left ? ast::Direction::Incoming : ast::Direction::Outgoing;
}

bool skip_minus(TokenIterator& first, const ParseContext& context) {
  if (first->kind != Minus) return context.state().miss(first, Minus);
  ++first;
  return true;
}

}  // namespace

CAIRN_RULE(path_length, PathLength)
CAIRN_RULE(path_quantifier, PathLength)
CAIRN_RULE(node_pattern, NodePattern)
CAIRN_RULE(relationship_detail, RelationshipPattern)
CAIRN_RULE(relationship_pattern, RelationshipPattern)
CAIRN_RULE(path_step, ast::PathStep)
CAIRN_RULE(path_count, ast::ExpressionPtr)
CAIRN_RULE(path_selector, PathSelector)

namespace {

bool parse_relationship(TokenIterator& first, const ParseContext& context, RelationshipPattern& result) {
  Arrow arrow;
  arrow.left = first->kind == Less;
  if (arrow.left) {
    ++first;
  } else {
    context.state().miss(first, Less);
  }
  if (!skip_minus(first, context)) return false;
  if (first->kind == TokenKind::OpenBracket) {
    if (!context.parse(relationship_detail, first, result)) return false;
  } else {
    context.state().miss(first, TokenKind::OpenBracket);
  }
  if (!skip_minus(first, context)) return false;
  arrow.right = first->kind == Greater;
  if (arrow.right) {
    ++first;
  } else {
    context.state().miss(first, Greater);
  }
  result.direction = direction_of(arrow);
  if (first->kind != Plus && first->kind != Star && first->kind != OpenBrace) return true;
  if (result.length) {
    abort_at(first, "InvalidRelationshipPattern", "the length of this relationship is given twice",
             "it stands either inside the brackets or behind the arrow");
  }
  return context.parse(path_quantifier, first, result.length.emplace());
}

void set_count(PathSelector& selector, PathSelectorKind kind, ast::ExpressionPtr count) {
  selector.kind = kind;
  selector.count = std::move(count);
}

bool parse_count(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  if (first->kind == Parameter) {
    result = make_expression(ast::Parameter{.name = text_value(context.state().text, *first)});
  } else {
    result =
        make_expression(ast::IntegerLiteral{.value = static_cast<std::int64_t>(integer_at(context.state(), first))});
  }
  ++first;
  return true;
}

bool is_count(TokenIterator at) { return at->kind == Integer || at->kind == Parameter; }

void skip_word(TokenIterator& first, Keyword singular, Keyword plural) {
  if (first->keyword == singular || first->keyword == plural) ++first;
}

// SHORTEST [k] [PATH | PATHS] [GROUP | GROUPS]
bool parse_shortest(TokenIterator& first, const ParseContext& context, PathSelector& result) {
  ++first;
  ast::ExpressionPtr count;
  if (is_count(first) && !context.parse(path_count, first, count)) return false;
  skip_word(first, Keyword::Path, Keyword::Paths);
  bool is_groups = first->keyword == Keyword::Group || first->keyword == Keyword::Groups;
  if (is_groups) ++first;
  if (!is_groups && !count) return context.state().miss(first, Integer);
  set_count(result, is_groups ? PathSelectorKind::ShortestGroups : PathSelectorKind::Shortest, std::move(count));
  return true;
}

// ANY SHORTEST | ANY [k] | ALL SHORTEST | ALL, each with [PATH | PATHS]
bool parse_any_or_all(TokenIterator& first, const ParseContext& context, PathSelector& result) {
  bool is_any = first->keyword == Keyword::Any;
  ++first;
  ast::ExpressionPtr count;
  PathSelectorKind kind = is_any ? PathSelectorKind::Any : PathSelectorKind::AllPaths;
  if (first->keyword == Keyword::Shortest) {
    ++first;
    kind = is_any ? PathSelectorKind::AnyShortest : PathSelectorKind::AllShortest;
  } else if (is_any && is_count(first)) {
    if (!context.parse(path_count, first, count)) return false;
  } else {
    context.state().miss(first, Keyword::Shortest);
  }
  skip_word(first, Keyword::Path, Keyword::Paths);
  set_count(result, kind, std::move(count));
  return true;
}

bool parse_selector(TokenIterator& first, const ParseContext& context, PathSelector& result) {
  switch (first->keyword) {
    case Keyword::Shortest: return parse_shortest(first, context, result);
    case Keyword::Any:
    case Keyword::All: return parse_any_or_all(first, context, result);
    default: return false;
  }
}

// A path takes over what was parsed of it, and keeps what stands in front.
struct TakePath {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    PathPattern& value = x3::_val(context);
    PathPattern& parsed = x3::_attr(context);
    value.start = std::move(parsed.start);
    value.steps = std::move(parsed.steps);
    if (parsed.selector.kind != PathSelectorKind::AllPaths) value.selector = std::move(parsed.selector);
  }
};
constexpr TakePath take_path{};

template <PathSelectorKind kind>
struct SelectAction {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context).selector.kind = kind;
  }
};
template <PathSelectorKind kind>
constexpr SelectAction<kind> select{};

}  // namespace

const auto path_length_def = spanned[token<Star> >> FunctionParser<PathLength, parse_bounds>{}[take]];
const auto path_quantifier_def = spanned[FunctionParser<PathLength, parse_quantifier>{}];

const auto pattern_properties_def = spanned[map_literal[wrap] | parameter[wrap]];

const auto node_pattern_def =
    spanned[token<OpenParenthesis> >> -(when(is_pattern_variable) >> name[set<&NodePattern::variable>]) >>
            -((token<Colon> | when(is_label_word) >> keyword<Keyword::Is>) >>
              label_expression[set<&NodePattern::labels>]) >>
            -pattern_properties[set<&NodePattern::properties>] >>
            -(keyword<Keyword::Where> >> condition[set<&NodePattern::where>]) >> token<CloseParenthesis>];

const auto relationship_detail_def =
    token<TokenKind::OpenBracket> >> -(when(is_pattern_variable) >> name[set<&RelationshipPattern::variable>]) >>
    -((token<Colon> | when(is_label_word) >> keyword<Keyword::Is>) >>
      label_expression[set<&RelationshipPattern::types>]) >>
    when(has_no_bare_range) >> -path_length[set<&RelationshipPattern::length>] >>
    -pattern_properties[set<&RelationshipPattern::properties>] >>
    -(keyword<Keyword::Where> >> condition[set<&RelationshipPattern::where>]) >> token<CloseBracket>;

const auto relationship_pattern_def = spanned[FunctionParser<RelationshipPattern, parse_relationship>{}];

const auto path_step_def =
    relationship_pattern[set<&ast::PathStep::relationship>] >> node_pattern[set<&ast::PathStep::node>];

const auto simple_path_def = spanned[node_pattern[set<&PathPattern::start>] >> *path_step[push<&PathPattern::steps>]];

const auto shortest_path_function_def =
    spanned[(keyword<Keyword::ShortestPath>[select<PathSelectorKind::ShortestPath>] |
             keyword<Keyword::AllShortestPaths>[select<PathSelectorKind::AllShortestPaths>]) >>
            token<OpenParenthesis> >> simple_path[take_path] >> token<CloseParenthesis>];

const auto path_count_def = spanned[FunctionParser<ast::ExpressionPtr, parse_count>{}];

const auto path_selector_def = spanned[FunctionParser<PathSelector, parse_selector>{}];

const auto path_def = spanned[-(when(is_path_variable) >> name[set<&PathPattern::variable>] >> token<Equal>) >>
                              (cut(is_shortest_path_function)[shortest_path_function[take_path]] |
                               -path_selector[set<&PathPattern::selector>] >> simple_path[take_path])];

const auto pattern_def = path[append] % token<Comma>;

CAIRN_DEFINE_RULES(path_length, path_quantifier, pattern_properties, node_pattern, relationship_detail,
                   relationship_pattern, path_step, simple_path, shortest_path_function, path_count, path_selector,
                   path, pattern)

}  // namespace cairn::parser::grammar
