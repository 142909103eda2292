#include "storage/tokens.h"

namespace cairn::storage {

TokenNames::TokenNames(std::vector<std::string> names) : names_(std::move(names)) {
  tokens_.reserve(names_.size());
  for (std::size_t i = 0; i < names_.size(); ++i) tokens_.emplace(names_[i], static_cast<std::uint32_t>(i + 1));
}

std::uint32_t TokenNames::find(std::string_view name) const {
  const auto found = tokens_.find(name);
  return found == tokens_.end() ? no_token : found->second;
}

std::string_view TokenNames::name(std::uint32_t token) const {
  if (token == no_token || token > names_.size()) return {};
  return names_[token - 1];
}

TokenTable::TokenTable() {
  const auto empty = std::make_shared<const TokenNames>();
  for (auto& names : names_) names = empty;
}

TokenTable TokenTable::with(TokenKind kind, std::span<const std::string> added) const {
  TokenTable table = *this;
  if (added.empty()) return table;
  std::vector<std::string> all = names(kind).names();
  all.insert(all.end(), added.begin(), added.end());
  table.names_[static_cast<std::size_t>(kind)] = std::make_shared<const TokenNames>(std::move(all));
  return table;
}

}  // namespace cairn::storage
