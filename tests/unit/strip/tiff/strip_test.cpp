// Strips and tiles: each ends with its last sample, and pictures without a place in the directory are said to go.
#include <gtest/gtest.h>

#include "support/cpp/jp2_bytes.hpp"
#include "support/cpp/jpeg_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "support/cpp/tiff_bytes.hpp"
#include "support/cpp/tiff_reader.hpp"
#include "support/cpp/webp_bytes.hpp"

namespace stripmeta::test {
namespace {

Stripped stripped(const TiffMaker& maker) {
  auto result = strip(maker.bytes());
  EXPECT_FALSE(result.error) << result.error->message;
  EXPECT_NE(result.report.changed(), result.output == maker.bytes());
  const auto twice = strip(result.output);
  EXPECT_EQ(twice.output, result.output);
  EXPECT_FALSE(twice.report.changed());
  return result;
}

// The strips of the first page.
std::vector<std::string> strips_of(const std::string& output) {
  TiffReader reader{output};
  std::vector<std::string> strips;
  const auto& page = reader.pages().at(0);
  const auto& offsets = page.at(page.contains(324) ? 324 : 273);
  for (std::uint64_t i = 0; i < offsets.count; ++i) strips.emplace_back(reader.strip(page, i));
  return strips;
}

std::string packed(const std::string& strip) {
  TiffMaker maker;
  maker.page(maker.grey({maker.shorts(259, {32773})}, strip));
  return strips_of(stripped(maker).output).at(0);
}

TEST(TiffStrip, PackBitsEndWithTheLastSample) {  // of eight
  EXPECT_EQ(packed(lit("\x07") + "01234567"), lit("\x07") + "01234567");
  EXPECT_EQ(packed(lit("\x07") + "01234567private"), lit("\x07") + "01234567");
  EXPECT_EQ(packed(lit("\xFD") + "a" + lit("\x03") + "0123private"), lit("\xFD") + "a" + lit("\x03") + "0123");
  EXPECT_EQ(packed(lit("\x80\xF9") + "aprivate"), lit("\x80\xF9") + "a");
}

TEST(TiffStrip, ALastPacketThatIsTooLongIsCut) {
  EXPECT_EQ(packed(lit("\x0E") + "01234567private"), lit("\x07") + "01234567");
  EXPECT_EQ(packed(lit("\x81") + "aprivate"), lit("\x81") + "a") << "a longer run holds nothing";
}

TEST(TiffStrip, PackBitsThatEndEarlyStay) {
  EXPECT_EQ(packed(lit("\x03") + "0123"), lit("\x03") + "0123");
  EXPECT_EQ(packed(lit("\x07") + "012"), lit("\x07") + "012");
}

TEST(TiffStrip, ATailIsSlack) {
  TiffMaker tailed;
  const auto first = tailed.put("0123private");
  const auto second = tailed.put("4567hidden");
  tailed.page(tailed.grey({tailed.shorts(278, {1}), tailed.longs(273, {first, second}), tailed.longs(279, {11, 10})}));
  const auto result = stripped(tailed);
  EXPECT_EQ(strips_of(result.output), (std::vector<std::string>{"0123", "4567"}));
  EXPECT_NE(find_row(result.report, Kind::slack, Fate::removed), nullptr);
}

TEST(TiffStrip, ATileEndsWithItsLastRow) {
  TiffMaker maker;
  auto values = maker.grey({maker.shorts(322, {16}), maker.shorts(323, {16}),
                            maker.longs(324, {maker.put(std::string(256, 't') + "private")}), maker.longs(325, {263})});
  std::erase_if(values,
                [](const TiffValue& value) { return value.tag == 273 || value.tag == 278 || value.tag == 279; });
  maker.page(values);
  const auto row = "tttt" + std::string(12, '\0');
  EXPECT_EQ(strips_of(stripped(maker).output).at(0), row + row + std::string(224, '\0'));
}

TEST(TiffStrip, SharedChromaEndsWithItsLastUnit) {  // 4 x 2 pixels in two units of 2 x 2
  TiffMaker maker;
  maker.page(maker.grey({maker.shorts(258, {8, 8, 8}), maker.shorts(262, {6}), maker.shorts(277, {3})},
                        std::string(12, 'u') + "private"));
  EXPECT_EQ(strips_of(stripped(maker).output).at(0), std::string(12, 'u'));
}

TEST(TiffStrip, SamplesOfDifferentDepthsEndWithTheLastOne) {
  TiffMaker maker;
  const auto first = maker.put(std::string(8, 'a') + "private");
  const auto second = maker.put(std::string(16, 'b') + "private");
  maker.page(maker.grey({maker.shorts(258, {8, 16}), maker.shorts(277, {2}), maker.shorts(284, {2}),
                         maker.longs(273, {first, second}), maker.longs(279, {15, 23})}));
  EXPECT_EQ(strips_of(stripped(maker).output), (std::vector{std::string(8, 'a'), std::string(16, 'b')}));
}

TEST(TiffStrip, SurplusStripsGoAsPictures) {
  TiffMaker maker;
  const auto first = maker.put("01234567");
  const auto more = maker.put("croppedaway!");
  maker.page(maker.grey({maker.longs(273, {first, more}), maker.longs(279, {8, 12})}));
  const auto result = stripped(maker);
  EXPECT_EQ(result.output.find("cropped"), std::string::npos);
  const auto* row = find_row(result.report, Kind::picture, Fate::removed);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->bytes, 12U);
  EXPECT_TRUE(row->holds.contains(Holds::picture));
}

// A page whose strip is the last part of the file, with `more` behind it.
Stripped with_more(const std::string& more, const std::string& description) {
  TiffMaker again;
  again.page(again.grey({TiffMaker::text(270, description), again.longs(273, {0})}));
  const auto at = again.bytes().size() + again.bytes().size() % 2;
  TiffMaker last;
  last.page(last.grey({TiffMaker::text(270, description), last.longs(273, {at})}));
  last.put("01234567" + more);
  auto result = strip(last.bytes());
  EXPECT_FALSE(result.error) << result.error->message;
  return result;
}

TEST(TiffStrip, SlicesOfAStackGoAsPictures) {
  const auto stack = with_more(std::string(20, 's'), "ImageJ=1.54f\nimages=4\nslices=4\n");
  const auto* row = find_row(stack.report, Kind::picture, Fate::removed);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->bytes, 20U);
  EXPECT_TRUE(stack.report.removed_holds().contains(Holds::picture));
}

TEST(TiffStrip, WhatIsAsLongAsWholePicturesGoesAsPictures) {
  const auto whole = with_more(std::string(16, '\0'), "no stack");
  EXPECT_NE(find_row(whole.report, Kind::picture, Fate::removed), nullptr);
  const auto other = with_more(std::string(15, 'x'), "no stack");
  EXPECT_EQ(find_row(other.report, Kind::picture, Fate::removed), nullptr);
  EXPECT_NE(find_row(other.report, Kind::slack, Fate::removed), nullptr);
  EXPECT_FALSE(other.report.removed_holds().contains(Holds::picture));
}

TEST(TiffStrip, APictureInAGapIsSaid) {
  const auto found = with_more("x" + minimal + "x", "no stack");
  EXPECT_NE(find_row(found.report, Kind::slack, Fate::removed), nullptr);
  EXPECT_TRUE(found.report.removed_holds().contains(Holds::picture));
}

TEST(TiffStrip, GapsOfZerosAreLayout) {
  TiffMaker maker;
  maker.put(std::string(40, '\0'));
  maker.page(maker.grey());
  const auto result = stripped(maker);
  EXPECT_TRUE(result.report.clean());
  EXPECT_NE(find_row(result.report, Kind::layout, Fate::removed), nullptr);
}

std::string inner(unsigned compression, const std::string& strip) {
  TiffMaker maker;
  maker.page(maker.grey({maker.shorts(259, {compression})}, strip));
  return strips_of(stripped(maker).output).at(0);
}

TEST(TiffStrip, AWebpIsStripped) {
  EXPECT_EQ(inner(50001, riff(canvas(webp_exif) + vp8 + chunk("EXIF", "private")) + "private").find("private"),
            std::string::npos);
  EXPECT_EQ(inner(50001, simple_webp), simple_webp);
}

TEST(TiffStrip, AJpeg2000IsStripped) {
  const auto noted = jp2::main_header + jp2::com("private") + jp2::tile_part("", jp2::data) + jp2::eoc + "private";
  for (const auto compression : {33003U, 33004U, 33005U, 34712U}) {
    EXPECT_EQ(inner(compression, noted), strip(noted).output);
    EXPECT_EQ(inner(compression, jp2::file(noted)), strip(jp2::file(noted)).output);
  }
}

TEST(TiffStrip, AStripOfAnotherFormatIsRefused) {
  for (const auto compression : {7U, 50001U, 34712U}) {
    TiffMaker maker;
    maker.page(maker.grey({maker.shorts(259, {compression})}, "private!private!"));
    const auto result = strip(maker.bytes());
    ASSERT_TRUE(result.error);
    EXPECT_NE(result.error->message.find("does not start"), std::string::npos);
  }
}

TEST(TiffStrip, TablesThatNoStripUsesGo) {
  const std::string strip = soi + sof() + sos() + scan + eoi;
  const std::string unused = segment(0xDB, lit("\x03") + std::string(64, 'P'));
  TiffMaker maker;
  maker.page(maker.jpeg(strip, {TiffMaker::blob(347, soi + dqt + unused + dht + eoi)}));
  const auto output = stripped(maker).output;
  TiffReader reader{output};
  EXPECT_EQ(reader.pages()[0].at(347).value, soi + dqt + dht + eoi);
}

TEST(TiffStrip, PagesShareTablesIfTheyUseTheSame) {
  const std::string strip = soi + sof() + sos() + scan + eoi;
  TiffMaker maker;
  auto shared = TiffMaker::blob(347, soi + dqt + dht + eoi);
  shared.bytes = maker.number(maker.put(shared.bytes), 4);
  for (int i = 0; i < 3; ++i) maker.page(maker.jpeg(strip, {shared}));
  const auto output = stripped(maker).output;
  std::size_t count = 0;
  for (auto at = output.find(dht); at != std::string::npos; at = output.find(dht, at + 1)) ++count;
  EXPECT_EQ(count, 1U);
}

}  // namespace
}  // namespace stripmeta::test
