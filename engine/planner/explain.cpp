#include "engine/planner/explain.h"

#include "base/name.h"
#include "engine/planner/plan_inspection.h"
#include "engine/planner/planner.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

namespace cairn::engine {

namespace {

class Explainer {
 public:
  explicit Explainer(const BoundStatement& statement) : statement_(statement) {}

  std::string details(const Plan& plan) const {
    switch (plan.kind) {
      case PlanKind::AllNodesScan:
      case PlanKind::LabelScan: return node(plan.to, plan.labels);
      case PlanKind::NodeByIdSeek: return node(plan.to, {}) + " WHERE id = " + text(*plan.expression);
      case PlanKind::IndexSeek:
      case PlanKind::IndexRangeSeek: return access(*plan.index, plan.to);
      case PlanKind::RelationshipIndexSeek:
      case PlanKind::RelationshipIndexRangeSeek: return access(*plan.index, plan.relationship);
      case PlanKind::CountNodes: return fmt::format("count(({})) AS {}", labels(plan.labels), name(plan.to));
      case PlanKind::CountRelationships: return counted_relationships(plan);
      case PlanKind::RelationshipScan:
      case PlanKind::Expand:
      case PlanKind::ExpandInto:
      case PlanKind::BindRelationship: return step(plan, "");
      case PlanKind::VariableExpand:
      case PlanKind::VariableExpandInto: return walk(plan) + distinct_from(plan);
      case PlanKind::ShortestPath:
        return fmt::format("{}({})", plan.all_shortest ? "allShortestPaths" : "shortestPath", walk(plan)) + where(plan);
      case PlanKind::Filter: return texts(plan.predicates, " AND ");
      case PlanKind::DistinctRelationships: return name(plan.relationship) + distinct_from(plan);
      case PlanKind::Project: return projections(plan.projections);
      case PlanKind::Unwind: return text(*plan.expression) + " AS " + name(plan.to);
      case PlanKind::Aggregate: return aggregation(plan);
      case PlanKind::Sort: return order(plan);
      case PlanKind::TopN: return order(plan) + " LIMIT " + text(*plan.limit);
      case PlanKind::Skip:
      case PlanKind::Limit: return text(*plan.expression);
      case PlanKind::Create: return paths(plan.create->paths);
      case PlanKind::Merge: return path(plan.merge->path);
      case PlanKind::Set: return assignments(plan.set->items);
      case PlanKind::Remove: return removals(*plan.remove);
      case PlanKind::Delete: return deletions(*plan.deletion);
      case PlanKind::Call: return call(*plan.call);
      case PlanKind::Optional:
      case PlanKind::Distinct:
      case PlanKind::Union:
      case PlanKind::Eager:
      case PlanKind::Result: return names(plan.variables);
      case PlanKind::Start:
      case PlanKind::Argument: return names(plan.live);
    }
    return {};
  }

 private:
  std::string text(const Expression& expression) const { return expression_text(expression, statement_); }

  template <class Items, class Write>
  static std::string join(const Items& items, std::string_view separator, const Write& write) {
    std::string joined;
    for (const auto& item : items) {
      if (!joined.empty()) joined += separator;
      joined += write(item);
    }
    return joined;
  }

  std::string texts(const std::vector<const Expression*>& expressions, std::string_view separator) const {
    return join(expressions, separator, [&](const Expression* expression) { return text(*expression); });
  }

  std::string name(VariableId variable) const {
    const std::string& source_name = statement_.variables[variable].name;
    return source_name.empty() ? fmt::format("#{}", variable) : source_name;
  }

  // In a pattern, what has no name and is not bound is not written.
  std::string shown(VariableId variable) const { return variable == no_variable ? std::string() : name(variable); }

  std::string names(const std::vector<VariableId>& variables) const {
    return join(variables, ", ", [&](VariableId variable) { return name(variable); });
  }

  static std::string labels(const std::vector<std::string>& labels) {
    return labels.empty() ? std::string() : ":" + join(labels, ":", [](const std::string& label) { return label; });
  }

  static std::string types(const std::vector<std::string>& types) {
    return types.empty() ? std::string() : ":" + join(types, "|", [](const std::string& type) { return type; });
  }

  std::string node(VariableId variable, const std::vector<std::string>& node_labels) const {
    return "(" + shown(variable) + labels(node_labels) + ")";
  }

  // What a seek takes from a row stands there under its name.
  std::string sought(const Expression& value) const {
    return value.kind == ExpressionKind::Variable ? name(value.variable) : text(value);
  }

  // "people(p.age) 18 <= p.age < 30"
  std::string access(const IndexAccess& index, VariableId variable) const {
    const auto property = [&](const std::string& key) { return name(variable) + "." + quoted_name(key); };
    std::vector<std::string> conditions;
    for (std::size_t i = 0; i < index.equal.size(); ++i) {
      const std::string_view relation = index.equal[i].any_of ? " IN " : " = ";
      conditions.push_back(fmt::format("{}{}{}", property(index.keys[i]), relation, sought(*index.equal[i].value)));
    }
    if (index.has_range()) conditions.push_back(range(index, property(index.keys[index.equal.size()])));
    if (conditions.empty()) conditions.push_back(property(index.keys.front()) + " IS NOT NULL");
    return fmt::format("{}({}) {}", quoted_name(index.index), join(index.keys, ", ", property),
                       join(conditions, " AND ", [](const std::string& condition) { return condition; }));
  }

  std::string range(const IndexAccess& index, const std::string& property) const {
    if (index.prefix != nullptr) return property + " STARTS WITH " + sought(*index.prefix);
    const auto& [lower, upper] = std::pair(index.lower, index.upper);
    if (lower.value == nullptr) return property + (upper.inclusive ? " <= " : " < ") + sought(*upper.value);
    if (upper.value == nullptr) return property + (lower.inclusive ? " >= " : " > ") + sought(*lower.value);
    return sought(*lower.value) + (lower.inclusive ? " <= " : " < ") + property + (upper.inclusive ? " <= " : " < ") +
           sought(*upper.value);
  }

  static std::string arrow(PatternDirection direction, const std::string& inside) {
    std::string body = inside.empty() ? "--" : "-[" + inside + "]-";
    switch (direction) {
      case PatternDirection::LeftToRight: return body + ">";
      case PatternDirection::RightToLeft: return "<" + body;
      case PatternDirection::Either: return body;
    }
    return body;
  }

  std::string step(const Plan& plan, const std::string& length) const {
    return node(plan.from, {}) + arrow(plan.direction, shown(plan.relationship) + types(plan.types) + length) +
           node(plan.to, {});
  }

  std::string walk(const Plan& plan) const {
    std::string length = fmt::format("*{}..", plan.length.hops_min);
    if (plan.length.hops_max) length += fmt::format("{}", *plan.length.hops_max);
    if (plan.hop_predicate != nullptr) {
      length += fmt::format(" EACH {} WHERE {}", name(plan.hop_variable), text(*plan.hop_predicate));
    }
    return step(plan, length);
  }

  std::string where(const Plan& plan) const {
    return plan.predicates.empty() ? std::string() : " WHERE " + texts(plan.predicates, " AND ");
  }

  std::string distinct_from(const Plan& plan) const {
    return plan.others.empty() ? std::string() : " <> " + names(plan.others);
  }

  std::string counted_relationships(const Plan& plan) const {
    return fmt::format("count(({}){}()) AS {}", labels(plan.labels), arrow(plan.direction, types(plan.types)),
                       name(plan.to));
  }

  std::string projections(const std::vector<PlanProjection>& items) const {
    return join(items, ", ", [&](const PlanProjection& item) {
      std::string written = text(*item.expression);
      const std::string as = name(item.variable);
      return written == as ? written : written + " AS " + as;
    });
  }

  std::string aggregation(const Plan& plan) const {
    const std::string keys = projections(plan.projections);
    const std::string aggregates = projections(plan.aggregates);
    return keys.empty() || aggregates.empty() ? keys + aggregates : keys + ", " + aggregates;
  }

  std::string order(const Plan& plan) const {
    return join(plan.sort, ", ",
                [&](const PlanSort& item) { return text(*item.expression) + (item.descending ? " DESC" : ""); });
  }

  static std::string property_keys(const std::vector<PropertyEntry>& properties) {
    if (properties.empty()) return {};
    return " {" + join(properties, ", ", [](const PropertyEntry& entry) { return entry.key; }) + "}";
  }

  std::string path(const PathPattern& pattern) const {
    std::string written;
    for (std::size_t i = 0; i < pattern.nodes.size(); ++i) {
      if (i > 0) {
        const RelationshipPattern& relationship = pattern.relationships[i - 1];
        written += arrow(relationship.direction, name(relationship.variable) + types(relationship.types) +
                                                     property_keys(relationship.properties));
      }
      const NodePattern& element = pattern.nodes[i];
      const std::string element_labels = element.bound_before ? std::string() : labels(element.labels);
      written += "(" + name(element.variable) + element_labels + property_keys(element.properties) + ")";
    }
    return written;
  }

  std::string paths(const std::vector<PathPattern>& patterns) const {
    return join(patterns, ", ", [&](const PathPattern& pattern) { return path(pattern); });
  }

  std::string property(const std::string& key, const ExpressionPointer& computed_key) const {
    return computed_key ? "[" + text(*computed_key) + "]" : "." + quoted_name(key);
  }

  std::string assignments(const std::vector<SetItem>& items) const {
    return join(items, ", ", [&](const SetItem& item) {
      std::string target = text(*item.target);
      switch (item.kind) {
        case SetItem::Kind::Property: return target + property(item.key, item.computed_key) + " = " + text(*item.value);
        case SetItem::Kind::Replace: return target + " = " + text(*item.value);
        case SetItem::Kind::Merge: return target + " += " + text(*item.value);
        case SetItem::Kind::Labels: return target + labels(item.labels);
      }
      return target;
    });
  }

  std::string removals(const RemoveClause& clause) const {
    return join(clause.items, ", ", [&](const RemoveItem& item) {
      return text(*item.target) + (item.labels.empty() ? property(item.key, item.computed_key) : labels(item.labels));
    });
  }

  std::string deletions(const DeleteClause& clause) const {
    const std::string targets =
        join(clause.targets, ", ", [&](const ExpressionPointer& target) { return text(*target); });
    return clause.detach ? "DETACH " + targets : targets;
  }

  std::string call(const CallClause& clause) const {
    const std::string arguments =
        join(clause.arguments, ", ", [&](const ExpressionPointer& argument) { return text(*argument); });
    std::string written = fmt::format("{}({})", clause.procedure->name, arguments);
    if (!clause.yields.empty()) {
      written += " YIELD " + join(clause.yields, ", ", [&](const CallClause::Yield& yield) {
                   return clause.procedure->outputs[yield.output].name + " AS " + name(yield.variable);
                 });
    }
    return written;
  }

  const BoundStatement& statement_;
};

class TreeMaker {
 public:
  TreeMaker(const PlannedStatement& planned, const PlanAnnotator& annotate) : planned_(planned), annotate_(annotate) {}

  PlanNode make(const Plan& plan, const Plan* consumer) const {
    PlanNode node;
    node.name = std::string(plan_kind_name(plan.kind));
    node.details = plan_details(plan, planned_.statement);
    node.estimated_rows = plan.estimated_rows;
    if (annotate_) annotate_(node, plan, consumer);
    for (const PlanPointer& child : plan.children) {
      const bool leading = child == plan.children.front();
      node.children.push_back(make(*child, leading ? &plan : nullptr));
    }
    add_subqueries(node, plan);
    return node;
  }

 private:
  // The plans of the subqueries in an operator's expressions, under the name of what they are for.
  void add_subqueries(PlanNode& node, const Plan& plan) const {
    visit_plan_expressions(plan, [&](const Expression& expression) {
      visit_expressions(expression, [&](const Expression& part) {
        const Plan* inner = part.subquery ? planned_.find_subquery(*part.subquery) : nullptr;
        if (inner == nullptr) return true;
        PlanNode subquery;
        subquery.name = part.kind == ExpressionKind::Exists ? "Exists" : "PatternComprehension";
        subquery.estimated_rows = inner->estimated_rows;
        subquery.children.push_back(make(*inner->children.front(), inner));
        subquery.actual_rows = subquery.children.front().actual_rows;
        node.children.push_back(std::move(subquery));
        return true;
      });
    });
  }

  const PlannedStatement& planned_;
  const PlanAnnotator& annotate_;
};

void write_lines(const PlanNode& node, std::size_t depth, bool with_rows, std::string& out) {
  out.append(depth * 2, ' ');
  out += node.name;
  if (!node.details.empty()) out += " " + node.details;
  if (with_rows) out += fmt::format("  ~{:.4g}", node.estimated_rows);
  out += '\n';
  for (std::size_t i = node.children.size(); i-- > 1;) write_lines(node.children[i], depth + 1, with_rows, out);
  if (!node.children.empty()) write_lines(node.children.front(), depth, with_rows, out);
}

}  // namespace

std::string plan_details(const Plan& plan, const BoundStatement& statement) {
  return Explainer(statement).details(plan);
}

std::string plan_text(const PlanNode& root, bool with_rows) {
  std::string text;
  write_lines(root, 0, with_rows, text);
  return text;
}

PlanNode explain(const PlannedStatement& planned) { return explain(planned, {}); }

PlanNode explain(const PlannedStatement& planned, const PlanAnnotator& annotate) {
  return TreeMaker(planned, annotate).make(*planned.root, nullptr);
}

}  // namespace cairn::engine
