// Smaller copies of the picture, wherever they stand.
#include <gtest/gtest.h>

#include "findings.hpp"
#include "strip/base/base64.hpp"
#include "tiff_maker.hpp"

namespace stripmeta::test {
namespace {

constexpr std::string_view small("\xFF\xD8\xFF\xC0\0\x0B\x08\0\x06\0\x08\1\1\x11\0\xFF\xD9", 17);  // 8 x 6
constexpr std::string_view large("\xFF\xD8\xFF\xC0\0\x0B\x08\0\x78\0\xA0\1\1\x11\0\xFF\xD9", 17);  // 160 x 120

Thumbnails thumbnails_of(Kind kind, Bytes payload) {
  Inspector inspector;
  feed(inspector, kind, payload);
  return inspector.contents().thumbnails;
}

Thumbnails thumbnails_of(Kind kind, std::string_view payload) {
  return thumbnails_of(kind, bytes_of(payload));
}

std::string file_of(const Thumbnails& thumbnails) {
  return std::string(as_text(thumbnails.largest.file));
}

class ExifThumbnail : public testing::TestWithParam<ByteOrder> {
 protected:
  TiffMaker maker{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(BothOrders, ExifThumbnail, testing::Values(ByteOrder::big, ByteOrder::little));

TEST_P(ExifThumbnail, IsTheJpegUnchanged) {
  maker.ifd0 = {TiffMaker::ascii(271, "Canon")};
  maker.thumbnail = bytes_of(large);
  const auto found = thumbnails_of(Kind::exif, maker.payload());
  EXPECT_EQ(found.count, 1);
  EXPECT_EQ(found.largest.size, (PictureSize{160, 120}));
  EXPECT_EQ(file_of(found), large);
}

TEST_P(ExifThumbnail, OutsideOfTheBlockIsOnlyCounted) {
  maker.ifd0 = {TiffMaker::ascii(271, "Canon")};
  maker.thumbnail = bytes_of(large);
  auto payload = maker.payload();
  payload.pop_back();
  const auto found = thumbnails_of(Kind::exif, payload);
  EXPECT_EQ(found.count, 1);
  EXPECT_EQ(file_of(found), "");
}

TEST_P(ExifThumbnail, OfBarePixelsBecomesAPixmap) {
  // 2 x 1 pixels in one strip, behind the directory: two entries' values are too long for it.
  maker.ifd0 = {TiffMaker::ascii(271, "Canon")};
  maker.ifd1 = {maker.shorts(256, {2}), maker.shorts(257, {1}), maker.shorts(259, {1}),
                maker.shorts(262, {2}), maker.longs(273, {8}),  maker.longs(279, {6})};
  const auto payload = maker.payload();
  const auto found = thumbnails_of(Kind::exif, payload);
  EXPECT_EQ(found.largest.size, (PictureSize{2, 1}));
  EXPECT_EQ(file_of(found), "P6\n2 1\n255\n" + std::string(as_text(Bytes{payload}.subspan(6 + 8, 6))));
}

TEST_P(ExifThumbnail, IsNotTheSecondPageOfATiff) {
  maker.ifd0 = {maker.longs(273, {8}), maker.longs(279, {6})};
  maker.thumbnail = bytes_of(large);
  auto page = maker;
  EXPECT_EQ(thumbnails_of(Kind::exif, page.payload()).count, 0);
  maker.ifd1 = {maker.longs(254, {1})};
  EXPECT_EQ(thumbnails_of(Kind::exif, maker.payload()).count, 1);
}

Buffer photoshop(std::string_view jpeg) {
  Buffer out = bytes_of(std::string_view("Photoshop 3.0\0008BIM\x04\x0C\0\0", 22));
  put_u32(out, static_cast<std::uint32_t>(28 + jpeg.size()));
  put_u32(out, 1);
  put_u32(out, 160);
  put_u32(out, 120);
  out.resize(out.size() + 16);
  put_text(out, jpeg);
  return out;
}

TEST(PhotoshopThumbnail, IsTheJpegBehindItsHead) {
  const auto found = thumbnails_of(Kind::photoshop, photoshop(large));
  EXPECT_EQ(found.largest.size, (PictureSize{160, 120}));
  EXPECT_EQ(file_of(found), large);
}

TEST(PhotoshopThumbnail, OfARawFormIsOnlyCounted) {
  const auto found = thumbnails_of(Kind::photoshop, photoshop("pixels"));
  EXPECT_EQ(found.count, 1);
  EXPECT_EQ(found.largest.size, (PictureSize{160, 120}));
  EXPECT_EQ(file_of(found), "");
}

TEST(JfifThumbnail, IsAPixmap) {
  EXPECT_EQ(file_of(thumbnails_of(Kind::jfif, std::string_view("JFIF\0\1\2\0\0\1\0\1\2\1abcdef", 20))),
            "P6\n2 1\n255\nabcdef");
  EXPECT_EQ(file_of(thumbnails_of(Kind::jfif, std::string_view("JFIF\0\1\2\0\0\1\0\1\2\1abcde", 19))), "");
  EXPECT_EQ(thumbnails_of(Kind::jfif, std::string_view("JFIF\0\1\2\0\0\1\0\1\0\0", 14)).count, 0);
}

TEST(JfxxThumbnail, OfItsThreeForms) {
  const std::string_view head("JFXX\0", 5);
  const auto file = [&](std::string_view rest) {
    return file_of(thumbnails_of(Kind::jfxx, std::string(head) + std::string(rest)));
  };
  EXPECT_EQ(file("\x10" + std::string(large)), large);
  EXPECT_EQ(file("\x13\1\1abc"), "P6\n1 1\n255\nabc");
  std::string colours(768, '.');
  colours.replace(255 * 3, 3, "xyz");
  EXPECT_EQ(file("\x11\2\1" + colours + std::string("\xFF\0", 2)), "P6\n2 1\n255\nxyz...");
  EXPECT_EQ(file("\x11\2\1" + colours + "\xFF"), "");
  EXPECT_EQ(lines_of(read_one(Kind::jfxx, std::string(head) + "\x13\1\1abc")), "jfxx Thumbnail: 1x1, 5 bytes\n");
  EXPECT_EQ(lines_of(read_one(Kind::jfxx, head)), "jfxx Unreadable: 5 bytes\n");
}

TEST(XmpThumbnail, IsTheJpegOfItsText) {
  const auto packet =
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:xmp='http://ns.adobe.com/xap/1.0/' "
      "xmlns:i='http://ns.adobe.com/xap/1.0/g/img/'><rdf:Description><xmp:Thumbnails><rdf:Alt><rdf:li "
      "rdf:parseType='Resource'><i:image>" +
      base64(bytes_of(large)) + "</i:image></rdf:li></rdf:Alt></xmp:Thumbnails></rdf:Description></rdf:RDF>";
  EXPECT_EQ(file_of(thumbnails_of(Kind::xmp, packet)), large);
}

TEST(ItemThumbnail, OfAnotherCodecIsOnlyCounted) {
  EXPECT_EQ(file_of(thumbnails_of(Kind::thumbnail, large)), large);
  const auto found = thumbnails_of(Kind::thumbnail, "an HEVC picture");
  EXPECT_EQ(found.count, 1);
  EXPECT_EQ(file_of(found), "");
}

TEST(Thumbnails, KeepTheLargest) {
  Inspector inspector;
  feed(inspector, Kind::thumbnail, bytes_of(small));
  feed(inspector, Kind::photoshop, photoshop(large));
  feed(inspector, Kind::thumbnail, bytes_of("one without a size"));
  const auto found = inspector.contents().thumbnails;
  EXPECT_EQ(found.count, 3);
  EXPECT_EQ(file_of(found), large);
}

TEST(Thumbnails, PreferOneWithAFile) {
  Inspector inspector;
  feed(inspector, Kind::photoshop, photoshop("pixels"));
  feed(inspector, Kind::thumbnail, bytes_of(small));
  EXPECT_EQ(file_of(inspector.contents().thumbnails), small);
}

TEST(Thumbnails, PastTheLimitAreOnlyCounted) {
  Buffer huge = bytes_of(large);
  huge.resize((std::size_t{16} << 20U) + 1);
  const auto found = thumbnails_of(Kind::thumbnail, huge);
  EXPECT_EQ(found.count, 1);
  EXPECT_EQ(file_of(found), "");
}

}  // namespace
}  // namespace stripmeta::test
