#include "engine/binder/create_patterns.h"

#include "engine/binder/bind_failure.h"
#include "engine/binder/expression_binder.h"
#include "engine/binder/expression_factory.h"
#include "engine/binder/kinds.h"
#include "engine/binder/label_expressions.h"
#include "engine/binder/pattern_shapes.h"
#include "engine/binder/static_typing.h"

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace cairn::engine {

namespace {

enum class Making : std::uint8_t { Create, Merge };

class CreateBinder {
 public:
  CreateBinder(BindState& state, Scope& scope, Making making) : state_(state), scope_(scope), making_(making) {}

  PathPattern bind(const ast::PathPattern& path) {
    if (path.selector.kind != ast::PathSelectorKind::AllPaths) {
      fail("InvalidRelationshipPattern", fmt::format("{} takes no path selector", clause()), path.selector.span);
    }
    first_of_path_ = state_.variable_count();
    last_read_.reset();
    PathPattern bound;
    bound.span = path.span;
    bound.nodes.push_back(bind(path.start, path.steps.empty()));
    for (const ast::PathStep& step : path.steps) {
      bound.relationships.push_back(bind(step.relationship));
      bound.nodes.push_back(bind(step.node, false));
    }
    if (path.variable) {
      if (scope_.find(path.variable->text)) fail_already_bound(path.variable->text, path.variable->span);
      bound.variable = introduce(path.variable, ValueType::Path);
    }
    return bound;
  }

  // The first variable that belongs to the path bound last.
  VariableId first_of_path() const { return first_of_path_; }

  // Whether the path bound last reads a variable from `first` on; its own it never reads.
  bool reads_from(VariableId first) const { return last_read_ && *last_read_ >= first; }

  std::vector<VariableId> take_introduced() { return std::move(introduced_); }

 private:
  std::string_view clause() const { return making_ == Making::Create ? "CREATE" : "MERGE"; }

  NodePattern bind(const ast::NodePattern& node, bool alone) {
    if (node.where) fail_inline_where(*node.where);
    NodePattern bound;
    bound.span = node.span;
    if (const std::optional<VariableId> known = find(node.variable)) {
      require_node(state_.variable(*known), node.variable->span);
      if (alone || node.labels || node.properties) fail_bound_node(node, alone);
      bound.variable = *known;
      bound.bound_before = true;
      return bound;
    }
    if (node.labels) bound.labels = labels_to_create(*node.labels);
    if (node.properties) bind_properties(*node.properties, bound.properties, bound.properties_map);
    bound.variable = introduce(node.variable, ValueType::Node);
    return bound;
  }

  RelationshipPattern bind(const ast::RelationshipPattern& relationship) {
    if (const std::optional<VariableId> known = find(relationship.variable)) {
      require_relationship(state_.variable(*known), relationship.variable->span);
      fail_already_bound(relationship.variable->text, relationship.variable->span,
                         fmt::format("{} always makes a new relationship", clause()));
    }
    if (relationship.where) fail_inline_where(*relationship.where);
    require_plain_relationship(relationship);
    RelationshipPattern bound;
    bound.span = relationship.span;
    bound.direction = bind_direction(relationship.direction);
    bound.types.push_back(single_type(relationship));
    if (relationship.properties) bind_properties(*relationship.properties, bound.properties, bound.properties_map);
    bound.variable = introduce(relationship.variable, ValueType::Relationship);
    return bound;
  }

  void require_plain_relationship(const ast::RelationshipPattern& relationship) const {
    if (relationship.length) {
      fail("CreatingVarLength", fmt::format("{} cannot make a variable-length relationship", clause()),
           relationship.length->span);
    }
    if (making_ == Making::Create && relationship.direction == ast::Direction::Undirected) {
      fail("RequiresDirectedRelationship", "CREATE needs a direction for each relationship", relationship.span,
           "write -[:TYPE]-> or <-[:TYPE]-");
    }
  }

  std::string single_type(const ast::RelationshipPattern& relationship) const {
    if (relationship.types && relationship.types->kind == ast::LabelExpressionKind::Dynamic) {
      fail_unsupported("Dynamic relationship types", relationship.types->span);
    }
    if (!relationship.types || relationship.types->kind != ast::LabelExpressionKind::Name) {
      fail("NoSingleRelationshipType", fmt::format("{} needs exactly one type for each relationship", clause()),
           relationship.types ? relationship.types->span : relationship.span, "write -[:TYPE]->");
    }
    return relationship.types->name.text;
  }

  void bind_properties(const ast::Expression& properties, std::vector<PropertyEntry>& entries,
                       ExpressionPointer& parameter) {
    ExpressionBinder binder(state_, scope_);
    if (const auto* map = std::get_if<ast::MapLiteral>(&properties.node)) {
      entries = bind_entries(binder, *map);
      for (const PropertyEntry& entry : entries) {
        note_reads(*entry.value);
        require_property_value(*entry.value);
      }
      return;
    }
    if (making_ == Making::Merge) fail_parameter_map("MERGE", properties.span);
    parameter = binder.bind(properties);
  }

  // A path is made as a whole: none of it is there yet when its properties are computed.
  void note_reads(const Expression& value) {
    const std::vector<VariableId> read = free_variables(value);
    if (read.empty()) return;
    if (read.back() >= first_of_path_) {
      fail("UndefinedVariable", fmt::format("Variable `{}` is not defined yet", state_.variable(read.back()).name),
           value.span, fmt::format("it is made by the same pattern: use a second {}", clause()));
    }
    last_read_ = std::max(last_read_.value_or(0), read.back());
  }

  [[noreturn]] void fail_bound_node(const ast::NodePattern& node, bool alone) const {
    fail_already_bound(node.variable->text, node.variable->span,
                       alone ? fmt::format("{} would do nothing with it", clause())
                             : "labels and properties of a bound node are changed by SET");
  }

  [[noreturn]] void fail_inline_where(const ast::Expression& where) const {
    fail("UnexpectedSyntax", fmt::format("{} takes no WHERE inside a pattern", clause()), where.span);
  }

  std::optional<VariableId> find(const std::optional<ast::Name>& name) {
    if (!name) return std::nullopt;
    const std::optional<VariableId> known = scope_.find(name->text);
    if (known) state_.note_read(*known);
    return known;
  }

  VariableId introduce(const std::optional<ast::Name>& name, ValueType type) {
    const VariableId id = state_.add_variable(name ? name->text : std::string(), StaticType::of(type));
    introduced_.push_back(id);
    if (name) scope_.declare(name->text, id);
    return id;
  }

  BindState& state_;
  Scope& scope_;
  Making making_;
  VariableId first_of_path_ = 0;
  std::optional<VariableId> last_read_;  // the latest variable that the path's properties read
  std::vector<VariableId> introduced_;
};

}  // namespace

std::vector<CreateClause> bind_create(BindState& state, Scope& scope, const std::vector<ast::PathPattern>& patterns) {
  CreateBinder binder(state, scope, Making::Create);
  std::vector<CreateClause> clauses(1);
  VariableId first_of_clause = state.variable_count();
  for (const ast::PathPattern& pattern : patterns) {
    PathPattern path = binder.bind(pattern);
    if (binder.reads_from(first_of_clause)) {
      first_of_clause = binder.first_of_path();
      clauses.emplace_back();
    }
    clauses.back().paths.push_back(std::move(path));
  }
  return clauses;
}

MergeClause bind_merge_pattern(BindState& state, Scope& scope, const ast::PathPattern& pattern) {
  CreateBinder binder(state, scope, Making::Merge);
  MergeClause clause;
  clause.path = binder.bind(pattern);
  clause.introduced = binder.take_introduced();
  return clause;
}

}  // namespace cairn::engine
