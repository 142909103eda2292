#include "storage/segments/list_segment.h"

namespace cairn::storage {

ListPlaces::ListPlaces(std::span<const std::uint32_t, segment_ids> sizes) {
  IdBits with_list;
  for (std::size_t i = 0; i < sizes.size(); ++i) with_list[i] = sizes[i] != 0;
  sparse_ = with_list.count() < sparse_members_max;
  if (sparse_) nodes_ = Members(with_list);
  std::vector<std::int64_t> begins{0};
  begins.reserve(segment_ids + 1);
  for (const std::uint32_t size : sizes) {
    if (!sparse_ || size != 0) begins.push_back(begins.back() + size);
  }
  begins_ = PackedIntegers(begins);
}

}  // namespace cairn::storage
