#include "storage/segments/index_run_reader.h"

#include <iterator>

namespace cairn::storage {

void IndexRunReader::let_go() {
  for (auto& [index, held] : held_) {
    held.runs.clear();
    held.last.reset();
  }
  bytes_ = 0;
  pressure_ = cache_->pressure();
}

const IndexRunPointer& IndexRunReader::find(IndexId index, std::string_view key, std::string& gap_end) {
  if (bytes_ > cache_->held_bytes_max() || pressure_ != cache_->pressure()) let_go();
  Held& held = held_[index];
  if (held.last != nullptr && held.last->covers(key)) return held.last;
  const auto behind = held.runs.upper_bound(key);
  if (behind != held.runs.begin() && std::prev(behind)->second->covers(key)) {
    held.last = std::prev(behind)->second;
    return held.last;
  }
  IndexRunPointer found = cache_->find_run(index, key, version_, held.misses, gap_end);
  held.misses = 0;
  if (found == nullptr || !found->serves(version_->number)) return none_;
  bytes_ += found->run_bytes();
  held.runs.insert_or_assign(found->begin(), found);
  held.last = std::move(found);
  return held.last;
}

}  // namespace cairn::storage
