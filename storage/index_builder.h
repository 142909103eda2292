// IndexBuilder: the entries of a new index, sorted in bounded memory and brought into the store as tables.
//
// Entries come in any order. They are kept until they fill a share of memory, which is then sorted and
// written as a run; in the end all runs are merged into tables that the store takes over whole.
#pragma once

#include "base/expected.h"
#include "storage/schema.h"
#include "storage/store.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::storage {

// Entries in order, from memory or from a run.
class EntrySource {
 public:
  virtual ~EntrySource() = default;
  virtual bool valid() const = 0;
  virtual std::string_view key() const = 0;
  virtual void next() = 0;
  virtual Expected<void> status() const = 0;
};

// One use. One thread. Whatever it has written and the store has not taken over is removed when it goes.
class IndexBuilder {
 public:
  // `stop` is asked often while entries are sorted and merged; it may be empty.
  IndexBuilder(Store& store, const IndexDefinition& index, std::size_t memory_bytes, std::function<bool()> stop);
  ~IndexBuilder();
  IndexBuilder(const IndexBuilder&) = delete;
  IndexBuilder& operator=(const IndexBuilder&) = delete;

  // `value_key`: the keys of the values (index_key.h). Each entity comes once.
  Expected<void> add(std::string_view value_key, EntityId entity);

  // Asked of entities that share a key of a unique index: the error if two have the same values.
  using CheckDistinct = std::function<Expected<void>(std::span<const EntityId>)>;

  // Sorts everything and writes the tables.
  Expected<void> finish(const CheckDistinct& check_distinct);
  // Brings them into the store. After an error it may be that they are there.
  Expected<void> ingest();

 private:
  struct Place {
    std::size_t offset = 0;
    std::size_t bytes = 0;
  };
  using Piece = std::vector<Place>;
  class PieceSource;
  class Output;

  Expected<void> end_piece();
  Expected<void> spill();
  std::vector<std::unique_ptr<EntrySource>> memory_sources() const;
  Expected<std::vector<std::unique_ptr<EntrySource>>> run_sources(std::span<const std::string> runs) const;
  // Calls `visit` with all keys in order.
  using Visit = std::function<Expected<void>(std::string_view)>;
  Expected<void> merge(const std::vector<std::unique_ptr<EntrySource>>& sources, const Visit& visit) const;
  Expected<void> merge_runs(std::span<const std::string> runs);
  std::string new_name();
  bool stopped() const { return stop_ && stop_(); }

  Store& store_;
  const IndexDefinition& index_;
  const std::size_t memory_bytes_;
  std::function<bool()> stop_;
  std::string keys_;  // of the entries in memory, one after the other: keys.h, with the entity
  std::vector<Piece> pieces_;
  std::size_t entries_ = 0;  // in memory
  std::vector<std::string> runs_;
  std::vector<std::string> tables_;
  std::vector<std::string> written_;  // all names
};

}  // namespace cairn::storage
