// What stays and what goes of a WebP, to the byte, and what is refused.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/webp_bytes.hpp"

namespace stripmeta::test {
namespace {

const std::string xmp_chunk = chunk("XMP ", "<x:xmpmeta/>");
const std::string exif_6 = chunk("EXIF", orientation_tiff(6));

TEST(Webp, AFileWithoutMetadataPassesAsItIs) {
  for (const auto& file : {simple_webp, riff(vp8_odd), riff(vp8l), extended_webp, animated_webp}) {
    const auto result = expect_output(file, file);
    EXPECT_EQ(result.report.format, Format::webp);
    EXPECT_TRUE(result.report.rows.empty());
  }
}

struct Part {
  std::string bytes;
  Kind kind;
};

class WebpPart : public testing::TestWithParam<Part> {};

TEST_P(WebpPart, GoesWhereverItStands) {
  const auto& [part, kind] = GetParam();
  const std::string still = canvas(webp_alpha);
  const std::string moving = canvas(webp_animation);
  expect_removed(expect_output(riff(vp8 + part), simple_webp), kind, part.size());
  expect_removed(expect_output(riff(still + part + alph + vp8), extended_webp), kind, part.size());
  expect_removed(expect_output(riff(still + alph + part + vp8), extended_webp), kind, part.size());
  expect_removed(expect_output(riff(still + alph + vp8 + part), extended_webp), kind, part.size());
  const std::string frames = frame(vp8) + frame(alph + vp8, 1);
  expect_removed(expect_output(riff(moving + part + anim + frames), animated_webp), kind, part.size());
  expect_removed(expect_output(riff(moving + anim + frames + part), animated_webp), kind, part.size());
  const std::string filled = frame(part + vp8) + frame(alph + part + vp8 + part, 1);
  expect_removed(expect_output(riff(moving + anim + filled), animated_webp), kind, 3 * part.size(), 3);
}

INSTANTIATE_TEST_SUITE_P(All, WebpPart,
                         testing::Values(Part{xmp_chunk, Kind::xmp}, Part{chunk("C2PA", "jumb"), Kind::c2pa},
                                         Part{chunk("EXIF", orientation_tiff(1)), Kind::exif},
                                         Part{chunk(lit("XMP\0"), "x"), Kind::xmp},
                                         Part{chunk("IART", "a name"), Kind::chunk},
                                         Part{chunk("PSAI", ""), Kind::chunk},
                                         Part{chunk("ICCP", "profile"), Kind::icc}));

TEST(Webp, OrientationStaysInANewChunk) {
  const std::string clean = riff(canvas(webp_exif) + vp8 + exif_6);
  const auto kept = expect_output(clean, clean);
  EXPECT_TRUE(kept.report.clean());
  const auto* row = find_row(kept.report, Kind::orientation, Fate::kept);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->bytes, exif_6.size());

  const Tiff t{true};
  const std::string full = t.header() + t.ifd({t.short_entry(274, 6), t.short_entry(41986, 1)}) + "more";
  for (const auto& tiff : {full, lit("Exif\0\0") + full, lit("Exif\0\0") + orientation_tiff(6)}) {
    const auto part = chunk("EXIF", tiff);
    expect_removed(expect_output(riff(canvas(webp_exif) + vp8 + part), clean), Kind::exif, part.size());
  }
}

TEST(Webp, TheFirstExifChunkCountsAndOnlyByItsFlag) {
  const std::string clean = riff(canvas(webp_exif) + vp8 + exif_6);
  const std::string exif_3 = chunk("EXIF", orientation_tiff(3));
  expect_removed(expect_output(riff(canvas(webp_exif) + vp8 + exif_6 + exif_3), clean), Kind::exif, exif_3.size());
  expect_removed(expect_output(riff(canvas(0) + vp8 + exif_6), riff(canvas(0) + vp8)), Kind::exif, exif_6.size());
  expect_removed(expect_output(riff(vp8 + exif_6), simple_webp), Kind::exif, exif_6.size());
}

TEST(Webp, ThePolicyDecidesAboutOrientationAndProfile) {
  const std::string profile = chunk("ICCP", icc_profile({{"wtpt", "whit"}}));
  const std::string file = riff(canvas(webp_icc | webp_exif) + profile + vp8 + exif_6);
  EXPECT_TRUE(expect_output(file, file).report.clean());
  const auto without = [](const char* words) { return *make_policy({.remove = words}); };
  const auto no_icc = expect_output(file, riff(canvas(webp_exif) + vp8 + exif_6), without("icc"));
  expect_removed(no_icc, Kind::icc, profile.size());
  const auto no_side = expect_output(file, riff(canvas(webp_icc) + profile + vp8), without("orientation"));
  expect_removed(no_side, Kind::exif, exif_6.size());
}

TEST(Webp, AProfileIsReducedToColour) {
  const std::string clean = icc_profile({{"wtpt", "whit"}});
  const std::string full = icc_profile({{"wtpt", "whit"}, {"mmod", "serial"}});
  const auto result = strip(riff(canvas(webp_icc) + chunk("ICCP", full) + vp8));
  ASSERT_FALSE(result.error);
  EXPECT_EQ(result.output.find("serial"), std::string::npos);
  EXPECT_EQ(result.output.size(), riff(canvas(webp_icc) + chunk("ICCP", clean) + vp8).size());
  EXPECT_NE(find_row(result.report, Kind::icc, Fate::removed), nullptr);
  EXPECT_NE(find_row(result.report, Kind::icc, Fate::kept), nullptr);
}

TEST(Webp, ADamagedProfileGoesAndStrictRefusesIt) {
  const std::string file = riff(canvas(webp_icc) + chunk("ICCP", "no profile") + vp8);
  expect_removed(expect_output(file, riff(canvas(0) + vp8)), Kind::icc, 18);
  Policy strict;
  strict.strict = true;
  const auto refused = strip(file, strict);
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->kind, ErrorKind::malformed);
  EXPECT_EQ(refused.error->offset, 30U);
}

TEST(Webp, AdobeRgbStaysOnlyWithoutAProfile) {
  const Tiff t;
  const std::string interop = t.ifd({t.entry(1, 2, 4, lit("R03\0"))});
  const std::string exif = t.ifd({t.long_entry(0xA005, 8 + 18 + 18)});
  const std::string part = chunk("EXIF", t.header() + t.ifd({t.long_entry(0x8769, 8 + 18)}) + exif + interop);
  const std::string profile = chunk("ICCP", icc_profile({{"wtpt", "whit"}}));
  const auto alone = strip(riff(canvas(webp_exif) + vp8 + part));
  EXPECT_NE(find_row(alone.report, Kind::color_space, Fate::kept), nullptr);
  expect_output(riff(canvas(webp_icc | webp_exif) + part + profile + vp8), riff(canvas(webp_icc) + profile + vp8));
}

TEST(Webp, DensityStaysIfItSizesThePicture) {
  const Tiff t;
  const std::string exif_ifd = t.ifd({t.long_entry(40962, 4), t.long_entry(40963, 5)});
  const std::string ifd0 = t.ifd(
      {t.entry(282, 5, 1, be32(62)), t.entry(283, 5, 1, be32(70)), t.short_entry(296, 2), t.long_entry(34665, 78)});
  const std::string tiff = t.header() + ifd0 + be32(144) + be32(1) + be32(144) + be32(1) + exif_ifd;
  const std::string file = riff(canvas(webp_exif, 8, 10) + vp8_of(8, 10) + chunk("EXIF", tiff));
  const auto kept = strip(file);
  EXPECT_NE(find_row(kept.report, Kind::density, Fate::kept), nullptr);
  EXPECT_EQ(kept.output, file);
  expect_output(riff(canvas(webp_exif, 9, 10) + vp8_of(9, 10) + chunk("EXIF", tiff)),
                riff(canvas(0, 9, 10) + vp8_of(9, 10)));
}

TEST(Webp, OnlyTheFlagsOfMetadataChange) {
  const std::string reserved = chunk("VP8X", bytes({0xD1, 1, 2, 3}) + le24(7) + le24(7));
  expect_removed(expect_output(riff(reserved + vp8), riff(canvas(webp_alpha) + vp8)), Kind::slack, 1 + 3, 2);
  expect_removed(expect_output(riff(canvas(webp_icc | webp_exif | webp_xmp) + vp8), riff(canvas(0) + vp8)), Kind::slack,
                 1);
}

TEST(Webp, ChunksAreInTheOrderOfTheStandard) {
  const auto profile = chunk("ICCP", icc_profile({{"wtpt", "white"}}));
  const auto exif = chunk("EXIF", orientation_tiff(6));
  const auto clean = riff(canvas(webp_icc | webp_exif) + profile + vp8 + exif);
  for (const auto& order : {vp8 + profile + exif, vp8 + exif + profile, exif + profile + vp8}) {
    const auto result = expect_output(riff(canvas(webp_icc | webp_exif) + order), clean);
    EXPECT_TRUE(result.report.clean());
    EXPECT_NE(find_row(result.report, Kind::layout, Fate::removed), nullptr);
  }
}

TEST(Webp, AnAlphaPlaneIsCutToThePicture) {
  const auto file = [](const std::string& alpha) { return riff(canvas(webp_alpha) + chunk("ALPH", alpha) + vp8); };
  const std::string whole(64, 'a');
  expect_removed(expect_output(file(lit("\0") + whole + "text"), file(lit("\0") + whole)), Kind::slack, 4);
  expect_removed(expect_output(file("\xC1" + whole), file("\1" + whole)), Kind::slack, 1);
  expect_output(file("\1" + whole + "text"), file("\1" + whole + "text"));
  const auto moving = [](const std::string& alpha) {
    return riff(canvas(webp_animation | webp_alpha) + anim + frame(chunk("ALPH", alpha) + vp8));
  };
  expect_output(moving(lit("\0") + whole + "text"), moving(lit("\0") + whole));
}

TEST(Webp, AnAlphaPlaneBesideALosslessPictureGoes) {
  expect_removed(expect_output(riff(canvas(webp_alpha) + alph + vp8l), riff(canvas(webp_alpha) + vp8l)), Kind::chunk,
                 alph.size());
}

TEST(Webp, ACanvasPastTheLimitIsRefused) {
  expect_refused({riff(chunk("VP8X", bytes({0, 0, 0, 0}) + "secret") + vp8), ErrorKind::malformed, 12});
}

TEST(Webp, AFramePastTheCanvasIsRefused) {
  const auto start = canvas(webp_animation) + anim;
  for (const std::size_t at : {0U, 3U}) {
    std::string head = anmf_head();
    head.replace(at, 3, le24(8));
    expect_refused({riff(start + chunk("ANMF", head + vp8)), ErrorKind::malformed, 12 + start.size()});
  }
  for (const auto& large : {vp8_of(9, 8), vp8_of(8, 9)}) {
    expect_refused({riff(start + frame(large)), ErrorKind::malformed, 12 + start.size()});
  }
}

TEST(Webp, AFrameIsAsLargeAsItsPicture) {
  const auto start = canvas(webp_animation) + anim;
  for (const std::size_t at : {6U, 9U}) {
    std::string head = anmf_head();
    head.replace(at, 3, "txt");
    for (const auto& picture : {vp8, alph + vp8, vp8l}) {
      const auto result = expect_output(riff(start + chunk("ANMF", head + picture)), riff(start + frame(picture)));
      expect_removed(result, Kind::slack, 3, 3);
    }
  }
}

TEST(Webp, AStillPictureIsAsLargeAsItsCanvas) {
  for (const auto& picture : {vp8, vp8l}) {
    const auto file = riff(canvas(0) + picture);
    expect_output(file, file);
    expect_refused({riff(canvas(0, 9, 8) + picture), ErrorKind::malformed, 12});
    expect_refused({riff(canvas(0, 8, 9) + picture), ErrorKind::malformed, 12});
  }
}

TEST(Webp, AnAlphaPlaneHasAKnownForm) {
  const auto file = [](const std::string& alpha) { return riff(canvas(webp_alpha) + chunk("ALPH", alpha) + vp8); };
  for (const int head : {2, 3}) expect_refused({file(bytes({head}) + "text"), ErrorKind::malformed, 30});
  expect_output(file("\x1D"
                     "abc"),
                file("\x1D"
                     "abc"));
  expect_removed(expect_output(file("\x21"
                                    "abc"),
                               file("\x01"
                                    "abc")),
                 Kind::slack, 1);
  expect_removed(expect_output(file("\x31"
                                    "abc"),
                               file("\x01"
                                    "abc")),
                 Kind::slack, 1);
}

TEST(Webp, SlackOfAnimationsGoes) {
  const std::string moving = canvas(webp_animation);
  const std::string clean = riff(moving + anim + frame(vp8, 3));
  expect_removed(expect_output(riff(moving + chunk("ANIM", bytes({1, 2, 3, 4, 0, 0}) + "ab") + frame(vp8, 3)), clean),
                 Kind::slack, 2);
  expect_removed(expect_output(riff(moving + anim + frame(vp8, 0xFF)), clean), Kind::slack, 1);
  expect_removed(expect_output(riff(moving + anim + frame(vp8 + "slack", 3)), clean), Kind::slack,
                 6);  // and its padding
  expect_removed(expect_output(riff(moving + anim + anim + frame(vp8, 3)), clean), Kind::chunk, anim.size());
}

TEST(Webp, TheLastPaddingInAFrameMayBeTheFramesOwn) {
  const std::string part = vp8_odd.substr(0, vp8_odd.size() - 1);
  const std::string moving = canvas(webp_animation) + anim;
  expect_output(riff(moving + frame(part)), riff(moving + frame(vp8_odd)));
}

TEST(Webp, PaddingIsAddedAndZero) {
  std::string padded = vp8_odd;
  padded.back() = 'x';
  expect_removed(expect_output(riff(padded), riff(vp8_odd)), Kind::slack, 1);
  const std::string unpadded = riff(vp8_odd.substr(0, vp8_odd.size() - 1));
  EXPECT_TRUE(expect_output(unpadded, riff(vp8_odd)).report.truncated);
  Policy strict;
  strict.strict = true;
  const auto refused = strip(unpadded, strict);
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->kind, ErrorKind::truncated);
  EXPECT_EQ(refused.error->offset, unpadded.size());
}

TEST(Webp, WhatFollowsTheRiffSizeGoes) {
  const auto text = expect_output(simple_webp + "text", simple_webp);
  expect_removed(text, Kind::trailer, 4);
  EXPECT_TRUE(text.report.removed_holds().empty());
  const auto film = expect_output(simple_webp + lit("\0\0\0\x18") + "ftypmp42", simple_webp);
  EXPECT_TRUE(film.report.removed_holds().contains(Holds::video));
}

TEST(Webp, WhatFollowsAStillPictureGoes) {
  expect_removed(expect_output(riff(vp8 + "junk"), simple_webp), Kind::junk, 4);
  expect_removed(expect_output(riff(vp8 + "junk" + le32(9999) + "junk"), simple_webp), Kind::junk, 12);
  expect_removed(expect_output(riff(canvas(webp_alpha) + alph + vp8 + "junk"), extended_webp), Kind::junk, 4);
  expect_removed(expect_output(riff(vp8 + vp8l), simple_webp), Kind::picture, vp8l.size());
  expect_removed(expect_output(riff(vp8 + alph), simple_webp), Kind::chunk, alph.size());
  expect_removed(expect_output(riff(canvas(0) + vp8 + anim), riff(canvas(0) + vp8)), Kind::chunk, anim.size());
}

class WebpRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(WebpRefusal, HasAnOffset) {
  expect_refused(GetParam());
  EXPECT_EQ(strip(GetParam().bytes).output, "");
}

const std::string moving = canvas(webp_animation);

INSTANTIATE_TEST_SUITE_P(
    Size, WebpRefusal,
    testing::Values(Refusal{"RIFF" + le32(4) + "WEBP", ErrorKind::malformed, 4},
                    Refusal{simple_webp.substr(0, simple_webp.size() - 1), ErrorKind::truncated,
                            simple_webp.size() - 1},
                    Refusal{"RIFF" + le32(0xFFFFFFFF) + "WEBP" + vp8, ErrorKind::truncated, simple_webp.size()},
                    Refusal{riff("VP8 " + le32(99) + "short"), ErrorKind::truncated, 12},
                    Refusal{riff(canvas(0) + "VP8 " + le32(99) + "short"), ErrorKind::truncated, 30},
                    Refusal{riff(moving + anim + frame(vp8) + "ANMF" + le32(99) + "short"), ErrorKind::truncated,
                            12 + moving.size() + anim.size() + frame(vp8).size()},
                    Refusal{riff(canvas(0)), ErrorKind::truncated, 30},
                    Refusal{riff(moving + anim), ErrorKind::truncated, 44}));

INSTANTIATE_TEST_SUITE_P(
    Grammar, WebpRefusal,
    testing::Values(Refusal{riff(alph + vp8), ErrorKind::malformed, 12},
                    Refusal{riff(chunk("VP8X", "short") + vp8), ErrorKind::malformed, 12},
                    Refusal{riff(chunk("VP8X", canvas(0).substr(8) + "xx") + vp8), ErrorKind::malformed, 12},
                    Refusal{riff(canvas(0) + canvas(0) + vp8), ErrorKind::malformed, 30},
                    Refusal{riff(canvas(webp_alpha) + alph + alph + vp8), ErrorKind::malformed, 41 + 1},
                    Refusal{riff(canvas(webp_alpha) + chunk("ALPH", "") + vp8), ErrorKind::malformed, 30},
                    Refusal{riff(chunk("VP8 ", "this is no key frame")), ErrorKind::malformed, 12},
                    Refusal{riff(chunk("VP8L", "this is no VP8L")), ErrorKind::malformed, 12},
                    Refusal{riff(moving + anim + vp8), ErrorKind::malformed, 44},
                    Refusal{riff(moving + frame(vp8)), ErrorKind::malformed, 30},
                    Refusal{riff(moving + chunk("ANIM", "abc") + frame(vp8)), ErrorKind::malformed, 30},
                    Refusal{riff(moving + anim + chunk("ANMF", "short")), ErrorKind::malformed, 44},
                    Refusal{riff(moving + anim + frame(alph)), ErrorKind::malformed, 44 + 24 + alph.size()}));

// One decoder shows the first, another nothing, and Chromium not the same each time.
INSTANTIATE_TEST_SUITE_P(
    SecondPicture, WebpRefusal,
    testing::Values(
        Refusal{riff(canvas(0) + vp8 + vp8l), ErrorKind::malformed, 30 + vp8.size()},
        Refusal{riff(canvas(0) + vp8 + vp8), ErrorKind::malformed, 30 + vp8.size()},
        Refusal{riff(canvas(0) + vp8 + exif_6 + vp8), ErrorKind::malformed, 30 + vp8.size() + exif_6.size()},
        Refusal{riff(canvas(0) + vp8 + chunk("VP8 ", "")), ErrorKind::malformed, 30 + vp8.size()},
        Refusal{riff(canvas(webp_alpha) + vp8 + alph), ErrorKind::malformed, 30 + vp8.size()},
        Refusal{riff(canvas(0) + frame(vp8) + vp8), ErrorKind::malformed, 30},
        Refusal{riff(canvas(0) + vp8 + anim + frame(vp8)), ErrorKind::malformed, 30 + vp8.size() + anim.size()},
        Refusal{riff(moving + anim + frame(vp8 + vp8l)), ErrorKind::malformed, 44 + 24 + vp8.size()},
        Refusal{riff(moving + anim + frame(vp8 + alph)), ErrorKind::malformed, 44 + 24 + vp8.size()}));

}  // namespace
}  // namespace stripmeta::test
