#include "engine/planner/effects.h"

#include "engine/planner/plan_inspection.h"

#include <algorithm>
#include <array>

namespace cairn::engine {

namespace {

// Functions that ask the graph for what never changes.
constexpr std::array<std::string_view, 8> constant_functions = {"id",      "elementId", "type",          "startNode",
                                                                "endNode", "nodes",     "relationships", "length"};

bool may_be_entity(const StaticType& type) {
  return type.may_be(ValueType::Node) || type.may_be(ValueType::Relationship);
}

// Whether a value may hold entities somewhere.
bool may_hold_entity(const StaticType& type) {
  return may_be_entity(type) || type.may_be(ValueType::Path) || type.may_be(ValueType::Map) ||
         (type.may_be(ValueType::List) && may_hold_entity(type.element()));
}

bool is_only_entity(const StaticType& type) {
  const StaticType entity = StaticType::entity();
  return may_be_entity(type) && entity.certainly_accepts(type);
}

// The same for the value of an expression: what an entity has as a property is no entity.
bool may_hold_entity(const Expression& expression) {
  if (!may_hold_entity(expression.type)) return false;
  switch (expression.kind) {
    case ExpressionKind::Property:
    case ExpressionKind::Index: return !is_only_entity(expression.children[0]->type);
    case ExpressionKind::Arithmetic:
    case ExpressionKind::Case:
    case ExpressionKind::List:
    case ExpressionKind::Map:
    case ExpressionKind::Aggregate:
      return std::any_of(expression.children.begin(), expression.children.end(),
                         [](const ExpressionPointer& child) { return may_hold_entity(*child); });
    default: return true;
  }
}

// Whether a variable of the plan's rows may hold entities, judged by the expression it stands for.
bool may_hold_entity(const PlannedStatement& planned, const Plan& plan, VariableId variable) {
  for (const std::vector<PlanProjection>* projections : {&plan.projections, &plan.aggregates}) {
    for (const PlanProjection& projection : *projections) {
      if (projection.variable == variable) return may_hold_entity(*projection.expression);
    }
  }
  if (plan.kind == PlanKind::Union) {
    const auto column = std::find(plan.variables.begin(), plan.variables.end(), variable) - plan.variables.begin();
    for (std::size_t i = 0; i < plan.children.size(); ++i) {
      const VariableId part = plan.union_columns[i][static_cast<std::size_t>(column)];
      if (may_hold_entity(planned, *plan.children[i], part)) return true;
    }
    return false;
  }
  if (!plan.children.empty()) return may_hold_entity(planned, *plan.children.front(), variable);
  return may_hold_entity(planned.statement.variables[variable].type);
}

class EffectFinder {
 public:
  explicit EffectFinder(const PlannedStatement& planned) : planned_(planned) {}

  Effects take() { return std::move(effects_); }

  void add_operator(const Plan& plan) {
    visit_plan_expressions(plan, [&](const Expression& expression) { add_expression(expression); });
    switch (plan.kind) {
      case PlanKind::AllNodesScan:
      case PlanKind::NodeByIdSeek: effects_.all_nodes = true; break;
      case PlanKind::LabelScan: effects_.labels_sought.add(plan.labels.front()); break;
      case PlanKind::IndexSeek:
      case PlanKind::IndexRangeSeek:
        effects_.labels_sought.add(plan.index->token);
        add_keys_sought(*plan.index);
        break;
      case PlanKind::RelationshipIndexSeek:
      case PlanKind::RelationshipIndexRangeSeek:
        effects_.types_walked.add(plan.index->token);
        add_keys_sought(*plan.index);
        break;
      case PlanKind::CountNodes: add_sought(plan.labels); break;
      case PlanKind::CountRelationships:
        for (const std::string& label : plan.labels) effects_.labels_tested.add(label);
        add_walked(plan.types);
        break;
      case PlanKind::RelationshipScan:
      case PlanKind::Expand:
      case PlanKind::ExpandInto:
      case PlanKind::VariableExpand:
      case PlanKind::VariableExpandInto:
      case PlanKind::ShortestPath:
      case PlanKind::BindRelationship: add_walked(plan.types); break;
      case PlanKind::Create:
        for (const PathPattern& path : plan.create->paths) add_created(path);
        break;
      case PlanKind::Merge:
        add_created(plan.merge->path);
        add_set(plan.merge->on_create);
        add_set(plan.merge->on_match);
        break;
      case PlanKind::Set: add_set(plan.set->items); break;
      case PlanKind::Remove: add_removed(*plan.remove); break;
      case PlanKind::Delete: effects_.deletes = true; break;
      case PlanKind::Call: add_everything(); break;
      case PlanKind::Result: add_result(plan); break;
      default: break;
    }
    for (std::size_t i = 1; i < plan.children.size(); ++i) {
      if (plan.kind != PlanKind::Union) add_inner(*plan.children[i]);
    }
  }

 private:
  void add_inner(const Plan& plan) {
    add_operator(plan);
    if (plan.kind == PlanKind::Union) {
      for (const PlanPointer& child : plan.children) add_inner(*child);
    } else if (!plan.children.empty()) {
      add_inner(*plan.children.front());
    }
  }

  void add_sought(const std::vector<std::string>& labels) {
    if (labels.empty()) effects_.all_nodes = true;
    for (const std::string& label : labels) effects_.labels_sought.add(label);
  }

  void add_keys_sought(const IndexAccess& access) {
    for (const std::string& key : access.keys) effects_.keys_read.add(key);
  }

  void add_walked(const std::vector<std::string>& types) {
    if (types.empty()) effects_.types_walked.add_all();
    for (const std::string& type : types) effects_.types_walked.add(type);
  }

  void add_created(const PathPattern& path) {
    for (const NodePattern& node : path.nodes) {
      if (node.bound_before) continue;
      effects_.creates_nodes = true;
      for (const std::string& label : node.labels) effects_.labels_created.add(label);
    }
    for (const RelationshipPattern& relationship : path.relationships) {
      for (const std::string& type : relationship.types) effects_.types_created.add(type);
    }
  }

  void add_set(const std::vector<SetItem>& items) {
    for (const SetItem& item : items) {
      switch (item.kind) {
        case SetItem::Kind::Property: add_key_changed(item.key, item.computed_key); break;
        case SetItem::Kind::Labels:
          for (const std::string& label : item.labels) effects_.labels_changed.add(label);
          break;
        case SetItem::Kind::Merge:
          if (item.value->kind == ExpressionKind::Map) {
            for (const std::string& name : item.value->names) effects_.keys_changed.add(name);
            break;
          }
          effects_.keys_changed.add_all();
          break;
        case SetItem::Kind::Replace: effects_.keys_changed.add_all(); break;
      }
      // The value may be an entity, all of whose properties are then copied.
      if (item.value && item.kind != SetItem::Kind::Property && may_be_entity(item.value->type)) {
        effects_.keys_read.add_all();
        effects_.reads_contents = true;
      }
    }
  }

  void add_key_changed(const std::string& key, const ExpressionPointer& computed_key) {
    if (computed_key) {
      effects_.keys_changed.add_all();
    } else {
      effects_.keys_changed.add(key);
    }
  }

  void add_removed(const RemoveClause& clause) {
    for (const RemoveItem& item : clause.items) {
      if (item.labels.empty()) add_key_changed(item.key, item.computed_key);
      for (const std::string& label : item.labels) effects_.labels_changed.add(label);
    }
  }

  void add_result(const Plan& plan) {
    for (const VariableId variable : plan.variables) {
      if (may_hold_entity(planned_, plan, variable)) add_contents();
    }
  }

  void add_contents() {
    effects_.labels_tested.add_all();
    effects_.keys_read.add_all();
    effects_.reads_contents = true;
  }

  void add_everything() {
    effects_.all_nodes = true;
    effects_.types_walked.add_all();
    add_contents();
  }

  void add_expression(const Expression& expression) {
    visit_expressions(expression, [&](const Expression& part) {
      add_part(part);
      return true;
    });
  }

  void add_part(const Expression& part) {
    switch (part.kind) {
      case ExpressionKind::Property:
        if (may_be_entity(part.children[0]->type)) add_key_read(part.name);
        break;
      case ExpressionKind::Index: add_index(part); break;
      case ExpressionKind::HasLabels:
        add_labels_tested(*part.labels);
        effects_.reads_contents = true;
        break;
      case ExpressionKind::Call: add_call(*part.function); break;
      default: break;
    }
    if (part.subquery) {
      if (const Plan* inner = planned_.find_subquery(*part.subquery)) {
        add_inner(*inner);
      } else {
        add_everything();
      }
    }
  }

  void add_key_read(std::string_view key) {
    effects_.keys_read.add(key);
    effects_.reads_contents = true;
  }

  void add_index(const Expression& index) {
    if (!may_be_entity(index.children[0]->type)) return;
    const Expression& key = *index.children[1];
    if (key.kind == ExpressionKind::Literal && key.literal.is_string()) return add_key_read(key.literal.as_string());
    effects_.keys_read.add_all();
    effects_.reads_contents = true;
  }

  void add_labels_tested(const LabelExpression& labels) {
    if (labels.kind == LabelExpression::Kind::Name) effects_.labels_tested.add(labels.name);
    if (labels.kind == LabelExpression::Kind::Any) effects_.labels_tested.add_all();
    for (const LabelExpression& operand : labels.operands) add_labels_tested(operand);
  }

  void add_call(const Function& function) {
    if (!function.reads_graph) return;
    if (std::find(constant_functions.begin(), constant_functions.end(), function.name) != constant_functions.end()) {
      return;
    }
    add_contents();
  }

  const PlannedStatement& planned_;
  Effects effects_;
};

// Whether `reader` would notice what `writer` changes.
bool sees(const Effects& reader, const Effects& writer) {
  if (writer.creates_nodes && reader.all_nodes) return true;
  if (reader.labels_sought.intersects(writer.labels_created)) return true;
  if (reader.labels_sought.intersects(writer.labels_changed)) return true;
  if (reader.labels_tested.intersects(writer.labels_changed)) return true;
  if (reader.types_walked.intersects(writer.types_created)) return true;
  if (reader.keys_read.intersects(writer.keys_changed)) return true;
  const bool looks_for_entities =
      reader.all_nodes || !reader.labels_sought.empty() || !reader.types_walked.empty() || reader.reads_contents;
  return writer.deletes && (looks_for_entities || reader.updates());
}

}  // namespace

void NameSet::add(const NameSet& other) {
  all_ = all_ || other.all_;
  names_.insert(other.names_.begin(), other.names_.end());
}

bool NameSet::intersects(const NameSet& other) const {
  if (empty() || other.empty()) return false;
  if (all_ || other.all_) return true;
  return std::any_of(names_.begin(), names_.end(),
                     [&](const std::string& name) { return other.names_.contains(name); });
}

bool Effects::updates() const {
  return creates_nodes || deletes || !types_created.empty() || !labels_changed.empty() || !keys_changed.empty();
}

void Effects::add(const Effects& other) {
  all_nodes = all_nodes || other.all_nodes;
  labels_sought.add(other.labels_sought);
  labels_tested.add(other.labels_tested);
  types_walked.add(other.types_walked);
  keys_read.add(other.keys_read);
  reads_contents = reads_contents || other.reads_contents;
  creates_nodes = creates_nodes || other.creates_nodes;
  labels_created.add(other.labels_created);
  types_created.add(other.types_created);
  labels_changed.add(other.labels_changed);
  keys_changed.add(other.keys_changed);
  deletes = deletes || other.deletes;
}

Effects effects_of(const Plan& plan, const PlannedStatement& planned) {
  EffectFinder finder(planned);
  finder.add_operator(plan);
  return finder.take();
}

bool conflict(const Effects& one, const Effects& other) {
  return sees(one, other) || sees(other, one) || one.labels_changed.intersects(other.labels_changed) ||
         one.keys_changed.intersects(other.keys_changed);
}

}  // namespace cairn::engine
