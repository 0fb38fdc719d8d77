// What stays and what goes of a JPEG XL, to the byte, and what is refused.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/gain_map_bytes.hpp"
#include "support/cpp/jxl_bytes.hpp"

namespace stripmeta::test {
namespace {

TEST(Jxl, AFileWithoutMetadataPassesAsItIs) {
  const std::string parts = jxlp(0, false, codestream.substr(0, 2)) + jxlp(1, true, codestream.substr(2));
  for (const auto& file : {codestream, plain_jxl, jxl_front + jxll + jxlc, jxl_front + parts + jxll,
                           jxl_front + last_box("jxlc", codestream), jxl_front + large_box("jxlc", codestream),
                           box("JXL ", "\r\n\x87\n") + large_box("ftyp", jxl_brands.substr(8)) + jxlc}) {
    const auto result = expect_output(file, file);
    EXPECT_EQ(result.report.format, Format::jxl);
    EXPECT_TRUE(result.report.rows.empty());
  }
}

TEST(Jxl, ItStreams) {
  Stripper stripper;
  Stripped result;
  feed_copy(stripper, jxl_front + "xxxx", result);
  EXPECT_EQ(stripper.need(), Need::stream);
  EXPECT_EQ(result.output, jxl_front);
}

struct Part {
  std::string bytes;
  Kind kind;
};

class JxlPart : public testing::TestWithParam<Part> {};

TEST_P(JxlPart, GoesWhereverItStands) {
  const auto& [part, kind] = GetParam();
  expect_removed(expect_output(jxl_front + part + jxlc, plain_jxl), kind, part.size());
  expect_removed(expect_output(jxl_front + jxlc + part, plain_jxl), kind, part.size());
  const std::string first = jxlp(0, false, codestream.substr(0, 1));
  const std::string last = jxlp(1, true, codestream.substr(1));
  expect_removed(expect_output(jxl_front + first + part + last, jxl_front + first + last), kind, part.size());
}

INSTANTIATE_TEST_SUITE_P(
    All, JxlPart,
    testing::Values(Part{box("Exif", be32(0) + "II"), Kind::exif}, Part{box("xml ", "<x:xmpmeta/>"), Kind::xmp},
                    Part{box("jumb", "jumd"), Kind::jumbf}, Part{box("jumb", "jumd c2pa"), Kind::c2pa},
                    Part{box("uuid", xmp_uuid), Kind::xmp}, Part{box("uuid", exif_uuid), Kind::exif},
                    Part{box("uuid", c2pa_uuid), Kind::c2pa}, Part{box("uuid", std::string(16, 'u')), Kind::uuid},
                    Part{box("jbrd", "COM"), Kind::reconstruction}, Part{box("jhgm", "gain"), Kind::gain_map},
                    Part{box("free", "text"), Kind::padding}, Part{box("skip", ""), Kind::padding},
                    Part{box("what", "ever"), Kind::box}, Part{box("brob", "Exif"), Kind::exif},
                    Part{box("brob", "else compressed"), Kind::box}, Part{box("brob", "xml \x1B"), Kind::xmp},
                    Part{box("brob", "jumb"), Kind::jumbf}, Part{box("brob", "jbrd"), Kind::reconstruction},
                    Part{box("brob", ""), Kind::box}, Part{large_box("Exif", be32(0)), Kind::exif},
                    Part{jxl_brands, Kind::box}, Part{box("JXL ", "\r\n\x87\n"), Kind::box},
                    Part{box("jxli", "no index"), Kind::box}, Part{jxli, Kind::box},
                    Part{box("jxll", "text"), Kind::box}, Part{box("jxll", "\x06"), Kind::box}));

TEST(Jxl, TheReportSaysWhatThePartsHold) {
  const Tiff t;
  const std::string tiff = t.header() + t.ifd({t.long_entry(0x8825, 26)}) + t.ifd({t.entry(2, 5, 3, be32(0))});
  const auto holds = [](const std::string& part) { return strip(jxl_front + part + jxlc).report.removed_holds(); };
  EXPECT_TRUE(holds(box("Exif", be32(0) + tiff)).contains(Holds::gps));
  EXPECT_TRUE(holds(box("Exif", be32(6) + lit("Exif\0\0") + tiff)).contains(Holds::gps));
  EXPECT_TRUE(holds(box("xml ", "<a exif:GPSLatitude='1'/>")).contains(Holds::gps));
  EXPECT_TRUE(holds(box("uuid", exif_uuid + tiff)).contains(Holds::gps));
  EXPECT_TRUE(holds(box("uuid", xmp_uuid + "<a exif:GPSLatitude='1'/>")).contains(Holds::gps));
  EXPECT_TRUE(holds(box("jumb", "c2pa")).contains(Holds::edit_history));
  EXPECT_TRUE(holds(box("jhgm", "")).contains(Holds::gain_map));
  EXPECT_TRUE(holds(box("jbrd", "COM")).empty());
}

TEST(Jxl, ALastBoxWithoutASizeStaysLast) {
  const std::string last = last_box("jxlc", codestream);
  expect_output(jxl_front + box("xml ", "x") + last, jxl_front + last);
  const auto gone = expect_output(plain_jxl + last_box("xml ", "packet"), plain_jxl);
  expect_removed(gone, Kind::xmp, 14);
}

TEST(Jxl, WhatIsNoBoxBehindTheLastOneGoes) {
  for (const auto& tail : {std::string("text"), std::string(5, '\0'), std::string("a longer text"), be32(9) + "xml ",
                           be32(2) + "xml ", be32(1) + "xml " + be32(0xFFFFFFFF) + be32(0xFFFFFFFF)}) {
    expect_removed(expect_output(plain_jxl + tail, plain_jxl), Kind::trailer, tail.size());
    EXPECT_TRUE(strip(plain_jxl + tail, {.strict = true}).error);
  }
  EXPECT_TRUE(strip(plain_jxl + be32(99) + "jhgmcut").error) << "a part that may stay";
}

TEST(Jxl, MetadataLongerThanTheHeaderLimitGo) {
  Policy small;
  small.max_header_bytes = 64;
  const auto part = box("xml ", std::string(100, ' ') + "GPSLatitude");
  expect_removed(expect_output(jxl_front + part + jxlc, plain_jxl, small), Kind::xmp, part.size());
}

TEST(Jxl, OnlyTheOneBrandStays) {
  const std::string front = box("JXL ", "\r\n\x87\n");
  const auto more = expect_output(front + box("ftyp", lit("jxl \0\0\0\0jxl text")) + jxlc, plain_jxl);
  expect_removed(more, Kind::slack, 4);
  const auto other = expect_output(front + box("ftyp", "jxl textTEXT") + jxlc, plain_jxl);
  expect_removed(other, Kind::slack, 0);
}

// A profile of no bytes: no repetitions; all contexts in one cluster; a prefix code of one symbol.
const std::string profile = lit("\xC8\x07");

TEST(Jxl, AGainMapStaysIfAskedFor) {
  const auto policy = *make_policy({.keep = "gainmap"});
  const auto metadata = gain_map_metadata();
  const auto all_default = lit("\x01\x01");  // a colour space of one byte: sRGB
  const auto head =
      lit("\0") + be16(static_cast<unsigned>(metadata.size())) + metadata + all_default + be32(2) + profile;
  const auto map = box("jhgm", head + codestream);
  const auto result = strip(jxl_front + map + map + jxlc, policy);
  EXPECT_EQ(result.output, jxl_front + map + jxlc);
  EXPECT_EQ(strip(jxl_front + map + map + jxlc, policy, 1).output, result.output);
  ASSERT_NE(find_row(result.report, Kind::gain_map, Fate::kept), nullptr);
  EXPECT_EQ(find_row(result.report, Kind::gain_map, Fate::kept)->bytes, map.size());
  const auto tail = strip(jxl_front + box("jhgm", head + codestream + std::string(200'000, 'x')) + jxlc, policy, 1000);
  ASSERT_FALSE(tail.error) << tail.error->message;
  EXPECT_EQ(tail.output, jxl_front + box("jhgm", head + codestream + std::string(200'000, '\0')) + jxlc);
  expect_removed(tail, Kind::trailer, 200'000);
  EXPECT_EQ(strip(jxl_front + jxlc + last_box("jhgm", head + codestream), policy).output,
            jxl_front + jxlc + last_box("jhgm", head + codestream));
  const auto start = lit("\0") + be16(static_cast<unsigned>(metadata.size())) + metadata;
  for (const auto& other :
       {lit("\1") + head.substr(1) + codestream, start + lit("\x03\x01me") + be32(0) + codestream,
        start + lit("\x00") + be32(4) + "text" + codestream, start + lit("\x00") + be32(3) + profile + "t" + codestream,
        head + "text", head, lit("\0") + be16(999), std::string()}) {
    expect_output(jxl_front + box("jhgm", other) + jxlc, plain_jxl, policy);
  }
}

TEST(Jxl, OneLevelStays) {
  expect_removed(expect_output(jxl_front + jxll + jxll + jxlc, jxl_front + jxll + jxlc), Kind::box, jxll.size());
  const auto long_level = box("jxll", lit("\x0A") + "text");
  expect_removed(expect_output(jxl_front + long_level + jxlc, jxl_front + jxll + jxlc), Kind::slack, 4);
  expect_removed(expect_output(plain_jxl + last_box("jxll", lit("\x0A") + "text"), plain_jxl + jxll), Kind::slack, 4);
}

TEST(Jxl, PartsAreNumberedFromZero) {
  const auto parts = [](unsigned first, unsigned second) {
    return jxl_front + jxlp(first, false, codestream.substr(0, 4)) + jxlp(second, true, codestream.substr(4));
  };
  expect_removed(expect_output(parts(0x54657874, 0x74657874), parts(0, 1)), Kind::slack, 8, 2);
  expect_removed(expect_output(parts(1, 0), parts(0, 1)), Kind::slack, 8, 2);
}

class JxlRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(JxlRefusal, HasAnOffset) {
  expect_refused(GetParam());
}

const std::string signature = box("JXL ", "\r\n\x87\n");
constexpr auto malformed = ErrorKind::malformed;
constexpr auto truncated = ErrorKind::truncated;

INSTANTIATE_TEST_SUITE_P(
    Sizes, JxlRefusal,
    testing::Values(Refusal{jxl_front + be32(7) + "xml " + jxlc, malformed, 32},
                    Refusal{jxl_front + be32(1) + "xml " + be32(0) + be32(15) + jxlc, malformed, 32},
                    Refusal{jxl_front + be32(1) + "jxlc" + be32(0) + be32(0) + codestream, malformed, 32},
                    Refusal{plain_jxl.substr(0, 47), truncated, 47}, Refusal{signature, truncated, 12},
                    Refusal{jxl_front, truncated, 32}, Refusal{jxl_front + box("xml ", "x"), truncated, 41},
                    Refusal{jxl_front + jxlp(0, false, codestream), truncated, 52},
                    Refusal{jxl_front + box("jxlc", ""), truncated, 40}));

INSTANTIATE_TEST_SUITE_P(
    Grammar, JxlRefusal,
    testing::Values(Refusal{signature + jxlc, malformed, 12},
                    Refusal{signature + box("ftyp", lit("avif\0\0\0\0avif")) + jxlc, malformed, 12},
                    Refusal{signature + box("ftyp", "jxl ") + jxlc, malformed, 12},
                    Refusal{jxl_front + last_box("jxll", "\x0A"), truncated, 41},
                    Refusal{jxl_front + jxlc + jxlc, malformed, 48},
                    Refusal{jxl_front + jxlc + jxlp(0, true, codestream), malformed, 48},
                    Refusal{jxl_front + jxlp(0, false, codestream) + jxlc, malformed, 52},
                    Refusal{jxl_front + jxlp(0, true, codestream) + jxlp(1, true, ""), malformed, 52},
                    Refusal{jxl_front + box("jxlp", "123"), malformed, 32},
                    Refusal{jxl_front + box("jxlc", "no codestream"), malformed, 40},
                    Refusal{jxl_front + jxlp(0, false, "\xFF") + jxlp(1, true, "\xFF"), malformed, 57}));

}  // namespace
}  // namespace stripmeta::test
