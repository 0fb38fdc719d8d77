#include "s3/credentials/ini.hpp"

#include <gtest/gtest.h>

namespace stripmeta::s3 {
namespace {

TEST(Ini, SectionsWithNamesAndValues) {
  const auto ini = parse_ini(
      "# comment\n; another\n\n[default]\nRegion = eu-central-1 \r\n"
      "[ profile  'my own' ] # why\nkey=a=b # c\n");
  ASSERT_TRUE(ini);
  EXPECT_EQ(*ini, (Ini{{"default", {{"region", "eu-central-1"}}}, {"profile my own", {{"key", "a=b # c"}}}}));
}

TEST(Ini, IndentedLinesBeneathAnEmptyValueAreAGroup) {
  const auto ini = parse_ini("[default]\ns3 =\n  addressing_style = path\n  # no\n  Max = 2\nregion = x\n");
  ASSERT_TRUE(ini);
  EXPECT_EQ(ini->at("default"),
            (IniSection{{"s3", ""}, {"s3.addressing_style", "path"}, {"s3.max", "2"}, {"region", "x"}}));
}

TEST(Ini, IndentedLinesBeneathAValueGoOnWithIt) {
  const auto ini = parse_ini("[default]\nprocess = one \\\n   two = three\nregion = x");
  ASSERT_TRUE(ini);
  EXPECT_EQ(ini->at("default"), (IniSection{{"process", "one \\\ntwo = three"}, {"region", "x"}}));
}

TEST(Ini, ASectionThatIsIndentedAsAWholeIsAsAnyOther) {
  const auto ini = parse_ini("[default]\n  a = 1\n  b = 2\n");
  ASSERT_TRUE(ini);
  EXPECT_EQ(ini->at("default"), (IniSection{{"a", "1"}, {"b", "2"}}));
}

TEST(Ini, ASectionMayComeTwiceAndTheLaterValueCounts) {
  const auto ini = parse_ini("[a]\nx = 1\ny = 1\n[b]\n[a]\nx = 2\n");
  ASSERT_TRUE(ini);
  EXPECT_EQ(*ini, (Ini{{"a", {{"x", "2"}, {"y", "1"}}}, {"b", {}}}));
}

TEST(Ini, TheFirstInvalidLineIsReported) {
  const auto line_of = [](std::string_view text) {
    const auto ini = parse_ini(text);
    return ini ? 0 : ini.error();
  };
  EXPECT_EQ(line_of("a = 1\n"), 1U);
  EXPECT_EQ(line_of("[a]\nwords\n"), 2U);
  EXPECT_EQ(line_of("[a]\n\n = 1\n"), 3U);
  EXPECT_EQ(line_of("[a\n"), 1U);
  EXPECT_EQ(line_of("[]\n"), 1U);
  EXPECT_EQ(line_of("[a]\ns3 =\n  words\n"), 3U);
}

}  // namespace
}  // namespace stripmeta::s3
