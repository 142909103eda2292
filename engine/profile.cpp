#include "engine/profile.h"

namespace cairn::engine {

namespace {

std::chrono::nanoseconds time_of(const Plan& plan, const CompiledPlan& compiled) {
  const OperatorProfile* profile = compiled.profile(plan);
  return profile != nullptr ? profile->time : std::chrono::nanoseconds{0};
}

// An operator's counted time includes the one it hands its rows to, which in the tree is its parent.
void annotate(PlanNode& node, const Plan& plan, std::chrono::nanoseconds parent_time, const CompiledPlan& compiled) {
  const OperatorProfile* profile = compiled.profile(plan);
  const std::chrono::nanoseconds time = time_of(plan, compiled);
  if (profile != nullptr) {
    node.actual_rows = profile->rows;
    node.time_ms = std::max(0.0, std::chrono::duration<double, std::milli>(time - parent_time).count());
  }
  for (std::size_t i = 0; i < node.children.size() && i < plan.children.size(); ++i) {
    annotate(node.children[i], *plan.children[i], i == 0 ? time : std::chrono::nanoseconds{0}, compiled);
  }
}

}  // namespace

PlanNode profiled_plan(const PlannedStatement& planned, const CompiledPlan& compiled) {
  PlanNode root = explain(planned);
  annotate(root, *planned.root, std::chrono::nanoseconds{0}, compiled);
  return root;
}

}  // namespace cairn::engine
