#include "engine/profile.h"

namespace cairn::engine {

namespace {

std::chrono::nanoseconds time_of(const Plan& plan, const CompiledPlan& compiled) {
  const OperatorProfile* profile = compiled.profile(plan);
  return profile != nullptr ? profile->time : std::chrono::nanoseconds{0};
}

}  // namespace

PlanNode profiled_plan(const PlannedStatement& planned, const CompiledPlan& compiled) {
  return explain(planned, [&](PlanNode& node, const Plan& plan, const Plan* consumer) {
    const OperatorProfile* profile = compiled.profile(plan);
    if (profile == nullptr) return;
    node.actual_rows = profile->rows;
    // The counted time of an operator includes the one it hands its rows to.
    const auto own = profile->time - (consumer != nullptr ? time_of(*consumer, compiled) : std::chrono::nanoseconds{0});
    storage::ReadCounts reads = profile->reads;
    const OperatorProfile* const handed_to = consumer != nullptr ? compiled.profile(*consumer) : nullptr;
    if (handed_to != nullptr) reads -= handed_to->reads;
    node.reads = {.segment = reads.segment, .memo = reads.memo, .store = reads.store};
    node.time_ms = std::max(0.0, std::chrono::duration<double, std::milli>(own).count());
  });
}

}  // namespace cairn::engine
