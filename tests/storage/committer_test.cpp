// A committer that runs out of memory. Replaces the program's allocation functions.
#include "storage/committer.h"

#include "storage/version_loader.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

namespace {

thread_local bool memory_is_out = false;

}  // namespace

void* operator new(std::size_t bytes) {
  if (memory_is_out) throw std::bad_alloc();
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes); memory != nullptr) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  return memory_is_out ? nullptr : std::malloc(bytes == 0 ? 1 : bytes);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace cairn::storage::testing {
namespace {

// Takes all memory away once a commit has been written.
class Exhaustion : public CommitListener {
 public:
  void publish(const VersionPtr&, const Touched&, const std::function<void()>&) override {
    memory_is_out = true;
    throw std::bad_alloc();
  }
};

TEST(Committer, ThatRunsOutOfMemoryBehindAWriteSaysSoAndWritesNothingMore) {
  const TemporaryDirectory directory;
  auto store = must(Store::open(directory.file("db"), {}));
  must(create_database(*store));
  const VersionPtr loaded = must(load_version(*store)).version;
  Committer committer(*store, loaded, 1, {});
  Exhaustion exhaustion;
  committer.set_listener(&exhaustion);
  WriteSet writes(*loaded);
  writes.add_token(TokenKind::Label, "L");
  auto lock = must(committer.acquire({}));
  const auto committed = committer.commit(loaded, writes, std::move(lock));
  memory_is_out = false;
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().detail, "OutOfMemory");
  EXPECT_NE(committed.error().message.find("known when the database is opened again"), std::string::npos);
  EXPECT_TRUE(committer.failed());
  EXPECT_EQ(committer.acquire({}).error().detail, "WritesRefused");
  EXPECT_EQ(committer.latest(), loaded);
}

}  // namespace
}  // namespace cairn::storage::testing
