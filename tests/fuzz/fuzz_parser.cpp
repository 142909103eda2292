// Any bytes: the parser accepts them or gives one error with a position inside the text, and never crashes. What it
// accepts prints to a text that parses to the same tree.
#include "parser/equality.h"
#include "parser/parser.h"
#include "parser/printer.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cairn;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Expected<ast::Statement> statement = parser::parse_statement(text);
  if (!statement) {
    const Error& error = statement.error();
    if (error.type != ErrorType::SyntaxError || error.message.empty()) std::abort();
    if (error.offset && *error.offset > size) std::abort();
    return 0;
  }
  const Expected<ast::Statement> again = parser::parse_statement(parser::print(*statement));
  // A printed text may be nested more deeply than its source, as it has more brackets.
  if (!again && again.error().detail != "NestingTooDeep") std::abort();
  if (again && !parser::equal(*statement, *again)) std::abort();
  return 0;
}
