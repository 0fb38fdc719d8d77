// What stays and what goes of a GIF, to the byte, and which are refused.
#include <gtest/gtest.h>

#include "support/cpp/expectations.hpp"
#include "support/cpp/gif_bytes.hpp"

namespace stripmeta::test {
namespace {

using namespace gif;

TEST(Gif, AFileWithoutMetadataPassesAsItIs) {
  for (const auto& file :
       {plain, with(control), with(loop() + control, control + own_colours), "GIF87a" + plain.substr(6)}) {
    const auto result = strip(file);
    ASSERT_FALSE(result.error);
    EXPECT_EQ(result.output, file);
    EXPECT_TRUE(result.report.clean());
    EXPECT_TRUE(result.report.rows.empty());
    EXPECT_EQ(result.report.format, Format::gif);
  }
}

struct Part {
  const char* name;
  std::string bytes;
  Kind kind;
  HoldSet holds{};
};

class GifPart : public testing::TestWithParam<Part> {};

TEST_P(GifPart, GoesBeforeAndAfterAnImage) {
  const auto& part = GetParam();
  for (const auto& input : {with(part.bytes), with("", part.bytes)}) {
    const auto result = strip(input);
    ASSERT_FALSE(result.error) << result.error->message;
    EXPECT_EQ(result.output, plain);
    ASSERT_EQ(result.report.rows.size(), 1U);
    EXPECT_EQ(result.report.rows[0].kind, part.kind);
    EXPECT_EQ(result.report.rows[0].bytes, part.bytes.size());
    EXPECT_EQ(result.report.rows[0].holds, part.holds);
    EXPECT_FALSE(result.report.clean());
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, GifPart,
    testing::Values(
        Part{"comment", comment("at home"), Kind::comment}, Part{"empty", comment(""), Kind::comment},
        Part{"prompt", comment("Negative prompt: dogs"), Kind::comment, HoldSet{}.add(Holds::ai_prompt)},
        Part{"long_comment", comment(std::string(100000, 'x')), Kind::comment},
        Part{"plain_text", plain_text("hello"), Kind::plain_text},
        Part{"xmp", xmp("<a exif:GPSLatitude='1'/>"), Kind::xmp, HoldSet{}.add(Holds::gps)},
        Part{"application", application("Somebody1.0", parts("x")), Kind::application},
        Part{"nul_application", application(std::string(11, '\0'), parts("")), Kind::application},
        Part{"loop_by_eight_bytes", application("NETSCAPE9.9", bytes({3, 1, 0, 0, 0})), Kind::application},
        Part{"short_name", extension(0xFF, parts("NETSCAPE")), Kind::application},
        Part{"empty_loop", application("NETSCAPE2.0", lit("\0")), Kind::application},
        Part{"short_loop", application("NETSCAPE2.0", bytes({2, 1, 0, 0})), Kind::application},
        Part{"photoshop",
             application("MGK8BIM0000", parts("8BIM\x04\x04" + lit("\0\0") + be32(7) + iptc_dataset(80, "Jo"))),
             Kind::photoshop, HoldSet{}.add(Holds::owner)},
        Part{"iptc", application("MGKIPTC0000", parts(iptc_dataset(80, "Jo"))), Kind::iptc,
             HoldSet{}.add(Holds::owner)},
        Part{"c2pa", application(lit("C2PA_GIF\1\0\0"), parts("jumb")), Kind::c2pa, HoldSet{}.add(Holds::edit_history)},
        Part{"unknown", extension(0x77, parts("x")), Kind::chunk},
        Part{"broken_profile", profile_extension("x"), Kind::icc},
        Part{"empty_profile", profile_extension(""), Kind::icc}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(Gif, AGraphicControlStaysBeforeATextThatGoes) {
  expect_output(with(control + plain_text("hello")), with(control));
}

TEST(Gif, TheLastGraphicControlBeforeAnImageCounts) {
  const std::string other = extension(0xF9, bytes({4, 1, 't', 'x', 't', 0}));
  const auto result = expect_output(with(other + other + control), with(control));
  expect_removed(result, Kind::chunk, 2 * other.size(), 2);
  expect_output(with(other + loop() + comment("x") + control), with(loop() + control));
  expect_output(with(control + loop()), with(control + loop()));
}

TEST(Gif, AGraphicControlWithoutAnImageGoes) {
  expect_removed(expect_output(with("", control), plain), Kind::chunk, control.size());
  const auto cut = strip(screen + image + control);
  EXPECT_EQ(cut.output, plain);
  EXPECT_TRUE(cut.report.truncated);
}

TEST(Gif, BitsThatSayNothingAreZeroed) {
  const std::string marked = extension(0xF9, bytes({4, 0xEE, 't', 'x', 0, 0}));
  expect_removed(expect_output(with(marked), with(extension(0xF9, bytes({4, 0x0C, 't', 'x', 0, 0})))), Kind::slack, 1);
  std::string flagged = image;
  flagged[9] = '\x7F';
  std::string interlaced = image;
  interlaced[9] = '\x40';
  expect_removed(expect_output(screen + flagged + ";", screen + interlaced + ";"), Kind::slack, 1);
  std::string palette = own_colours;
  palette[9] = '\xF9';
  std::string sorted = own_colours;
  sorted[9] = '\xE1';
  expect_output(screen + palette + ";", screen + sorted + ";");
  for (const std::size_t step : {std::size_t{1}, std::size_t{5}}) {
    EXPECT_EQ(strip(screen + palette + ";", {}, step).output, screen + sorted + ";");
  }
}

// The first one is what an encoder fills the field with; another could belong to a text.
TEST(Gif, OneFillingOfAnUnusedFieldIsLayout) {
  const auto filled = [](int index) { return extension(0xF9, bytes({4, 4, 1, 0, index, 0})); };
  const auto clean = with(filled(0), filled(0) + image);
  const auto same = expect_output(with(filled(255), filled(255) + image), clean);
  EXPECT_TRUE(same.report.clean());
  EXPECT_EQ(find_row(same.report, Kind::layout, Fate::removed)->bytes, 2U);
  expect_removed(expect_output(with(filled('t'), filled('x') + image), clean), Kind::slack, 1);
  const auto sized = [](int bits) {
    std::string block = image;
    block[9] = static_cast<char>(bits);
    return block;
  };
  EXPECT_TRUE(expect_output(screen + sized(7) + sized(7) + ";", screen + image + image + ";").report.clean());
  expect_removed(expect_output(screen + sized(7) + sized(6) + ";", screen + image + image + ";"), Kind::slack, 1);
}

TEST(Gif, ABackgroundNeedsAPalette) {
  const std::string start = "GIF89a" + le16(1) + le16(1);
  expect_removed(
      expect_output(start + bytes({0x70, 9, 0}) + own_colours + ";", start + bytes({0x70, 0, 0}) + own_colours + ";"),
      Kind::slack, 1);
}

TEST(Gif, AnImageOfNoSizeIsRefused) {
  for (const std::size_t at : {5U, 7U}) {
    std::string empty = image;
    empty[at] = '\0';
    expect_refused({screen + image + empty + ";", ErrorKind::malformed, screen.size() + image.size()});
  }
}

TEST(Gif, AGraphicControlIsCutToItsLength) {
  const std::string longer = extension(0xF9, bytes({4, 1, 10, 0, 0}) + parts("more"));
  expect_output(with(longer), with(control));
  const auto result = strip(with(longer));
  EXPECT_EQ(find_row(result.report, Kind::slack, Fate::removed)->bytes, longer.size() - control.size());
}

TEST(Gif, ALoopIsRebuilt) {
  for (const std::string name : {"NETSCAPE2.0", "ANIMEXTS1.0"}) {
    const std::string exact = bytes({3, 1, 5, 0});
    const std::string buffer = bytes({5, 2, 't', 'e', 'x', 't'});
    for (const auto& more :
         {application(name, exact + buffer + lit("\0")), application(name, buffer + exact + lit("\0")),
          application(name, bytes({5, 1, 5, 0}) + "xx" + exact + bytes({2, 3, 3}) + parts("more"))}) {
      const auto result = expect_output(with(more), with(loop(name)));
      expect_removed(result, Kind::application, more.size() - loop(name).size());
    }
    expect_output(with(application(name, buffer + lit("\0"))), plain);
  }
}

// Browsers take the last one that they have read, but Pillow only looks before the first image.
TEST(Gif, ALoopStaysOnceUnderEachName) {
  const auto often = [](int times) { return application("NETSCAPE2.0", bytes({3, 1, times, 0, 0})); };
  const auto result =
      expect_output(with(often('a') + often('b') + often('c'), often('d') + image), with(often('c'), image));
  expect_removed(result, Kind::application, 3 * often(0).size(), 3);
  expect_output(with("", often(1) + often(2) + image), with("", often(2) + image));
  const std::string both = loop("NETSCAPE2.0") + loop("ANIMEXTS1.0");
  expect_output(with(both + both, both), with(both));
}

TEST(Gif, AProfileStaysByPolicy) {
  const std::string clean = profile_extension(icc_profile({{"rTRC", icc_curve(250)}}));
  expect_output(with(clean), with(clean));
  const auto result = strip(with(clean));
  EXPECT_TRUE(result.report.clean());
  EXPECT_EQ(find_row(result.report, Kind::icc, Fate::kept)->bytes, clean.size());
  expect_output(with(clean, clean), with(clean));  // the first one counts
  expect_output(with(clean), plain, *make_policy({.remove = "icc"}));
}

TEST(Gif, AProfileIsReducedAndItsSubBlocksAreFull) {
  const std::string profile = icc_profile({{"rTRC", icc_curve(250)}});
  const auto uneven = expect_output(with(profile_extension(profile, 100)), with(profile_extension(profile)));
  EXPECT_NE(find_row(uneven.report, Kind::layout, Fate::removed), nullptr);
  EXPECT_TRUE(uneven.report.clean());
  const auto result = strip(with(profile_extension(icc_profile({{"wtpt", "white"}, {"mmod", "a serial number"}}))));
  EXPECT_EQ(result.output.find("serial"), std::string::npos);
  EXPECT_NE(result.output.find("ICCRGBG1012"), std::string::npos);
  EXPECT_TRUE(strip(result.output).report.clean());
}

TEST(Gif, StrictRefusesADamagedProfile) {
  Policy strict;
  strict.strict = true;
  EXPECT_EQ(strip(with(profile_extension("x")), strict).error->kind, ErrorKind::malformed);
}

TEST(Gif, WhatFollowsTheEndGoes) {
  const auto result = strip(plain + "more and ftyp");
  EXPECT_EQ(result.output, plain);
  const auto* row = find_row(result.report, Kind::trailer, Fate::removed);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->bytes, 13U);
  EXPECT_TRUE(row->holds.contains(Holds::video));
}

TEST(Gif, AMissingEndIsCompletedBetweenBlocks) {
  for (const std::string& cut :
       {screen + image, screen + image + comment("x"), screen + image + control + own_colours}) {
    const auto result = strip(cut);
    ASSERT_FALSE(result.error);
    EXPECT_TRUE(result.report.truncated);
    Policy strict;
    strict.strict = true;
    EXPECT_EQ(strip(cut, strict).error->kind, ErrorKind::truncated);
  }
}

TEST(Gif, ACutAnywhereElseIsAnError) {
  const std::string file = screen + control + own_colours + comment("x");
  for (std::size_t size = 6; size < file.size(); ++size) {
    const auto result = strip(std::string_view{file}.substr(0, size));
    const bool whole = size == file.size() - comment("x").size();
    ASSERT_EQ(result.error.has_value(), !whole) << size;
    if (whole) continue;
    EXPECT_EQ(result.error->kind, ErrorKind::truncated) << size;
    EXPECT_EQ(result.error->offset, size);
  }
}

TEST(Gif, StrayBytesBeforeTheEndGo) {
  for (const std::string& stray : {lit("\0"), lit("\0\0\0"), std::string("text"), std::string(1000, 'x')}) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::string::npos}) {
      const auto result = strip(screen + image + stray + ";", {}, step);
      ASSERT_FALSE(result.error) << result.error->message;
      EXPECT_EQ(result.output, plain);
      expect_removed(result, Kind::junk, stray.size());
      const auto cut = strip(screen + image + stray, {}, step);
      EXPECT_EQ(cut.output, plain);
      expect_removed(cut, Kind::junk, stray.size());
      EXPECT_TRUE(cut.report.truncated);
    }
  }
  Policy strict;
  strict.strict = true;
  EXPECT_EQ(strip(screen + image + lit("\0;"), strict).error->offset, screen.size() + image.size());
}

TEST(Gif, ExtensionsBehindStrayBytesGo) {
  const auto profile = profile_extension(icc_profile({{"rTRC", icc_curve(250)}}));
  for (const auto& part : {comment("x"), loop(), control, profile, extension(0xF9, parts("abc"))}) {
    const auto result = expect_output(screen + image + lit("\0") + part + lit("\0;"), plain);
    expect_removed(result, Kind::junk, 2);
    EXPECT_EQ(result.report.rows.size(), 2U);
    EXPECT_EQ(result.report.rows[0].bytes + result.report.rows[1].bytes, part.size() + 2);
  }
}

// Browsers stop at such a byte, and Pillow goes on.
TEST(Gif, StrayBytesBeforeAnImageAreRefused) {
  const auto stray_at = screen.size() + image.size();
  for (const auto& block : {image, comment("x") + image, control + image}) {
    expect_refused({screen + image + lit("\0") + block + ";", ErrorKind::malformed, stray_at});
    expect_refused({screen + image + "text" + block + ";", ErrorKind::malformed, stray_at});
  }
}

TEST(Gif, UnknownBlocksAreRefused) {
  const auto refused = [](const std::string& file, std::size_t offset) {
    for (const std::size_t step : {std::string::npos, std::size_t{1}}) {
      const auto result = strip(file, {}, step);
      ASSERT_TRUE(result.error);
      EXPECT_EQ(result.error->kind, ErrorKind::malformed);
      EXPECT_EQ(result.error->offset, offset);
    }
  };
  refused(with("junk"), screen.size());
  refused(screen + ";", screen.size());
  refused(screen + comment("x") + ";", screen.size() + comment("x").size());
  refused(with(extension(0xF9, parts("abc"))), screen.size());
  refused(with(extension(0xF9, parts("abcde"))), screen.size());
  refused(with(extension(0xF9, parts(""))), screen.size());
}

TEST(GifFindings, AreWhatTheContractSays) {
  const std::string packet = "<a>" + std::string(300, 'x') + "</a>";
  const auto seen = findings(with(xmp(packet) + comment("hello") + application("Somebody1.0", parts("data")) +
                                  comment(std::string(100000, 'x'))));
  EXPECT_EQ(seen.kinds, (std::vector{Kind::xmp, Kind::comment, Kind::application, Kind::comment}));
  EXPECT_EQ(seen.payloads[0], packet);
  EXPECT_EQ(seen.payloads[1], "hello");
  EXPECT_EQ(seen.payloads[2], "Somebody1.0data");
  EXPECT_EQ(seen.payloads[3].size(), 65536U);
}

}  // namespace
}  // namespace stripmeta::test
