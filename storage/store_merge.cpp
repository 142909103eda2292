#include "storage/list_codec.h"
#include "storage/store_parts.h"

#include <rocksdb/merge_operator.h>

namespace cairn::storage {

namespace {

// Applies sorted sets of added and removed entries to list values. The name is in the database's options:
// do not rename.
class ListMergeOperator : public rocksdb::MergeOperator {
 public:
  const char* Name() const override { return "cairn.list"; }

  bool FullMergeV2(const MergeOperationInput& input, MergeOperationOutput* output) const override {
    const auto chunk = parse_chunk_key(to_view(input.key));
    if (!chunk) return false;
    std::vector<std::string_view> operands;
    operands.reserve(input.operand_list.size());
    for (const rocksdb::Slice& operand : input.operand_list) operands.push_back(to_view(operand));
    std::string_view existing;
    if (input.existing_value != nullptr) existing = to_view(*input.existing_value);
    output->new_value.clear();
    return merge_list(chunk->list.node, input.existing_value == nullptr ? nullptr : &existing, operands,
                      output->new_value);
  }

  bool PartialMergeMulti(const rocksdb::Slice&, const std::deque<rocksdb::Slice>& operands, std::string* merged,
                         rocksdb::Logger*) const override {
    ListEdits all;
    for (const rocksdb::Slice& operand : operands) {
      const auto edits = ListEdits::parse(to_view(operand));
      if (!edits) return false;
      all.then(*edits);
    }
    all.append_to(*merged);
    return true;
  }
};

}  // namespace

std::shared_ptr<rocksdb::MergeOperator> list_merge_operator() { return std::make_shared<ListMergeOperator>(); }

}  // namespace cairn::storage
