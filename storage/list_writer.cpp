#include "storage/list_writer.h"

#include "storage/base_reader.h"

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr std::size_t jobs_at_once = 512;
// Pieces of a split leave room to grow.
constexpr std::size_t piece_entries = chunk_entries_max * 3 / 4;

std::size_t pieces_of(std::uint64_t entries) {
  return entries <= chunk_entries_max ? 1 : static_cast<std::size_t>((entries + piece_entries - 1) / piece_entries);
}

// Hands each entry to the chunk it belongs to.
void distribute(std::span<const ListEntry> entries, const std::vector<ChunkState>& chunks,
                std::vector<ListEdits>& edits, std::vector<ListEntry> ListEdits::* side) {
  std::size_t chunk = 0;
  for (const ListEntry& entry : entries) {
    while (chunk + 1 < chunks.size() && chunks[chunk + 1].first <= entry) ++chunk;
    (edits[chunk].*side).push_back(entry);
  }
}

std::uint64_t entries_after(const ChunkState& chunk, const ListEdits& edits) {
  return chunk.entries + edits.added.size() - edits.removed.size();
}

}  // namespace

const std::vector<ChunkState>* ListLedger::find(const ListKey& list) const {
  const auto found = lists_.find(list);
  return found == lists_.end() ? nullptr : &found->second;
}

void ListLedger::set(const ListKey& list, std::vector<ChunkState> chunks) {
  std::vector<ChunkState>& slot = lists_[list];
  chunks_ += chunks.size() - slot.size();
  slot = std::move(chunks);
}

void ListLedger::forget(const ListKey& list) {
  const auto found = lists_.find(list);
  if (found == lists_.end()) return;
  chunks_ -= found->second.size();
  lists_.erase(found);
}

void ListLedger::trim() {
  if (chunks_ > chunks_max) clear();
}

void ListLedger::clear() {
  lists_.clear();
  chunks_ = 0;
}

Expected<void> ListWriter::write(std::span<const ListJob> jobs, std::span<ListOutcome> outcomes) {
  std::vector<std::string> keys;
  for (std::size_t begin = 0; begin < jobs.size(); begin += jobs_at_once) {
    const std::size_t end = std::min(begin + jobs_at_once, jobs.size());
    keys.clear();
    ledger_.trim();  // not in between: which lists are fetched depends on what it knows
    for (std::size_t i = begin; i < end; ++i) {
      if (!jobs[i].known_new && ledger_.find(jobs[i].list) == nullptr) keys.push_back(chunk_key(jobs[i].list));
    }
    if (const auto fetched = view_.get_many(Family::Adjacency, keys, values_); !fetched) return fetched.error();
    std::size_t next_value = 0;
    for (std::size_t i = begin; i < end; ++i) {
      if (jobs[i].known_new) {
        if (const auto written = write_one(jobs[i], std::nullopt, outcomes[i]); !written) return written.error();
      } else if (const auto* chunks = ledger_.find(jobs[i].list)) {
        const std::vector<ChunkState> known = *chunks;
        if (const auto written = write_chunks(jobs[i], known, outcomes[i]); !written) return written.error();
      } else {
        if (const auto written = write_one(jobs[i], values_[next_value++], outcomes[i]); !written)
          return written.error();
      }
    }
  }
  return {};
}

Expected<void> ListWriter::write_one(const ListJob& job, std::optional<std::string_view> head, ListOutcome& outcome) {
  static const std::string empty_list = [] {
    std::string bytes;
    append_list(bytes, 0, {}, false);
    return bytes;
  }();
  const auto list = ListView::parse(head ? *head : std::string_view(empty_list));
  if (!list) return damaged_error(Family::Adjacency, chunk_key(job.list));
  if (list->more_chunks()) {
    const auto chunks = load_chunks(job.list, *list);
    if (!chunks) return chunks.error();
    return write_chunks(job, *chunks, outcome);
  }
  outcome.had_entries = list->size() > 0;
  outcome.has_entries = list->size() + job.edits.added.size() > job.edits.removed.size();
  return write_single(job, *list);
}

Expected<void> ListWriter::write_single(const ListJob& job, const ListView& list) {
  std::vector<ListEntry> entries;
  const auto sections = list.sections();
  if (!sections || !list.append_to(entries)) return damaged_error(Family::Adjacency, chunk_key(job.list));
  job.edits.apply(entries);
  std::vector<ChunkState> after;
  if (entries.empty()) {
    record_.remove(Family::Adjacency, chunk_key(job.list));
  } else {
    put_pieces(job.list, {}, entries, pieces_of(entries.size()) > 1, *sections, after);
  }
  if (entries.size() > short_list_max) ledger_.set(job.list, std::move(after));
  return {};
}

// Chunks whose pending edits are not known are taken to have as many as are allowed.
Expected<std::vector<ChunkState>> ListWriter::load_chunks(const ListKey& list, const ListView& head) {
  std::vector<ChunkState> chunks = {{{}, head.size(), edits_pending_max}};
  const auto cursor = view_.cursor(Family::Adjacency, chunk_key(list, {0, 1}), after_prefix(list_prefix(list)));
  for (; cursor->valid(); cursor->next()) {
    const auto key = parse_chunk_key(cursor->key());
    const auto chunk = ListView::parse(cursor->value());
    if (!key || !chunk) return damaged_error(Family::Adjacency, cursor->key());
    chunks.push_back({key->first, chunk->size(), edits_pending_max});
  }
  if (const auto status = cursor->status(); !status) return status.error();
  return chunks;
}

Expected<void> ListWriter::write_chunks(const ListJob& job, const std::vector<ChunkState>& chunks,
                                        ListOutcome& outcome) {
  std::vector<ListEdits> edits(chunks.size());
  distribute(job.edits.added, chunks, edits, &ListEdits::added);
  distribute(job.edits.removed, chunks, edits, &ListEdits::removed);

  std::vector<Group> groups;
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    outcome.had_entries = outcome.had_entries || chunks[i].entries > 0;
    const std::uint64_t entries = entries_after(chunks[i], edits[i]);
    if (!groups.empty() && groups.back().entries < chunk_entries_min) {
      groups.back().last = i;
      groups.back().entries += entries;
    } else {
      groups.push_back({i, i, entries});
    }
  }
  if (groups.size() > 1 && groups.back().entries < chunk_entries_min) {
    groups[groups.size() - 2].last = groups.back().last;
    groups[groups.size() - 2].entries += groups.back().entries;
    groups.pop_back();
  }
  std::size_t pieces = 0;
  for (const Group& group : groups) {
    outcome.has_entries = outcome.has_entries || group.entries > 0;
    pieces += pieces_of(group.entries);
  }
  std::vector<ChunkState> after;
  for (const Group& group : groups) {
    if (const auto written = write_group(job, chunks, group, edits, pieces > 1, after); !written)
      return written.error();
  }
  std::uint64_t total = 0;
  for (const ChunkState& chunk : after) total += chunk.entries;
  if (total > short_list_max) {
    ledger_.set(job.list, std::move(after));
  } else {
    ledger_.forget(job.list);
  }
  return {};
}

Expected<void> ListWriter::write_group(const ListJob& job, const std::vector<ChunkState>& chunks, const Group& group,
                                       std::span<const ListEdits> edits, bool more_chunks,
                                       std::vector<ChunkState>& after) {
  const bool alone = group.first == group.last && pieces_of(group.entries) == 1;
  const bool flag_stays = group.first > 0 || more_chunks == (chunks.size() > 1);
  if (alone && flag_stays) {
    ChunkState chunk = chunks[group.first];
    const ListEdits& changes = edits[group.first];
    const bool grown = group.entries > short_list_max || chunks.size() > 1;
    if (changes.empty()) {
      after.push_back(chunk);
      return {};
    }
    if (grown && chunk.edits_pending < edits_pending_max) {
      std::string operand;
      changes.append_to(operand);
      record_.edit_list(chunk_key(job.list, chunk.first), operand);
      after.push_back({chunk.first, group.entries, chunk.edits_pending + 1});
      return {};
    }
  }
  std::vector<ListEntry> entries;
  std::string sections;
  for (std::size_t i = group.first; i <= group.last; ++i) {
    const std::string key = chunk_key(job.list, chunks[i].first);
    std::string bytes;
    const auto found = view_.get(Family::Adjacency, key, bytes);
    if (!found) return found.error();
    const auto list = *found ? ListView::parse(bytes) : std::nullopt;
    const auto kept = list ? list->sections() : std::nullopt;
    if (!kept || !list->append_to(entries)) return damaged_error(Family::Adjacency, key);
    sections += *kept;
    record_.remove(Family::Adjacency, key);
  }
  for (std::size_t i = group.first; i <= group.last; ++i) edits[i].apply(entries);
  if (entries.empty()) return {};
  put_pieces(job.list, chunks[group.first].first, entries, more_chunks, sections, after);
  return {};
}

void ListWriter::put_pieces(const ListKey& list, const ListEntry& first, std::span<const ListEntry> entries,
                            bool more_chunks, std::string_view sections, std::vector<ChunkState>& after) {
  const std::size_t pieces = pieces_of(entries.size());
  for (std::size_t i = 0; i < pieces; ++i) {
    const std::size_t begin = entries.size() * i / pieces;
    const std::size_t end = entries.size() * (i + 1) / pieces;
    const std::span<const ListEntry> piece = entries.subspan(begin, end - begin);
    const ListEntry key = i == 0 ? first : piece.front();
    const bool head = key == ListEntry{};
    std::string bytes;
    append_list(bytes, list.node, piece, head && more_chunks, i == 0 ? sections : std::string_view());
    record_.put(Family::Adjacency, chunk_key(list, key), bytes);
    after.push_back({key, piece.size(), 0});
  }
}

}  // namespace cairn::storage
