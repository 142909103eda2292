// The TCK's procedures: tables that are looked up in.
//
//   test.my.proc(name :: STRING?, in :: INTEGER?) :: (out :: INTEGER?)
//   | name | in | out |           a call with ('a', 1) yields 7
//   | 'a'  | 1  | 7   |
#pragma once

#include "base/expected.h"
#include "engine/procedure.h"

#include <string>
#include <string_view>
#include <vector>

namespace cairn::tck {

// A procedure's declaration.
struct ProcedureSignature {
  struct Field {
    std::string name;
    std::string type;  // STRING, INTEGER, FLOAT, NUMBER, …, and `?` if null is allowed
  };
  std::string name;
  std::vector<Field> inputs;
  std::vector<Field> outputs;
};

// Reads `name(input :: TYPE, …) :: (output :: TYPE, …)`; outputs may also be VOID. A SyntaxError otherwise.
Expected<ProcedureSignature> parse_signature(std::string_view text);

// The procedure that yields, for each of `rows` whose input columns equal the arguments (null equals null), the row's
// output columns, in the order of the rows. `columns` names the columns of `rows`: inputs and outputs, in any order.
// An ArgumentError for unknown types, missing columns and rows of another length.
Expected<Procedure> make_test_procedure(const ProcedureSignature& signature, const std::vector<std::string>& columns,
                                        std::vector<std::vector<Value>> rows);

}  // namespace cairn::tck
