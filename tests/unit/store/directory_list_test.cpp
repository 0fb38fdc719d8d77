#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "store/directory.hpp"
#include "unit/store/scratch.hpp"

namespace stripmeta {
namespace {

using Keys = std::vector<std::string>;

class DirectoryList : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = std::move(DirectoryStore::open(scratch_.path()).value());
    std::filesystem::create_directories(scratch_ / "x/y/z");
    std::filesystem::create_directories(scratch_ / "xy/empty");
    for (const auto* key : {"a", "x/b", "x/y/c", "x/y/z/d", "xy/e", ".hidden"}) write_file(scratch_ / key, key);
  }

  Keys list(const std::string& prefix) {
    Keys keys;
    const auto listed = store_->list(prefix, {}, [&](const std::string& key, const ObjectInfo& info) {
      EXPECT_EQ(info.size, key.size());
      keys.push_back(key);
      return true;
    });
    EXPECT_TRUE(listed);
    std::ranges::sort(keys);
    return keys;
  }

  Scratch scratch_;
  std::unique_ptr<DirectoryStore> store_;
};

TEST_F(DirectoryList, FindsAllBelow) {
  EXPECT_EQ(list(""), (Keys{".hidden", "a", "x/b", "x/y/c", "x/y/z/d", "xy/e"}));
}

TEST_F(DirectoryList, TakesThePrefixAsBytes) {
  EXPECT_EQ(list("x"), (Keys{"x/b", "x/y/c", "x/y/z/d", "xy/e"}));
  EXPECT_EQ(list("x/"), (Keys{"x/b", "x/y/c", "x/y/z/d"}));
  EXPECT_EQ(list("x/y"), (Keys{"x/y/c", "x/y/z/d"}));
  EXPECT_EQ(list("x/y/c"), Keys{"x/y/c"});
  EXPECT_EQ(list("x/y/c/"), Keys{});
  EXPECT_EQ(list("../"), Keys{});
  EXPECT_EQ(list("/"), Keys{});
}

TEST_F(DirectoryList, ListsOnlyObjects) {
  const auto before = list("");
  write_file(scratch_ / ".a.stripmeta-0123456789abcdef", "");
  write_file(scratch_ / "x/.a.stripmeta-0123456789abcdef", "");
  std::filesystem::create_symlink("a", scratch_ / "link");
  std::filesystem::create_directory_symlink("x", scratch_ / "tree");
  ASSERT_EQ(::mkfifo((scratch_ / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(list(""), before);
}

TEST_F(DirectoryList, SaysTheSameAsStat) {
  const auto stated = store_->stat("x/b", {});
  ASSERT_TRUE(stated && *stated);
  int seen = 0;
  ASSERT_TRUE(store_->list("x/b", {}, [&](const std::string&, const ObjectInfo& info) {
    EXPECT_EQ(info.etag, (*stated)->etag);
    EXPECT_EQ(info.source, (*stated)->source);
    ++seen;
    return true;
  }));
  EXPECT_EQ(seen, 1);
}

TEST_F(DirectoryList, EndsWhenTheCallerHasEnough) {
  int seen = 0;
  ASSERT_TRUE(store_->list("", {}, [&](const std::string&, const ObjectInfo&) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2);
}

TEST_F(DirectoryList, StopsOnRequest) {
  std::stop_source source;
  const Call call{.deadline = std::chrono::steady_clock::time_point::max(), .stop = source.get_token()};
  int seen = 0;
  const auto listed = store_->list("", call, [&](const std::string&, const ObjectInfo&) {
    ++seen;
    return source.request_stop();
  });
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().kind, ErrorKind::deadline);
  EXPECT_EQ(seen, 1);
}

TEST_F(DirectoryList, GoesOnIfADirectoryVanishes) {
  int seen = 0;
  ASSERT_TRUE(store_->list("x/", {}, [&](const std::string& key, const ObjectInfo&) {
    if (key == "x/b") std::filesystem::remove_all(scratch_ / "x/y");
    ++seen;
    return true;
  }));
  EXPECT_EQ(seen, 1);
}

}  // namespace
}  // namespace stripmeta
