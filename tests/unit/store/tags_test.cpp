#include "store/tags.hpp"

#include <gtest/gtest.h>

namespace stripmeta {
namespace {

std::string error_of(const std::string& text) {
  const auto tags = parse_tags(text);
  if (tags) return "no error";
  EXPECT_EQ(tags.error().kind, ErrorKind::configuration);
  return tags.error().message;
}

std::string many(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "t" : ",t") + std::to_string(i) + "=v";
  return text;
}

TEST(Tags, AreNamesAndValues) {
  EXPECT_EQ(parse_tags("a=b"), (Tags{{"a", "b"}}));
  EXPECT_EQ(parse_tags(" team = photo lab ,a=,c=d=e"), (Tags{{"team", "photo lab"}, {"a", ""}, {"c", "d=e"}}));
  EXPECT_EQ(parse_tags("K\xC3\xB6nig=+-._:/@"), (Tags{{"K\xC3\xB6nig", "+-._:/@"}}));
  EXPECT_EQ(parse_tags(many(10))->size(), 10U);
}

TEST(Tags, AreHeldToS3sBounds) {
  EXPECT_EQ(parse_tags(std::string(128, 'n') + "=" + std::string(256, 'v'))->size(), 1U);
  EXPECT_NE(error_of(std::string(129, 'n') + "=v").find("more than 128 characters"), std::string::npos);
  EXPECT_NE(error_of("n=" + std::string(257, 'v')).find("more than 256 characters"), std::string::npos);
  std::string umlauts;
  for (int i = 0; i < 128; ++i) umlauts += "\xC3\xB6";
  EXPECT_EQ(error_of(umlauts + "=v"), "no error");
  EXPECT_EQ(error_of(many(11)), "an object can have at most ten tags");
}

TEST(Tags, ErrorsNameTheProblem) {
  EXPECT_EQ(error_of(""), "'' is not a tag; write name=value, separated by commas");
  EXPECT_EQ(error_of("a=b,"), "'' is not a tag; write name=value, separated by commas");
  EXPECT_EQ(error_of("a"), "'a' is not a tag; write name=value, separated by commas");
  EXPECT_EQ(error_of("=b"), "a tag has no name; write name=value");
  EXPECT_EQ(error_of("a=b,a=c"), "the tag 'a' is given twice");
  EXPECT_EQ(error_of("aws:x=y"), "the tag 'aws:x' is refused: AWS reserves names that start with 'aws:'");
  for (const auto* text : {"a&b=c", "a=b?", "a=\n", "a\"=b", "a=b\t"}) {
    EXPECT_NE(error_of(text).find("may hold only"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace stripmeta
