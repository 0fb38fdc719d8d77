#include "strip/detect.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace stripmeta {
namespace {

auto look(std::string_view text, bool ended = false) {
  return detect(std::as_bytes(std::span{text.data(), text.size()}), ended);
}

TEST(Detect, IsThreeValued) {
  EXPECT_EQ(look("\xFF\xD8"), Format::jpeg);
  EXPECT_EQ(look("\xFF\xD8\xFF\xE0"), Format::jpeg);
  EXPECT_EQ(look(""), Format::unknown);
  EXPECT_EQ(look("\xFF"), Format::unknown);
  EXPECT_FALSE(look("\xFF", true));
  EXPECT_FALSE(look("\xFE"));
  EXPECT_FALSE(look("%PDF-1.7"));
  EXPECT_EQ(look("", true).error().kind, ErrorKind::unsupported);
  EXPECT_EQ(look("", true).error().message, "the input is empty");
  EXPECT_EQ(look("%PDF-1.7").error().offset, 0U);
}

}  // namespace
}  // namespace stripmeta
