#include "storage/base_reader.h"
#include "storage/committer.h"
#include "storage/constraint_errors.h"
#include "storage/entity_walk.h"
#include "storage/index_bounds.h"
#include "storage/index_builder.h"
#include "storage/write_set.h"
#include "storage/write_transaction.h"

#include <algorithm>

namespace cairn::storage {

namespace {

constexpr std::size_t keys_between_questions = 1024;

// The entries of a new index in the write set, emptied again unless they are kept.
class FilledIndex {
 public:
  FilledIndex(WriteSet& writes, IndexId index) : writes_(writes), index_(index) {}
  ~FilledIndex() {
    if (!kept_) writes_.empty_index(index_);
  }
  FilledIndex(const FilledIndex&) = delete;
  FilledIndex& operator=(const FilledIndex&) = delete;

  void keep() { kept_ = true; }

 private:
  WriteSet& writes_;
  IndexId index_;
  bool kept_ = false;
};

}  // namespace

Expected<void> WriteTransaction::build(const IndexDefinition* index, const ConstraintDefinition* constraint,
                                       const BuildOptions& options) {
  if (index == nullptr) return visit_entries(nullptr, constraint, options, {});
  const Statistics& statistics = writes_->statistics();
  const std::uint64_t entities =
      index->entity == EntityKind::Node ? statistics.nodes(index->token) : statistics.relationships(index->token);
  if (!writes_->has_entities() && entities >= committer_.build_entities_min())
    return build_beside(*index, constraint, options);
  // An exception, too, leaves no entries behind.
  FilledIndex filled(*writes_, index->id);
  auto built = fill_writes(index, constraint, options);
  if (built) filled.keep();
  return built;
}

Expected<void> WriteTransaction::visit_entries(const IndexDefinition* index, const ConstraintDefinition* constraint,
                                               const BuildOptions& options, const AddEntry& add) {
  const EntityKind entity = index != nullptr ? index->entity : constraint->entity;
  const std::uint32_t token = index != nullptr ? index->token : constraint->token;
  EntityWalk walk(*reader_, entity, token, index != nullptr ? index->keys : constraint->keys);
  std::string key;
  while (true) {
    if (options.stop && options.stop()) return build_stopped_error();
    const auto more = walk.next();
    if (!more) return more.error();
    if (!*more) return {};
    for (std::size_t i = 0; i < walk.ids().size(); ++i) {
      const std::span<const ValueView> values = walk.values(i);
      const EntityId id = walk.ids()[i];
      if (constraint != nullptr) {
        if (const auto checked = check_values(*constraint, id, values); !checked) return checked;
      }
      if (index == nullptr || has_null(values)) continue;
      key.clear();
      append_index_keys(key, values, index->cut_keys);
      if (const auto added = add(key, id); !added) return added;
    }
  }
}

// --- in the write set

Expected<void> WriteTransaction::fill_writes(const IndexDefinition* index, const ConstraintDefinition* constraint,
                                             const BuildOptions& options) {
  const auto add = [&](std::string_view key, EntityId id) {
    writes_->fill_index(index->id, std::string(key), id);
    auto checked = check_memory();
    if (!checked) checked.error().hint = "make the index or constraint in a transaction of its own";
    return checked;
  };
  if (const auto filled = visit_entries(index, constraint, options, add); !filled) return filled;
  return index->unique ? check_filled(*index, options) : Expected<void>();
}

Expected<void> WriteTransaction::check_filled(const IndexDefinition& index, const BuildOptions& options) {
  const IndexEntries* entries = writes_->index(index.id);
  if (entries == nullptr) return {};
  std::vector<EntityId> same;
  std::size_t keys = 0;
  for (auto entry = entries->begin(); entry != entries->end(); ++keys) {
    if (keys % keys_between_questions == 0 && options.stop && options.stop()) return build_stopped_error();
    const std::string& key = entry->first.first;
    same.clear();
    for (; entry != entries->end() && entry->first.first == key; ++entry) same.push_back(entry->first.second);
    if (const auto checked = check_distinct(index, same, options); !checked) return checked;
  }
  return {};
}

// --- beside it

void WriteTransaction::move_to(VersionPtr base) {
  base_ = std::move(base);
  reader_ = std::make_unique<Reader>(base_, writes_.get(), nullptr);
  base_reader_ = std::make_unique<BaseReader>(base_, segments_);
}

Expected<void> WriteTransaction::build_beside(const IndexDefinition& index, const ConstraintDefinition* constraint,
                                              const BuildOptions& options) {
  const SchemaPtr schema = base_->schema;
  const auto begun = committer_.begin_build(index.id, writes_->next_index());
  if (!begun) return begun.error();
  writes_->note_build(index.id);
  // This transaction's Version has also the indexes it has built before, which nobody else knows yet.
  auto base = std::make_shared<Version>(**begun);
  base->schema = schema;
  move_to(base);

  IndexBuilder builder(committer_.store(), index, committer_.build_bytes_max(), options.stop);
  const auto add = [&](std::string_view key, EntityId id) { return builder.add(key, id); };
  if (const auto visited = visit_entries(&index, constraint, options, add); !visited) return visited;
  const auto check = [&](std::span<const EntityId> entities) { return check_distinct(index, entities, options); };
  if (const auto finished = builder.finish(check); !finished) return finished;
  auto view = committer_.ingest(builder);
  if (!view) return view.error();

  Schema with_index = *schema;
  with_index.add(index);
  base = std::make_shared<Version>(*base);
  base->schema = std::make_shared<const Schema>(std::move(with_index));
  base->view = std::move(*view);
  move_to(base);
  return {};
}

}  // namespace cairn::storage
