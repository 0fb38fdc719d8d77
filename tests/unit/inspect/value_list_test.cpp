#include "inspect/value_list.hpp"

#include <gtest/gtest.h>

#include <string>

#include "findings.hpp"
#include "inspect/text.hpp"

namespace stripmeta::test {
namespace {

using inspection::ValueList;

std::string shown(std::string_view value, std::size_t full_bytes = 0) {
  ValueList list;
  list.add("exif", "ImageDescription", value, full_bytes);
  return list.sorted().front().value;
}

TEST(ValueList, CutsLongValuesAtACodePoint) {
  EXPECT_EQ(shown(std::string(1024, 'a')), std::string(1024, 'a'));
  EXPECT_EQ(shown(std::string(1025, 'a')), std::string(1024, 'a') + "… (1025 bytes)");
  EXPECT_EQ(shown(std::string(1023, 'a') + "é"), std::string(1023, 'a') + "… (1025 bytes)");
  EXPECT_EQ(shown(std::string(2000, 'a'), 5000), std::string(1024, 'a') + "… (5000 bytes)");
  EXPECT_EQ(shown("short", 5000), "short");
}

TEST(ValueList, CutsLongNames) {
  ValueList list;
  list.add("xmp", std::string(257, 'n'), "v");
  list.add("xmp", std::string(256, 'n'), "v");
  EXPECT_EQ(list.sorted().front().name, std::string(256, 'n') + "…");
  EXPECT_EQ(list.sorted().back().name, std::string(256, 'n'));
}

TEST(ValueList, ReadsOtherTextAsLatin1) {
  EXPECT_EQ(shown("caf\xE9"), "café");
  std::string expected;
  for (int i = 0; i < 512; ++i) expected += "\u0080";
  EXPECT_EQ(shown(std::string(3000, '\x80')), expected + "… (3000 bytes)");
}

TEST(ValueList, SortsByRank) {
  ValueList list;
  for (const auto& [group, name] : std::initializer_list<std::pair<const char*, const char*>>{
           {"exif", "Flash"},
           {"exif", "Software"},
           {"xmp", "dc:creator[1]"},
           {"exif", "Artist"},
           {"xmp", "xmp:CreateDate"},
           {"exif", "BodySerialNumber"},
           {"xmp", "Iptc4xmpExt:LocationShown[1]/Iptc4xmpExt:Sublocation"},
           {"iptc", "City"},
           {"gps", "GPSLatitude"},
           {"xmp", "Position"},
           {"gps", "Position"},
       }) {
    list.add(group, name, "");
  }
  EXPECT_EQ(lines_of(list.sorted()),
            "xmp Position: \ngps Position: \nxmp Iptc4xmpExt:LocationShown[1]/Iptc4xmpExt:Sublocation: \niptc City: \n"
            "gps GPSLatitude: \nexif BodySerialNumber: \nxmp xmp:CreateDate: \nxmp dc:creator[1]: \nexif Artist: \n"
            "exif Software: \nexif Flash: \n");
}

TEST(ValueList, AFloodCannotPushOutThePosition) {
  ValueList list;
  for (int i = 0; i < 10000; ++i) list.add("xmp", "dc:subject", "flood");
  list.add("gps", "Position", "1.000000, 2.000000");
  const auto values = list.sorted();
  ASSERT_EQ(values.size(), 4096U);
  EXPECT_EQ(values.front().value, "1.000000, 2.000000");
  EXPECT_EQ(values[4094].value, "flood");
  EXPECT_EQ(values.back().name, "Omitted");
  EXPECT_EQ(values.back().value, "5906 more values are not shown");
}

TEST(ValueList, ShowsAllOfExactlyTheLimit) {
  ValueList list;
  for (int i = 0; i < 4096; ++i) list.add("xmp", "dc:subject", "last");
  EXPECT_EQ(list.sorted().size(), 4096U);
  EXPECT_EQ(list.sorted().back().value, "last");
}

}  // namespace
}  // namespace stripmeta::test
