#include "tests/planner/planning.h"

#include "engine/binder/binder.h"
#include "engine/planner/explain.h"
#include "parser/parser.h"
#include "storage/stored_value.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <stdexcept>
#include <utility>

namespace cairn::engine::testing {

namespace {

template <class T>
T checked(Expected<T>&& expected) {
  if (!expected) throw std::runtime_error(to_string(expected.error()));
  return std::move(expected).value();
}

class Catalogue : public ProcedureCatalogue {
 public:
  Catalogue() {
    const StaticType node = StaticType::of(ValueType::Node);
    procedure_ = std::make_shared<const Procedure>(Procedure{"test.nodes", {}, {{"node", node, false}}, "", nullptr});
  }
  std::shared_ptr<const Procedure> find(std::string_view name) const override {
    return name == procedure_->name ? procedure_ : nullptr;
  }
  std::vector<std::string> names() const override { return {procedure_->name}; }

 private:
  std::shared_ptr<const Procedure> procedure_;
};

Expected<std::unique_ptr<PlannedStatement>> try_plan(const storage::GraphStore& store, std::string_view text,
                                                     const RewriteSet& rewrites, IndexStatistics* indexes = nullptr) {
  static const Catalogue catalogue;
  static const std::array<std::pair<std::string, Value>, 2> parameters{{{"p", Value::null()}, {"rows", Value::null()}}};
  Expected<ast::Statement> statement = parser::parse_statement(text);
  if (!statement) return std::move(statement).error();
  Expected<BoundStatement> bound = bind(*statement, text, {parameters, &catalogue});
  if (!bound) return std::move(bound).error();
  const std::unique_ptr<storage::Reader> reader = store.read(store.latest());
  return plan_statement(std::move(*bound), *reader, rewrites, indexes);
}

std::unique_ptr<storage::GraphStore> make_social_graph() {
  constexpr std::uint64_t person_count = 1000;
  GraphMaker graph;
  const storage::NodeId employees = graph.nodes({"Person", "Employee"}, 300);
  graph.nodes({"Person"}, person_count - 300);
  const storage::NodeId companies = graph.nodes({"Company"}, 50);
  const storage::NodeId cities = graph.nodes({"City"}, 20);
  const storage::NodeId countries = graph.nodes({"Country"}, 4);
  for (std::uint64_t i = 0; i < person_count; ++i) {
    for (std::uint64_t step = 1; step <= 5; ++step) {
      graph.relationship("KNOWS", employees + i, employees + (i + step * 37) % person_count);
    }
    graph.relationship("LIVES_IN", employees + i, cities + i % 20);
    if (i < 300) graph.relationship("WORKS_AT", employees + i, companies + i % 50);
    if (i < 200) graph.relationship("LIKES", employees + i, cities + i % 7);
    if (i < 10) graph.relationship("LIKES", employees + i, employees + i);
  }
  for (std::uint64_t i = 0; i < 20; ++i) graph.relationship("LIES_IN", cities + i, countries + i % 4);
  graph.index("Person", "id", true);
  graph.index("Person", "name", false);
  graph.index("City", "name", false);
  return graph.commit();
}

}  // namespace

GraphMaker::GraphMaker()
    : store_(checked(storage::GraphStore::open(":memory:"))), transaction_(checked(store_->begin_write())) {}

storage::NodeId GraphMaker::nodes(const std::vector<std::string>& labels, std::uint64_t count) {
  std::vector<storage::LabelToken> tokens;
  tokens.reserve(labels.size());
  for (const std::string& label : labels) tokens.push_back(transaction_->label(label));
  const storage::KeyToken key = transaction_->key("id");
  storage::NodeId first = storage::no_id;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string value;
    storage::append_integer(value, next_property_++);
    const std::array<storage::PropertyEntry, 1> properties{
        storage::PropertyEntry{key, storage::ValueView::trusted(value)}};
    const storage::NodeId made = checked(transaction_->create_node(tokens, properties));
    if (first == storage::no_id) first = made;
  }
  return first;
}

void GraphMaker::relationship(std::string_view type, storage::NodeId source, storage::NodeId target) {
  checked(transaction_->create_relationship(transaction_->type(type), source, target, {}));
}

void GraphMaker::index(std::string_view label, std::string_view key, bool unique) {
  const std::string name = std::string(label) + "_" + std::string(key);
  const storage::LabelToken token = transaction_->label(label);
  const std::array<storage::KeyToken, 1> keys{transaction_->key(key)};
  if (unique) {
    checked(
        transaction_->create_constraint(name, storage::ConstraintKind::Unique, storage::EntityKind::Node, token, keys));
  } else {
    checked(transaction_->create_index(name, storage::EntityKind::Node, token, keys));
  }
}

std::unique_ptr<storage::GraphStore> GraphMaker::commit() {
  checked(transaction_->commit());
  transaction_.reset();
  return std::move(store_);
}

const storage::GraphStore& social_graph() {
  static const std::unique_ptr<storage::GraphStore> graph = make_social_graph();
  return *graph;
}

std::unique_ptr<PlannedStatement> plan_statement_text(const storage::GraphStore& store, std::string_view text,
                                                      const RewriteSet& rewrites, IndexStatistics* indexes) {
  Expected<std::unique_ptr<PlannedStatement>> planned = try_plan(store, text, rewrites, indexes);
  if (planned) return std::move(*planned);
  ADD_FAILURE() << text << ": " << to_string(planned.error());
  return nullptr;
}

std::string plan_of(std::string_view text, const RewriteSet& rewrites) {
  const Expected<std::unique_ptr<PlannedStatement>> planned = try_plan(social_graph(), text, rewrites);
  if (!planned) return to_string(planned.error());
  const PlanNode root = explain(**planned);
  std::string lines = plan_text(root.children.front());
  constexpr std::string_view start = "Start\n";
  if (lines.ends_with(start)) lines.resize(lines.size() - start.size());
  return lines;
}

RewriteSet all_but(Rewrite rewrite) {
  RewriteSet rewrites = RewriteSet::all();
  rewrites.disable(rewrite);
  return rewrites;
}

}  // namespace cairn::engine::testing
