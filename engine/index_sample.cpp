#include "engine/index_sample.h"

#include "engine/executor/graph_access.h"
#include "engine/executor/query_context.h"
#include "engine/value/equivalence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>
#include <utility>

namespace cairn::engine {

namespace {

// An index with fewer entries is read whole.
constexpr std::size_t whole_max = 1024;
// Entities are drawn from that many places, some at each.
constexpr std::size_t places = 32;
constexpr std::size_t nodes_at_place = 8;
constexpr std::size_t relationships_at_place = 16;
constexpr std::size_t rows_max = 256;
// Fewer rows than these say nothing; then the first entries of the index stand for all.
constexpr std::size_t rows_min = 32;
// Of so many values, and no more than so many entries of each, the entries are counted.
constexpr std::size_t values_counted_max = 32;
constexpr std::size_t entries_counted_max = 128;
constexpr std::size_t string_bytes_max = 64;
// A kept sample is of no use once the number of entities is that much off, or it is that old and others have written.
constexpr double drift_max = 0.25;
constexpr double drift_entities_min = 64;
constexpr std::chrono::seconds age_max{10};

Value cut(const Value& value) {
  if (!value.is_string() || value.as_string().size() <= string_bytes_max) return value;
  return Value::string(value.as_string().substr(0, string_bytes_max));
}

// At most `count` of the ids, evenly spread over all.
std::vector<storage::EntityId> thinned(const std::vector<storage::EntityId>& ids, std::size_t count) {
  if (ids.size() <= count) return ids;
  std::vector<storage::EntityId> kept;
  kept.reserve(count);
  for (std::size_t i = 0; i < count; ++i) kept.push_back(ids[i * ids.size() / count]);
  return kept;
}

class SampleTaker {
 public:
  SampleTaker(storage::Reader& reader, const storage::IndexDefinition& index) : reader_(reader) {
    sample_.index = index;
    sample_.entities = entities_of(reader, index);
  }

  // Throws QueryError where reading fails.
  IndexSample take() {
    std::vector<storage::EntityId> first(whole_max);
    storage::IndexPosition position;
    first.resize(value_or_end(reader_.index_range(index().id, {}, position, first)));
    if (first.size() < whole_max) {
      read_rows(first);
      sample_.entries = static_cast<double>(first.size());
      average_of_all();
    } else {
      draw(first);
      average_of_drawn();
    }
    for (std::vector<Value>& row : sample_.rows) std::ranges::transform(row, row.begin(), cut);
    if (sample_.rows.size() > rows_max) thin_rows();
    return std::move(sample_);
  }

 private:
  const storage::IndexDefinition& index() const { return sample_.index; }
  bool is_whole_key(std::size_t values) const { return index().unique && values == index().keys.size(); }

  // The values of those entities that have all properties.
  void read_rows(std::span<const storage::EntityId> ids) {
    const std::size_t width = index().keys.size();
    for (std::size_t begin = 0; begin < ids.size(); begin += rows_max) {
      const auto chunk = ids.subspan(begin, std::min(rows_max, ids.size() - begin));
      std::vector<std::vector<Value>> rows(chunk.size(), std::vector<Value>(width));
      for (std::size_t key = 0; key < width; ++key) {
        storage::PropertyColumn column;
        value_or_end(reader_.property(index().entity, chunk, index().keys[key], column));
        std::string scratch;
        for (std::size_t i = 0; i < chunk.size(); ++i) {
          if (column.valid[i] != 0) rows[i][key] = to_value(column.value_at(i, scratch));
        }
      }
      for (std::vector<Value>& row : rows) {
        if (std::ranges::none_of(row, &Value::is_null)) sample_.rows.push_back(std::move(row));
      }
    }
  }

  // Draws entities; the first entries of the index if too few of those drawn are in it.
  void draw(const std::vector<storage::EntityId>& first) {
    const std::vector<storage::EntityId> drawn =
        index().entity == storage::EntityKind::Node ? draw_nodes() : draw_relationships();
    read_rows(drawn);
    const double part =
        drawn.empty() ? 0 : static_cast<double>(sample_.rows.size()) / static_cast<double>(drawn.size());
    sample_.entries = std::max(part * sample_.entities, static_cast<double>(first.size()));
    if (sample_.rows.size() >= rows_min) return;
    sample_.rows.clear();
    read_rows(thinned(first, rows_max));
  }

  // The first node with the label from `id` on.
  std::optional<storage::NodeId> next_node(storage::NodeId id) {
    std::array<storage::EntityId, 1> found{};
    storage::NodeId next = 0;
    const auto count = value_or_end(reader_.scan_nodes(index().token, id, reader_.node_id_bound(), found, next));
    return count == 0 ? std::nullopt : std::optional(found.front());
  }

  std::vector<storage::EntityId> draw_nodes() {
    std::vector<storage::EntityId> drawn;
    const std::optional<storage::NodeId> first = next_node(0);
    if (!first) return drawn;
    // The nodes with a label often are neighbours among all nodes: where the last of them is, about.
    storage::NodeId last = *first;
    storage::NodeId end = reader_.node_id_bound();
    while (end - last > std::max<storage::NodeId>(places, (last - *first) / places)) {
      const storage::NodeId middle = last + (end - last) / 2;
      if (const auto found = next_node(middle)) {
        last = *found;
      } else {
        end = middle;
      }
    }
    for (std::size_t place = 0; place < places; ++place) {
      std::array<storage::EntityId, nodes_at_place> found{};
      storage::NodeId next = 0;
      const auto [begin, place_end] = part(*first, end, place);
      const auto count = value_or_end(reader_.scan_nodes(index().token, begin, place_end, found, next));
      drawn.insert(drawn.end(), found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count));
    }
    return drawn;
  }

  std::vector<storage::EntityId> draw_relationships() {
    std::vector<storage::EntityId> drawn;
    for (std::size_t place = 0; place < places; ++place) {
      std::array<storage::EntityId, relationships_at_place> found{};
      storage::RelationshipId next = 0;
      const auto [begin, end] = part(0, reader_.relationship_id_bound(), place);
      const auto count = value_or_end(reader_.scan_relationships(begin, end, found, next));
      drawn.insert(drawn.end(), found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count));
    }
    std::vector<storage::RelationshipEnds> ends(drawn.size());
    value_or_end(reader_.relationships(drawn, ends));
    std::size_t kept = 0;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      if (ends[i].exists && ends[i].type == index().token) drawn[kept++] = drawn[i];
    }
    drawn.resize(kept);
    return drawn;
  }

  // One of `places` equal parts of the ids, without some of its beginning: what comes at regular distances is not to
  // be met each time, or never.
  static std::pair<storage::EntityId, storage::EntityId> part(storage::EntityId begin, storage::EntityId end,
                                                              std::size_t place) {
    const auto at = [&](std::size_t i) {
      return begin + static_cast<storage::EntityId>(static_cast<double>(end - begin) * static_cast<double>(i) / places);
    };
    const storage::EntityId skipped = mix_bits(place) % std::max<storage::EntityId>(1, (at(place + 1) - at(place)) / 2);
    return {at(place) + skipped, at(place + 1)};
  }

  // A number for the first `values` values of a row: the same for the same values.
  static std::uint64_t hash_of(const std::vector<Value>& row, std::size_t values) {
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < values; ++i) hash = combine_hashes(hash, cairn::hash(row[i]));
    return hash;
  }

  void average_of_all() {
    for (std::size_t values = 1; values <= index().keys.size(); ++values) {
      std::unordered_set<std::uint64_t> different;
      for (const std::vector<Value>& row : sample_.rows) different.insert(hash_of(row, values));
      const double entries = static_cast<double>(sample_.rows.size());
      sample_.per_value.push_back(entries / std::max(1.0, static_cast<double>(different.size())));
    }
  }

  void average_of_drawn() {
    const std::size_t counted = std::max<std::size_t>(1, values_counted_max / index().keys.size());
    for (std::size_t values = 1; values <= index().keys.size(); ++values) {
      if (is_whole_key(values)) {
        sample_.per_value.push_back(1);
        continue;
      }
      const std::size_t asked = std::min(counted, sample_.rows.size());
      double parts = 0;
      for (std::size_t i = 0; i < asked; ++i) {
        parts += 1 / entries_like(sample_.rows[i * sample_.rows.size() / asked], values);
      }
      sample_.per_value.push_back(static_cast<double>(asked) / std::max(parts, 1e-9));
    }
  }

  // The entries whose first values are those of the row.
  double entries_like(const std::vector<Value>& row, std::size_t values) {
    std::vector<std::string> bytes(values);
    std::vector<storage::ValueView> equal;
    for (std::size_t i = 0; i < values; ++i) {
      value_or_end(append_stored(row[i], bytes[i]));
      equal.push_back(storage::ValueView::trusted(bytes[i]));
    }
    std::array<storage::EntityId, entries_counted_max> found{};
    storage::IndexPosition position;
    const std::size_t count = value_or_end(reader_.index_range(index().id, {.equal = equal}, position, found));
    if (count < found.size()) return std::max(1.0, static_cast<double>(count));
    const std::uint64_t wanted = hash_of(row, values);
    const auto same =
        std::ranges::count_if(sample_.rows, [&](const auto& other) { return hash_of(other, values) == wanted; });
    const double part = static_cast<double>(same) / static_cast<double>(sample_.rows.size());
    return std::max(static_cast<double>(count), part * sample_.entries);
  }

  void thin_rows() {
    for (std::size_t i = 0; i < rows_max; ++i) {
      std::swap(sample_.rows[i], sample_.rows[i * sample_.rows.size() / rows_max]);
    }
    sample_.rows.resize(rows_max);
  }

  storage::Reader& reader_;
  IndexSample sample_;
};

}  // namespace

double entities_of(const storage::Reader& reader, const storage::IndexDefinition& index) {
  const storage::Statistics& statistics = reader.statistics();
  const std::uint64_t count =
      index.entity == storage::EntityKind::Node ? statistics.nodes(index.token) : statistics.relationships(index.token);
  return static_cast<double>(count);
}

Expected<IndexSample> take_index_sample(storage::Reader& reader, const storage::IndexDefinition& index) {
  try {
    return SampleTaker(reader, index).take();
  } catch (QueryError& error) {
    return error.take();
  }
}

bool IndexSamples::still_holds(const Kept& kept, const storage::Reader& reader, const storage::IndexDefinition& index) {
  const double before = kept.sample->entities;
  const double now = entities_of(reader, index);
  if (kept.sample->index != index) return false;
  if (std::abs(now - before) > std::max(drift_entities_min, before) * drift_max) return false;
  return kept.number == reader.version().number || std::chrono::steady_clock::now() - kept.taken < age_max;
}

std::shared_ptr<const IndexSample> IndexSamples::find_or_take(storage::Reader& reader,
                                                              const storage::IndexDefinition& index) {
  {
    const std::lock_guard lock(mutex_);
    const auto kept = kept_.find(index.id);
    if (kept != kept_.end() && still_holds(kept->second, reader, index)) return kept->second.sample;
  }
  Expected<IndexSample> taken = take_index_sample(reader, index);
  if (!taken) return nullptr;
  auto sample = std::make_shared<const IndexSample>(*std::move(taken));
  const std::lock_guard lock(mutex_);
  std::erase_if(kept_, [&](const auto& entry) { return reader.schema().find_index(entry.first) == nullptr; });
  kept_[index.id] = {sample, reader.version().number, std::chrono::steady_clock::now()};
  return sample;
}

}  // namespace cairn::engine
