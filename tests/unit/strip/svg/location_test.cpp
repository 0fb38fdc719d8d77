// SVGs under the policy `location`.
#include <gtest/gtest.h>

#include "support/cpp/location_bytes.hpp"
#include "support/cpp/svg_bytes.hpp"

namespace stripmeta::test {
namespace {

const auto [located_exif, cleared_exif] = located_tiff();

TEST(LocationSvg, PropertiesBecomeBlanks) {
  const std::string exif = R"( xmlns:exif="http://ns.adobe.com/exif/1.0/")";
  const std::string element = "<exif:GPSLatitude>51,30N</exif:GPSLatitude>";
  const auto comment = "<!--" + std::string(element.size() - 7, ' ') + "-->";
  const auto file = [&](const std::string& inside, const std::string& value) {
    return svg("<metadata>" + inside + "<exif:Flash>1</exif:Flash></metadata>" + rect,
               exif + xmlns_rdf + " exif:GPSLongitude=\"" + value + "\"");
  };
  expect_located(file(element, "7E"), file(comment, "  "));
  expect_untouched(svg("<title>GPS</title><!-- a comment -->" + rect, exif));
}

TEST(LocationSvg, EmbeddedPicturesAreCleared) {
  const auto file = [](const std::string& tiff) {
    const auto uri = "data:image/jpeg;base64," + base64_text(soi + exif_segment(tiff) + picture);
    return svg("<image href=\"" + uri + "\"/><style>g{fill:url(" + uri + ")}</style>");
  };
  const auto result = expect_located(file(located_exif), file(cleared_exif));
  EXPECT_TRUE(result.report.removed_holds().contains(Holds::gps));
}

TEST(LocationSvg, TextInMetadataGoesIfItShowsASign) {
  const auto file = [](const std::string& text) { return svg("<metadata>" + text + "</metadata>" + rect); };
  const std::string json = R"({"latitude":48.1375,"longitude":11.5756})";
  expect_located(file(json), file(std::string(json.size(), ' ')));
  expect_located(file("<![CDATA[lat=48.1]]>"), file("<![CDATA[        ]]>"));
  expect_untouched(file(R"({"flat":1,"kind":"map of a home"})"));
}

TEST(LocationSvg, DataAttributesGoIfTheyShowASign) {
  const auto file = [](const std::string& name, const std::string& value) {
    return svg("<rect " + name + "=\"" + value + "\"/>");
  };
  expect_located(file("data-lat", "48.1"), file("data-lat", "    "));
  expect_located(file("data-at", "geo:48.1"), file("data-at", "        "));
  expect_untouched(file("data-flat", "48.1"));
  expect_untouched(file("data-at", "home"));
}

}  // namespace
}  // namespace stripmeta::test
