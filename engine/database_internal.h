// The database behind the public interface: the store, the procedures, and what sessions share.
#pragma once

#include "engine/binder/binder.h"
#include "engine/database.h"
#include "engine/index_sample.h"
#include "storage/graph_store.h"
#include "storage/memory_budget.h"

#include <map>
#include <shared_mutex>

namespace cairn::engine {

// The procedures of one database. Any thread.
class Procedures final : public ProcedureCatalogue {
 public:
  Expected<void> add(Procedure procedure);
  void remove(std::string_view prefix);

  std::shared_ptr<const Procedure> find(std::string_view name) const override;
  std::vector<std::string> names() const override;

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const Procedure>, std::less<>> by_name_;
};

class DatabaseInternal final : public Database {
 public:
  DatabaseInternal(std::unique_ptr<storage::GraphStore> store, std::shared_ptr<storage::MemoryBudget> budget,
                   const DatabaseOptions& options);
  ~DatabaseInternal() override;

  std::unique_ptr<Session> session(const SessionOptions& options) override;
  Expected<void> register_procedure(Procedure procedure) override;
  void unregister_procedures(std::string_view prefix) override;
  Expected<void> clear() override;
  Expected<DatabaseInfo> info() override;
  Expected<CheckReport> check() override;

  storage::GraphStore& store() { return *store_; }
  const Procedures& procedures() const { return procedures_; }
  // What the planner knows of the contents of indexes.
  IndexSamples& index_samples() { return index_samples_; }
  // What statements share with storage's decoded copies.
  const std::shared_ptr<storage::MemoryBudget>& memory_budget() const { return memory_budget_; }
  // What one statement may hold in memory unless its session says otherwise.
  std::size_t statement_bytes_max() const { return statement_bytes_max_; }
  // How long a reader may go on with data that writers have overtaken.
  std::chrono::milliseconds snapshot_age_max() const { return snapshot_age_max_; }

 private:
  std::shared_ptr<storage::MemoryBudget> memory_budget_;
  std::unique_ptr<storage::GraphStore> store_;
  Procedures procedures_;
  IndexSamples index_samples_;
  std::size_t statement_bytes_max_;
  std::chrono::milliseconds snapshot_age_max_;
};

}  // namespace cairn::engine
