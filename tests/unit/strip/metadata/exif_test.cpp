// The Exif reader and writer, on hostile structures too.
#include <gtest/gtest.h>

#include "strip/metadata/exif.hpp"
#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {
namespace {

Bytes view(const std::string& text) {
  return std::as_bytes(std::span{text});
}
ExifFacts read(const std::string& text) {
  return read_exif(view(text));
}

TEST(Exif, OrientationHasItsOwnType) {
  const Tiff t;
  EXPECT_EQ(read(t.header() + t.ifd({t.short_entry(274, 6)})).keepable.orientation, 6);
  EXPECT_EQ(read(t.header() + t.ifd({t.long_entry(274, 6)})).keepable.orientation, 6);
  EXPECT_EQ(read(t.header() + t.ifd({t.entry(274, 2, 1, "6")})).keepable.orientation, 0);
  EXPECT_EQ(read(t.header() + t.ifd({t.entry(274, 3, 2, be16(6) + be16(3))})).keepable.orientation, 0);
  EXPECT_EQ(read(t.header() + t.ifd({t.long_entry(274, 0x10006)})).keepable.orientation, 0);
}

TEST(Exif, TheFreshOrientationKeepsItsType) {
  const Tiff t;
  for (const auto& entry : {t.short_entry(274, 6), t.long_entry(274, 6)}) {
    const auto kept = read(t.header() + t.ifd({entry})).keepable;
    const auto fresh = make_exif(select_kept_exif(kept, Policy{}, {}));
    EXPECT_EQ(read_exif(fresh).keepable.orientation_is_long, entry == t.long_entry(274, 6));
    EXPECT_TRUE(is_made_exif(fresh, kept));
  }
}

TEST(Exif, OnlyTheFirstDirectorysOrientationCounts) {
  const Tiff t;
  const std::string ifd0 = t.ifd({t.short_entry(259, 6)}, 26);
  EXPECT_EQ(read(t.header() + ifd0 + t.ifd({t.short_entry(274, 6)})).keepable.orientation, 0);
}

TEST(Exif, SaysWhatItHolds) {
  const Tiff t;
  const auto holds = [&](const std::string& entry) { return read(t.header() + t.ifd({entry})).holds; };
  EXPECT_EQ(holds(t.entry(306, 2, 4, "2026")), HoldSet{}.add(Holds::date));
  EXPECT_EQ(holds(t.entry(315, 2, 4, "Jo \0")), HoldSet{}.add(Holds::owner));
  EXPECT_EQ(holds(t.entry(33432, 2, 4, "c Jo")), HoldSet{}.add(Holds::owner));
  EXPECT_EQ(holds(t.entry(315, 2, 4, "    ")), HoldSet{}) << "a blank text does not count";
  EXPECT_EQ(holds(t.entry(42033, 2, 4, "1234")), HoldSet{}.add(Holds::serial));
  EXPECT_EQ(holds(t.entry(37500, 7, 4, "note")), HoldSet{}.add(Holds::maker_note));
  EXPECT_EQ(holds(t.entry(271, 2, 4, "Cam")), HoldSet{});
}

TEST(Exif, AnyGpsTagButTheVersionIsAPosition) {
  const Tiff t{true};
  const std::string ifd0 = t.ifd({t.long_entry(34853, 26)});
  EXPECT_EQ(read(t.header() + ifd0 + t.ifd({t.entry(0, 1, 4, bytes({2, 3, 0, 0}))})).holds, HoldSet{});
  EXPECT_EQ(read(t.header() + ifd0 + t.ifd({t.entry(1, 2, 2, "N")})).holds, HoldSet{}.add(Holds::gps));
}

TEST(Exif, APointerMayBeOfAnyTypeThatReadersFollow) {
  for (const bool little : {false, true}) {
    const Tiff t{little};
    const auto pointer = [&](unsigned tag, unsigned type, std::uint32_t at) {
      return t.entry(tag, type, 1, t.n32(at));
    };
    const std::string position = t.ifd({t.entry(1, 2, 2, "N")});
    for (const unsigned type : {4U, 9U, 13U}) {
      EXPECT_EQ(read(t.header() + t.ifd({pointer(34853, type, 26)}) + position).holds, HoldSet{}.add(Holds::gps));
      const std::string interop = t.ifd({t.entry(1, 2, 4, lit("R03\0"))});
      const std::string exif = t.ifd({pointer(40965, type, 44)});
      EXPECT_TRUE(read(t.header() + t.ifd({pointer(34665, type, 26)}) + exif + interop).keepable.adobe_rgb) << type;
      EXPECT_EQ(read(t.header() + t.ifd({pointer(34853, type, 0xFFFFFFFA)}) + position).holds, HoldSet{});
    }
    EXPECT_EQ(read(t.header() + t.ifd({pointer(34853, 7, 26)}) + position).holds, HoldSet{});
    EXPECT_EQ(read(t.header() + t.ifd({t.entry(274, 9, 1, t.n32(6))})).keepable.orientation, 0)
        << "an orientation is a SHORT or LONG";
  }
}

TEST(Exif, AThumbnailStandsInTheSecondDirectory) {
  const Tiff t;
  const std::string file =
      t.header() + t.ifd({t.short_entry(259, 6)}, 26) + t.ifd({t.long_entry(513, 44), t.long_entry(514, 2)});
  EXPECT_EQ(read(file).holds, HoldSet{}.add(Holds::thumbnail));
}

TEST(Exif, APromptInACommentIsSeenInOneAndTwoByteText) {
  const std::string prompt = "a cat. Negative prompt: dog";
  std::string wide;
  for (const char c : prompt) wide += std::string{'\0', c};
  for (const auto& text : {lit("ASCII\0\0\0") + prompt, lit("UNICODE\0") + wide}) {
    const Tiff t;
    const std::string ifd0 = t.ifd({t.long_entry(34665, 26)});
    const std::string exif = t.ifd({t.entry(37510, 7, static_cast<std::uint32_t>(text.size()), be32(44))});
    EXPECT_EQ(read(t.header() + ifd0 + exif + text).holds, HoldSet{}.add(Holds::ai_prompt));
  }
}

// Thousands of comments, each as long as the block: searching all would take minutes.
TEST(Exif, ValuesThatEntriesShareAreSearchedAFewTimes) {
  const Tiff t;
  const std::vector<std::string> comments(5000, t.entry(270, 2, 60000, be32(0)));
  std::string file = t.header() + t.ifd(comments);
  file.resize(65000, 'x');
  for (int i = 0; i < 20; ++i) EXPECT_EQ(read(file).holds, HoldSet{});
  EXPECT_EQ(read(t.header() + t.ifd({t.entry(270, 2, 22, be32(0)), t.entry(315, 2, 2, "Jo")})).holds,
            HoldSet{}.add(Holds::owner));
}

TEST(Exif, HostileStructuresAreHarmless) {
  const Tiff t;
  for (const auto& file : {
           std::string{}, std::string{"MM"}, t.header(), t.header(0), t.header(7), t.header(0xFFFFFFFF),
           t.header(0xFFFFFFFE),
           t.header() + be16(0xFFFF),                                             // more entries than bytes
           t.header() + t.ifd({t.long_entry(34665, 8)}),                          // Exif is IFD0 itself
           t.header() + t.ifd({t.long_entry(34853, 0xFFFFFFFF)}),                 // out of range
           t.header() + t.ifd({t.entry(315, 2, 0xFFFFFFFF, be32(8))}),            // a count past the end
           t.header() + t.ifd({t.entry(315, 12, 0xFFFFFFFF, be32(0xFFFFFFFF))}),  // both
           t.header() + t.ifd({t.entry(315, 99, 1, "x")}),                        // an unknown type
           t.header() + t.ifd({t.short_entry(259, 1)}, 8),                        // IFD1 is IFD0
           lit("MM\0+") + be32(8) + t.ifd({t.short_entry(274, 6)}),               // BigTIFF's magic
       }) {
    EXPECT_EQ(read(file).keepable.orientation, 0);
    EXPECT_TRUE(read(file).keepable.empty());
  }
  EXPECT_EQ(read(t.header() + be16(500) + t.short_entry(274, 6)).keepable.orientation, 6) << "what is there is read";
}

TEST(Exif, WhatIsMadeIsReadBack) {
  KeptExif kept{.orientation = 8, .adobe_rgb = true, .density = ExifDensity{{300, 1}, {301, 2}, 10, 20}};
  for (const auto order : {ByteOrder::big, ByteOrder::little}) {
    const auto made_bytes = make_exif(kept, order);
    EXPECT_LE(made_bytes.size(), 200U);
    const auto again = read_exif(made_bytes).keepable;
    EXPECT_EQ(again.orientation, 8);
    EXPECT_TRUE(again.adobe_rgb);
    EXPECT_EQ(again.density, kept.density);
    EXPECT_TRUE(is_made_exif(made_bytes, kept));
    EXPECT_TRUE(read_exif(made_bytes).holds.empty());
  }
  EXPECT_FALSE(is_made_exif(make_exif(kept), KeptExif{.orientation = 8}));
}

TEST(Exif, RightsAreReadBackInAllTheirForms) {
  for (const auto& rights : {ExifRights{"Jo", "", ""}, ExifRights{"", "Jo Doe", ""}, ExifRights{"", "", "Al"},
                             ExifRights{"J", "one", "two"}, ExifRights{std::string(text_limit, 'a'), "(c) \xFC", ""}}) {
    for (const bool more : {false, true}) {
      KeptExif kept{.rights = rights};
      if (more)
        kept = {
            .orientation = 6, .adobe_rgb = true, .density = ExifDensity{{300, 1}, {301, 2}, 10, 20}, .rights = rights};
      for (const auto order : {ByteOrder::big, ByteOrder::little}) {
        const auto made_bytes = make_exif(kept, order);
        EXPECT_LE(made_bytes.size(), made_exif_base + rights_size(rights));
        EXPECT_LE(made_bytes.size(), made_exif_limit);
        const auto again = read_exif(made_bytes);
        EXPECT_EQ(again.keepable.rights, rights);
        EXPECT_EQ(again.keepable.density, kept.density);
        EXPECT_EQ(again.keepable.adobe_rgb, more);
        EXPECT_EQ(again.holds, HoldSet{}.add(Holds::owner));
        EXPECT_TRUE(is_made_exif(made_bytes, kept));
        EXPECT_FALSE(is_made_exif(made_bytes, KeptExif{.orientation = 6}));
      }
    }
  }
}

TEST(Exif, RightsAreTextsOfTheFirstDirectory) {
  const Tiff t;
  EXPECT_EQ(read(t.header() + t.ifd({t.entry(315, 1, 2, "Jo")})).keepable.rights, ExifRights{}) << "bytes are not text";
  EXPECT_EQ(read(t.header() + t.ifd({t.entry(315, 2, 2, "Jo"), t.entry(315, 2, 2, "Al")})).keepable.rights.artist,
            "Jo");
  EXPECT_EQ(read(t.header() + t.ifd({t.short_entry(259, 6)}, 26) + t.ifd({t.entry(315, 2, 2, "Jo")})).keepable.rights,
            ExifRights{});
  const auto found = read(t.header() + t.ifd({t.entry(315, 2, 2, "Jo")})).keepable;
  EXPECT_TRUE(select_kept_exif(found, Policy{}, {}).empty());
  EXPECT_EQ(select_kept_exif(found, *make_policy({.keep = "copyright"}), {}).rights.artist, "Jo");
}

TEST(Exif, DensityIsEffectiveOnlyIfItFitsToThePixel) {
  EXPECT_TRUE(is_density_effective({{144, 1}, {144, 1}, 100, 50}, 200, 100));
  EXPECT_TRUE(is_density_effective({{300, 1}, {300, 1}, 24, 24}, 101, 101)) << "24.24 is rounded";
  EXPECT_FALSE(is_density_effective({{144, 1}, {144, 1}, 100, 51}, 200, 100));
  EXPECT_FALSE(is_density_effective({{72, 1}, {72, 1}, 200, 100}, 200, 100));
  EXPECT_TRUE(is_density_effective({{4294967295, 4294967295}, {1, 1}, 72 * 65535, 72 * 65535}, 65535, 65535));
}

}  // namespace
}  // namespace stripmeta::test
