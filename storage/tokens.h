// Names and their numbers: labels, relationship types and property keys.
//
// A TokenTable is immutable; a transaction that needs new names keeps them beside it and commit makes
// the next table. Tokens count from 1 without gaps and are never renumbered or removed.
#pragma once

#include "storage/ids.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cairn::storage {

// One name space. Immutable after construction, hence safe for any number of threads.
class TokenNames {
 public:
  TokenNames() = default;
  // `names[i]` is the name of token i + 1. Names are unique.
  explicit TokenNames(std::vector<std::string> names);
  TokenNames(const TokenNames&) = delete;
  TokenNames& operator=(const TokenNames&) = delete;

  // The token of `name`, or `no_token`.
  std::uint32_t find(std::string_view name) const;
  // The name of a token that exists; empty for any other number.
  std::string_view name(std::uint32_t token) const;
  // Tokens are 1 … size().
  std::uint32_t size() const { return static_cast<std::uint32_t>(names_.size()); }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string_view, std::uint32_t> tokens_;  // views into names_
};

// The three name spaces of a Version. Copying shares them.
class TokenTable {
 public:
  TokenTable();
  const TokenNames& labels() const { return *of(TokenKind::Label); }
  const TokenNames& types() const { return *of(TokenKind::Type); }
  const TokenNames& keys() const { return *of(TokenKind::Key); }
  const TokenNames& names(TokenKind kind) const { return *of(kind); }

  // A table with `added` appended to one name space.
  TokenTable with(TokenKind kind, std::span<const std::string> added) const;

 private:
  const std::shared_ptr<const TokenNames>& of(TokenKind kind) const { return names_[static_cast<std::size_t>(kind)]; }
  std::shared_ptr<const TokenNames> names_[3];
};

}  // namespace cairn::storage
