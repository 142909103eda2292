#include "base/error.h"

#include <fmt/format.h>

namespace cairn {

namespace {

constexpr std::size_t quoted_bytes_max = 200;
constexpr std::size_t text_bytes_max = 2000;
constexpr std::string_view ellipsis = "…";

// At most `bytes` of `text`, cut between two characters.
std::string_view beginning(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

// What `text` begins with: something in quotes, or a word and the space behind it.
std::string_view first_part(std::string_view text) {
  constexpr std::string_view quotes = "`'\"";
  if (quotes.find(text.front()) != std::string_view::npos) {
    const std::size_t end = text.find(text.front(), 1);
    return text.substr(0, end == std::string_view::npos ? end : end + 1);
  }
  const std::size_t end = text.find(' ');
  return text.substr(0, end == std::string_view::npos ? end : end + 1);
}

// Whoever reads an error wants to see the beginning of a name of ten megabytes, not all of it.
std::string without_long_quotes(std::string text) {
  if (text.size() <= quoted_bytes_max) return text;
  std::string result;
  for (std::string_view rest = text; !rest.empty() && result.size() <= text_bytes_max;) {
    const std::string_view part = first_part(rest);
    rest.remove_prefix(part.size());
    result += beginning(part, quoted_bytes_max);
    if (part.size() <= quoted_bytes_max) continue;
    result += ellipsis;
    if (part.back() == part.front() || part.back() == ' ') result += part.back();
  }
  if (result.size() <= text_bytes_max) return result;
  return std::string(beginning(result, text_bytes_max)) + std::string(ellipsis);
}

}  // namespace

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
               .message = without_long_quotes(std::move(message)),
               .hint = without_long_quotes(std::move(hint)),
               .offset = offset,
               .position = std::nullopt};
}

Error runtime_error(ErrorType type, std::string_view detail, std::string message, std::string hint) {
  return Error{.type = type,
               .phase = ErrorPhase::Runtime,
               .detail = std::string(detail),
               .message = without_long_quotes(std::move(message)),
               .hint = without_long_quotes(std::move(hint)),
               .offset = std::nullopt,
               .position = std::nullopt};
}

Error storage_error(std::string_view detail, std::string message, std::string hint) {
  return runtime_error(ErrorType::StorageError, detail, std::move(message), std::move(hint));
}

}  // namespace cairn
