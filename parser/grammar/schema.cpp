// CREATE and DROP of indexes and constraints, in the syntax of Neo4j 5.
#include "parser/grammar/rules.h"

#include <vector>

namespace cairn::parser::grammar {

namespace {

using ast::ConstraintKind;
using ast::CreateConstraint;
using ast::CreateIndex;
using ast::DropSchemaObject;
using ast::IndexKind;
using ast::SchemaPattern;
using TokenKind::CloseBracket;
using TokenKind::CloseParenthesis;
using TokenKind::Colon;
using TokenKind::Comma;
using TokenKind::Dot;
using TokenKind::Minus;
using TokenKind::OpenParenthesis;

// The optional name of an index or constraint, rather than what follows it.
bool is_schema_name(TokenIterator at) {
  if (at->keyword == Keyword::For && at[1].kind == OpenParenthesis) return false;
  return at->keyword != Keyword::If || at[1].keyword != Keyword::Not || at[2].keyword != Keyword::Exists;
}

struct PropertyReference {
  ast::Span span;
  ast::Name variable;
  ast::Name key;
};

// Keeps the key; the variable must be the pattern's.
struct PushKey {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    auto& command = x3::_val(context);
    PropertyReference& reference = x3::_attr(context);
    if (reference.variable.text != command.pattern.variable.text) {
      throw Abort{compile_error(ErrorType::SyntaxError, "UndefinedVariable",
                                "the variable `" + reference.variable.text + "` is not defined", reference.span.begin,
                                "behind FOR it is called `" + command.pattern.variable.text + "`")};
    }
    command.keys.push_back(std::move(reference.key));
  }
};
constexpr PushKey push_key{};

// NODE KEY and RELATIONSHIP KEY must agree with the pattern.
template <ast::EntityKind entity>
struct RequireEntity {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    if (x3::_val(context).pattern.entity != entity) x3::_pass(context) = false;
  }
};
template <ast::EntityKind entity>
constexpr RequireEntity<entity> require_entity{};

bool is_each_entity(TokenIterator at) {
  if (at->keyword == Keyword::Each) ++at;
  return is_name(at) && at[1].kind == OpenParenthesis;
}

[[noreturn]] void fail_index(ast::Span span, std::string message, std::string hint) {
  throw Abort{
      compile_error(ErrorType::SyntaxError, "UnexpectedSyntax", std::move(message), span.begin, std::move(hint))};
}

// A lookup index has neither labels nor keys; of the others only full-text indexes have several labels.
struct CheckIndex {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    const CreateIndex& command = x3::_val(context);
    const SchemaPattern& pattern = command.pattern;
    if (command.kind == IndexKind::Lookup) {
      if (pattern.labels.empty() && command.keys.empty()) return;
      fail_index(pattern.span, "a lookup index is on all labels or types",
                 "CREATE LOOKUP INDEX FOR (n) ON EACH labels(n)");
    }
    if (pattern.labels.empty() || command.keys.empty()) {
      fail_index(pattern.span, "an index needs a label or type, and properties",
                 "CREATE INDEX FOR (n:Label) ON (n.property)");
    }
    if (pattern.labels.size() > 1 && command.kind != IndexKind::FullText) {
      fail_index(pattern.labels[1].span, "only a full-text index may have several labels or types", {});
    }
  }
};
constexpr CheckIndex check_index{};

struct CheckConstraint {
  template <class AnyContext>
  void operator()(const AnyContext& context) const {
    const SchemaPattern& pattern = x3::_val(context).pattern;
    if (pattern.labels.size() == 1) return;
    fail_index(pattern.span, "a constraint is on one label or type",
               "CREATE CONSTRAINT FOR (n:Label) REQUIRE n.property IS UNIQUE");
  }
};
constexpr CheckConstraint check_constraint{};

}  // namespace

CAIRN_RULE(property_reference, PropertyReference)
CAIRN_RULE(node_schema_pattern, SchemaPattern)
CAIRN_RULE(relationship_schema_pattern, SchemaPattern)
CAIRN_RULE(schema_pattern, SchemaPattern)
CAIRN_RULE(create_index, CreateIndex)
CAIRN_RULE(create_constraint, CreateConstraint)
CAIRN_RULE(drop_schema_object, DropSchemaObject)

const auto property_reference_def =
    spanned[name[set<&PropertyReference::variable>] >> token<Dot> >> name[set<&PropertyReference::key>]];

const auto schema_labels = token<Colon> >> name[push<&SchemaPattern::labels>] % token<TokenKind::Bar>;

const auto node_schema_pattern_def =
    token<OpenParenthesis> >> name[set<&SchemaPattern::variable>] >> -schema_labels >> token<CloseParenthesis>;

const auto relationship_schema_pattern_def =
    token<OpenParenthesis> >> token<CloseParenthesis>[put<&SchemaPattern::entity, ast::EntityKind::Relationship>] >>
    -token<TokenKind::Less> >> token<Minus> >> token<TokenKind::OpenBracket> >> name[set<&SchemaPattern::variable>] >>
    -schema_labels >> token<CloseBracket> >> token<Minus> >> -token<TokenKind::Greater> >> token<OpenParenthesis> >>
    token<CloseParenthesis>;

const auto schema_pattern_def = spanned[relationship_schema_pattern[take] | node_schema_pattern[take]];

const auto if_not_exists = keyword<Keyword::If> >> keyword<Keyword::Not> >> keyword<Keyword::Exists>;

const auto bracketed_keys =
    token<TokenKind::OpenBracket> >> property_reference[push_key] % token<Comma> >> token<CloseBracket>;
const auto parenthesised_keys =
    token<OpenParenthesis> >> property_reference[push_key] % token<Comma> >> token<CloseParenthesis>;
// labels(n) and type(r)
const auto each_entity = -keyword<Keyword::Each> >> name >> token<OpenParenthesis> >> name >> token<CloseParenthesis>;

const auto index_kind = keyword<Keyword::Range> | keyword<Keyword::Text>[put<&CreateIndex::kind, IndexKind::Text>] |
                        keyword<Keyword::Point>[put<&CreateIndex::kind, IndexKind::Point>] |
                        keyword<Keyword::Lookup>[put<&CreateIndex::kind, IndexKind::Lookup>] |
                        keyword<Keyword::FullText>[put<&CreateIndex::kind, IndexKind::FullText>] |
                        keyword<Keyword::Vector>[put<&CreateIndex::kind, IndexKind::Vector>];

const auto create_index_def = -index_kind >> keyword<Keyword::Index> >>
                              -(when(is_schema_name) >> name[set<&CreateIndex::name>]) >>
                              -if_not_exists[put<&CreateIndex::if_not_exists>] >> keyword<Keyword::For> >>
                              schema_pattern[set<&CreateIndex::pattern>] >> keyword<Keyword::On> >>
                              (when(is_each_entity) >> each_entity | parenthesised_keys |
                               keyword<Keyword::Each> >> bracketed_keys) >>
                              x3::eps[check_index] >>
                              -(keyword<Keyword::Options> >> pattern_properties[set<&CreateIndex::options>]);

const auto relationship_word = keyword<Keyword::Relationship> | keyword<Keyword::Rel>;
const auto entity_word = keyword<Keyword::Node>[require_entity<ast::EntityKind::Node>] |
                         relationship_word[require_entity<ast::EntityKind::Relationship>];

const auto typed_requirement =
    value_type[set<&CreateConstraint::type>] >> x3::eps[put<&CreateConstraint::kind, ConstraintKind::Type>];
const auto requirement =
    keyword<Keyword::Is> >>
        ((keyword<Keyword::Not> >> keyword<Keyword::Null>)[put<&CreateConstraint::kind, ConstraintKind::NotNull>] |
         (token<TokenKind::DoubleColon> | keyword<Keyword::Typed>) >> typed_requirement |
         -entity_word >> (keyword<Keyword::Unique>[put<&CreateConstraint::kind, ConstraintKind::Unique>] |
                          keyword<Keyword::Key>[put<&CreateConstraint::kind, ConstraintKind::Key>])) |
    token<TokenKind::DoubleColon> >> typed_requirement;

const auto create_constraint_def =
    keyword<Keyword::Constraint> >> -(when(is_schema_name) >> name[set<&CreateConstraint::name>]) >>
    -if_not_exists[put<&CreateConstraint::if_not_exists>] >> keyword<Keyword::For> >>
    schema_pattern[set<&CreateConstraint::pattern>] >> x3::eps[check_constraint] >> keyword<Keyword::Require> >>
    (parenthesised_keys | property_reference[push_key]) >> requirement >>
    -(keyword<Keyword::Options> >> pattern_properties[set<&CreateConstraint::options>]);

const auto drop_schema_object_def =
    keyword<Keyword::Drop> >>
    (keyword<Keyword::Index> |
     keyword<Keyword::Constraint>[put<&DropSchemaObject::kind, ast::SchemaObjectKind::Constraint>]) >>
    name[set<&DropSchemaObject::name>] >>
    -(keyword<Keyword::If> >> keyword<Keyword::Exists>)[put<&DropSchemaObject::if_exists>];

const auto schema_command_def =
    keyword<Keyword::Create> >> (create_constraint[take] | create_index[take]) | drop_schema_object[take];

CAIRN_DEFINE_RULES(property_reference, node_schema_pattern, relationship_schema_pattern, schema_pattern, create_index,
                   create_constraint, drop_schema_object, schema_command)

}  // namespace cairn::parser::grammar
