#include <gtest/gtest.h>

#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta {
namespace {

std::string text(const PolicyWords& words) {
  const auto policy = make_policy(words);
  return policy ? canonical(*policy) : "error: " + policy.error().message;
}

TEST(Policy, TextIsCanonical) {
  EXPECT_EQ(text({}), "default;strict=0");
  EXPECT_EQ(text({.preset = " default ", .strict_default = true}), "default;strict=1");
  EXPECT_EQ(text({.strict = false, .strict_default = true}), "default;strict=0");
  EXPECT_EQ(text({.preset = "share"}), "share;strict=0");
  EXPECT_EQ(text({.remove = "orientation, icc"}), "default;remove=icc,orientation;strict=0");
  EXPECT_EQ(text({.remove = "icc,,orientation,icc"}), "default;remove=icc,orientation;strict=0");
  EXPECT_EQ(text({.keep = "icc"}), "default;strict=0") << "what the preset keeps needs no word";
  EXPECT_EQ(text({.preset = "share", .keep = "density"}), "share;keep=density;strict=0");
}

TEST(Policy, ArchiveKeepsTheRightsToo) {
  EXPECT_EQ(text({.preset = "archive"}), "archive;strict=0");
  EXPECT_TRUE(make_policy({.preset = "archive"})->keeps(Keep::copyright));
  EXPECT_EQ(text({.keep = "copyright, panorama"}), "default;keep=copyright,panorama;strict=0");
  EXPECT_EQ(text({.preset = "archive", .remove = "copyright"}), "archive;remove=copyright;strict=0");
}

TEST(Policy, UnknownWordsAreNamed) {
  for (const auto& words :
       {PolicyWords{.preset = "deafult"}, PolicyWords{.keep = "icc,gps"}, PolicyWords{.remove = "ICC"}}) {
    const auto policy = make_policy(words);
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().kind, ErrorKind::configuration);
  }
  EXPECT_EQ(make_policy({.keep = "gps"}).error().message,
            "unknown part to keep or remove 'gps'; the words are: icc, orientation, density, copyright, gainmap, "
            "panorama, title, "
            "ninepatch");
}

TEST(Policy, LocationHasNoParts) {
  EXPECT_EQ(text({.preset = "location"}), "location;strict=0");
  EXPECT_EQ(text({.preset = "location", .strict = true}), "location;strict=1");
  const std::string sentence =
      "error: policy 'location' takes out positions and keeps all else: it has no parts to keep or remove";
  EXPECT_EQ(text({.preset = "location", .keep = "icc"}), sentence);
  EXPECT_EQ(text({.preset = "location", .remove = "title"}), sentence);
}

TEST(Policy, AWordCannotBeKeptAndRemoved) {
  EXPECT_EQ(make_policy({.keep = "icc", .remove = "icc"}).error().message,
            "'icc' is both kept and removed; name it once");
}

TEST(Policy, TablesAreInTheOrderOfTheirEnums) {
  for (std::size_t i = 0; i < keep_words.size(); ++i) EXPECT_EQ(keep_words.at(i).part, static_cast<Keep>(i));
  for (std::size_t i = 0; i < error_traits.size(); ++i) EXPECT_EQ(error_traits.at(i).kind, static_cast<ErrorKind>(i));
}

}  // namespace
}  // namespace stripmeta
