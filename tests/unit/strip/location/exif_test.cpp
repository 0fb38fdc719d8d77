// Positions in Exif, and what is left of the block under the policy `location`.
#include <gtest/gtest.h>

#include "support/cpp/location_bytes.hpp"

namespace stripmeta::test {
namespace {

std::string jpeg(const std::string& tiff) {
  return soi + jfif + exif_segment(tiff) + picture;
}

TEST(LocationExif, TheGpsDirectoryBecomesZerosAndItsEntryGoes) {
  for (const bool little : {false, true}) {
    const auto [before, after] = located_tiff(little);
    const auto result = expect_located(jpeg(before), jpeg(after));
    expect_removed(result, Kind::exif, 12 + 2 + 2 * 12 + 4 + 24);
    EXPECT_TRUE(result.report.removed_holds().contains(Holds::gps));
  }
}

TEST(LocationExif, WhatHasNoPositionStays) {
  const Tiff t;
  expect_untouched(soi + orientation_exif(6) + picture);
  expect_untouched(jpeg(t.header() + t.ifd({t.entry(271, 2, 4, "GPS")})));
  expect_untouched(soi + segment(0xE1, lit("Exif\0\0")) + picture);
}

TEST(LocationExif, TheOnlyEntryLeavesAnEmptyDirectory) {
  const Tiff t;
  const auto before = t.header() + t.ifd({t.long_entry(0x8825, 26)}) + t.ifd({t.entry(1, 2, 2, "N")});
  expect_located(jpeg(before), jpeg(t.header() + t.ifd({}) + std::string(12 + 18, '\0')));
}

TEST(LocationExif, APointerToNowhereGoesAlone) {
  const Tiff t;
  const auto before = t.header() + t.ifd({t.long_entry(0x8825, 9999)});
  expect_located(jpeg(before), jpeg(t.header() + t.ifd({}) + std::string(12, '\0')));
}

TEST(LocationExif, AThumbnailsDirectoryIsPatched) {
  const Tiff t;
  // IFD0 at 8, IFD1 at 26, GPS at 44.
  const auto ifd0 = t.ifd({t.short_entry(274, 1)}, 26);
  const auto before = t.header() + ifd0 + t.ifd({t.long_entry(0x8825, 44)}) + t.ifd({t.entry(1, 2, 2, "N")});
  expect_located(jpeg(before), jpeg(t.header() + ifd0 + t.ifd({}) + std::string(12 + 18, '\0')));
}

TEST(LocationExif, AStalePointerRemovesNothingElse) {
  const Tiff t;
  const std::string name = "Someone's name, which is no directory";
  const auto ifd = [&](bool pointer) {
    std::vector<std::string> entries{t.entry(315, 2, static_cast<std::uint32_t>(name.size()), be32(38))};
    if (pointer) entries.push_back(t.long_entry(0x8825, 38));
    return t.ifd(entries) + (pointer ? "" : std::string(12, '\0'));
  };
  expect_located(jpeg(t.header() + ifd(true) + name), jpeg(t.header() + ifd(false) + name));
}

TEST(LocationExif, APointerOfBytesIsFollowed) {
  const Tiff t;
  const auto gps = t.ifd({t.entry(1, 2, 2, "N")});
  const auto before = t.header() + t.ifd({t.entry(0x8825, 7, 4, be32(26))}) + gps;
  expect_located(jpeg(before), jpeg(t.header() + t.ifd({}) + std::string(12 + gps.size(), '\0')));
}

TEST(LocationExif, InteroperabilityIsFollowed) {
  const Tiff t;
  const auto gps = t.ifd({t.entry(1, 2, 2, "N")});
  const auto head = t.header() + t.ifd({t.long_entry(0xA005, 26)});
  expect_located(jpeg(head + t.ifd({t.long_entry(0x8825, 44)}) + gps),
                 jpeg(head + t.ifd({}) + std::string(12 + gps.size(), '\0')));
}

TEST(LocationExif, ABlockWithoutATiffHeaderIsWiped) {
  const auto result = expect_located(jpeg("not a TIFF"), soi + jfif + segment(0xE1, std::string(16, '\0')) + picture);
  expect_removed(result, Kind::exif, 16);
}

TEST(LocationExif, ADirectoryThatIsItsOwnGpsDirectoryKeepsItsOtherEntries) {
  const Tiff t;
  const std::string before = t.header() + t.ifd({t.short_entry(274, 6), t.long_entry(0x8825, 8)});
  expect_located(jpeg(before), jpeg(t.header() + t.ifd({t.short_entry(274, 6)}) + std::string(12, '\0')));
}

// Two values at 62: the date, and a maker note or a position.
std::string sharing(unsigned tag, const std::string& text) {
  const Tiff t;
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto date = t.entry(306, 2, size, t.n32(38));
  return t.header() + t.ifd({date, t.entry(tag, 7, size, t.n32(38))}) + text;
}

TEST(LocationExif, BytesThatAnotherValueSharesStayIfTheyHoldNoSign) {
  const std::string date = lit("2024:05:06 07:08:09\0");
  const Tiff t;
  const auto left = t.header() + t.ifd({t.entry(306, 2, 20, t.n32(38))}) + std::string(12, '\0') + date;
  expect_located(jpeg(sharing(37500, date)), jpeg(left));
}

TEST(LocationExif, AFileIsRefusedIfAPositionSharesBytesWithAnotherValue) {
  const auto note = strip(jpeg(sharing(37500, "GPSLatitude=48.1375,")), location);
  ASSERT_TRUE(note.error);
  EXPECT_EQ(note.error->kind, ErrorKind::malformed);
  EXPECT_TRUE(strip(jpeg(sharing(34737, "somewhere on earth!!")), location).error);
  const Tiff t;
  const auto gps = t.ifd({t.entry(2, 5, 3, t.n32(26))});
  EXPECT_TRUE(
      strip(jpeg(t.header() + t.ifd({t.long_entry(0x8769, 38), t.long_entry(0x8825, 38)}) + gps), location).error)
      << "the Exif IFD is the GPS IFD";
}

TEST(LocationExif, APrivateTagWithASignGoes) {
  const Tiff t;
  const std::string text = "GPSLatitude=48.1375,";
  const auto of = [&](unsigned tag) { return t.header() + t.ifd({t.entry(tag, 2, 20, t.n32(26))}) + text; };
  expect_located(jpeg(of(65000)), jpeg(t.header() + t.ifd({}) + std::string(12 + 20, '\0')));
  expect_untouched(jpeg(of(270)));
}

struct Note {
  std::string name;
  std::string make;
  std::string value;
  bool stays;
};

class LocationNote : public testing::TestWithParam<Note> {};

TEST_P(LocationNote, GoesIfItMayHoldAPosition) {
  const auto& [name, make, value, stays] = GetParam();
  const Tiff t;
  // IFD0 at 8 with two entries, Exif at 38 with one, the maker's name at 56, the note behind it.
  const auto note_at = static_cast<std::uint32_t>(56 + make.size());
  const auto size = static_cast<std::uint32_t>(value.size());
  const auto ifd0 =
      t.ifd({t.entry(271, 2, static_cast<std::uint32_t>(make.size()), t.n32(56)), t.long_entry(0x8769, 38)});
  const auto before = t.header() + ifd0 + t.ifd({t.entry(0x927C, 7, size, t.n32(note_at))}) + make + value;
  const auto after = t.header() + ifd0 + t.ifd({}) + std::string(12, '\0') + make + std::string(size, '\0');
  const auto result = expect_located(jpeg(before), jpeg(stays ? before : after));
  if (!stays) expect_removed(result, Kind::maker_note, 12 + size);
}

const Tiff big;
std::string of_samsung(const std::string& value) {
  return big.ifd({big.entry(1, 7, 4, "0100"), big.entry(0x30, 2, 4, value)});
}
// Behind the signature, the note has its own TIFF structure with one entry, whose value is apart.
std::string of_nikon(unsigned tag, const std::string& value) {
  const auto size = static_cast<std::uint32_t>(value.size());
  return lit("Nikon\0\2\x10\0\0") + big.header() + big.ifd({big.entry(tag, 7, size, big.n32(26))}) + value;
}
std::string of_leica(unsigned tag) {
  return lit("LEICA\0\0\0") + big.ifd({big.entry(tag, 7, 9, big.n32(26))}) + "Bergkamen";
}
std::string of_panasonic(const std::string& value) {
  return lit("Panasonic\0\0\0") + big.ifd({big.entry(0x6D, 7, 4, value)});
}
// The camera settings stand at 30, counted from the note's first byte, and have one entry.
std::string of_olympus(const std::string& reading) {
  const std::string head = lit("OLYMPUS\0MM\3\0");
  return head + big.ifd({big.entry(0x2020, 13, 1, big.n32(30))}) + big.ifd({big.entry(0x901, 9, 1, reading)});
}

INSTANTIATE_TEST_SUITE_P(
    All, LocationNote,
    testing::Values(Note{"zeros", "Maker", std::string(40, '\0'), true},
                    Note{"plain", "Canon", big.ifd({big.short_entry(1, 5)}), true},
                    Note{"apple", "Apple", lit("Apple iOS\0\0\1MM") + big.ifd({big.long_entry(1, 5)}), true},
                    Note{"named", "Canon", big.ifd({big.entry(1, 2, 8, big.n32(18))}) + "GPS 52.5", false},
                    Note{"noise", "Canon", big.ifd({big.entry(1, 2, 8, big.n32(18))}) + lit("GPS\x80\1\2\3\4"), true},
                    Note{"nested", "Canon", big.ifd({big.long_entry(0x8825, 5)}), false},
                    Note{"unknown", "Maker", "what only the maker can read", false},
                    Note{"samsung", "SAMSUNG", of_samsung("Rom"), false},
                    Note{"samsung_nowhere", "SAMSUNG", of_samsung(lit("\0\0\0")), true},
                    Note{"panasonic", "Panasonic", of_panasonic("Rom"), false},
                    Note{"panasonic_nowhere", "Panasonic", of_panasonic("---"), true},
                    Note{"panasonic_by_its_signature", "", of_panasonic("Rom"), false},
                    Note{"panasonic_nowhere_by_its_signature", "", of_panasonic("---"), true},
                    Note{"panasonic_in_another_camera", "Canon", of_panasonic("Rom"), false},
                    Note{"samsung_or_not", "", of_samsung("Rom"), false},
                    Note{"samsung_or_not_nowhere", "", of_samsung(lit("\0\0\0")), true},
                    Note{"not_samsung", "Canon", of_samsung("Rom"), true},
                    Note{"nikon_location", "NIKON CORPORATION", of_nikon(0x39, "0100 Rome"), false},
                    Note{"nikon_location_by_its_signature", "", of_nikon(0x39, "0100 Rome"), false},
                    Note{"nikon_nowhere", "NIKON CORPORATION", of_nikon(0x39, std::string(9, '\0')), true},
                    Note{"nikon_altitude", "NIKON CORPORATION", of_nikon(0xC3, lit("0100\0\0\0\0\1\2")), false},
                    Note{"nikon_altitude_by_its_signature", "", of_nikon(0xC3, lit("0100\0\0\0\0\1\2")), false},
                    Note{"nikon_other", "", of_nikon(0xC4, lit("0100\0\0\0\0\1\2")), true},
                    Note{"olympus_height", "OLYMPUS CORPORATION", of_olympus(lit("\0\0\1\2")), false},
                    Note{"olympus_without_a_height", "OLYMPUS CORPORATION", of_olympus(lit("\0\0\0\0")), true},
                    Note{"leica", "Leica Camera AG", of_leica(0x69), false},
                    Note{"leica_by_its_signature", "", of_leica(0x69), false},
                    Note{"leica_other", "", of_leica(0x71), true}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace stripmeta::test
