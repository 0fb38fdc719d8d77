// What goes and what stays of a JPEG 2000, to the byte, and what is refused.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/jp2_bytes.hpp"

namespace stripmeta::test {
namespace {

using namespace jp2;

Stripped expect_jp2(const std::string& input, const std::string& output, const Policy& policy = {}) {
  return expect_output(input, output, policy);
}

TEST(Jp2, AFileWithoutMetadataPassesAsItIs) {
  const std::string two = main_header + tile_part("", data) + tile_part(cod + qcd, data, 1) + eoc;
  for (const auto& file :
       {stream, two, main_header + open_tile_part("", data) + eoc, plain,
        front + header(grey + resolution) + last_box("jp2c", stream),
        front + large_box("jp2h", ihdr + grey) + large_box("jp2c", two),
        front + header(enumerated(16) + box("cdef", be16(1) + be16(0) + be16(0) + be16(0))) + box("jp2c", stream)}) {
    const auto result = expect_jp2(file, file);
    EXPECT_EQ(result.report.format, Format::jp2);
    EXPECT_TRUE(result.report.clean());
  }
}

TEST(Jp2, ItStreams) {
  Stripper stripper;
  Stripped result;
  const auto begun = front + header() + box("jp2c", stream).substr(0, 8 + main_header.size() + 16);
  feed_copy(stripper, begun, result);
  EXPECT_EQ(stripper.need(), Need::stream);
  EXPECT_EQ(result.output, begun);
}

TEST(Jp2, WhatIsNoBoxBehindTheLastOneGoes) {
  for (const auto& tail : {std::string("text"), std::string(5, '\0'), std::string("a longer text"), be32(9) + "xml ",
                           be32(3) + "xml and a picture"}) {
    expect_removed(expect_jp2(plain + tail, plain), Kind::trailer, tail.size());
    EXPECT_TRUE(strip(plain + tail, {.strict = true}).error);
  }
}

struct Part {
  std::string bytes;
  Kind kind;
};

class Jp2Part : public testing::TestWithParam<Part> {};

TEST_P(Jp2Part, GoesWhereverItStands) {
  const auto& [part, kind] = GetParam();
  const auto codestream = box("jp2c", stream);
  expect_removed(expect_jp2(front + part + header() + codestream, plain), kind, part.size());
  expect_removed(expect_jp2(front + header() + part + codestream, plain), kind, part.size());
  expect_removed(expect_jp2(plain + part, plain), kind, part.size());
  expect_removed(expect_jp2(front + header(grey + part) + codestream, plain), kind, part.size());
  expect_removed(expect_jp2(front + header(part + grey) + codestream, plain), kind, part.size());
}

const std::string exif2_uuid = "\x05\x37\xCD\xAB\x9D\x0C\x44\x31\xA7\x2A\xFA\x56\x1F\x2A\x11\x3E";
const std::string iptc_uuid = "\x33\xC7\xA4\xD2\xB8\x1D\x47\x23\xA0\xBA\xF1\xA3\xE0\x97\xAD\x38";
const std::string photoshop_uuid = lit("\x2C\x4C\x01\x00\x85\x04\x40\xB9\xA0\x3E\x56\x21\x48\xD6\xDF\xEB");
const std::string geotiff_uuid = "\xB1\x4B\xF8\xBD\x08\x3D\x4B\x43\xA5\xAE\x8C\xD7\xD5\xA6\xCE\x03";

INSTANTIATE_TEST_SUITE_P(
    All, Jp2Part,
    testing::Values(Part{box("xml ", "<x:xmpmeta/>"), Kind::xmp}, Part{box("uuid", xmp_uuid + "<a/>"), Kind::xmp},
                    Part{box("uuid", exif_uuid + "II"), Kind::exif}, Part{box("uuid", exif2_uuid), Kind::exif},
                    Part{box("uuid", iptc_uuid), Kind::iptc}, Part{box("uuid", photoshop_uuid), Kind::photoshop},
                    Part{box("uuid", geotiff_uuid + "II"), Kind::geo}, Part{box("uuid", c2pa_uuid), Kind::c2pa},
                    Part{box("uuid", "short"), Kind::uuid}, Part{box("jumb", "jumd"), Kind::jumbf},
                    Part{box("jumb", "jumd c2pa"), Kind::c2pa}, Part{box("jp2i", "rights"), Kind::box},
                    Part{box("asoc", box("lbl ", "text")), Kind::box}, Part{box("rreq", "x"), Kind::box},
                    Part{box("jpch", ""), Kind::box}, Part{box("free", "text"), Kind::padding},
                    Part{large_box("xml ", "x"), Kind::xmp}, Part{box("PLAN", "ever"), Kind::box}));

TEST(Jp2, TheReportSaysWhatThePartsHold) {
  const auto holds = [](const std::string& part) { return strip(plain + part).report.removed_holds(); };
  EXPECT_TRUE(holds(box("xml ", "<a exif:GPSLatitude='1'/>")).contains(Holds::gps));
  EXPECT_TRUE(holds(box("uuid", geotiff_uuid + "II")).contains(Holds::gps));
  EXPECT_TRUE(holds(box("asoc", box("xml ", "<a xmlns='http://www.opengis.net/gml'/>"))).contains(Holds::gps));
  EXPECT_TRUE(holds(box("jumb", "c2pa")).contains(Holds::edit_history));
}

TEST(Jp2, CommentsOfTheMainHeaderGoAndTheBoxIsShorter) {
  const auto comment = com("Created by a program");
  const auto with = soc + siz() + comment + cod + qcd + comment + tile_part("", data) + eoc;
  expect_removed(expect_jp2(with, stream), Kind::comment, 2 * comment.size(), 2);
  expect_removed(expect_jp2(file(with), plain), Kind::comment, 2 * comment.size(), 2);
  expect_removed(expect_jp2(front + header() + last_box("jp2c", with), front + header() + last_box("jp2c", stream)),
                 Kind::comment, 2 * comment.size(), 2);
  expect_jp2(front + header() + large_box("jp2c", with), front + header() + large_box("jp2c", stream));
  const auto found = findings(with);
  EXPECT_EQ(found.payloads.front(), "Created by a program");
  EXPECT_EQ(found.offsets.front(), (soc + siz()).size());
}

TEST(Jp2, UnknownSegmentsGo) {
  for (const int code : {0x50, 0x55, 0x56, 0x57, 0x58, 0x59, 0x63, 0x65, 0x70, 0x74, 0x7A, 0xA0, 0xFF}) {
    const auto unknown = segment(code, "text");
    expect_removed(expect_jp2(main_header + unknown + tile_part("", data) + eoc, stream), Kind::junk, unknown.size());
    const auto blanked = main_header + tile_part(blank(unknown), data) + eoc;
    expect_removed(expect_jp2(main_header + tile_part(unknown, data) + eoc, blanked), Kind::junk, unknown.size());
  }
  expect_jp2(main_header + segment(0x64, "") + tile_part("", data) + eoc, stream);
}

TEST(Jp2, SegmentsThatTheStandardDefinesStay) {
  const auto more = segment(0x50, be32(0x00020000) + be16(1)) +
                    segment(0x53, bytes({0, 1, 1, 4, 4, 0, 1, 0x88, 0x88})) + segment(0x5D, bytes({0, 0x21, 1, 2})) +
                    segment(0x5E, bytes({0, 0, 3})) + segment(0x5F, bytes({0, 0, 0, 1, 2, 1, 0}));
  const auto tile = segment(0x61, bytes({0, 1}));
  const auto all = main_header + more + tile_part(tile, data) + eoc;
  expect_jp2(all, all);
  const auto extended = soc + siz(1, 0x8100) + cod + qcd + segment(0x74, "transform") + segment(0x78, be16(1) + "\7") +
                        tile_part("", data) + eoc;
  expect_jp2(extended, extended);
}

TEST(Jp2, CommentsOfTilePartsBecomeZeros) {
  const auto comment = com("text");
  const auto with = main_header + tile_part(comment + cod, data) + tile_part(comment, data, 1) + eoc;
  const auto without = main_header + tile_part(blank(comment) + cod, data) + tile_part(blank(comment), data, 1) + eoc;
  expect_removed(expect_jp2(with, without), Kind::comment, 2 * comment.size(), 2);
  expect_removed(expect_jp2(file(with), file(without)), Kind::comment, 2 * comment.size(), 2);
  expect_jp2(without, without);
}

TEST(Jp2, WhatFollowsTheEndGoes) {
  expect_removed(expect_jp2(stream + "ftyp moov", stream), Kind::trailer, 9);
  const auto open = front + header() + last_box("jp2c", stream);
  expect_removed(expect_jp2(open + "text", open), Kind::trailer, 4);
  expect_removed(expect_jp2(stream + std::string(3, '\0'), stream), Kind::trailer, 3);
  expect_removed(expect_jp2(file(stream + "text"), file(stream + std::string(4, '\0'))), Kind::trailer, 4);
  expect_jp2(file(stream + std::string(4, '\0')), file(stream + std::string(4, '\0')));
  const auto open_part = main_header + open_tile_part("", data + "\xFF") + eoc;
  expect_removed(expect_jp2(open_part + "text", open_part), Kind::trailer, 4);
}

TEST(Jp2, AMissingEndIsAdded) {
  const auto cut = main_header + tile_part("", data);
  EXPECT_TRUE(expect_jp2(cut, stream).report.truncated);
  EXPECT_TRUE(expect_jp2(main_header + open_tile_part("", data), main_header + open_tile_part("", data) + eoc)
                  .report.truncated);
  expect_jp2(front + header() + last_box("jp2c", cut), front + header() + last_box("jp2c", stream));
  const auto strict = strip(cut, *make_policy({.strict = true}));
  ASSERT_TRUE(strict.error);
  EXPECT_EQ(strict.error->kind, ErrorKind::truncated);
}

TEST(Jp2, OneBrandStays) {
  const auto with = [](const std::string& brands) {
    return signature + box("ftyp", brands) + header() + box("jp2c", stream);
  };
  expect_removed(expect_jp2(with(lit("jp2 \0\0\0\0jp2 text")), plain), Kind::slack, 4);
  expect_removed(expect_jp2(with(lit("jpx \0\0\0\0jpx jp2 jpxb")), plain), Kind::slack, 8);
  expect_removed(expect_jp2(with(lit("jp2 text") + "jp2 "), plain), Kind::slack, 0);
  const auto jph = with(lit("jph \0\0\0\0jph "));
  expect_jp2(jph, jph);
}

TEST(Jp2, BoxesOfTheHeaderAreAsLongAsTheirFieldsSay) {
  const auto codestream = box("jp2c", stream);
  const auto expect_cut = [&](const std::string& whole, const std::string& cut, std::uint64_t bytes) {
    expect_removed(expect_jp2(front + header(grey + whole) + codestream, front + header(grey + cut) + codestream),
                   Kind::slack, bytes);
  };
  const auto pairs = {std::pair{"bpcc", std::string("\7")},
                      {"pclr", be16(1) + bytes({2, 7, 15}) + "abc"},
                      {"cdef", be16(1) + be16(0) + be16(1) + be16(0)},
                      {"colr", bytes({5, 0, 0, 0, 1, 0, 13, 0, 1, 0x80})},
                      {"colr", bytes({1, 0, 0}) + be32(14) + std::string(28, '\1')}};
  for (const auto& [type, payload] : pairs) expect_cut(box(type, payload + "text"), box(type, payload), 4);
  const auto palette = box("pclr", be16(1) + bytes({2, 7, 15}) + "abc");
  const auto mapping = bytes({0, 0, 1, 0, 0, 0, 1, 1});
  for (const std::string text : {"abc", "text", "some text"}) {
    expect_cut(palette + box("cmap", mapping + text), palette + box("cmap", mapping), text.size());
  }
  const auto density = resolution.substr(8);
  expect_cut(box("res ", density + box("what", "text")), resolution, 12);
  const auto other = box("colr", bytes({4, 0, 0}) + "vendor's text");
  expect_removed(expect_jp2(front + header(grey + other) + codestream, plain), Kind::box, other.size());
}

TEST(Jp2, RightsThatGoAreNotAnnounced) {
  const auto announced = box("ihdr", ihdr.substr(8, 13) + "\1");
  expect_removed(expect_jp2(front + box("jp2h", announced + grey) + box("jp2c", stream), plain), Kind::slack, 14);
}

TEST(Jp2, ThePolicyDecidesOverDensityAndProfile) {
  const auto codestream = box("jp2c", stream);
  auto white = icc_profile({{"wtpt", lit("XYZ \0\0\0\0") + "123456789012"}});
  white.replace(12, 12, "mntrRGB XYZ ");
  const auto profile = box("colr", bytes({2, 0, 0}) + white);
  const auto with = front + header(profile + resolution) + codestream;
  const auto kept = strip(with);
  EXPECT_NE(find_row(kept.report, Kind::icc, Fate::kept), nullptr);
  EXPECT_NE(find_row(kept.report, Kind::density, Fate::kept), nullptr);
  const auto less = expect_jp2(with, plain, *make_policy({.remove = "icc,density"}));
  expect_removed(less, Kind::icc, profile.size());
  expect_removed(less, Kind::density, resolution.size());
  const auto both = front + header(profile + enumerated(16)) + codestream;
  expect_jp2(both, front + header(enumerated(16)) + codestream, *make_policy({.remove = "icc"}));
}

class Jp2Refusal : public testing::TestWithParam<Refusal> {};

TEST_P(Jp2Refusal, SaysWhere) {
  expect_refused(GetParam());
}

constexpr auto malformed = ErrorKind::malformed;
constexpr auto truncated = ErrorKind::truncated;
constexpr auto unsupported = ErrorKind::unsupported;
const std::string end = tile_part("", data) + eoc;
const auto header_at = front.size();
const auto codestream_at = (front + header()).size();
const auto main_at = main_header.size();

INSTANTIATE_TEST_SUITE_P(
    Boxes, Jp2Refusal,
    testing::Values(
        Refusal{signature + header(), malformed, 12}, Refusal{front + brands, malformed, header_at},
        Refusal{signature + box("ftyp", "jp2 "), malformed, 12},
        Refusal{front + box("jp2c", stream), malformed, header_at},
        Refusal{front + header() + header(), malformed, codestream_at},
        Refusal{plain + header(), malformed, plain.size()},
        Refusal{front + last_box("jp2h", ihdr), malformed, header_at},
        Refusal{front + box("jp2h", ""), malformed, header_at + 8},
        Refusal{front + box("jp2h", grey), malformed, header_at + 8},
        Refusal{front + box("jp2h", ihdr + ihdr), malformed, header_at + 8 + ihdr.size()},
        Refusal{front + box("jp2h", box("ihdr", "short")), malformed, header_at + 8},
        Refusal{front + box("jp2h", ihdr + be32(99) + "colr"), malformed, header_at + 8 + ihdr.size()},
        Refusal{front + box("jp2h", ihdr + box("bpcc", "")), malformed, header_at + 8 + ihdr.size()},
        Refusal{front + box("jp2h", ihdr + box("cdef", be16(1))), malformed, header_at + 8 + ihdr.size()},
        Refusal{front + box("jp2h", ihdr + box("cdef", be16(1) + "a text")), malformed, header_at + 8 + ihdr.size()},
        Refusal{front + box("jp2h", ihdr + box("cmap", bytes({0, 0, 0, 0}))), malformed, header_at + 8 + ihdr.size()},
        Refusal{front + box("jp2h", ihdr + box("pclr", be16(1025) + bytes({1, 7}) + std::string(1025, 'a'))), malformed,
                header_at + 8 + ihdr.size()},
        Refusal{front, truncated, header_at}, Refusal{front + header(), truncated, codestream_at},
        Refusal{plain.substr(0, plain.size() - 1), truncated, plain.size() - 1},
        Refusal{file(main_header + tile_part("", data)), truncated, plain.size() - 2}));

INSTANTIATE_TEST_SUITE_P(OtherKinds, Jp2Refusal,
                         testing::Values(Refusal{signature + box("ftyp", lit("mjp2\0\0\0\0mjp2")), unsupported, 12},
                                         Refusal{signature + box("ftyp", lit("jpm \0\0\0\0jpm ")), unsupported, 12},
                                         Refusal{signature + box("ftyp", lit("jpx \0\0\0\0jpx ")), unsupported, 12},
                                         Refusal{front + header() + box("ftbl", ""), unsupported, codestream_at},
                                         Refusal{front + header() + box("comp", ""), unsupported, codestream_at},
                                         Refusal{plain + box("jp2c", stream), unsupported, plain.size()}));

INSTANTIATE_TEST_SUITE_P(
    Codestream, Jp2Refusal,
    testing::Values(Refusal{front + header() + box("jp2c", "text"), malformed, codestream_at + 8},
                    Refusal{front + header() + box("jp2c", soc + cod), malformed, codestream_at + 10},
                    Refusal{soc + siz() + siz() + end, malformed, (soc + siz()).size()},
                    Refusal{soc + siz(0) + end, malformed, 2},
                    Refusal{soc + segment(0x51, siz().substr(4) + "x") + end, malformed, 2},
                    Refusal{main_header + segment(0x52, "text") + end, malformed, main_at},
                    Refusal{main_header + segment(0x5C, bytes({0x40, 1, 2})) + end, malformed, main_at},
                    Refusal{main_header + segment(0x5E, bytes({0, 1, 3})) + end, malformed, main_at},
                    Refusal{main_header + segment(0x5F, bytes({2, 0, 0, 1, 2, 1, 0})) + end, malformed, main_at},
                    Refusal{main_header + segment(0x53, bytes({1, 0, 1, 4, 4, 0, 1})) + end, malformed, main_at},
                    Refusal{main_header + tile_part(cod + cod, ""), malformed, main_at + 12 + cod.size()},
                    Refusal{main_header + marker(0x64) + be16(1) + end, malformed, main_at},
                    Refusal{main_header + marker(0x30) + end, malformed, main_at},
                    Refusal{main_header + marker(0x92) + end, malformed, main_at},
                    Refusal{main_header + eoc, malformed, main_at}, Refusal{main_header + "text", malformed, main_at},
                    Refusal{main_header + segment(0x90, "short"), truncated, main_at + 9},
                    Refusal{main_header + segment(0x90, std::string(9, '\0')), malformed, main_at},
                    Refusal{main_header + sot(13) + sod + eoc, malformed, main_at},
                    Refusal{main_header + sot(14) + com("text") + sod, malformed, main_at + 12},
                    Refusal{main_header + sot(20) + com("12") + sod, malformed, main_at + 20},
                    Refusal{main_header + tile_part("", data) + "text", malformed, main_at + 19},
                    Refusal{soc, unsupported, 0}, Refusal{main_header, truncated, main_at},
                    Refusal{stream.substr(0, stream.size() - 1), truncated, stream.size() - 1},
                    Refusal{stream.substr(0, stream.size() - 4), truncated, stream.size() - 4}));

TEST(Jp2, AMainHeaderLongerThanTheLimitIsRefused) {
  const auto long_header =
      main_header + com(std::string(60'000, 'x')) + com(std::string(60'000, 'x')) + com(std::string(60'000, 'x')) + end;
  const auto result = strip(long_header);
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace stripmeta::test
