// What is removed from a TIFF and what is kept.
#include <gtest/gtest.h>

#include "support/cpp/icc_bytes.hpp"
#include "support/cpp/jpeg_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "support/cpp/tiff_bytes.hpp"
#include "support/cpp/tiff_reader.hpp"

namespace stripmeta::test {
namespace {

class Tiff32And64 : public testing::TestWithParam<std::pair<bool, bool>> {
 protected:
  TiffMaker maker_{GetParam().first, GetParam().second};
};

INSTANTIATE_TEST_SUITE_P(All, Tiff32And64,
                         testing::Values(std::pair{true, false}, std::pair{false, false}, std::pair{true, true},
                                         std::pair{false, true}));

Stripped stripped(const TiffMaker& maker, const Policy& policy = {}) {
  auto result = strip(maker.bytes(), policy);
  EXPECT_FALSE(result.error) << result.error->message;
  const auto twice = strip(result.output, policy);
  EXPECT_EQ(twice.output, result.output);
  EXPECT_TRUE(twice.report.clean());
  return result;
}

std::uint64_t removed_bytes(const Report& report, Kind kind) {
  const auto* row = find_row(report, kind, Fate::removed);
  return row == nullptr ? 0 : row->bytes;
}

TEST_P(Tiff32And64, PicturesHeaderAndOrderStay) {
  maker_.page(maker_.grey());
  maker_.page(maker_.grey({}, "abcdefgh"));
  const auto result = stripped(maker_);
  EXPECT_EQ(result.output.substr(0, 4), maker_.bytes().substr(0, 4));
  TiffReader reader{result.output};
  ASSERT_EQ(reader.pages().size(), 2U);
  EXPECT_EQ(reader.strip(reader.pages()[0]), "01234567");
  EXPECT_EQ(reader.strip(reader.pages()[1]), "abcdefgh");
  EXPECT_TRUE(result.report.clean());
  EXPECT_EQ(result.report.format, Format::tiff);
}

TEST_P(Tiff32And64, PrivateTagsGoAndAreNamed) {
  const auto exif = maker_.directory({TiffMaker::text(36867, "2024:05:06 07:08:09")});
  const auto gps = maker_.directory({TiffMaker::text(29, "2024:05:06")});
  maker_.page(maker_.grey({TiffMaker::text(315, "Jane Owner"), TiffMaker::blob(700, "<x:xmpmeta/>"),
                           TiffMaker::blob(33723, "\x1C\x02\x50\x00\x04Jane"), TiffMaker::blob(34377, "8BIM"),
                           maker_.longs(34665, {exif}), TiffMaker::text(34737, "WGS 84 somewhere"),
                           maker_.longs(34853, {gps})}));
  const auto report = stripped(maker_).report;
  for (const auto kind : {Kind::tag, Kind::xmp, Kind::iptc, Kind::photoshop, Kind::exif, Kind::geo}) {
    EXPECT_GT(removed_bytes(report, kind), 0U) << kind_word(kind);
  }
  EXPECT_EQ(removed_bytes(report, Kind::slack), 0U);
  const auto holds = report.removed_holds();
  EXPECT_TRUE(holds.contains(Holds::owner));
  EXPECT_TRUE(holds.contains(Holds::date));
  EXPECT_TRUE(holds.contains(Holds::gps));
}

TEST_P(Tiff32And64, BytesThatNothingRefersToGo) {
  maker_.put("private!");
  maker_.page(maker_.grey());
  maker_.put("private!");
  const auto result = stripped(maker_);
  EXPECT_EQ(removed_bytes(result.report, Kind::slack), 16U);
  EXPECT_EQ(result.output.find("private"), std::string::npos);
}

TEST_P(Tiff32And64, OrientationAndDensityStayByPolicy) {
  maker_.page(maker_.grey({maker_.shorts(274, {6}), maker_.rational(282, 300), maker_.shorts(296, {2})}));
  const auto output = stripped(maker_).output;
  TiffReader reader{output};
  EXPECT_EQ(reader.value(reader.pages()[0], 274), 6U);
  EXPECT_TRUE(reader.pages()[0].contains(282));

  Policy nothing;
  nothing.keep = {};
  const auto bare = stripped(maker_, nothing);
  TiffReader bare_reader{bare.output};
  EXPECT_FALSE(bare_reader.pages()[0].contains(274));
  EXPECT_FALSE(bare_reader.pages()[0].contains(282));
  EXPECT_FALSE(bare_reader.pages()[0].contains(296));
  EXPECT_GT(removed_bytes(bare.report, Kind::density), 0U);
}

TEST_P(Tiff32And64, AProfileIsReducedAndSharedOnce) {
  const auto profile = icc_profile({{"wtpt", icc_xyz()}, {"priv", "SERIAL-42"}});
  maker_.page(maker_.grey({TiffMaker::blob(34675, profile)}));
  const auto output = stripped(maker_).output;
  EXPECT_EQ(output.find("SERIAL"), std::string::npos);
  EXPECT_NE(output.find("wtpt"), std::string::npos);
}

TEST_P(Tiff32And64, ReducedPagesAndSubDirectoriesGo) {
  const auto sub = maker_.directory(maker_.grey({}, "thumbnai"));
  maker_.page(maker_.grey({maker_.longs(330, {sub})}));
  maker_.page(maker_.grey({maker_.longs(254, {1})}, "smallone"));
  maker_.page(maker_.grey({maker_.longs(254, {4}), maker_.shorts(262, {4})}, "maskmask"));
  const auto result = stripped(maker_);
  TiffReader reader{result.output};
  EXPECT_EQ(reader.pages().size(), 2U);
  EXPECT_EQ(find_row(result.report, Kind::pyramid, Fate::removed)->count, 2U);
  EXPECT_EQ(result.output.find("thumbnai"), std::string::npos);
  EXPECT_EQ(result.output.find("smallone"), std::string::npos);
  EXPECT_NE(result.output.find("maskmask"), std::string::npos);
}

TEST_P(Tiff32And64, OfRepeatedTagsTheFirstCounts) {
  auto values = maker_.grey();
  values.insert(values.begin() + 1, maker_.shorts(256, {9}));
  values.push_back(maker_.shorts(254, {0}));  // not in order
  maker_.page(values);
  const auto output = stripped(maker_).output;
  TiffReader reader{output};
  EXPECT_EQ(reader.value(reader.pages()[0], 256), 4U);
}

TEST_P(Tiff32And64, ValuesAboveATagsLimitGo) {
  maker_.page(maker_.grey({maker_.shorts(262, {1, 0x4A61, 0x6E65, 0x4A61, 0x6E65})}));
  const auto output = stripped(maker_).output;
  TiffReader reader{output};
  EXPECT_EQ(reader.pages()[0].at(262).count, 1U);
}

TEST_P(Tiff32And64, AnUncompressedStripIsCutToItsRows) {
  maker_.page(maker_.grey({}, "01234567private!"));
  const auto output = stripped(maker_).output;
  EXPECT_EQ(output.find("private"), std::string::npos);
}

TEST_P(Tiff32And64, SharedStripsAreWrittenOnce) {
  const auto at = maker_.put("0123");
  maker_.page(maker_.grey({maker_.longs(273, {at, at}), maker_.shorts(278, {1}), maker_.longs(279, {4, 4})}));
  const auto output = stripped(maker_).output;
  TiffReader reader{output};
  const auto& page = reader.pages()[0];
  EXPECT_EQ(reader.value(page, 273, 0), reader.value(page, 273, 1));
  EXPECT_EQ(reader.strip(page, 1), "0123");
}

TEST_P(Tiff32And64, TilesStayAndSoDoOmittedOnes) {
  const auto at = maker_.put("0123456789abcdef");
  auto values = maker_.grey({maker_.shorts(322, {4}), maker_.shorts(323, {4}), maker_.longs(324, {at, 0}),
                             maker_.longs(325, {16, 0}), maker_.shorts(257, {8})});
  std::erase_if(values,
                [](const TiffValue& value) { return value.tag == 273 || value.tag == 278 || value.tag == 279; });
  maker_.page(values);
  const auto output = stripped(maker_).output;
  TiffReader reader{output};
  EXPECT_EQ(reader.value(reader.pages()[0], 325, 0), 16U);
  EXPECT_EQ(reader.value(reader.pages()[0], 324, 1), 0U);
}

TEST_P(Tiff32And64, MetadataInsideJpegStripsAndTablesGo) {
  const std::string adobe_rgb = segment(0xEE, "Adobe" + bytes({0, 100, 0, 0, 0, 0, 0}));
  const auto strip_in = soi + segment(0xE1, "Exif private") + adobe_rgb + sof() + sos() + scan + eoi;
  const auto tables_in = soi + segment(0xFE, "private") + dqt + dht + eoi;
  maker_.page(maker_.jpeg(strip_in, {TiffMaker::blob(347, tables_in)}));
  const auto result = stripped(maker_);
  EXPECT_EQ(result.output.find("private"), std::string::npos);
  TiffReader reader{result.output};
  const auto& page = reader.pages()[0];
  EXPECT_EQ(reader.strip(page), soi + adobe_rgb + sof() + sos() + scan + eoi);
  EXPECT_EQ(page.at(347).value, soi + dqt + dht + eoi);
  EXPECT_GT(removed_bytes(result.report, Kind::comment), 0U);
}

TEST_P(Tiff32And64, ASingleStripWithTooSmallASizeIsReadToItsEnd) {
  maker_.page(maker_.grey({maker_.longs(279, {3})}));
  const auto result = stripped(maker_);
  TiffReader reader{result.output};
  EXPECT_EQ(reader.strip(reader.pages().at(0)), "01234567");
}

TEST_P(Tiff32And64, MissingSizesFollowFromTheRows) {
  auto values = maker_.grey();
  values.pop_back();
  maker_.page(values);
  const auto output = stripped(maker_).output;
  TiffReader reader{output};
  EXPECT_EQ(reader.strip(reader.pages()[0]), "01234567");
}

// Four tiles of 2 x 2 pixels, whose offsets and counts stand under the tags `offsets` and `counts`.
std::vector<TiffValue> tiles(TiffMaker& maker, unsigned offsets, unsigned counts) {
  auto values =
      maker.grey({maker.shorts(322, {2}), maker.shorts(323, {2}), maker.shorts(256, {4}), maker.shorts(257, {4})});
  std::erase_if(values,
                [](const TiffValue& value) { return value.tag == 273 || value.tag == 278 || value.tag == 279; });
  std::vector<std::uint64_t> places;
  for (const char c : {'a', 'b', 'c', 'd'}) places.push_back(maker.put(std::string(4, c)));
  values.push_back(maker.longs(offsets, places));
  values.push_back(maker.longs(counts, {4, 4, 4, 4}));
  std::ranges::sort(values, {}, &TiffValue::tag);
  return values;
}

TEST_P(Tiff32And64, TilesStayUnderEitherTag) {
  for (const auto& [offsets, counts] : {std::pair{324U, 325U}, {273U, 279U}, {324U, 279U}, {273U, 325U}}) {
    TiffMaker maker{GetParam().first, GetParam().second};
    maker.page(tiles(maker, offsets, counts));
    const auto output = stripped(maker).output;
    for (const char c : {'a', 'b', 'c', 'd'})
      EXPECT_NE(output.find(std::string(4, c)), std::string::npos) << offsets << c;
  }
}

TEST_P(Tiff32And64, AnOmittedStripOrTileHasNoBytes) {
  maker_.page(maker_.grey({maker_.longs(273, {0}), maker_.longs(279, {0}), TiffMaker::text(315, "private name")}));
  const auto output = stripped(maker_).output;
  EXPECT_EQ(output.find("private"), std::string::npos);
  EXPECT_LT(output.size(), 250U);
}

TEST_P(Tiff32And64, SizesHaveRoomForTheirValues) {
  const std::string strip(70000, 's');
  maker_.page(maker_.grey({maker_.shorts(256, {700}), maker_.shorts(257, {100}), maker_.shorts(278, {100}),
                           maker_.shorts(279, {70000U & 0xFFFFU})},
                          strip));
  const auto output = stripped(maker_).output;
  TiffReader reader{output};
  EXPECT_EQ(reader.strip(reader.pages()[0]).size(), 70000U);
}

TEST_P(Tiff32And64, BytesBehindTheSamplesGo) {
  const std::string pixels(24, 'p');  // 4 x 2 x 3
  maker_.page(maker_.grey(
      {maker_.shorts(258, {8, 8, 8}), maker_.shorts(262, {6}), maker_.shorts(277, {3}), maker_.shorts(530, {1, 1})},
      pixels + "private"));
  maker_.page(maker_.grey({maker_.shorts(258, {5, 6, 5}), maker_.shorts(262, {2}), maker_.shorts(277, {3})},
                          std::string(16, 'q') + "private"));
  EXPECT_EQ(stripped(maker_).output.find("private"), std::string::npos);
}

TEST_P(Tiff32And64, BytesBesideAValueGoAndAreCounted) {
  auto type = maker_.shorts(262, {1});
  type.bytes += GetParam().second ? "hidden" : "hi";
  maker_.page(maker_.grey({type}));
  const auto result = stripped(maker_);
  EXPECT_GT(removed_bytes(result.report, Kind::slack), 0U);
  EXPECT_EQ(result.output.find("hi"), std::string::npos);
}

TEST_P(Tiff32And64, PalettesAndCurvesOfOtherPicturesGo) {
  const std::string text(512, 'x');
  maker_.page(maker_.grey(
      {TiffValue{320, 3, 256, text}, TiffValue{301, 1, 256, text.substr(0, 256)}, TiffValue{291, 12, 64, text}}));
  EXPECT_EQ(stripped(maker_).output.find("xxxx"), std::string::npos);
}

TEST_P(Tiff32And64, APageReducedByTheOldTagGoes) {
  maker_.page(maker_.grey());
  maker_.page(maker_.grey({maker_.shorts(255, {2})}, "thumbnai"));
  EXPECT_EQ(stripped(maker_).output.find("thumbnai"), std::string::npos);
}

TEST_P(Tiff32And64, ManyPagesMayShareAProfile) {
  TiffValue profile = TiffMaker::blob(34675, icc_profile({{"rTRC", icc_curve(1500)}}));
  const auto at = maker_.put(profile.bytes);
  profile.bytes = maker_.number(at, maker_.pointer());
  const auto size = profile.count;
  for (int i = 0; i < 9; ++i) maker_.page(maker_.grey({profile}));
  const auto result = stripped(maker_);
  EXPECT_EQ(find_row(result.report, Kind::icc, Fate::kept)->count, 9U);
  EXPECT_LT(result.output.size(), 2 * size + 3000);
}

TEST_P(Tiff32And64, ThousandsOfPointersIntoOneAnotherTakeLittleTime) {
  const auto directories = maker_.put(std::string(600000, '\xFF'));
  auto values = maker_.grey();
  for (std::uint64_t i = 0; i < 20000; ++i) values.push_back(maker_.longs(330, {directories + 2 * i}));
  std::ranges::stable_sort(values, {}, &TiffValue::tag);
  maker_.page(values);
  stripped(maker_);
}

}  // namespace
}  // namespace stripmeta::test
