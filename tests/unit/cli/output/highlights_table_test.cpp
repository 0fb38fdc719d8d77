#include "cli/output/highlights_table.hpp"

#include <gtest/gtest.h>

#include <string>

namespace stripmeta::cli {
namespace {

Highlights all_sorts() {
  Highlights highlights;
  highlights.coordinates = {.latitude = 48.85837, .longitude = -2.29448, .altitude = 35.04};
  highlights.places = {"Paris", "France"};
  highlights.camera = "Canon EOS 5D";
  highlights.lens = "EF24-70mm";
  highlights.serials = {"SN-0042", "7"};
  highlights.people = {"Ann", "Bob"};
  highlights.dates = {.taken = "2024-01-15 10:20:30", .digitized = "2024-01-15 10:20:30", .modified = "2024-02-03"};
  highlights.software = {"Editor 2"};
  highlights.prompt = "a cat,\n  sleeping";
  highlights.edits = 12;
  highlights.has_picture = highlights.has_video = true;
  highlights.thumbnail = {.size = {320, 240}, .picture = {4000, 2000}, .differs = true};
  return highlights;
}

TEST(HighlightsTable, HasALineForEachHighlight) {
  EXPECT_EQ(highlights_table(all_sorts()),
            "  summary\n"
            "    location   48.85837, -2.29448 (35 m)\n"
            "    place      Paris, France\n"
            "    device     Canon EOS 5D, EF24-70mm\n"
            "    serials    SN-0042, 7\n"
            "    people     Ann, Bob\n"
            "    dates      taken 2024-01-15 10:20:30, modified 2024-02-03\n"
            "    software   Editor 2\n"
            "    AI prompt  a cat, sleeping\n"
            "    edits      12 steps\n"
            "    also has   another picture, a video\n"
            "    thumbnail  320 x 240, a different shape than the picture (4000 x 2000): it may show what was cropped "
            "away\n");
}

TEST(HighlightsTable, IsEmptyWithoutHighlights) {
  EXPECT_EQ(highlights_table({}), "");
}

TEST(HighlightsTable, IsSafeForATerminal) {
  Highlights highlights;
  highlights.people = {"\x1b[31mAnn\n"};
  EXPECT_EQ(highlights_table(highlights), "  summary\n    people     \\x1b[31mAnn\\x0a\n");
}

TEST(HighlightsTable, CutsAPromptAtEightyColumns) {
  Highlights highlights;
  for (int i = 0; i < 80; ++i) highlights.prompt += "\u00e4";
  const std::string eighty = highlights.prompt;
  EXPECT_EQ(highlights_table(highlights), "  summary\n    AI prompt  " + eighty + "\n");
  highlights.prompt += "\u00e4\u00e4";
  EXPECT_EQ(highlights_table(highlights), "  summary\n    AI prompt  " + eighty + "\u2026\n");
}

TEST(HighlightsTable, WritesShortCoordinates) {
  const auto location = [](Coordinates coordinates) {
    Highlights highlights;
    highlights.coordinates = coordinates;
    return highlights_table(highlights);
  };
  EXPECT_EQ(location({.latitude = 0, .longitude = -0.000001, .altitude = {}}),
            "  summary\n    location   0.0, -0.000001\n");
  EXPECT_EQ(location({.latitude = 51.5, .longitude = 100, .altitude = -35.26}),
            "  summary\n    location   51.5, 100.0 (-35.3 m)\n");
}

TEST(ShapeNote, MentionsBlackBarsForTheUsualSize) {
  EXPECT_EQ(
      shape_note({.size = {160, 120}, .picture = {6000, 4000}, .differs = true}),
      ", a different shape than the picture (6000 x 4000): it may show what was cropped away, or only have black bars");
  EXPECT_EQ(shape_note({.size = {160, 120}, .picture = {4000, 3000}, .differs = false}), "");
}

TEST(TableRow, AlignsShortTexts) {
  Record record{.path = "a.jpg", .outcome = "inspected", .report = {}, .error = {}, .output = {}, .values = {}};
  record.report.format = Format::png;
  record.report.bytes_in = 1234567;
  EXPECT_EQ(table_row(record), "a.jpg" + std::string(35, ' ') +
                                   "  png     1,234,567  nothing personal; the name says JPEG, but it is PNG\n");
  record.path = std::string(41, 'b') + "\n.png";
  record.report.add(Kind::exif, Fate::removed, 1, HoldSet{}.add(Holds::gps).add(Holds::serial));
  EXPECT_EQ(table_row(record), std::string(41, 'b') + "\\x0a.png  png     1,234,567  gps, serial\n");
}

}  // namespace
}  // namespace stripmeta::cli
