#include "engine/schema_statements.h"

#include "engine/binder/bound_text.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cairn::engine {

namespace {

storage::ConstraintKind kind_of(ConstraintRule rule) {
  switch (rule) {
    case ConstraintRule::Unique: return storage::ConstraintKind::Unique;
    case ConstraintRule::Key: return storage::ConstraintKind::Key;
    case ConstraintRule::NotNull: return storage::ConstraintKind::NotNull;
    case ConstraintRule::Type: break;
  }
  return storage::ConstraintKind::Type;
}

class SchemaRunner {
 public:
  SchemaRunner(QueryContext& context, Summary& summary)
      : context_(context),
        transaction_(*context.transaction()),
        schema_(context.reader().schema()),
        summary_(summary) {}

  void operator()(const CreateIndexStatement& create) {
    if (create.if_not_exists) {
      const storage::IndexDefinition* there = create.name.empty() ? nullptr : schema_.find_index(create.name);
      if (there == nullptr) there = find_index(create.target);
      if (there != nullptr) return note_existing("index", there->name);
    }
    const Tokens tokens = make_tokens(create.target);
    const std::string name = free_name(create.name, default_index_name(create.target));
    check(transaction_.create_index(name, entity(create.target), tokens.token, tokens.keys, build_options()));
    ++summary_.updates.indexes_added;
  }

  void operator()(const CreateConstraintStatement& create) {
    if (create.if_not_exists) {
      const storage::ConstraintDefinition* there = create.name.empty() ? nullptr : schema_.find_constraint(create.name);
      if (there == nullptr) there = find_constraint(create);
      if (there != nullptr) return note_existing("constraint", there->name);
    }
    const Tokens tokens = make_tokens(create.target);
    const std::string name = free_name(create.name, default_constraint_name(create.target, create.rule));
    check(transaction_.create_constraint(name, kind_of(create.rule), entity(create.target), tokens.token, tokens.keys,
                                         create.types, build_options()));
    ++summary_.updates.constraints_added;
  }

  void operator()(const DropSchemaStatement& drop) {
    if (drop.is_constraint) {
      if (drop.if_exists && schema_.find_constraint(drop.name) == nullptr) return note_missing("constraint", drop.name);
      check(transaction_.drop_constraint(drop.name));
      ++summary_.updates.constraints_removed;
    } else {
      if (drop.if_exists && schema_.find_index(drop.name) == nullptr) return note_missing("index", drop.name);
      check(transaction_.drop_index(drop.name));
      ++summary_.updates.indexes_removed;
    }
  }

  void operator()(const BoundQuery&) {}
  void operator()(const TransactionStatement&) {}

 private:
  struct Tokens {
    std::uint32_t token = storage::no_token;
    std::vector<storage::KeyToken> keys;
  };

  static storage::EntityKind entity(const SchemaTarget& target) {
    return target.of_relationships ? storage::EntityKind::Relationship : storage::EntityKind::Node;
  }

  // Nothing if one of the names is new: then there is no index and no constraint on it either.
  std::optional<Tokens> find_tokens(const SchemaTarget& target) const {
    const storage::Reader& reader = context_.reader();
    const auto token = target.of_relationships ? reader.find_type(target.token) : reader.find_label(target.token);
    if (!token) return std::nullopt;
    Tokens tokens{.token = *token, .keys = {}};
    for (const std::string& name : target.keys) {
      const auto key = reader.find_key(name);
      if (!key) return std::nullopt;
      tokens.keys.push_back(*key);
    }
    return tokens;
  }

  Tokens make_tokens(const SchemaTarget& target) {
    Tokens tokens;
    tokens.token = target.of_relationships ? transaction_.type(target.token) : transaction_.label(target.token);
    for (const std::string& name : target.keys) tokens.keys.push_back(transaction_.key(name));
    return tokens;
  }

  const storage::IndexDefinition* find_index(const SchemaTarget& target) const {
    const std::optional<Tokens> tokens = find_tokens(target);
    return tokens ? schema_.find_index(entity(target), tokens->token, tokens->keys) : nullptr;
  }

  // One of the same rule on the same; of rules about types one that names the same types.
  const storage::ConstraintDefinition* find_constraint(const CreateConstraintStatement& create) const {
    const std::optional<Tokens> tokens = find_tokens(create.target);
    if (!tokens) return nullptr;
    const storage::ConstraintDefinition* there =
        schema_.find_constraint(kind_of(create.rule), entity(create.target), tokens->token, tokens->keys);
    return there != nullptr && there->types == create.types ? there : nullptr;
  }

  // The name given, or `made` with a number if need be: `:A(b_c)`, `:A_b(c)` and a type `A` give the same one.
  std::string free_name(const std::string& given, const std::string& made) const {
    if (!given.empty()) return given;
    std::string name = made;
    for (int i = 2; schema_.find_index(name) != nullptr || schema_.find_constraint(name) != nullptr; ++i) {
      name = fmt::format("{}_{}", made, i);
    }
    return name;
  }

  storage::BuildOptions build_options() {
    return {.stop = [this] { return context_.cancelled(); }};
  }

  template <class T>
  void check(Expected<T>&& done) {
    // First, because it knows why: a build that was ended early does not.
    if (!done && done.error().type == ErrorType::Cancelled) context_.check_cancelled();
    value_or_end(std::move(done));
  }

  void note_existing(std::string_view what, const std::string& name) {
    summary_.notifications.push_back(fmt::format("nothing was made: there is already the {} `{}`", what, name));
  }

  void note_missing(std::string_view what, const std::string& name) {
    summary_.notifications.push_back(fmt::format("nothing was dropped: there is no {} `{}`", what, name));
  }

  QueryContext& context_;
  storage::WriteTransaction& transaction_;
  const storage::Schema& schema_;
  Summary& summary_;
};

std::string operator_name(const BoundStatement& statement) {
  if (std::holds_alternative<CreateIndexStatement>(statement.body)) return "CreateIndex";
  if (std::holds_alternative<CreateConstraintStatement>(statement.body)) return "CreateConstraint";
  const auto* drop = std::get_if<DropSchemaStatement>(&statement.body);
  return drop != nullptr && drop->is_constraint ? "DropConstraint" : "DropIndex";
}

}  // namespace

void run_schema_statement(const BoundStatement& statement, QueryContext& context, Summary& summary) {
  std::visit(SchemaRunner(context, summary), statement.body);
}

PlanNode schema_plan(const BoundStatement& statement) {
  PlanNode node;
  node.name = operator_name(statement);
  node.details = bound_text(statement);
  return node;
}

}  // namespace cairn::engine
