// What turns answers into text: one renderer for each format.
//
// A renderer is the ResultSink of one statement after another. For each statement come, in this order: `columns` and
// `row` as from any statement (neither, if it answers nothing), then exactly one of `finish` and `fail`. Text leaves as
// rows come, so that an answer may be of any size; only the table holds back its first rows, to size its columns.
// Belongs to the thread that runs the statements.
#pragma once

#include "base/error.h"
#include "engine/result.h"
#include "shell/format.h"
#include "shell/output.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cairn::shell {

// How a statement ended well.
struct Completion {
  const Summary& summary;
  double time_ms = 0;        // from the statement's text to its last row
  bool show_timing = false;  // people want to see `time_ms`
};

class Renderer : public ResultSink {
 public:
  // Writes answers to `output` and remarks on them, where the format has no place for any, to `remarks`. Both must
  // outlive the renderer.
  Renderer(Output& output, Output& remarks) : output_(output), remarks_(remarks) {}

  void columns(std::span<const std::string> names) final;

  // False once `output` is broken.
  bool row(std::span<const Value> values) final;

  void finish(const Completion& completion);

  // The statement failed; rows written so far are void. The message to people is not written here, see error_text.h.
  void fail(const Error& error);

  // Of the statement that runs, or ran last.
  std::uint64_t row_count() const { return row_count_; }

 protected:
  virtual void write_columns(std::span<const std::string> names) = 0;
  virtual void write_row(std::span<const Value> values) = 0;
  virtual void write_end(const Completion& completion) = 0;
  virtual void write_failure(const Error& error) = 0;

  // Whether a plan without rows beside it is written as rows itself, an operator a row.
  virtual bool answers_plan_with_rows() const { return false; }

  bool has_columns() const { return has_columns_; }
  Output& output() { return output_; }
  Output& remarks() { return remarks_; }

  // Writes the summary line, if there is anything to say.
  void write_summary(const Completion& completion, Output& target);

  // For formats that have no place for them: a plan that was not written as rows, and the timing, become remarks.
  void write_remarks(const Completion& completion);

 private:
  Output& output_;
  Output& remarks_;
  bool running_ = false;  // between the first call for a statement and its `finish` or `fail`
  bool has_columns_ = false;
  bool plan_written_ = false;
  std::uint64_t row_count_ = 0;

  void start_if_idle();
  void write_plan_rows(const Summary& summary);
};

// A renderer for `format`.
std::unique_ptr<Renderer> make_renderer(Format format, Output& output, Output& remarks);

}  // namespace cairn::shell
