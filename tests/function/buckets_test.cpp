#include "function/buckets.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace stripmeta {
namespace {

class BucketsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto pattern = (std::filesystem::temp_directory_path() / "stripmeta-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    std::filesystem::create_directories(root_ / "a" / "inner");
    std::filesystem::create_directories(root_ / "b");
    std::ofstream{root_ / "file"} << "x";
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  std::string path(const std::string& name) const { return (root_ / name).string(); }

  std::string error_of(const std::string& a, const std::string& b) const {
    const auto buckets = open_buckets(path(a), path(b));
    if (buckets) return "no error";
    EXPECT_EQ(buckets.error().kind, ErrorKind::configuration);
    return buckets.error().message;
  }

  std::filesystem::path root_;
};

TEST_F(BucketsTest, TwoDirectoriesAreOpened) {
  const auto buckets = open_buckets(path("a"), path("b"));
  ASSERT_TRUE(buckets) << buckets.error().message;
  EXPECT_EQ(buckets->a->name(), path("a"));
  EXPECT_EQ(buckets->b->name(), path("b"));
}

TEST_F(BucketsTest, ErrorsNameTheVariable) {
  EXPECT_TRUE(error_of("missing", "b").starts_with("BUCKET_A: ")) << error_of("missing", "b");
  EXPECT_TRUE(error_of("a", "missing").starts_with("BUCKET_B: ")) << error_of("a", "missing");
  EXPECT_TRUE(error_of("file", "b").starts_with("BUCKET_A: ")) << error_of("file", "b");
  EXPECT_TRUE(error_of("a", "file").starts_with("BUCKET_B: ")) << error_of("a", "file");
}

TEST_F(BucketsTest, EqualAndNestedAreRefused) {
  std::filesystem::create_directory_symlink(root_ / "a", root_ / "link");
  for (const auto& [a, b] : {std::pair{"a", "a"}, {"a", "a/inner"}, {"a/inner", "a"}, {"a", "link"}, {"a", "b/../a"}}) {
    EXPECT_TRUE(error_of(a, b).starts_with("BUCKET_A and BUCKET_B: ")) << a << ' ' << b << ": " << error_of(a, b);
  }
}

}  // namespace
}  // namespace stripmeta
