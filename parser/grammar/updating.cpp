// CREATE, MERGE, SET, REMOVE, DELETE, FOREACH. Behind the last item of each is the free place of a stamp.
#include "parser/grammar/rules.h"

#include <variant>

namespace cairn::parser::grammar {

namespace {

using TokenKind::CloseParenthesis;
using TokenKind::Colon;
using TokenKind::Comma;
using TokenKind::Equal;
using TokenKind::OpenParenthesis;

bool is_set_all(TokenIterator at) { return is_name(at) && (at[1].kind == Equal || at[1].kind == TokenKind::PlusEqual); }

bool is_label_change(TokenIterator at) { return is_name(at) && (at[1].kind == Colon || is_label_word(at + 1)); }

// A Property or a Subscript, what SET and REMOVE can change.
bool parse_target(TokenIterator& first, const ParseContext& context, ast::ExpressionPtr& result) {
  if (!context.parse(postfix, first, result)) return false;
  if (std::holds_alternative<ast::Property>(result->node) || std::holds_alternative<ast::Subscript>(result->node)) {
    return true;
  }
  ParseState& state = context.state();
  state.miss(first, Colon);
  state.miss(first, TokenKind::OpenBracket);
  return state.miss(first, TokenKind::Dot);
}

constexpr FunctionParser<ast::ExpressionPtr, parse_target> target{};

struct SetNode {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context).node = std::move(x3::_attr(context));
  }
};
constexpr SetNode set_node{};

struct SetRemoveTarget {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    x3::_val(context).node = ast::RemoveProperty{.target = std::move(x3::_attr(context))};
  }
};
constexpr SetRemoveTarget set_remove_target{};

}  // namespace

using SetItems = std::vector<ast::SetItem>;

CAIRN_RULE(create, ast::Create)
CAIRN_RULE(set_property, ast::SetProperty)
CAIRN_RULE(set_all, ast::SetAll)
CAIRN_RULE(label_change, ast::LabelChange)
CAIRN_RULE(set_item, ast::SetItem)
CAIRN_RULE(set_items, SetItems)
CAIRN_RULE(set_clause, ast::Set)
CAIRN_RULE(remove_item, ast::RemoveItem)
CAIRN_RULE(remove_clause, ast::Remove)
CAIRN_RULE(delete_clause, ast::Delete)
CAIRN_RULE(merge_action, ast::MergeAction)
CAIRN_RULE(merge, ast::Merge)
CAIRN_RULE(foreach, ast::Foreach)

const auto create_def = keyword<Keyword::Create> >> pattern[set<&ast::Create::patterns>];

const auto set_property_def =
    target[set<&ast::SetProperty::target>] >> token<Equal> >> expression[set<&ast::SetProperty::value>];

const auto set_all_def = name[set<&ast::SetAll::variable>] >>
                         (token<Equal> |
                          token<TokenKind::PlusEqual>[put<&ast::SetAll::mode, ast::SetAllMode::Merge>]) >>
                         expression[set<&ast::SetAll::value>];

const auto label_change_def = name[set<&ast::LabelChange::variable>] >>
                              +((token<Colon> | keyword<Keyword::Is>) >>
                                label_reference[push<&ast::LabelChange::labels>]);

const auto set_item_def =
    spanned[cut(is_set_all)[set_all[set_node]] | cut(is_label_change)[label_change[set_node]] | set_property[set_node]];

const auto set_items_def = keyword<Keyword::Set> >> set_item[append] % token<Comma>;

const auto set_clause_def = set_items[set<&ast::Set::items>];

const auto remove_item_def = spanned[cut(is_label_change)[label_change[set_node]] | target[set_remove_target]];

const auto remove_clause_def = keyword<Keyword::Remove> >> remove_item[push<&ast::Remove::items>] % token<Comma>;

const auto delete_clause_def =
    -(keyword<Keyword::Detach>[put<&ast::Delete::mode, ast::DeleteMode::Detach>] | keyword<Keyword::NoDetach>) >>
    keyword<Keyword::Delete> >> expression[push<&ast::Delete::items>] % token<Comma>;

const auto merge_action_def =
    spanned[keyword<Keyword::On> >>
            (keyword<Keyword::Create>[put<&ast::MergeAction::event, ast::MergeEvent::OnCreate>] |
             keyword<Keyword::Match>[put<&ast::MergeAction::event, ast::MergeEvent::OnMatch>]) >>
            set_items[set<&ast::MergeAction::items>]];

const auto merge_def =
    keyword<Keyword::Merge> >> path[set<&ast::Merge::pattern>] >> *merge_action[push<&ast::Merge::actions>];

const auto foreach_def = keyword<Keyword::Foreach> >> token<OpenParenthesis> >> name[set<&ast::Foreach::variable>] >>
                         keyword<Keyword::In> >> expression[set<&ast::Foreach::list>] >> token<TokenKind::Bar> >>
                         updating_clauses[set<&ast::Foreach::clauses>] >> token<CloseParenthesis>;

const auto updating_clause_def =
    create[take] | merge[take] | set_clause[take] | remove_clause[take] | delete_clause[take] | foreach[take];

CAIRN_DEFINE_RULES(create, set_property, set_all, label_change, set_item, set_items, set_clause, remove_item,
                   remove_clause, delete_clause, merge_action, merge, foreach, updating_clause)

}  // namespace cairn::parser::grammar
