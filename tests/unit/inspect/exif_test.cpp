#include <gtest/gtest.h>

#include "findings.hpp"
#include "inspect/exif_tags.hpp"
#include "support/cpp/jpeg_bytes.hpp"
#include "tiff_maker.hpp"

namespace stripmeta::test {
namespace {

class ExifOrder : public testing::TestWithParam<ByteOrder> {
 protected:
  std::vector<Value> read_ifd0(MadeIfd entries) {
    TiffMaker block{GetParam()};
    block.ifd0 = std::move(entries);
    return read_one(Kind::exif, block.payload());
  }
  std::vector<Value> read_gps(MadeIfd entries) {
    TiffMaker block{GetParam()};
    block.gps = std::move(entries);
    return read_one(Kind::exif, block.payload());
  }
  TiffMaker maker{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(BothOrders, ExifOrder, testing::Values(ByteOrder::big, ByteOrder::little));

// Literal bytes, so that the maker and the reader cannot have the same error.
TEST(Exif, ReadsLiteralBytesOfEitherOrder) {
  constexpr std::string_view big("Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\x08\0\0\0\0\0\0", 32);
  constexpr std::string_view little("Exif\0\0II*\0\x08\0\0\0\1\0\x12\x01\3\0\1\0\0\0\x08\0\0\0\0\0\0\0", 32);
  EXPECT_EQ(lines_of(read_one(Kind::exif, big)), "exif Orientation: rotate 270 clockwise (8)\n");
  EXPECT_EQ(lines_of(read_one(Kind::exif, little)), "exif Orientation: rotate 270 clockwise (8)\n");
}

TEST_P(ExifOrder, ReadsABlockWithManyValues) {
  EXPECT_EQ(lines_of(read_one(Kind::exif, rich_exif(GetParam()))), R"(gps Position: 51.500722, -0.124625
gps Altitude: 35.2 m below sea level
gps GPSVersionID: 2.3.0.0
gps GPSLatitudeRef: N
gps GPSLatitude: 51 30 2.6
gps GPSLongitudeRef: W
gps GPSLongitude: 0 7 28.65
gps GPSAltitudeRef: below sea level (1)
gps GPSAltitude: 35.2
gps GPSTimeStamp: 14:07:07.5 UTC
gps GPSImgDirectionRef: true north (T)
gps GPSProcessingMethod: NETWORK
gps GPSDateStamp: 2024:01:15
exif Make: Canon
exif Model: Canon EOS 5D
maker_note Vendor: Canon
maker_note Size: 64 bytes
exif BodySerialNumber: SN-0042
exif LensSpecification: 24 70 2.8 4
exif DateTime: 2024:01:15 10:20:30
exif Artist: Ann Example
exif Copyright: Ann; Bob
exif Software: Firmware 1.0
exif Orientation: rotate 90 clockwise (6)
exif XResolution: 72
exif YResolution: 0/0
exif ResolutionUnit: inch (2)
exif XPTitle: äb
exif ExposureTime: 1/250
exif FNumber: 2.8
exif ExposureProgram: aperture priority (3)
exif ExifVersion: 2.32
exif ComponentsConfiguration: Y, Cb, Cr
exif ExposureBiasValue: -0.3333333333
exif MeteringMode: pattern (5)
exif LightSource: 99
exif Flash: fired, return not detected, mode auto, red-eye reduction (93)
exif UserComment: a remark
exif ColorSpace: uncalibrated (65535)
exif 0xC5A1: 1 2 3 4
interop InteroperabilityIndex: R98
interop InteroperabilityVersion: 1.0
thumbnail Thumbnail: 160x120, 23 bytes at offset 933
thumbnail Compression: JPEG (6)
thumbnail JPEGInterchangeFormat: 933
thumbnail JPEGInterchangeFormatLength: 23
)");
}

TEST_P(ExifOrder, ReadsEveryTiffType) {
  const bool big = GetParam() == ByteOrder::big;
  const auto values = read_ifd0({
      TiffMaker::raw(0xE001, 1, 3, std::string_view("\0\x7F\xFF", 3)),
      TiffMaker::ascii(0xE002, "text"),
      maker.shorts(0xE003, {0, 65535}),
      maker.longs(0xE004, {4294967295}),
      maker.rationals(0xE005, {1, 3}),
      TiffMaker::raw(0xE006, 6, 2, "\x80\x7F"),
      TiffMaker::undefined(0xE007, std::string_view("\1\2\3", 3)),
      maker.shorts(0xE008, {0x8000}, 8),
      maker.longs(0xE009, {0x80000000}, 9),
      maker.rationals(0xE00A, {0xFFFFFFFE, 4}, 10),
      maker.longs(0xE00B, {0x3FC00000}, 11),
      TiffMaker::raw(0xE00C, 12, 1,
                     big ? std::string_view("\xBF\xF8\0\0\0\0\0\0", 8) : std::string_view("\0\0\0\0\0\0\xF8\xBF", 8)),
      maker.longs(0xE00D, {8}, 13),
      TiffMaker::raw(0xE00E, 129, 3, "\xC3\xA9\x21"),
      TiffMaker::raw(0xE00F, 77, 12, "abcd"),
  });
  EXPECT_EQ(lines_of(values),
            "exif 0xE001: 0 127 255\nexif 0xE002: text\nexif 0xE003: 0 65535\nexif 0xE004: 4294967295\n"
            "exif 0xE005: 0.3333333333\nexif 0xE006: -128 127\nexif 0xE007: 1 2 3\nexif 0xE008: -32768\n"
            "exif 0xE009: -2147483648\nexif 0xE00A: -0.5\nexif 0xE00B: 1.5\nexif 0xE00C: -1.5\nexif 0xE00D: 8\n"
            "exif 0xE00E: é!\nexif 0xE00F: 12 of the unknown type 77\n");
}

TEST_P(ExifOrder, TypesOfBigTiffAreUnknownInExif) {
  const auto values = read_ifd0({TiffMaker::raw(0xE00F, 16, 1, "12345678"), TiffMaker::raw(0xE010, 17, 2, "1234"),
                                 TiffMaker::raw(0xE011, 18, 1, "12345678")});
  EXPECT_EQ(lines_of(values),
            "exif 0xE00F: 1 of the unknown type 16\nexif 0xE010: 2 of the unknown type 17\n"
            "exif 0xE011: 1 of the unknown type 18\n");
}

TEST_P(ExifOrder, ReadsUserCommentsOfEachCharacterSet) {
  const auto comment = [&](std::string_view value) {
    return one_of(read_ifd0({TiffMaker::undefined(37510, value)}), "exif", "UserComment");
  };
  EXPECT_EQ(comment(std::string_view("ASCII\0\0\0plain\0\0", 15)), "plain");
  EXPECT_EQ(comment(std::string_view("\0\0\0\0\0\0\0\0caf\xE9", 12)), "café");
  EXPECT_EQ(comment(std::string_view("UNICODE\0\0h\0i", 12)), "hi") << "big-endian, whatever the block's order";
  EXPECT_EQ(comment(std::string_view("UNICODE\0h\0i\0", 12)), "hi") << "little-endian, whatever the block's order";
  EXPECT_EQ(comment(std::string_view("JIS\0\0\0\0\0\x46\x7C\x4B\x5C", 12)), "JIS text of 4 bytes");
  EXPECT_EQ(comment("no prefix at all"), "no prefix at all");
  EXPECT_EQ(comment(std::string_view("ASCII\0\0\0\0 late", 14)), "late") << "text behind a NUL is there, too";
}

TEST_P(ExifOrder, MarksAGeneratorsPrompt) {
  const auto values =
      read_ifd0({TiffMaker::undefined(37510, std::string_view("ASCII\0\0\0a cat\nNegative prompt: dog", 34))});
  EXPECT_EQ(one_of(values, "ai", "AIPrompt"), "a cat\nNegative prompt: dog");
  EXPECT_EQ(one_of(values, "exif", "UserComment"), "a cat\nNegative prompt: dog");
  const auto plain = read_ifd0({TiffMaker::undefined(37510, std::string_view("ASCII\0\0\0a cat", 13))});
  EXPECT_EQ(one_of(plain, "ai", "AIPrompt"), "(none)");
}

TEST_P(ExifOrder, PositionNeedsBothCoordinatesAndSaysWhatIsMissing) {
  const auto north = maker.rationals(2, {10, 1, 30, 1, 0, 0});
  const auto east = maker.rationals(4, {20, 1});
  EXPECT_EQ(one_of(read_gps({TiffMaker::ascii(1, "S"), north}), "gps", "Position"), "(none)");
  EXPECT_EQ(one_of(read_gps({north, east}), "gps", "Position"), "10.500000, 20.000000 (hemisphere not given)");
  EXPECT_EQ(one_of(read_gps({TiffMaker::ascii(1, "S"), north, TiffMaker::ascii(3, "E"), east}), "gps", "Position"),
            "-10.500000, 20.000000");
  const auto broken = maker.rationals(4, {20, 0});
  EXPECT_EQ(one_of(read_gps({TiffMaker::ascii(1, "S"), north, TiffMaker::ascii(3, "E"), broken}), "gps", "Position"),
            "(none)");
  EXPECT_EQ(one_of(read_gps({TiffMaker::ascii(19, "N"), maker.rationals(20, {1, 2}), TiffMaker::ascii(21, "W"),
                             maker.rationals(22, {1, 4})}),
                   "gps", "DestinationPosition"),
            "0.500000, -0.250000");
}

TEST_P(ExifOrder, ReadsXmpIptcAndPhotoshopInsideIfd0) {
  const auto values = read_ifd0({
      TiffMaker::raw(700, 1, 0, ""),
      TiffMaker::undefined(33723, std::string_view("\x1C\2\x50\0\3Ann", 8)),
      TiffMaker::undefined(34377, std::string_view("8BIM\4\x0A\0\0\0\0\0\1\1\0", 14)),
  });
  EXPECT_EQ(one_of(values, "iptc", "By-line"), "Ann");
  EXPECT_EQ(one_of(values, "photoshop", "CopyrightFlag"), "copyrighted");
}

TEST_P(ExifOrder, NamesTheMakerOfAMakerNote) {
  const auto vendor = [&](std::string_view make, std::string_view note) {
    return one_of(read_ifd0({TiffMaker::ascii(271, make), TiffMaker::undefined(37500, note)}), "maker_note", "Vendor");
  };
  EXPECT_EQ(vendor("x", std::string_view("Apple iOS\0\0\1MM", 14)), "Apple");
  EXPECT_EQ(vendor("x", std::string_view("Nikon\0\2\x10", 8)), "Nikon");
  EXPECT_EQ(vendor("x", "SONY DSC "), "Sony");
  EXPECT_EQ(vendor("x", "OLYMPUS"), "Olympus");
  EXPECT_EQ(vendor("x", "OM SYSTEM"), "OM System");
  EXPECT_EQ(vendor("x", "FUJIFILM"), "Fujifilm");
  EXPECT_EQ(vendor("x", "HDRPabc"), "Google");
  EXPECT_EQ(vendor("Canon", std::string_view("\x1A\0\1\0\3", 5)), "Canon");
  EXPECT_EQ(vendor("", std::string_view("\x1A\0\1\0\3", 5)), "unknown");
}

TEST_P(ExifOrder, ReadsAnUncompressedThumbnail) {
  TiffMaker with_strip{GetParam()};
  with_strip.ifd0 = {with_strip.shorts(274, {1})};
  with_strip.ifd1 = {with_strip.shorts(256, {8}), with_strip.shorts(257, {4}), with_strip.longs(273, {20}),
                     with_strip.longs(279, {10, 5})};
  EXPECT_EQ(one_of(read_one(Kind::exif, with_strip.payload()), "thumbnail", "Thumbnail"), "8x4, 15 bytes at offset 20");
}

TEST(Exif, APointerIsOneWholeNumber) {
  const Tiff t;
  const auto is_followed = [&](unsigned type, std::uint32_t count, const std::string& value) {
    const auto payload =
        lit("Exif\0\0") + t.header() + t.ifd({t.entry(34853, type, count, value)}) + t.ifd({t.entry(1, 2, 2, "N")});
    return lines_of(read_one(Kind::exif, payload)).contains("GPSLatitudeRef");
  };
  for (const unsigned type : {4U, 9U, 13U}) EXPECT_TRUE(is_followed(type, 1, be32(26))) << type;
  EXPECT_TRUE(is_followed(3, 1, be16(26)));
  EXPECT_TRUE(is_followed(1, 1, "\x1A"));
  EXPECT_FALSE(is_followed(3, 2, be16(26) + be16(0))) << "two of them";
  EXPECT_FALSE(is_followed(7, 1, "\x1A")) << "bytes";
  EXPECT_FALSE(is_followed(11, 1, be32(0x41D00000))) << "26 as a floating point number";
}

TEST(Exif, SaysThatABlockWithoutHeaderIsUnreadable) {
  EXPECT_EQ(lines_of(read_one(Kind::exif, std::string_view("Exif\0\0nonsense", 14))),
            "exif Unreadable: 14 bytes without a TIFF header\n");
  EXPECT_EQ(lines_of(read_one(Kind::exif, "")), "exif Unreadable: 0 bytes without a TIFF header\n");
}

TEST(ExifTags, NamesDependOnTheDirectory) {
  using inspection::exif_tag_name;
  using inspection::TagGroup;
  EXPECT_EQ(exif_tag_name(TagGroup::image, 271), "Make");
  EXPECT_EQ(exif_tag_name(TagGroup::gps, 2), "GPSLatitude");
  EXPECT_EQ(exif_tag_name(TagGroup::interop, 2), "InteroperabilityVersion");
  EXPECT_EQ(exif_tag_name(TagGroup::image, 2), "");
  EXPECT_EQ(exif_tag_name(TagGroup::gps, 31), "GPSHPositioningError");
  EXPECT_EQ(exif_tag_name(TagGroup::gps, 32), "");
  EXPECT_EQ(exif_tag_name(TagGroup::interop, 65535), "");
}

}  // namespace
}  // namespace stripmeta::test
