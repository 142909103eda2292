#include "tests/tck/protocol_server.h"

#include "engine/value/json.h"
#include "tests/tck/graph_snapshot.h"
#include "tests/tck/test_procedure.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <utility>

namespace cairn::tck {
namespace {

namespace json = boost::json;

// A typed value of depth n is a JSON value of depth 2n; the engine's own limit on depth comes first.
constexpr std::size_t depth_max = 4096;

constexpr std::string_view ok_text = R"({"ok":true})";

std::string error_text(std::string_view type, const Error& error) {
  std::string text = R"({"ok":false,"error":{"type":)";
  append_json_string(text, type);
  text += R"(,"phase":)";
  append_json_string(text, error_phase_name(error.phase));
  text += R"(,"detail":)";
  append_json_string(text, error.detail);
  text += R"(,"message":)";
  append_json_string(text, error.message);
  if (error.position) text += fmt::format(R"(,"line":{},"column":{})", error.position->line, error.position->column);
  return text + "}}";
}

std::string error_text(const Error& error) { return error_text(error_type_name(error.type), error); }

std::string protocol_error(std::string_view message) {
  return error_text("ProtocolError", runtime_error(ErrorType::ArgumentError, "InvalidRequest", std::string(message)));
}

std::string_view string_member(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains(name);
  return member != nullptr && member->is_string() ? std::string_view(member->get_string()) : std::string_view{};
}

const json::array* array_member(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains(name);
  return member == nullptr ? nullptr : member->if_array();
}

void append_values(std::string& text, std::span<const Value> values) {
  text += '[';
  for (const Value& value : values) {
    if (&value != values.data()) text += ',';
    append_typed_json(text, value);
  }
  text += ']';
}

std::string result_text(const Result& result) {
  std::string text = R"({"ok":true,"columns":[)";
  for (const std::string& column : result.columns()) {
    if (&column != result.columns().data()) text += ',';
    append_json_string(text, column);
  }
  text += R"(],"rows":[)";
  for (const std::vector<Value>& row : result.rows()) {
    if (&row != result.rows().data()) text += ',';
    append_values(text, row);
  }
  const UpdateCounts& updates = result.summary().updates;
  return text + fmt::format(R"(],"stats":{{"nodes_created":{},"nodes_deleted":{},"relationships_created":{},)"
                            R"("relationships_deleted":{},"labels_added":{},"labels_removed":{},)"
                            R"("properties_set":{}}}}})",
                            updates.nodes_created, updates.nodes_deleted, updates.relationships_created,
                            updates.relationships_deleted, updates.labels_added, updates.labels_removed,
                            updates.properties_set);
}

Expected<Parameters> read_parameters(const json::object& request) {
  Parameters parameters;
  const json::value* members = request.if_contains("params");
  if (members == nullptr || !members->is_object()) return parameters;
  for (const auto& [name, document] : members->get_object()) {
    Expected<Value> value = from_typed_json(document);
    if (!value) return std::move(value).error();
    parameters.emplace_back(std::string(name), *std::move(value));
  }
  return parameters;
}

std::vector<ProcedureSignature::Field> read_fields(const json::object& request, std::string_view name) {
  std::vector<ProcedureSignature::Field> fields;
  if (const json::array* items = array_member(request, name)) {
    for (const json::value& item : *items) {
      if (const json::object* field = item.if_object()) {
        fields.push_back({std::string(string_member(*field, "name")), std::string(string_member(*field, "type"))});
      }
    }
  }
  return fields;
}

Expected<std::vector<std::vector<Value>>> read_rows(const json::object& request) {
  std::vector<std::vector<Value>> rows;
  const json::array* items = array_member(request, "rows");
  if (items == nullptr) return rows;
  for (const json::value& item : *items) {
    std::vector<Value>& row = rows.emplace_back();
    const json::array* cells = item.if_array();
    if (cells == nullptr) return runtime_error(ErrorType::ArgumentError, "InvalidRequest", "a row is no array");
    for (const json::value& cell : *cells) {
      Expected<Value> value = from_typed_json(cell);
      if (!value) return std::move(value).error();
      row.push_back(*std::move(value));
    }
  }
  return rows;
}

std::string answer_hello(Database& database) {
  const Expected<DatabaseInfo> info = database.info();
  std::string text = R"({"ok":true,"protocol":1,"engine":)";
  append_json_string(text, info ? std::string_view(info->writer_version) : std::string_view("cairn"));
  return text + R"(,"ops":["hello","reset","query","snapshot","procedure"]})";
}

std::string answer_query(Session& session, const json::object& request) {
  const json::value* text = request.if_contains("text");
  if (text == nullptr || !text->is_string()) return protocol_error("a query has a text");
  const Expected<Parameters> parameters = read_parameters(request);
  if (!parameters) return protocol_error(parameters.error().message);
  const Expected<Result> result = session.run(text->get_string(), *parameters);
  return result ? result_text(*result) : error_text(result.error());
}

std::string answer_snapshot(Session& session) {
  const Expected<GraphSnapshot> snapshot = take_snapshot(session);
  if (!snapshot) return error_text(snapshot.error());
  std::string text = R"({"ok":true,"nodes":)";
  append_values(text, snapshot->nodes);
  text += R"(,"relationships":)";
  append_values(text, snapshot->relationships);
  return text + "}";
}

// Adds the procedure's name to `names`.
std::string answer_procedure(Database& database, const json::object& request, std::vector<std::string>& names) {
  const ProcedureSignature signature{std::string(string_member(request, "name")), read_fields(request, "inputs"),
                                     read_fields(request, "outputs")};
  if (signature.name.empty()) return protocol_error("a procedure has a name");
  std::vector<std::string> columns;
  if (const json::array* items = array_member(request, "columns")) {
    for (const json::value& name : *items) {
      if (name.is_string()) columns.emplace_back(name.get_string());
    }
  }
  Expected<std::vector<std::vector<Value>>> rows = read_rows(request);
  if (!rows) return protocol_error(rows.error().message);
  Expected<Procedure> procedure = make_test_procedure(signature, columns, *std::move(rows));
  if (!procedure) return protocol_error(procedure.error().message);
  const Expected<void> registered = database.register_procedure(*std::move(procedure));
  if (!registered) return error_text(registered.error());
  names.push_back(signature.name);
  return std::string(ok_text);
}

}  // namespace

ProtocolServer::ProtocolServer(Database& database) : database_(database), session_(database.session()) {}

std::string ProtocolServer::answer(std::string_view line) {
  json::parse_options options;
  options.max_depth = depth_max;
  json::error_code failure;
  const json::value document = json::parse(json::string_view(line.data(), line.size()), failure, {}, options);
  if (failure || !document.is_object()) return protocol_error("the line is no JSON object");
  const json::object& request = document.get_object();
  const std::string_view operation = string_member(request, "op");
  if (operation == "hello") return answer_hello(database_);
  if (operation == "query") return answer_query(*session_, request);
  if (operation == "snapshot") return answer_snapshot(*session_);
  if (operation == "procedure") return answer_procedure(database_, request, procedures_);
  if (operation == "reset") return reset();
  return protocol_error(fmt::format("there is no op `{}`", operation));
}

std::string ProtocolServer::reset() {
  session_->rollback();
  for (const std::string& name : procedures_) database_.unregister_procedures(name);
  procedures_.clear();
  const Expected<void> cleared = database_.clear();
  return cleared ? std::string(ok_text) : error_text(cleared.error());
}

}  // namespace cairn::tck
