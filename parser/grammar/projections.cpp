// WITH, RETURN and FINISH, with ORDER BY, SKIP and LIMIT.
#include "parser/grammar/rules.h"

namespace cairn::parser::grammar {

namespace {

using ast::Projection;
using ast::SortItem;
using TokenKind::Comma;
using TokenKind::Star;

struct MakeReturn {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context) = ast::Return{.projection = std::move(x3::_attr(context))};
  }
};
constexpr MakeReturn make_return{};

struct MakeFinish {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context) = ast::Finish{};
  }
};
constexpr MakeFinish make_finish{};

}  // namespace

CAIRN_RULE(projection_item, ast::ProjectionItem)
CAIRN_RULE(sort_item, SortItem)
CAIRN_RULE(with_clause, ast::With)

const auto projection_item_def = spanned[expression[set<&ast::ProjectionItem::expression>] >>
                                         -(keyword<Keyword::As> >> name[set<&ast::ProjectionItem::alias>])];

const auto sort_item_def =
    spanned[expression[set<&SortItem::expression>] >>
            -(keyword<Keyword::Asc> | keyword<Keyword::Ascending> |
              (keyword<Keyword::Desc> | keyword<Keyword::Descending>)[put<&SortItem::descending>])];

const auto sort_items_def = keyword<Keyword::Order> >> keyword<Keyword::By> >> sort_item[append] % token<Comma>;

const auto skip_rows_def = (keyword<Keyword::Skip> | keyword<Keyword::Offset>) >> expression[take];

const auto limit_rows_def = keyword<Keyword::Limit> >> expression[take];

const auto projection_def =
    spanned[-(when(is_distinct) >> keyword<Keyword::Distinct>[put<&Projection::distinct>]) >>
            (token<Star>[put<&Projection::all>] >> *(token<Comma> >> projection_item[push<&Projection::items>]) |
             projection_item[push<&Projection::items>] % token<Comma>) >>
            -sort_items[set<&Projection::order_by>] >> -skip_rows[set<&Projection::skip>] >>
            -limit_rows[set<&Projection::limit>]];

const auto with_clause_def = keyword<Keyword::With> >> projection[set<&ast::With::projection>] >>
                             -(keyword<Keyword::Where> >> condition[set<&ast::With::where>]);

const auto projecting_clause_def =
    with_clause[take] | keyword<Keyword::Return> >> projection[make_return] | keyword<Keyword::Finish>[make_finish];

CAIRN_DEFINE_RULES(projection_item, sort_item, sort_items, skip_rows, limit_rows, projection, with_clause,
                   projecting_clause)

}  // namespace cairn::parser::grammar
