#include <gtest/gtest.h>

#include <string>

#include "findings.hpp"

namespace stripmeta::test {
namespace {

Buffer box(std::string_view type, Bytes content) {
  Buffer out;
  put_u32(out, static_cast<std::uint32_t>(content.size() + 8));
  put_text(out, type);
  put_bytes(out, content);
  return out;
}

Buffer superbox(std::string_view label, Bytes content) {
  Buffer description(16);
  put_u8(description, 3);
  put_text(description, label);
  put_u8(description, 0);
  Buffer inside = box("jumd", description);
  put_bytes(inside, content);
  return box("jumb", inside);
}

Buffer packet(unsigned instance, std::uint32_t number, Bytes part) {
  Buffer out = bytes_of("JP");
  put_u16(out, instance);
  put_u32(out, number);
  put_bytes(out, part);
  return out;
}

TEST(Comment, IsUtf8OrLatin1) {
  EXPECT_EQ(lines_of(read_one(Kind::comment, "caf\xC3\xA9")), "comment Comment: café\n");
  EXPECT_EQ(lines_of(read_one(Kind::comment, std::string_view("caf\xE9\0", 5))), "comment Comment: café\n");
  EXPECT_EQ(one_of(read_one(Kind::comment, "a cat, CFG scale: 7"), "ai", "AIPrompt"), "a cat, CFG scale: 7");
}

TEST(Jfif, SaysVersionDensityAndThumbnail) {
  EXPECT_EQ(lines_of(read_one(Kind::jfif, std::string_view("JFIF\0\1\2\1\0\x48\1\x2C\2\3", 14))),
            "jfif JFIFVersion: 1.02\njfif Density: 72x300 per inch\njfif Thumbnail: 2x3\n");
  EXPECT_EQ(lines_of(read_one(Kind::jfif, std::string_view("JFIF\0\1\2\0\0\1\0\1\0\0", 14))),
            "jfif JFIFVersion: 1.02\njfif Density: 1x1 (aspect ratio)\n");
  EXPECT_EQ(lines_of(read_one(Kind::jfif, std::string_view("JFIF\0\1\2\1", 8))), "jfif Unreadable: 8 bytes\n");
}

TEST(Unknown, SaysSizeAndSignature) {
  EXPECT_EQ(lines_of(read_one(Kind::app12, std::string_view("Ducky\0\1", 7))),
            "app12 Segment: 7 bytes, begins \"Ducky\"\n");
  EXPECT_EQ(lines_of(read_one(Kind::app4, std::string_view("\1\2", 2))), "app4 Segment: 2 bytes\n");
  EXPECT_EQ(lines_of(read_one(Kind::app5, "")), "app5 Segment: 0 bytes\n");
}

TEST(Leftovers, AreCounted) {
  Inspector inspector;
  feed(inspector, Kind::trailer, bytes_of("abc"));
  feed(inspector, Kind::trailer, bytes_of("de"));
  feed(inspector, Kind::junk, bytes_of("x"));
  EXPECT_EQ(lines_of(inspector.values()), "junk Size: 1 part, 1 byte\ntrailer Size: 2 parts, 5 bytes\n");
}

TEST(Icc, ReadsHeaderAndTexts) {
  Buffer profile(128);
  set_u32(std::span{profile}, 0, 3144);
  set_u32(std::span{profile}, 24, 0x07E80002);  // 2024-02
  set_u32(std::span{profile}, 28, 0x0003000E);  // day 3, 14 hours
  set_u32(std::span{profile}, 32, 0x00050006);  // 5 minutes, 6 seconds
  set_u32(std::span{profile}, 48, 0x4150504C);  // APPL
  set_u32(std::span{profile}, 80, 0x41444245);  // ADBE
  put_u32(profile, 2);
  put_text(profile, "desc");
  put_u32(profile, 156);
  put_u32(profile, 20);
  put_text(profile, "cprt");
  put_u32(profile, 176);
  put_u32(profile, 12);
  put_text(profile, std::string_view("desc\0\0\0\0\0\0\0\5sRGB\0\0\0\0", 20));
  put_text(profile, std::string_view("text\0\0\0\0none", 12));
  Buffer payload = bytes_of(std::string_view("ICC_PROFILE\0\1\1", 14));
  put_bytes(payload, profile);
  EXPECT_EQ(lines_of(read_one(Kind::icc, payload)),
            "icc ProfileSize: 3144 bytes\nicc ProfileDateTime: 2024-02-03 14:05:06\nicc Manufacturer: APPL\n"
            "icc Creator: ADBE\nicc ProfileDescription: sRGB\nicc ProfileCopyright: none\n");
  payload[12] = std::byte{2};
  EXPECT_EQ(lines_of(read_one(Kind::icc, payload)), "") << "only the first chunk is read";
}

TEST(Mpf, NamesThePictures) {
  Buffer payload = bytes_of(std::string_view("MPF\0II*\0\x08\0\0\0\3\0", 14));
  put_text(payload, std::string_view("\0\xB0\7\0\4\0\0\0"
                                     "0100",
                                     12));
  put_text(payload, std::string_view("\1\xB0\4\0\1\0\0\0\3\0\0\0", 12));
  put_text(payload, std::string_view("\2\xB0\7\0\x30\0\0\0\x32\0\0\0\0\0\0\0", 16));
  for (const std::uint32_t type : {0x20030000U, 0x00010002U, 0x00ABCDEFU}) {
    put_u32(payload, type, ByteOrder::little);
    put_u32(payload, 1000, ByteOrder::little);
    put_u32(payload, 0);
    put_u32(payload, 0);
  }
  EXPECT_EQ(lines_of(read_one(Kind::mpf, payload)), R"(mpf MPFVersion: 0100
mpf NumberOfImages: 3
mpf Image[1]: baseline primary image, 1000 bytes
mpf Image[2]: large thumbnail (full HD), 1000 bytes
mpf Image[3]: type 0xABCDEF, 1000 bytes
)");
}

TEST(Jumbf, ListsLabelsAndTheClaim) {
  const auto cbor = bytes_of(
      "\xA2\x68"
      "dc:title\x65"
      "a.jpg\x6F"
      "claim_generator\x78\x18"
      "a generator of 24 letters");
  const auto whole = superbox("c2pa", superbox("urn:uuid:1", superbox("c2pa.claim.v2", box("cbor", cbor))));
  EXPECT_EQ(lines_of(read_one(Kind::c2pa, packet(1, 1, whole))),
            "c2pa ClaimGenerator: a generator of 24 letter\nc2pa c2pa: 196 bytes\nc2pa c2pa/urn:uuid:1: 158 bytes\n"
            "c2pa c2pa/urn:uuid:1/c2pa.claim.v2: 114 bytes\nc2pa Title: a.jpg\n");
}

TEST(Jumbf, MayBeOnePieceWithOrWithoutItsHeader) {
  const auto whole = superbox("c2pa", superbox("urn:uuid:1", box("json", bytes_of("{}"))));
  const auto lines = lines_of(read_one(Kind::c2pa, packet(1, 1, whole)));
  EXPECT_NE(lines, "");
  EXPECT_EQ(lines_of(read_one(Kind::c2pa, whole)), lines);
  constexpr std::size_t box_head = 8;
  EXPECT_EQ(lines_of(read_one(Kind::jumbf, Buffer(whole.begin() + box_head, whole.end()))), lines);
  EXPECT_EQ(lines_of(read_one(Kind::jumbf, Bytes{})), "");
}

// ISO/IEC 14496-12 4.2.2: a size of 1 says that eight bytes of size follow the type.
TEST(Jumbf, ALargeBoxThatLacksPacketsSaysSo) {
  const auto whole = superbox("c2pa", box("json", bytes_of("{}")));
  Buffer cut;
  put_u32(cut, 1);
  put_text(cut, "jumb");
  put_u64(cut, 1000);
  put_bytes(cut, Bytes{whole}.subspan(8));
  EXPECT_EQ(lines_of(read_one(Kind::jumbf, packet(1, 1, cut))),
            "c2pa Unreadable: " + std::to_string(cut.size()) + " bytes of a box of 1000 bytes\n");
}

TEST(Jumbf, AClaimsTextMayNotReachBehindIt) {
  for (const std::string_view claim : {"\xA1\x68"
                                       "dc:title\x66"
                                       "a.jpg",
                                       "\xA1\x68"
                                       "dc:title\x78\xFF"
                                       "a.jpg",
                                       "\xA1\x68"
                                       "dc:title\x79\xFF\xFF"
                                       "a.jpg"}) {
    const auto whole = superbox("c2pa.claim", box("cbor", bytes_of(claim)));
    EXPECT_EQ(one_of(read_one(Kind::c2pa, packet(1, 1, whole)), "c2pa", "Title"), "(none)");
  }
}

TEST(Jumbf, ABoxMayBeSpreadOverSegments) {
  const auto whole = superbox("c2pa", superbox("inner", box("json", bytes_of("{}"))));
  // Each further packet repeats the header of the outermost box.
  Buffer second(whole.begin(), whole.begin() + 8);
  put_bytes(second, Bytes(whole).subspan(50));
  Inspector inspector;
  feed(inspector, Kind::c2pa, packet(1, 1, Bytes(whole).first(50)));
  feed(inspector, Kind::c2pa, packet(2, 1, superbox("other", {})));
  EXPECT_EQ(one_of(inspector.values(), "c2pa", "Unreadable"), "50 bytes of a box of 87 bytes");
  feed(inspector, Kind::c2pa, packet(1, 2, second));
  EXPECT_EQ(lines_of(inspector.values()), "c2pa c2pa: 87 bytes\nc2pa c2pa/inner: 49 bytes\nc2pa other: 39 bytes\n");
}

}  // namespace
}  // namespace stripmeta::test
