#include "engine/binder/match_binder.h"

#include "engine/binder/bind_failure.h"
#include "engine/binder/expression_binder.h"
#include "engine/binder/expression_factory.h"
#include "engine/binder/kinds.h"
#include "engine/binder/label_expressions.h"
#include "engine/binder/pattern_shapes.h"
#include "engine/binder/suggestions.h"

#include <set>
#include <utility>

#include <fmt/format.h>

namespace cairn::engine {

namespace {

class MatchBinder {
 public:
  MatchBinder(BindState& state, Scope& scope, const MatchRequest& request)
      : state_(state), scope_(scope), request_(request), first_new_(state.variable_count()) {
    clause_.optional = request.optional;
  }

  MatchClause bind() {
    for (const ast::PathPattern* path : request_.paths) clause_.paths.push_back(declare(*path));
    for (std::size_t i = 0; i < request_.paths.size(); ++i) constrain(*request_.paths[i], clause_.paths[i]);
    if (request_.where != nullptr) add_predicate(*request_.where);
    return std::move(clause_);
  }

 private:
  // ---- first round: variables

  PathPattern declare(const ast::PathPattern& path) {
    PathPattern bound;
    bound.span = path.span;
    bound.selector = bind_selector(path);
    bound.nodes.push_back(declare(path.start));
    for (const ast::PathStep& step : path.steps) {
      bound.relationships.push_back(declare(step.relationship, bound.selector));
      bound.nodes.push_back(declare(step.node));
    }
    if (path.variable) bound.variable = declare_path(*path.variable);
    return bound;
  }

  NodePattern declare(const ast::NodePattern& node) {
    NodePattern bound;
    bound.span = node.span;
    const std::optional<VariableId> known = find(node.variable);
    if (known) require_node(state_.variable(*known), node.variable->span);
    bound.variable = known ? *known : introduce(node.variable, ValueType::Node);
    bound.bound_before = known && !is_new(*known);
    return bound;
  }

  RelationshipPattern declare(const ast::RelationshipPattern& relationship, PathSelector selector) {
    RelationshipPattern bound;
    bound.span = relationship.span;
    bound.direction = bind_direction(relationship.direction);
    bound.length = bind_length(relationship.length, selector);
    const std::optional<VariableId> known = find(relationship.variable);
    if (known) {
      const Variable& variable = state_.variable(*known);
      const ast::Span span = relationship.variable->span;
      if (bound.length) {
        require_relationship_list(variable, span);
      } else {
        require_relationship(variable, span);
      }
      if (relationships_.contains(*known)) {
        fail("RelationshipUniquenessViolation",
             fmt::format("Variable `{}` stands for two relationships of one pattern", variable.name), span,
             "relationships of one MATCH are always different");
      }
      bound.variable = *known;
    } else {
      bound.variable = bound.length ? introduce_list(relationship.variable)
                                    : introduce(relationship.variable, ValueType::Relationship);
    }
    bound.bound_before = known.has_value();
    relationships_.insert(bound.variable);
    return bound;
  }

  VariableId declare_path(const ast::Name& name) {
    if (scope_.find(name.text)) fail_already_bound(name.text, name.span);
    return introduce(name, ValueType::Path);
  }

  // The variable of that name, if there is one already.
  std::optional<VariableId> find(const std::optional<ast::Name>& name) {
    if (!name) return std::nullopt;
    const std::optional<VariableId> known = scope_.find(name->text);
    if (known) {
      state_.note_read(*known);
    } else if (request_.new_names == NewNames::Undefined) {
      fail("UndefinedVariable", fmt::format("Variable `{}` is not defined", name->text), name->span,
           did_you_mean(name->text, scope_.visible_names()));
    }
    return known;
  }

  VariableId introduce(const std::optional<ast::Name>& name, ValueType type) {
    return introduce_typed(name, StaticType::of(type));
  }

  VariableId introduce_list(const std::optional<ast::Name>& name) {
    return introduce_typed(name, StaticType::list_of(StaticType::of(ValueType::Relationship)));
  }

  VariableId introduce_typed(const std::optional<ast::Name>& name, const StaticType& type) {
    const VariableId id =
        state_.add_variable(name ? name->text : std::string(), request_.optional ? type.nullable() : type);
    clause_.introduced.push_back(id);
    if (name) scope_.declare(name->text, id);
    return id;
  }

  bool is_new(VariableId id) const { return id >= first_new_; }

  // ---- second round: predicates

  void constrain(const ast::PathPattern& path, PathPattern& bound) {
    constrain(path.start, bound.nodes.front());
    for (std::size_t i = 0; i < path.steps.size(); ++i) {
      constrain(path.steps[i].relationship, bound.relationships[i]);
      constrain(path.steps[i].node, bound.nodes[i + 1]);
    }
  }

  void constrain(const ast::NodePattern& node, NodePattern& bound) {
    if (node.labels) {
      for (LabelExpression& labels : label_conjuncts(bind_labels(*node.labels))) {
        if (labels.kind == LabelExpression::Kind::Name) bound.labels.push_back(labels.name);
        clause_.predicates.push_back(
            make_has_labels(state_.read(bound.variable, node.span), std::move(labels), node.labels->span));
      }
    }
    if (node.properties) add_properties(*node.properties, bound.variable, clause_.predicates);
    if (node.where) add_predicate(*node.where);
  }

  void constrain(const ast::RelationshipPattern& relationship, RelationshipPattern& bound) {
    if (bound.length) {
      constrain_hops(relationship, bound);
      return;
    }
    add_types(bind_types(relationship, bound), bound.variable, relationship, clause_.predicates);
    if (relationship.properties) add_properties(*relationship.properties, bound.variable, clause_.predicates);
    if (relationship.where) add_predicate(*relationship.where);
  }

  // A variable-length pattern filters each of its relationships; in its WHERE the name is one of them.
  void constrain_hops(const ast::RelationshipPattern& relationship, RelationshipPattern& bound) {
    std::vector<LabelExpression> other_types = bind_types(relationship, bound);
    if (other_types.empty() && !relationship.properties && !relationship.where) return;
    const VariableId hop = state_.add_variable({}, StaticType::of(ValueType::Relationship));
    std::vector<ExpressionPointer> predicates;
    add_types(std::move(other_types), hop, relationship, predicates);
    if (relationship.properties) add_properties(*relationship.properties, hop, predicates);
    if (relationship.where) {
      Scope inner(&scope_);
      if (relationship.variable) inner.declare(relationship.variable->text, hop);
      append_conjuncts(ExpressionBinder(state_, inner).bind_predicate(*relationship.where, "WHERE"), predicates);
    }
    if (predicates.empty()) return;
    bound.hop_variable = hop;
    bound.hop_predicate = make_conjunction(std::move(predicates), relationship.span);
  }

  // Sets the alternatives among the types; what they cannot say is left over for predicates.
  static std::vector<LabelExpression> bind_types(const ast::RelationshipPattern& relationship,
                                                 RelationshipPattern& bound) {
    std::vector<LabelExpression> left_over;
    if (!relationship.types) return left_over;
    for (LabelExpression& types : label_conjuncts(bind_labels(*relationship.types))) {
      std::optional<std::vector<std::string>> alternatives = type_alternatives(types);
      if (alternatives && bound.types.empty()) {
        bound.types = std::move(*alternatives);
      } else {
        left_over.push_back(std::move(types));
      }
    }
    return left_over;
  }

  void add_types(std::vector<LabelExpression> types, VariableId variable, const ast::RelationshipPattern& relationship,
                 std::vector<ExpressionPointer>& predicates) {
    for (LabelExpression& type : types) {
      predicates.push_back(
          make_has_labels(state_.read(variable, relationship.span), std::move(type), relationship.types->span));
    }
  }

  void add_properties(const ast::Expression& properties, VariableId entity,
                      std::vector<ExpressionPointer>& predicates) {
    const auto* map = std::get_if<ast::MapLiteral>(&properties.node);
    if (map == nullptr) fail_parameter_map("MATCH", properties.span);
    ExpressionBinder binder(state_, scope_);
    for (PropertyEntry& entry : bind_entries(binder, *map)) {
      const ast::Span span = entry.value->span;
      ExpressionPointer property = make_property(state_.read(entity, span), std::move(entry.key), span);
      predicates.push_back(make_equality(std::move(property), std::move(entry.value), span));
    }
  }

  void add_predicate(const ast::Expression& where) {
    append_conjuncts(ExpressionBinder(state_, scope_).bind_predicate(where, "WHERE"), clause_.predicates);
  }

  BindState& state_;
  Scope& scope_;
  const MatchRequest& request_;
  VariableId first_new_;  // variables from here on belong to this clause
  MatchClause clause_;
  std::set<VariableId> relationships_;  // of this clause
};

}  // namespace

MatchClause bind_match(BindState& state, Scope& scope, const MatchRequest& request) {
  return MatchBinder(state, scope, request).bind();
}

}  // namespace cairn::engine
