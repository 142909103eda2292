// Operators: the steps of a running query, each pushing batches into the next.
//
// A source pushes; every other operator receives `push` any number of times and then `finish` once.
// `push` answers false when no more rows are wanted (a LIMIT is full, EXISTS has its answer): the caller
// stops producing and still calls `finish`. An operator that must see all rows first (sort, aggregation,
// updates) keeps them in `push`, answers true, and hands on in `finish`.
//
// A sub-plan (the inner side of OPTIONAL MATCH, an EXISTS) is a chain of its own that begins with an
// Argument operator and is run again for each outer batch: `restart` makes every operator of the chain
// forget what it kept.
#pragma once

#include "engine/executor/batch.h"
#include "engine/executor/query_context.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cairn::engine {

// What PROFILE counts for one operator.
struct OperatorProfile {
  std::uint64_t rows = 0;            // rows handed on, multiplicities counted
  std::chrono::nanoseconds time{0};  // inside this operator and those it hands rows to
  storage::ReadCounts reads;         // the same: what answered their questions to the graph
};

class Operator {
 public:
  explicit Operator(QueryContext& context) : context_(context) {}
  virtual ~Operator() = default;
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  virtual bool push(Batch& batch) = 0;

  // No more input. The default tells the next operator.
  virtual void finish() { finish_next(); }

  // Forgets all kept rows, for the next run of a sub-plan. The default tells the next operator.
  virtual void restart() {
    if (next_ != nullptr) next_->restart();
  }

  // The leading scan has finished one of its slots: what was pushed since the last call belongs together,
  // and sums are merged slot by slot. The default tells the next operator.
  virtual void finish_slot() {
    if (next_ != nullptr) next_->finish_slot();
  }

  void set_next(Operator& next) { next_ = &next; }
  Operator* next() { return next_; }

  OperatorProfile* profile = nullptr;  // set when the statement is profiled

 protected:
  QueryContext& context() { return context_; }

  // Hands a batch on and counts it, unless the statement was cancelled. A batch without rows is not handed on.
  bool emit(Batch& batch);

  // Tells the next operator that there is no more input.
  void finish_next();

 private:
  QueryContext& context_;
  Operator* next_ = nullptr;
};

// An operator that wants rows, not spans: flattens span batches in pieces before it sees them.
class RowOperator : public Operator {
 public:
  explicit RowOperator(QueryContext& context) : Operator(context) {}
  bool push(Batch& batch) override;

 protected:
  // As `push`, the top level being rows.
  virtual bool push_rows(Batch& batch) = 0;

 private:
  std::vector<std::uint64_t> neighbours_;
  std::vector<std::uint64_t> relationships_;
  std::vector<std::uint16_t> parents_;
  std::array<Column, 2> columns_;
};

// An operator that ends a chain: nobody behind it is told that the input has ended or begins anew.
class EndOperator : public RowOperator {
 public:
  using RowOperator::RowOperator;
  void finish() override {}
  void restart() override {}
  void finish_slot() override {}
};

// Adds the time a call takes, and what it reads, to a profile, if there is one.
template <class Call>
auto profiled(QueryContext& context, OperatorProfile* profile, const Call& call) {
  if (profile == nullptr) return call();
  struct Counter {
    QueryContext& context;
    OperatorProfile& profile;
    std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
    storage::ReadCounts before = context.reader().counts();
    ~Counter() {
      profile.time += std::chrono::steady_clock::now() - begin;
      profile.reads += context.reader().counts();
      profile.reads -= before;
    }
  } const counter{.context = context, .profile = *profile};
  return call();
}

}  // namespace cairn::engine
