// Which TIFFs are refused, and with what error.
#include <gtest/gtest.h>

#include <functional>

#include "support/cpp/jpeg_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "support/cpp/tiff_bytes.hpp"

namespace stripmeta::test {
namespace {

struct Refused {
  const char* name;
  ErrorKind kind;
  const char* says;
  std::function<void(TiffMaker&)> make;
};

std::vector<TiffValue> without(std::vector<TiffValue> values, unsigned tag) {
  std::erase_if(values, [&](const TiffValue& value) { return value.tag == tag; });
  return values;
}

const std::vector<Refused> refused{
    {"Dng", ErrorKind::unsupported, "DNG", [](TiffMaker& m) { m.page(m.grey({TiffMaker::blob(50706, "\1\4\0\0")})); }},
    {"Cfa", ErrorKind::unsupported, "raw image of a camera",
     [](TiffMaker& m) { m.page(m.grey({m.shorts(262, {32803})})); }},
    {"CfaBelow", ErrorKind::unsupported, "raw image of a camera",
     [](TiffMaker& m) {
       const auto sub = m.directory(m.grey({m.shorts(262, {32803})}));
       m.page(m.grey({m.longs(330, {sub})}));
     }},
    {"LinearRaw", ErrorKind::unsupported, "LinearRaw", [](TiffMaker& m) { m.page(m.grey({m.shorts(262, {34892})})); }},
    {"FirstReduced", ErrorKind::unsupported, "reduced", [](TiffMaker& m) { m.page(m.grey({m.longs(254, {1})})); }},
    {"OldJpeg", ErrorKind::unsupported, "old-style", [](TiffMaker& m) { m.page(m.grey({m.shorts(259, {6})})); }},
    {"Compression", ErrorKind::unsupported, "compression",
     [](TiffMaker& m) { m.page(m.grey({m.shorts(259, {999})})); }},
    {"Photometric", ErrorKind::unsupported, "colour", [](TiffMaker& m) { m.page(m.grey({m.shorts(262, {999})})); }},
    {"NoWidth", ErrorKind::malformed, "width", [](TiffMaker& m) { m.page(without(m.grey(), 256)); }},
    {"NoHeight", ErrorKind::malformed, "height", [](TiffMaker& m) { m.page(without(m.grey(), 257)); }},
    {"NoPhotometric", ErrorKind::malformed, "samples mean", [](TiffMaker& m) { m.page(without(m.grey(), 262)); }},
    {"CompressionOfFloat", ErrorKind::malformed, "whole numbers",
     [](TiffMaker& m) { m.page(m.grey({{259, 11, 1, lit("\x07\0\0\0")}})); }},
    {"NoStrips", ErrorKind::malformed, "neither strips", [](TiffMaker& m) { m.page(without(m.grey(), 273)); }},
    {"FewStrips", ErrorKind::malformed, "fewer strips", [](TiffMaker& m) { m.page(m.grey({m.shorts(278, {1})})); }},
    {"StripPastEnd", ErrorKind::truncated, "ends before a strip",
     [](TiffMaker& m) { m.page(m.grey({m.longs(273, {1U << 30U})})); }},
    {"ValuePastEnd", ErrorKind::truncated, "values of a directory",
     [](TiffMaker& m) { m.page(m.grey({TiffValue{339, 3, 9000, std::string(40, '\0')}})); }},
    {"StripWithoutLength", ErrorKind::malformed, "place and size",
     [](TiffMaker& m) { m.page(m.grey({m.shorts(259, {5}), m.longs(279, {0})})); }},
    {"StripInTheHeader", ErrorKind::malformed, "overlaps the header",
     [](TiffMaker& m) { m.page(m.grey({m.longs(273, {2})})); }},
    {"NoJpeg", ErrorKind::malformed, "does not start", [](TiffMaker& m) { m.page(m.jpeg("private!")); }},
    {"FrameAmongTables", ErrorKind::malformed, "only hold tables",
     [](TiffMaker& m) { m.page(m.jpeg(minimal, {TiffMaker::blob(347, minimal)})); }},
    {"Overlap", ErrorKind::malformed, "overlap",
     [](TiffMaker& m) {
       const auto at = m.put(std::string(3000, 'x'));
       m.page(m.grey({m.shorts(259, {5}), m.longs(273, {at, at + 1}), m.shorts(278, {1}), m.longs(279, {2999, 2999})}));
     }},
};

class TiffRefusal : public testing::TestWithParam<Refused> {};

TEST_P(TiffRefusal, IsNamed) {
  for (const bool big : {false, true}) {
    TiffMaker maker{true, big};
    GetParam().make(maker);
    const auto result = strip(maker.bytes());
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, GetParam().kind);
    EXPECT_NE(result.error->message.find(GetParam().says), std::string::npos) << result.error->message;
    EXPECT_EQ(result.output, "");
  }
}

INSTANTIATE_TEST_SUITE_P(All, TiffRefusal, testing::ValuesIn(refused),
                         [](const auto& row) { return std::string{row.param.name}; });

TEST(TiffRefusalOfFiles, CanonRawIsRefusedByItsFirstBytes) {
  const auto result = strip(lit("II*\0\x10\0\0\0CR\2\0") + std::string(100, '\0'));
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->kind, ErrorKind::unsupported);
  EXPECT_NE(result.error->message.find("CR2"), std::string::npos);
}

TEST(TiffRefusalOfFiles, ALoopOfDirectories) {
  TiffMaker maker;
  const auto at = maker.page(maker.grey());
  const auto file = maker.bytes().substr(0, maker.bytes().size() - 4) + maker.number(at, 4);
  const auto result = strip(file);
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->kind, ErrorKind::malformed);
  EXPECT_NE(result.error->message.find("loop"), std::string::npos);
}

TEST(TiffRefusalOfFiles, EveryCutFileIsRefused) {
  TiffMaker maker;
  maker.page(maker.grey());
  for (std::size_t size = 4; size < maker.bytes().size(); ++size) {
    EXPECT_TRUE(strip(maker.bytes().substr(0, size)).error) << size;
  }
}

TEST(TiffRefusalOfFiles, ADamagedProfileUnderStrict) {
  TiffMaker maker;
  maker.page(maker.grey({TiffMaker::blob(34675, "no profile")}));
  Policy policy;
  EXPECT_FALSE(strip(maker.bytes(), policy).error);
  policy.strict = true;
  EXPECT_TRUE(strip(maker.bytes(), policy).error);
}

}  // namespace
}  // namespace stripmeta::test
