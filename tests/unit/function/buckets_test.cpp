#include "function/buckets.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
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

  std::string error_of(const std::string& a, const std::string& b) const { return error_by_name(path(a), path(b)); }

  static std::string error_by_name(const std::string& a, const std::string& b) {
    const auto buckets = open_buckets(a, b, in_a_region);
    if (buckets) return "no error";
    EXPECT_EQ(buckets.error().kind, ErrorKind::configuration);
    return buckets.error().message;
  }

  static std::optional<std::string> in_a_region(const std::string& name) {
    if (name == "AWS_CONFIG_FILE" || name == "AWS_SHARED_CREDENTIALS_FILE") return "/dev/null";
    return name == "AWS_REGION" ? std::optional<std::string>{"eu-west-1"} : std::nullopt;
  }

  std::filesystem::path root_;
};

TEST_F(BucketsTest, TwoDirectoriesAreOpened) {
  const auto buckets = open_buckets(path("a"), path("b"), in_a_region);
  ASSERT_TRUE(buckets) << buckets.error().message;
  EXPECT_EQ(buckets->a->name(), path("a"));
  EXPECT_EQ(buckets->b->name(), path("b"));
}

TEST_F(BucketsTest, NamesWithoutASlashAreBucketsOfS3) {
  const auto buckets = open_buckets("photos", "clean", in_a_region);
  ASSERT_TRUE(buckets) << buckets.error().message;
  EXPECT_EQ(buckets->a->name(), "photos");
  EXPECT_EQ(buckets->b->name(), "clean");
  EXPECT_TRUE(open_buckets("photos", path("b"), in_a_region));
  EXPECT_TRUE(open_buckets(path("a"), "clean", in_a_region));
}

// An alias may lead to bucket A.
TEST_F(BucketsTest, AnAccessPointAliasIsReadOnly) {
  for (const auto* alias : {"photos-kbdbbtdrjdnxxb8ijcxqaaqqeuc1ause1a-s3alias", "photos-kbdbbtdrjdnxx--ol-s3"}) {
    EXPECT_TRUE(error_by_name("photos", alias).starts_with("BUCKET_B: ")) << alias;
    EXPECT_TRUE(open_buckets(alias, "clean", in_a_region)) << alias;
  }
}

TEST_F(BucketsTest, S3ErrorsNameTheVariable) {
  EXPECT_TRUE(error_by_name("no_bucket", "clean").starts_with("BUCKET_A: "));
  EXPECT_TRUE(error_by_name("photos", "No").starts_with("BUCKET_B: "));
  EXPECT_TRUE(error_by_name("photos", "photos").starts_with("BUCKET_A and BUCKET_B: "));
  const auto nowhere = open_buckets("photos", "clean", [](const std::string& name) {
    return name == "AWS_REGION" ? std::nullopt : in_a_region(name);
  });
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().message.find("AWS_REGION"), std::string::npos);
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
