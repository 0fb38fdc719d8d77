// What is taken from a gain map's metadata, and what is written of it.
#include "strip/gain_map.hpp"

#include <gtest/gtest.h>

#include "support/gain_map_bytes.hpp"

namespace stripmeta::test {
namespace {

Bytes of(const std::string& text) {
  return std::as_bytes(std::span{text});
}

std::string xmp_of(const std::string& packet) {
  GainMapInfo info;
  info.add_xmp(of(packet));
  return info.make_xmp();
}

TEST(GainMap, MetadataAreAsLongAsTheirFlagsSay) {
  for (const int channels : {1, 3}) {
    const auto metadata = gain_map_metadata(channels, 0x44);
    const auto exact = exact_gain_map_metadata(of(metadata + "more"));
    ASSERT_TRUE(exact);
    EXPECT_EQ(as_text(*exact), metadata);
    EXPECT_FALSE(exact_gain_map_metadata(of(metadata.substr(0, metadata.size() - 1))));
  }
  // One denominator, two headrooms, five numerators.
  const auto common = lit("\0\0\0\0\x08") + std::string(8 * 4, '1');
  const auto exact = exact_gain_map_metadata(of(common));
  ASSERT_TRUE(exact);
  EXPECT_EQ(exact->size(), common.size());
  EXPECT_FALSE(exact_gain_map_metadata(of(common.substr(1))));
  EXPECT_FALSE(exact_gain_map_metadata({}));
  EXPECT_FALSE(exact_gain_map_metadata(of(lit("\0\1") + gain_map_metadata().substr(2))));
}

TEST(GainMap, OnlyNumbersAndFixedWordsAreTaken) {
  const auto with = [](const std::string& value) {
    return xmp_of(rdf("hdrgm:GainMapMax='1' hdrgm:HDRCapacityMax='2' hdrgm:Gamma='" + value + "'"));
  };
  for (const auto* number : {"1", "-1.5", "+0.25", "12345678901234567890", "1e5", "2.5E-12"}) {
    EXPECT_NE(with(number).find("hdrgm:Gamma=\"" + std::string{number} + "\""), std::string::npos) << number;
  }
  for (const auto* text :
       {"", "home", "1 home", "1.", ".5", "1e", "1e1234", "--1", "0x10", "123456789012345678901", "nan"}) {
    EXPECT_EQ(with(text).find("Gamma"), std::string::npos) << text;
  }
  const auto truth = [](const std::string& value) {
    return xmp_of(rdf("hdrgm:GainMapMax='1' hdrgm:HDRCapacityMax='2' hdrgm:BaseRenditionIsHDR='" + value + "'"));
  };
  EXPECT_NE(truth("True").find("IsHDR=\"True\""), std::string::npos);
  EXPECT_EQ(truth("Perhaps").find("IsHDR"), std::string::npos);
}

TEST(GainMap, ChannelsAreOneOrThree) {
  const auto list = [](int count) {
    std::string items;
    for (int i = 0; i < count; ++i) items += "<rdf:li>" + std::to_string(i) + "</rdf:li>";
    return xmp_of(rdf("hdrgm:GainMapMax='1' hdrgm:HDRCapacityMax='2'",
                      "<hdrgm:Gamma><rdf:Seq>" + items + "</rdf:Seq></hdrgm:Gamma>"));
  };
  EXPECT_NE(list(3).find("<rdf:li>0</rdf:li><rdf:li>1</rdf:li><rdf:li>2</rdf:li>"), std::string::npos);
  EXPECT_NE(list(1).find("hdrgm:Gamma=\"0\""), std::string::npos);
  EXPECT_EQ(list(2).find("Gamma"), std::string::npos);
  EXPECT_EQ(list(4).find("Gamma"), std::string::npos);
}

TEST(GainMap, WhatIsWrittenIsReadBack) {
  for (const auto& packet : {ultra_hdr_xmp, apple_xmp}) {
    const auto once = xmp_of(packet);
    EXPECT_FALSE(once.empty());
    EXPECT_EQ(xmp_of(once), once);
  }
}

TEST(GainMap, TheFirstPacketCounts) {
  GainMapInfo info;
  info.add_xmp(of("nothing"));
  info.add_xmp(of(ultra_hdr_xmp));
  EXPECT_FALSE(info.is_gain_map());
}

TEST(GainMap, ApplesHeadroomFollowsApplesRule) {
  const Tiff t;
  const auto note = [&](std::uint32_t headroom, std::uint32_t gain, std::uint32_t denominator = 1000) {
    return "somewhere" + lit("Apple iOS\0\0\1MM") + be16(2) + t.entry(0x21, 10, 1, be32(44)) +
           t.entry(0x30, 10, 1, be32(52)) + be32(0) + be32(headroom) + be32(denominator) + be32(gain) +
           be32(denominator);
  };
  const auto ratio = [](const std::string& exif) { return apple_headroom(of(exif)).value_or(0); };
  EXPECT_NEAR(ratio(note(500, 0)), 3.4822, 1e-4);     // 2^1.8
  EXPECT_NEAR(ratio(note(500, 1000)), 2.8284, 1e-4);  // 2^1.5
  EXPECT_NEAR(ratio(note(1500, 0)), 8, 1e-9);         // 2^3
  EXPECT_NEAR(ratio(note(1500, 1000)), 4, 1e-9);      // 2^2
  EXPECT_NEAR(ratio(note(1500, 100'000'000)), 1, 1e-9);
  EXPECT_FALSE(apple_headroom(of(note(500, 0, 0))));
  EXPECT_FALSE(apple_headroom({}));
  const auto whole = note(500, 0);
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(apple_headroom(of(whole.substr(0, size))));
}

}  // namespace
}  // namespace stripmeta::test
