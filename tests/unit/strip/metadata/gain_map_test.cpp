// What is taken from a gain map's metadata, and what is written of it.
#include "strip/metadata/gain_map.hpp"

#include <gtest/gtest.h>

#include "support/cpp/gain_map_bytes.hpp"

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

TEST(GainMap, CutsMetadataToTheLengthOfTheirFlags) {
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

const std::string least = "hdrgm:Version='1.0' hdrgm:GainMapMax='1' hdrgm:HDRCapacityMax='2'";

TEST(GainMap, WritesNumbersInOneForm) {
  const auto written = [](const std::string& value) {
    const auto packet = xmp_of(rdf(least + " hdrgm:Gamma='" + value + "'"));
    const auto at = packet.find("hdrgm:Gamma=\"");
    if (at == std::string::npos) return packet;
    return packet.substr(at + 13, packet.find('"', at + 13) - at - 13);
  };
  struct Row {
    std::string text, number;
  };
  const std::vector<Row> rows{
      {"1", "1"},
      {"-1.5", "-1.5"},
      {"+0.25", "0.25"},
      {".5", "0.5"},
      {"-.5", "-0.5"},
      {"-1.", "-1"},
      {"007", "7"},
      {"-0.500000000000000000000", "-0.5"},
      {"0.00000000000000000000012345678901234567890", "0.00000000000000000000012345678901234567"},
      {"12.345678901234567890", "12.345678901234567"},
      {"12345678901234567", "12345678901234567"},
      {"-0.0e7", "0"},
      {"1e5", "1e5"},
      {"2.50E-012", "2.5e-12"},
      {"3e+00", "3"}};
  for (const auto& [text, number] : rows) {
    EXPECT_EQ(written(text), number) << text;
    EXPECT_EQ(written(number), number) << text;
  }
}

TEST(GainMap, IsNotOneIfAPropertyIsUnreadable) {
  for (const auto* text :
       {"home", "1 home", ".", "1e", "1e1234", "--1", "0x10", "123456789012345678", "nan", "1,5", "1.5.2"}) {
    GainMapInfo info;
    info.add_xmp(of(rdf(least + " hdrgm:Gamma='" + text + "'")));
    EXPECT_FALSE(info.is_gain_map()) << text;
    EXPECT_TRUE(info.is_damaged()) << text;
    EXPECT_EQ(info.make_xmp(), "") << text;
  }
  for (const auto* packet :
       {"hdrgm:Version='1.0' hdrgm:GainMapMax='1'", "hdrgm:Version='one' hdrgm:GainMapMax='1'",
        "hdrgm:GainMapMax='1' hdrgm:HDRCapacityMax='2'", "hdrgm:Version='1.0' hdrgm:GainMapMax='x'"}) {
    GainMapInfo info;
    info.add_xmp(of(rdf(packet)));
    EXPECT_TRUE(info.is_damaged()) << packet;
  }
  for (const auto* packet : {"hdrgm:Version='1.0'", "apdi:AuxiliaryImageType='urn:com:apple:photo:2018:aux:matte'"}) {
    GainMapInfo info;
    info.add_xmp(of(rdf(packet)));
    EXPECT_FALSE(info.is_gain_map() || info.is_damaged()) << packet;
  }
}

TEST(GainMap, UnreadableDataAreDamaged) {
  const auto damaged = [](const std::string& metadata) {
    GainMapInfo info;
    info.add_iso(of(std::string{gain_map_signature} + metadata));
    return info.is_damaged();
  };
  EXPECT_FALSE(damaged(gain_map_metadata()));
  EXPECT_FALSE(damaged(lit("\0\0\0\0"))) << "a picture says so of its map";
  EXPECT_TRUE(damaged(gain_map_metadata().substr(0, 60)));
  EXPECT_TRUE(damaged(lit("\0\1") + gain_map_metadata().substr(2)));
}

TEST(GainMap, AcceptsOnlyFixedWords) {
  const auto truth = [](const std::string& value) {
    return xmp_of(rdf(least + " hdrgm:BaseRenditionIsHDR='" + value + "'"));
  };
  EXPECT_NE(truth("True").find("IsHDR=\"True\""), std::string::npos);
  EXPECT_EQ(truth("Perhaps"), "");
  EXPECT_NE(xmp_of(rdf(least)).find("hdrgm:Version=\"1.0\""), std::string::npos);
  EXPECT_EQ(xmp_of(rdf("hdrgm:Version='1.0 home' hdrgm:GainMapMax='1' hdrgm:HDRCapacityMax='2'")), "");
}

TEST(GainMap, HasOneOrThreeChannels) {
  const auto list = [](int count) {
    std::string items;
    for (int i = 0; i < count; ++i) items += "<rdf:li>" + std::to_string(i) + "</rdf:li>";
    return xmp_of(rdf(least, "<hdrgm:Gamma><rdf:Seq>" + items + "</rdf:Seq></hdrgm:Gamma>"));
  };
  EXPECT_NE(list(3).find("<rdf:li>0</rdf:li><rdf:li>1</rdf:li><rdf:li>2</rdf:li>"), std::string::npos);
  EXPECT_NE(list(1).find("hdrgm:Gamma=\"0\""), std::string::npos);
  EXPECT_EQ(list(2), "");
  EXPECT_EQ(list(4), "");
}

TEST(GainMap, ReadsBackWhatItWrites) {
  for (const auto& packet : {ultra_hdr_xmp, apple_xmp}) {
    const auto once = xmp_of(packet);
    EXPECT_FALSE(once.empty());
    EXPECT_EQ(xmp_of(once), once);
  }
}

TEST(GainMap, OnlyTheFirstPacketCounts) {
  GainMapInfo info;
  info.add_xmp(of("nothing"));
  info.add_xmp(of(ultra_hdr_xmp));
  EXPECT_FALSE(info.is_gain_map());
}

TEST(GainMap, ComputesApplesHeadroomByApplesRule) {
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
