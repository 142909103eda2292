// How the binder stops at the first error: by throwing one, which `bind` turns into an Error value.
//
// Nothing outside engine/binder sees this exception.
#pragma once

#include "base/expected.h"
#include "parser/ast.h"

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace cairn::engine {

class BindFailure : public std::exception {
 public:
  explicit BindFailure(Error error) : error_(std::move(error)) {}
  const char* what() const noexcept override { return error_.message.c_str(); }
  Error take() { return std::move(error_); }

 private:
  Error error_;
};

// Ends the binding with an error at the beginning of `span`.
[[noreturn]] void fail(ErrorType type, std::string_view detail, std::string message, ast::Span span,
                       std::string hint = {});

// The same with a SyntaxError, as most are.
[[noreturn]] void fail(std::string_view detail, std::string message, ast::Span span, std::string hint = {});

// Ends the binding with FeatureNotSupported; `feature` is the subject of the message: "CALL subqueries".
[[noreturn]] void fail_unsupported(std::string_view feature, ast::Span span);

// The value, or the end of the binding.
template <class T>
T value_or_fail(Expected<T>&& expected) {
  if (!expected) throw BindFailure(std::move(expected).error());
  return std::move(expected).value();
}

}  // namespace cairn::engine
