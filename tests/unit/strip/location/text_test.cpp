// Where XMP and IPTC say a place, and what is left of them under the policy `location`.
#include <gtest/gtest.h>

#include "support/cpp/location_bytes.hpp"
#include "support/cpp/svg_bytes.hpp"

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

TEST(LocationXmp, BlanksAnAttribute) {
  const auto result = expect_located(jpeg(located_xmp), jpeg(cleared_xmp));
  expect_removed(result, Kind::xmp, std::string{R"(exif:GPSLatitude="51,30N")"}.size());
  EXPECT_TRUE(result.report.removed_holds().contains(Holds::gps));
}

TEST(LocationXmp, BlanksAnElementWithItsContent) {
  for (const std::string property :
       {"<photoshop:City>Rome</photoshop:City>", "<photoshop:State/>", "<dji:GpsLongtitude>12.5</dji:GpsLongtitude>",
        "<dji:RelativeAltitude>+3</dji:RelativeAltitude>",
        "<ext:LocationShown><rdf:Bag><rdf:li "
        "ext:City='Rome'><dc:title>x</dc:title></rdf:li></rdf:Bag></ext:LocationShown>"}) {
    const auto packet = rdf("<dc:source>kept</dc:source>" + property + "<dc:format>kept</dc:format>");
    expect_located(jpeg(packet), jpeg(blanked(packet, property)));
  }
}

TEST(LocationXmp, LeavesOtherProperties) {
  expect_untouched(
      jpeg(rdf("<dc:description>GPS, City, Latitude</dc:description><photoshop:Credit>x</photoshop:Credit>")));
  expect_untouched(jpeg(rdf("") + std::string(3, '\0')));
  expect_untouched(jpeg(std::string(20, ' ')));
}

TEST(LocationXmp, RecognisesNamespacesByUriNotByPrefix) {
  const std::string property = R"(<p:Location xmlns:p="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">Rome</p:Location>)";
  expect_located(jpeg(rdf(property)), jpeg(blanked(rdf(property), property)));
  const std::string tower = R"(<p:R xmlns:p="http://developer.sonyericsson.com/cell/1.0/">5</p:R>)";
  expect_located(jpeg(rdf(tower)), jpeg(blanked(rdf(tower), tower)));
}

TEST(LocationXmp, KnowsNamesAndNamespacesOfLocations) {
  const std::string prisms = "http://prismstandard.org/namespaces/basic/2.0/";
  const std::string geo = "http://www.w3.org/2003/01/geo/wgs84_pos#";
  const std::string georss = "http://www.georss.org/georss";
  const std::string darwin = "http://rs.tdwg.org/dwc/terms/";
  const std::string dji = "http://www.dji.com/drone-dji/1.0/";
  const std::string elements = "http://purl.org/dc/elements/1.1/";
  const std::string terms = "http://purl.org/dc/terms/";
  const std::vector<std::pair<std::string, std::vector<std::string>>> places{
      {dji, {"LRFTargetLat", "LRFTargetLon", "LRFTargetAlt", "LRFTargetAbsAlt"}},
      {"urn:any", {"Lat", "HomeLng", "HomeLon", "State", "City"}},
      {geo, {"lat", "long", "alt", "lat_long"}},
      {georss, {"point", "line", "polygon", "box", "where"}},
      {elements, {"coverage"}},
      {terms, {"coverage", "spatial"}},
      {prisms, {"city"}},
      {darwin,
       {"verbatimCoordinates", "verbatimLocality", "footprintWKT", "verbatimElevation", "locality", "county",
        "municipality", "island", "waterBody", "continent", "higherGeography", "decimalLatitude", "decimalLongitude",
        "minimumElevationInMeters", "maximumElevationInMeters", "geodeticDatum", "georeferencedBy"}}};
  for (const auto& [uri, names] : places) {
    for (const auto& name : names) {
      SCOPED_TRACE(name);
      const auto element = "<p:" + name + " xmlns:p=\"" + uri + "\">5</p:" + name + ">";
      expect_located(jpeg(rdf(element)), jpeg(blanked(rdf(element), element)));
      const auto attribute = "p:" + name + "=\"5\"";
      const auto packet = rdf("<rdf:li xmlns:p=\"" + uri + "\" " + attribute + "/>");
      expect_located(jpeg(packet), jpeg(blanked(packet, attribute)));
    }
  }
  const std::vector<std::pair<std::string, std::vector<std::string>>> others{
      {dji, {"LRFTargetDistance", "Flat", "lat"}},
      {darwin, {"habitat", "eventDate", "scientificName"}},
      {"urn:any", {"coverage", "point", "island", "Latch", "Alt"}}};
  for (const auto& [uri, names] : others) {
    for (const auto& name : names) {
      SCOPED_TRACE(name);
      expect_untouched(jpeg(rdf("<p:" + name + " xmlns:p=\"" + uri + "\">5</p:" + name + ">")));
    }
  }
}

// A picture as XMP's writers break it into lines.
std::string in_lines(const std::string& picture) {
  const auto text = base64_text(picture);
  return text.substr(0, 72) + "&#xA;" + text.substr(72);
}

TEST(LocationXmp, BlanksABase64PictureWithALocation) {
  const auto [before, after] = located_tiff();
  const auto located = soi + exif_segment(before) + picture;
  const auto cleared = soi + exif_segment(after) + picture;
  const auto unreadable = soi + exif_segment(before);
  const std::string gimg = R"(xmlns:g="http://ns.adobe.com/xap/1.0/g/img/")";
  const std::string google = R"(xmlns:g="http://ns.google.com/photos/1.0/image/")";
  const auto image = [&](const std::string& value) { return "<g:image " + gimg + ">" + value + "</g:image>"; };
  const auto data = [&](const std::string& value) { return R"(g:Data=")" + value + '"'; };
  for (const auto& value : {in_lines(located), base64_text(located), base64_text(unreadable), std::string{"/9j/*"}}) {
    const auto element = rdf(image(value));
    expect_located(jpeg(element), jpeg(blanked(element, image(value))));
    const auto attribute = rdf("<rdf:li " + google + " " + data(value) + "/>");
    expect_located(jpeg(attribute), jpeg(blanked(attribute, data(value))));
  }
  for (const auto& value : {in_lines(cleared), base64_text(picture), base64_text("\x89PNG"), std::string{"GPS 52"}}) {
    expect_untouched(jpeg(rdf(image(value))));
    expect_untouched(jpeg(rdf("<rdf:li " + google + " " + data(value) + "/>")));
  }
  expect_untouched(jpeg(rdf("<g:other " + gimg + ">" + base64_text(located) + "</g:other>")));
}

TEST(LocationXmp, ABase64PictureHidesNothing) {
  const std::string city = "<photoshop:City>Rome</photoshop:City>";
  const std::string gimg = R"(xmlns:g="http://ns.adobe.com/xap/1.0/g/img/")";
  const auto within = rdf("<g:image " + gimg + ">/9j/" + city + "</g:image>");
  expect_located(jpeg(within), jpeg(blanked(within, city)));
  // What is in one that goes is told once.
  const auto located = soi + exif_segment(located_tiff().before) + picture;
  const auto element =
      "<g:image " + gimg + " photoshop:City=\"Rome\"><![CDATA[" + base64_text(located) + "]]></g:image>";
  const auto result = expect_located(jpeg(rdf(element)), jpeg(blanked(rdf(element), element)));
  expect_removed(result, Kind::xmp, element.size());
}

TEST(LocationXmp, DoesNotSearchPicturesWithinBase64Pictures) {
  const std::string gimg = R"(xmlns:g="http://ns.adobe.com/xap/1.0/g/img/")";
  const auto image = [&](const std::string& inner) {
    return "<g:image " + gimg + ">" + base64_text(inner) + "</g:image>";
  };
  const auto element = image(jpeg(rdf(image(soi + picture))));
  expect_located(jpeg(rdf(element)), jpeg(blanked(rdf(element), element)));
  const auto spelled = rdf(R"(<g:image xmlns:g="http://ns.adobe.com/xap/1.0/g/im&#103;/">5</g:image>)");
  EXPECT_FALSE(strip(jpeg(spelled), location).report.clean());
}

TEST(LocationSvg, LeavesEmptyFields) {
  const std::string space = R"( xmlns:dc="http://purl.org/dc/elements/1.1/")";
  expect_untouched(svg("<metadata><dc:coverage /></metadata>" + rect, space));
  const std::string filled = "<dc:coverage>Rome</dc:coverage>";
  const auto comment = "<!--" + std::string(filled.size() - 7, ' ') + "-->";
  expect_located(svg("<metadata>" + filled + "</metadata>" + rect, space),
                 svg("<metadata>" + comment + "</metadata>" + rect, space));
}

TEST(LocationSvg, MatchesBareNamesOnlyInMetadataNamespaces) {
  const auto file = [](const std::string& inside) { return svg("<metadata>" + inside + "</metadata>" + rect); };
  const auto property = [](const std::string& name, const std::string& uri) {
    return "<a:" + name + " xmlns:a=\"" + uri + "\">open</a:" + name + ">";
  };
  for (const std::string name : {"State", "Location", "Country", "City", "Province"}) {
    expect_untouched(file(property(name, "urn:ui")));
    expect_untouched(svg("<g xmlns:a=\"urn:ui\" a:" + name + "=\"open\"/>"));
  }
  for (const std::string uri :
       {"http://ns.adobe.com/photoshop/1.0/", "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
        "http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "http://purl.org/dc/terms/", "http://www.georss.org/georss"}) {
    const auto element = property("Location", uri);
    const auto comment = "<!--" + std::string(element.size() - 7, ' ') + "-->";
    expect_located(file(element), file(comment));
  }
  const auto far = property("HomeLat", "urn:drone");
  expect_located(file(far), file("<!--" + std::string(far.size() - 7, ' ') + "-->"));
}

TEST(LocationSign, IsFoundInOpaqueData) {
  for (const auto& sign : {lit("GPSLatitude"),
                           lit("GPS5l"),
                           lit("GPS 52"),
                           lit("freeGPS \xF0\3"),
                           lit("{\"lat\":5"),
                           lit("{\"LNG\":5"),
                           lit("{\"Lon\":5"),
                           lit("\"gpsInfo\""),
                           lit("\"Gps\""),
                           lit("latitude"),
                           lit("Longitude"),
                           lit("LATITUDE"),
                           lit("8db42d694ccc418790edff439fe026bf"),
                           lit("Exif\0"),
                           lit("PK\3\4"),
                           lit("\xA1\xB2\xC3\xD4"),
                           lit("lat=48"),
                           lit("?LON=11"),
                           lit("geo:48,11"),
                           lit("<GPX"),
                           lit("<kml xmlns"),
                           lit("$GPRMC,1")}) {
    SCOPED_TRACE(sign);
    for (const auto& data : {sign, "xGP\1" + sign + lit("\0\0")}) {
      const auto zeros = segment(0xEA, std::string(data.size(), '\0'));
      expect_located(soi + segment(0xEA, data) + picture, soi + zeros + picture);
    }
  }
}

TEST(LocationSign, IgnoresNoise) {
  for (const auto& noise : {lit("GPS"),
                            lit("xGPS\0\0\0"),
                            lit("GPSa"),
                            lit("GPSa\x80"),
                            lit("GPS\x80zz"),
                            lit("gps 52"),
                            lit("lat"),
                            lit("\"late\""),
                            lit("\"long"),
                            lit("latitud"),
                            lit("exif\0"),
                            lit("EXIF\0"),
                            lit("8db42d694ccc418790edff439fe026b"),
                            lit("PK\3\5"),
                            lit("G"),
                            lit("GP"),
                            lit("flat=48"),
                            lit("biogeo:"),
                            lit("$GPXXX,"),
                            lit("8BIMAnDs")}) {
    SCOPED_TRACE(noise);
    expect_untouched(soi + segment(0xEA, noise) + picture);
  }
}

TEST(LocationXmp, WipesUnreadablePackets) {
  const std::string head = lit("http://ns.adobe.com/xap/1.0/\0");
  for (const auto& packet : {std::string{"<x:xmpmeta><open>"}, lit("\xFE\xFF\0<\0x\0/\0>"), std::string{"<a:City/>"}}) {
    const auto zeros = segment(0xE1, std::string(head.size() + packet.size(), '\0'));
    expect_removed(expect_located(jpeg(packet), soi + zeros + picture), Kind::xmp, head.size() + packet.size());
  }
}

TEST(LocationIptc, RemovesLocationsAndMovesTheOthersUp) {
  const auto caption = iptc_dataset(120, "caption");
  const auto credit = iptc_dataset(110, "credit");
  std::string places;
  for (const int number : {26, 27, 90, 92, 95, 100, 101}) places += iptc_dataset(number, "Rome");
  const auto before = photoshop_segment(0x0404, caption + places + credit);
  const auto after = photoshop_segment(0x0404, caption + credit + std::string(places.size(), '\0'));
  const auto result = expect_located(soi + before + picture, soi + after + picture);
  expect_removed(result, Kind::photoshop, places.size());
}

TEST(LocationIptc, LeavesOtherDatasets) {
  expect_untouched(soi + photoshop_segment(0x0404, iptc_dataset(120, "Rome") + lit("\0\0")) + picture);
  expect_untouched(soi + photoshop_segment(0x0409, "thumbnail") + picture);
}

TEST(LocationIptc, RemovesAnExtendedDataset) {
  const auto name = std::string(40'000, 'x');
  const auto city = bytes({0x1C, 2, 90}) + be16(0x8004) + be32(40'000) + name;
  const auto by_line = iptc_dataset(80, "me");
  const auto before = photoshop_segment(0x0404, city + by_line);
  expect_located(soi + before + picture,
                 soi + photoshop_segment(0x0404, by_line + std::string(city.size(), '\0')) + picture);
}

TEST(LocationIptc, IsFoundBehindAnotherProgramsResource) {
  const auto all = [](const std::string& plug_in, const std::string& iptc) {
    const auto size = be32(static_cast<std::uint32_t>(iptc.size()));
    return soi +
           segment(0xED, lit("Photoshop 3.0\0") + "PHUT" + be16(0x0404) + lit("\0\0") +
                             be32(static_cast<std::uint32_t>(plug_in.size())) + plug_in + "8BIM" + be16(0x0404) +
                             lit("\0\0") + size + iptc) +
           picture;
  };
  const auto caption = iptc_dataset(120, "text.");
  const auto city = iptc_dataset(90, "Roma.");
  expect_located(all("settings", city + caption), all("settings", caption + std::string(city.size(), '\0')));
  const std::string place = "GPSLatitude: 48.2";
  const auto even = place + " ";
  expect_located(all(even, caption), all(std::string(even.size(), '\0'), caption));
}

TEST(LocationIptc, WipesPhotoshopsDigest) {
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
