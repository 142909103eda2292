#include "parser/equality.h"

#include "parser/ast_fields.h"

#include <bit>
#include <cstddef>
#include <tuple>
#include <type_traits>

namespace cairn::parser {

namespace {

template <class T>
bool same(const T& left, const T& right);

template <class T>
bool same_value(const std::unique_ptr<T>& left, const std::unique_ptr<T>& right) {
  if (!left || !right) return !left && !right;
  return same(*left, *right);
}

template <class T>
bool same_value(const std::optional<T>& left, const std::optional<T>& right) {
  if (!left || !right) return left.has_value() == right.has_value();
  return same(*left, *right);
}

template <class T>
bool same_value(const std::vector<T>& left, const std::vector<T>& right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!same(left[i], right[i])) return false;
  }
  return true;
}

template <class... T>
bool same_value(const std::variant<T...>& left, const std::variant<T...>& right) {
  if (left.index() != right.index()) return false;
  return std::visit(
      [&](const auto& value) { return same(value, std::get<std::remove_cvref_t<decltype(value)>>(right)); }, left);
}

template <class T>
bool same_value(const T& left, const T& right) {
  auto left_fields = ast::fields(left);
  auto right_fields = ast::fields(right);
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    return (same(std::get<i>(left_fields), std::get<i>(right_fields)) && ...);
  }(std::make_index_sequence<std::tuple_size_v<decltype(left_fields)>>());
}

template <class T>
bool same(const T& left, const T& right) {
  if constexpr (std::is_same_v<T, double>) {
    return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, std::string>) {
    return left == right;
  } else {
    return same_value(left, right);
  }
}

}  // namespace

bool equal(const ast::Statement& left, const ast::Statement& right) { return same(left, right); }

bool equal(const ast::Expression& left, const ast::Expression& right) { return same(left, right); }

}  // namespace cairn::parser
