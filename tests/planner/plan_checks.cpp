#include "tests/planner/plan_checks.h"

#include "engine/binder/query_walk.h"
#include "engine/planner/explain.h"
#include "engine/planner/plan_inspection.h"

#include <algorithm>
#include <functional>
#include <set>
#include <variant>

namespace cairn::engine::testing {

namespace {

class PlanChecker {
 public:
  explicit PlanChecker(const PlannedStatement& planned) : planned_(planned) {}

  std::vector<std::string> run() {
    check_leaves(*planned_.root, PlanKind::Start);
    check_liveness(*planned_.root->children.front());
    for (const auto& [query, plan] : planned_.subqueries) {
      check_leaves(*plan, PlanKind::Argument);
      check_liveness(*plan->children.front());
    }
    visit_plans([&](const Plan& plan) { check_subqueries(plan); });
    if (!uses_count_store()) {
      check_patterns(std::get<BoundQuery>(planned_.statement.body));
      check_relationship_count();
    }
    return std::move(defects_);
  }

 private:
  void fail(const Plan& plan, const std::string& what) {
    defects_.push_back(
        fmt::format("{} {}: {}", plan_kind_name(plan.kind), plan_details(plan, planned_.statement), what));
  }

  void fail(const std::string& what) { defects_.push_back(what); }

  static void visit_plan(const Plan& plan, const std::function<void(const Plan&)>& visit) {
    visit(plan);
    for (const PlanPointer& child : plan.children) visit_plan(*child, visit);
  }

  void visit_plans(const std::function<void(const Plan&)>& visit) const {
    visit_plan(*planned_.root, visit);
    for (const auto& [query, plan] : planned_.subqueries) visit_plan(*plan, visit);
  }

  bool uses_count_store() const {
    bool uses = false;
    visit_plans([&](const Plan& plan) {
      uses = uses || plan.kind == PlanKind::CountNodes || plan.kind == PlanKind::CountRelationships;
    });
    return uses;
  }

  // ---- shape

  void check_leaves(const Plan& plan, PlanKind leaf) {
    if (plan.children.empty() && plan.kind != leaf) fail(plan, "is a leaf");
    for (std::size_t i = 0; i < plan.children.size(); ++i) {
      const bool inner = plan.kind != PlanKind::Union && i > 0;
      check_leaves(*plan.children[i], inner ? PlanKind::Argument : leaf);
    }
  }

  void check_subqueries(const Plan& plan) {
    visit_plan_expressions(plan, [&](const Expression& expression) {
      visit_expressions(expression, [&](const Expression& part) {
        if (part.subquery && planned_.find_subquery(*part.subquery) == nullptr) fail(plan, "a subquery has no plan");
        return true;
      });
    });
  }

  // ---- liveness

  std::string names(const VariableSet& variables) const {
    std::string text;
    for (const VariableId variable : variables.sorted()) {
      text += fmt::format(" {}#{}", planned_.statement.variables[variable].name, variable);
    }
    return text;
  }

  void require(const Plan& plan, const VariableSet& there, const VariableSet& wanted, const std::string& what) {
    VariableSet missing = wanted;
    missing.erase(there.sorted());
    if (!missing.sorted().empty()) fail(plan, what + names(missing));
  }

  void check_liveness(const Plan& plan) {
    if (!std::is_sorted(plan.live.begin(), plan.live.end())) fail(plan, "live is not sorted");
    for (const PlanPointer& child : plan.children) check_liveness(*child);
    if (plan.kind == PlanKind::Start && !plan.live.empty()) fail(plan, "something is alive in Start");
    if (plan.children.empty()) return;

    const VariableSet live(plan.live);
    if (plan.kind == PlanKind::Union) {
      for (std::size_t i = 0; i < plan.children.size(); ++i) {
        VariableSet there(plan.children[i]->live);
        require(plan, there, VariableSet(plan.union_columns[i]), "a column is not there:");
      }
      return;
    }
    const VariableSet below(plan.children.front()->live);
    require(plan, below, read_variables(plan), "reads what is dead:");
    VariableSet there = below;
    there.insert(added_variables(plan));
    if (plan.kind == PlanKind::Optional) {
      there = VariableSet(plan.children[1]->live);
      require(plan, below, argument_of(*plan.children[1]), "the inner plan misses");
    }
    if (plan.kind == PlanKind::Merge) {
      VariableSet keyed = below;
      for (const PlanProjection& value : plan.projections) keyed.insert(value.variable);
      require(plan, keyed, argument_of(*plan.children[1]), "the inner plan misses");
      require(plan, VariableSet(plan.children[1]->live), VariableSet(added_variables(plan)), "the pattern lacks");
    }
    require(plan, there, live, "keeps alive what is dead:");
  }

  static VariableSet argument_of(const Plan& plan) {
    if (plan.kind == PlanKind::Argument) return VariableSet(plan.live);
    VariableSet outer;
    const std::size_t inputs = plan.kind == PlanKind::Union ? plan.children.size() : 1;
    for (std::size_t i = 0; i < inputs; ++i) outer.insert(argument_of(*plan.children[i]));
    return outer;
  }

  // ---- patterns

  void check_patterns(const BoundQuery& query) {
    for (const BoundSingleQuery& part : query.parts) {
      for (const BoundClause& clause : part.clauses) {
        const auto* match = std::get_if<MatchClause>(&clause);
        const auto* merge = std::get_if<MergeClause>(&clause);
        if (match != nullptr) {
          for (const PathPattern& path : match->paths) relationships_wanted_ += path.relationships.size();
          for (const ExpressionPointer& predicate : match->predicates) check_predicate(*predicate);
        }
        if (merge != nullptr) relationships_wanted_ += merge->path.relationships.size();
      }
    }
    visit_query_expressions(query, [&](const Expression& expression) {
      visit_expressions(expression, [&](const Expression& part) {
        if (part.subquery) check_patterns(*part.subquery);
        return true;
      });
    });
  }

  // Whether a seek takes its values from the predicate, or its index leaves out what the predicate does.
  static bool is_replaced_by(const Plan& plan, const Expression& predicate) {
    std::vector<const Expression*> values;
    if (plan.kind == PlanKind::NodeByIdSeek) values.push_back(plan.expression);
    if (plan.index) {
      for (const IndexKeyValue& key : plan.index->equal) values.push_back(key.value);
      values.insert(values.end(), {plan.index->lower.value, plan.index->upper.value, plan.index->prefix});
      const std::vector<std::string>& keys = plan.index->keys;
      if (predicate.kind == ExpressionKind::IsNotNull &&
          std::find(keys.begin(), keys.end(), predicate.children[0]->name) != keys.end()) {
        return true;
      }
    }
    return std::any_of(predicate.children.begin(), predicate.children.end(), [&](const ExpressionPointer& child) {
      return std::find(values.begin(), values.end(), child.get()) != values.end();
    });
  }

  void check_predicate(const Expression& predicate) {
    if (predicate.kind == ExpressionKind::HasLabels && predicate.children[0]->kind == ExpressionKind::Variable) {
      return check_label_test(predicate.children[0]->variable, *predicate.labels, predicate);
    }
    std::size_t asked = 0;
    std::size_t replaced = 0;
    visit_plans([&](const Plan& plan) {
      asked += static_cast<std::size_t>(std::count(plan.predicates.begin(), plan.predicates.end(), &predicate));
      // The filter of hops that were bound before is asked as a quantifier, and never stands here.
      if (is_replaced_by(plan, predicate)) ++replaced;
    });
    if (asked > 1) fail("asked twice: " + text(predicate));
    if (asked == 0 && replaced == 0) fail("never asked: " + text(predicate));
  }

  void check_label_test(VariableId node, const LabelExpression& labels, const Expression& predicate) {
    if (labels.kind == LabelExpression::Kind::And) {
      for (const LabelExpression& operand : labels.operands) check_label_test(node, operand, predicate);
      return;
    }
    std::size_t asked = 0;
    visit_plans([&](const Plan& plan) {
      for (const Expression* filter : plan.predicates) {
        if (filter->kind == ExpressionKind::HasLabels && filter->children[0]->variable == node &&
            *filter->labels == labels) {
          ++asked;
        }
      }
      if (plan.to == node && plan.kind != PlanKind::Unwind && labels.kind == LabelExpression::Kind::Name &&
          std::find(plan.labels.begin(), plan.labels.end(), labels.name) != plan.labels.end()) {
        ++asked;
      }
    });
    if (asked > 1) fail("asked twice: " + text(predicate));
    if (asked == 0 && !planned_.depends_on_counts) fail("never asked: " + text(predicate));
  }

  void check_relationship_count() {
    std::size_t found = 0;
    visit_plans([&](const Plan& plan) {
      switch (plan.kind) {
        case PlanKind::RelationshipScan:
        case PlanKind::Expand:
        case PlanKind::ExpandInto:
        case PlanKind::VariableExpand:
        case PlanKind::VariableExpandInto:
        case PlanKind::ShortestPath:
        case PlanKind::BindRelationship: ++found; break;
        default: break;
      }
    });
    if (found != relationships_wanted_) {
      fail(fmt::format("{} relationships in the patterns, {} in the plan", relationships_wanted_, found));
    }
  }

  std::string text(const Expression& expression) const { return expression_text(expression, planned_.statement); }

  const PlannedStatement& planned_;
  std::vector<std::string> defects_;
  std::size_t relationships_wanted_ = 0;
};

}  // namespace

std::vector<std::string> plan_defects(const PlannedStatement& planned) { return PlanChecker(planned).run(); }

}  // namespace cairn::engine::testing
