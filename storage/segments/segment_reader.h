// What one reader takes from segments and memos, and which ids it must ask the store for.
//
// Every question is about a batch of ids. Ids of one range that follow each other are answered together; the ids that
// no segment answers for are left in `missing()`, and what the store then says of them may be kept as memos.
#pragma once

#include "storage/base_reader.h"
#include "storage/list_codec.h"
#include "storage/neighbour_spans.h"
#include "storage/property_column.h"
#include "storage/read_counts.h"
#include "storage/relationship_ends.h"
#include "storage/segments/segment_cache.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace cairn::storage {

// The slots one reader has asked for. One thread.
//
// What an answer points to must live as long as the answer, so each answer holds the `Slots` it was made
// from. When these have become too many bytes, or memory is short, the next answer begins with none; the old
// ones go with the last answer that was made from them.
class SlotTable {
 public:
  SlotTable(SegmentCache* cache, VersionPtr version)
      : cache_(cache), version_(std::move(version)), slots_(std::make_shared<Slots>()), pressure_(cache->pressure()) {}

  // The next answer begins with no slots.
  void let_go() { slots_ = std::make_shared<Slots>(); }

  // Begins an answer. The slots that `find` gives from here on live as long as what this returns.
  std::shared_ptr<const void> begin_answer();

  // The slot of a range if it serves this reader, or null. See SegmentCache::find for the numbers.
  const Slot* find(const Thing& thing, SegmentPart part, std::uint64_t range, std::uint32_t count,
                   std::uint32_t wanted);

 private:
  static constexpr std::size_t page_ranges = 64;
  using Page = std::array<SlotPointer, page_ranges>;
  struct Table {
    SlotKey key;                               // its range means nothing
    std::vector<std::unique_ptr<Page>> pages;  // by range; slots that serve
  };
  struct Slots {
    std::unordered_map<SlotKey, std::unique_ptr<Table>, SlotKeyHash> tables;
    std::array<Table*, 2> last{};  // the two asked for last, the latest first
    std::uint64_t bytes = 0;
  };

  Table& table(const Thing& thing, SegmentPart part);

  SegmentCache* cache_;
  VersionPtr version_;
  std::shared_ptr<Slots> slots_;
  std::uint64_t pressure_;
};

// One thread.
class SegmentReader {
 public:
  // Ids are below these bounds; of others nothing is said.
  SegmentReader(SegmentCache* cache, const VersionPtr& version);

  // An id by its position in the question, and the slot that would keep a memo of it.
  struct Missing {
    std::size_t position = 0;
    const Slot* slot = nullptr;
  };
  // What the last question left open, in order.
  std::span<const Missing> missing() const { return missing_; }

  // Begins an answer: what the next question points to lives as long as what this returns.
  std::shared_ptr<const void> begin_answer() { return slots_.begin_answer(); }

  // Lets go of the slots it holds, as far as no answer does.
  void let_go() { slots_.let_go(); }

  void property(EntityKind kind, std::span<const EntityId> ids, KeyToken key, PropertyColumn& out);
  void ends(std::span<const RelationshipId> ids, std::span<RelationshipEnds> out);
  void have_label(std::span<const NodeId> ids, LabelToken label, std::span<std::uint8_t> out);
  // `kind` is Labels or Lists. Calls `answer` with the position and the set of each node that it knows.
  template <class Answer>
  void sets(Thing::Kind kind, std::span<const NodeId> ids, const Answer& answer) {
    serve(
        {kind, 0}, ids,
        [&](const Segment& segment, std::size_t begin, std::size_t end) {
          const auto* sets = segment.get<SetSegment>();
          for (std::size_t i = begin; i < end; ++i) {
            answer(i, sets == nullptr ? std::span<const std::uint32_t>() : (*sets)[ids[i] % segment_ids]);
          }
        },
        [&](std::size_t i, std::string_view memo) {
          set_.resize(memo.size() / sizeof(std::uint32_t));
          if (!memo.empty()) std::memcpy(set_.data(), memo.data(), memo.size());
          answer(i, std::span<const std::uint32_t>(set_));
        });
  }

  // The members of one range of a label (Label) or of all relationships (Ends) as far as segments know. Null: the
  // store must be asked for the whole range. Ids in `open` are to be asked for singly, whatever the bits say.
  // `wanted` is how many the question wants.
  const Members* members(const Thing& thing, std::uint64_t range, std::uint32_t wanted,
                         std::vector<std::uint16_t>& open, const Slot*& slot);

  // One list. Nothing: the store must be asked, and `main` and `relationships` would keep memos. `wanted` is how many
  // nodes of its range the question names.
  struct ListAnswer {
    const void* ids = nullptr;
    IdWidth width = IdWidth::U32;
    std::uint32_t count = 0;
    const RelationshipId* relationships = nullptr;  // if asked for
    bool self_loops = true;                         // false: the node is not its own neighbour
  };
  std::optional<ListAnswer> list(const ListKey& list, NeighbourNeed need, std::uint32_t wanted, ByteArena& arena,
                                 ListMemory& slots);
  // Keeps a list that the store gave.
  void remember_list(const ListMemory& slots, NodeId node, std::span<const std::uint64_t> ids,
                     std::span<const RelationshipId> relationships);

  // Keeps what the store said of an id.
  void remember(const Slot* slot, EntityId id, std::string_view memo) const {
    if (slot != nullptr) slot->remember(version_, static_cast<std::size_t>(id % segment_ids), memo);
  }
  // Reads a memo of an id that a slot does not answer for.
  bool recall(const Slot& slot, std::size_t index, std::string& memo) const {
    return slot.recall(version_, index, memo);
  }

  ReadCounts& counts() { return counts_; }

 private:
  // Calls `from_segment` with [begin, end) of the ids for which one segment answers, `from_memo` with the
  // position and bytes of a memo, and leaves the other ids in `missing_`.
  template <class FromSegment, class FromMemo>
  void serve(const Thing& thing, std::span<const EntityId> ids, const FromSegment& from_segment,
             const FromMemo& from_memo);
  EntityId id_bound(const Thing& thing) const {
    const bool of_relationships = thing.kind == Thing::Kind::RelationshipProperty || thing.kind == Thing::Kind::Ends;
    return of_relationships ? relationship_id_bound_ : node_id_bound_;
  }

  const CommitNumber version_;
  const NodeId node_id_bound_;
  const RelationshipId relationship_id_bound_;
  SlotTable slots_;
  std::vector<Missing> missing_;
  std::string memo_;
  std::vector<std::uint32_t> set_;
  const Members none_;
  ReadCounts counts_;
};

template <class FromSegment, class FromMemo>
void SegmentReader::serve(const Thing& thing, std::span<const EntityId> ids, const FromSegment& from_segment,
                          const FromMemo& from_memo) {
  missing_.clear();
  const EntityId bound = id_bound(thing);
  for (std::size_t begin = 0; begin < ids.size();) {
    if (ids[begin] >= bound) {
      ++begin;
      continue;
    }
    const std::uint64_t range = ids[begin] / segment_ids;
    std::size_t end = begin + 1;
    while (end < ids.size() && ids[end] / segment_ids == range && ids[end] < bound) ++end;
    const auto count = static_cast<std::uint32_t>(end - begin);
    const Slot* const slot = slots_.find(thing, SegmentPart::Main, range, count, count);
    if (slot != nullptr && slot->unmarked()) {
      from_segment(*slot->segment(), begin, end);
      counts_.segment += count;
      begin = end;
      continue;
    }
    for (; begin < end; ++begin) {
      const auto index = static_cast<std::size_t>(ids[begin] % segment_ids);
      if (slot != nullptr && slot->answers(version_, index)) {
        from_segment(*slot->segment(), begin, begin + 1);
        ++counts_.segment;
      } else if (slot != nullptr && slot->recall(version_, index, memo_)) {
        from_memo(begin, memo_);
        ++counts_.memo;
      } else {
        missing_.push_back({begin, slot});
        ++counts_.store;
      }
    }
  }
}

}  // namespace cairn::storage
