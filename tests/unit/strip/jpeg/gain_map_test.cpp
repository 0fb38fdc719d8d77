// `--keep gainmap`: both pictures stripped, and what makes HDR of them written anew.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/gain_map_bytes.hpp"

namespace stripmeta::test {
namespace {

Policy keeping_gain_map(bool strict = false) {
  auto policy = *make_policy({.keep = "gainmap", .strict = strict});
  return policy;
}

// Alike for every split, and stripping it again changes nothing.
Stripped kept(const std::string& input, const Policy& policy = keeping_gain_map()) {
  auto result = strip(input, policy);
  EXPECT_FALSE(result.error) << result.error->message;
  EXPECT_EQ(strip(input, policy, 7).output, result.output);
  const auto again = strip(result.output, policy);
  EXPECT_EQ(again.output, result.output);
  EXPECT_TRUE(again.report.clean());
  return result;
}

const std::string gps = exif_segment(Tiff{}.header() + Tiff{}.ifd({Tiff{}.long_entry(0x8825, 26)}) +
                                     Tiff{}.ifd({Tiff{}.entry(2, 5, 1, be32(8))}));
const std::string comment = segment(0xFE, "taken at home");
const std::string ultra_hdr_map = soi + comment + xmp_segment(ultra_hdr_xmp) + gps + picture;
const std::string iso_map = soi + comment + segment(0xE2, gain_map_urn + gain_map_metadata(3, 0x40)) + picture;
const std::string apple_map = soi + xmp_segment(apple_xmp) + comment + picture;

TEST(GainMapJpeg, UltraHdrStaysWithItsNumbersAndNothingElse) {
  const auto result =
      kept(with_second(gps + comment + xmp_segment(rdf("hdrgm:Version='1.0' xmp:Label='x'")), ultra_hdr_map));
  for (const auto* gone : {"home", "phone", "CreatorTool", "Label", "xpacket"}) EXPECT_FALSE(has(result, gone)) << gone;
  for (const auto* stays : {"hdrgm:GainMapMin=\"-0.25\"", "hdrgm:HDRCapacityMax=\"1.3\"", "Item:Semantic=\"GainMap\"",
                            "<rdf:li>1.5</rdf:li><rdf:li>2</rdf:li><rdf:li>2.5e-1</rdf:li>"}) {
    EXPECT_TRUE(has(result, stays)) << stays;
  }
  const auto* map = find_row(result.report, Kind::gain_map, Fate::kept);
  ASSERT_NE(map, nullptr);
  EXPECT_TRUE(has(result, "Item:Length=\"" + std::to_string(map->bytes) + "\""));
  EXPECT_TRUE(result.report.removed_holds().contains(Holds::gps));
  EXPECT_FALSE(result.report.clean());
  EXPECT_EQ(find_row(result.report, Kind::trailer, Fate::removed), nullptr);
}

TEST(GainMapJpeg, RightsAndTheGainMapShareOnePacket) {
  const auto policy = *make_policy({.keep = "gainmap,copyright"});
  const auto rights =
      xmp_segment(rdf("xmlns:xmpRights='http://ns.adobe.com/xap/1.0/rights/' xmpRights:Owner='Jane' xmp:Label='x'"));
  for (const auto& map : {ultra_hdr_map, iso_map}) {
    const auto result = strip(with_second(orientation_exif(6) + rights, map), policy);
    ASSERT_FALSE(result.error);
    EXPECT_TRUE(has(result, "xmpRights:Owner=\"Jane\""));
    EXPECT_FALSE(has(result, "Label"));
    const auto again = strip(result.output, policy);
    EXPECT_EQ(again.output, result.output);
    EXPECT_TRUE(again.report.clean());
  }
}

TEST(GainMapJpeg, IsoDataStayInBothPictures) {
  const auto result = kept(with_second(segment(0xE2, gain_map_urn + be32(0) + "more"), iso_map));
  EXPECT_TRUE(has(result, segment(0xE2, gain_map_urn + be32(0))));
  EXPECT_TRUE(has(result, segment(0xE2, gain_map_urn + gain_map_metadata(3, 0x40))));
  EXPECT_FALSE(has(result, "Container"));
}

TEST(GainMapJpeg, IsoDataAreCutToWhatTheyAre) {
  const auto map = soi + segment(0xE2, gain_map_urn + gain_map_metadata(1, 0x33) + "hidden") + picture;
  const auto result = kept(with_second("", map));
  EXPECT_TRUE(has(result, segment(0xE2, gain_map_urn + gain_map_metadata(1))));
}

TEST(GainMapJpeg, ApplesIsNamedAnewWithTheHeadroomOfTheMakerNote) {
  const Tiff t;
  const std::string note = lit("Apple iOS\0\0\1MM") + be16(2) + t.entry(0x21, 10, 1, be32(44)) +
                           t.entry(0x30, 10, 1, be32(52)) + be32(0) + be32(3) + be32(2) + be32(1) +
                           be32(100);  // 1.5 and 0.01
  const auto exif = exif_segment(t.header() + t.ifd({t.long_entry(0x8769, 26)}) +
                                 t.ifd({t.entry(0x927C, 7, static_cast<std::uint32_t>(note.size()), be32(44))}) + note);
  const auto result = kept(with_second(exif, apple_map));
  EXPECT_TRUE(
      has(result, "HDRGainMap:HDRGainMapVersion=\"131072\" HDRGainMap:HDRGainMapHeadroom=\"4.924578\""));  // 2^2.3
  EXPECT_TRUE(has(result, "urn:com:apple:photo:2020:aux:hdrgainmap"));
  EXPECT_FALSE(has(result, "Apple iOS"));
  const auto without = kept(with_second("", apple_map));
  EXPECT_TRUE(has(without, "HDRGainMap:HDRGainMapVersion=\"65536\""));
}

TEST(GainMapJpeg, IsFoundByLittleEndianMpfBehindAGapAndWithoutMpf) {
  const auto plain = kept(with_second("", iso_map));
  EXPECT_EQ(kept(with_second("", iso_map, "", true)).output, plain.output);
  const auto gap = kept(with_second("", iso_map, std::string(100, 'g')));
  EXPECT_EQ(gap.output, plain.output);
  ASSERT_NE(find_row(gap.report, Kind::trailer, Fate::removed), nullptr);
  EXPECT_EQ(find_row(gap.report, Kind::trailer, Fate::removed)->bytes, 100U);
  EXPECT_EQ(kept(minimal + iso_map).output, plain.output);
}

TEST(GainMapJpeg, AFilmAndOtherPicturesStillGo) {
  const auto result = kept(with_second("", iso_map) + be32(24) + "ftypmp42" + std::string(12, 'x') + minimal);
  EXPECT_EQ(result.output, kept(with_second("", iso_map)).output);
  EXPECT_TRUE(result.report.removed_holds().contains(Holds::video));
  EXPECT_TRUE(result.report.removed_holds().contains(Holds::picture));
}

TEST(GainMapJpeg, WhatIsNoGainMapGoes) {
  const std::string no_number = soi + xmp_segment(rdf("hdrgm:GainMapMax='home' hdrgm:HDRCapacityMax='1'")) + picture;
  const std::string other_version =
      soi + segment(0xE2, gain_map_urn + lit("\0\1") + gain_map_metadata().substr(2)) + picture;
  const std::string short_data = soi + segment(0xE2, gain_map_urn + gain_map_metadata().substr(0, 60)) + picture;
  const std::string cut = iso_map.substr(0, iso_map.size() - 2);
  const std::string text = "text";
  for (const auto& second : {minimal, no_number, other_version, short_data, cut, text}) {
    const auto file = with_second("", second);
    const auto result = kept(file);
    EXPECT_EQ(result.output, minimal);
    EXPECT_NE(find_row(result.report, Kind::trailer, Fate::removed), nullptr);
    // What calls itself a gain map is not lost where damage is refused.
    const auto strict = strip(file, keeping_gain_map(true));
    const bool calls_itself_one = second != minimal && second != text;
    ASSERT_EQ(strict.error.has_value(), calls_itself_one) << second;
    const auto* lost = find_row(result.report, Kind::gain_map, Fate::removed);
    EXPECT_EQ(lost != nullptr && lost->holds.contains(Holds::picture), calls_itself_one);
    if (!calls_itself_one) continue;
    EXPECT_EQ(strict.error->kind, ErrorKind::malformed);
    EXPECT_EQ(strict.error->message, "the gain map is damaged");
  }
}

TEST(GainMapJpeg, ThumbnailsAreNotAmongTheFewThatAreLookedAt) {
  const Tiff t;
  const auto entry = [&](std::uint32_t attributes, std::size_t offset) {
    return t.n32(attributes) + t.n32(1) + t.n32(static_cast<std::uint32_t>(offset)) + t.n32(0);
  };
  const auto with_map_at = [&](std::size_t offset) {
    std::string entries = t.n32(0x030000) + std::string(12, '\0');
    for (int i = 0; i < 9; ++i) entries += entry(0x010001, 1);
    entries += entry(0, offset);
    return segment(0xE2, lit("MPF\0") + t.header() +
                             t.ifd({t.entry(0xB002, 7, static_cast<std::uint32_t>(entries.size()), be32(26))}) +
                             entries);
  };
  const std::string gap(100, '\0');
  const auto head = soi.size() + 8;  // where MPF's offsets count from
  const auto base_size = (soi + with_map_at(0) + picture).size();
  const auto result = kept(soi + with_map_at(base_size + gap.size() - head) + picture + gap + iso_map);
  EXPECT_NE(find_row(result.report, Kind::gain_map, Fate::kept), nullptr);
}

TEST(GainMapJpeg, WithoutASecondPictureItIsAnyJpeg) {
  for (const auto& input : {minimal, soi + gps + jfif + comment + picture}) {
    EXPECT_EQ(strip(input, keeping_gain_map()).output, strip(input).output);
  }
}

TEST(GainMapJpeg, OnlyTheFirstPictureIsTurned) {
  const auto result = kept(with_second(orientation_exif(6), soi + orientation_exif(6) + iso_map.substr(2)));
  EXPECT_EQ(result.output.find("Exif"), result.output.rfind("Exif"));
}

TEST(GainMapJpeg, ErrorsAreThoseOfAnyJpeg) {
  const auto damaged = strip(soi + tables + "junk" + marker(0xFF), keeping_gain_map());
  ASSERT_TRUE(damaged.error);
  EXPECT_EQ(damaged.error->kind, ErrorKind::truncated);
  Policy small = keeping_gain_map();
  small.max_whole_bytes = 100;
  const auto large = strip(with_second("", iso_map), small);
  ASSERT_TRUE(large.error);
  EXPECT_EQ(large.error->kind, ErrorKind::too_large);
}

TEST(GainMapJpeg, OfManyPicturesAFewAreLookedAt) {
  const Tiff t;
  std::string entries = t.n32(0x030000) + std::string(12, '\0');
  for (int i = 0; i < 4000; ++i) entries += t.n32(0) + t.n32(1) + t.n32(70000) + t.n32(0);
  const auto mpf =
      segment(0xE2, lit("MPF\0") + t.header() +
                        t.ifd({t.entry(0xB002, 7, static_cast<std::uint32_t>(entries.size()), be32(26))}) + entries);
  EXPECT_EQ(kept(soi + mpf + mpf + picture + std::string(100'000, 'x')).output, minimal);
}

}  // namespace
}  // namespace stripmeta::test
