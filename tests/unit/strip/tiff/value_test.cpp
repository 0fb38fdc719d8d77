// The one form in which the values of a kept tag are written.
#include <gtest/gtest.h>

#include "support/cpp/jpeg_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "support/cpp/tiff_bytes.hpp"
#include "support/cpp/tiff_reader.hpp"

namespace stripmeta::test {
namespace {

class TiffValues : public testing::TestWithParam<std::pair<bool, bool>> {
 protected:
  // The tag after a grey page, in LZW so that its size does not matter, was stripped.
  std::optional<TiffReader::Entry> written(const TiffValue& value, std::vector<TiffValue> more = {}) {
    more.push_back(maker_.shorts(259, {5}));
    std::erase_if(more, [&](const TiffValue& other) { return other.tag == value.tag; });
    more.push_back(value);
    maker_.page(maker_.grey(more));
    result_ = strip(maker_.bytes());
    EXPECT_FALSE(result_.error) << result_.error->message;
    EXPECT_NE(result_.report.changed(), result_.output == maker_.bytes());
    TiffReader reader{result_.output};
    const auto twice = strip(result_.output);
    EXPECT_EQ(twice.output, result_.output);
    EXPECT_FALSE(twice.report.changed());
    const auto& page = reader.pages().back();
    const auto entry = page.find(value.tag);
    return entry == page.end() ? std::nullopt : std::optional{entry->second};
  }
  std::string fraction(std::uint64_t above, std::uint64_t below) const {
    return maker_.number(above, 4) + maker_.number(below, 4);
  }
  bool said_removed(Kind kind) const { return find_row(result_.report, kind, Fate::removed) != nullptr; }

  TiffMaker maker_{GetParam().first, GetParam().second};
  Stripped result_;
};

INSTANTIATE_TEST_SUITE_P(All, TiffValues,
                         testing::Values(std::pair{true, false}, std::pair{false, false}, std::pair{true, true},
                                         std::pair{false, true}));

TEST_P(TiffValues, ANumberHasTheTypeOfItsTag) {
  const auto order = written({266, 1, 1, "\2"});
  ASSERT_TRUE(order);
  EXPECT_EQ(order->type, 3U);
  EXPECT_EQ(order->value, maker_.number(2, 2));
  EXPECT_FALSE(said_removed(Kind::slack)) << "decoders read the same number";
}

TEST_P(TiffValues, ANumberThatATagCannotHaveGoes) {
  for (const auto tag : {255U, 266U, 284U, 290U, 332U, 346U, 32995U}) {
    EXPECT_FALSE(written(maker_.shorts(tag, {0x4A61}))) << tag;
    EXPECT_TRUE(said_removed(Kind::tag)) << tag;
  }
}

TEST_P(TiffValues, StatisticsAndNotesOfPrintersGo) {
  for (const auto tag : {263U, 280U, 281U, 297U, 321U, 326U, 327U, 328U, 340U, 341U, 342U})
    EXPECT_FALSE(written(maker_.shorts(tag, {1, 1}))) << tag;
}

TEST_P(TiffValues, BitsWithoutAMeaningBecomeZero) {
  const auto kind = written(maker_.longs(254, {0x4A616E02}));
  ASSERT_TRUE(kind);
  EXPECT_EQ(kind->value, maker_.number(2, 4));
  EXPECT_TRUE(said_removed(Kind::slack));
  EXPECT_EQ(written(maker_.longs(292, {0x4A616E04}), {maker_.shorts(259, {3})}), std::nullopt) << "LZW has no options";
}

TEST_P(TiffValues, FractionsAreTheSimplestThatReadAsTheSameFloat) {
  const auto x = written({282, 5, 1, fraction(720000, 10000)});
  ASSERT_TRUE(x);
  EXPECT_EQ(x->value, fraction(72, 1));
  const auto point = written({318, 5, 2, fraction(10492471, 33554432) + fraction(689963, 2097152)});
  ASSERT_TRUE(point);
  EXPECT_EQ(point->value, fraction(3127, 10000) + fraction(329, 1000));
}

TEST_P(TiffValues, AnotherTypeOfAFractionBecomesOne) {
  const auto x = written(maker_.shorts(282, {300}));
  ASSERT_TRUE(x);
  EXPECT_EQ(x->type, 5U);
  EXPECT_EQ(x->value, fraction(300, 1));
  const auto y = written({283, 11, 1, maker_.number(0x42908000, 4)});  // 72.25
  ASSERT_TRUE(y);
  EXPECT_EQ(y->value, fraction(289, 4));
}

TEST_P(TiffValues, AWhitePointOutsideOfTheDiagramGoes) {
  EXPECT_FALSE(written({318, 5, 2, fraction(7, 2) + fraction(1, 3)}));
  EXPECT_FALSE(written({318, 5, 1, fraction(1, 3)})) << "a value is missing";
}

TEST_P(TiffValues, CurvesRiseOrFall) {
  std::string rising;
  std::string mixed;
  for (std::uint64_t i = 0; i < 256; ++i) {
    rising += maker_.number(256 * i, 2);
    mixed += maker_.number(i % 2, 2);
  }
  EXPECT_TRUE(written({301, 3, 256, rising}));
  EXPECT_TRUE(written({301, 3, 768, rising + rising + rising}));
  EXPECT_EQ(written({301, 3, 300, rising + rising.substr(0, 88)})->count, 256U);
  EXPECT_FALSE(written({301, 3, 256, mixed}));
  EXPECT_FALSE(written({291, 3, 256, mixed}));
  EXPECT_FALSE(written({291, 3, 255, rising.substr(2)}));
  EXPECT_FALSE(written({301, 3, 2, maker_.number(0, 2) + maker_.number(9, 2)}, {maker_.shorts(258, {1})}))
      << "anything rises or falls in two steps";
}

TEST_P(TiffValues, TagsOfOtherPicturesGo) {
  EXPECT_FALSE(written({529, 5, 3, fraction(1, 3) + fraction(1, 3) + fraction(1, 3)})) << "the page is grey";
  EXPECT_FALSE(written(maker_.shorts(530, {2, 2})));
  EXPECT_FALSE(written({37439, 12, 1, maker_.number(0, 8)}));
  EXPECT_FALSE(written(maker_.longs(50674, {4, 0})));
  EXPECT_FALSE(written(maker_.shorts(336, {0, 255})));
}

TEST_P(TiffValues, ADotRangeIsWrittenOnce) {
  const std::vector<TiffValue> cmyk{maker_.shorts(262, {5}), maker_.shorts(277, {4}), maker_.shorts(258, {8, 8, 8, 8})};
  EXPECT_EQ(written({336, 1, 8, lit("\0\xFF\0\xFF\0\xFF\0\xFF")}, cmyk)->value,
            maker_.number(0, 2) + maker_.number(255, 2));
  EXPECT_FALSE(written({336, 1, 8, "AzByCxDw"}, cmyk));
}

TEST_P(TiffValues, ThereAreNoMoreInksThanSamples) {
  const std::vector<TiffValue> inks{maker_.shorts(262, {5}), maker_.shorts(277, {5}), maker_.shorts(258, {8})};
  EXPECT_TRUE(written(maker_.shorts(334, {5}), inks));
  EXPECT_FALSE(written(maker_.shorts(334, {6}), inks));
  EXPECT_FALSE(written(TiffMaker::text(333, "Jane"), inks)) << "names of inks";
}

TEST_P(TiffValues, RowsBehindThePictureAreNotCounted) {
  EXPECT_EQ(written(maker_.longs(278, {0x4A616E65}))->value, maker_.number(2, 4));
  EXPECT_TRUE(said_removed(Kind::slack));
  EXPECT_EQ(written(maker_.longs(278, {0xFFFFFFFF}))->value, maker_.number(0xFFFFFFFF, 4)) << "the default of the tag";
}

TEST_P(TiffValues, APaletteHasAsManyColoursAsTheSamples) {
  const std::vector<TiffValue> palette{maker_.shorts(262, {3}), maker_.shorts(258, {2})};
  EXPECT_EQ(written({320, 3, 20, std::string(40, 'p')}, palette)->count, 12U);
  TiffMaker maker;
  maker.page(maker.grey({maker.shorts(262, {3}), TiffValue{320, 3, 300, std::string(600, 'p')}}));
  const auto refused = strip(maker.bytes());
  ASSERT_TRUE(refused.error);
  EXPECT_NE(refused.error->message.find("palette"), std::string::npos);
}

TEST_P(TiffValues, AnUnknownPredictorIsRefusedWhereItIsUsed) {
  TiffMaker maker;
  maker.page(maker.grey({maker.shorts(259, {5}), maker.shorts(317, {9})}));
  ASSERT_TRUE(strip(maker.bytes()).error);

  TiffMaker plain;
  plain.page(plain.grey({plain.shorts(317, {9})}));
  EXPECT_FALSE(strip(plain.bytes()).error) << "nothing is predicted";
}

// libtiff writes a float as its digits above a power of two.
TEST_P(TiffValues, AFloatAsAFractionIsALayout) {
  EXPECT_EQ(written({282, 5, 1, fraction(2457595, 8192)})->type, 5U);
  EXPECT_TRUE(result_.report.clean());
  EXPECT_TRUE(said_removed(Kind::layout));
  EXPECT_TRUE(written({282, 5, 1, fraction(0x78787878, 0x4A616E65)}));
  EXPECT_FALSE(result_.report.clean()) << "both numbers are text";
}

TEST_P(TiffValues, APagesOwnNumberIsALayout) {
  EXPECT_FALSE(written(maker_.shorts(297, {0, 1})));
  EXPECT_TRUE(result_.report.clean());
  EXPECT_TRUE(said_removed(Kind::layout));
}

TEST_P(TiffValues, AnotherPageNumberIsATag) {
  EXPECT_FALSE(written(maker_.shorts(297, {0x4A61, 0x6E65})));
  EXPECT_TRUE(said_removed(Kind::tag));
}

// Pillow appends each page as a file of its own, with its header.
TEST_P(TiffValues, AHeaderBeforeAPageIsALayout) {
  const auto [little, big] = GetParam();
  const auto empty = TiffMaker{little, big}.bytes();
  const auto page = [&](std::uint64_t first) {
    TiffMaker maker{little, big};
    maker.page(maker.grey());
    auto values = maker.grey();
    const auto start = empty.substr(0, empty.size() - maker.pointer()) + maker.number(first, maker.pointer());
    maker.put(start);
    maker.page(values);
    return strip(maker.bytes());
  };
  const auto appended = page(empty.size());
  EXPECT_TRUE(appended.report.clean());
  EXPECT_NE(find_row(appended.report, Kind::layout, Fate::removed), nullptr);
  EXPECT_FALSE(page(0x4A616E65).report.clean());
}

}  // namespace
}  // namespace stripmeta::test
