// The `typed` format: what other programs talk to Cairn in. A contract; do not change what is there.
//
// Exactly one line for each statement, BEGIN, COMMIT and ROLLBACK included:
//
//   {"columns":["n"],"rows":[[{"$type":"Integer","_value":"1"}]],"stats":{"nodes_created":0,…},"time_ms":0.012345}
//   {"error":{"type":"SyntaxError","phase":"compile time","detail":"UndefinedVariable","message":"…",
//             "line":1,"column":8,"hint":"…"}}
//   {"columns":["n"],"rows":[[…]],"error":{…}}          failed after rows were written: these are void
//
// Values are typed JSON (engine/value/json.h). `line` and `column` count from 1 in the statement's own text; they and
// `hint` are null where there is none. A statement with EXPLAIN or PROFILE has a further member "plan" at the end;
// readers ignore members they do not know.
#pragma once

#include "shell/renderer.h"

namespace cairn::shell {

class TypedRenderer final : public Renderer {
 public:
  using Renderer::Renderer;

 protected:
  void write_columns(std::span<const std::string> names) override;
  void write_row(std::span<const Value> values) override;
  void write_end(const Completion& completion) override;
  void write_failure(const Error& error) override;

 private:
  // `{"columns":[…],"rows":[`, written with the first row: a statement that fails before it has no rows.
  std::string head_;
  std::string line_;
};

}  // namespace cairn::shell
