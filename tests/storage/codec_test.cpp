// Every value format: what is encoded decodes to the same, damaged bytes are refused, unknown sections stay.
#include "storage/commit_record.h"
#include "storage/keys.h"
#include "storage/label_block.h"
#include "storage/list_codec.h"
#include "storage/meta_codec.h"
#include "storage/record_codec.h"
#include "storage/stream_vbyte.h"
#include "storage/touched.h"
#include "storage/varint.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <random>

namespace cairn::storage::testing {
namespace {

using Random = std::mt19937_64;

// Numbers of all magnitudes below 2^bits.
std::uint64_t any_number(Random& random, unsigned bits) {
  const unsigned used = static_cast<unsigned>(random() % (bits + 1));
  return used == 0 ? 0 : random() >> (64 - used);
}

// No prefix of an encoding may decode, and no change of one byte may crash.
template <class Parse>
void expect_robust(const std::string& bytes, Parse parse) {
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(parse(std::string_view(bytes).substr(0, size))) << size;
  std::string changed = bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const unsigned mask : {1U, 0x80U, 0xFFU}) {
      changed[i] = static_cast<char>(static_cast<unsigned char>(bytes[i]) ^ mask);
      static_cast<void>(parse(changed));
    }
    changed[i] = bytes[i];
  }
}

TEST(Varint, KeepsEveryNumberAndRefusesOverlongOnes) {
  Random random(1);
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t number = any_number(random, 64);
    std::string bytes;
    append_varint(bytes, number);
    std::string_view rest = bytes;
    std::uint64_t decoded = 0;
    ASSERT_TRUE(take_varint(rest, decoded));
    EXPECT_EQ(decoded, number);
    EXPECT_TRUE(rest.empty());
    EXPECT_EQ(unzigzag(zigzag(static_cast<std::int64_t>(number))), static_cast<std::int64_t>(number));
  }
  std::string_view too_long = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02";
  std::uint64_t ignored = 0;
  EXPECT_FALSE(take_varint(too_long, ignored));
}

TEST(StreamVbyte, DecodesWhatItEncodedInBothWidths) {
  Random random(2);
  for (int round = 0; round < 500; ++round) {
    const bool wide = round % 2 == 0;
    std::vector<std::uint64_t> numbers(random() % 300);
    for (std::uint64_t& number : numbers) number = any_number(random, wide ? 64 : 32);
    std::string bytes = "x";
    append_stream(bytes, numbers, wide);
    bytes += "tail";
    std::string_view rest = std::string_view(bytes).substr(1);
    std::vector<std::uint64_t> decoded(numbers.size());
    ASSERT_TRUE(take_stream(rest, decoded, wide));
    EXPECT_EQ(decoded, numbers);
    EXPECT_EQ(rest, "tail");
    rest = std::string_view(bytes).substr(1);
    ASSERT_TRUE(skip_stream(rest, numbers.size(), wide));
    EXPECT_EQ(rest, "tail");
  }
}

TEST(StreamVbyte, ShuffleAndScalarDecodingAgree) {
  Random random(3);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::uint64_t> numbers(random() % 100);
    for (std::uint64_t& number : numbers) number = any_number(random, 32);
    std::string bytes;
    append_stream(bytes, numbers, false);
    std::vector<std::uint32_t> fast(numbers.size());
    std::vector<std::uint32_t> slow(numbers.size());
    std::string_view fast_rest = bytes;
    std::string_view slow_rest = bytes;
    ASSERT_TRUE(take_stream(fast_rest, std::span(fast)));
    ASSERT_TRUE(take_stream_scalar(slow_rest, slow));
    EXPECT_EQ(fast, slow);
    EXPECT_TRUE(fast_rest.empty() && slow_rest.empty());
    if (bytes.empty()) continue;
    std::string_view cut = std::string_view(bytes).substr(0, bytes.size() - 1);
    EXPECT_FALSE(take_stream(cut, std::span(fast)));
  }
}

std::vector<ListEntry> random_entries(Random& random, std::size_t count, unsigned id_bits) {
  std::vector<ListEntry> entries;
  for (std::size_t i = 0; i < count; ++i) {
    const NodeId neighbour =
        !entries.empty() && random() % 4 == 0 ? entries.back().neighbour : any_number(random, id_bits);
    entries.push_back({neighbour, any_number(random, 47)});
  }
  std::ranges::sort(entries);
  const auto repeated = std::ranges::unique(entries);
  entries.erase(repeated.begin(), repeated.end());
  return entries;
}

TEST(ListCodec, KeepsEntriesSelfLoopsFlagAndSections) {
  Random random(4);
  for (int round = 0; round < 400; ++round) {
    const unsigned id_bits = round % 3 == 0 ? 47 : 32;
    const std::vector<ListEntry> entries = random_entries(random, random() % 200, id_bits);
    const NodeId node = entries.empty() ? 5 : entries[entries.size() / 2].neighbour;
    const std::string sections = round % 5 == 0 ? std::string("\x63\x02hi", 4) : "";
    std::string bytes;
    append_list(bytes, node, entries, round % 2 == 0, sections);
    const auto list = ListView::parse(bytes);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->size(), entries.size());
    EXPECT_EQ(list->more_chunks(), round % 2 == 0);
    EXPECT_EQ(list->self_loops(), static_cast<std::uint64_t>(std::ranges::count(entries, node, &ListEntry::neighbour)));
    std::vector<ListEntry> decoded;
    ASSERT_TRUE(list->append_to(decoded));
    EXPECT_EQ(decoded, entries);
    EXPECT_EQ(list->sections(), sections);
    std::vector<std::uint32_t> narrow(entries.size());
    const bool fits = entries.empty() || entries.back().neighbour >> 32U == 0;
    ASSERT_EQ(list->neighbours(std::span(narrow)), fits);
    for (std::size_t i = 0; fits && i < entries.size(); ++i) EXPECT_EQ(narrow[i], entries[i].neighbour);
  }
}

TEST(ListCodec, RefusesDamagedBytes) {
  Random random(5);
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{9}}) {
    std::string bytes;
    append_list(bytes, 1, random_entries(random, count, 47), false);
    expect_robust(bytes, [](std::string_view part) {
      const auto list = ListView::parse(part);
      std::vector<ListEntry> entries;
      return list && list->append_to(entries) && list->sections();
    });
  }
  EXPECT_FALSE(ListView::parse(std::string_view("\x01\x00\xFF\xFF\xFF\xFF\xFF\x7F\x00", 9)));
}

// Edits applied one after the other, by the definition.
std::vector<ListEntry> apply_slowly(std::vector<ListEntry> list, const ListEdits& edits) {
  std::set<ListEntry> entries(list.begin(), list.end());
  for (const ListEntry& entry : edits.removed) entries.erase(entry);
  entries.insert(edits.added.begin(), edits.added.end());
  return {entries.begin(), entries.end()};
}

TEST(ListCodec, RefusesNeighboursThatDescendByOverflow) {
  std::string bytes = {'\x01', '\0', '\x02', '\0'};  // version, flags, entries, self-loops
  append_varint(bytes, ~std::uint64_t{0});
  const std::uint64_t one = 1;
  append_stream(bytes, std::span(&one, 1), /*wide=*/false);
  append_varint(bytes, 0);
  append_stream(bytes, std::span(&one, 1), /*wide=*/false);
  const auto list = ListView::parse(bytes);
  ASSERT_TRUE(list);
  std::vector<std::uint32_t> narrow(2);
  std::vector<std::uint64_t> wide(2);
  EXPECT_FALSE(list->neighbours(std::span(narrow)));
  EXPECT_FALSE(list->neighbours(std::span(wide)));
}

TEST(ListEdits, ComposedEditsDoWhatTheyDoOneByOne) {
  Random random(6);
  for (int round = 0; round < 300; ++round) {
    // Entries are added at most once, as relationships are; each may be removed later.
    std::vector<ListEntry> universe = random_entries(random, 60, 32);
    std::ranges::shuffle(universe, random);
    std::vector<ListEntry> list(universe.begin(), universe.begin() + static_cast<std::ptrdiff_t>(universe.size() / 2));
    std::ranges::sort(list);
    std::size_t next = universe.size() / 2;
    std::vector<ListEntry> current = list;
    std::vector<ListEdits> steps;
    for (int step = 0; step < 6; ++step) {
      ListEdits edits;
      for (std::size_t i = random() % 6; i > 0 && next < universe.size(); --i) edits.added.push_back(universe[next++]);
      for (const ListEntry& entry : current) {
        if (random() % 8 == 0) edits.removed.push_back(entry);
      }
      std::ranges::sort(edits.added);
      current = apply_slowly(current, edits);
      std::string bytes;
      edits.append_to(bytes);
      const auto decoded = ListEdits::parse(bytes);
      ASSERT_TRUE(decoded);
      EXPECT_EQ(decoded->added, edits.added);
      EXPECT_EQ(decoded->removed, edits.removed);
      steps.push_back(*decoded);
    }
    const std::size_t split = random() % steps.size();
    ListEdits first;
    ListEdits second;
    for (std::size_t i = 0; i < steps.size(); ++i) (i < split ? first : second).then(steps[i]);
    std::vector<ListEntry> by_parts = list;
    first.apply(by_parts);
    second.apply(by_parts);
    EXPECT_EQ(by_parts, current);
    first.then(second);
    std::vector<ListEntry> at_once = list;
    first.apply(at_once);
    EXPECT_EQ(at_once, current);
    first.apply(at_once);
    EXPECT_EQ(at_once, current) << "edits are idempotent";
  }
}

TEST(ListEdits, CancelAnAdditionOnlyWhenBothAreThere) {
  ListEdits edits{.added = {{1, 1}}, .removed = {}};
  edits.then({.added = {}, .removed = {{1, 1}, {2, 2}}});
  EXPECT_TRUE(edits.added.empty());
  EXPECT_EQ(edits.removed, (std::vector<ListEntry>{{2, 2}}));
}

TEST(ListEdits, MergeKeepsFlagAndSectionsAndRefusesDamage) {
  std::string bytes;
  append_list(bytes, 7, std::vector<ListEntry>{{1, 1}, {7, 2}}, true, std::string("\x63\x00", 2));
  std::string operand;
  ListEdits{.added = {{7, 3}}, .removed = {{1, 1}}}.append_to(operand);
  const std::string_view existing = bytes;
  const std::string_view operands[] = {operand};
  std::string merged;
  ASSERT_TRUE(merge_list(7, &existing, operands, merged));
  const auto list = ListView::parse(merged);
  ASSERT_TRUE(list);
  EXPECT_EQ(list->size(), 2U);
  EXPECT_EQ(list->self_loops(), 2U);
  EXPECT_TRUE(list->more_chunks());
  EXPECT_EQ(list->sections(), std::string_view("\x63\x00", 2));
  const std::string_view damaged[] = {"\x02"};
  EXPECT_FALSE(merge_list(7, &existing, damaged, merged));
  expect_robust(operand, [](std::string_view part) { return ListEdits::parse(part).has_value(); });
}

PropertyList random_properties(Random& random) {
  PropertyList properties;
  for (std::size_t i = random() % 6; i > 0; --i) {
    const auto key = static_cast<KeyToken>(1 + any_number(random, 20));
    properties.set(key, random() % 2 == 0 ? Value::integer(static_cast<std::int64_t>(random())).view()
                                          : Value::string(std::string(random() % 40, 'p')).view());
  }
  return properties;
}

NodeRecord random_node(Random& random) {
  NodeRecord record;
  for (std::size_t i = random() % 5; i > 0; --i)
    record.labels.push_back(static_cast<LabelToken>(1 + any_number(random, 31)));
  for (std::size_t i = random() % 5; i > 0; --i) {
    record.lists.push_back({static_cast<TypeToken>(1 + any_number(random, 31)),
                            random() % 2 == 0 ? Direction::Outgoing : Direction::Incoming});
  }
  const auto make_set = [](auto& values) {
    std::ranges::sort(values);
    const auto repeated = std::ranges::unique(values);
    values.erase(repeated.begin(), repeated.end());
  };
  make_set(record.labels);
  make_set(record.lists);
  record.properties = random_properties(random);
  record.extras.has_claims = random() % 3 == 0;
  record.extras.has_timelines = random() % 3 == 0;
  if (random() % 3 == 0) record.extras.sections = std::string("\x50\x03new", 5);
  return record;
}

TEST(RecordCodec, KeepsNodesWithReservedBitsAndUnknownSections) {
  Random random(7);
  for (int round = 0; round < 500; ++round) {
    const NodeRecord record = random_node(random);
    std::string bytes;
    append_record(bytes, record);
    EXPECT_EQ(parse_node(bytes), record);
    std::vector<LabelToken> labels;
    std::vector<ListName> lists;
    ASSERT_TRUE(parse_labels(bytes, labels) && parse_lists(bytes, lists));
    EXPECT_EQ(labels, record.labels);
    EXPECT_EQ(lists, record.lists);
    for (const StoredProperty& property : record.properties.all()) {
      EXPECT_EQ(parse_property(EntityKind::Node, bytes, property.key)->bytes(), property.value);
    }
    EXPECT_TRUE(parse_property(EntityKind::Node, bytes, 0xFFFFFFFF)->is_null());
  }
}

TEST(RecordCodec, KeepsRelationships) {
  Random random(8);
  for (int round = 0; round < 500; ++round) {
    RelationshipRecord record{.type = static_cast<TypeToken>(1 + any_number(random, 31)),
                              .source = any_number(random, 47),
                              .target = any_number(random, 47),
                              .properties = random_properties(random),
                              .extras = {}};
    std::string bytes;
    append_record(bytes, record);
    EXPECT_EQ(parse_relationship(bytes), record);
    const auto head = parse_relationship_head(bytes);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->type, record.type);
    EXPECT_EQ(head->source, record.source);
    EXPECT_EQ(head->target, record.target);
    for (const StoredProperty& property : record.properties.all()) {
      EXPECT_EQ(parse_property(EntityKind::Relationship, bytes, property.key)->bytes(), property.value);
    }
  }
}

TEST(RecordCodec, TellsTombstonesFromRecordsAndRefusesDamage) {
  std::string tombstone;
  append_tombstone(tombstone);
  EXPECT_TRUE(is_tombstone(tombstone));
  EXPECT_FALSE(parse_node(tombstone));
  NodeRecord record{.labels = {1, 9}, .lists = {{2, Direction::Outgoing}}, .properties = {}, .extras = {}};
  record.properties.set(3, Value::list({Value::integer(1), Value::list({Value::string("x")})}).view());
  std::string bytes;
  append_record(bytes, record);
  EXPECT_FALSE(is_tombstone(bytes));
  expect_robust(bytes, [](std::string_view part) { return parse_node(part).has_value(); });
  bytes[0] = 2;
  EXPECT_FALSE(parse_node(bytes)) << "a newer record version";
  bytes[0] = 1;
  bytes[1] = 0x10;
  EXPECT_FALSE(parse_node(bytes)) << "an unknown flag";
}

TEST(LabelBlock, KeepsMembersAsArrayAndAsBitmap) {
  Random random(9);
  for (const std::size_t count : {0U, 1U, 5U, 255U, 256U, 257U, 2000U, 4096U}) {
    LabelBlock block;
    while (block.members.count() < count) block.members.set(random() % label_block_ids);
    if (count % 2 == 1) block.sections = std::string("\x42\x00", 2);
    std::string bytes;
    append_label_block(bytes, block);
    EXPECT_LE(bytes.size(), 512 + 8U);
    EXPECT_EQ(parse_label_block(bytes), block);
    for (std::uint32_t i = 0; i < label_block_ids; ++i) EXPECT_EQ(label_block_contains(bytes, i), block.members[i]);
  }
  LabelBlock block;
  block.members.set(3).set(4000);
  std::string bytes;
  append_label_block(bytes, block);
  expect_robust(bytes, [](std::string_view part) { return parse_label_block(part).has_value(); });
}

TEST(MetaCodec, KeepsEveryValue) {
  const FormatMark format{.format = 3, .writer = "cairn 9"};
  EXPECT_EQ(parse_format(encode(format)), format);
  const CommitClock clock{.number = 1'000'000, .epoch = 7, .instant_us = -5, .synced = 999'999};
  EXPECT_EQ(parse_clock(encode(clock)), clock);
  const IdCounters counters{.node_id_bound = id_limit - 1, .relationship_id_bound = 12};
  EXPECT_EQ(parse_counters(encode(counters)), counters);
  const Watermark watermark{.instant_us = 1'700'000'000'000'000, .counters = counters};
  EXPECT_EQ(parse_watermark(encode(watermark)), watermark);
  EXPECT_EQ(parse_features(encode_features({"a", "bc"})), (std::vector<std::string>{"a", "bc"}));
  EXPECT_EQ(parse_token(encode_token("na\xC3\xAFve")), "na\xC3\xAFve");
  EXPECT_EQ(parse_unique(encode_unique({1, 5, id_limit - 1})), (std::vector<EntityId>{1, 5, id_limit - 1}));
  Schema schema;
  schema.version = 9;
  schema.next_index = 7;
  schema.add(IndexDefinition{
      .id = 3, .name = "by name", .entity = EntityKind::Relationship, .token = 2, .keys = {5}, .unique = true});
  schema.add(IndexDefinition{.id = 4, .name = "several", .entity = EntityKind::Node, .token = 1, .keys = {9, 2, 300}});
  // Those of older programs.
  for (const bool unique : {false, true}) {
    for (const std::vector<KeyToken>& keys : {std::vector<KeyToken>{5}, {300, 2}}) {
      const auto id = static_cast<IndexId>(7 + schema.indexes().size());
      schema.add(IndexDefinition{
          .id = id, .name = "old", .token = 1, .keys = keys, .unique = unique, .cut_keys = CutKeys::Bare});
    }
  }
  PropertyTypes types = PropertyTypes::of(PropertyType::Integer);
  types.add(PropertyTypes::list_of(PropertyTypes::of(PropertyType::String), /*nullable=*/false));
  schema.add(ConstraintDefinition{
      .id = 5, .name = "by name", .kind = ConstraintKind::Unique, .token = 2, .keys = {5}, .index = 3, .types = {}});
  schema.add(ConstraintDefinition{
      .id = 6, .name = "typed", .kind = ConstraintKind::Type, .token = 1, .keys = {9}, .index = 0, .types = types});
  const auto decoded = parse_schema(encode(schema));
  ASSERT_TRUE(decoded);
  for (const auto& index : schema.indexes()) EXPECT_EQ(*decoded->find_index(index->id), *index);
  for (const auto& constraint : schema.constraints()) EXPECT_EQ(*decoded->find_constraint(constraint->id), *constraint);
  EXPECT_EQ(decoded->indexes().size(), 6U);
  EXPECT_EQ(decoded->constraints().size(), 2U);
  EXPECT_EQ(decoded->version, 9U);
  EXPECT_EQ(decoded->next_index, 7U);
  expect_robust(encode(schema), [](std::string_view part) { return parse_schema(part).has_value(); });
}

TEST(Keys, SortAsWhatTheyMeanAndParseBack) {
  Random random(10);
  for (int round = 0; round < 2000; ++round) {
    const auto any_chunk = [&] {
      const ListKey list{random() % 2 == 0 ? Direction::Outgoing : Direction::Incoming,
                         static_cast<TypeToken>(any_number(random, 32)), any_number(random, 48)};
      return ChunkKey{list, {any_number(random, 48), any_number(random, 48)}};
    };
    const ChunkKey a = any_chunk();
    const ChunkKey b = any_chunk();
    const std::string key_a = chunk_key(a.list, a.first);
    const std::string key_b = chunk_key(b.list, b.first);
    EXPECT_EQ(key_a < key_b, std::tie(a.list, a.first) < std::tie(b.list, b.first));
    const auto parsed = parse_chunk_key(key_a);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->list, a.list);
    EXPECT_EQ(parsed->first, a.first);
    EXPECT_TRUE(key_a.starts_with(list_prefix(a.list)));
    const EntityId id = any_number(random, 48);
    EXPECT_EQ(parse_record_key(record_key(id)), id);
  }
  EXPECT_EQ(after_prefix("ab\xFF"), "ac");
  EXPECT_EQ(after_prefix("\xFF\xFF"), "");
}

TEST(CommitRecord, KeepsHeaderOperationsAndTouchedIds) {
  CommitRecordBuilder builder;
  builder.put(Family::Nodes, "key", "value");
  builder.edit_list("list", "edits");
  builder.remove(Family::Labels, "gone");
  builder.remove_range(Family::Indexes, "from", "to");
  builder.touched().ids[{Thing::Kind::NodeProperty, 4}] = {1, 2, 900};
  builder.touched().ids[{Thing::Kind::Ends, 0}] = {7};
  const Touched touched = builder.touched();
  const CommitHeader header{.number = 12, .epoch = 2, .instant_us = 34, .kind = CommitKind::Transaction, .synced = 11};
  const std::string bytes = builder.finish(header);
  const auto record = CommitRecordView::parse(bytes);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->header, header);
  EXPECT_EQ(parse_touched(record->touched), touched);
  std::string_view operations = record->operations;
  EXPECT_EQ(take_operation(operations), (Operation{Operation::Kind::Put, Family::Nodes, "key", "value"}));
  EXPECT_EQ(take_operation(operations), (Operation{Operation::Kind::EditList, Family::Adjacency, "list", "edits"}));
  EXPECT_EQ(take_operation(operations), (Operation{Operation::Kind::Remove, Family::Labels, "gone", {}}));
  EXPECT_EQ(take_operation(operations), (Operation{Operation::Kind::RemoveRange, Family::Indexes, "from", "to"}));
  const auto clock = take_operation(operations);
  ASSERT_TRUE(clock);
  EXPECT_EQ(parse_clock(clock->value)->number, 12U);
  EXPECT_TRUE(operations.empty());
}

TEST(CommitRecord, SkipsOptionalSectionsAndRefusesRequiredOnes) {
  CommitRecordBuilder builder;
  const std::string bytes = builder.finish({.number = 1});
  EXPECT_TRUE(CommitRecordView::parse(bytes + std::string("\x90\x01x", 3)));
  EXPECT_FALSE(CommitRecordView::parse(bytes + std::string("\x03\x01x", 3)));
  EXPECT_FALSE(CommitRecordView::parse(bytes + std::string("\x90\x05x", 3)));
}

}  // namespace
}  // namespace cairn::storage::testing
