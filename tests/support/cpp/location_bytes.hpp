// Blocks that say where a picture was taken, and what is left of them under the policy `location`.
#pragma once

#include <string>

#include "support/cpp/expectations.hpp"
#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {

inline const Policy location = *make_policy({.preset = "location"});

// Expects `output` under the policy `location`. The output must be clean and show the same picture.
inline Stripped expect_located(const std::string& input, const std::string& output) {
  auto result = strip(input, location);
  EXPECT_FALSE(result.error) << result.error->message;
  EXPECT_EQ(result.output, output);
  EXPECT_EQ(result.report.clean(), input == output);
  const auto again = strip(result.output, location);
  EXPECT_EQ(again.output, result.output);
  EXPECT_TRUE(again.report.clean());
  EXPECT_EQ(strip(result.output).output, strip(input).output);
  return result;
}
inline void expect_untouched(const std::string& input) {
  expect_located(input, input);
}

// `before` has a camera's model in IFD0 and a GPS IFD with a latitude. In `after` the GPS IFD is zeros and its entry is
// gone.
struct LocatedTiff {
  std::string before;
  std::string after;
};
inline LocatedTiff located_tiff(bool little = false) {
  const Tiff t{little};
  const std::string model = t.entry(272, 2, 4, "Cam");
  const std::string date = t.entry(306, 2, 4, "Now");
  // IFD0 at 8 with three entries, GPS at 50 with two, the latitude's values at 80.
  const std::string pointer = t.long_entry(0x8825, 50);
  const std::string gps = t.ifd({t.entry(1, 2, 2, "N"), t.entry(2, 5, 3, t.n32(80))}) + std::string(24, '\x11');
  const std::string gone = t.ifd({model, date}) + std::string(12, '\0') + std::string(gps.size(), '\0');
  return {t.header() + t.ifd({model, date, pointer}) + gps, t.header() + gone};
}

inline const std::string located_xmp =
    R"(<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">)"
    R"(<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="51,30N" exif:Flash="1"/>)"
    R"(</rdf:RDF></x:xmpmeta>)";

// `text`, in which the first `part` became blanks.
inline std::string blanked(std::string text, const std::string& part) {
  const auto at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  if (at != std::string::npos) text.replace(at, part.size(), part.size(), ' ');
  return text;
}
inline const std::string cleared_xmp = blanked(located_xmp, R"(exif:GPSLatitude="51,30N")");

}  // namespace stripmeta::test
