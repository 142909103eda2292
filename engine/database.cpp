#include "engine/database.h"

#include "engine/algorithms/procedures.h"
#include "engine/database_internal.h"
#include "engine/memory_limit.h"
#include "engine/reader_graph_view.h"
#include "engine/session_internal.h"
#include "storage/check.h"

#include <mutex>

namespace cairn {

Expected<std::unique_ptr<Database>> Database::open(const std::string& path, const DatabaseOptions& options) {
  const std::size_t memory_bytes =
      options.memory_bytes_max != 0 ? options.memory_bytes_max : engine::default_memory_bytes();
  storage::OpenOptions store_options;
  store_options.read_only = options.read_only;
  store_options.create_if_missing = options.create_if_missing;
  store_options.salvage = options.salvage;
  store_options.durability =
      options.durability == Durability::Full ? storage::Durability::Full : storage::Durability::Relaxed;
  store_options.memory_bytes = memory_bytes / engine::storage_share;
  const auto budget = std::make_shared<storage::MemoryBudget>(memory_bytes - store_options.memory_bytes);
  store_options.memory_budget = budget;
  store_options.write_set_bytes_max = engine::statement_share(memory_bytes);
  auto store = storage::GraphStore::open(path, store_options);
  if (!store) return std::move(store).error();

  DatabaseOptions resolved = options;
  resolved.memory_bytes_max = memory_bytes;
  auto database = std::make_unique<engine::DatabaseInternal>(std::move(store).value(), budget, resolved);
  for (Procedure& procedure : engine::algorithm_procedures()) {
    if (auto added = database->register_procedure(std::move(procedure)); !added) return std::move(added).error();
  }
  return std::unique_ptr<Database>(std::move(database));
}

namespace engine {

Expected<void> Procedures::add(Procedure procedure) {
  const std::unique_lock lock(mutex_);
  const std::string name = procedure.name;
  const bool added = by_name_.try_emplace(name, std::make_shared<const Procedure>(std::move(procedure))).second;
  if (added) return {};
  return runtime_error(ErrorType::ProcedureError, "ProcedureAlreadyExists",
                       fmt::format("a procedure named {} exists already", name));
}

void Procedures::remove(std::string_view prefix) {
  const std::unique_lock lock(mutex_);
  std::erase_if(by_name_, [&](const auto& entry) { return entry.first.starts_with(prefix); });
}

std::shared_ptr<const Procedure> Procedures::find(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

std::vector<std::string> Procedures::names() const {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> names;
  names.reserve(by_name_.size());
  for (const auto& [name, procedure] : by_name_) names.push_back(name);
  return names;
}

DatabaseInternal::DatabaseInternal(std::unique_ptr<storage::GraphStore> store,
                                   std::shared_ptr<storage::MemoryBudget> budget, const DatabaseOptions& options)
    : memory_budget_(std::move(budget)),
      store_(std::move(store)),
      statement_bytes_max_(statement_share(options.memory_bytes_max)),
      snapshot_age_max_(options.snapshot_age_max) {}

DatabaseInternal::~DatabaseInternal() = default;

std::unique_ptr<Session> DatabaseInternal::session(const SessionOptions& options) {
  return std::make_unique<SessionInternal>(*this, options);
}

Expected<void> DatabaseInternal::register_procedure(Procedure procedure) {
  return procedures_.add(std::move(procedure));
}

void DatabaseInternal::unregister_procedures(std::string_view prefix) { procedures_.remove(prefix); }

Expected<void> DatabaseInternal::clear() { return store_->clear(); }

Expected<DatabaseInfo> DatabaseInternal::info() {
  auto stored = store_->info();
  if (!stored) return std::move(stored).error();
  const storage::VersionPtr version = store_->durable();
  const auto reader = store_->read(version);

  DatabaseInfo info;
  info.path = stored->path;
  info.format_version = stored->format_version;
  info.writer_version = stored->writer_version;
  info.commit_number = version->number;
  info.node_count = version->statistics.nodes();
  info.relationship_count = version->statistics.relationships();
  info.disk_bytes = stored->disk_bytes;
  for (storage::LabelToken label = 1; label <= reader->token_count(storage::TokenKind::Label); ++label) {
    const std::uint64_t count = version->statistics.nodes(label);
    if (count > 0) info.labels.emplace_back(reader->label_name(label), count);
  }
  for (storage::TypeToken type = 1; type <= reader->token_count(storage::TokenKind::Type); ++type) {
    const std::uint64_t count = version->statistics.relationships(type);
    if (count > 0) info.relationship_types.emplace_back(reader->type_name(type), count);
  }
  for (storage::KeyToken key = 1; key <= reader->token_count(storage::TokenKind::Key); ++key) {
    info.property_keys.emplace_back(reader->key_name(key));
  }
  std::sort(info.labels.begin(), info.labels.end());
  std::sort(info.relationship_types.begin(), info.relationship_types.end());
  std::sort(info.property_keys.begin(), info.property_keys.end());
  const ReaderGraphView view(*reader);
  for (const IndexInfo& index : view.indexes()) {
    if (index.owning_constraint.empty()) info.indexes.push_back(create_statement(index));
  }
  for (const ConstraintInfo& constraint : view.constraints()) info.constraints.push_back(create_statement(constraint));
  return info;
}

Expected<CheckReport> DatabaseInternal::check() {
  auto stored = store_->check();
  if (!stored) return std::move(stored).error();
  CheckReport report;
  report.nodes_checked = stored->nodes;
  report.relationships_checked = stored->relationships;
  report.keys_checked = stored->keys;
  for (storage::CheckFinding& finding : stored->findings) {
    report.findings.push_back({.key = fmt::format("{}: {}", finding.family, finding.key), .message = finding.problem});
  }
  return report;
}

}  // namespace engine
}  // namespace cairn
