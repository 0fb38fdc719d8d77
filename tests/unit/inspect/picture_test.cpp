#include "inspect/picture.hpp"

#include <gtest/gtest.h>

#include "findings.hpp"
#include "tiff_maker.hpp"

namespace stripmeta::test {
namespace {

PictureSize size_of(std::string_view front) {
  return picture_size(bytes_of(front));
}

// As the formats' standards have the bytes.
TEST(PictureSize, IsReadFromTheHeader) {
  EXPECT_EQ(size_of(std::string_view("\xFF\xD8\xFF\xE0\0\4JF\xFF\xFF\xC2\0\x0B\x08\0\x78\0\xA0\1", 20)),
            (PictureSize{160, 120}));
  EXPECT_EQ(size_of(std::string_view("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\1\2\0\0\0\3", 24)), (PictureSize{258, 3}));
  EXPECT_EQ(size_of(std::string_view("RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\x9F\x0F\0\xB7\x0B\0", 30)),
            (PictureSize{4000, 3000}));
  EXPECT_EQ(size_of(std::string_view("RIFF\0\0\0\0WEBPVP8 \x0A\0\0\0\0\0\0\x9D\1\x2A\xA0\x40\x78\0", 30)),
            (PictureSize{160, 120}));
  EXPECT_EQ(size_of(std::string_view("RIFF\0\0\0\0WEBPVP8L\x0A\0\0\0\x2F\x9F\xC0\x1D\0\0\0\0\0\0", 30)),
            (PictureSize{160, 120}));
}

TEST(PictureSize, OfHeifIsThatOfItsLargestItem) {
  constexpr std::string_view ispe("\0\0\0\x14ispe\0\0\0\0", 12);
  const auto item = [&](std::string_view size) { return std::string(ispe) + std::string(size); };
  const std::string ipco = item({"\0\0\2\0\0\0\2\0", 8}) + item({"\0\0\x0F\xC0\0\0\x0B\xD0", 8});
  const auto box = [](std::string_view name, const std::string& payload) {
    return std::string("\0\0\0", 3) + static_cast<char>(payload.size() + 8) + std::string(name) + payload;
  };
  const std::string meta = box("meta", std::string(4, '\0') + box("iprp", box("ipco", ipco)));
  const std::string front = box("ftyp", "heicmif1") + meta + std::string("\0\1\0\0mdat", 8);
  EXPECT_EQ(size_of(front), (PictureSize{4032, 3024}));
  EXPECT_FALSE(size_of(front.substr(0, 60)).known()) << "cut within";
}

TEST(PictureSize, OfJpeg2000IsThatOfItsHeader) {
  const std::string front(
      "\0\0\0\x0CjP  \r\n\x87\n\0\0\0\x14"
      "ftypjp2 \0\0\0\0jp2 ",
      32);
  const std::string header("\0\0\0\x1Ejp2h\0\0\0\x16ihdr\0\0\0\x78\0\0\0\xA0\0\3\7\7\0\0", 30);
  EXPECT_EQ(size_of(front + header), (PictureSize{160, 120}));
  EXPECT_FALSE(size_of(front + header.substr(0, 25)).known()) << "cut within";
  const std::string codestream("\xFF\x4F\xFF\x51\0\x2F\0\0\0\0\0\xA4\0\0\0\x78\0\0\0\4\0\0\0\0", 24);
  EXPECT_EQ(size_of(codestream), (PictureSize{160, 120}));
  EXPECT_FALSE(size_of(codestream.substr(0, 23)).known()) << "cut within";
}

TEST(PictureSize, OfTiffIsThatOfItsFirstPage) {
  const TiffMaker maker{ByteOrder::little};
  auto front = bytes_of(std::string_view("II*\0\x08\0\0\0", 8));
  put_bytes(front, maker.directory(8, {maker.shorts(256, {640}), maker.longs(257, {480})}));
  EXPECT_EQ(picture_size(front), (PictureSize{640, 480}));
}

TEST(PictureSize, IsUnknownForOtherData) {
  EXPECT_FALSE(size_of("").known());
  EXPECT_FALSE(size_of("GIF89a").known());
  EXPECT_FALSE(size_of(std::string_view("\xFF\xD8\xFF\xC0\0\x0B\x08\0\x78\0", 10)).known());
  EXPECT_FALSE(size_of(std::string_view("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\1\2\0\0\0", 23)).known());
  EXPECT_FALSE(size_of(std::string_view("RIFF\0\0\0\0WEBPVP8X", 16)).known());
}

TEST(SameShape, AllowsForRounding) {
  EXPECT_TRUE(same_shape({160, 120}, {4000, 3000}));
  EXPECT_TRUE(same_shape({160, 107}, {6000, 4000}));
  EXPECT_TRUE(same_shape({6000, 4000}, {160, 106}));
  EXPECT_TRUE(same_shape({1, 1}, {1, 1}));
  EXPECT_TRUE(same_shape({0xFFFFFFFF, 0xFFFFFFFF}, {1, 1}));
  EXPECT_FALSE(same_shape({0xFFFFFFFF, 1}, {1, 0xFFFFFFFF}));
  EXPECT_FALSE(same_shape({160, 120}, {6000, 4000}));
  EXPECT_FALSE(same_shape({160, 120}, {3000, 4000}));
  EXPECT_FALSE(same_shape({160, 120}, {4000, 2900}));
}

TEST(PictureHead, KeepsOnlyTheBeginning) {
  constexpr std::size_t much = std::size_t{1} << 20U;
  PictureHead head;
  const auto jpeg = bytes_of(std::string_view("\xFF\xD8\xFF\xC0\0\x0B\x08\0\x78\0\xA0\1", 12));
  EXPECT_TRUE(PictureHead::emit(&head, {Bytes{jpeg}.first(7), 0}));
  EXPECT_FALSE(head.size().known());
  EXPECT_TRUE(PictureHead::emit(&head, {Bytes{jpeg}.subspan(7), 7}));
  const Buffer rest(much);
  EXPECT_TRUE(PictureHead::emit(&head, {rest, 12}));
  EXPECT_TRUE(PictureHead::emit(&head, {rest, 12 + much}));
  EXPECT_EQ(head.size(), (PictureSize{160, 120}));
}

}  // namespace
}  // namespace stripmeta::test
