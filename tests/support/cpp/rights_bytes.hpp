// Blocks that say who owns a picture or how a panorama is shown, what the engine makes of them, and the policies that
// keep them.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "support/cpp/jpeg_bytes.hpp"
#include "support/cpp/strip_whole.hpp"
#include "support/cpp/xmp_bytes.hpp"

namespace stripmeta::test {

inline const Policy archive = *make_policy({.preset = "archive"});
inline const Policy panorama = *make_policy({.keep = "panorama"});

// What is left of `input`. Expects it to be clean, and hardly longer than `input`.
inline std::string kept_of(const std::string& input, const Policy& policy = archive) {
  const auto once = strip(input, policy);
  EXPECT_FALSE(once.error) << once.error->message;
  const auto twice = strip(once.output, policy);
  EXPECT_EQ(twice.output, once.output);
  EXPECT_TRUE(twice.report.clean());
  EXPECT_LE(once.output.size(), input.size() + 1024);
  return once.output;
}

// A TIFF structure with these values of Artist and Copyright.
inline std::string rights_tiff(const std::string& artist, const std::string& copyright) {
  const Tiff t;
  const auto even = [](const std::string& v) { return v + (v.size() % 2 != 0 ? lit("\0") : ""); };
  const auto artist_at = static_cast<std::uint32_t>(38);
  const auto copyright_at = static_cast<std::uint32_t>(artist_at + even(artist).size());
  return t.header() +
         t.ifd({t.entry(315, 2, static_cast<std::uint32_t>(artist.size()), be32(artist_at)),
                t.entry(33432, 2, static_cast<std::uint32_t>(copyright.size()), be32(copyright_at))}) +
         even(artist) + even(copyright);
}
inline const std::string made_tiff = rights_tiff(lit("Jo Doe\0"), lit("(c) Jo\0"));

inline const std::string creator = "<dc:creator><rdf:Seq><rdf:li>Jo</rdf:li></rdf:Seq></dc:creator>";
inline const std::string rights_packet = xmp_packet("hdrgm:Version=\"1.0\"", "<dc:title>no</dc:title>" + creator);
inline const std::string made_packet = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"" + rdf_uri +
                                       "\"><rdf:Description rdf:about=\"\" xmlns:dc=\"" + dc_uri + "\">" + creator +
                                       "</rdf:Description></rdf:RDF></x:xmpmeta>";
inline const std::string sphere = "GPano:ProjectionType=\"equirectangular\" GPano:FullPanoWidthPixels=\"6000\"";
inline const std::string sphere_packet = xmp_packet(sphere + " GPano:PoseHeadingDegrees=\"9\"", creator);
inline const std::string made_sphere = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"" + rdf_uri +
                                       "\"><rdf:Description rdf:about=\"\" xmlns:GPano=\"" + panorama_uri + "\" " +
                                       sphere + "/></rdf:RDF></x:xmpmeta>";

inline const std::string rights_iptc = iptc_dataset(80, "Jo") + iptc_dataset(116, "(c) Jo");

}  // namespace stripmeta::test
