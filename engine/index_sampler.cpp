#include "engine/index_sampler.h"

#include "engine/executor/index_values.h"
#include "engine/value/comparison.h"
#include "engine/value/equivalence.h"

#include <algorithm>
#include <array>

namespace cairn::engine {

namespace {

// Entries of one place in an index that are counted; where there are more, the sample tells how many.
constexpr std::size_t counted_max = 256;
// Going to a place costs as much as reading that many entries there.
constexpr std::size_t place_cost = 32;
// One answer is remembered for each question, but not for endless ones.
constexpr std::size_t answers_max = 4096;

bool has_range(const IndexQuestion& question) { return question.lower || question.upper || question.prefix; }

std::size_t leading_known(const IndexQuestion& question) {
  const auto unknown =
      std::ranges::find_if_not(question.equal, [](const std::optional<Value>& value) { return value.has_value(); });
  return static_cast<std::size_t>(unknown - question.equal.begin());
}

// No property has such a value, or lies at such an end.
bool finds_nothing(const IndexQuestion& question) {
  const auto is_impossible = [](const std::optional<Value>& value) { return value && !may_be_sought(*value); };
  if (std::ranges::any_of(question.equal, is_impossible)) return true;
  if (question.prefix && !question.prefix->is_string()) return true;
  return is_impossible(question.lower) || is_impossible(question.upper);
}

void append_part(const std::optional<Value>& value, char mark, std::string& out) {
  out.push_back(value ? mark : '-');
  if (value) append_sought(*value, out);
}

// The question as bytes that no other one has.
std::string key_of(const storage::IndexDefinition& index, const IndexQuestion& question) {
  std::string key = std::to_string(index.id);
  for (const std::optional<Value>& value : question.equal) append_part(value, '=', key);
  append_part(question.lower, question.lower_inclusive ? 'l' : 'L', key);
  append_part(question.upper, question.upper_inclusive ? 'u' : 'U', key);
  append_part(question.prefix, 'p', key);
  return key;
}

bool is_at_end(const Value& value, const std::optional<Value>& end, bool inclusive, Comparison wanted) {
  if (!end) return true;
  const Comparison comparison = compare(value, *end);
  return comparison == wanted || (inclusive && comparison == Comparison::Equal);
}

bool is_in_range(const Value& value, const IndexQuestion& question) {
  if (question.prefix) return value.is_string() && value.as_string().starts_with(question.prefix->as_string());
  return is_at_end(value, question.lower, question.lower_inclusive, Comparison::Greater) &&
         is_at_end(value, question.upper, question.upper_inclusive, Comparison::Less);
}

// Whether an entry with these values is among those asked for, as far as the question knows.
bool is_inside(const std::vector<Value>& row, const IndexQuestion& question) {
  for (std::size_t i = 0; i < question.equal.size(); ++i) {
    if (question.equal[i] && !equivalent(row[i], *question.equal[i])) return false;
  }
  return !has_range(question) || is_in_range(row[question.equal.size()], question);
}

// The part of the entries that are asked for: of none in the sample it is taken for half of one.
double sampled_fraction(const IndexSample& sample, const IndexQuestion& question) {
  const auto inside = std::ranges::count_if(sample.rows, [&](const auto& row) { return is_inside(row, question); });
  const double count = std::max(0.5, static_cast<double>(inside));
  return count / std::max(1.0, static_cast<double>(sample.rows.size()));
}

}  // namespace

std::optional<double> IndexSampler::entries(const storage::IndexDefinition& index, const IndexQuestion& question) {
  if (finds_nothing(question)) return 0;
  std::string key = key_of(index, question);
  if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
  const std::optional<double> answer = find(index, question);
  if (answers_.size() < answers_max) answers_.emplace(std::move(key), answer);
  return answer;
}

// Where some values are known and others not, the unknown ones divide what the known ones find as they divide the
// index on average.
std::optional<double> IndexSampler::find(const storage::IndexDefinition& index, const IndexQuestion& question) {
  const std::size_t known = leading_known(question);
  const std::size_t equal = question.equal.size();
  if (known == equal) return known_entries(index, question);
  const IndexSample* about = sample(index);
  if (about == nullptr) return std::nullopt;
  double found = about->per_value[equal - 1];
  if (known > 0) {
    IndexQuestion first;
    first.equal.assign(question.equal.begin(), question.equal.begin() + static_cast<std::ptrdiff_t>(known));
    const std::optional<double> of_known = known_entries(index, first);
    if (of_known) found = *of_known * std::min(1.0, found / about->per_value[known - 1]);
  }
  if (!has_range(question)) return found;
  IndexQuestion range = question;
  std::ranges::fill(range.equal, std::nullopt);
  return found * sampled_fraction(*about, range);
}

std::optional<double> IndexSampler::known_entries(const storage::IndexDefinition& index, const IndexQuestion& known) {
  const std::optional<Counted> counted = count(index, known);
  if (counted && counted->all) return counted->entries;
  const IndexSample* about = sample(index);
  if (about == nullptr) return counted ? std::optional(counted->entries) : std::nullopt;
  const double least = counted ? counted->entries : 0;
  const bool is_everything = known.equal.empty() && !has_range(known);
  return std::max(least, is_everything ? about->entries : about->entries * sampled_fraction(*about, known));
}

std::optional<IndexSampler::Counted> IndexSampler::count(const storage::IndexDefinition& index,
                                                         const IndexQuestion& known) {
  const auto is_list = [](const std::optional<Value>& end) { return end && end->is_list(); };
  if (is_list(known.lower) || is_list(known.upper) || entries_left_ <= place_cost) return std::nullopt;
  std::array<std::string, 2> ends;
  std::vector<std::string> bytes(known.equal.size());
  std::vector<storage::ValueView> equal;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    append_sought(*known.equal[i], bytes[i]);
    equal.push_back(storage::ValueView::trusted(bytes[i]));
  }
  storage::IndexBounds bounds{.equal = equal};
  const auto set_end = [](const std::optional<Value>& value, std::string& buffer, auto& end) {
    if (!value) return;
    append_sought(*value, buffer);
    end = storage::ValueView::trusted(buffer);
  };
  set_end(known.lower, ends[0], bounds.lower);
  set_end(known.upper, ends[1], bounds.upper);
  bounds.lower_inclusive = known.lower_inclusive;
  bounds.upper_inclusive = known.upper_inclusive;
  if (known.prefix) bounds.string_prefix = known.prefix->as_string();

  std::array<storage::EntityId, counted_max> found{};
  const std::size_t count_max = std::min(counted_max, entries_left_ - place_cost);
  storage::IndexPosition position;
  const auto count = reader_.index_range(index.id, bounds, position, std::span(found).first(count_max));
  if (!count) return std::nullopt;
  entries_left_ -= place_cost + *count;
  return Counted{static_cast<double>(*count), *count < count_max};
}

const IndexSample* IndexSampler::sample(const storage::IndexDefinition& index) {
  const auto [place, is_new] = taken_.try_emplace(index.id);
  if (is_new) place->second = samples_.find_or_take(reader_, index);
  return place->second.get();
}

}  // namespace cairn::engine
