#include "storage/segments/string_dictionary.h"

namespace cairn::storage {

namespace {

// What an entry takes beside its bytes: the view, its place in the table of codes, its share of a page.
constexpr std::size_t entry_bytes = 80;

}  // namespace

bool StringDictionary::encode(std::span<const std::string_view> values, std::vector<std::int64_t>& codes) {
  codes.clear();
  codes.reserve(values.size());
  const std::lock_guard guard(mutex_);
  for (const std::string_view value : values) {
    const auto found = codes_.find(value);
    std::uint32_t code = 0;
    if (found != codes_.end()) {
      code = found->second;
    } else if (!add(value, code)) {
      return false;
    }
    codes.push_back(code);
  }
  return true;
}

bool StringDictionary::add(std::string_view value, std::uint32_t& code) {
  // One entry fewer than codes of 16 bits could name.
  if (codes_.size() + 1 >= entries_max) return false;
  if (!reservation_.grow_to(reservation_.bytes() + entry_bytes + value.size())) return false;
  code = static_cast<std::uint32_t>(codes_.size());
  std::unique_ptr<Page>& page = pages_[code / page_size];
  if (page == nullptr) page = std::make_unique<Page>();
  const std::string_view kept = arena_.copy(value);
  (*page)[code % page_size] = kept;
  codes_.emplace(kept, code);
  return true;
}

std::size_t StringDictionary::size() const {
  const std::lock_guard guard(mutex_);
  return codes_.size();
}

}  // namespace cairn::storage
