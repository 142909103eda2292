// The tables behind SHOW: indexes, constraints, functions and procedures, each as a procedure that hands out its rows.
#pragma once

#include "engine/binder/binder.h"
#include "engine/procedure.h"

#include <memory>

namespace cairn::engine {

struct ShowTable {
  std::shared_ptr<const Procedure> rows;  // one output a column
  std::size_t default_columns = 0;        // the first of them, which SHOW without YIELD answers
};

// The table, with only the kinds that `show` asks for. `procedures` may be null.
ShowTable show_table(const ast::Show& show, const ProcedureCatalogue* procedures);

}  // namespace cairn::engine
