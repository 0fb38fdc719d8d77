// Where XMP and IPTC say a place, and what is left of them under the policy `location`.
#include <gtest/gtest.h>

#include "support/location_bytes.hpp"

namespace stripmeta::test {
namespace {

std::string jpeg(const std::string& packet) {
  return soi + xmp_segment(packet) + picture;
}
std::string rdf(const std::string& properties) {
  return R"(<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#")"
         R"( xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/")"
         R"( xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:dji="http://www.dji.com/drone-dji/1.0/">)"
         R"(<rdf:Description rdf:about="">)" +
         properties + R"(</rdf:Description></rdf:RDF>   <?xpacket end="w"?>)";
}

TEST(LocationXmp, AnAttributeBecomesBlanks) {
  const auto result = expect_located(jpeg(located_xmp), jpeg(cleared_xmp));
  expect_removed(result, Kind::xmp, std::string{R"(exif:GPSLatitude="51,30N")"}.size());
  EXPECT_TRUE(result.report.removed_holds().contains(Holds::gps));
}

TEST(LocationXmp, AnElementBecomesBlanksWithAllInIt) {
  for (const std::string property :
       {"<photoshop:City>Rome</photoshop:City>", "<photoshop:State/>", "<dji:GpsLongtitude>12.5</dji:GpsLongtitude>",
        "<dji:RelativeAltitude>+3</dji:RelativeAltitude>",
        "<ext:LocationShown><rdf:Bag><rdf:li "
        "ext:City='Rome'><dc:title>x</dc:title></rdf:li></rdf:Bag></ext:LocationShown>"}) {
    const auto packet = rdf("<dc:source>kept</dc:source>" + property + "<dc:format>kept</dc:format>");
    expect_located(jpeg(packet), jpeg(blanked(packet, property)));
  }
}

TEST(LocationXmp, WhatSaysNoPlaceStays) {
  expect_untouched(
      jpeg(rdf("<dc:description>GPS, City, Latitude</dc:description><photoshop:Credit>x</photoshop:Credit>")));
  expect_untouched(jpeg(rdf("") + std::string(3, '\0')));
  expect_untouched(jpeg(std::string(20, ' ')));
}

TEST(LocationXmp, ANamespaceIsKnownByItsAddressNotByItsPrefix) {
  const std::string property = R"(<p:Location xmlns:p="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">Rome</p:Location>)";
  expect_located(jpeg(rdf(property)), jpeg(blanked(rdf(property), property)));
  const std::string tower = R"(<p:R xmlns:p="http://developer.sonyericsson.com/cell/1.0/">5</p:R>)";
  expect_located(jpeg(rdf(tower)), jpeg(blanked(rdf(tower), tower)));
}

TEST(LocationXmp, WhatCannotBeReadGoesWhole) {
  const std::string head = lit("http://ns.adobe.com/xap/1.0/\0");
  for (const auto& packet : {std::string{"<x:xmpmeta><open>"}, lit("\xFE\xFF\0<\0x\0/\0>"), std::string{"<a:City/>"}}) {
    const auto zeros = segment(0xE1, std::string(head.size() + packet.size(), '\0'));
    expect_removed(expect_located(jpeg(packet), soi + zeros + picture), Kind::xmp, head.size() + packet.size());
  }
}

TEST(LocationIptc, PlacesGoAndTheOthersMoveUp) {
  const auto caption = iptc_dataset(120, "caption");
  const auto credit = iptc_dataset(110, "credit");
  std::string places;
  for (const int number : {26, 27, 90, 92, 95, 100, 101}) places += iptc_dataset(number, "Rome");
  const auto before = photoshop_segment(0x0404, caption + places + credit);
  const auto after = photoshop_segment(0x0404, caption + credit + std::string(places.size(), '\0'));
  const auto result = expect_located(soi + before + picture, soi + after + picture);
  expect_removed(result, Kind::photoshop, places.size());
}

TEST(LocationIptc, WhatSaysNoPlaceStays) {
  expect_untouched(soi + photoshop_segment(0x0404, iptc_dataset(120, "Rome") + lit("\0\0")) + picture);
  expect_untouched(soi + photoshop_segment(0x0409, "thumbnail") + picture);
}

TEST(LocationIptc, ALongDatasetIsReadToItsEnd) {
  const auto name = std::string(40'000, 'x');
  const auto city = bytes({0x1C, 2, 90}) + be16(0x8004) + be32(40'000) + name;
  const auto by_line = iptc_dataset(80, "me");
  const auto before = photoshop_segment(0x0404, city + by_line);
  expect_located(soi + before + picture,
                 soi + photoshop_segment(0x0404, by_line + std::string(city.size(), '\0')) + picture);
}

TEST(LocationIptc, PhotoshopsDigestOfItGoesToo) {
  const auto resource = [](unsigned id, const std::string& data) { return photoshop_segment(id, data).substr(4 + 14); };
  const auto all = [&](const std::string& iptc, const std::string& digest) {
    return soi + segment(0xED, lit("Photoshop 3.0\0") + resource(0x0404, iptc) + resource(0x0425, digest)) + picture;
  };
  const auto city = iptc_dataset(90, "Roma");
  expect_located(all(city + "\x1C", std::string(16, 'd')),
                 all("\x1C" + std::string(city.size(), '\0'), std::string(16, '\0')));
}

}  // namespace
}  // namespace stripmeta::test
