// Which files of a directory are taken.
#include "cli/run/walk.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/arguments/options.hpp"

namespace stripmeta::cli {
namespace {

namespace fs = std::filesystem;

class WalkTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "walk_test_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void file(const std::string& name) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream{path(name)} << "x";
  }
  // The paths below the folder that a walk finds.
  std::vector<std::string> below(WalkOptions options = {}) const {
    std::vector<std::string> found;
    Walk walk{{folder_.string()}, std::move(options)};
    while (auto next = walk.next()) found.push_back(next->error ? "error" : next->below);
    return found;
  }

  fs::path folder_;
};

using Names = std::vector<std::string>;

TEST_F(WalkTest, SortsFilesAndDirectoriesByName) {
  for (const auto* name : {"c.jpg", "b/z", "b/a/1", "a.jpg", "B"}) file(name);
  EXPECT_EQ(below(), (Names{"B", "a.jpg", "b/a/1", "b/z", "c.jpg"}));
}

TEST_F(WalkTest, ReturnsNamedFilesAsTheyAre) {
  file("d/a.jpg");
  Walk walk{{"-", "s3://bucket/key.jpg", "no such file", path("d/a.jpg"), path("d")}, {}};
  Names seen;
  while (auto next = walk.next()) seen.push_back(next->below + (next->is_named ? " named" : ""));
  EXPECT_EQ(seen, (Names{"- named", "key.jpg named", "no such file named", "a.jpg named", "a.jpg"}));
}

TEST_F(WalkTest, TakesHiddenNamesOnlyIfAsked) {
  for (const auto* name : {".a", ".d/b", "c"}) file(name);
  EXPECT_EQ(below(), Names{"c"});
  EXPECT_EQ(below({.hidden = true}), (Names{".a", ".d/b", "c"}));
}

TEST_F(WalkTest, LeavesOutBackupsAndTemporaryFiles) {
  for (const auto* name : {"a.jpg", "a.jpg.orig", ".a.jpg.stripmeta-0123456789abcdef"}) file(name);
  EXPECT_EQ(below({.hidden = true}), Names{"a.jpg"});
}

TEST_F(WalkTest, ComparesPatternsWithASlashWithThePath) {
  for (const auto* name : {"a.jpg", "d/a.jpg", "d/b.png", "e/a.jpg"}) file(name);
  EXPECT_EQ(below({.include = {"*.jpg"}}), (Names{"a.jpg", "d/a.jpg", "e/a.jpg"}));
  EXPECT_EQ(below({.include = {"d/*"}}), (Names{"d/a.jpg", "d/b.png"}));
  EXPECT_EQ(below({.include = {"*.jpg"}, .exclude = {"d"}}), (Names{"a.jpg", "e/a.jpg"}));
  EXPECT_EQ(below({.exclude = {"d/a.*", "e"}}), (Names{"a.jpg", "d/b.png"}));
}

TEST_F(WalkTest, FollowsLinksOnlyIfAskedAndNotInCircles) {
  file("d/a");
  fs::create_directory_symlink(".", folder_ / "d" / "loop");
  fs::create_directory_symlink("d", folder_ / "e");
  fs::create_symlink("d/a", folder_ / "f");
  fs::create_symlink("nowhere", folder_ / "g");
  EXPECT_EQ(below(), Names{"d/a"});
  EXPECT_EQ(below({.follow = true}), (Names{"d/a", "e/a", "f"}));
}

TEST_F(WalkTest, LeavesOutPipesAndSockets) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(below(), Names{});
}

TEST_F(WalkTest, LeavesOutTheOutputDirectoryOnceItExists) {
  for (const auto* name : {"a", "out/a"}) file(name);
  EXPECT_EQ(below({.leave_out = path("out")}), Names{"a"});
  EXPECT_EQ(below({.leave_out = path("no")}), (Names{"a", "out/a"}));
}

// For paths that do not come from reading a directory: keys of a bucket, events of inotify.
TEST(IsWanted, AgreesWithAWalk) {
  const WalkOptions usual;
  EXPECT_TRUE(is_wanted("a/b.jpg", usual));
  for (const auto* path : {".a/b.jpg", "a/.b.jpg", "a/b.jpg.orig", "a/.b.jpg.stripmeta-0123456789abcdef"}) {
    EXPECT_FALSE(is_wanted(path, usual)) << path;
  }
  EXPECT_TRUE(is_wanted(".a/.b.jpg", {.hidden = true}));
  EXPECT_FALSE(is_wanted("a/b/c.jpg", {.exclude = {"b"}}));
  EXPECT_FALSE(is_wanted("a/b/c.jpg", {.exclude = {"a/b"}}));
  EXPECT_TRUE(is_wanted("a/b/c.jpg", {.include = {"*.jpg"}, .exclude = {"d"}}));
  EXPECT_FALSE(is_wanted("a/b/c.jpg", {.include = {"*.png"}}));
  EXPECT_TRUE(is_wanted_directory("a/b", {.include = {"*.png"}}));
  EXPECT_FALSE(is_wanted_directory("a/.b", usual));
}

}  // namespace
}  // namespace stripmeta::cli
