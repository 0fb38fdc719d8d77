#include <gtest/gtest.h>

#include "findings.hpp"
#include "strip/base/zlib_stream.hpp"
#include "support/cpp/png_bytes.hpp"

namespace stripmeta::test {
namespace {

// A chunk as the stripper shows it: type and data.
std::string shown(const std::string& chunk) {
  return chunk.substr(4, chunk.size() - 8);
}
std::vector<Value> read_text(const std::string& chunk) {
  return read_one(Kind::text, shown(chunk));
}

TEST(PngText, IsShownByItsKeyword) {
  EXPECT_EQ(one_of(read_text(png::text("Author", "Jo")), "text", "Author"), "Jo");
  EXPECT_EQ(one_of(read_text(png::ztxt("Author", "Jo")), "text", "Author"), "Jo");
  EXPECT_EQ(one_of(read_text(png::itxt("Author", "Jo")), "text", "Author"), "Jo");
  EXPECT_EQ(one_of(read_text(png::itxt("Author", "Jo", true)), "text", "Author"), "Jo");
}

TEST(PngText, ThatIsAPromptIsShownAsOne) {
  const auto values = read_text(png::ztxt("parameters", "a cat\nNegative prompt: dogs"));
  EXPECT_EQ(one_of(values, "ai", "AIPrompt"), "a cat\nNegative prompt: dogs");
}

TEST(PngText, HoldsPacketsAndRawProfiles) {
  const std::string packet =
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
      "xmlns:dc='http://purl.org/dc/elements/1.1/' dc:source='home'/></rdf:RDF>";
  EXPECT_EQ(one_of(read_text(png::itxt("XML:com.adobe.xmp", packet, true)), "xmp", "dc:source"), "home");
  EXPECT_EQ(one_of(read_text(png::ztxt("Raw profile type xmp", png::raw_profile("xmp", packet))), "xmp", "dc:source"),
            "home");
  const Tiff t;
  const std::string exif = lit("Exif\0\0") + t.header() + t.ifd({t.entry(271, 2, 3, lit("Ac\0"))});
  EXPECT_EQ(one_of(read_text(png::ztxt("Raw profile type exif", png::raw_profile("exif", exif))), "exif", "Make"),
            "Ac");
  const std::string caption = iptc_dataset(80, "Jo");
  EXPECT_EQ(one_of(read_text(png::ztxt("Raw profile type iptc", png::raw_profile("iptc", caption))), "iptc", "By-line"),
            "Jo");
  const std::string resource = "8BIM\x04\x04" + lit("\0\0") + be32(7) + caption;
  EXPECT_EQ(
      one_of(read_text(png::text("Raw profile type 8bim", png::raw_profile("8bim", resource))), "iptc", "By-line"),
      "Jo");
}

TEST(PngText, InflatesOneMebibyteAtMost) {
  const auto values = read_text(png::ztxt("Comment", std::string(std::size_t{3} << 20U, 'x')));
  EXPECT_NE(one_of(values, "text", "Comment").find("1048576"), std::string::npos);
}

TEST(PngText, MayBeDamaged) {
  for (const std::string chunk : {"", "tEX", "tEXt", "zTXta", "iTXta", "zTXtRaw profile type exif"}) {
    read_one(Kind::text, chunk);
    read_one(Kind::text, chunk + lit("\0"));
    read_one(Kind::text, chunk + lit("\0\0x"));
    read_one(Kind::text, chunk + lit("\0\1\0\0\0x"));
  }
}

TEST(PngTime, IsShown) {
  EXPECT_EQ(one_of(read_one(Kind::time, be16(2024) + bytes({5, 6, 7, 8, 9})), "time", "ModifyDate"),
            "2024:05:06 07:08:09");
  EXPECT_EQ(one_of(read_one(Kind::time, "short"), "time", "Unreadable"), "5 bytes");
}

TEST(PngProfile, IsInflated) {
  std::string profile = icc_profile({{"wtpt", "white"}});
  profile.replace(80, 4, "CRTR");
  const auto values = read_one(Kind::icc, shown(png::iccp(profile)).substr(4));
  EXPECT_EQ(one_of(values, "icc", "ProfileName"), "Someone's display");
  EXPECT_EQ(one_of(values, "icc", "Creator"), "CRTR");
  EXPECT_EQ(one_of(read_one(Kind::icc, profile), "icc", "Creator"), "CRTR");
}

TEST(ZlibStream, IsReadUpToItsLimitOrDamage) {
  const std::string text(100000, 'x');
  const auto stream = bytes_of(png::deflated(text));
  EXPECT_EQ(inflate_some(stream, 100).size(), 100U);
  EXPECT_EQ(inflate_some(stream, 200000).size(), 100000U);
  EXPECT_FALSE(inflate_zlib(stream, 99999));
  ASSERT_TRUE(inflate_zlib(stream, 100000));
  EXPECT_EQ(inflate_zlib(stream, 100000)->consumed, stream.size());
  EXPECT_TRUE(inflate_some(bytes_of("no stream"), 100).empty());
  EXPECT_TRUE(inflate_some({}, 100).empty());
}

}  // namespace
}  // namespace stripmeta::test
