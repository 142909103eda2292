// Errors as people read them:
//
//   people.cypher:12:19: SyntaxError: Variable `m` not defined [UndefinedVariable]
//     MATCH (n) RETURN m;
//                      ^
//     hint: did you mean `n`?
#pragma once

#include "base/error.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace cairn::shell {

// Where a text came from: the name of its input (a file, "<stdin>", "-c"; empty at the prompt) and the position of its
// first character there.
struct SourcePlace {
  std::string name;
  TextPosition start;
};

// How to show an error.
struct ErrorStyle {
  bool color = false;
  std::size_t width = 0;  // columns a line may have, broken between words; 0: as many as it needs, within reason
};

// The error of `text`, which came from `place`; ends with a line break. An error without a position names the place
// where `text` begins and shows no line. `text` may be empty: then there is nothing to point at.
std::string error_text(const Error& error, std::string_view text, const SourcePlace& place, const ErrorStyle& style);

// A failure outside of any statement, such as a database that does not open: "cairn: StorageError: …" and the hint.
std::string failure_text(const Error& error, const ErrorStyle& style);

// Where `position` of a text that starts at `start` lies in the whole input.
TextPosition position_in_input(TextPosition start, TextPosition position);

}  // namespace cairn::shell
