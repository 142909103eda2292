#include "engine/planner/query_graph.h"

#include "engine/planner/equalities_to_list.h"
#include "engine/planner/expression_builder.h"
#include "engine/planner/relationship_uniqueness.h"

#include <algorithm>
#include <utility>

namespace cairn::engine {

namespace {

template <class T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::vector<std::string> without_duplicates(const std::vector<std::string>& names) {
  std::vector<std::string> unique;
  for (const std::string& name : names) {
    if (std::find(unique.begin(), unique.end(), name) == unique.end()) unique.push_back(name);
  }
  return unique;
}

bool contains(const std::vector<VariableId>& variables, VariableId variable) {
  return variable != no_variable && std::find(variables.begin(), variables.end(), variable) != variables.end();
}

class GraphBuilder final : public SeekSubjects {
 public:
  GraphBuilder(PlanningContext& context, const VariableSet& bound) : context_(context), bound_(bound) {}

  void add_path(const PathPattern& path);
  void add_predicate(const Expression& predicate);
  QueryGraph finish();

  std::optional<PatternElement> find(VariableId variable) const override;
  std::vector<VariableId> needs_of(const Expression& expression) const override { return new_variables(expression); }

 private:
  std::size_t add_node(const NodePattern& pattern);
  void add_relationship(const PathPattern& path, std::size_t index);
  void add_repeated(PatternRelationship& relationship, const RelationshipPattern& pattern);
  void test_hops_afterwards(PatternRelationship& relationship, ast::Span span);
  void add_plain_predicate(const Expression& expression);
  bool is_known_label(const Expression& expression) const;
  void require_lone_nodes();
  void open_circles();
  std::optional<std::size_t> find_circle() const;
  std::vector<VariableId> needs_of_search(std::size_t index) const;
  std::optional<std::size_t> search_of(const PatternPredicate& predicate) const;
  void choose_path_predicates();
  void refine_selectivities();
  double equality_selectivity(const SeekForm& form) const;
  void find_implied_labels();
  std::vector<VariableId> new_variables(const Expression& expression) const;
  const BoundStatement& statement() const { return context_.statement(); }

  PlanningContext& context_;
  const VariableSet& bound_;
  QueryGraph graph_;
  std::vector<VariableId> selected_paths_;  // the path variable of each relationship with a selector, or none
};

void GraphBuilder::add_path(const PathPattern& path) {
  std::vector<VariableId> elements;
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    if (i > 0) {
      add_node(path.nodes[i]);
      add_relationship(path, i - 1);
      elements.push_back(graph_.relationships.back().variable);
    } else {
      add_node(path.nodes[i]);
    }
    elements.push_back(path.nodes[i].variable);
  }
  if (path.variable == no_variable) return;
  PatternPath named;
  named.variable = path.variable;
  named.path = context_.keep(make_path(statement(), elements, path.span));
  for (const VariableId element : elements) {
    if (!bound_.contains(element)) named.needs.push_back(element);
  }
  sort_unique(named.needs);
  graph_.paths.push_back(std::move(named));
}

std::size_t GraphBuilder::add_node(const NodePattern& pattern) {
  std::optional<std::size_t> index = graph_.find_node(pattern.variable);
  if (!index) {
    index = graph_.nodes.size();
    graph_.nodes.push_back({pattern.variable, bound_.contains(pattern.variable), {}});
  }
  std::vector<std::string>& labels = graph_.nodes[*index].labels;
  labels.insert(labels.end(), pattern.labels.begin(), pattern.labels.end());
  sort_unique(labels);
  return *index;
}

void GraphBuilder::add_relationship(const PathPattern& path, std::size_t index) {
  const RelationshipPattern& pattern = path.relationships[index];
  PatternRelationship relationship;
  relationship.variable = pattern.variable;
  relationship.left = *graph_.find_node(path.nodes[index].variable);
  relationship.right = *graph_.find_node(path.nodes[index + 1].variable);
  relationship.direction = pattern.direction;
  relationship.types = without_duplicates(pattern.types);
  relationship.length = pattern.length;
  relationship.hop_variable = pattern.hop_variable;
  relationship.hop_predicate = pattern.hop_predicate.get();
  relationship.selector = path.selector;

  const bool repeated = std::any_of(graph_.relationships.begin(), graph_.relationships.end(),
                                    [&](const auto& other) { return other.variable == pattern.variable; });
  relationship.bound_before = !repeated && bound_.contains(pattern.variable);
  if (repeated) add_repeated(relationship, pattern);
  if (relationship.bound_before && relationship.hop_predicate != nullptr) {
    test_hops_afterwards(relationship, pattern.span);
  }
  if (relationship.hop_predicate != nullptr) {
    relationship.hop_needs = new_variables(*relationship.hop_predicate);
    std::erase(relationship.hop_needs, relationship.hop_variable);
  }
  graph_.relationships.push_back(std::move(relationship));
  selected_paths_.push_back(path.variable);
}

void GraphBuilder::add_repeated(PatternRelationship& relationship, const RelationshipPattern& pattern) {
  const Variable& first = context_.variable(pattern.variable);
  relationship.variable = context_.add_variable(first.kind, first.type);
  add_predicate(*context_.keep(make_equal(make_variable(statement(), relationship.variable, pattern.span),
                                          make_variable(statement(), pattern.variable, pattern.span), pattern.span)));
}

// Makes the filter of each hop a predicate over the whole list.
void GraphBuilder::test_hops_afterwards(PatternRelationship& relationship, ast::Span span) {
  add_predicate(
      *context_.keep(make_all(relationship.hop_variable, make_variable(statement(), relationship.variable, span),
                              clone(*relationship.hop_predicate), span)));
  relationship.hop_predicate = nullptr;
  relationship.hop_variable = no_variable;
  relationship.hop_needs.clear();
}

std::vector<VariableId> GraphBuilder::new_variables(const Expression& expression) const {
  std::vector<VariableId> variables = free_variables(expression);
  std::erase_if(variables, [&](VariableId variable) { return bound_.contains(variable); });
  return variables;
}

void GraphBuilder::add_predicate(const Expression& predicate) {
  // A test for A and B is two tests, so that a scan can take over one of them.
  if (predicate.kind == ExpressionKind::HasLabels && predicate.labels->kind == LabelExpression::Kind::And &&
      predicate.children[0]->kind == ExpressionKind::Variable) {
    for (const LabelExpression& operand : predicate.labels->operands) {
      add_predicate(
          *context_.keep(make_has_label(statement(), predicate.children[0]->variable, operand, predicate.span)));
    }
    return;
  }
  if (context_.has(Rewrite::EqualitiesToList)) {
    if (ExpressionPointer list = equalities_to_list(predicate)) {
      add_plain_predicate(*context_.keep(std::move(list)));
      return;
    }
  }
  add_plain_predicate(predicate);
}

void GraphBuilder::add_plain_predicate(const Expression& expression) {
  if (is_known_label(expression)) return;
  PatternPredicate predicate;
  predicate.expression = &expression;
  predicate.needs = new_variables(expression);
  predicate.is_volatile = is_volatile(expression);
  predicate.selectivity = guess_selectivity(expression);
  if (expression.kind == ExpressionKind::HasLabels && expression.labels->kind == LabelExpression::Kind::Name &&
      expression.children[0]->kind == ExpressionKind::Variable) {
    if (const auto node = graph_.find_node(expression.children[0]->variable)) {
      predicate.label_test = LabelTest{*node, expression.labels->name};
      graph_.nodes[*node].labels.push_back(expression.labels->name);
      sort_unique(graph_.nodes[*node].labels);
    }
  }
  predicate.seeks = find_seek_forms(expression, *this);
  graph_.predicates.push_back(std::move(predicate));
}

// Whether the same label of the same node is tested already: `(a:City)-->(b), (a:City)-->(c)`.
bool GraphBuilder::is_known_label(const Expression& expression) const {
  return expression.kind == ExpressionKind::HasLabels &&
         std::any_of(graph_.predicates.begin(), graph_.predicates.end(), [&](const PatternPredicate& predicate) {
           return predicate.label_test && same_expression(*predicate.expression, expression);
         });
}

std::optional<PatternElement> GraphBuilder::find(VariableId variable) const {
  if (const std::optional<std::size_t> node = graph_.find_node(variable)) {
    if (graph_.nodes[*node].bound_before) return std::nullopt;
    return PatternElement{false, *node};
  }
  for (std::size_t i = 0; i < graph_.relationships.size(); ++i) {
    const PatternRelationship& relationship = graph_.relationships[i];
    if (relationship.variable != variable) continue;
    if (relationship.bound_before || relationship.length || relationship.selector != PathSelector::All) break;
    return PatternElement{true, i};
  }
  return std::nullopt;
}

// These come before the predicates of the source, which may not be asked of what is no node.
void GraphBuilder::require_lone_nodes() {
  const std::size_t written = graph_.predicates.size();
  std::vector<bool> touched(graph_.nodes.size(), false);
  for (const PatternRelationship& relationship : graph_.relationships) {
    touched[relationship.left] = true;
    touched[relationship.right] = true;
  }
  for (std::size_t i = 0; i < touched.size(); ++i) {
    const PatternNode& node = graph_.nodes[i];
    if (touched[i] || !node.bound_before) continue;
    const Variable& variable = context_.variable(node.variable);
    const bool is_node = variable.kind == VariableKind::Node;
    if (is_node && !variable.nullable) continue;
    add_predicate(*context_.keep(is_node ? make_is_not_null(statement(), node.variable, {})
                                         : make_is_node(statement(), node.variable, {})));
  }
  std::rotate(graph_.predicates.begin(), graph_.predicates.begin() + static_cast<std::ptrdiff_t>(written),
              graph_.predicates.end());
}

// Two relationships may wait for each other: `()-[r* {w: size(s)}]->(), ()-[s* {w: size(r)}]->()`. One of them is
// then found without the filter of its hops, and filtered when the other is there too.
void GraphBuilder::open_circles() {
  const auto& relationships = graph_.relationships;
  if (std::none_of(relationships.begin(), relationships.end(),
                   [](const auto& r) { return r.hop_predicate != nullptr; })) {
    return;
  }
  while (const std::optional<std::size_t> waiting = find_circle()) {
    test_hops_afterwards(graph_.relationships[*waiting], {});
  }
}

// The first relationship with a filter of hops that waits for what waits for it. What has no such filter waits
// only for relationships before it.
std::optional<std::size_t> GraphBuilder::find_circle() const {
  VariableSet found = bound_;
  for (const PatternNode& node : graph_.nodes) found.insert(node.variable);
  std::vector<char> joined(graph_.relationships.size(), 0);
  for (bool more = true; more;) {
    more = false;
    for (std::size_t i = 0; i < joined.size(); ++i) {
      if (joined[i] != 0 || !found.contains_all(needs_of_search(i))) continue;
      joined[i] = 1;
      more = true;
      found.insert(graph_.relationships[i].variable);
      for (const PatternPath& path : graph_.paths) {
        if (found.contains_all(path.needs)) found.insert(path.variable);
      }
    }
  }
  for (std::size_t i = 0; i < joined.size(); ++i) {
    if (joined[i] == 0 && graph_.relationships[i].hop_predicate != nullptr) return i;
  }
  return std::nullopt;
}

// What must be bound before the relationship can be looked for, its ends apart.
std::vector<VariableId> GraphBuilder::needs_of_search(std::size_t index) const {
  const PatternRelationship& relationship = graph_.relationships[index];
  std::vector<VariableId> needs = relationship.hop_needs;
  if (relationship.selector == PathSelector::All) return needs;
  for (const PatternPredicate& predicate : graph_.predicates) {
    if (search_of(predicate) != index) continue;
    for (const VariableId variable : predicate.needs) {
      if (variable != relationship.variable && variable != selected_paths_[index]) needs.push_back(variable);
    }
  }
  return needs;
}

// A predicate that reads the path or the relationships of a shortestPath says which paths are meant, so it
// belongs to the search; of two such paths it belongs to the later one.
std::optional<std::size_t> GraphBuilder::search_of(const PatternPredicate& predicate) const {
  if (predicate.is_volatile) return std::nullopt;
  for (std::size_t i = graph_.relationships.size(); i-- > 0;) {
    if (graph_.relationships[i].selector == PathSelector::All) continue;
    if (contains(predicate.needs, graph_.relationships[i].variable) || contains(predicate.needs, selected_paths_[i])) {
      return i;
    }
  }
  return std::nullopt;
}

void GraphBuilder::choose_path_predicates() {
  std::erase_if(graph_.predicates, [&](const PatternPredicate& predicate) {
    const std::optional<std::size_t> index = search_of(predicate);
    if (!index) return false;
    PatternRelationship& relationship = graph_.relationships[*index];
    relationship.path_predicates.push_back(predicate.expression);
    if (contains(predicate.needs, selected_paths_[*index])) relationship.path_variable = selected_paths_[*index];
    for (const VariableId variable : predicate.needs) {
      if (variable == relationship.variable || variable == selected_paths_[*index]) continue;
      relationship.path_needs.push_back(variable);
    }
    return true;
  });
  for (PatternRelationship& relationship : graph_.relationships) sort_unique(relationship.path_needs);
}

// Of an equality that an index could answer, more is known than its form says.
void GraphBuilder::refine_selectivities() {
  for (PatternPredicate& predicate : graph_.predicates) {
    for (const SeekForm& form : predicate.seeks) {
      if (form.kind != SeekKind::Id && form.kind != SeekKind::Equal) continue;
      predicate.selectivity = std::min(predicate.selectivity, equality_selectivity(form));
    }
  }
}

double GraphBuilder::equality_selectivity(const SeekForm& form) const {
  const Cardinality& cardinality = context_.cardinality();
  if (form.kind == SeekKind::Id) return 1 / std::max(1.0, cardinality.nodes());
  double selectivity = 1;
  const bool of_relationship = form.element.is_relationship;
  const std::vector<std::string>& tokens =
      of_relationship ? graph_.relationships[form.element.index].types : graph_.nodes[form.element.index].labels;
  if (of_relationship && tokens.size() != 1) return selectivity;
  for (const std::string& token : tokens) {
    const double entities =
        of_relationship ? cardinality.relationships(std::span(&token, 1)) : cardinality.nodes_with_label(token);
    for (const storage::IndexDefinition* index : cardinality.indexes(of_relationship, token)) {
      const std::vector<std::string> keys = cardinality.key_names(*index);
      if (keys.front() != form.key) continue;
      IndexAccess access;
      access.equal.push_back({form.value});
      const double matches = cardinality.index_matches(*index, access, entities);
      selectivity = std::min(selectivity, matches / std::max(1.0, entities));
    }
  }
  return selectivity;
}

// A label that every relationship of the types has at this end need not be tested.
void GraphBuilder::find_implied_labels() {
  if (!context_.has(Rewrite::DropImpliedLabels) || !context_.counts_hold()) return;
  auto implies = [&](const PatternRelationship& relationship, const LabelTest& test) {
    if (relationship.direction == PatternDirection::Either || relationship.selector != PathSelector::All) return false;
    if (relationship.length && relationship.length->hops_min == 0) return false;
    const bool left_is_source = relationship.direction == PatternDirection::LeftToRight;
    auto end_implies = [&](std::size_t node, storage::Direction end) {
      return node == test.node && context_.cardinality().always_has_label(relationship.types, end, test.label);
    };
    return end_implies(relationship.left,
                       left_is_source ? storage::Direction::Outgoing : storage::Direction::Incoming) ||
           end_implies(relationship.right,
                       left_is_source ? storage::Direction::Incoming : storage::Direction::Outgoing);
  };
  for (PatternPredicate& predicate : graph_.predicates) {
    predicate.implied = predicate.label_test && std::any_of(graph_.relationships.begin(), graph_.relationships.end(),
                                                            [&](const auto& relationship) {
                                                              return implies(relationship, *predicate.label_test);
                                                            });
  }
}

QueryGraph GraphBuilder::finish() {
  require_lone_nodes();
  open_circles();
  choose_path_predicates();
  refine_selectivities();
  find_implied_labels();
  find_meeting_relationships(context_, graph_);
  return std::move(graph_);
}

}  // namespace

std::optional<std::size_t> QueryGraph::find_node(VariableId variable) const {
  const auto found =
      std::find_if(nodes.begin(), nodes.end(), [&](const PatternNode& node) { return node.variable == variable; });
  if (found == nodes.end()) return std::nullopt;
  return static_cast<std::size_t>(found - nodes.begin());
}

QueryGraph make_query_graph(PlanningContext& context, const MatchClause& clause, const VariableSet& bound) {
  GraphBuilder builder(context, bound);
  for (const PathPattern& path : clause.paths) builder.add_path(path);
  for (const ExpressionPointer& predicate : clause.predicates) builder.add_predicate(*predicate);
  return builder.finish();
}

QueryGraph make_query_graph(PlanningContext& context, const MergeClause& clause, const VariableSet& bound) {
  GraphBuilder builder(context, bound);
  builder.add_path(clause.path);
  const BoundStatement& statement = context.statement();
  auto require = [&](VariableId variable, const std::vector<PropertyEntry>& properties, ast::Span span) {
    for (const PropertyEntry& entry : properties) {
      builder.add_predicate(*context.keep(make_property_equal(statement, variable, entry.key, *entry.value, span)));
    }
  };
  for (const NodePattern& node : clause.path.nodes) {
    if (bound.contains(node.variable)) continue;
    for (const std::string& label : node.labels) {
      builder.add_predicate(*context.keep(make_has_label(statement, node.variable, label, node.span)));
    }
    require(node.variable, node.properties, node.span);
  }
  for (const RelationshipPattern& relationship : clause.path.relationships) {
    require(relationship.variable, relationship.properties, relationship.span);
  }
  return builder.finish();
}

}  // namespace cairn::engine
