#include "engine/binder/bind_failure.h"

#include <fmt/format.h>

namespace cairn::engine {

void fail(ErrorType type, std::string_view detail, std::string message, ast::Span span, std::string hint) {
  throw BindFailure(compile_error(type, detail, std::move(message), span.begin, std::move(hint)));
}

void fail(std::string_view detail, std::string message, ast::Span span, std::string hint) {
  fail(ErrorType::SyntaxError, detail, std::move(message), span, std::move(hint));
}

void fail_unsupported(std::string_view feature, ast::Span span) {
  fail(ErrorType::FeatureNotSupported, "FeatureNotSupported", fmt::format("{} are not supported yet", feature), span);
}

}  // namespace cairn::engine
