#include "engine/binder/show_tables.h"

#include "engine/functions/aggregates.h"
#include "engine/functions/function_registry.h"
#include "engine/graph_view.h"
#include "engine/schema_info.h"

#include <optional>
#include <utility>

namespace cairn::engine {

namespace {

using Row = std::vector<Value>;

constexpr StaticType text = StaticType::of(ValueType::String);
constexpr StaticType truth = StaticType::of(ValueType::Boolean);
constexpr StaticType number = StaticType::of(ValueType::Integer);
constexpr StaticType texts = StaticType::list_of(StaticType::of(ValueType::String));
constexpr StaticType maps = StaticType::list_of(StaticType::of(ValueType::Map));

Value text_or_null(std::string_view value) { return value.empty() ? Value() : Value::string(value); }

Expected<Value> list_of_texts(const std::vector<std::string>& values) {
  std::vector<Value> list;
  list.reserve(values.size());
  for (const std::string& value : values) list.push_back(Value::string(value));
  return Value::list(std::move(list));
}

Expected<Value> map_of(std::vector<std::pair<std::string, Value>> entries) {
  std::vector<MapEntry> map;
  map.reserve(entries.size());
  for (auto& [key, value] : entries) map.push_back({.key = std::move(key), .value = std::move(value)});
  return Value::map(std::move(map));
}

// Appends what may have failed; the error of the first that did.
class RowBuilder {
 public:
  RowBuilder& add(Value value) {
    row_.push_back(std::move(value));
    return *this;
  }
  RowBuilder& add(Expected<Value> value) {
    if (value) {
      row_.push_back(std::move(*value));
    } else if (!error_) {
      error_ = std::move(value).error();
    }
    return *this;
  }
  Expected<bool> emit(ProcedureContext& context) {
    if (error_) return *std::move(error_);
    return context.emit(row_);
  }

 private:
  Row row_;
  std::optional<Error> error_;
};

std::string_view entity_type(const SchemaTarget& target) { return target.of_relationships ? "RELATIONSHIP" : "NODE"; }

std::string type_name(const ConstraintInfo& constraint) {
  const bool of_relationships = constraint.target.of_relationships;
  switch (constraint.rule) {
    case ConstraintRule::Unique: return of_relationships ? "RELATIONSHIP_UNIQUENESS" : "UNIQUENESS";
    case ConstraintRule::Key: return of_relationships ? "RELATIONSHIP_KEY" : "NODE_KEY";
    case ConstraintRule::NotNull:
      return of_relationships ? "RELATIONSHIP_PROPERTY_EXISTENCE" : "NODE_PROPERTY_EXISTENCE";
    case ConstraintRule::Type: break;
  }
  return of_relationships ? "RELATIONSHIP_PROPERTY_TYPE" : "NODE_PROPERTY_TYPE";
}

Expected<bool> emit_index(ProcedureContext& context, const IndexInfo& index,
                          const std::vector<ConstraintInfo>& constraints) {
  std::string statement = create_statement(index);
  for (const ConstraintInfo& constraint : constraints) {
    if (constraint.name == index.owning_constraint) statement = create_statement(constraint);
  }
  return RowBuilder()
      .add(Value::integer(static_cast<std::int64_t>(index.id)))
      .add(Value::string(index.name))
      .add(Value::string("ONLINE"))
      .add(Value::floating(100))
      .add(Value::string("RANGE"))
      .add(Value::string(entity_type(index.target)))
      .add(list_of_texts({index.target.token}))
      .add(list_of_texts(index.target.keys))
      .add(Value::string("range-1.0"))
      .add(text_or_null(index.owning_constraint))
      .add(Value())
      .add(Value())
      .add(Value())
      .add(map_of({}))
      .add(Value::string(""))
      .add(Value::string(statement))
      .emit(context);
}

Procedure indexes_table(bool any) {
  Procedure table;
  table.name = "show.indexes";
  table.outputs = {{"id", number, false},
                   {"name", text, false},
                   {"state", text, false},
                   {"populationPercent", StaticType::of(ValueType::Float), false},
                   {"type", text, false},
                   {"entityType", text, false},
                   {"labelsOrTypes", texts, false},
                   {"properties", texts, false},
                   {"indexProvider", text, false},
                   {"owningConstraint", text},
                   {"lastRead", text},
                   {"readCount", number},
                   {"trackedSince", text},
                   {"options", StaticType::of(ValueType::Map), false},
                   {"failureMessage", text, false},
                   {"createStatement", text, false}};
  table.call = [any](ProcedureContext& context, std::span<const Value>) -> Expected<void> {
    if (!any) return {};
    const std::vector<ConstraintInfo> constraints = context.graph().constraints();
    for (const IndexInfo& index : context.graph().indexes()) {
      const Expected<bool> more = emit_index(context, index, constraints);
      if (!more) return more.error();
      if (!*more) break;
    }
    return {};
  };
  return table;
}

std::optional<ConstraintRule> wanted_rule(const std::optional<ast::ConstraintKind>& kind) {
  if (!kind) return std::nullopt;
  switch (*kind) {
    case ast::ConstraintKind::Unique: return ConstraintRule::Unique;
    case ast::ConstraintKind::Key: return ConstraintRule::Key;
    case ast::ConstraintKind::NotNull: return ConstraintRule::NotNull;
    case ast::ConstraintKind::Type: break;
  }
  return ConstraintRule::Type;
}

Procedure constraints_table(std::optional<ConstraintRule> wanted, std::optional<ast::EntityKind> entity) {
  Procedure table;
  table.name = "show.constraints";
  table.outputs = {{"id", number, false},
                   {"name", text, false},
                   {"type", text, false},
                   {"entityType", text, false},
                   {"labelsOrTypes", texts, false},
                   {"properties", texts, false},
                   {"ownedIndex", text},
                   {"propertyType", text},
                   {"options", StaticType::of(ValueType::Map), false},
                   {"createStatement", text, false}};
  table.call = [wanted, entity](ProcedureContext& context, std::span<const Value>) -> Expected<void> {
    for (const ConstraintInfo& constraint : context.graph().constraints()) {
      if (wanted && constraint.rule != *wanted) continue;
      if (entity && constraint.target.of_relationships != (*entity == ast::EntityKind::Relationship)) continue;
      const Expected<bool> more = RowBuilder()
                                      .add(Value::integer(static_cast<std::int64_t>(constraint.id)))
                                      .add(Value::string(constraint.name))
                                      .add(Value::string(type_name(constraint)))
                                      .add(Value::string(entity_type(constraint.target)))
                                      .add(list_of_texts({constraint.target.token}))
                                      .add(list_of_texts(constraint.target.keys))
                                      .add(text_or_null(constraint.owned_index))
                                      .add(text_or_null(constraint.types))
                                      .add(map_of({}))
                                      .add(Value::string(create_statement(constraint)))
                                      .emit(context);
      if (!more) return more.error();
      if (!*more) break;
    }
    return {};
  };
  return table;
}

// Arguments as SHOW describes them: [{name: 'x', type: 'Integer'}, …].
Expected<Value> describe_arguments(const std::vector<std::pair<std::string, std::string>>& arguments) {
  std::vector<Value> list;
  list.reserve(arguments.size());
  for (const auto& [name, type] : arguments) {
    Expected<Value> map = map_of({{"name", Value::string(name)}, {"type", Value::string(type)}});
    if (!map) return map;
    list.push_back(std::move(*map));
  }
  return Value::list(std::move(list));
}

// Of several forms of a function the last has the most arguments.
Expected<bool> emit_function(ProcedureContext& context, std::string_view name, std::string_view category,
                             std::string_view documentation, const std::vector<FunctionSignature>& signatures,
                             bool aggregating) {
  std::string signature;
  for (const FunctionSignature& form : signatures) {
    if (!signature.empty()) signature += " | ";
    signature += signature_text(name, form);
  }
  std::vector<std::pair<std::string, std::string>> arguments;
  for (const FunctionParameter& parameter : signatures.back().parameters) {
    arguments.emplace_back(parameter.name, parameter.type.to_string());
  }
  return RowBuilder()
      .add(Value::string(name))
      .add(Value::string(category))
      .add(Value::string(documentation))
      .add(Value::string(signature))
      .add(Value::boolean(true))
      .add(describe_arguments(arguments))
      .add(Value::string(signatures.back().result.to_string()))
      .add(Value::boolean(aggregating))
      .add(Value::boolean(false))
      .emit(context);
}

Procedure functions_table() {
  Procedure table;
  table.name = "show.functions";
  table.outputs = {{"name", text, false},
                   {"category", text, false},
                   {"description", text, false},
                   {"signature", text, false},
                   {"isBuiltIn", truth, false},
                   {"argumentDescription", maps, false},
                   {"returnDescription", text, false},
                   {"aggregating", truth, false},
                   {"isDeprecated", truth, false}};
  table.call = [](ProcedureContext& context, std::span<const Value>) -> Expected<void> {
    Expected<bool> more = true;
    for (const Function& function : function_registry().functions()) {
      more =
          emit_function(context, function.name, function.category, function.documentation, function.signatures, false);
      if (!more) return more.error();
      if (!*more) return {};
    }
    for (const AggregateFunction& function : aggregate_functions()) {
      more = emit_function(context, function.name, "Aggregating", function.documentation, function.signatures, true);
      if (!more) return more.error();
      if (!*more) return {};
    }
    return {};
  };
  return table;
}

std::string fields_text(const std::vector<ProcedureField>& fields) {
  std::string written;
  for (const ProcedureField& field : fields) {
    if (!written.empty()) written += ", ";
    written += field.name + " :: " + field.type.to_string();
  }
  return written;
}

Expected<Value> describe_fields(const std::vector<ProcedureField>& fields) {
  std::vector<std::pair<std::string, std::string>> described;
  described.reserve(fields.size());
  for (const ProcedureField& field : fields) described.emplace_back(field.name, field.type.to_string());
  return describe_arguments(described);
}

Procedure procedures_table(std::vector<std::shared_ptr<const Procedure>> procedures) {
  Procedure table;
  table.name = "show.procedures";
  table.outputs = {{"name", text, false},
                   {"description", text, false},
                   {"mode", text, false},
                   {"worksOnSystem", truth, false},
                   {"signature", text, false},
                   {"argumentDescription", maps, false},
                   {"returnDescription", maps, false},
                   {"admin", truth, false},
                   {"isDeprecated", truth, false}};
  table.call = [procedures = std::move(procedures)](ProcedureContext& context,
                                                    std::span<const Value>) -> Expected<void> {
    for (const std::shared_ptr<const Procedure>& procedure : procedures) {
      const std::string signature =
          procedure->name + "(" + fields_text(procedure->inputs) + ") :: (" + fields_text(procedure->outputs) + ")";
      const Expected<bool> more = RowBuilder()
                                      .add(Value::string(procedure->name))
                                      .add(Value::string(procedure->documentation))
                                      .add(Value::string("READ"))
                                      .add(Value::boolean(false))
                                      .add(Value::string(signature))
                                      .add(describe_fields(procedure->inputs))
                                      .add(describe_fields(procedure->outputs))
                                      .add(Value::boolean(false))
                                      .add(Value::boolean(false))
                                      .emit(context);
      if (!more) return more.error();
      if (!*more) break;
    }
    return {};
  };
  return table;
}

std::vector<std::shared_ptr<const Procedure>> all_procedures(const ProcedureCatalogue* catalogue) {
  std::vector<std::shared_ptr<const Procedure>> procedures;
  if (catalogue == nullptr) return procedures;
  for (const std::string& name : catalogue->names()) {
    if (std::shared_ptr<const Procedure> procedure = catalogue->find(name)) procedures.push_back(std::move(procedure));
  }
  return procedures;
}

}  // namespace

ShowTable show_table(const ast::Show& show, const ProcedureCatalogue* procedures) {
  const auto table = [](Procedure rows, std::size_t default_columns) {
    return ShowTable{std::make_shared<const Procedure>(std::move(rows)), default_columns};
  };
  switch (show.kind) {
    case ast::ShowKind::Indexes:
      return table(indexes_table(!show.index_kind || *show.index_kind == ast::IndexKind::Range), 12);
    case ast::ShowKind::Constraints: return table(constraints_table(wanted_rule(show.constraint_kind), show.entity), 8);
    case ast::ShowKind::Functions: return table(functions_table(), 3);
    case ast::ShowKind::Procedures: break;
  }
  return table(procedures_table(all_procedures(procedures)), 4);
}

}  // namespace cairn::engine
