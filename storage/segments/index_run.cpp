#include "storage/segments/index_run.h"

#include "storage/keys.h"
#include "storage/meta_codec.h"
#include "storage/read_errors.h"
#include "storage/store.h"
#include "storage/varint.h"

#include <fmt/format.h>

#include <algorithm>

namespace cairn::storage {

namespace {

// What the distinct keys of a run may take together before it ends early.
constexpr std::size_t key_bytes_max = std::size_t{256} << 10U;

// What building takes for itself besides.
constexpr std::uint64_t scratch_bytes = 4 * key_bytes_max;

constexpr std::uint64_t highest_bit = std::uint64_t{1} << 63U;

std::size_t common_prefix(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

// The first `bytes` of `text` as an integer in their order; what is missing counts as zero.
std::int64_t ordered_integer(std::string_view text, unsigned bytes) {
  std::uint64_t integer = 0;
  for (unsigned i = 0; i < bytes; ++i) {
    integer = integer << 8U | (i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0U);
  }
  return static_cast<std::int64_t>(integer ^ highest_bit);
}

template <class T>
std::size_t bytes_of(const std::vector<T>& vector) {
  return vector.capacity() * sizeof(T);
}

}  // namespace

void IndexRun::Builder::add(std::string_view value_key, EntityId entity) {
  const std::size_t begin = key_ends_.size() < 2 ? 0 : key_ends_[key_ends_.size() - 2];
  if (key_ends_.empty() || std::string_view(keys_).substr(begin) != value_key) {
    keys_ += value_key;
    key_ends_.push_back(static_cast<std::uint32_t>(keys_.size()));
    first_entities_.push_back(static_cast<std::uint32_t>(entities_.size()));
  }
  entities_.push_back(static_cast<std::int64_t>(entity));
}

IndexRun::IndexRun(const Builder& builder) : key_count_(builder.key_ends_.size()), entities_(builder.entities_) {
  if (key_count_ == 0) return;
  const auto key_at = [&](std::size_t i) {
    const std::size_t begin = i == 0 ? 0 : builder.key_ends_[i - 1];
    return std::string_view(builder.keys_).substr(begin, builder.key_ends_[i] - begin);
  };
  const std::string_view first = key_at(0);
  prefix_ = first.substr(0, common_prefix(first, key_at(key_count_ - 1)));
  std::size_t suffix = first.size() - prefix_.size();
  bool same_length = true;
  for (std::size_t i = 1; i < key_count_; ++i) {
    const std::string_view key = key_at(i);
    same_length = same_length && key.size() == first.size();
    std::size_t same = 0;
    while (same < std::min(suffix, key.size() - prefix_.size()) &&
           key[key.size() - 1 - same] == first[first.size() - 1 - same]) {
      ++same;
    }
    suffix = same;
  }
  // Rests of different length without what they end with would no longer be in the order of the keys.
  if (!same_length) suffix = 0;
  suffix_ = first.substr(first.size() - suffix);
  const std::size_t rest_bytes = first.size() - prefix_.size() - suffix;
  if (same_length && rest_bytes <= sizeof(std::uint64_t)) {
    integer_bytes_ = std::max(static_cast<unsigned>(rest_bytes), 1U);
    // A single key is all prefix; its last byte becomes the rest.
    if (rest_bytes == 0) prefix_.pop_back();
    std::vector<std::int64_t> integers(key_count_);
    for (std::size_t i = 0; i < key_count_; ++i) {
      integers[i] = ordered_integer(key_at(i).substr(prefix_.size()), integer_bytes_);
    }
    integers_ = PackedIntegers(integers);
  } else {
    rest_begins_.reserve(key_count_ + 1);
    for (std::size_t i = 0; i < key_count_; ++i) {
      rest_begins_.push_back(static_cast<std::uint32_t>(rests_.size()));
      const std::string_view key = key_at(i);
      rests_ += key.substr(prefix_.size(), key.size() - prefix_.size() - suffix_.size());
    }
    rest_begins_.push_back(static_cast<std::uint32_t>(rests_.size()));
    rests_.shrink_to_fit();
  }
  if (key_count_ != entities_.size()) {
    first_entities_.reserve(key_count_ + 1);
    first_entities_.assign(builder.first_entities_.begin(), builder.first_entities_.end());
    first_entities_.push_back(static_cast<std::uint32_t>(entities_.size()));
  }
}

std::size_t IndexRun::lower_bound(std::string_view value_key) const {
  const int order = value_key.substr(0, prefix_.size()).compare(prefix_);
  if (order != 0) return order < 0 ? 0 : key_count_;
  const std::string_view wanted = value_key.substr(prefix_.size());
  // The first place whose key is not below, by what `below` says of a place.
  const auto search = [&](const auto& below) {
    std::size_t begin = 0;
    std::size_t count = key_count_;
    while (count > 0) {
      const std::size_t half = count / 2;
      const bool right = below(begin + half);
      begin = right ? begin + half + 1 : begin;
      count = right ? count - half - 1 : half;
    }
    return begin;
  };
  if (integer_bytes_ != 0) {
    const std::int64_t integer = ordered_integer(wanted, integer_bytes_);
    const std::size_t place = search([&](std::size_t at) { return integers_[at] < integer; });
    if (place == key_count_ || integers_[place] != integer || wanted.size() < integer_bytes_) return place;
    return wanted.substr(integer_bytes_) > suffix_ ? place + 1 : place;
  }
  return search([&](std::size_t at) {
    const std::string_view own = rest(at);
    const int head = own.compare(wanted.substr(0, own.size()));
    if (head != 0) return head < 0;
    return suffix_ < wanted.substr(own.size());
  });
}

std::optional<std::size_t> IndexRun::find(std::string_view value_key) const {
  const std::size_t place = lower_bound(value_key);
  if (place == key_count_) return std::nullopt;
  std::string own;
  key(place, own);
  return own == value_key ? std::optional(place) : std::nullopt;
}

void IndexRun::key(std::size_t place, std::string& out) const {
  out = prefix_;
  if (integer_bytes_ != 0) {
    append_big_endian(out, static_cast<std::uint64_t>(integers_[place]) ^ highest_bit, integer_bytes_);
  } else {
    out += rest(place);
  }
  out += suffix_;
}

void IndexRun::append_entities(std::size_t place, std::vector<EntityId>& out) const {
  const std::size_t begin = first_entities_.empty() ? place : first_entities_[place];
  const std::size_t end = first_entities_.empty() ? place + 1 : first_entities_[place + 1];
  for (std::size_t i = begin; i < end; ++i) out.push_back(static_cast<EntityId>(entities_[i]));
}

std::size_t IndexRun::memory_bytes() const {
  return sizeof(IndexRun) + prefix_.capacity() + suffix_.capacity() + integers_.memory_bytes() + rests_.capacity() +
         bytes_of(rest_begins_) + bytes_of(first_entities_) + entities_.memory_bytes();
}

Expected<BuiltRun> build_index_run(const Version& version, const IndexDefinition& index, std::string_view begin,
                                   std::string_view end, std::size_t entries_max, Reservation& memory) {
  const auto too_large = [&] {
    return storage_error("SegmentTooLarge", fmt::format("a run of the index '{}' is too large", index.name));
  };
  if (!memory.grow_to_evicting(scratch_bytes)) return too_large();
  const std::string stop = end.empty() ? after_prefix(index_prefix(index.id)) : index_key(index.id, end);
  const auto cursor = version.view->cursor(Family::Indexes, index_key(index.id, begin), stop);
  IndexRun::Builder builder;
  BuiltRun built;
  built.end = end;
  for (; cursor->valid(); cursor->next()) {
    const auto entry = parse_index_entry_key(cursor->key(), index.keys.size());
    if (!entry || entry->entity.has_value() == index.unique) return damaged_error(Family::Indexes, cursor->key());
    if (builder.entries() >= entries_max || builder.key_bytes() >= key_bytes_max) {
      built.end = cursor->key().substr(index_prefix(index.id).size());
      break;
    }
    if (!index.unique) {
      builder.add(entry->value_key, *entry->entity);
      continue;
    }
    const auto entities = parse_unique(cursor->value());
    if (!entities) return damaged_error(Family::Indexes, cursor->key());
    if (!memory.grow_to_evicting(scratch_bytes + 2 * entities->size() * sizeof(EntityId))) return too_large();
    for (const EntityId entity : *entities) builder.add(entry->value_key, entity);
  }
  if (const auto status = cursor->status(); !status) return status.error();
  built.run = std::make_shared<const IndexRun>(builder);
  if (!memory.grow_to_evicting(built.run->memory_bytes())) return too_large();
  memory.shrink_to(built.run->memory_bytes());
  return built;
}

}  // namespace cairn::storage
