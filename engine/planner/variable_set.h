// A set of variables of one statement, as bits.
#pragma once

#include "engine/binder/expression.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace cairn::engine {

class VariableSet {
 public:
  VariableSet() = default;
  explicit VariableSet(std::span<const VariableId> variables) { insert(variables); }

  bool contains(VariableId variable) const {
    const std::size_t word = variable / word_bits;
    return word < words_.size() && ((words_[word] >> (variable % word_bits)) & 1U) != 0;
  }

  bool contains_all(std::span<const VariableId> variables) const {
    return std::all_of(variables.begin(), variables.end(), [&](VariableId variable) { return contains(variable); });
  }

  // `no_variable` is ignored.
  void insert(VariableId variable) {
    if (variable == no_variable) return;
    const std::size_t word = variable / word_bits;
    if (word >= words_.size()) words_.resize(word + 1, 0);
    words_[word] |= std::uint64_t{1} << (variable % word_bits);
  }

  void insert(std::span<const VariableId> variables) {
    for (const VariableId variable : variables) insert(variable);
  }

  void insert(const VariableSet& other) {
    if (other.words_.size() > words_.size()) words_.resize(other.words_.size(), 0);
    for (std::size_t i = 0; i < other.words_.size(); ++i) words_[i] |= other.words_[i];
  }

  void erase(VariableId variable) {
    const std::size_t word = variable / word_bits;
    if (word < words_.size()) words_[word] &= ~(std::uint64_t{1} << (variable % word_bits));
  }

  void erase(std::span<const VariableId> variables) {
    for (const VariableId variable : variables) erase(variable);
  }

  std::vector<VariableId> sorted() const {
    std::vector<VariableId> variables;
    for (std::size_t word = 0; word < words_.size(); ++word) {
      for (std::uint64_t bits = words_[word]; bits != 0; bits &= bits - 1) {
        variables.push_back(
            static_cast<VariableId>(word * word_bits + static_cast<std::size_t>(std::countr_zero(bits))));
      }
    }
    return variables;
  }

 private:
  static constexpr std::size_t word_bits = 64;
  std::vector<std::uint64_t> words_;
};

}  // namespace cairn::engine
