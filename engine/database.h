// The database: one directory on disk, or memory, and the sessions on it. Start reading here.
//
//   auto database = cairn::Database::open("people.cairn");
//   if (!database) { report(database.error()); return 1; }
//   auto session = (*database)->session();
//   auto result = session->run("MATCH (p:Person {name: $name}) RETURN p.born AS born", {{"name",
//   cairn::Value::string("Ada")}});
//
// Everything a user can cause comes back as a cairn::Error; nothing throws. A Database may be used from
// any thread; each Session from one thread at a time. A process that opens a database for writing holds
// its lock until the Database is destroyed.
#pragma once

#include "base/expected.h"
#include "engine/procedure.h"
#include "engine/result.h"
#include "engine/session.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

enum class Durability : std::uint8_t {
  Full,     // a statement returns after its commit was synced to disk
  Relaxed,  // commits are synced in the background: a power cut may take the last ones, never half of one
};

struct DatabaseOptions {
  bool read_only = false;  // never creates, never writes
  bool create_if_missing = true;
  std::size_t memory_bytes_max = 0;  // of everything together; 0: half of the machine's memory or of the cgroup's limit
  Durability durability = Durability::Full;
  std::size_t thread_count = 0;                           // for one statement; 0: as many as there are processors
  bool salvage = false;                                   // open a damaged database up to the damage
  std::chrono::milliseconds snapshot_age_max{3'600'000};  // a reader ends whose data is older and no longer the latest
};

// What `cairn info` shows; sizes in bytes.
struct DatabaseInfo {
  std::string path;
  std::uint32_t format_version = 0;
  std::string writer_version;
  std::uint64_t commit_number = 0;
  std::uint64_t node_count = 0;
  std::uint64_t relationship_count = 0;
  std::vector<std::pair<std::string, std::uint64_t>> labels;              // nodes by label, by name
  std::vector<std::pair<std::string, std::uint64_t>> relationship_types;  // relationships by type, by name
  std::vector<std::string> property_keys;
  std::vector<std::string> indexes;      // one line each, as CREATE INDEX would say it; those of constraints aside
  std::vector<std::string> constraints;  // one line each, as CREATE CONSTRAINT would say it
  std::uint64_t disk_bytes = 0;
};

// One thing `check` found wrong.
struct CheckFinding {
  std::string key;      // where: family and decoded key
  std::string message;  // what is wrong with it
};

struct CheckReport {
  std::uint64_t nodes_checked = 0;
  std::uint64_t relationships_checked = 0;
  std::uint64_t keys_checked = 0;      // of everything that is stored
  std::vector<CheckFinding> findings;  // empty: every invariant holds
};

class Database {
 public:
  virtual ~Database() = default;

  // Opens the database in directory `path`, or one in memory for ":memory:". Errors are StorageErrors:
  // no such directory (when it must not be created), no permission, locked by another process (which is
  // named), not a Cairn database, a newer format, damage.
  static Expected<std::unique_ptr<Database>> open(const std::string& path, const DatabaseOptions& options = {});

  // A new session; it must not outlive the database.
  virtual std::unique_ptr<Session> session(const SessionOptions& options = {}) = 0;

  // Adds a procedure that CALL can name; replaces none: an existing name is an error.
  virtual Expected<void> register_procedure(Procedure procedure) = 0;

  // Removes every procedure whose name starts with `prefix`.
  virtual void unregister_procedures(std::string_view prefix) = 0;

  // Empties the database: nodes, relationships, tokens, indexes. Fails while a transaction is open.
  virtual Expected<void> clear() = 0;

  virtual Expected<DatabaseInfo> info() = 0;

  // Verifies every invariant of the stored graph; reads everything.
  virtual Expected<CheckReport> check() = 0;
};

}  // namespace cairn
