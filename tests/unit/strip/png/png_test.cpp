// What stays and what goes of a PNG, to the byte.
#include <gtest/gtest.h>

#include "strip/png/profile.hpp"
#include "support/cpp/expectations.hpp"
#include "support/cpp/png_bytes.hpp"

namespace stripmeta::test {
namespace {

using namespace png;

std::string made_exif(unsigned orientation) {
  return oriented(orientation);
}

TEST(Png, AFileWithoutMetadataPassesAsItIs) {
  for (const auto& file : {plain, animation}) {
    const auto result = strip(file);
    ASSERT_FALSE(result.error);
    EXPECT_EQ(result.output, file);
    EXPECT_TRUE(result.report.clean());
    EXPECT_TRUE(result.report.rows.empty());
    EXPECT_EQ(result.report.format, Format::png);
  }
}

struct Part {
  const char* name;
  std::string bytes;
  Kind kind;
};

class PngPart : public testing::TestWithParam<Part> {};

TEST_P(PngPart, GoesBeforeAndAfterThePicture) {
  const auto& part = GetParam();
  for (const auto& input : {with(part.bytes), with("", part.bytes)}) {
    const auto result = strip(input);
    ASSERT_FALSE(result.error) << result.error->message;
    EXPECT_EQ(result.output, plain);
    const auto* row = find_row(result.report, part.kind, Fate::removed);
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->count, 1U);
    EXPECT_EQ(row->bytes, part.bytes.size());
    EXPECT_FALSE(result.report.clean());
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, PngPart,
    testing::Values(
        Part{"text", text("Comment", "at home"), Kind::text}, Part{"ztxt", ztxt("Comment", "at home"), Kind::text},
        Part{"itxt", itxt("Comment", "at home"), Kind::text}, Part{"no_keyword", chunk("tEXt", "nothing"), Kind::text},
        Part{"xmp", itxt("XML:com.adobe.xmp", "<x:xmpmeta/>"), Kind::xmp},
        Part{"packed_xmp", itxt("XML:com.adobe.xmp", "<x:xmpmeta/>", true), Kind::xmp},
        Part{"raw_exif", text("Raw profile type exif", raw_profile("exif", "x")), Kind::exif},
        Part{"raw_app1", ztxt("Raw profile type APP1", raw_profile("exif", "x")), Kind::exif},
        Part{"raw_iptc", ztxt("Raw profile type iptc", raw_profile("iptc", "x")), Kind::iptc},
        Part{"raw_xmp", text("Raw profile type xmp", raw_profile("xmp", "x")), Kind::xmp},
        Part{"usual_exif", oriented(1), Kind::exif}, Part{"time", chunk("tIME", "1234567"), Kind::time},
        Part{"c2pa", chunk("caBX", "jumb"), Kind::c2pa}, Part{"palette", chunk("sPLT", "x"), Kind::chunk},
        Part{"histogram", chunk("hIST", "xx"), Kind::chunk}, Part{"offset", chunk("oFFs", "x"), Kind::chunk},
        Part{"nine_patch", chunk("npTc", "x"), Kind::ninepatch},
        Part{"apple", chunk("iDOT", std::string(28, 'x')), Kind::chunk},
        Part{"unknown", chunk("vpAg", "x"), Kind::chunk}, Part{"empty", chunk("tEXt"), Kind::text},
        Part{"spoilt", spoilt("tEXt", "x"), Kind::text}, Part{"long_gamma", chunk("gAMA", "12345"), Kind::chunk},
        Part{"frame_control", chunk("fcTL", std::string(26, 'x')), Kind::chunk}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(Png, ChunksOfThePictureStayInTheirPlace) {
  const std::string shows = gamma + chromaticities + intent + chunk("sBIT", bytes({8, 8, 5})) + code_points +
                            mastering() + content_light() + mastering("mDCv") + content_light("cLLi") +
                            chunk("tRNS", lit("\0r\0g\0b")) + chunk("bKGD", lit("\0r\0g\0b"));
  const auto result = strip(with(shows));
  EXPECT_EQ(result.output, with(shows));
  EXPECT_TRUE(result.report.rows.empty());
}

TEST(Png, ChunksOfThePictureStayOnceAndBeforeIt) {
  expect_output(with(gamma + gamma, gamma), with(gamma));
  const auto result = strip(with(gamma + gamma, gamma));
  const auto* row = find_row(result.report, Kind::chunk, Fate::removed);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->count, 2U);
}

TEST(Png, OrientationIsRebuiltInItsPlace) {
  const Tiff t;
  const std::string source = chunk("eXIf", t.header() + t.ifd({t.entry(271, 2, 4, "Acme"), t.short_entry(274, 6)}));
  expect_output(with(gamma + source + intent), with(gamma + made_exif(6) + intent));
  expect_output(with("", source), with("", made_exif(6)));
  const auto result = strip(with(source));
  EXPECT_EQ(find_row(result.report, Kind::exif, Fate::removed)->bytes, source.size());
  EXPECT_EQ(find_row(result.report, Kind::orientation, Fate::kept)->bytes, made_exif(6).size());
}

TEST(Png, TheFirstExifCounts) {
  expect_output(with(oriented(6) + oriented(3), oriented(8)), with(made_exif(6)));
  expect_output(with(oriented(1), oriented(8)), plain);
}

TEST(Png, ADamagedExifGoesIfNothingOfItStays) {
  const Tiff t;
  expect_output(with(spoilt("eXIf", t.header() + t.ifd({t.short_entry(274, 1)}))), plain);
}

TEST(Png, AdobeRgbOfExifStaysWithoutAProfile) {
  const auto without = strip(with(oriented(1, false, true)));
  ASSERT_NE(find_row(without.report, Kind::color_space, Fate::kept), nullptr);
  EXPECT_NE(without.output.find("R03"), std::string::npos);
  const std::string profile = iccp(icc_profile({{"wtpt", "w"}}));
  for (const auto& input : {with(oriented(1, false, true) + profile), with(profile, oriented(1, false, true))}) {
    const auto result = strip(input);
    EXPECT_EQ(result.output.find("eXIf"), std::string::npos);
    EXPECT_EQ(find_row(result.report, Kind::exif, Fate::removed)->count, 1U);
  }
}

TEST(Png, DensityStaysByPolicy) {
  expect_output(with(density()), with(density()));
  EXPECT_EQ(find_row(strip(with(density())).report, Kind::density, Fate::kept)->bytes, density().size());
  const auto share = make_policy({.preset = "share"});
  expect_output(with(density()), plain, *share);
  EXPECT_NE(find_row(strip(with(density()), *share).report, Kind::density, Fate::removed), nullptr);
}

TEST(Png, StretchAreasStayOnlyIfAskedFor) {
  const std::string areas = nine_patch() + nine_patch_outline() + nine_patch_layout;
  expect_output(with(areas), plain);
  expect_output(with(areas + nine_patch(), areas), with(areas), *make_policy({.keep = "ninepatch"}));
  const auto result = strip(with(areas), *make_policy({.keep = "ninepatch"}));
  EXPECT_EQ(find_row(result.report, Kind::ninepatch, Fate::kept)->count, 3U);
}

TEST(Png, AProfileIsKeptUnderAnotherName) {
  const std::string profile = icc_profile({{"wtpt", "white"}});
  const std::string clean = iccp(profile, "icc");
  expect_output(with(iccp(profile)), with(clean));
  EXPECT_FALSE(strip(with(iccp(profile))).report.clean());
  const auto result = strip(with(clean));
  EXPECT_TRUE(result.report.clean());
  EXPECT_EQ(find_row(result.report, Kind::icc, Fate::kept)->bytes, clean.size());
}

TEST(Png, ACleanProfileIsCompressedAnew) {
  const std::string profile = icc_profile({{"rTRC", icc_curve(200)}});
  const auto result = expect_output(with(iccp(profile, "icc", 1)), with(iccp(profile, "icc")));
  EXPECT_TRUE(result.report.clean());
  EXPECT_NE(find_row(result.report, Kind::layout, Fate::removed), nullptr);
}

TEST(Png, AProfileNeedsNoWholeStream) {
  const std::string profile = icc_profile({{"wtpt", "white"}});
  const std::string packed = deflated(profile);
  const std::string name = lit("icc\0\0");
  for (const auto& stream :
       {packed.substr(0, packed.size() - 4), packed.substr(0, packed.size() - 1),
        packed.substr(0, packed.size() - 4) + "text", packed + "more", deflated(profile + "past its size")}) {
    const auto result = expect_output(with(chunk("iCCP", name + stream)), with(iccp(profile, "icc")));
    EXPECT_FALSE(result.report.clean());
  }
}

TEST(Png, AProfileIsReduced) {
  const auto result = strip(with(iccp(icc_profile({{"wtpt", "white"}, {"mmod", "a serial number"}}))));
  const auto at = result.output.find("iCCP");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(result.output.substr(at + 4, 5), lit("icc\0\0"));
  EXPECT_EQ(find_row(result.report, Kind::icc, Fate::removed)->count, 1U);
  EXPECT_TRUE(strip(result.output).report.clean());
  expect_output(with(iccp(icc_profile({{"wtpt", "white"}}))), plain, *make_policy({.remove = "icc"}));
}

TEST(Png, ADamagedProfileGoes) {
  const std::string packed = deflated(icc_profile({{"wtpt", "white"}}));
  const std::vector<std::string> damaged{"",
                                         "icc",
                                         lit("icc\0"),
                                         lit("\0\0") + packed,
                                         lit("icc\0\1") + packed,
                                         std::string(80, 'n') + lit("\0\0") + packed,
                                         lit("icc\0\0") + packed.substr(0, packed.size() / 2),
                                         lit("icc\0\0") + deflated("no profile")};
  for (const auto& payload : damaged) {
    const std::string source = chunk("iCCP", payload);
    expect_output(with(source), plain);
    EXPECT_EQ(find_row(strip(with(source)).report, Kind::icc, Fate::removed)->bytes, source.size());
    Policy strict;
    strict.strict = true;
    const auto result = strip(with(source), strict);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, ErrorKind::malformed);
    EXPECT_EQ(result.error->offset, front.size());
  }
}

TEST(Png, AProfileThatInflatesPastTheLimitGoes) {
  const auto stays = [](const std::string& payload, std::size_t limit) {
    return !stripmeta::png::keep_profile_chunk(std::as_bytes(std::span{payload}), 0, limit, {})->empty();
  };
  const std::string profile = icc_profile({{"wtpt", "white"}});
  const std::string payload = lit("icc\0\0") + deflated(profile);
  EXPECT_TRUE(stays(payload, profile.size()));
  EXPECT_FALSE(stays(payload, profile.size() - 1));
  expect_output(with(iccp(icc_profile({{"rTRC", icc_curve(17U << 19U)}}))), plain);
}

TEST(Png, TheEndIsEmptyAndLast) {
  expect_output(front + idat + chunk("IEND", "more"), plain);
  EXPECT_EQ(find_row(strip(front + idat + chunk("IEND", "more")).report, Kind::slack, Fate::removed)->bytes, 4U);
  const auto result = strip(plain + "what was cropped: IDAT");
  EXPECT_EQ(result.output, plain);
  const auto* row = find_row(result.report, Kind::trailer, Fate::removed);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->bytes, 22U);
  EXPECT_TRUE(row->holds.contains(Holds::picture));
}

TEST(Png, AMissingEndIsCompleted) {
  for (const std::string& whole : {plain, animation}) {
    for (std::size_t missing = 1; missing <= iend.size(); ++missing) {
      const auto result = strip(std::string_view{whole}.substr(0, whole.size() - missing));
      ASSERT_FALSE(result.error) << missing;
      EXPECT_EQ(result.output, whole);
      EXPECT_TRUE(result.report.truncated);
      Policy strict;
      strict.strict = true;
      EXPECT_EQ(strip(std::string_view{whole}.substr(0, whole.size() - missing), strict).error->kind,
                ErrorKind::truncated);
    }
  }
}

// The payload of a chunk, with a wrong checksum.
std::string spoilt_copy(const std::string& chunk) {
  return spoilt(chunk.substr(4, 4), chunk.substr(8, chunk.size() - 12));
}

// libpng ignores such a chunk, and takes a second one.
TEST(Png, AnAncillaryChunkWithAWrongChecksumGoes) {
  for (const auto& part :
       {gamma, chromaticities, intent, code_points, mastering(), content_light(), density(), oriented(6),
        chunk("tRNS", lit("\0r\0g\0b")), chunk("bKGD", lit("\0r\0g\0b")), chunk("sBIT", bytes({8, 8, 8}))}) {
    for (const std::size_t step : {std::size_t{1}, std::string::npos}) {
      const auto result = strip(with(spoilt_copy(part) + part), {}, step);
      ASSERT_FALSE(result.error) << result.error->message;
      EXPECT_EQ(result.output, with(part));
      EXPECT_FALSE(result.report.clean());
    }
  }
}

// libpng warns, and uses it.
TEST(Png, AProfileWithAWrongChecksumStays) {
  const auto clean = strip(with(iccp(icc_profile({{"wtpt", "white"}})))).output;
  const auto part = clean.substr(front.size(), clean.size() - plain.size());
  expect_removed(expect_output(with(spoilt_copy(part)), clean), Kind::slack, 4);
}

TEST(Png, AnEndWithAWrongChecksumIsMended) {
  expect_removed(expect_output(front + idat + spoilt("IEND", ""), plain), Kind::slack, 4);
  expect_removed(expect_output(front + idat + spoilt("IEND", "text"), plain), Kind::slack, 8);
}

TEST(Png, EmptyPictureDataBehindOtherChunksGo) {
  const auto empty = chunk("IDAT");
  expect_removed(expect_output(with("", text("a", "b") + empty), plain), Kind::chunk, empty.size());
  expect_output(front + empty + idat + empty + iend, front + empty + idat + empty + iend);
}

}  // namespace
}  // namespace stripmeta::test
