#include "strip/verify/positions.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/cpp/location_bytes.hpp"

namespace stripmeta::test {
namespace {

verify::Verdict verdict_on(const std::string& bytes) {
  return verify::verify_positions(verify::File{std::as_bytes(std::span{bytes})}, location);
}

TEST(verify_positions, finds_a_gps_directory_in_either_byte_order_wherever_it_stands) {
  for (const bool little : {false, true}) {
    const auto [before, after] = located_tiff(little);
    for (const std::string front : {"", "coded data", "Exif"}) {
      const auto verdict = verdict_on(front + before);
      ASSERT_TRUE(verdict) << front;
      EXPECT_EQ(verdict->offset, front.size() + 34) << "the entry that leads to the GPS IFD";
      EXPECT_FALSE(verdict_on(front + after));
    }
  }
}

TEST(verify_positions, accepts_a_gps_directory_without_a_place) {
  const Tiff t{true};
  EXPECT_FALSE(verdict_on(t.header() + t.ifd({t.long_entry(0x8825, 26)}) + t.ifd({t.entry(0, 1, 4, "\2\3\1\1")})));
}

TEST(verify_positions, finds_a_property_of_xmp_in_any_case) {
  EXPECT_TRUE(verdict_on("front" + located_xmp));
  EXPECT_FALSE(verdict_on("front" + cleared_xmp));
  EXPECT_TRUE(verdict_on("<rdf:RDF><exif:gpslongitude>1</exif:gpslongitude></rdf:RDF>"));
}

TEST(verify_positions, leaves_free_text_alone) {
  EXPECT_FALSE(verdict_on("GPSLatitude=51"));
  EXPECT_FALSE(verdict_on("<rdf:RDF><dc:title a='GPSLatitude'>GPSLatitude</dc:title></rdf:RDF>"));
}

TEST(verify_positions, finds_a_city_in_iptc) {
  const auto resource = [](const std::string& data) { return photoshop_segment(0x0404, data); };
  EXPECT_TRUE(verdict_on(resource(iptc_dataset(80, "Ann") + iptc_dataset(90, "Rome"))));
  EXPECT_FALSE(verdict_on(resource(iptc_dataset(80, "Ann"))));
}

// Otherwise this would take minutes.
TEST(verify_positions, many_headers_that_lead_to_one_directory_are_bounded) {
  const Tiff t{true};
  std::string file;
  const std::uint32_t headers = 100'000;
  for (std::uint32_t i = 0; i < headers; ++i) file += std::string("II*\0", 4) + le32((headers - i) * 8);
  std::vector<std::string> entries(30'000, t.entry(256, 3, 1, "\1"));
  EXPECT_TRUE(verdict_on(file + t.ifd(entries)));
}

}  // namespace
}  // namespace stripmeta::test
