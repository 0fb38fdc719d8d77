// Removing files, and tags, which directories do not support.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "store/directory.hpp"
#include "store/directory_lock.hpp"
#include "unit/store/scratch.hpp"

namespace stripmeta {
namespace {

class DirectoryRemoving : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = std::move(DirectoryStore::open(scratch_.path()).value());
    std::filesystem::create_directory(scratch_ / "x");
    write_file(scratch_ / "x/a.jpg", "text");
  }
  ObjectInfo info(const std::string& key) { return store_->stat(key, {}).value().value(); }
  bool exists(const std::string& key) const { return std::filesystem::exists(scratch_ / key); }
  ErrorKind error_of(const std::string& key, const ObjectInfo& object) {
    const auto removed = store_->remove(key, object, {});
    EXPECT_FALSE(removed);
    return removed.error().kind;
  }

  Scratch scratch_;
  std::unique_ptr<DirectoryStore> store_;
};

TEST_F(DirectoryRemoving, TakesTheFileAndLeavesItsDirectory) {
  ASSERT_TRUE(store_->remove("x/a.jpg", info("x/a.jpg"), {}));
  EXPECT_FALSE(exists("x/a.jpg"));
  EXPECT_TRUE(exists("x"));
  write_file(scratch_ / "b", "text");
  EXPECT_TRUE(store_->remove("b", info("b"), {}));
  EXPECT_FALSE(exists("b"));
}

TEST_F(DirectoryRemoving, LeavesAnotherFile) {
  const auto before = info("x/a.jpg");
  write_file(scratch_ / "new", "text");
  std::filesystem::rename(scratch_ / "new", scratch_ / "x/a.jpg");
  EXPECT_EQ(error_of("x/a.jpg", before), ErrorKind::conflict);
  EXPECT_TRUE(exists("x/a.jpg"));
  const auto appended = info("x/a.jpg");
  std::ofstream{scratch_ / "x/a.jpg", std::ios::app} << "more";
  EXPECT_EQ(error_of("x/a.jpg", appended), ErrorKind::conflict);
  std::filesystem::remove(scratch_ / "x/a.jpg");
  EXPECT_EQ(error_of("x/a.jpg", appended), ErrorKind::conflict);
  std::filesystem::remove(scratch_ / "x");
  EXPECT_EQ(error_of("x/a.jpg", appended), ErrorKind::conflict);
}

TEST_F(DirectoryRemoving, NeverLeavesTheDirectory) {
  const auto object = info("x/a.jpg");
  std::filesystem::create_directory_symlink(scratch_ / "x", scratch_ / "link");
  EXPECT_EQ(error_of("link/a.jpg", object), ErrorKind::invalid_key);
  EXPECT_EQ(error_of("../a.jpg", object), ErrorKind::invalid_key);
  EXPECT_EQ(error_of("", object), ErrorKind::invalid_key);
  EXPECT_TRUE(exists("x/a.jpg"));
}

TEST_F(DirectoryRemoving, WaitsForTheLockNoLongerThanItMay) {
  const FileDescriptor root{::open(scratch_.path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  const auto lock = lock_directory(root.get(), "other", {});
  ASSERT_TRUE(lock);
  const Call soon{.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{20}};
  EXPECT_EQ(store_->remove("x/a.jpg", info("x/a.jpg"), soon).error().kind, ErrorKind::deadline);
  EXPECT_TRUE(exists("x/a.jpg"));
}

TEST_F(DirectoryRemoving, KnowsNoTags) {
  EXPECT_EQ(store_->tag("x/a.jpg", info("x/a.jpg"), {{"a", "b"}}, {}).error().kind, ErrorKind::configuration);
  Put put;
  put.tags = {{"a", "b"}};
  EXPECT_EQ(store_->create("x/b.jpg", std::move(put), {}).error().kind, ErrorKind::configuration);
  EXPECT_EQ(entries(scratch_.path()), (std::vector<std::string>{"x", "x/a.jpg"}));
}

TEST_F(DirectoryRemoving, AWriterHoldsOneBuffer) {
  EXPECT_EQ(store_->write_footprint(100), 100U);
  EXPECT_EQ(store_->write_footprint(std::uint64_t{1} << 40U), 64U << 10U);
}

}  // namespace
}  // namespace stripmeta
