// Indexes and constraints against brute force: random definitions, writes, undo and rollback.
#include "storage/graph_store.h"
#include "storage/index_key.h"
#include "storage/test_hooks.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <set>

namespace cairn::storage::testing {
namespace {

constexpr std::size_t label_count = 2;
constexpr std::size_t key_count = 3;

struct Node {
  std::set<LabelToken> labels;
  std::map<KeyToken, Value> properties;
};

struct Rule {
  bool is_constraint = false;
  ConstraintKind kind = ConstraintKind::Unique;
  LabelToken label = no_token;
  std::vector<KeyToken> keys;
  PropertyTypes types;

  bool has_index() const { return !is_constraint || kind == ConstraintKind::Unique || kind == ConstraintKind::Key; }
};

struct Model {
  std::map<NodeId, Node> nodes;
  std::map<std::string, Rule> rules;
};

std::string whole_key(ValueView value) {
  std::string key;
  append_whole_index_key(key, value);
  return key;
}

// The values of a node for an index; nothing if it lacks the label or one of them.
std::optional<std::vector<Value>> values_in(const Rule& rule, const Node& node) {
  if (!node.labels.contains(rule.label)) return std::nullopt;
  std::vector<Value> values;
  for (const KeyToken key : rule.keys) {
    const auto found = node.properties.find(key);
    if (found == node.properties.end()) return std::nullopt;
    values.push_back(found->second);
  }
  return values;
}

bool holds(const Rule& rule, const std::map<NodeId, Node>& nodes) {
  if (!rule.is_constraint) return true;
  std::set<std::string> seen;
  for (const auto& [id, node] : nodes) {
    if (!node.labels.contains(rule.label)) continue;
    const auto values = values_in(rule, node);
    const bool wants_all = rule.kind == ConstraintKind::Key || rule.kind == ConstraintKind::NotNull;
    if (wants_all && !values) return false;
    if (rule.kind == ConstraintKind::Type && values && !rule.types.matches(values->front().view())) return false;
    if ((rule.kind != ConstraintKind::Unique && rule.kind != ConstraintKind::Key) || !values) continue;
    std::string whole;
    for (const Value& value : *values) whole += whole_key(value.view());
    if (!seen.insert(whole).second) return false;
  }
  return true;
}

class RandomSchema {
 public:
  RandomSchema(std::uint64_t seed, bool beside) : random_(seed) {
    auto hooks = std::make_shared<TestHooks>();
    hooks->index_build_entities_min = beside ? 1 : 1'000'000;
    hooks->index_build_bytes_max = 2'000;
    OpenOptions options;
    options.test_hooks = hooks;
    store_ = open_store(":memory:", options);
    auto transaction = must(store_->begin_write());
    for (std::size_t i = 0; i < label_count; ++i) transaction->label("L" + std::to_string(i));
    for (std::size_t i = 0; i < key_count; ++i) transaction->key("k" + std::to_string(i));
    must(transaction->commit());
  }

  void run(int transactions) {
    for (int round = 0; round < transactions && !::testing::Test::HasFailure(); ++round) {
      const Model before = model_;
      transaction_ = must(store_->begin_write());
      const std::size_t statements = 1 + below(4);
      for (std::size_t i = 0; i < statements; ++i) run_statement();
      expect_same(*store_->read(*transaction_));
      if (chance(0.2)) {
        transaction_->rollback();
        model_ = before;
      } else {
        must(transaction_->commit());
      }
      transaction_.reset();
      expect_same(*store_->read(store_->durable()));
      if (round % 8 != 0) continue;
      EXPECT_TRUE(must(store_->check()).clean());
    }
    EXPECT_GT(refused_, 0);
    EXPECT_GT(made_, 0);
  }

 private:
  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }
  bool chance(double probability) { return std::bernoulli_distribution(probability)(random_); }
  LabelToken label() { return static_cast<LabelToken>(1 + below(label_count)); }
  KeyToken key() { return static_cast<KeyToken>(1 + below(key_count)); }

  Value value() {
    static const std::string head(256, 'x');
    switch (below(9)) {
      case 0: return Value::floating(static_cast<double>(below(6)));
      case 1: return Value::floating(below(2) == 0 ? std::numeric_limits<double>::quiet_NaN() : -0.0);
      case 2: return Value::string(head + std::to_string(below(6)));
      case 3: return Value::string(head.substr(0, 254 + below(3)));
      case 4: return Value::list({Value::integer(static_cast<std::int64_t>(below(4))), Value::string(head)});
      case 5: return Value::boolean(below(2) == 0);
      case 6: return Value::string(std::string(below(3), '\0'));
      default: return Value::integer(static_cast<std::int64_t>(below(40)));
    }
  }

  void run_statement() {
    const Model before = model_;
    transaction_->begin_statement();
    if (chance(0.15)) {
      change_schema();
    } else {
      const std::size_t changes = 1 + below(6);
      for (std::size_t i = 0; i < changes; ++i) change_node();
    }
    const bool fine =
        std::ranges::all_of(model_.rules, [&](const auto& rule) { return holds(rule.second, model_.nodes); });
    const auto ended = transaction_->end_statement();
    ASSERT_EQ(ended.has_value(), fine) << (ended ? "" : ended.error().message);
    EXPECT_TRUE(ended || ended.error().type == ErrorType::ConstraintValidationFailed);
    refused_ += ended ? 0 : 1;
    if (ended && chance(0.9)) return;
    if (ended) {
      transaction_->begin_statement();
      change_node();
    }
    transaction_->undo_statement();
    if (!ended) model_ = before;
    if (ended) model_ = kept_;
  }

  void change_node() {
    kept_ = model_;
    if (model_.nodes.empty() || chance(0.35)) return create();
    auto place = model_.nodes.begin();
    std::advance(place, below(model_.nodes.size()));
    auto& [id, node] = *place;
    switch (below(7)) {
      case 0:
        must(transaction_->delete_node(id));
        model_.nodes.erase(place);
        return;
      case 1: {
        const LabelToken added = label();
        must(transaction_->add_label(id, added));
        node.labels.insert(added);
        return;
      }
      case 2: {
        const LabelToken removed = label();
        must(transaction_->remove_label(id, removed));
        node.labels.erase(removed);
        return;
      }
      case 3: {
        const KeyToken removed = key();
        must(transaction_->remove_property(EntityKind::Node, id, removed));
        node.properties.erase(removed);
        return;
      }
      default: {
        const KeyToken changed = key();
        const Value set = value();
        must(transaction_->set_property(EntityKind::Node, id, changed, set.view()));
        node.properties.insert_or_assign(changed, set);
      }
    }
  }

  void create() {
    Node node;
    if (chance(0.8)) node.labels.insert(label());
    std::vector<PropertyEntry> entries;
    for (KeyToken each = 1; each <= key_count; ++each) {
      if (chance(0.8)) node.properties.emplace(each, value());
    }
    for (const auto& [each, set] : node.properties) entries.push_back({each, set.view()});
    const std::vector<LabelToken> labels(node.labels.begin(), node.labels.end());
    model_.nodes.emplace(must(transaction_->create_node(labels, entries)), node);
  }

  void change_schema() {
    const std::string name = "r" + std::to_string(below(6));
    if (const auto found = model_.rules.find(name); found != model_.rules.end()) {
      if (found->second.is_constraint) {
        must(transaction_->drop_constraint(name));
      } else {
        must(transaction_->drop_index(name));
      }
      model_.rules.erase(found);
      return;
    }
    Rule rule{
        .is_constraint = chance(0.6), .kind = ConstraintKind(1 + below(4)), .label = label(), .keys = {}, .types = {}};
    std::vector<KeyToken> keys = {1, 2, 3};
    std::ranges::shuffle(keys, random_);
    rule.keys.assign(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(rule.has_index() ? 1 + below(3) : 1));
    if (rule.is_constraint && rule.kind == ConstraintKind::Type) {
      rule.types = PropertyTypes::of(PropertyType::Integer);
      rule.types.add(PropertyTypes::of(PropertyType::Float));
      rule.types.add(PropertyTypes::of(PropertyType::String));
      rule.types.add(PropertyTypes::of(PropertyType::Boolean));
    }
    const auto made = rule.is_constraint ? transaction_->create_constraint(name, rule.kind, EntityKind::Node,
                                                                           rule.label, rule.keys, rule.types)
                                         : transaction_->create_index(name, EntityKind::Node, rule.label, rule.keys);
    if (made) {
      EXPECT_TRUE(holds(rule, model_.nodes));
      model_.rules.emplace(name, rule);
      ++made_;
    } else if (made.error().detail != "IndexAlreadyExists" && made.error().detail != "ConstraintAlreadyExists") {
      EXPECT_FALSE(holds(rule, model_.nodes)) << made.error().message;
      ++refused_;
    }
  }

  std::vector<EntityId> range(Reader& reader, IndexId index, const IndexBounds& bounds) {
    std::vector<EntityId> found;
    std::vector<EntityId> batch(1 + below(4));
    for (IndexPosition position; !position.finished;) {
      const std::size_t count = must(reader.index_range(index, bounds, position, batch));
      found.insert(found.end(), batch.begin(), batch.begin() + static_cast<std::ptrdiff_t>(count));
    }
    return found;
  }

  static bool in_bounds(const IndexBounds& bounds, const std::vector<Value>& values) {
    for (std::size_t i = 0; i < bounds.equal.size(); ++i) {
      if (whole_key(values[i].view()) != whole_key(bounds.equal[i])) return false;
    }
    if (!bounds.lower && !bounds.upper && !bounds.string_prefix) return true;
    const ValueView value = values[bounds.equal.size()].view();
    if (bounds.string_prefix) {
      return value.type() == StoredType::String && value.string().starts_with(*bounds.string_prefix);
    }
    const auto is_nan = [](ValueView each) { return each.type() == StoredType::Float && std::isnan(each.floating()); };
    for (const auto& bound : {bounds.lower, bounds.upper}) {
      if (bound && (index_class(*bound) != index_class(value) || is_nan(value) || is_nan(*bound))) return false;
    }
    const std::string key = whole_key(value);
    if (bounds.lower && (bounds.lower_inclusive ? key < whole_key(*bounds.lower) : key <= whole_key(*bounds.lower)))
      return false;
    if (bounds.upper && (bounds.upper_inclusive ? key > whole_key(*bounds.upper) : key >= whole_key(*bounds.upper)))
      return false;
    return true;
  }

  void expect_range(Reader& reader, IndexId index, const std::map<NodeId, std::vector<Value>>& entries,
                    const IndexBounds& bounds) {
    std::vector<std::pair<std::string, NodeId>> ordered;
    for (const auto& [id, values] : entries) {
      if (!in_bounds(bounds, values)) continue;
      std::string key;
      for (const Value& value : values) append_index_key(key, value.view(), CutKeys::Hashed);
      ordered.emplace_back(std::move(key), id);
    }
    std::ranges::sort(ordered);
    std::vector<EntityId> expected;
    for (const auto& [key, id] : ordered) expected.push_back(id);
    EXPECT_EQ(range(reader, index, bounds), expected);
  }

  void expect_same(Reader& reader) {
    std::size_t indexes = 0;
    for (const auto& [name, rule] : model_.rules) {
      EXPECT_EQ(reader.schema().find_constraint(name) != nullptr, rule.is_constraint);
      if (!rule.has_index()) continue;
      ++indexes;
      const IndexDefinition* index = reader.schema().find_index(name);
      ASSERT_NE(index, nullptr);
      expect_index(reader, rule, index->id);
    }
    EXPECT_EQ(reader.schema().indexes().size(), indexes);
  }

  void expect_index(Reader& reader, const Rule& rule, IndexId index) {
    std::map<NodeId, std::vector<Value>> entries;
    for (const auto& [id, node] : model_.nodes) {
      if (auto values = values_in(rule, node)) entries.emplace(id, std::move(*values));
    }
    expect_range(reader, index, entries, {});
    std::vector<ValueView> all_views;
    std::vector<std::vector<EntityId>> all_expected;
    for (const auto& [id, values] : entries) {
      std::vector<ValueView> views;
      for (const Value& value : values) views.push_back(value.view());
      std::vector<EntityId> expected;
      for (const auto& [other, other_values] : entries) {
        if (in_bounds({.equal = views}, other_values)) expected.push_back(other);
      }
      std::vector<EntityId> found;
      must(reader.index_seek(index, views, found));
      EXPECT_EQ(found, expected);
      all_views.insert(all_views.end(), views.begin(), views.end());
      all_expected.push_back(expected);
      if (chance(0.6)) continue;
      const std::size_t equal = below(views.size());
      const std::span<const ValueView> leading = std::span(views).first(equal);
      const ValueView bound = views[equal];
      expect_range(reader, index, entries, {.equal = leading});
      expect_range(reader, index, entries, {.equal = leading, .lower = bound, .lower_inclusive = chance(0.5)});
      expect_range(reader, index, entries, {.equal = leading, .upper = bound, .upper_inclusive = chance(0.5)});
      const Value other = value();
      expect_range(reader, index, entries, {.equal = leading, .lower = bound, .upper = other.view()});
      if (bound.type() == StoredType::String) {
        const std::string_view text = bound.string();
        expect_range(reader, index, entries, {.equal = leading, .string_prefix = text.substr(0, below(260))});
      }
    }
    IndexMatches matches;
    must(reader.index_seek_many(index, all_views, matches));
    ASSERT_EQ(matches.offsets.size(), all_expected.size() + 1);
    for (std::size_t i = 0; i < all_expected.size(); ++i) {
      const std::vector<EntityId> found(matches.entities.begin() + static_cast<std::ptrdiff_t>(matches.offsets[i]),
                                        matches.entities.begin() + static_cast<std::ptrdiff_t>(matches.offsets[i + 1]));
      EXPECT_EQ(found, all_expected[i]);
    }
  }

  std::mt19937_64 random_;
  std::unique_ptr<GraphStore> store_;
  std::unique_ptr<WriteTransaction> transaction_;
  Model model_;
  Model kept_;  // before the last change
  int refused_ = 0;
  int made_ = 0;
};

TEST(RandomSchema, InTheWriteSetAgreesWithBruteForce) {
  for (std::uint64_t seed = 1; seed <= 6 && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    RandomSchema(seed, /*beside=*/false).run(60);
  }
}

TEST(RandomSchema, BuiltBesideTheWriteSetAgreesWithBruteForce) {
  for (std::uint64_t seed = 11; seed <= 16 && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    RandomSchema(seed, /*beside=*/true).run(60);
  }
}

}  // namespace
}  // namespace cairn::storage::testing
