// The one structured error of Cairn.
//
// Whatever a user can cause (bad text, bad data, a full disk, a cancelled query) is a value of this
// type; no exception and no assert crosses the public API. Type, phase and detail use the names of
// the openCypher TCK where it has one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

// What kind of error it is. `error_type_name` gives the name shown to users.
enum class ErrorType : std::uint8_t {
  SyntaxError,
  SemanticError,
  TypeError,
  ArgumentError,
  ArithmeticError,
  EntityNotFound,
  PropertyNotFound,
  LabelNotFound,
  ParameterMissing,
  ProcedureError,
  ConstraintVerificationFailed,
  ConstraintValidationFailed,
  StorageError,
  TransactionError,
  ResourceExhausted,
  Cancelled,
  SnapshotTooOld,
  FeatureNotSupported,
  InternalError,
};

// Compile time: found before the first row is computed, whatever the graph holds.
enum class ErrorPhase : std::uint8_t { CompileTime, Runtime };

// A place in a text, counted from 1; columns count code points, not bytes.
struct TextPosition {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend bool operator==(const TextPosition&, const TextPosition&) = default;
};

// An error as a plain value; copyable, comparable by its fields, safe to keep after the database is closed.
struct Error {
  ErrorType type = ErrorType::InternalError;
  ErrorPhase phase = ErrorPhase::Runtime;
  std::string detail;                    // a name such as UndefinedVariable; the TCK's where it has one
  std::string message;                   // one sentence for people, without a final full stop or a position
  std::string hint;                      // what to do about it; empty where there is nothing to say
  std::optional<std::uint32_t> offset;   // byte offset into the statement's text
  std::optional<TextPosition> position;  // the same place as line and column; set by the engine from `offset`
};

// "SyntaxError", "ArgumentError", …
std::string_view error_type_name(ErrorType type);

// "compile time" or "runtime", as in the TCK.
std::string_view error_phase_name(ErrorPhase phase);

// "SyntaxError (UndefinedVariable) at line 1, column 8: message; hint", on one line: for logs and tests.
std::string to_string(const Error& error);

// An error with these parts, for the most frequent cases. What the message and the hint quote may be of any size and is
// shortened to its first 200 bytes, at a character.
Error compile_error(ErrorType type, std::string_view detail, std::string message,
                    std::optional<std::uint32_t> offset = std::nullopt, std::string hint = {});
Error runtime_error(ErrorType type, std::string_view detail, std::string message, std::string hint = {});
Error storage_error(std::string_view detail, std::string message, std::string hint = {});

}  // namespace cairn
