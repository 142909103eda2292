#include "tests/tck/test_procedure.h"

#include "engine/value/equivalence.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace cairn::tck {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

Error bad_signature(std::string_view text) {
  return compile_error(ErrorType::SyntaxError, "InvalidSignature", fmt::format("no signature: `{}`", text));
}

// "a :: T, b :: U" without the parentheses.
std::optional<std::vector<ProcedureSignature::Field>> parse_fields(std::string_view text) {
  std::vector<ProcedureSignature::Field> fields;
  text = trimmed(text);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const std::string_view field = text.substr(0, end);
    const std::size_t colons = field.find("::");
    if (colons == std::string_view::npos) return std::nullopt;
    fields.push_back({std::string(trimmed(field.substr(0, colons))), std::string(trimmed(field.substr(colons + 2)))});
    text = trimmed(text.substr(std::min(end + 1, text.size())));
  }
  return fields;
}

std::optional<StaticType> type_of_name(std::string_view name) {
  if (name == "STRING") return StaticType::of(ValueType::String);
  if (name == "INTEGER") return StaticType::of(ValueType::Integer);
  if (name == "FLOAT") return StaticType::of(ValueType::Float);
  if (name == "NUMBER") return StaticType::number();
  if (name == "BOOLEAN") return StaticType::of(ValueType::Boolean);
  if (name == "MAP") return StaticType::of(ValueType::Map);
  if (name.starts_with("LIST")) return StaticType::of(ValueType::List);
  if (name == "NODE") return StaticType::of(ValueType::Node);
  if (name == "RELATIONSHIP") return StaticType::of(ValueType::Relationship);
  if (name == "PATH") return StaticType::of(ValueType::Path);
  if (name == "ANY") return StaticType::any();
  return std::nullopt;
}

Expected<std::vector<ProcedureField>> procedure_fields(const std::vector<ProcedureSignature::Field>& fields) {
  std::vector<ProcedureField> result;
  for (const ProcedureSignature::Field& field : fields) {
    std::string_view type_name = field.type;
    const bool nullable = type_name.ends_with('?');
    if (nullable) type_name.remove_suffix(1);
    const std::optional<StaticType> type = type_of_name(type_name);
    if (!type) {
      return compile_error(ErrorType::ArgumentError, "InvalidSignature", fmt::format("no type `{}`", field.type));
    }
    result.push_back({field.name, *type, nullable});
  }
  return result;
}

// Where each field stands in the rows.
Expected<std::vector<std::size_t>> field_columns(const std::vector<ProcedureSignature::Field>& fields,
                                                 const std::vector<std::string>& columns) {
  std::vector<std::size_t> indexes;
  for (const ProcedureSignature::Field& field : fields) {
    const auto found = std::find(columns.begin(), columns.end(), field.name);
    if (found == columns.end()) {
      return compile_error(ErrorType::ArgumentError, "InvalidSignature", fmt::format("no column `{}`", field.name));
    }
    indexes.push_back(static_cast<std::size_t>(found - columns.begin()));
  }
  return indexes;
}

struct LookupTable {
  std::vector<std::vector<Value>> rows;
  std::vector<std::size_t> input_columns;
  std::vector<std::size_t> output_columns;

  Expected<void> look_up(ProcedureContext& context, std::span<const Value> arguments) const {
    std::vector<Value> answer(output_columns.size());
    for (const std::vector<Value>& row : rows) {
      bool equal = true;
      for (std::size_t index = 0; index < input_columns.size(); ++index) {
        equal = equal && equivalent(row[input_columns[index]], arguments[index]);
      }
      if (!equal) continue;
      for (std::size_t index = 0; index < output_columns.size(); ++index) answer[index] = row[output_columns[index]];
      if (!context.emit(answer)) break;
    }
    return {};
  }
};

}  // namespace

Expected<ProcedureSignature> parse_signature(std::string_view text) {
  const std::size_t open = text.find('(');
  const std::size_t close = text.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return bad_signature(text);
  const auto inputs = parse_fields(text.substr(open + 1, close - open - 1));
  std::string_view rest = trimmed(text.substr(close + 1));
  if (!inputs || !rest.starts_with("::")) return bad_signature(text);
  ProcedureSignature signature{std::string(trimmed(text.substr(0, open))), *inputs, {}};
  rest = trimmed(rest.substr(2));
  if (rest == "VOID" || rest == "VOID?") return signature;
  if (!rest.starts_with('(') || !rest.ends_with(')')) return bad_signature(text);
  const auto outputs = parse_fields(rest.substr(1, rest.size() - 2));
  if (!outputs) return bad_signature(text);
  signature.outputs = *outputs;
  return signature;
}

Expected<Procedure> make_test_procedure(const ProcedureSignature& signature, const std::vector<std::string>& columns,
                                        std::vector<std::vector<Value>> rows) {
  Expected<std::vector<ProcedureField>> inputs = procedure_fields(signature.inputs);
  if (!inputs) return std::move(inputs).error();
  Expected<std::vector<ProcedureField>> outputs = procedure_fields(signature.outputs);
  if (!outputs) return std::move(outputs).error();
  LookupTable table;
  if (!rows.empty()) {
    Expected<std::vector<std::size_t>> input_columns = field_columns(signature.inputs, columns);
    if (!input_columns) return std::move(input_columns).error();
    Expected<std::vector<std::size_t>> output_columns = field_columns(signature.outputs, columns);
    if (!output_columns) return std::move(output_columns).error();
    table.input_columns = *std::move(input_columns);
    table.output_columns = *std::move(output_columns);
  }
  for (const std::vector<Value>& row : rows) {
    if (row.size() == columns.size()) continue;
    return compile_error(ErrorType::ArgumentError, "InvalidSignature", "a row that is not as long as its head");
  }
  table.rows = std::move(rows);
  return Procedure{signature.name, *std::move(inputs), *std::move(outputs), "A table of the TCK.",
                   [table = std::move(table)](ProcedureContext& context, std::span<const Value> arguments) {
                     return table.look_up(context, arguments);
                   }};
}

}  // namespace cairn::tck
