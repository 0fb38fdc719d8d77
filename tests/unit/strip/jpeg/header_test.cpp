// What stands before the first scan: which JFIF, APP14, Exif and profile count, and the order in which they are
// written.
#include <gtest/gtest.h>

#include "support/cpp/jpeg_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

std::string output_of(const std::string& input, const Policy& policy = {}) {
  const auto result = strip(input, policy);
  EXPECT_FALSE(result.error) << result.error->message;
  return result.output;
}

const std::string small_profile = icc_profile({{"wtpt", icc_xyz()}});
const std::string profile_segment = icc_segment(1, 1, small_profile);

TEST(JpegHeader, TheOrderIsFixed) {
  const std::string input =
      soi + dqt + adobe + profile_segment + sof() + orientation_exif(6) + jfif + dht + sos() + scan + eoi;
  EXPECT_EQ(output_of(input), soi + jfif + orientation_exif(6) + profile_segment + adobe + picture);
  EXPECT_TRUE(strip(input).report.clean());
}

TEST(JpegHeader, SlicesSayWhereTheyComeFrom) {
  struct Seen {
    std::string input;
    bool same{true};
    std::size_t made_bytes{0};
  } seen{soi + jfif + picture};
  Stripper stripper;
  const auto check = [](void* caller, Slice slice) noexcept {
    auto& s = *static_cast<Seen*>(caller);
    const std::string_view text{reinterpret_cast<const char*>(slice.bytes.data()), slice.bytes.size()};
    if (slice.source_offset == no_source_offset) {
      s.made_bytes += text.size();
    } else {
      s.same = s.same && s.input.compare(slice.source_offset, text.size(), text) == 0;
    }
    return true;
  };
  for (const char c : seen.input) {
    const auto piece = static_cast<std::byte>(c);
    ASSERT_TRUE(stripper.feed({&piece, 1}, check, &seen));
  }
  ASSERT_TRUE(stripper.finish(check, &seen));
  EXPECT_TRUE(seen.same);
  EXPECT_EQ(seen.made_bytes, soi.size() + jfif.size());
}

TEST(JpegHeader, JfifIsCutToFourteenBytesAndLosesItsThumbnail) {
  const std::string with_thumbnail = segment(0xE0, jfif_payload().substr(0, 12) + bytes({2, 1}) + "RGBRGB");
  const auto result = strip(soi + with_thumbnail + picture);
  EXPECT_EQ(result.output, soi + jfif + picture);
  const auto* row = find_row(result.report, Kind::jfif_thumbnail, Fate::removed);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->bytes, 6U);
  EXPECT_TRUE(row->holds.contains(Holds::thumbnail));
  const auto slack = strip(soi + segment(0xE0, jfif_payload() + "hidden") + picture);
  EXPECT_EQ(slack.output, soi + jfif + picture);
  EXPECT_EQ(find_row(slack.report, Kind::slack, Fate::removed)->bytes, 6U);
}

TEST(JpegHeader, SizesOfAThumbnailThatIsNotThereAreReported) {
  for (const auto& sizes : {bytes({2, 1}), bytes({0, 1}), bytes({255, 0})}) {
    const std::string announces = segment(0xE0, jfif_payload().substr(0, 12) + sizes);
    const auto result = strip(soi + announces + picture);
    EXPECT_EQ(result.output, soi + jfif + picture);
    EXPECT_FALSE(result.report.clean());
    ASSERT_NE(find_row(result.report, Kind::slack, Fate::removed), nullptr);
    EXPECT_EQ(find_row(result.report, Kind::slack, Fate::removed)->bytes, 2U);
    EXPECT_EQ(find_row(result.report, Kind::jfif_thumbnail, Fate::removed), nullptr);
    EXPECT_EQ(find_row(strip(soi + announces + jfif + picture).report, Kind::slack, Fate::removed), nullptr)
        << "the whole segment is reported";
  }
}

TEST(JpegHeader, AShortJfifIsNeverCompleted) {
  const std::string eight = segment(0xE0, lit("JFIF\0\1\2\0"));
  const std::string thirteen = segment(0xE0, jfif_payload().substr(0, 13));
  EXPECT_EQ(output_of(soi + eight + thirteen + picture), minimal);
}

TEST(JpegHeader, TheLastJfifAndAdobeBeforeTheScanCount) {
  const std::string other_jfif = segment(0xE0, jfif_payload(2, 300, 300));
  const std::string other_adobe = segment(0xEE, "Adobe" + bytes({0, 100, 0, 0, 0, 0, 2}));
  EXPECT_EQ(output_of(soi + jfif + other_jfif + adobe + other_adobe + picture),
            soi + other_jfif + other_adobe + picture);
  const std::string late =
      soi + jfif + progressive_tables + sos() + scan + other_jfif + other_adobe + sos() + scan + eoi;
  EXPECT_EQ(output_of(late), soi + jfif + progressive_tables + sos() + scan + sos() + scan + eoi);
}

TEST(JpegHeader, AdobeIsCutToTwelveBytes) {
  const auto result = strip(soi + segment(0xEE, adobe_payload + std::string(19, 'x')) + picture);
  EXPECT_EQ(result.output, soi + adobe + picture);
  EXPECT_EQ(find_row(result.report, Kind::slack, Fate::removed)->bytes, 19U);
  EXPECT_EQ(output_of(soi + segment(0xEE, adobe_payload.substr(0, 11)) + picture), minimal);
}

TEST(JpegHeader, AdobeHasTheUsualVersionAndFlags) {
  const auto with = [](const std::string& fields) { return soi + segment(0xEE, "Adobe" + fields) + picture; };
  for (const int flags : {0x00, 0x40, 0x80, 0xC0}) {
    const std::string usual = with(bytes({0, 100, flags, 0, 0, 0, 1}));
    EXPECT_FALSE(strip(usual).report.changed());
    for (const auto& fields : {bytes({0, 101, flags, 0, 0, 0, 1}), bytes({'S', 'E', flags, 0, 0, 0, 1}),
                               bytes({0, 100, flags | 0x3F, 0x52, 0, 0, 1}), bytes({0, 100, flags, 0, 'E', 'T', 1}),
                               bytes({0, 100, flags, 0, 0, 0, 'x'})}) {
      const auto result = strip(with(fields));
      EXPECT_EQ(result.output, usual);
      EXPECT_EQ(find_row(result.report, Kind::slack, Fate::removed)->bytes, 6U);
    }
  }
  const std::string four = soi + segment(0xEE, "Adobe" + bytes({0, 100, 0, 0, 0, 0, 'x'})) + dqt + sof(0xC0, 8, 8, 4) +
                           dht + sos(4) + scan + eoi;
  EXPECT_FALSE(strip(four).report.changed()) << "decoders differ in how they show it";
}

TEST(JpegHeader, JfifHasAKnownVersionAndUnit) {
  const auto with = [](const std::string& fields) { return soi + segment(0xE0, lit("JFIF\0") + fields) + picture; };
  for (int minor = 0; minor < 3; ++minor) {
    EXPECT_FALSE(strip(with(bytes({1, minor, 2, 1, 2, 3, 4, 0, 0}))).report.changed());
  }
  const auto version = strip(with("SE" + bytes({2, 1, 2, 3, 4, 0, 0})));
  EXPECT_EQ(version.output, with(bytes({1, 1, 2, 1, 2, 3, 4, 0, 0})));
  EXPECT_FALSE(version.report.clean());
  const auto unit = strip(with(bytes({1, 2}) + "SECRE" + bytes({0, 0})));
  EXPECT_EQ(unit.output, with(bytes({1, 2, 0, 0, 1, 0, 1, 0, 0})));
  EXPECT_NE(find_row(unit.report, Kind::density, Fate::removed), nullptr);
}

TEST(JpegHeader, AnotherLayoutIsReportedAndClean) {
  for (const auto& input : {soi + adobe + jfif + picture, soi + dqt + jfif + sof() + dht + sos() + scan + eoi,
                            soi + orientation_exif(6, true) + picture}) {
    const auto result = strip(input);
    EXPECT_NE(result.output, input);
    EXPECT_TRUE(result.report.clean());
    EXPECT_NE(find_row(result.report, Kind::layout, Fate::removed), nullptr);
    EXPECT_FALSE(strip(result.output).report.changed());
  }
}

TEST(JpegHeader, OrientationStaysInEitherByteOrder) {
  for (unsigned value = 0; value <= 10; ++value) {
    const bool stays = value >= 2 && value <= 8;
    for (const bool little : {false, true}) {
      const Tiff t{little};
      const std::string rich = exif_segment(
          t.header() + t.ifd({t.entry(271, 2, 4, "abc"), t.short_entry(274, value), t.long_entry(305, 0)}));
      const auto result = strip(soi + rich + picture);
      EXPECT_EQ(result.output, stays ? soi + orientation_exif(value) + picture : minimal);
      EXPECT_EQ(find_row(result.report, Kind::exif, Fate::removed)->bytes, rich.size());
      const auto* kept = find_row(result.report, Kind::orientation, Fate::kept);
      EXPECT_EQ(kept != nullptr, stays);
      if (stays) {
        EXPECT_EQ(kept->bytes, orientation_exif(value).size());
        EXPECT_TRUE(strip(soi + orientation_exif(value, little) + picture).report.clean());
      }
    }
  }
}

TEST(JpegHeader, AnExifWithAnythingElseIsNotClean) {
  const Tiff t;
  const std::string body = t.header() + t.ifd({t.short_entry(274, 6)});
  EXPECT_TRUE(strip(soi + exif_segment(body) + picture).report.clean());
  for (const auto& more : {exif_segment(body + "x"), segment(0xE1, lit("Exif\0x") + body),
                           exif_segment(t.header(9) + "x" + t.ifd({t.short_entry(274, 6)})),
                           exif_segment(t.header() + t.ifd({t.entry(274, 3, 1, be16(6) + "xy")}))}) {
    const auto result = strip(soi + more + picture);
    EXPECT_EQ(result.output, soi + orientation_exif(6) + picture);
    EXPECT_FALSE(result.report.clean());
  }
}

TEST(JpegHeader, TheFirstExifCountsAlone) {
  EXPECT_EQ(output_of(soi + orientation_exif(6) + orientation_exif(3) + picture), soi + orientation_exif(6) + picture);
  EXPECT_EQ(output_of(soi + orientation_exif(1) + orientation_exif(3) + picture), minimal);
  EXPECT_EQ(output_of(soi + progressive_tables + sos() + scan + orientation_exif(3) + sos() + scan + eoi),
            soi + progressive_tables + sos() + scan + sos() + scan + eoi);
  EXPECT_EQ(output_of(soi + xmp_segment("tiff:Orientation=\"6\"") + picture), minimal);
}

TEST(JpegHeader, APolicyMayTakeOrientation) {
  const Policy policy{.keep = default_keep.without(Keep::orientation)};
  const auto result = strip(soi + orientation_exif(6) + picture, policy);
  EXPECT_EQ(result.output, minimal);
  EXPECT_FALSE(result.report.clean());
}

std::string adobe_rgb_exif(bool little = false) {
  const Tiff t{little};
  const std::string ifd0 = t.ifd({t.long_entry(34665, 26)});
  const std::string exif = t.ifd({t.short_entry(40961, 65535), t.long_entry(40965, 56)});
  const std::string interop = t.ifd({t.entry(1, 2, 4, lit("R03\0"))});
  return exif_segment(t.header() + ifd0 + exif + interop);
}

TEST(JpegHeader, AdobeRgbSaidByExifAloneStays) {
  for (const bool little : {false, true}) {
    const auto result = strip(soi + adobe_rgb_exif(little) + picture);
    EXPECT_EQ(result.output, soi + adobe_rgb_exif() + picture);
    EXPECT_TRUE(result.report.clean());
    EXPECT_NE(find_row(result.report, Kind::color_space, Fate::kept), nullptr);
  }
  EXPECT_EQ(output_of(soi + adobe_rgb_exif() + profile_segment + picture), soi + profile_segment + picture);
  EXPECT_EQ(output_of(soi + adobe_rgb_exif() + icc_segment(1, 2, small_profile) + picture),
            soi + adobe_rgb_exif() + picture);
  EXPECT_EQ(output_of(soi + adobe_rgb_exif() + picture, Policy{.keep = default_keep.without(Keep::icc)}), minimal);
}

std::string density_exif(std::uint32_t dpi, std::uint32_t width, std::uint32_t height, unsigned unit = 2,
                         std::uint32_t part = 1) {
  const Tiff t;
  const std::string ifd0 = t.ifd(
      {t.entry(282, 5, 1, be32(62)), t.entry(283, 5, 1, be32(70)), t.short_entry(296, unit), t.long_entry(34665, 78)});
  const std::string rationals = be32(dpi) + be32(part) + be32(dpi) + be32(part);
  const std::string exif = t.ifd({t.long_entry(40962, width), t.long_entry(40963, height)});
  return exif_segment(t.header() + ifd0 + rationals + exif);
}

TEST(JpegHeader, ExifDensityStaysOnlyWhereHtmlGoesByIt) {
  const std::string body = dqt + sof(0xC0, 200, 100) + dht + sos() + scan + eoi;
  const auto with = [&](const std::string& exif) { return output_of(soi + exif + body); };
  EXPECT_EQ(with(density_exif(144, 100, 50)), soi + density_exif(144, 100, 50) + body);
  EXPECT_TRUE(strip(soi + density_exif(144, 100, 50) + body).report.clean());
  EXPECT_EQ(with(density_exif(72, 200, 100)), soi + body) << "the plain size needs no tag";
  EXPECT_EQ(with(density_exif(144, 200, 100)), soi + body) << "the tags contradict the picture";
  EXPECT_EQ(with(density_exif(144, 100, 50, 3)), soi + body) << "the unit is not the inch";
  EXPECT_EQ(with(density_exif(0, 0, 0)), soi + body);
  EXPECT_EQ(output_of(soi + density_exif(144, 100, 50) + body, Policy{.keep = default_keep.without(Keep::density)}),
            soi + body);
}

// Photoshop writes 720000/10000 and the like. Other fractions have room for a text.
TEST(JpegHeader, ExifDensityIsWrittenInPlainFractions) {
  const std::string body = dqt + sof(0xC0, 200, 100) + dht + sos() + scan + eoi;
  const std::string plain = soi + density_exif(144, 100, 50) + body;
  const auto zeros = strip(soi + density_exif(1440000, 100, 50, 2, 10000) + body);
  EXPECT_EQ(zeros.output, plain);
  EXPECT_TRUE(zeros.report.clean());
  EXPECT_NE(find_row(zeros.report, Kind::layout, Fate::removed), nullptr);
  const std::uint32_t text = 0x534543;  // "SEC"
  for (const auto& exif : {density_exif(144 * text, 100, 50, 2, text), density_exif(0x2ED65245, 100, 50, 2, text)}) {
    const auto result = strip(soi + exif + body);
    EXPECT_EQ(result.output, plain);
    EXPECT_FALSE(result.report.clean());
  }
  EXPECT_FALSE(strip(plain).report.changed());
  const std::string decimals = soi + density_exif(14425, 100, 50, 2, 100) + body;
  EXPECT_EQ(output_of(decimals), soi + density_exif(577, 100, 50, 2, 4) + body) << "144.25";
}

TEST(JpegHeader, WithoutDensityJfifSaysSquarePixelsAndNoMore) {
  const auto share = make_policy({.preset = "share"});
  ASSERT_TRUE(share);
  const std::string none = segment(0xE0, jfif_payload(0, 1, 1));
  const auto result = strip(soi + segment(0xE0, jfif_payload(1, 300, 300)) + picture, *share);
  EXPECT_EQ(result.output, soi + none + picture);
  EXPECT_FALSE(result.report.clean());
  EXPECT_TRUE(strip(result.output, *share).report.clean());
}

TEST(JpegHeader, AProfileIsPutTogetherAndCutAnew) {
  std::string big = icc_profile({{"rTRC", icc_curve(75000)}});
  const auto chunk = [&](std::size_t at, std::size_t size) { return big.substr(at, size); };
  const std::string input = soi + icc_segment(3, 3, chunk(100000, 60000)) + icc_segment(1, 3, chunk(0, 50000)) +
                            icc_segment(2, 3, chunk(50000, 50000)) + picture;
  const std::string expected = soi + icc_segment(1, 3, chunk(0, 65519)) + icc_segment(2, 3, chunk(65519, 65519)) +
                               icc_segment(3, 3, chunk(131038, 65519)) + picture;
  const auto result = strip(input);
  EXPECT_EQ(result.output, expected);
  EXPECT_TRUE(result.report.clean());
  EXPECT_EQ(find_row(result.report, Kind::icc, Fate::kept)->count, 3U);
}

TEST(JpegHeader, AProfileThatIsNotWholeGoes) {
  const auto half = small_profile.substr(0, 80);
  const auto rest = small_profile.substr(80);
  for (const auto& chunks :
       {icc_segment(1, 2, half), icc_segment(1, 2, half) + icc_segment(1, 2, half), icc_segment(0, 1, small_profile),
        icc_segment(1, 2, half) + icc_segment(2, 3, rest), icc_segment(2, 1, small_profile),
        icc_segment(1, 2, half) + icc_segment(2, 2, rest) + icc_segment(2, 2, rest + "x"), icc_segment(1, 1, ""),
        segment(0xE2, lit("ICC_PROFILE\0"))}) {
    const auto result = strip(soi + chunks + picture);
    EXPECT_EQ(result.output, minimal);
    EXPECT_EQ(find_row(result.report, Kind::icc, Fate::removed)->bytes, chunks.size());
  }
  EXPECT_EQ(output_of(soi + icc_segment(1, 2, half) + icc_segment(2, 2, rest) + picture),
            soi + profile_segment + picture);
}

TEST(JpegHeader, AProfileThatIsThereTwiceStaysOnce) {
  const auto result = strip(soi + profile_segment + profile_segment + picture);
  EXPECT_EQ(result.output, soi + profile_segment + picture);
  EXPECT_EQ(find_row(result.report, Kind::icc, Fate::removed)->bytes, profile_segment.size());
  EXPECT_EQ(find_row(result.report, Kind::icc, Fate::removed)->count, 1U);
}

// The profile in as many of the greatest chunks as it takes.
std::string profile_segments(const std::string& profile) {
  constexpr std::size_t chunk = 65519;
  const std::size_t count = (profile.size() + chunk - 1) / chunk;
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += icc_segment(static_cast<int>(i + 1), static_cast<int>(count), profile.substr(i * chunk, chunk));
  }
  return out;
}

// A description and a copyright of one byte each, the same one, and no padding: what grows most when it is rebuilt.
std::string tight_profile() {
  const std::uint32_t data_at = 132 + 2 * 12;
  const std::string table = be32(2) + "desc" + be32(data_at) + be32(1) + "cprt" + be32(data_at) + be32(1);
  return be32(data_at + 1) + icc_header().substr(4) + table + "x";
}

TEST(JpegHeader, WhatGrowsMostStaysWithinItsBound) {
  const Tiff t;
  const std::string tight_exif = exif_segment(t.header() + be16(1) + t.short_entry(274, 6));
  const std::string input = soi + tight_exif + profile_segments(tight_profile()) + tables + sos() + scan;
  constexpr std::size_t exif_and_end = 4 + 2;
  const std::size_t texts = icc_description().size() + 2 + icc_copyright().size() + 3;
  EXPECT_EQ(output_of(input).size() - input.size(), texts - 1 + exif_and_end);
}

TEST(JpegHeader, AProfileThatOutgrowsItsChunksGoesOrIsRefused) {
  constexpr std::size_t most = 255 * 65519;
  constexpr std::size_t before_points = 132 + 2 * 12 + 12;
  for (const std::size_t size : {most - 92, most - 88}) {  // a description of 96 bytes is written for one of 4
    const auto points = static_cast<std::uint32_t>((size - before_points - 4) / 4 * 2);
    const std::string profile = icc_profile({{"rTRC", icc_curve(points)}, {"desc", "text"}});
    const bool fits = profile.size() + 92 <= most;
    const std::string input = soi + profile_segments(profile) + picture;
    const auto result = strip(input);
    ASSERT_FALSE(result.error);
    EXPECT_EQ(find_row(result.report, Kind::icc, Fate::kept) != nullptr, fits);
    const auto strict = strip(input, Policy{.strict = true});
    EXPECT_EQ(strict.error.has_value(), !fits);
    if (fits) {
      EXPECT_EQ(strip(result.output).output, result.output);
    } else {
      EXPECT_EQ(result.output, minimal);
      EXPECT_EQ(strict.error->kind, ErrorKind::malformed);
    }
  }
}

TEST(JpegHeader, ADamagedProfileGoesOrIsRefused) {
  const std::string damaged = icc_profile({{"rTRC", "text"}});
  EXPECT_EQ(output_of(soi + icc_segment(1, 1, damaged) + picture), minimal);
  const auto strict = strip(soi + icc_segment(1, 1, damaged) + picture, Policy{.strict = true});
  ASSERT_TRUE(strict.error);
  EXPECT_EQ(strict.error->kind, ErrorKind::malformed);
}

TEST(JpegHeader, WhatDoesNotShowColourLeavesTheProfile) {
  const std::string private_tag = icc_profile({{"wtpt", icc_xyz()}, {"mmod", "serial number"}});
  const auto result = strip(soi + icc_segment(1, 1, private_tag) + picture);
  EXPECT_EQ(result.output.find("serial number"), std::string::npos);
  EXPECT_NE(result.output.find(icc_xyz()), std::string::npos);
  EXPECT_FALSE(result.report.clean());
  EXPECT_TRUE(strip(result.output).report.clean());
  EXPECT_EQ(strip(result.output).output, result.output);
}

}  // namespace
}  // namespace stripmeta::test
