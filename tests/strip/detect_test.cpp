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
  EXPECT_EQ(look("\x89PNG\r\n\x1A\n"), Format::png);
  EXPECT_EQ(look("\x89PNG\r\n\x1A"), Format::unknown);
  EXPECT_EQ(look("GIF87a"), Format::gif);
  EXPECT_EQ(look("GIF89a,"), Format::gif);
  EXPECT_EQ(look("GIF8"), Format::unknown);
  EXPECT_FALSE(look("GIF88a"));
  EXPECT_EQ(look(""), Format::unknown);
  EXPECT_EQ(look("\xFF"), Format::unknown);
  EXPECT_FALSE(look("\xFF", true));
  EXPECT_EQ(look("\xFE"), Format::unknown);  // a box may begin so, whose type comes after four bytes
  EXPECT_FALSE(look("\xFEnothing"));
  EXPECT_FALSE(look("%PDF-1.7"));
  EXPECT_EQ(look("", true).error().kind, ErrorKind::unsupported);
  EXPECT_EQ(look("", true).error().message, "the input is empty");
  EXPECT_EQ(look("%PDF-1.7").error().offset, 0U);
}

TEST(Detect, NamesWhatIsNoImage) {
  const auto said = [](std::string_view text) { return look(text).error().message; };
  EXPECT_TRUE(said("%PDF-1.7").starts_with("a PDF document, not an image of a supported format (JPEG"));
  EXPECT_TRUE(said("PK\3\4 and more").starts_with("a ZIP archive, "));
  EXPECT_TRUE(said("RIFFsizeAVI LIST").starts_with("an AVI video, "));
  EXPECT_TRUE(said("no magic whatsoever").starts_with("not an image of a supported format (JPEG"));
  EXPECT_EQ(look("RIFFsize"), Format::unknown);
  EXPECT_FALSE(look("RIFFsize", true));
}

}  // namespace
}  // namespace stripmeta
