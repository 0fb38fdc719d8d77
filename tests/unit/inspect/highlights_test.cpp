#include "inspect/highlights.hpp"

#include <gtest/gtest.h>

#include "findings.hpp"
#include "tiff_maker.hpp"

namespace stripmeta::test {
namespace {

Highlights highlights(std::vector<Value> values) {
  return highlights_of({.values = std::move(values), .thumbnails = {}}, {}, {});
}

TEST(Highlights, OfARichBlock) {
  Inspector inspector;
  feed(inspector, Kind::exif, rich_exif(ByteOrder::big));
  Highlights expected;
  expected.coordinates = {.latitude = 51.500722, .longitude = -0.124625, .altitude = -35.2};
  expected.camera = "Canon EOS 5D";
  expected.serials = {"SN-0042"};
  expected.people = {"Ann Example"};
  expected.dates.modified = "2024-01-15 10:20:30";
  expected.software = {"Firmware 1.0"};
  expected.thumbnail = {.size = {160, 120}, .picture = {4000, 3000}, .differs = false};
  EXPECT_EQ(highlights_of(inspector.contents(), HoldSet{}.add(Holds::thumbnail), {4000, 3000}), expected);
}

TEST(Highlights, OfNothingAreEmpty) {
  EXPECT_EQ(highlights({}), Highlights{});
  EXPECT_EQ(highlights({{"exif", "Artist", "   "},
                        {"exif", "DateTime", "0000:00:00 00:00:00"},
                        {"exif", "DateTimeOriginal", "    :  :     :  :  "},
                        {"gps", "Position", "nowhere"},
                        {"xmp", "Position", "nan, inf"},
                        {"xmp", "Position", "1e300, 0"},
                        {"icc", "Model", "display"},
                        {"thumbnail", "Make", "Canon"},
                        {"gps", "Altitude", "35 m above sea level"}}),
            Highlights{});
}

TEST(Highlights, NameTheCameraOnce) {
  const auto camera = [](std::string make, std::string model) {
    return highlights({{"exif", "Make", std::move(make)}, {"exif", "Model", std::move(model)}}).camera;
  };
  EXPECT_EQ(camera("Canon", "Canon EOS 5D"), "Canon EOS 5D");
  EXPECT_EQ(camera("NIKON CORPORATION", "NIKON D70"), "NIKON D70");
  EXPECT_EQ(camera("SONY", "ILCE-7"), "SONY ILCE-7");
  EXPECT_EQ(camera("SONY", ""), "SONY");
  EXPECT_EQ(camera("", "ILCE-7"), "ILCE-7");
}

TEST(Highlights, TakeDatesWithTheirOffsets) {
  const auto dates = highlights({{"exif", "DateTimeOriginal", "2024:01:15 10:20:30"},
                                 {"exif", "OffsetTimeOriginal", "+01:00"},
                                 {"exif", "OffsetTimeDigitized", "+02:00"},
                                 {"xmp", "photoshop:DateCreated", "1999-01-01"},
                                 {"xmp", "xmp:CreateDate", "2024-01-15T10:20:30.5Z"},
                                 {"time", "ModifyDate", "2024:02:03 04:05:06"}})
                         .dates;
  EXPECT_EQ(dates, (Dates{.taken = "2024-01-15 10:20:30+01:00",
                          .digitized = "2024-01-15T10:20:30.5Z",
                          .modified = "2024-02-03 04:05:06"}));
}

TEST(Highlights, ReadXmpPathsByTheirLastStep) {
  const auto found = highlights({{"xmp", "Position", "48.858370, 2.294480"},
                                 {"xmp", "exif:GPSAltitude", "350/10"},
                                 {"xmp", "exif:GPSAltitudeRef", "1"},
                                 {"xmp", "Iptc4xmpExt:LocationShown[1]/Iptc4xmpExt:City", "Paris"},
                                 {"xmp", "tiff:Model", "X100"},
                                 {"xmp", "aux:Lens", "23mm"},
                                 {"xmp", "aux:SerialNumber", "12"},
                                 {"xmp", "dc:creator[1]", "Ann"},
                                 {"xmp", "dc:creator[2]", "Bob"},
                                 {"xmp", "mwg-rs:Regions/mwg-rs:RegionList[1]/mwg-rs:Name", "Cem"},
                                 {"iptc", "By-line", "Ann"},
                                 {"xmp", "xmpMM:History[2]/stEvt:softwareAgent", "Editor 2"},
                                 {"xmp", "xmpMM:History[12]/stEvt:action", "saved"},
                                 {"xmp", "xmp:CreatorTool", "Editor 2"},
                                 {"ai", "AIPrompt", "a cat"},
                                 {"ai", "AIPrompt", "a dog"}});
  EXPECT_EQ(found.coordinates, (Coordinates{.latitude = 48.85837, .longitude = 2.29448, .altitude = -35}));
  EXPECT_EQ(found.places, std::vector<std::string>{"Paris"});
  EXPECT_EQ(found.camera, "X100");
  EXPECT_EQ(found.lens, "23mm");
  EXPECT_EQ(found.serials, std::vector<std::string>{"12"});
  EXPECT_EQ(found.people, (std::vector<std::string>{"Ann", "Bob", "Cem"}));
  EXPECT_EQ(found.software, std::vector<std::string>{"Editor 2"});
  EXPECT_EQ(found.edits, 12);
  EXPECT_EQ(found.prompt, "a cat");
}

TEST(Highlights, ListEightOfASortAtMost) {
  std::vector<Value> values;
  for (int i = 1; i <= 100; ++i) values.push_back({"iptc", "By-line", "person " + std::to_string(i)});
  EXPECT_EQ(highlights(std::move(values)).people.size(), 8);
}

TEST(Highlights, SayIfTheThumbnailHasAnotherShape) {
  const auto shape = [](Thumbnails thumbnails, PictureSize picture) {
    return highlights_of({.values = {}, .thumbnails = std::move(thumbnails)}, {}, picture).thumbnail;
  };
  const Thumbnails one{.count = 1, .largest = {.size = {160, 120}, .file = {}}};
  EXPECT_EQ(shape({}, {4000, 3000}), std::nullopt);
  EXPECT_FALSE(shape(one, {4000, 3000})->differs);
  EXPECT_TRUE(shape(one, {4000, 2000})->differs);
  EXPECT_FALSE(shape(one, {})->differs) << "nothing is known of the picture";
  EXPECT_FALSE(shape({.count = 1, .largest = {}}, {4000, 3000})->differs);
}

TEST(Highlights, SayWhatTheFileHoldsBesides) {
  const auto found = highlights_of({}, HoldSet{}.add(Holds::picture).add(Holds::video).add(Holds::thumbnail), {});
  EXPECT_TRUE(found.has_picture);
  EXPECT_TRUE(found.has_video);
  EXPECT_EQ(found.thumbnail, ThumbnailShape{});
}

}  // namespace
}  // namespace stripmeta::test
