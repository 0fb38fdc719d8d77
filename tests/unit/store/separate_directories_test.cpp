#include "store/separate_directories.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "unit/store/scratch.hpp"

namespace stripmeta {
namespace {

class Distinct : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(scratch_ / "a/inner/deep"), std::filesystem::create_directory(scratch_ / "ab");
  }

  // "" where they are distinct.
  std::string refusal(const std::string& a, const std::string& b) {
    const auto checked = check_separate(a, b);
    if (checked) return {};
    EXPECT_EQ(checked.error().kind, ErrorKind::configuration);
    return checked.error().message;
  }

  Scratch scratch_;
  const std::string a_ = scratch_ / "a";
};

TEST_F(Distinct, AcceptsTwoThatAreApart) {
  EXPECT_EQ(refusal(a_, scratch_ / "ab"), "");  // a name that starts like the other is not inside it
  EXPECT_EQ(refusal(scratch_ / "ab", a_), "");
}

TEST_F(Distinct, RefusesTheSame) {
  EXPECT_EQ(refusal(a_, a_), "'" + a_ + "' and '" + a_ + "' are the same directory; choose two different ones");
  EXPECT_NE(refusal(a_, a_ + "/"), "");
  EXPECT_NE(refusal(a_, scratch_ / "ab/../a/./inner/.."), "");
}

TEST_F(Distinct, SeesThroughSymbolicLinks) {
  std::filesystem::create_directory_symlink("a", scratch_ / "link");
  EXPECT_NE(refusal(a_, scratch_ / "link"), "");
  EXPECT_NE(refusal(scratch_ / "link/inner", a_), "");
  std::filesystem::create_directory_symlink("../../ab", scratch_ / "a/inner/out");
  EXPECT_EQ(refusal(scratch_ / "a/inner/out", a_), "");  // where it leads counts, not where the link stands
}

TEST_F(Distinct, RefusesNestedOnesInEitherOrder) {
  const auto inner = scratch_ / "a/inner";
  EXPECT_EQ(refusal(a_, inner), "'" + inner + "' lies in '" + a_ + "'; choose two separate directories");
  EXPECT_EQ(refusal(inner, a_), "'" + inner + "' lies in '" + a_ + "'; choose two separate directories");
  EXPECT_NE(refusal(a_, scratch_ / "a/inner/deep"), "");
  EXPECT_NE(refusal("/", a_), "");
}

TEST_F(Distinct, RefusesWhatIsNoDirectory) {
  write_file(scratch_ / "file", "");
  EXPECT_EQ(refusal(a_, scratch_ / "none"),
            "cannot look up the directory '" + (scratch_ / "none") + "': it does not exist");
  EXPECT_NE(refusal(scratch_ / "none", a_), "");
  EXPECT_EQ(refusal(scratch_ / "file", a_), "'" + (scratch_ / "file") + "' is not a directory");
}

}  // namespace
}  // namespace stripmeta
