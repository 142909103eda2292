#include "storage/commit_encoder.h"
#include "storage/committer.h"
#include "storage/index_builder.h"

namespace cairn::storage {

void end_builds(CommitRecordBuilder& record, std::span<const IndexId> builds, const Schema& schema) {
  for (const IndexId id : builds) {
    record.remove(Family::Meta, building_key(id));
    if (schema.find_index(id) != nullptr) continue;
    const std::string prefix = index_prefix(id);
    record.remove_range(Family::Indexes, prefix, after_prefix(prefix));
  }
}

Expected<VersionPtr> Committer::begin_build(IndexId index, IndexId next_index) {
  const VersionPtr from = latest();
  const CommitHeader header = next_header(CommitKind::IndexBuild);
  CommitRecordBuilder record;
  record.put(Family::Meta, building_key(index), encode_building());
  Schema schema = *from->schema;
  schema.next_index = next_index;
  record.put(Family::Meta, meta_schema, encode(schema));
  put_counters(record, header, {from->node_id_bound, from->relationship_id_bound});
  auto next = std::make_shared<Version>(*from);
  next->number = header.number;
  next->instant_us = header.instant_us;
  next->schema = std::make_shared<const Schema>(std::move(schema));
  auto version = write_and_show(record.finish(header), std::move(next));
  if (!version) return version;
  // Tables that are taken over are durable at once, so what says how to get rid of them must be, too.
  if (const auto durable = wait_durable(header.number); !durable) return durable.error();
  if (relaxed_) sync_behind();
  if (failed()) return refused();
  return version;
}

Expected<StoreViewPtr> Committer::ingest(IndexBuilder& builder) {
  if (const auto ingested = builder.ingest(); !ingested) return ingested.error();
  return store_.view();
}

}  // namespace cairn::storage
