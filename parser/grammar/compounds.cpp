// Expressions with a syntax of their own: CASE, comprehensions, quantifiers, reduce, subqueries, map projections,
// shortestPath. Each is recognised by its first tokens, so a failure inside of it is final.
#include "parser/grammar/rules.h"

namespace cairn::parser::grammar {

namespace {

// `CASE when WHEN 1 THEN …` has an operand, `CASE WHEN when THEN …` has none.
bool is_case_operand(TokenIterator at) {
  if (at->keyword != Keyword::When || stands_alone(at)) return true;
  return at[1].keyword == Keyword::When && at[2].keyword != Keyword::Then && !stands_alone(at + 1);
}

// Without a value to compare with, each WHEN takes one condition, which may be a pattern; with one it takes values.
struct CheckCase {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    const ast::Case& node = x3::_val(context);
    for (const ast::CaseBranch& branch : node.branches) check(branch, node.operand != nullptr);
  }

  static void check(const ast::CaseBranch& branch, bool has_operand) {
    if (has_operand) {
      for (const ast::ExpressionPtr& value : branch.conditions) reject_pattern(value);
    } else if (branch.conditions.size() > 1) {
      throw Abort{compile_error(ErrorType::SyntaxError, "UnexpectedSyntax", "WHEN takes one condition here",
                                branch.conditions[1]->span.begin, "only CASE value WHEN a, b THEN … takes several")};
    }
  }
};
constexpr CheckCase check_case{};

struct BoxNode {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    using Node = std::remove_reference_t<decltype(x3::_attr(context))>;
    x3::_val(context) = make_expression(std::make_unique<Node>(std::move(x3::_attr(context))));
  }
};
constexpr BoxNode box_node{};

struct WrapShortestPath {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    auto path_ = std::make_unique<ast::PathPattern>(std::move(x3::_attr(context)));
    x3::_val(context) = make_expression(ast::PatternExpression{.pattern = std::move(path_)});
  }
};
constexpr WrapShortestPath wrap_shortest_path{};

using TokenKind::Bar;
using TokenKind::CloseBrace;
using TokenKind::CloseBracket;
using TokenKind::CloseParenthesis;
using TokenKind::Colon;
using TokenKind::Comma;
using TokenKind::Dot;
using TokenKind::Equal;
using TokenKind::OpenBrace;
using TokenKind::OpenParenthesis;

}  // namespace

CAIRN_RULE(case_branch, ast::CaseBranch)
CAIRN_RULE(case_expression, ast::Case)
CAIRN_RULE(list_comprehension, ast::ListComprehension)
CAIRN_RULE(comprehension_pattern, ast::PathPattern)
CAIRN_RULE(pattern_comprehension, ast::PatternComprehension)
CAIRN_RULE(quantifier, ast::Quantifier)
CAIRN_RULE(reduce, ast::Reduce)
CAIRN_RULE(subquery_expression, ast::SubqueryExpression)
CAIRN_RULE(map_projection_item, ast::MapProjectionItem)
CAIRN_RULE(map_projection, ast::MapProjection)

const auto case_branch_def =
    spanned[keyword<Keyword::When> >> condition[push<&ast::CaseBranch::conditions>] % token<Comma> >>
            keyword<Keyword::Then> >> expression[set<&ast::CaseBranch::result>]];

const auto case_expression_def =
    keyword<Keyword::Case> >> -(when(is_case_operand) >> expression[set<&ast::Case::operand>]) >>
    +case_branch[push<&ast::Case::branches>] >>
    -(keyword<Keyword::Else> >> expression[set<&ast::Case::otherwise>]) >> keyword<Keyword::End> >> x3::eps[check_case];

const auto list_comprehension_def =
    token<TokenKind::OpenBracket> >> name[set<&ast::ListComprehension::variable>] >> keyword<Keyword::In> >>
    expression[set<&ast::ListComprehension::list>] >>
    -(keyword<Keyword::Where> >> condition[set<&ast::ListComprehension::where>]) >>
    -(token<Bar> >> expression[set<&ast::ListComprehension::projection>]) >> token<CloseBracket>;

constexpr auto take_path = [](auto& context) {
  auto& value = x3::_val(context);
  std::optional<ast::Name> variable = std::move(value.variable);
  value = std::move(x3::_attr(context));
  value.variable = std::move(variable);
};
const auto comprehension_pattern_def =
    spanned[-(when(is_path_variable) >> name[set<&ast::PathPattern::variable>] >> token<Equal>) >>
            simple_path[take_path]];

const auto pattern_comprehension_def =
    token<TokenKind::OpenBracket> >> comprehension_pattern[box<&ast::PatternComprehension::pattern>] >>
    -(keyword<Keyword::Where> >> condition[set<&ast::PatternComprehension::where>]) >> token<Bar> >>
    expression[set<&ast::PatternComprehension::projection>] >> token<CloseBracket>;

using enum ast::QuantifierKind;
const auto quantifier_def =
    (keyword<Keyword::All>[put<&ast::Quantifier::kind, All>] | keyword<Keyword::Any>[put<&ast::Quantifier::kind, Any>] |
     keyword<Keyword::None>[put<&ast::Quantifier::kind, None>] |
     keyword<Keyword::Single>[put<&ast::Quantifier::kind, Single>]) >>
    token<OpenParenthesis> >> name[set<&ast::Quantifier::variable>] >> keyword<Keyword::In> >>
    expression[set<&ast::Quantifier::list>] >>
    -(keyword<Keyword::Where> >> condition[set<&ast::Quantifier::where>]) >> token<CloseParenthesis>;

const auto reduce_def = keyword<Keyword::Reduce> >> token<OpenParenthesis> >> name[set<&ast::Reduce::accumulator>] >>
                        token<Equal> >> expression[set<&ast::Reduce::initial>] >> token<Comma> >>
                        name[set<&ast::Reduce::variable>] >> keyword<Keyword::In> >>
                        expression[set<&ast::Reduce::list>] >> token<Bar> >> expression[set<&ast::Reduce::step>] >>
                        token<CloseParenthesis>;

using enum ast::SubqueryKind;
const auto subquery_expression_def = (keyword<Keyword::Exists>[put<&ast::SubqueryExpression::kind, Exists>] |
                                      keyword<Keyword::Count>[put<&ast::SubqueryExpression::kind, Count>] |
                                      keyword<Keyword::Collect>[put<&ast::SubqueryExpression::kind, Collect>]) >>
                                     token<OpenBrace> >> subquery[set<&ast::SubqueryExpression::query>] >>
                                     token<CloseBrace>;

using ItemKind = ast::MapProjectionItemKind;
const auto map_projection_item_def =
    spanned[token<Dot> >> (token<TokenKind::Star>[put<&ast::MapProjectionItem::kind, ItemKind::AllProperties>] |
                           name[set<&ast::MapProjectionItem::key>]) |
            name[set<&ast::MapProjectionItem::key>] >>
                (token<Colon>[put<&ast::MapProjectionItem::kind, ItemKind::Entry>] >>
                     expression[set<&ast::MapProjectionItem::value>] |
                 x3::eps[put<&ast::MapProjectionItem::kind, ItemKind::Variable>])];

const auto map_projection_def =
    name[set<&ast::MapProjection::variable>] >> token<OpenBrace> >>
    -(map_projection_item[push<&ast::MapProjection::items>] % token<Comma>) >> token<CloseBrace>;

const auto compound_def =
    cut(is_list_comprehension)[list_comprehension[wrap]] | cut(is_pattern_comprehension)[pattern_comprehension[wrap]] |
    cut(is_case)[case_expression[wrap]] | cut(is_quantifier)[quantifier[wrap]] | cut(is_reduce)[reduce[box_node]] |
    cut(is_subquery_expression)[subquery_expression[wrap]] | cut(is_map_projection)[map_projection[wrap]] |
    cut(is_shortest_path_function)[shortest_path_function[wrap_shortest_path]];

CAIRN_DEFINE_RULES(case_branch, case_expression, list_comprehension, comprehension_pattern, pattern_comprehension,
                   quantifier, reduce, subquery_expression, map_projection_item, map_projection, compound)

}  // namespace cairn::parser::grammar
