#include "strip/metadata/kept_xmp.hpp"

#include <gtest/gtest.h>

#include "strip/base/plain_text.hpp"
#include "support/cpp/xmp_bytes.hpp"

namespace stripmeta::test {
namespace {

const Policy copyright{.keep = KeepSet{}.with(Keep::copyright)};
const Policy panorama{.keep = KeepSet{}.with(Keep::panorama)};
const Policy both{.keep = KeepSet{}.with(Keep::copyright).with(Keep::panorama)};

std::string kept(const std::string& packet, const Policy& policy) {
  const auto once = keep_xmp(std::as_bytes(std::span{packet}), policy).packet;
  EXPECT_LE(once.size(), packet.size() + xmp_growth);
  EXPECT_EQ(keep_xmp(std::as_bytes(std::span{once}), policy).packet, once) << "twice equals once";
  return once;
}

std::string fresh(std::string_view namespaces, std::string_view attributes, std::string_view elements = "") {
  return "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"" + rdf_uri +
         "\"><rdf:Description rdf:about=\"\"" + std::string{namespaces} + std::string{attributes} +
         (elements.empty() ? "/>" : ">" + std::string{elements} + "</rdf:Description>") + "</rdf:RDF></x:xmpmeta>";
}
const std::string dc = " xmlns:dc=\"" + dc_uri + "\"";
const std::string rights = " xmlns:xmpRights=\"" + rights_uri + "\"";
const std::string sphere = " xmlns:GPano=\"" + panorama_uri + "\"";

const std::string creator = "<dc:creator><rdf:Seq><rdf:li>Jo</rdf:li></rdf:Seq></dc:creator>";

TEST(KeptXmp, KeepsOnlyRights) {
  const auto packet = xmp_packet(
      "xmpRights:Marked=\"true\" xmpRights:WebStatement=\"https://example.org/\" xmpRights:Certificate=\"no\" "
      "hdrgm:Version=\"1.0\" GPano:ProjectionType=\"equirectangular\"",
      creator +
          "<dc:title>no</dc:title><xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang=\"x-default\">one\ntwo</rdf:li>"
          "</rdf:Alt></xmpRights:UsageTerms><xmpRights:Owner><rdf:Bag><rdf:li>Al</rdf:li></rdf:Bag></xmpRights:Owner>"
          "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">\u00A9</rdf:li></rdf:Alt></dc:rights>");
  EXPECT_EQ(kept(packet, copyright),
            fresh(dc + rights, " xmpRights:Marked=\"True\" xmpRights:WebStatement=\"https://example.org/\"",
                  creator + "<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang=\"x-default\">one\ntwo</rdf:li></rdf:Alt>"
                            "</xmpRights:UsageTerms><xmpRights:Owner><rdf:Bag><rdf:li>Al</rdf:li></rdf:Bag>"
                            "</xmpRights:Owner><dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">\u00A9</rdf:li>"
                            "</rdf:Alt></dc:rights>"));
  EXPECT_EQ(kept(packet, Policy{}), "");
  EXPECT_EQ(kept(xmp_packet("xmpRights:Marked='perhaps' dc:format='image/jpeg'"), copyright), "");
}

TEST(KeptXmp, KeepsKnownWordsAndNumbersOfASphere) {
  EXPECT_EQ(kept(xmp_packet("GPano:ProjectionType='Equirectangular' GPano:UsePanoramaViewer='True' "
                            "GPano:FullPanoWidthPixels='06000' GPano:FullPanoHeightPixels='3000' "
                            "GPano:CroppedAreaLeftPixels='-1' GPano:CroppedAreaTopPixels='1 hidden' "
                            "GPano:PoseHeadingDegrees='90' GPano:FirstPhotoDate='2026-11-23T00:00:00Z'",
                            creator + "<GPano:CroppedAreaImageWidthPixels>4000</GPano:CroppedAreaImageWidthPixels>"),
                 panorama),
            fresh(sphere,
                  " GPano:ProjectionType=\"equirectangular\" GPano:UsePanoramaViewer=\"True\""
                  " GPano:FullPanoWidthPixels=\"6000\" GPano:FullPanoHeightPixels=\"3000\""
                  " GPano:CroppedAreaImageWidthPixels=\"4000\""));
  EXPECT_EQ(kept(xmp_packet("GPano:ProjectionType='my home' GPano:FullPanoWidthPixels='6000'"), panorama), "");
  EXPECT_EQ(kept(xmp_packet("GPano:FullPanoWidthPixels='6000'"), panorama), "") << "no projection, no sphere";
  EXPECT_EQ(kept(xmp_packet("",
                            "<GPano:ProjectionType><rdf:Bag><rdf:li>equirectangular</rdf:li></rdf:Bag>"
                            "</GPano:ProjectionType>"),
                 panorama),
            "")
      << "no list of them";
}

TEST(KeptXmp, RightsAndSphereShareAPacketButNotARow) {
  const auto packet = xmp_packet("GPano:ProjectionType='cylindrical'", creator);
  const auto made_packet = fresh(dc + sphere, " GPano:ProjectionType=\"cylindrical\"", creator);
  EXPECT_EQ(kept(packet, both), made_packet);
  Report report;
  report_kept_xmp(keep_xmp(std::as_bytes(std::span{packet}), both), 33, report);
  ASSERT_EQ(report.rows.size(), 2U);
  EXPECT_EQ(report.rows[0].bytes + report.rows[1].bytes, made_packet.size() + 33);
  EXPECT_EQ(report.rows[0].kind, Kind::copyright);
  EXPECT_EQ(report.rows[1].kind, Kind::panorama);
}

TEST(KeptXmp, DropsEmptyItemsAndNestedDescriptions) {
  EXPECT_EQ(kept(xmp_packet("", "<dc:creator><rdf:Seq><rdf:li/><rdf:li> </rdf:li></rdf:Seq></dc:creator>"), copyright),
            "");
  EXPECT_EQ(kept(xmp_packet("", "<dc:source><rdf:Description dc:rights='no'/></dc:source>"), copyright), "");
  EXPECT_EQ(kept(xmp_packet("dc:rights='\xC0\xAF'"), copyright), "") << "overlong";
}

TEST(KeptXmp, DropsLongTextsAsAWhole) {
  const auto with = [](std::size_t size) {
    return kept(xmp_packet("dc:rights='" + std::string(size, 'x') + "'"), copyright);
  };
  EXPECT_NE(with(text_limit).find(std::string(text_limit, 'x')), std::string::npos);
  EXPECT_EQ(with(text_limit + 1), "");
}

// Marks of one byte that are written as five: a packet that would grow by them is not made.
TEST(KeptXmp, APacketGrowsWithinItsLimit) {
  const auto with = [](std::size_t size) {
    return kept(xmp_packet("", "<dc:rights><![CDATA[" + std::string(size, '&') + "]]></dc:rights>"), copyright);
  };
  EXPECT_NE(with(20), "");
  EXPECT_EQ(with(900), "");
  EXPECT_NE(kept("<r:RDF xmlns:r='" + rdf_uri + "'><r:Description xmlns:d='" + dc_uri + "' d:rights='x'/></r:RDF>",
                 copyright),
            "")
      << "the least that there is";
}

}  // namespace
}  // namespace stripmeta::test
