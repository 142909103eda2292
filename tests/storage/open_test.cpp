// Opening: what is there, what is not, and what each bad path answers.
#include "storage/commit_record.h"
#include "storage/format.h"
#include "storage/graph_store.h"
#include "storage/meta_codec.h"
#include "storage/store.h"
#include "storage/version_loader.h"
#include "tests/storage/store_testing.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace cairn::storage::testing {
namespace {

// The detail of the error of opening; empty if it succeeds.
std::string open_error(const std::string& path, OpenOptions options = {}) {
  options.memory_bytes = std::uint64_t{16} << 20U;
  const auto store = GraphStore::open(path, options);
  if (store) return "";
  EXPECT_EQ(store.error().type, ErrorType::StorageError);
  EXPECT_FALSE(store.error().message.empty());
  return store.error().detail;
}

void make_database(const std::string& path) {
  auto store = open_store(path);
  auto transaction = must(store->begin_write());
  create_node(*transaction, "A");
  must(transaction->commit());
  transaction.reset();
  must(store->close());
}

void write_file(const std::string& path, std::string_view text) { std::ofstream(path) << text; }

// Writes one value of `meta` as a later commit, behind the back of GraphStore.
void put_meta(const std::string& path, std::string_view key, std::string_view value) {
  auto store = must(Store::open(path, {}));
  CommitRecordBuilder record;
  record.put(Family::Meta, key, value);
  const std::string bytes = record.finish({.number = 2, .instant_us = 2});
  must(store->write(CommitRecordView::parse(bytes).value()));
  must(store->close());
}

TEST(Open, MakesADatabaseAndFindsItAgain) {
  const TemporaryDirectory directory;
  make_database(directory.file("db"));
  auto store = open_store(directory.file("db") + "/");
  EXPECT_EQ(store->durable()->statistics.nodes(), 1U);
  EXPECT_EQ(store->durable()->tokens.labels().name(1), "A");
  const StoreInfo info = must(store->info());
  EXPECT_EQ(info.format_version, format_version);
  EXPECT_EQ(info.latest, 1U);
  EXPECT_GT(info.disk_bytes, 0U);
}

TEST(Open, RefusesWhatIsNotThere) {
  const TemporaryDirectory directory;
  EXPECT_EQ(open_error(directory.file("none"), {.read_only = true}), "NotFound");
  EXPECT_EQ(open_error(directory.file("none"), {.create_if_missing = false}), "NotFound");
  EXPECT_FALSE(std::filesystem::exists(directory.file("none")));
  EXPECT_EQ(open_error(directory.file("none/deeper")), "NotFound");
  EXPECT_EQ(open_error(""), "NotFound");
}

TEST(Open, RefusesFilesAndForeignDirectories) {
  const TemporaryDirectory directory;
  write_file(directory.file("file"), "text");
  EXPECT_EQ(open_error(directory.file("file")), "NotADatabase");
  std::filesystem::create_directory(directory.file("folder"));
  write_file(directory.file("folder/letter.txt"), "dear reader");
  EXPECT_EQ(open_error(directory.file("folder")), "NotADatabase");
  EXPECT_TRUE(std::filesystem::exists(directory.file("folder/letter.txt")));
  std::filesystem::create_directory(directory.file("empty"));
  EXPECT_EQ(open_error(directory.file("empty")), "");
}

TEST(Open, RefusesAnotherProgramsRocksDbAndLeavesItAlone) {
  const TemporaryDirectory directory;
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, directory.file("db"), &opened).ok());
  std::unique_ptr<rocksdb::DB> database(opened);
  ASSERT_TRUE(database->Put({}, "key", "value").ok());
  database.reset();
  EXPECT_EQ(open_error(directory.file("db")), "NotADatabase");
  ASSERT_TRUE(rocksdb::DB::Open(options, directory.file("db"), &opened).ok());
  database.reset(opened);
  std::string value;
  EXPECT_TRUE(database->Get({}, "key", &value).ok());
}

TEST(Open, RefusesNewerFormatsAndUnknownFeatures) {
  const TemporaryDirectory directory;
  make_database(directory.file("marked"));
  write_file(directory.file("marked/CAIRN"), "cairn format 99\n");
  EXPECT_EQ(open_error(directory.file("marked")), "NewerFormat");

  make_database(directory.file("newer"));
  put_meta(directory.file("newer"), meta_format, encode(FormatMark{.format = 99, .writer = "cairn 99"}));
  EXPECT_EQ(open_error(directory.file("newer")), "NewerFormat");
  EXPECT_EQ(open_error(directory.file("newer"), {.read_only = true}), "NewerFormat");

  make_database(directory.file("featured"));
  put_meta(directory.file("featured"), meta_features, encode_features({"time travel"}));
  const auto refused = GraphStore::open(directory.file("featured"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail, "UnknownFeature");
  EXPECT_NE(refused.error().message.find("time travel"), std::string::npos);

  make_database(directory.file("odd"));
  write_file(directory.file("odd/CAIRN"), "something else\n");
  EXPECT_EQ(open_error(directory.file("odd")), "NotADatabase");
}

TEST(Open, RefusesACountOfALabelThatHasNoNameAndOfNoType) {
  const std::string three = "\x01\x03";
  for (const CountKey& key : {CountKey{.label = 0xFFFFFFFF}, CountKey{.kind = CountKey::Kind::RelationshipsOfType}}) {
    const TemporaryDirectory directory;
    make_database(directory.file("db"));
    auto store = must(Store::open(directory.file("db"), {}));
    CommitRecordBuilder record;
    record.put(Family::Statistics, statistics_key(key), three + std::string(1, '\0'));
    const std::string bytes = record.finish({.number = 2, .instant_us = 2});
    must(store->write(CommitRecordView::parse(bytes).value()));
    must(store->close());
    EXPECT_EQ(open_error(directory.file("db")), "Damaged");
  }
}

TEST(Open, KnowsADatabaseByAnyPathToIt) {
  const TemporaryDirectory directory;
  const auto store = open_store(directory.file("db"));
  EXPECT_EQ(open_error(directory.file("./db")), "DatabaseLocked");
  std::filesystem::create_directory_symlink(directory.file("db"), directory.file("link"));
  EXPECT_EQ(open_error(directory.file("link")), "DatabaseLocked");
}

TEST(Open, LeavesADirectoryOfSomebodysLogsAlone) {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory.file("logs"));
  write_file(directory.file("logs/000001.log"), "something happened\n");
  EXPECT_EQ(open_error(directory.file("logs")), "NotADatabase");
  EXPECT_EQ(
      std::distance(std::filesystem::directory_iterator(directory.file("logs")), std::filesystem::directory_iterator()),
      1);
}

TEST(Open, ReadOnlyReadsRefusesWritesAndChangesNothing) {
  const TemporaryDirectory directory;
  make_database(directory.file("db"));
  const auto listing = [&] {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory.file("db")))
      names.insert(entry.path().filename());
    return names;
  };
  const auto before = listing();
  auto store = open_store(directory.file("db"), {.read_only = true});
  EXPECT_TRUE(store->read_only());
  auto reader = store->read(store->durable());
  EXPECT_EQ(nodes_with(*reader, label_exists), (std::vector<NodeId>{0}));
  const std::vector<NodeId> ids = {0, 1};
  std::vector<std::uint8_t> exist(2);
  must(reader->nodes_exist(ids, exist));
  EXPECT_EQ(exist, (std::vector<std::uint8_t>{1, 0}));
  reader.reset();
  const auto refused = store->begin_write();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail, "ReadOnly");
  EXPECT_TRUE(must(store->check()).clean());
  must(store->close());
  EXPECT_EQ(listing(), before);
}

TEST(Open, NamesTheProcessThatHasTheDatabaseOpen) {
  const TemporaryDirectory directory;
  int go[2];
  ASSERT_EQ(::pipe(go), 0);
  const pid_t child = ::fork();  // before this process has the lock, since RocksDB remembers that it has
  if (child == 0) {
    char byte = 0;
    if (::read(go[0], &byte, 1) != 1) ::_exit(2);
    const auto other = GraphStore::open(directory.file("db"));
    const bool named = !other && other.error().detail == "DatabaseLocked" &&
                       other.error().message.find(std::to_string(::getppid())) != std::string::npos;
    const auto reading = GraphStore::open(directory.file("db"), {.read_only = true});
    ::_exit(named && !reading && reading.error().detail == "DatabaseLocked" ? 0 : 1);
  }
  auto store = open_store(directory.file("db"));
  const auto again = GraphStore::open(directory.file("db"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().detail, "DatabaseLocked");
  EXPECT_NE(again.error().message.find(std::to_string(::getpid())), std::string::npos);
  // Asking must not have let go of the lock: another process still finds it, with our process id.
  ASSERT_EQ(::write(go[1], "x", 1), 1);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  must(store->close());
  EXPECT_EQ(open_error(directory.file("db")), "");
}

// Runs `act` in a child that is not root; its result is the child's exit status.
int as_nobody(const std::function<bool()>& act) {
  const pid_t child = ::fork();
  if (child == 0) {
    const bool dropped = ::getuid() != 0 || (::setgid(65534) == 0 && ::setuid(65534) == 0);
    ::_exit(dropped && act() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

TEST(Open, SaysThatPermissionIsDenied) {
  const TemporaryDirectory directory;
  make_database(directory.file("db"));
  std::filesystem::permissions(directory.path(), std::filesystem::perms::all);
  std::filesystem::permissions(directory.file("db"), std::filesystem::perms::owner_read,
                               std::filesystem::perm_options::replace);
  EXPECT_EQ(as_nobody([&] { return open_error(directory.file("db")) == "PermissionDenied"; }), 0);
  std::filesystem::create_directory(directory.file("closed"));
  std::filesystem::permissions(directory.file("closed"), std::filesystem::perms::owner_all,
                               std::filesystem::perm_options::replace);
  EXPECT_EQ(as_nobody([&] { return open_error(directory.file("closed/db")) == "PermissionDenied"; }), 0);
  std::filesystem::permissions(directory.file("db"), std::filesystem::perms::owner_all);
  EXPECT_EQ(open_error(directory.file("db")), "");
}

TEST(Open, FinishesACreationThatWasCutShort) {
  const TemporaryDirectory directory;
  // What is left of a creation that was killed: the mark, or the mark and part of RocksDB's files.
  std::filesystem::create_directory(directory.file("marked"));
  write_file(directory.file("marked/CAIRN"), "cairn format 1\n");
  EXPECT_EQ(open_error(directory.file("marked"), {.read_only = true}), "NotFound");
  EXPECT_EQ(open_error(directory.file("marked")), "");
  // … or all of them, but not the first commit.
  must(must(Store::open(directory.file("empty"), {}))->close());
  EXPECT_EQ(open_error(directory.file("empty"), {.read_only = true}), "NotFound");
  EXPECT_EQ(open_error(directory.file("empty"), {.create_if_missing = false}), "NotFound");
  EXPECT_EQ(open_error(directory.file("empty")), "");
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, directory.file("partly"), &opened).ok());
  std::unique_ptr<rocksdb::DB> owner(opened);
  rocksdb::ColumnFamilyHandle* family = nullptr;
  ASSERT_TRUE(opened->CreateColumnFamily({}, "meta", &family).ok());
  opened->DestroyColumnFamilyHandle(family);
  owner.reset();
  write_file(directory.file("partly/CAIRN"), "cairn format 1\n");
  make_database(directory.file("partly"));
  EXPECT_EQ(open_store(directory.file("partly"))->durable()->statistics.nodes(), 1U);
}

TEST(Open, KeepsColumnFamiliesItDoesNotKnow) {
  const TemporaryDirectory directory;
  make_database(directory.file("db"));
  const auto open_plainly = [&](std::vector<rocksdb::ColumnFamilyHandle*>& handles) {
    std::vector<std::string> names;
    EXPECT_TRUE(rocksdb::DB::ListColumnFamilies({}, directory.file("db"), &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    rocksdb::DB* opened = nullptr;
    EXPECT_TRUE(rocksdb::DB::Open({}, directory.file("db"), families, &handles, &opened).ok());
    return std::unique_ptr<rocksdb::DB>(opened);
  };
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  auto database = open_plainly(handles);
  rocksdb::ColumnFamilyHandle* family = nullptr;
  ASSERT_TRUE(database->CreateColumnFamily({}, "claims", &family).ok());
  ASSERT_TRUE(database->Put({}, family, "key", "value").ok());
  handles.push_back(family);
  for (auto* handle : handles) database->DestroyColumnFamilyHandle(handle);
  database.reset();
  make_database(directory.file("db"));
  handles.clear();
  database = open_plainly(handles);
  std::string value;
  EXPECT_TRUE(database->Get({}, handles.back(), "key", &value).ok());
  EXPECT_EQ(value, "value");
  for (auto* handle : handles) database->DestroyColumnFamilyHandle(handle);
}

TEST(Open, ClosingWhileSomethingIsReadIsAnErrorAndNoCrash) {
  auto store = open_store();
  auto reader = store->read(store->durable());
  const auto closed = store->close();
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().detail, "StillInUse");
  EXPECT_TRUE(nodes_with(*reader, label_exists).empty());
}

TEST(FormatUpgrade, AppliesEachStepAsACommitAndMarksTheDirectory) {
  const TemporaryDirectory directory;
  make_database(directory.file("db"));
  std::vector<std::uint32_t> applied;
  std::vector<FormatUpgrade> steps;
  for (const std::uint32_t from : {format_version, format_version + 1}) {
    steps.push_back({from, [&applied, from](const StoreView&, CommitRecordBuilder& changes) -> Expected<void> {
                       applied.push_back(from);
                       changes.put(Family::Meta, "step/" + std::to_string(from), "done");
                       return {};
                     }});
  }
  auto store = must(Store::open(directory.file("db"), {}));
  must(upgrade_database(*store, directory.file("db"), steps, format_version + 2));
  EXPECT_EQ(applied, (std::vector<std::uint32_t>{format_version, format_version + 1}));
  EXPECT_EQ(must(load_version(*store)).format.format, format_version + 2);
  EXPECT_EQ(must(load_version(*store)).version->number, 3U);
  must(upgrade_database(*store, directory.file("db"), steps, format_version + 2));
  EXPECT_EQ(applied.size(), 2U) << "there is nothing more to do";
  EXPECT_EQ(upgrade_database(*store, directory.file("db"), steps, format_version + 5).error().detail, "OldFormat");
  must(store->close());
  EXPECT_EQ(open_error(directory.file("db")), "NewerFormat");
}

TEST(FormatUpgrade, FindsTheStepThatLeadsOn) {
  const std::vector<FormatUpgrade> steps = {{.from = 1, .apply = {}}, {.from = 2, .apply = {}}};
  EXPECT_EQ(upgrade_from(steps, 2), &steps[1]);
  EXPECT_EQ(upgrade_from(steps, 3), nullptr);
  EXPECT_TRUE(format_upgrades().empty() || format_upgrades().back().from + 1 == format_version);
}

}  // namespace
}  // namespace cairn::storage::testing
