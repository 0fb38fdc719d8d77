// Positions in places that no rule of a format leads to.
#include <gtest/gtest.h>

#include "support/cpp/gif_bytes.hpp"
#include "support/cpp/heif_bytes.hpp"
#include "support/cpp/jxl_bytes.hpp"
#include "support/cpp/location_bytes.hpp"
#include "support/cpp/png_bytes.hpp"

namespace stripmeta::test {
namespace {

const auto [located_exif, cleared_exif] = located_tiff();

TEST(LocationRemains, AStructureInABoxOfAnyTypeIsCleared) {
  for (const bool little : {false, true}) {
    const auto [before, after] = located_tiff(little);
    for (const std::string type : {"prvt", "free", "jxli"}) {
      expect_located(plain_jxl + box(type, "of no place" + before), plain_jxl + box(type, "of no place" + after));
    }
  }
}

TEST(LocationRemains, AStructureWithTheNumberOfABigTiffIsCleared) {
  for (const bool little : {false, true}) {
    auto [before, after] = located_tiff(little);
    before[little ? 2 : 3] = after[little ? 2 : 3] = '+';
    expect_located(soi + exif_segment(before) + picture, soi + exif_segment(after) + picture);
  }
}

TEST(LocationRemains, AnOldStructureInAGapIsCleared) {
  const auto file = [](const std::string& gap) {
    auto heif = plain_heif();
    heif.after = box("mdat", gap);
    return heif.file();
  };
  expect_located(file(located_exif), file(cleared_exif));
}

TEST(LocationRemains, APacketInACommentIsCleared) {
  const auto packet = [](const std::string& latitude) { return "<rdf:RDF><a " + latitude + "/></rdf:RDF>"; };
  const auto file = [](const std::string& text) { return gif::with(gif::comment(text)); };
  const std::string latitude = "exif:GPSLatitude='1'";
  expect_located(file(packet(latitude)), file(packet(std::string(latitude.size(), ' '))));
  const auto broken = packet("'" + latitude);
  expect_located(file("note " + broken), file("note " + std::string(broken.size(), '\0')));
  expect_untouched(file(packet("dc:title=\"it's\" dc:rights='GPSLatitude'")));
}

TEST(LocationRemains, ACityInAnyChunkIsClearedAndItsChecksumMadeAnew) {
  const auto resource = [](const std::string& data) {
    return lit("8BIM\4\4\0\0") + be32(static_cast<std::uint32_t>(data.size())) + data;
  };
  const auto city = iptc_dataset(90, "Rome");
  const auto name = iptc_dataset(80, "Ann");
  const auto file = [&](const std::string& data) { return png::with(png::text("Comment", "of" + resource(data))); };
  expect_located(file(city + name), file(name + std::string(city.size(), '\0')));
}

// Coded data of a picture cannot be changed, so the file is refused.
TEST(LocationRemains, AStructureWithinThePictureIsRefused) {
  const auto file = soi + tables + sos() + scan + located_exif + eoi;
  ASSERT_FALSE(strip(file).error);
  const auto result = strip(file, location);
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->kind, ErrorKind::malformed);
  EXPECT_FALSE(strip(soi + tables + sos() + scan + cleared_exif + eoi, location).error);
}

}  // namespace
}  // namespace stripmeta::test
