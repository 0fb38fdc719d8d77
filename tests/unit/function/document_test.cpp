#include "function/document.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stripmeta {
namespace {

std::string refusal_of(const std::string& text) {
  const auto document = parse_document(text);
  return document ? "none" : document.error().what;
}

TEST(Document, ValuesAreCounted) {
  std::string text = "[0";
  for (std::size_t i = 2; i < max_event_values; ++i) text += ",0";
  EXPECT_EQ(parse_document(text + "]")->size(), max_event_values - 1);
  EXPECT_EQ(refusal_of(text + ",0]"), "the request has too many values; send it in parts");
}

TEST(Document, MembersHaveDifferentNames) {
  EXPECT_EQ(refusal_of(R"({"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]})"), "none");
  EXPECT_EQ(refusal_of(R"({"a":1,"b":[{"c":1,"\u0063":2}]})"), R"("c" is given twice)");
}

TEST(Document, LongNamesAreCut) {
  EXPECT_EQ(quoted_name("name"), R"("name")");
  EXPECT_EQ(quoted_name(std::string(41, 'x')), '"' + std::string(40, 'x') + "...\"");
}

TEST(Document, NumbersThatNoDoubleHolds) {
  EXPECT_FALSE(parse_document("[1e999]"));
  EXPECT_FALSE(parse_document("[1e999]").error().is_json);
}

}  // namespace
}  // namespace stripmeta
