#include "engine/executor/plan_compiler.h"

namespace cairn::engine {

namespace {

// True when the plan has operators that look at many rows at once, so that it can serve only one outer row
// at a time.
bool needs_single_rows(const Plan& plan) {
  switch (plan.kind) {
    case PlanKind::Aggregate:
    case PlanKind::Distinct:
    case PlanKind::Sort:
    case PlanKind::TopN:
    case PlanKind::Skip:
    case PlanKind::Limit:
    case PlanKind::Union: return true;
    default: break;
  }
  return std::any_of(plan.children.begin(), plan.children.end(),
                     [](const PlanPointer& child) { return needs_single_rows(*child); });
}

// Runs an inner plan for outer batches, all rows at once where the plan allows it.
template <class End>
class InnerPlanRunner {
 public:
  InnerPlanRunner(Operator& head, End& end, bool single_rows) : head_(head), end_(end), single_rows_(single_rows) {}

  template <class T>
  void run(Batch& batch, std::span<T> answers) {
    if (!single_rows_) return run_once(batch, answers);
    Batch single = batch;
    single.selected = true;
    for (std::size_t i = 0; i < batch.row_count(); ++i) {
      const std::uint16_t row = batch.row(i);
      single.selection = std::span(&row, 1);
      run_once(single, answers.subspan(i, 1));
    }
  }

 private:
  template <class T>
  void run_once(Batch& batch, std::span<T> answers) {
    end_.begin(answers);
    head_.restart();
    head_.push(batch);
    head_.finish();
  }

  Operator& head_;
  End& end_;
  bool single_rows_;
};

class ExistsRunner final : public SubqueryRunner {
 public:
  ExistsRunner(Operator& head, ExistsEnd& end, bool single_rows) : runner_(head, end, single_rows) {}
  void exists(Batch& batch, std::span<std::uint8_t> has_row) override { runner_.run(batch, has_row); }
  void collect(Batch& /*batch*/, std::span<std::vector<Value>> /*lists*/) override {}

 private:
  InnerPlanRunner<ExistsEnd> runner_;
};

class CollectRunner final : public SubqueryRunner {
 public:
  CollectRunner(Operator& head, CollectEnd& end, bool single_rows) : runner_(head, end, single_rows), end_(end) {}
  void exists(Batch& /*batch*/, std::span<std::uint8_t> /*has_row*/) override {}
  void collect(Batch& batch, std::span<std::vector<Value>> lists) override {
    runner_.run(batch, lists);
    end_.release();
  }

 private:
  InnerPlanRunner<CollectEnd> runner_;
  CollectEnd& end_;
};

}  // namespace

std::unique_ptr<SubqueryRunner> PlanCompiler::compile(const BoundQuery& subquery, const Layout& outer) {
  const Plan* root = planned_.find_subquery(subquery);
  if (root == nullptr) {
    throw QueryError(runtime_error(ErrorType::InternalError, "UnplannedSubquery", "a subquery has no plan"));
  }
  const bool single_rows = needs_single_rows(*root);
  VariableId row_number = no_variable;
  Chain chain = build_inner(*root->children[0], outer, row_number);
  const std::optional<Slot> row_number_slot =
      single_rows ? std::nullopt : std::optional<Slot>(slot(chain.layout, row_number));
  if (root->variables.empty()) {
    auto& end = make<ExistsEnd>(context_, row_number_slot);
    append(chain, end, root);
    return std::make_unique<ExistsRunner>(*chain.head, end, single_rows);
  }
  auto& end = make<CollectEnd>(context_, row_number_slot, slot(chain.layout, root->variables.front()));
  append(chain, end, root);
  return std::make_unique<CollectRunner>(*chain.head, end, single_rows);
}

}  // namespace cairn::engine
