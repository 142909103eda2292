// What all parts of the binder share while one statement is bound.
#pragma once

#include "engine/binder/binder.h"
#include "engine/binder/bound_query.h"
#include "engine/binder/scope.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::engine {

// One thread, one statement. `text` and `context` outlive it.
class BindState {
 public:
  BindState(std::string_view text, const BindContext& context) : text_(text), context_(context) {}

  const BindContext& context() const { return context_; }

  // The source at `span`.
  std::string_view text(ast::Span span) const { return text_.substr(span.begin, span.end - span.begin); }

  // A new variable; the kind follows from the type.
  VariableId add_variable(std::string name, const StaticType& type);
  VariableId variable_count() const { return static_cast<VariableId>(variables_.size()); }
  const Variable& variable(VariableId id) const { return variables_[id]; }
  std::vector<Variable> take_variables() { return std::move(variables_); }

  // The variable that `name` means, noted as read; otherwise UndefinedVariable.
  VariableId resolve(const Scope& scope, std::string_view name, ast::Span span);

  // An expression that reads the variable.
  ExpressionPointer read(VariableId id, ast::Span span);

  // Says that something reads or uses the variable, so that subqueries know what they take from outside.
  void note_read(VariableId id);

  // Between the two calls everything belongs to a subquery. The second answers what it reads from outside, sorted.
  void begin_subquery();
  std::vector<VariableId> end_subquery();

  // While a trial lives, an expression is bound only to see what it would be, and may fail: what it reads is not
  // noted. Trials do not nest, or their number would double with each level of a query.
  class Trial {
   public:
    explicit Trial(BindState& state) : state_(state) { state_.trial_ = state_.subqueries_.size(); }
    ~Trial();
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;

   private:
    BindState& state_;
  };
  bool on_trial() const { return trial_.has_value(); }

  // Whether the statement changes the graph.
  void set_writes() { writes_ = true; }
  bool writes() const { return writes_; }

  // Whether expressions may ask the graph: not those that stand alone.
  void forbid_graph() { graph_allowed_ = false; }
  bool graph_allowed() const { return graph_allowed_; }

 private:
  struct Subquery {
    VariableId first_inner = 0;  // variables from here on are its own
    std::set<VariableId> outer_reads;
  };

  std::string_view text_;
  const BindContext& context_;
  std::vector<Variable> variables_;
  std::vector<Subquery> subqueries_;
  std::optional<std::size_t> trial_;  // how many subqueries were open when the trial began
  bool writes_ = false;
  bool graph_allowed_ = true;
};

}  // namespace cairn::engine
