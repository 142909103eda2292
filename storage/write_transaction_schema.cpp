#include "storage/base_reader.h"
#include "storage/committer.h"
#include "storage/index_key.h"
#include "storage/write_set.h"
#include "storage/write_transaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace cairn::storage {

namespace {

constexpr std::size_t ids_at_once = 2048;

std::string_view kind_name(EntityKind kind) { return kind == EntityKind::Node ? "node" : "relationship"; }

Error not_unique(const IndexDefinition& index, ValueView value, EntityId first, EntityId second) {
  return runtime_error(ErrorType::ConstraintValidationFailed, "NotUnique",
                       fmt::format("the unique index '{}' would hold {} twice: for {} {} and {} {}", index.name,
                                   describe(value), kind_name(index.entity), first, kind_name(index.entity), second));
}

}  // namespace

Expected<void> WriteTransaction::check_unique(std::size_t first) {
  PropertyColumn column;
  std::string scratch;
  for (std::size_t i = first; i < unique_checks_.size(); ++i) {
    const auto& [id, value_key] = unique_checks_[i];
    const IndexDefinition* index = writes_->schema().find(id);
    if (index == nullptr) continue;
    std::vector<EntityId> entities;
    if (base_->schema->find(id) != nullptr) {
      if (const auto read = base_reader_->index_entities(*index, value_key, entities); !read) return read.error();
    }
    const IndexEntries* changed = writes_->index(id);
    if (changed != nullptr) {
      for (auto entry = changed->lower_bound({value_key, 0});
           entry != changed->end() && entry->first.first == value_key; ++entry) {
        std::erase(entities, entry->first.second);
        if (entry->second) entities.push_back(entry->first.second);
      }
    }
    if (entities.size() < 2) continue;
    // Several values may share a cut key, so the values themselves are compared.
    std::ranges::sort(entities);
    if (const auto read = reader_->property(index->entity, entities, index->key, column); !read) return read.error();
    std::map<std::string, EntityId> seen;
    for (std::size_t k = 0; k < entities.size(); ++k) {
      const ValueView value = column.value_at(k, scratch);
      std::string whole;
      append_whole_index_key(whole, value);
      const auto [place, is_new] = seen.emplace(std::move(whole), entities[k]);
      if (!is_new) return not_unique(*index, value, place->second, entities[k]);
    }
  }
  return {};
}

Expected<void> WriteTransaction::fill_index_batch(const IndexDefinition& index, std::span<const EntityId> ids) {
  PropertyColumn column;
  std::string scratch;
  if (const auto read = reader_->property(index.entity, ids, index.key, column); !read) return read.error();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (column.valid[i] == 0) continue;
    std::string key;
    append_index_key(key, column.value_at(i, scratch));
    if (index.unique) {
      const IndexEntries* entries = writes_->index(index.id);
      const auto same = entries == nullptr ? IndexEntries::const_iterator() : entries->lower_bound({key, 0});
      if (entries != nullptr && same != entries->end() && same->first.first == key)
        unique_checks_.emplace_back(index.id, key);
    }
    writes_->fill_index(index.id, std::move(key), ids[i]);
  }
  return check_memory();
}

Expected<void> WriteTransaction::fill_index(const IndexDefinition& index) {
  std::vector<EntityId> ids(ids_at_once);
  std::vector<RelationshipEnds> ends(ids_at_once);
  const bool of_nodes = index.entity == EntityKind::Node;
  const EntityId end = of_nodes ? reader_->node_id_bound() : reader_->relationship_id_bound();
  for (EntityId next = 0; next < end;) {
    const auto count = of_nodes ? reader_->scan_nodes(index.token, next, end, ids, next)
                                : reader_->scan_relationships(next, end, ids, next);
    if (!count) return count.error();
    std::span<EntityId> found(ids.data(), *count);
    if (!of_nodes) {
      const std::span<RelationshipEnds> types(ends.data(), *count);
      if (const auto read = reader_->relationships(found, types); !read) return read.error();
      std::size_t kept = 0;
      for (std::size_t i = 0; i < found.size(); ++i) {
        if (types[i].type == index.token) found[kept++] = found[i];
      }
      found = found.first(kept);
    }
    if (const auto filled = fill_index_batch(index, found); !filled) return filled.error();
  }
  return {};
}

Expected<IndexId> WriteTransaction::create_index(std::string_view name, EntityKind entity, std::uint32_t token,
                                                 KeyToken key, bool unique) {
  const Schema& schema = writes_->schema();
  const auto same = [&](const IndexDefinition& index) {
    return index.entity == entity && index.token == token && index.key == key && index.unique == unique;
  };
  const auto equal = std::ranges::find_if(schema.indexes, same);
  if (schema.find(name) != nullptr || equal != schema.indexes.end()) {
    const std::string_view existing = schema.find(name) != nullptr ? name : std::string_view(equal->name);
    return runtime_error(ErrorType::ConstraintValidationFailed, "IndexAlreadyExists",
                         fmt::format("there is already an index '{}'{}", existing,
                                     schema.find(name) != nullptr ? "" : " on the same property"),
                         "drop it first, or say IF NOT EXISTS");
  }
  const IndexDefinition index{.id = writes_->take_index_id(),
                              .name = std::string(name),
                              .entity = entity,
                              .token = token,
                              .key = key,
                              .unique = unique};
  const std::size_t first_check = unique_checks_.size();
  if (const auto filled = fill_index(index); !filled) return filled.error();
  Schema changed = schema;
  ++changed.version;
  changed.indexes.push_back(index);
  SchemaPtr before = writes_->schema_pointer();
  writes_->set_schema(std::move(changed));
  if (const auto checked = check_unique(first_check); !checked) {
    writes_->set_schema(*before);
    unique_checks_.resize(first_check);
    return checked.error();
  }
  return index.id;
}

Expected<void> WriteTransaction::drop_index(std::string_view name) {
  const IndexDefinition* index = writes_->schema().find(name);
  if (index == nullptr) {
    return runtime_error(ErrorType::ConstraintValidationFailed, "IndexNotFound",
                         fmt::format("there is no index '{}'", name), "say IF EXISTS if that is no error");
  }
  const IndexId id = index->id;
  Schema changed = writes_->schema();
  ++changed.version;
  std::erase_if(changed.indexes, [&](const IndexDefinition& each) { return each.id == id; });
  writes_->set_schema(std::move(changed));
  return {};
}

}  // namespace cairn::storage
