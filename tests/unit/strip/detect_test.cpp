#include "strip/detect.hpp"

#include <gtest/gtest.h>

#include <string>
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

// A box's type stands behind its size, which may be another format's signature.
TEST(Detect, MoreBytesNeverDecideOtherwise) {
  using std::string_view_literals::operator""sv;
  for (const auto front : {"II*\0ftypavif"sv, "MM\0+ftypavif"sv, "\xFF\x0A..ftypavif"sv, "\xFF\xD8..ftypavif"sv,
                           "\xFF\x4F\xFF\x51"
                           "ftypavif"sv,
                           "GIF8ftypavif"sv, "RIFFftypWEBP"sv}) {
    auto decided = Format::unknown;
    for (std::size_t size = 1; size <= front.size(); ++size) {
      const auto found = look(front.substr(0, size));
      ASSERT_TRUE(found);
      EXPECT_TRUE(decided == Format::unknown || decided == *found) << front << size;
      decided = *found;
    }
    EXPECT_NE(decided, Format::unknown);
  }
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

TEST(Detect, KnowsAnSvgByItsRootElement) {
  for (const std::string_view text :
       {"<svg xmlns='a'>        ", "\xEF\xBB\xBF\r\n <svg:svg>        ", "<?xml version='1.0'?><!-- <html> --><svg/>",
        "<!DOCTYPE svg [<!ENTITY a '>'><!-- ]> --><?b ]>?>]>\n<svg>", "<!DOCTYPE svg [<!ENTITY a SYSTEM 'b'>]><svg>"}) {
    EXPECT_EQ(look(text), Format::svg) << text;
    bool known = false;  // once it is known, it stays so
    for (std::size_t size = 0; size <= text.size(); ++size) {
      const auto format = look(text.substr(0, size));
      ASSERT_TRUE(format) << text.substr(0, size);
      EXPECT_TRUE(!known || *format == Format::svg);
      known = *format == Format::svg;
    }
  }
  EXPECT_EQ(look("<svg/>", true), Format::svg);
  EXPECT_FALSE(look("<svg", true));
  EXPECT_FALSE(look("   ", true));
}

TEST(Detect, NamesTextsThatAreNoSvg) {
  const auto said = [](std::string_view text) { return look(text, true).error().message; };
  for (const auto* text : {"<!DOCTYPE html>", "<!doctype HTML><svg>", "<html>", "<?xml version='1.0'?><h:html>"}) {
    EXPECT_TRUE(said(text).starts_with("an HTML document, ")) << text;
  }
  EXPECT_TRUE(said("<?xml version='1.0'?><rss>").starts_with("an XML document that is no SVG, "));
  EXPECT_TRUE(said("<svgz>").starts_with("an XML document that is no SVG, "));
  EXPECT_TRUE(said({"\xFF\xFE<\0s\0", 6}).starts_with("a text in UTF-16, "));
  EXPECT_TRUE(said("\x1F\x8B\x08").starts_with("a gzip file (SVGZ, "));
  EXPECT_TRUE(said("text").ends_with("SVG)"));
}

TEST(Detect, GivesUpBehindTheLongestProlog) {
  const std::string comment = "<!--" + std::string(longest_signature() - 4, 'x');
  EXPECT_FALSE(look(comment));
  EXPECT_FALSE(look(comment + "--><svg>"));
  EXPECT_EQ(look(comment.substr(1, longest_signature() - 2)).error().kind, ErrorKind::unsupported);
  EXPECT_EQ(look(comment.substr(0, longest_signature() - 1)), Format::unknown);
}

}  // namespace
}  // namespace stripmeta
