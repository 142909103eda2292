#include "engine/profile.h"

namespace cairn::engine {

namespace {

std::chrono::nanoseconds time_of(const Plan& plan, const CompiledPlan& compiled) {
  const OperatorProfile* profile = compiled.profile(plan);
  return profile != nullptr ? profile->time : std::chrono::nanoseconds{0};
}

// Without those of the operator it handed its rows to; what begins a chain has none of its own.
ReadSources own_reads(const storage::ReadCounts& all, const storage::ReadCounts& handed_to) {
  const auto own = [](std::uint64_t count, std::uint64_t others) { return count > others ? count - others : 0; };
  return {.segment = own(all.segment, handed_to.segment),
          .memo = own(all.memo, handed_to.memo),
          .store = own(all.store, handed_to.store)};
}

}  // namespace

PlanNode profiled_plan(const PlannedStatement& planned, const CompiledPlan& compiled) {
  return explain(planned, [&](PlanNode& node, const Plan& plan, const Plan* consumer) {
    const OperatorProfile* profile = compiled.profile(plan);
    if (profile == nullptr) return;
    node.actual_rows = profile->rows;
    // The counted time of an operator includes the one it hands its rows to.
    const auto own = profile->time - (consumer != nullptr ? time_of(*consumer, compiled) : std::chrono::nanoseconds{0});
    const OperatorProfile* const handed_to = consumer != nullptr ? compiled.profile(*consumer) : nullptr;
    node.reads = own_reads(profile->reads, handed_to != nullptr ? handed_to->reads : storage::ReadCounts{});
    node.time_ms = std::max(0.0, std::chrono::duration<double, std::milli>(own).count());
  });
}

}  // namespace cairn::engine
