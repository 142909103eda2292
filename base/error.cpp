#include "base/error.h"

#include <fmt/format.h>

namespace cairn {

std::string_view error_type_name(ErrorType type) {
  switch (type) {
    case ErrorType::SyntaxError: return "SyntaxError";
    case ErrorType::SemanticError: return "SemanticError";
    case ErrorType::TypeError: return "TypeError";
    case ErrorType::ArgumentError: return "ArgumentError";
    case ErrorType::ArithmeticError: return "ArithmeticError";
    case ErrorType::EntityNotFound: return "EntityNotFound";
    case ErrorType::PropertyNotFound: return "PropertyNotFound";
    case ErrorType::LabelNotFound: return "LabelNotFound";
    case ErrorType::ParameterMissing: return "ParameterMissing";
    case ErrorType::ProcedureError: return "ProcedureError";
    case ErrorType::ConstraintVerificationFailed: return "ConstraintVerificationFailed";
    case ErrorType::ConstraintValidationFailed: return "ConstraintValidationFailed";
    case ErrorType::StorageError: return "StorageError";
    case ErrorType::TransactionError: return "TransactionError";
    case ErrorType::ResourceExhausted: return "ResourceExhausted";
    case ErrorType::Cancelled: return "Cancelled";
    case ErrorType::SnapshotTooOld: return "SnapshotTooOld";
    case ErrorType::FeatureNotSupported: return "FeatureNotSupported";
    case ErrorType::InternalError: return "InternalError";
  }
  return "InternalError";
}

std::string_view error_phase_name(ErrorPhase phase) {
  return phase == ErrorPhase::CompileTime ? "compile time" : "runtime";
}

std::string to_string(const Error& error) {
  std::string text{error_type_name(error.type)};
  if (!error.detail.empty()) text += fmt::format(" ({})", error.detail);
  if (error.position) text += fmt::format(" at line {}, column {}", error.position->line, error.position->column);
  text += fmt::format(": {}", error.message);
  if (!error.hint.empty()) text += fmt::format("; {}", error.hint);
  return text;
}

Error compile_error(ErrorType type, std::string_view detail, std::string message, std::optional<std::uint32_t> offset,
                    std::string hint) {
  return Error{.type = type,
               .phase = ErrorPhase::CompileTime,
               .detail = std::string(detail),
               .message = std::move(message),
               .hint = std::move(hint),
               .offset = offset,
               .position = std::nullopt};
}

Error runtime_error(ErrorType type, std::string_view detail, std::string message, std::string hint) {
  return Error{.type = type,
               .phase = ErrorPhase::Runtime,
               .detail = std::string(detail),
               .message = std::move(message),
               .hint = std::move(hint),
               .offset = std::nullopt,
               .position = std::nullopt};
}

Error storage_error(std::string_view detail, std::string message, std::string hint) {
  return runtime_error(ErrorType::StorageError, detail, std::move(message), std::move(hint));
}

}  // namespace cairn
