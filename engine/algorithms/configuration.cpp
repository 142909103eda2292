#include "engine/algorithms/configuration.h"

#include "engine/binder/suggestions.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cairn::engine::algorithms {

namespace {

constexpr std::array<std::string_view, 3> direction_names = {"outgoing", "incoming", "undirected"};
constexpr std::array directions = {Traversal::Outgoing, Traversal::Incoming, Traversal::Both};

}  // namespace

Expected<Configuration> Configuration::read(std::string_view procedure, const Value& argument,
                                            std::span<const std::string_view> keys) {
  const Configuration configuration(procedure, argument);
  if (argument.is_null()) return configuration;
  if (!argument.is_map()) {
    return configuration.error(
        ErrorType::TypeError, "InvalidArgumentType",
        fmt::format("the argument must be a map of options, not {}", value_type_name(argument.type())));
  }
  for (const MapEntry& entry : argument.as_map()) {
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
    std::string hint = did_you_mean(entry.key, keys);
    if (hint.empty()) hint = fmt::format("the options are {}", fmt::join(keys, ", "));
    return configuration.error(ErrorType::ArgumentError, "UnknownOption",
                               fmt::format("there is no option `{}`", entry.key), std::move(hint));
  }
  return configuration;
}

const Value* Configuration::find(std::string_view key) const {
  const Value* value = argument_->is_null() ? nullptr : argument_->find(key);
  return value != nullptr && value->is_null() ? nullptr : value;
}

Expected<std::optional<std::string>> Configuration::text(std::string_view key) const {
  const Value* value = find(key);
  if (value == nullptr) return std::optional<std::string>();
  if (!value->is_string()) return wrong_type(key, "a String", *value);
  return std::optional(std::string(value->as_string()));
}

Expected<std::vector<std::string>> Configuration::texts(std::string_view key) const {
  std::vector<std::string> texts;
  const Value* value = find(key);
  if (value == nullptr) return texts;
  if (!value->is_list()) {
    return wrong_type(key, "a list of Strings", *value,
                      value->is_string() ? fmt::format("write {}: ['{}']", key, value->as_string()) : std::string());
  }
  for (const Value& element : value->as_list()) {
    if (!element.is_string()) {
      return error(
          ErrorType::TypeError, "InvalidArgumentType",
          fmt::format("`{}` must be a list of Strings, but an element is {}", key, value_type_name(element.type())));
    }
    texts.emplace_back(element.as_string());
  }
  return texts;
}

Expected<double> Configuration::number(std::string_view key, double default_value, NumberRange range) const {
  const Value* value = find(key);
  if (value == nullptr) return default_value;
  if (!value->is_number()) return wrong_type(key, "a number", *value);
  const double number = value->as_number();
  if (number >= range.lowest && number <= range.highest) return number;
  return error(ErrorType::ArgumentError, "NumberOutOfRange",
               fmt::format("`{}` must be from {} to {}, not {}", key, range.lowest, range.highest, number));
}

Expected<std::uint64_t> Configuration::count(std::string_view key, std::uint64_t default_value) const {
  const Value* value = find(key);
  if (value == nullptr) return default_value;
  if (!value->is_integer()) return wrong_type(key, "an Integer", *value);
  if (value->as_integer() > 0) return static_cast<std::uint64_t>(value->as_integer());
  return error(ErrorType::ArgumentError, "NumberOutOfRange",
               fmt::format("`{}` must be at least 1, not {}", key, value->as_integer()));
}

Expected<Traversal> Configuration::direction(std::string_view key, Traversal default_value) const {
  const auto name = text(key);
  if (!name) return name.error();
  if (!*name) return default_value;
  for (std::size_t i = 0; i < direction_names.size(); ++i) {
    if (**name == direction_names[i]) return directions[i];
  }
  return error(ErrorType::ArgumentError, "InvalidArgumentValue",
               fmt::format("`{}` must be '{}', not '{}'", key, fmt::join(direction_names, "', '"), **name),
               did_you_mean(**name, direction_names));
}

Expected<EntityId> Configuration::node(std::string_view key) const {
  const Value* value = find(key);
  if (value == nullptr) {
    return error(ErrorType::ArgumentError, "InvalidArgumentValue", fmt::format("`{}` must be given: a node", key),
                 "bind the node by a MATCH before the CALL");
  }
  if (!value->is_node()) return wrong_type(key, "a node", *value);
  return value->entity_id();
}

Error Configuration::error(ErrorType type, std::string_view detail, std::string_view message, std::string hint) const {
  return runtime_error(type, detail, fmt::format("{}: {}", procedure_, message), std::move(hint));
}

Error Configuration::wrong_type(std::string_view key, std::string_view expected, const Value& value,
                                std::string hint) const {
  return error(ErrorType::TypeError, "InvalidArgumentType",
               fmt::format("`{}` must be {}, not {}", key, expected, value_type_name(value.type())), std::move(hint));
}

}  // namespace cairn::engine::algorithms
