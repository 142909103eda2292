#include "engine/algorithms/vertex_index.h"

namespace cairn::engine::algorithms {

std::uint64_t VertexIndex::count() const {
  std::uint64_t count = 0;
  for (const std::uint64_t word : words_) count += static_cast<std::uint64_t>(std::popcount(word));
  return count;
}

void VertexIndex::finish() {
  size_ = static_cast<Vertex>(count());
  if (size_ == id_bound_ || size_ == 0) {
    words_ = {};
    return;
  }
  ranks_.reserve(words_.size());
  nodes_.reserve(size_);
  for (std::size_t i = 0; i < words_.size(); ++i) {
    ranks_.push_back(static_cast<Vertex>(nodes_.size()));
    for (std::uint64_t rest = words_[i]; rest != 0; rest &= rest - 1) {
      nodes_.push_back(i * 64 + static_cast<std::uint64_t>(std::countr_zero(rest)));
    }
  }
}

}  // namespace cairn::engine::algorithms
