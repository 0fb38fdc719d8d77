// Input that is made to break readers: nothing but values or their absence may come of it, under the sanitizers too.
#include <gtest/gtest.h>

#include <string>

#include "findings.hpp"
#include "tiff_maker.hpp"

namespace stripmeta::test {
namespace {

// Reads a copy of exactly the bytes, so that the sanitizers see each read behind their end.
std::vector<Value> read_exactly(Kind kind, Bytes payload) {
  return read_one(kind, Buffer(payload.begin(), payload.end()));
}

void cut_at_every_length(Kind kind, Bytes payload) {
  for (std::size_t size = 0; size < payload.size(); ++size) {
    for (const auto& value : read_exactly(kind, payload.first(size))) EXPECT_LE(value.value.size(), 1024U + 40U);
  }
}

// Each byte in turn becomes each of a few that break lengths, counts, types and offsets.
void damage_every_byte(Kind kind, Bytes payload) {
  Buffer damaged(payload.begin(), payload.end());
  for (std::byte& place : damaged) {
    const std::byte sound = place;
    for (const unsigned bad : {0x00U, 0x7FU, 0xFFU}) {
      place = static_cast<std::byte>(bad);
      EXPECT_LE(read_exactly(kind, damaged).size(), 4096U);
    }
    place = sound;
  }
}

Buffer xmp_payload() {
  Buffer out = bytes_of(std::string_view("http://ns.adobe.com/xap/1.0/\0", 29));
  put_text(out,
           std::string_view(
               "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
               "xmlns:dc='http://purl.org/dc/elements/1.1/' dc:format='image/jpeg'><dc:creator><rdf:Seq><rdf:li>Ann"
               "</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF>"));
  return out;
}

Buffer photoshop_payload() {
  return bytes_of(
      std::string_view("Photoshop 3.0\0"
                       "8BIM\4\4\0\0\0\0\0\x18\x1C\1Z\0\3\x1B%G\x1C\2P\0\3Ann\x1C\2i\x80\2\0\1X"
                       "8BIM\4\x0C\0\0\0\0\0\x1C\0\0\0\1\0\0\0\xA0\0\0\0x\0\0\0\0\0\0\0\0\0\0\0\0\0\x18\0\1",
                       14 + 36 + 40));
}

Buffer jumbf_payload() {
  // A superbox "c2pa" and in it a superbox "c2pa.claim" with CBOR {"dc:title": "a.jpg"}.
  const auto box = [](std::string_view type, const Buffer& content) {
    Buffer out;
    put_u32(out, static_cast<std::uint32_t>(content.size() + 8));
    put_text(out, type);
    put_bytes(out, content);
    return out;
  };
  const auto description = [&](std::string_view label) {
    Buffer content(16);
    put_u8(content, 3);
    put_text(content, label);
    put_u8(content, 0);
    return box("jumd", content);
  };
  Buffer claim = description("c2pa.claim");
  put_bytes(claim, box("cbor", bytes_of("\xA1\x68"
                                        "dc:title\x65"
                                        "a.jpg")));
  Buffer store = description("c2pa");
  put_bytes(store, box("jumb", claim));
  Buffer out = bytes_of(std::string_view("JP\0\1\0\0\0\1", 8));
  put_bytes(out, box("jumb", store));
  return out;
}

Buffer icc_payload() {
  Buffer out = bytes_of(std::string_view("ICC_PROFILE\0\1\1", 14));
  Buffer profile(128);
  put_u32(profile, 1);
  put_text(profile, "desc");
  put_u32(profile, 144);
  put_u32(profile, 40);
  put_text(profile, std::string_view("mluc\0\0\0\0\0\0\0\1\0\0\0\x0C"
                                     "enUS\0\0\0\x0C\0\0\0\x1C\0s\0R\0G\0B\0 \0X",
                                     40));
  put_bytes(out, profile);
  return out;
}

Buffer mpf_payload() {
  return bytes_of(
      std::string_view("MPF\0MM\0*\0\0\0\x08\0\2\xB0\1\0\4\0\0\0\1\0\0\0\1\xB0\2\0\7\0\0\0\x10\0\0\0&\0\0\0\0"
                       "\x20\3\0\0\0\0\x10\0\0\0\0\0\0\0\0\0",
                       58));
}

struct Sample {
  Kind kind;
  Buffer payload;
};

std::vector<Sample> samples() {
  return {{Kind::exif, rich_exif(ByteOrder::big)},
          {Kind::exif, rich_exif(ByteOrder::little)},
          {Kind::xmp, xmp_payload()},
          {Kind::photoshop, photoshop_payload()},
          {Kind::c2pa, jumbf_payload()},
          {Kind::icc, icc_payload()},
          {Kind::mpf, mpf_payload()},
          {Kind::jfif, bytes_of(std::string_view("JFIF\0\1\2\1\0H\0H\1\1abc", 17))}};
}

TEST(Hostile, SamplesAreSound) {
  EXPECT_EQ(lines_of(read_one(Kind::xmp, xmp_payload())), "xmp dc:creator[1]: Ann\nxmp dc:format: image/jpeg\n");
  EXPECT_EQ(
      lines_of(read_one(Kind::photoshop, photoshop_payload())),
      "iptc By-line: Ann\niptc Coded Character Set: UTF-8\niptc Headline: X\nphotoshop Thumbnail: 160x120, 0 bytes\n");
  EXPECT_EQ(lines_of(read_one(Kind::c2pa, jumbf_payload())),
            "c2pa c2pa: 106 bytes\nc2pa c2pa/c2pa.claim: 68 bytes\nc2pa Title: a.jpg\n");
  EXPECT_EQ(lines_of(read_one(Kind::icc, icc_payload())), "icc ProfileSize: 0 bytes\nicc ProfileDescription: sRGB X\n");
  EXPECT_EQ(lines_of(read_one(Kind::mpf, mpf_payload())),
            "mpf NumberOfImages: 1\nmpf Image[1]: baseline primary image, 4096 bytes\n");
}

TEST(Hostile, AnyPayloadMayEndAnywhere) {
  for (const auto& [kind, payload] : samples()) cut_at_every_length(kind, payload);
}

TEST(Hostile, AnyByteMayBeWrong) {
  for (const auto& [kind, payload] : samples()) damage_every_byte(kind, payload);
}

TEST(Hostile, AnyPayloadMayComeAsAnyKind) {
  for (const auto& sample : samples()) {
    for (std::size_t kind = 0; kind < kind_count; ++kind) {
      EXPECT_LE(read_exactly(static_cast<Kind>(kind), sample.payload).size(), 4096U);
    }
  }
}

TEST(Hostile, DirectoriesThatPointAtEachOtherAreReadOnce) {
  TiffMaker maker{ByteOrder::big};
  maker.ifd0 = {TiffMaker::ascii(271, "abc"), maker.longs(34853, {8}), maker.longs(40965, {8})};
  Buffer payload = maker.payload();
  // The next directory is IFD0 again.
  set_u32(std::span{payload}, 6 + 8 + 2 + 36, 8);
  EXPECT_EQ(lines_of(read_one(Kind::exif, payload)), "exif Make: abc\n");
}

TEST(Hostile, ReportsValuesOutsideOfTheBlock) {
  const auto values = read_one(
      Kind::exif,
      std::string_view("Exif\0\0MM\0*\0\0\0\x08\0\2\x01\x0F\0\2\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xF0\x01\x10\0\x0C\x20\0"
                       "\0\1\0\0\0\0\0\0\0\0",
                       44));
  EXPECT_EQ(lines_of(values),
            "exif Make: unreadable: its 4294967295 bytes lie outside of the block\n"
            "exif Model: unreadable: its 4294967304 bytes lie outside of the block\n");
}

TEST(Hostile, ADirectoryMayClaimMoreEntriesThanItHas) {
  const auto values =
      read_one(Kind::exif, std::string_view("Exif\0\0II*\0\x08\0\0\0\xFF\xFF\x0F\1\2\0\4\0\0\0abc\0", 28));
  EXPECT_EQ(lines_of(values), "exif Make: abc\n");
}

TEST(Hostile, ManyEntriesMayShareOneLargeValue) {
  constexpr std::size_t count = 2000;
  constexpr std::uint32_t large = 30000;  // 60 MB if each were shown in full
  TiffMaker maker{ByteOrder::big};
  for (std::size_t i = 0; i < count; ++i) maker.ifd0.push_back(TiffMaker::raw(0xE001, 2, large, ""));
  Buffer payload = maker.payload();
  const auto value_at = static_cast<std::uint32_t>(payload.size() - 6);
  for (std::size_t i = 0; i < count; ++i) set_u32(std::span{payload}, 6 + 8 + 2 + 12 * i + 8, value_at);
  payload.resize(payload.size() + large, std::byte{'a'});
  const auto values = read_one(Kind::exif, payload);
  ASSERT_EQ(values.size(), count);
  EXPECT_EQ(values.back().value, std::string(1024, 'a') + "… (30000 bytes)");
}

}  // namespace
}  // namespace stripmeta::test
