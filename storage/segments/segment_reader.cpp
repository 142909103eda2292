#include "storage/segments/segment_reader.h"

#include <algorithm>
#include <cstring>

namespace cairn::storage {

// ---- SlotTable

std::shared_ptr<const void> SlotTable::begin_answer() {
  const std::uint64_t pressure = cache_->pressure();
  if (slots_->bytes > cache_->held_bytes_max() || pressure != pressure_) slots_ = std::make_shared<Slots>();
  pressure_ = pressure;
  return slots_;
}

SlotTable::Table& SlotTable::table(const Thing& thing, SegmentPart part) {
  auto& last = slots_->last;
  for (Table* const table : last) {
    if (table != nullptr && table->key.thing == thing && table->key.part == part) return *table;
  }
  const SlotKey key{.thing = thing, .part = part, .range = 0};
  std::unique_ptr<Table>& table = slots_->tables[key];
  if (table == nullptr) {
    table = std::make_unique<Table>();
    table->key = key;
  }
  last = {table.get(), last[0]};
  return *table;
}

const Slot* SlotTable::find(const Thing& thing, SegmentPart part, std::uint64_t range, std::uint32_t count,
                            std::uint32_t wanted) {
  Table& table = this->table(thing, part);
  const auto page_number = static_cast<std::size_t>(range / page_ranges);
  if (page_number >= table.pages.size()) table.pages.resize(page_number + 1);
  std::unique_ptr<Page>& page = table.pages[page_number];
  if (page != nullptr && (*page)[range % page_ranges] != nullptr) return (*page)[range % page_ranges].get();
  SlotKey key = table.key;
  key.range = range;
  SlotPointer found = cache_->find(key, version_, count, wanted);
  if (found == nullptr || !found->serves(version_->number)) return nullptr;
  slots_->bytes += found->segment_bytes();
  if (page == nullptr) page = std::make_unique<Page>();
  SlotPointer& place = (*page)[range % page_ranges];
  place = std::move(found);
  return place.get();
}

// ---- SegmentReader

SegmentReader::SegmentReader(SegmentCache* cache, const VersionPtr& version)
    : version_(version->number),
      node_id_bound_(version->node_id_bound),
      relationship_id_bound_(version->relationship_id_bound),
      slots_(cache, version) {}

void SegmentReader::property(EntityKind kind, std::span<const EntityId> ids, KeyToken key, PropertyColumn& out) {
  const Thing thing{kind == EntityKind::Node ? Thing::Kind::NodeProperty : Thing::Kind::RelationshipProperty, key};
  serve(
      thing, ids,
      [&](const Segment& segment, std::size_t begin, std::size_t end) {
        const auto* values = segment.get<PropertySegment>();
        if (values != nullptr) values->gather(ids.subspan(begin, end - begin), begin, out);
      },
      [&](std::size_t i, std::string_view memo) {
        if (!memo.empty()) out.set(i, ValueView::trusted(memo), /*copy=*/true);
      });
}

void SegmentReader::ends(std::span<const RelationshipId> ids, std::span<RelationshipEnds> out) {
  serve(
      {Thing::Kind::Ends, 0}, ids,
      [&](const Segment& segment, std::size_t begin, std::size_t end) {
        const auto* ends = segment.get<EndsSegment>();
        for (std::size_t i = begin; ends != nullptr && i < end; ++i) out[i] = (*ends)[ids[i] % segment_ids];
      },
      [&](std::size_t i, std::string_view memo) { std::memcpy(&out[i], memo.data(), sizeof out[i]); });
}

void SegmentReader::have_label(std::span<const NodeId> ids, LabelToken label, std::span<std::uint8_t> out) {
  serve(
      {Thing::Kind::Label, label}, ids,
      [&](const Segment& segment, std::size_t begin, std::size_t end) {
        const auto* nodes = segment.get<LabelSegment>();
        for (std::size_t i = begin; nodes != nullptr && i < end; ++i) {
          out[i] = nodes->nodes.contains(ids[i] % segment_ids) ? 1 : 0;
        }
      },
      [&](std::size_t i, std::string_view memo) { out[i] = static_cast<std::uint8_t>(memo.front()); });
}

const Members* SegmentReader::members(const Thing& thing, std::uint64_t range, std::uint32_t wanted,
                                      std::vector<std::uint16_t>& open, const Slot*& slot) {
  open.clear();
  slot = slots_.find(thing, SegmentPart::Main, range, wanted, wanted);
  if (slot == nullptr) return nullptr;
  if (!slot->unmarked()) {
    open = slot->unanswered(version_);
    std::ranges::sort(open);
  }
  const Segment& segment = *slot->segment();
  if (const auto* label = segment.get<LabelSegment>()) return &label->nodes;
  if (const auto* ends = segment.get<EndsSegment>()) return &ends->relationships();
  return &none_;
}

namespace {

std::optional<SegmentReader::ListAnswer> main_part(const Segment& segment, std::size_t index,
                                                   ListPlaces::Place& place) {
  SegmentReader::ListAnswer answer;
  answer.self_loops = false;
  const auto* lists = segment.get<NeighbourSegment>();
  if (lists == nullptr) return answer;
  place = lists->places[index];
  answer.ids = lists->ids(place.begin);
  answer.width = lists->width;
  answer.count = place.count;
  answer.self_loops = lists->self_loops.contains(index);
  return answer;
}

// A memo of ids, copied to where spans may point.
std::span<std::uint64_t> ids_of(std::string_view memo, ByteArena& arena) {
  const auto ids = arena.allocate_array<std::uint64_t>(memo.size() / sizeof(std::uint64_t));
  if (!ids.empty()) std::memcpy(ids.data(), memo.data(), ids.size_bytes());
  return ids;
}

}  // namespace

std::optional<SegmentReader::ListAnswer> SegmentReader::list(const ListKey& list, NeighbourNeed need,
                                                             std::uint32_t wanted, ByteArena& arena,
                                                             ListMemory& slots) {
  const Thing thing{list.direction == Direction::Outgoing ? Thing::Kind::Outgoing : Thing::Kind::Incoming, list.type};
  const std::uint64_t range = list.node / segment_ids;
  const auto index = static_cast<std::size_t>(list.node % segment_ids);
  slots.main = slots_.find(thing, SegmentPart::Main, range, 1, wanted);
  slots.relationships = nullptr;
  const bool with_relationships = need == NeighbourNeed::IdsAndRelationships;
  if (with_relationships) slots.relationships = slots_.find(thing, SegmentPart::Relationships, range, 1, wanted);
  if (slots.main == nullptr || (with_relationships && slots.relationships == nullptr)) return std::nullopt;

  bool from_memo = false;
  std::optional<ListAnswer> answer;
  ListPlaces::Place place;
  if (slots.main->answers(version_, index)) {
    answer = main_part(*slots.main->segment(), index, place);
  } else if (slots.main->recall(version_, index, memo_)) {
    const auto ids = ids_of(memo_, arena);
    answer = ListAnswer{.ids = ids.data(), .width = IdWidth::U64, .count = static_cast<std::uint32_t>(ids.size())};
    from_memo = true;
  }
  if (answer && with_relationships) {
    std::span<std::uint64_t> ids;
    if (slots.relationships->answers(version_, index)) {
      const auto* segment = slots.relationships->segment()->get<ListRelationshipSegment>();
      place = segment != nullptr ? segment->places[index] : ListPlaces::Place{};
      const auto unpacked = arena.allocate_array<std::int64_t>(place.count);
      if (place.count != 0) segment->ids.unpack(place.begin, unpacked);
      ids = {reinterpret_cast<std::uint64_t*>(unpacked.data()), unpacked.size()};
    } else if (slots.relationships->recall(version_, index, memo_)) {
      ids = ids_of(memo_, arena);
      from_memo = true;
    } else {
      answer.reset();
    }
    // Both are what the list is at this version, so they are as long.
    if (answer && ids.size() != answer->count) answer.reset();
    if (answer) answer->relationships = ids.data();
  }
  if (answer) ++(from_memo ? counts_.memo : counts_.segment);
  return answer;
}

void SegmentReader::remember_list(const ListMemory& slots, NodeId node, std::span<const std::uint64_t> ids,
                                  std::span<const RelationshipId> relationships) {
  const auto bytes = [](std::span<const std::uint64_t> of) {
    return std::string_view(reinterpret_cast<const char*>(of.data()), of.size_bytes());
  };
  remember(slots.main, node, bytes(ids));
  if (slots.relationships != nullptr) remember(slots.relationships, node, bytes(relationships));
}

}  // namespace cairn::storage
