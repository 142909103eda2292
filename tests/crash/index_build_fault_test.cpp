// An index is built while the power is cut or the disk is full, at every single operation: it is there whole
// or not at all, and nothing else is lost.
#include "storage/graph_store.h"
#include "storage/meta_codec.h"
#include "storage/store.h"
#include "storage/test_hooks.h"
#include "tests/crash/fault_file_system.h"
#include "tests/storage/store_testing.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace cairn::storage::testing {
namespace {

constexpr std::size_t node_count = 600;

// A database with nodes (:L {k}) on a disk that can fail.
class Workshop {
 public:
  Workshop() {
    hooks_->environment = make_environment(files_);
    hooks_->index_build_entities_min = 1;
    hooks_->index_build_bytes_max = 8 * 1024;
    hooks_->skip_background_fold = true;
    auto store = must(open());
    auto transaction = must(store->begin_write());
    const LabelToken label = transaction->label("L");
    const KeyToken key = transaction->key("k");
    for (std::size_t i = 0; i < node_count; ++i) {
      const Value value = Value::integer(static_cast<std::int64_t>((i * 7) % node_count));
      const PropertyEntry entry{key, value.view()};
      must(transaction->create_node(std::span(&label, 1), std::span(&entry, 1)));
    }
    must(transaction->commit());
    transaction.reset();
    must(store->close());
  }

  Expected<std::unique_ptr<GraphStore>> open() {
    OpenOptions options;
    options.memory_bytes = std::uint64_t{8} << 20U;
    options.test_hooks = hooks_;
    return GraphStore::open(directory_.file("db"), options);
  }

  FaultFileSystem& files() { return *files_; }
  std::string building() const { return directory_.file("db") + "/building"; }

 private:
  TemporaryDirectory directory_;
  std::shared_ptr<FaultFileSystem> files_ = std::make_shared<FaultFileSystem>();
  std::shared_ptr<TestHooks> hooks_ = std::make_shared<TestHooks>();
};

// Makes the constraint; the error, if there is one.
Expected<void> build(GraphStore& store) {
  auto transaction = store.begin_write();
  if (!transaction) return transaction.error();
  const LabelToken label = (*transaction)->label("L");
  const KeyToken key = (*transaction)->key("k");
  const auto made =
      (*transaction)->create_constraint("c", ConstraintKind::Key, EntityKind::Node, label, std::span(&key, 1));
  if (!made) return made.error();
  const auto committed = (*transaction)->commit();
  if (!committed) return committed.error();
  return {};
}

// What is wrong with the database; empty if nothing is. `built`: the constraint must be there.
std::string judge(GraphStore& store, bool built) {
  const auto report = store.check();
  if (!report) return to_string(report.error());
  if (!report->clean()) return report->findings[0].key + ": " + report->findings[0].problem;
  auto reader = store.read(store.durable());
  if (reader->statistics().nodes() != node_count) return "nodes are lost";
  const IndexDefinition* index = reader->schema().find_index("c");
  if (built && index == nullptr) return "the acknowledged constraint is lost";
  const StoreViewPtr view = store.durable()->view;
  if (index == nullptr && view->cursor(Family::Indexes)->valid()) return "entries of no index are left";
  if (view->cursor(Family::Meta, "building/", "building0")->valid()) return "the mark of a build is left";
  if (index == nullptr) return "";
  std::vector<EntityId> found;
  must(reader->index_seek(index->id, Value::integer(7).view(), found));
  return found == std::vector<EntityId>{1} ? "" : "a value is not found";
}

std::uint64_t step() {
  const char* asked = std::getenv("CAIRN_POWER_CUT_STEP");
  return asked == nullptr ? 1 : std::strtoull(asked, nullptr, 10);
}

TEST(IndexBuildPowerCut, LeavesTheIndexWholeOrNotAtAllWhereverItHappens) {
  for (const UnsyncedTail tail : {UnsyncedTail::Lost, UnsyncedTail::Half, UnsyncedTail::Garbage}) {
    const std::uint64_t stride = tail == UnsyncedTail::Lost ? step() : 3 * step();
    std::uint64_t operation = 1;
    for (;; operation += stride) {
      Workshop workshop;
      auto store = must(workshop.open());
      workshop.files().cut_power_at(operation);
      const bool built = build(*store).has_value();
      const bool was_cut = workshop.files().power_is_cut();
      workshop.files().cut_power();
      static_cast<void>(store->close().has_value());
      store.reset();
      workshop.files().lose_unsynced(tail);
      auto reopened = workshop.open();
      ASSERT_TRUE(reopened) << operation << ": " << to_string(reopened.error());
      ASSERT_EQ(judge(**reopened, built), "") << "operation " << operation << " tail " << static_cast<int>(tail);
      EXPECT_FALSE(std::filesystem::exists(workshop.building())) << operation;
      if ((*reopened)->durable()->schema->find_index("c") == nullptr) {
        const auto again = build(**reopened);
        ASSERT_TRUE(again) << operation << ": " << to_string(again.error());
        ASSERT_EQ(judge(**reopened, true), "") << operation;
      }
      if (!was_cut) break;
    }
    EXPECT_GT(operation, 20U) << "a build has far more operations than this";
  }
}

TEST(IndexBuildFullDisk, SaysSoAndLeavesNothing) {
  for (std::uint64_t operation = 1;; operation += step()) {
    Workshop workshop;
    auto store = must(workshop.open());
    workshop.files().fill_disk_at(operation);
    const auto built = build(*store);
    workshop.files().fill_disk_at(0);
    if (!built) {
      EXPECT_EQ(built.error().detail, "DiskFull") << operation << ": " << to_string(built.error());
    } else {
      EXPECT_EQ(judge(*store, true), "") << operation;
    }
    static_cast<void>(store->close().has_value());
    store = must(workshop.open());
    ASSERT_EQ(judge(*store, built.has_value()), "") << operation;
    EXPECT_FALSE(std::filesystem::exists(workshop.building())) << operation;
    if (built) break;
  }
}

}  // namespace
}  // namespace cairn::storage::testing
