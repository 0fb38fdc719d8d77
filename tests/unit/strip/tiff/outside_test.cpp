// Bits of uncompressed strips and tiles that show no pixel.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/tiff_bytes.hpp"

namespace stripmeta::test {
namespace {

constexpr std::size_t tile_size = 256;  // bytes of 16 x 16 grey pixels

TEST(TiffOutside, SamplesOfATilePastThePictureBecomeZero) {
  TiffMaker maker;
  const auto at = maker.put(std::string(tile_size, 'S'));
  maker.page(maker.tiled(at, 4, 2));
  const auto result = strip(maker.bytes());
  ASSERT_FALSE(result.error) << result.error->message;
  expect_removed(result, Kind::slack, tile_size - 8);
  const auto row = "SSSS" + std::string(12, '\0');
  EXPECT_NE(result.output.find(row + row + std::string(tile_size - 32, '\0')), std::string::npos);
  EXPECT_FALSE(strip(result.output).report.changed());
}

TEST(TiffOutside, ATileThatAnotherPageShowsWholeStays) {
  for (const bool whole_first : {false, true}) {
    TiffMaker maker;
    const auto at = maker.put(std::string(tile_size, 'S'));
    maker.page(maker.tiled(at, whole_first ? 16 : 4, whole_first ? 16 : 2));
    maker.page(maker.tiled(at, whole_first ? 4 : 16, whole_first ? 2 : 16));
    const auto result = strip(maker.bytes());
    ASSERT_FALSE(result.error) << result.error->message;
    EXPECT_NE(result.output.find(std::string(tile_size, 'S')), std::string::npos);
  }
}

TEST(TiffOutside, TheShapesOfTwoPagesAreJoined) {
  TiffMaker maker;
  const auto at = maker.put(std::string(tile_size, 'S'));
  maker.page(maker.tiled(at, 4, 2));
  maker.page(maker.tiled(at, 2, 3));
  const auto row = "SSSS" + std::string(12, '\0');
  EXPECT_NE(strip(maker.bytes()).output.find(row + row + row + std::string(tile_size - 48, '\0')), std::string::npos);
}

TEST(TiffOutside, BitsThatFillUpARowBecomeZero) {
  const auto file = [](std::uint64_t fill_order, const std::string& rows) {
    TiffMaker maker;
    maker.page(maker.grey({maker.shorts(256, {3}), maker.shorts(258, {1}), maker.shorts(266, {fill_order})}, rows));
    return strip(maker.bytes());
  };
  for (const std::uint64_t order : {1U, 2U}) {
    const std::string shown(2, order == 1 ? '\xE0' : '\x07');
    const auto result = file(order, "\xFF\xFF");
    ASSERT_FALSE(result.error) << result.error->message;
    expect_removed(result, Kind::slack, 2);
    EXPECT_NE(result.output.find(shown), std::string::npos);
    EXPECT_EQ(result.output, file(order, shown).output);
    EXPECT_EQ(find_row(file(order, shown).report, Kind::slack, Fate::removed), nullptr);
  }
}

}  // namespace
}  // namespace stripmeta::test
