#include "store/separate_directories.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "unit/store/scratch.hpp"

namespace stripmeta {
namespace {

class SeparateDirectories : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(scratch_ / "a/inner/deep"), std::filesystem::create_directory(scratch_ / "ab");
  }

  // The error; "" if the directories are separate.
  std::string refusal(const std::string& a, const std::string& b) {
    const auto checked = check_separate(a, b);
    if (checked) return {};
    EXPECT_EQ(checked.error().kind, ErrorKind::configuration);
    return checked.error().message;
  }

  Scratch scratch_;
  const std::string a_ = scratch_ / "a";
};

TEST_F(SeparateDirectories, AcceptsTwoThatAreApart) {
  EXPECT_EQ(refusal(a_, scratch_ / "ab"), "");  // a name with the same start is not inside the other
  EXPECT_EQ(refusal(scratch_ / "ab", a_), "");
}

TEST_F(SeparateDirectories, RefusesTheSame) {
  EXPECT_EQ(refusal(a_, a_), "'" + a_ + "' and '" + a_ + "' are the same directory; choose two different ones");
  EXPECT_NE(refusal(a_, a_ + "/"), "");
  EXPECT_NE(refusal(a_, scratch_ / "ab/../a/./inner/.."), "");
}

TEST_F(SeparateDirectories, SeesThroughSymbolicLinks) {
  std::filesystem::create_directory_symlink("a", scratch_ / "link");
  EXPECT_NE(refusal(a_, scratch_ / "link"), "");
  EXPECT_NE(refusal(scratch_ / "link/inner", a_), "");
  std::filesystem::create_directory_symlink("../../ab", scratch_ / "a/inner/out");
  EXPECT_EQ(refusal(scratch_ / "a/inner/out", a_), "");  // the link's target counts, not its place
}

TEST_F(SeparateDirectories, RefusesNestedOnesInEitherOrder) {
  const auto inner = scratch_ / "a/inner";
  EXPECT_EQ(refusal(a_, inner), "'" + inner + "' lies in '" + a_ + "'; choose two separate directories");
  EXPECT_EQ(refusal(inner, a_), "'" + inner + "' lies in '" + a_ + "'; choose two separate directories");
  EXPECT_NE(refusal(a_, scratch_ / "a/inner/deep"), "");
  EXPECT_NE(refusal("/", a_), "");
}

TEST_F(SeparateDirectories, RefusesAPathThatIsNotADirectory) {
  write_file(scratch_ / "file", "");
  EXPECT_EQ(refusal(a_, scratch_ / "none"),
            "cannot look up the directory '" + (scratch_ / "none") + "': it does not exist");
  EXPECT_NE(refusal(scratch_ / "none", a_), "");
  EXPECT_EQ(refusal(scratch_ / "file", a_), "'" + (scratch_ / "file") + "' is not a directory");
}

}  // namespace
}  // namespace stripmeta
