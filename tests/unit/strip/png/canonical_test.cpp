// The one form of the chunks before a PNG's picture data: lengths, values, and what nothing shows.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/png_bytes.hpp"

namespace stripmeta::test {
namespace {

using namespace png;

std::string colours(std::size_t count) {
  return std::string(3 * count, 'c');
}
std::string palette_file(int depth, const std::string& chunks) {
  return signature + ihdr(3, depth) + chunks + idat + iend;
}
std::string grey_file(int depth, const std::string& chunks) {
  return signature + ihdr(0, depth) + chunks + idat + iend;
}

TEST(PngCanonical, APaletteIsCutToWhatTheDepthCanIndex) {
  for (const int depth : {1, 2, 4}) {
    const std::size_t most = std::size_t{1} << static_cast<unsigned>(depth);
    const auto result = expect_output(palette_file(depth, chunk("PLTE", colours(256))),
                                      palette_file(depth, chunk("PLTE", colours(most))));
    expect_removed(result, Kind::slack, 3 * (256 - most));
  }
  const auto whole = palette_file(8, chunk("PLTE", colours(256)));
  expect_output(whole, whole);
}

TEST(PngCanonical, APaletteThatIsOnlyASuggestionGoes) {
  for (const int colour : {0, 2, 4, 6}) {
    const std::string start = signature + ihdr(colour);
    const auto palette = chunk("PLTE", colours(256));
    const auto result = expect_output(start + palette + palette + idat + iend, start + idat + iend);
    expect_removed(result, Kind::chunk, 2 * palette.size(), 2);
  }
}

TEST(PngCanonical, ColourBehindASuggestionGoesWithIt) {
  const std::string about = gamma + chromaticities + intent + chunk("sBIT", bytes({8, 8, 8})) + code_points +
                            mastering() + content_light() + iccp(icc_profile({{"wtpt", "white"}}), "icc");
  expect_output(with(chunk("PLTE", colours(2)) + about + density()), with(density()));
}

TEST(PngCanonical, ColourBehindAPaletteGoes) {
  const auto two = chunk("PLTE", colours(2));
  const std::string late = gamma + chromaticities + intent + chunk("sBIT", bytes({8, 8, 8})) + code_points +
                           mastering() + content_light() + iccp(icc_profile({{"wtpt", "white"}}), "icc");
  const std::string stays = density() + mastering("mDCv") + content_light("cLLi");
  expect_output(palette_file(8, two + late + stays), palette_file(8, two + stays));
  const auto before = palette_file(8, gamma + chromaticities + intent + two);
  expect_output(before, before);
}

// libpng ignores a chunk that is too long, and other decoders read its beginning, so each shows what it showed.
TEST(PngCanonical, ALongTransparencyStaysTooLongByOneZero) {
  const auto two = chunk("PLTE", colours(2));
  const auto file = palette_file(8, two + chunk("tRNS", lit("ab\0")));
  expect_removed(expect_output(palette_file(8, two + chunk("tRNS", "ab and text")), file), Kind::slack, 9);
  EXPECT_TRUE(expect_output(file, file).report.clean());
  expect_output(palette_file(1, chunk("PLTE", colours(256)) + chunk("tRNS", std::string(256, 'x'))),
                palette_file(1, chunk("PLTE", colours(2)) + chunk("tRNS", lit("xx\0"))));
  expect_output(grey_file(8, chunk("tRNS", lit("\0a text"))), grey_file(8, chunk("tRNS", lit("\0a\0"))));
  expect_output(with(chunk("tRNS", lit("\0r\0g\0b text"))), with(chunk("tRNS", lit("\0r\0g\0b\0"))));
}

TEST(PngCanonical, ATransparencyOfOver256BytesGoes) {
  const auto long_one = chunk("tRNS", lit("\0r\0g\0b") + std::string(251, 'x'));
  expect_removed(expect_output(with(long_one), plain), Kind::chunk, long_one.size());
  const auto all = chunk("PLTE", colours(256));
  expect_output(palette_file(8, all + chunk("tRNS", std::string(257, 'x'))), palette_file(8, all));
  expect_output(palette_file(8, all + chunk("tRNS", std::string(100000, 'x'))), palette_file(8, all));
}

TEST(PngCanonical, ATransparencyBehindOneThatIsTooLongCounts) {
  const auto exact = chunk("tRNS", lit("\0r\0g\0b"));
  const auto long_one = chunk("tRNS", lit("\0r\0g\0b\0"));
  const auto result = expect_output(with(long_one + exact + exact), with(exact));
  expect_removed(result, Kind::chunk, long_one.size() + exact.size(), 2);
}

TEST(PngCanonical, TransparencyGoesWhereDecodersIgnoreIt) {
  for (const int colour : {4, 6}) {
    const std::string start = signature + ihdr(colour);
    const auto result = expect_output(start + chunk("tRNS", "abcdef") + idat + iend, start + idat + iend);
    expect_removed(result, Kind::chunk, 18);
  }
  const auto colour = chunk("tRNS", lit("\0r\0g\0b"));
  expect_output(with(colour + colour, colour), with(colour));
  expect_output(with(chunk("tRNS", "short") + colour), with(colour));
  expect_output(grey_file(8, chunk("tRNS", "a")), grey_file(8, ""));
  const auto two = chunk("PLTE", colours(2));
  expect_output(palette_file(8, chunk("tRNS", "x") + two + chunk("tRNS", "ab")),
                palette_file(8, two + chunk("tRNS", "ab")));
  expect_output(palette_file(8, two + chunk("tRNS")), palette_file(8, two));
}

// libpng masks such bits. Other decoders compare them, so it matters whether there are any.
TEST(PngCanonical, OfBitsAboveTheDepthOneStaysInEachByte) {
  const auto flagged = with(chunk("tRNS", lit("\1r\1g\1b")));
  expect_removed(expect_output(with(chunk("tRNS", "RrGgBb")), flagged), Kind::slack, 3);
  EXPECT_TRUE(expect_output(flagged, flagged).report.clean());
  expect_output(grey_file(2, chunk("tRNS", "RS")), grey_file(2, chunk("tRNS", bytes({1, 7}))));
  expect_output(grey_file(4, chunk("tRNS", lit("\0S"))), grey_file(4, chunk("tRNS", bytes({0, 0x13}))));
  expect_output(grey_file(1, chunk("tRNS", bytes({0, 1}))), grey_file(1, chunk("tRNS", bytes({0, 1}))));
  const auto sixteen = signature + ihdr(2, 16) + chunk("tRNS", "RrGgBb") + chunk("bKGD", "RrGgBb") + idat + iend;
  expect_output(sixteen, sixteen);
}

struct Value {
  const char* name;
  std::string valid;
  std::string invalid;
};
class PngValue : public testing::TestWithParam<Value> {};

// The second reader of this test reads the output, too.
TEST_P(PngValue, ThatDecodersIgnoreGoes) {
  const auto& row = GetParam();
  const auto policy = *make_policy({.keep = "ninepatch"});
  expect_output(with(row.valid), with(row.valid), policy);
  const auto result = expect_output(with(row.invalid + row.valid), with(row.valid), policy);
  EXPECT_FALSE(result.report.clean());
}

// `points` are the chromaticities of red, green, blue and white.
std::string mastered(const std::string& points, std::uint32_t most, std::uint32_t least) {
  return chunk("mDCV", points + be32(most) + be32(least));
}
const std::string points = mastering().substr(8, 16);
std::string bounds(std::uint32_t left, std::uint32_t bottom) {
  return le32(left) + le32(0) + le32(0) + le32(bottom);
}

INSTANTIATE_TEST_SUITE_P(
    All, PngValue,
    testing::Values(
        Value{"no_gamma", gamma, chunk("gAMA", be32(0))}, Value{"gamma_text", gamma, chunk("gAMA", "gamm")},
        Value{"gamma_length", gamma, chunk("gAMA", be32(45455) + "x")},
        Value{"chromaticity", chromaticities, chunk("cHRM", be32(31270) + be32(32900) + std::string(24, 'x'))},
        Value{"no_white", chromaticities, chunk("cHRM", std::string(32, '\0'))},
        Value{"intent", intent, chunk("sRGB", "x")},
        Value{"significant", chunk("sBIT", bytes({8, 8, 8})), chunk("sBIT", bytes({8, 9, 8}))},
        Value{"significant_zero", chunk("sBIT", bytes({8, 1, 8})), chunk("sBIT", bytes({8, 0, 8}))},
        Value{"primaries", code_points, chunk("cICP", bytes({3, 16, 0, 1}))},
        Value{"transfer", code_points, chunk("cICP", bytes({9, 19, 0, 1}))},
        Value{"matrix", code_points, chunk("cICP", bytes({9, 16, 9, 1}))},
        Value{"range", code_points, chunk("cICP", bytes({9, 16, 0, 2}))},
        Value{"mastered_text", mastering(), mastered("BY JOHN IN PARIS", 10000000, 1)},
        Value{"mastered_red", mastering(), mastered("text" + points.substr(4), 10000000, 1)},
        Value{"mastered_white", mastering(), mastered(points.substr(0, 12) + "JOHN", 10000000, 1)},
        Value{"mastered_light", mastering(), mastered(points, 0x54455854, 1)},
        Value{"mastered_dark", mastering(), mastered(points, 1, 2)},
        Value{"mastered_by_light_alone", mastered(std::string(16, '\0'), 10000000, 1), chunk("mDCV", "x")},
        Value{"light", content_light(), chunk("cLLI", be32(1) + "text")},
        Value{"background", chunk("bKGD", lit("\0r\0g\0b")), chunk("bKGD", "RrGgBb")},
        Value{"no_density", density(), density(0, 2, 0)}, Value{"density_text", density(), density(1, 0x54455854)},
        Value{"density_unit", density(), density(1, 1, 2)}, Value{"animation", "", actl(0x80000000)},
        Value{"patch_short", nine_patch(), chunk("npTc", "x")},
        Value{"patch_division", nine_patch(), chunk("npTc", bytes({0, 1, 0, 0}) + std::string(28, '\0') + be32(2))},
        Value{"patch_padding", nine_patch(), chunk("npTc", std::string(12, '\0') + be32(2) + std::string(16, '\0'))},
        Value{"patch_colours", nine_patch(), chunk("npTc", bytes({0, 0, 0, 2}) + std::string(36, '\0'))},
        Value{"layout", png::nine_patch_layout, chunk("npLb", bounds(2, 0))},
        Value{"outline", nine_patch_outline(), chunk("npOl", bounds(0, 2) + std::string(8, '\0'))},
        Value{"outline_radius", nine_patch_outline(), chunk("npOl", bounds(0, 0) + "text" + std::string(4, '\0'))}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(PngCanonical, ABackgroundIsInThePalette) {
  const auto two = chunk("PLTE", colours(2));
  const auto valid = palette_file(8, two + chunk("bKGD", bytes({1})));
  expect_output(valid, valid);
  expect_output(palette_file(8, two + chunk("bKGD", "x")), palette_file(8, two));
  expect_output(palette_file(8, chunk("bKGD", bytes({1})) + two), palette_file(8, two));
}

TEST(PngCanonical, WhatAndroidDoesNotReadOfItsAreasGoes) {
  const auto policy = *make_policy({.keep = "ninepatch"});
  const std::string clean = nine_patch() + nine_patch_outline() + png::nine_patch_layout;
  const auto result = expect_output(with(nine_patch("pointers here", 0xFF102030) + nine_patch_outline("abc") +
                                         chunk("npLb", le32(0) + le32(1) + le32(0) + le32(1) + "text")),
                                    with(clean), policy);
  expect_removed(result, Kind::slack, 13 + 4 + 3 + 4, 3);
}

TEST(PngCanonical, ADensityThatSaysNothingIsLayout) {
  for (const auto& nothing : {density(0, 1, 0), density(0, 0, 0), density(0, 0, 1)}) {
    for (const auto& policy : {Policy{}, *make_policy({.preset = "share"})}) {
      const auto result = expect_output(with(nothing), plain, policy);
      EXPECT_TRUE(result.report.clean());
      EXPECT_NE(find_row(result.report, Kind::layout, Fate::removed), nullptr);
    }
  }
  EXPECT_FALSE(strip(with(spoilt("pHYs", std::string(9, '\0')))).report.clean());
}

TEST(PngCanonical, ALittleEndianExifIsLayout) {
  const auto result = expect_output(with(oriented(6, true)), with(oriented(6)));
  EXPECT_TRUE(result.report.clean());
  EXPECT_NE(find_row(result.report, Kind::layout, Fate::removed), nullptr);
}

}  // namespace
}  // namespace stripmeta::test
