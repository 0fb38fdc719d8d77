// Which PNG files are refused, and as what.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "support/cpp/png_bytes.hpp"
#include "support/cpp/strip_whole.hpp"

namespace stripmeta::test {
namespace {

using namespace png;

struct Refused {
  const char* name;
  std::string file;
  ErrorKind kind;
  std::size_t offset;
};

class PngRefusal : public testing::TestWithParam<Refused> {};

TEST_P(PngRefusal, HasAKindAndAnOffsetInAnySplit) {
  for (const std::size_t step : {std::string::npos, std::size_t{1}, std::size_t{7}}) {
    const auto result = strip(GetParam().file, {}, step);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, GetParam().kind) << result.error->message;
    EXPECT_EQ(result.error->offset, GetParam().offset) << result.error->message;
  }
}

Refused malformed(const char* name, const std::string& before, const std::string& rest) {
  return {name, before + rest, ErrorKind::malformed, before.size()};
}
Refused truncated(const char* name, const std::string& file) {
  return {name, file, ErrorKind::truncated, file.size()};
}
std::string header(std::uint32_t width, std::uint32_t height, const std::string& rest) {
  return chunk("IHDR", be32(width) + be32(height) + rest) + idat + iend;
}
const std::string still = front + actl(2) + fctl(0) + idat;
const std::string palette = signature + ihdr(3);

INSTANTIATE_TEST_SUITE_P(
    All, PngRefusal,
    testing::Values(
        malformed("no_header", signature, idat + iend),
        malformed("long_header", signature, chunk("IHDR", std::string(14, '\1'))),
        malformed("second_header", front, ihdr() + idat + iend),
        malformed("no_width", signature, header(0, 1, bytes({8, 2, 0, 0, 0}))),
        malformed("great_height", signature, header(1, 0x80000000, bytes({8, 2, 0, 0, 0}))),
        malformed("depth", signature, header(1, 1, bytes({4, 2, 0, 0, 0}))),
        malformed("colour", signature, header(1, 1, bytes({8, 1, 0, 0, 0}))),
        malformed("colour_past_all", signature, header(1, 1, bytes({8, 7, 0, 0, 0}))),
        malformed("method", signature, header(1, 1, bytes({8, 2, 1, 0, 0}))),
        malformed("filter", signature, header(1, 1, bytes({8, 2, 0, 64, 0}))),
        malformed("interlace", signature, header(1, 1, bytes({8, 2, 0, 0, 2}))),
        malformed("spoilt_header", signature, spoilt("IHDR", be32(1) + be32(1) + bytes({8, 2, 0, 0, 0})) + idat + iend),
        malformed("spoilt_data", front, spoilt("IDAT", pixels) + iend),
        malformed("spoilt_palette", palette, spoilt("PLTE", "rgb") + idat + iend),
        malformed("late_data_in_animation", still + fctl(1) + fdat(2), chunk("IDAT") + iend),
        malformed("length", front, be32(0x80000000) + "tEXt"),
        malformed("name", front, chunk("tEX1", "x") + idat + iend), malformed("no_picture", front, iend),
        malformed("picture_in_two_places", front + idat + text("a", "b"), idat + iend),
        malformed("no_palette", palette, idat + iend),
        malformed("palette_length", palette, chunk("PLTE", "xxxx") + idat + iend),
        malformed("palette_twice", palette + chunk("PLTE", "xxx"), chunk("PLTE", "xxx") + idat + iend),
        malformed("late_animation", front + fctl(0), actl(1) + idat + iend),
        Refused{"apple", signature + chunk("CgBI", "xxxx") + ihdr() + idat + iend, ErrorKind::unsupported, 8},
        Refused{"critical", with(chunk("JDAT", "x")), ErrorKind::unsupported, front.size()},
        Refused{"held", with(chunk("eXIf", std::string(140000, 'x'))), ErrorKind::too_large, front.size()},
        truncated("signature_only", signature), truncated("in_header", front.substr(0, 20)),
        truncated("header_only", front), truncated("in_data", front + idat.substr(0, idat.size() - 5)),
        truncated("in_wrong_checksum", front + idat.substr(0, idat.size() - 4) + "x")),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(PngRefusal, StrictRefusesWhatIsOtherwiseMended) {
  Policy strict;
  strict.strict = true;
  for (const auto& [before, rest] : std::vector<std::pair<std::string, std::string>>{
           {front, spoilt("gAMA", be32(45455)) + idat + iend},
           {front, spoilt("tRNS", lit("\0r\0g\0b")) + idat + iend},
           {front, spoilt("iCCP", iccp(icc_profile({{"wtpt", "white"}})).substr(8)) + idat + iend},
           {front, spoilt("eXIf", oriented(6).substr(8, 26)) + idat + iend},
           {front + idat, spoilt("IEND", "")},
           {front + idat + text("a", "b"), chunk("IDAT") + iend}}) {
    const auto result = strip(before + rest, strict);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, ErrorKind::malformed);
    EXPECT_EQ(result.error->offset, before.size());
    EXPECT_FALSE(strip(before + rest).error);
  }
}

TEST(PngRefusal, ThePolicyLimitsWhatIsHeld) {
  Policy policy;
  policy.max_header_bytes = 10;
  EXPECT_FALSE(strip(with(chunk("gAMA", "1234")), policy).error);
  EXPECT_EQ(strip(with(chunk("gAMA", "1234") + chunk("tRNS", "123456") + chunk("sRGB", "1")), policy).error->kind,
            ErrorKind::too_large);
  EXPECT_FALSE(strip(with(text("Comment", std::string(100, 'x'))), policy).error);
}

}  // namespace
}  // namespace stripmeta::test
