#include "inspect/text.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "findings.hpp"
#include "inspect/gps.hpp"

namespace stripmeta::test {
namespace {

using namespace stripmeta::inspection;

TEST(Text, KnowsUtf8) {
  for (const std::string_view good : {"", "abc", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                                      "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  for (const std::string_view bad : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\x9F\xBF", "\xED\xA0\x80",
                                     "\xE2\x82", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    EXPECT_FALSE(is_utf8(bad)) << testing::PrintToString(std::string(bad));
  }
}

TEST(Text, DecodesUtf16) {
  const auto decode = [](std::string_view text, ByteOrder order) { return utf16_to_utf8(bytes_of(text), order); };
  EXPECT_EQ(decode(std::string_view("\0a\x20\xAC\xD8\x3D\xDE\0", 8), ByteOrder::big), "a€😀");
  EXPECT_EQ(decode(std::string_view("a\0\xAC\x20\x3D\xD8\0\xDE", 8), ByteOrder::little), "a€😀");
  EXPECT_EQ(decode(std::string_view("\xFE\xFF\0a", 4), ByteOrder::little), "a") << "the mark beats the order";
  EXPECT_EQ(decode(std::string_view("\xFF\xFE"
                                    "a\0",
                                    4),
                   ByteOrder::big),
            "a");
  EXPECT_EQ(decode(std::string_view("\0a\0\0\0b", 6), ByteOrder::big), "a") << "up to NUL";
  EXPECT_EQ(decode(std::string_view("\xD8\x3D\0a\xDE\0\xD8\x3D\0", 9), ByteOrder::big), "\uFFFDa\uFFFD\uFFFD");
}

TEST(Text, CutsAtACodePoint) {
  EXPECT_EQ(cut_utf8("a€b", 4), "a€");
  EXPECT_EQ(cut_utf8("a€b", 3), "a");
  EXPECT_EQ(cut_utf8("a€b", 1), "a");
  EXPECT_EQ(cut_utf8("€", 2), "");
  EXPECT_EQ(cut_utf8("abc", 3), "abc");
}

TEST(Text, WritesNumbers) {
  EXPECT_EQ(number_text(2.8), "2.8");
  EXPECT_EQ(number_text(-0.0), "0");
  EXPECT_EQ(number_text(4294967295), "4294967295");
  EXPECT_EQ(fixed_text(-0.124625, 6), "-0.124625");
  EXPECT_EQ(fixed_text(std::numeric_limits<double>::max(), 6).size(), 309U + 7U);
  EXPECT_EQ(hex_text(0xC5A1, 4), "0xC5A1");
  EXPECT_EQ(byte_count(1), "1 byte");
}

TEST(XmpCoordinate, ReadsBothForms) {
  EXPECT_NEAR(xmp_coordinate("51,30.0433N").value_or(0), 51.500722, 1e-6);
  EXPECT_NEAR(xmp_coordinate("0,7,28.65W").value_or(0), -0.124625, 1e-6);
  EXPECT_NEAR(xmp_coordinate(" 33,52S ").value_or(0), -33.866667, 1e-6);
}

TEST(XmpCoordinate, RefusesAnythingElse) {
  for (const std::string_view bad : {"", "N", "51.5", "51,30", "51,30,2,1N", "51;30N", "a,bN", "-51,30N", "inf,0N",
                                     "nan,0N", "1e5,0N", "51,N", "400,0E"}) {
    EXPECT_FALSE(xmp_coordinate(bad)) << bad;
  }
}

}  // namespace
}  // namespace stripmeta::test
