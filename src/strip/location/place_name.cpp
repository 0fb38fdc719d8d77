#include "strip/location/place_name.hpp"

#include <algorithm>
#include <array>

#include "strip/base/ascii.hpp"
#include "strip/metadata/xmp_names.hpp"

namespace stripmeta::location {
namespace {

// A name with one of these in it is a location in any namespace. They come from exif, drone-dji (which writes
// "Longtitude", too), Camera, drone-parrot and Darwin Core.
constexpr std::array<std::string_view, 7> parts{"GPS",      "Latitude",  "Longitude",   "Longtitude",
                                                "Altitude", "TargetAlt", "TargetAbsAlt"};

// So is a name that ends with one of these, for example drone-dji's LRFTargetLat. RDF's own names are not properties.
constexpr std::array<std::string_view, 3> endings{"Lat", "Lon", "Lng"};

// Names of Photoshop, IPTC Core and IPTC Extension ("Location structure"). Other namespaces have copied them.
constexpr auto names = std::to_array<std::string_view>({
    "City",
    "Country",
    "CountryCode",
    "CountryName",
    "Location",
    "LocationCreated",
    "LocationId",
    "LocationName",
    "LocationShown",
    "Province",
    "ProvinceState",
    "RatingRegion",
    "State",
    "Sublocation",
    "WorldRegion",
});

constexpr std::string_view prism = "http://prismstandard.org/namespaces/";  // several versions and parts
constexpr std::string_view darwin = "http://rs.tdwg.org/dwc/";
constexpr std::string_view dublin_elements = "http://purl.org/dc/elements/1.1/";
constexpr std::string_view dublin_terms = "http://purl.org/dc/terms/";
constexpr std::string_view geo = "http://www.w3.org/2003/01/geo/";
constexpr std::string_view georss = "http://www.georss.org/georss";

// Namespaces in which those names mean locations even in an SVG, where programs choose names freely.
constexpr auto metadata = std::to_array<std::string_view>({
    "http://ns.adobe.com/photoshop/",
    "http://ns.adobe.com/exif/",
    "http://cipa.jp/exif/",
    "http://iptc.org/std/Iptc4xmpCore/",
    "http://iptc.org/std/Iptc4xmpExt/",
    "http://ns.iview-multimedia.com/mediapro/",
    prism,
    darwin,
    dublin_terms,
    geo,
    georss,
});

struct Property {
  std::string_view uri;
  std::string_view name;  // "" means every name
};
constexpr auto properties = std::to_array<Property>({
    {prism, "city"},
    {prism, "country"},
    {prism, "location"},
    {prism, "state"},
    {"http://developer.sonyericsson.com/cell/1.0/", ""},  // the cell tower
    {dublin_elements, "coverage"},
    {dublin_terms, "coverage"},
    {dublin_terms, "spatial"},
    {geo, ""},
    {georss, ""},
    {"http://ns.adobe.com/AdobeIllustrator/10.0/", "pgf"},  // a compressed copy of the whole drawing
    {"http://ns.adobe.com/xmp/1.0/DynamicMedia/", "shotLocation"},
    {"http://ns.google.com/photos/dd/1.0/pose/", ""},       // where the camera stood in its session
    {"http://ns.google.com/photos/dd/1.0/earthpose/", ""},  // and on the earth
});

// What a drone writes about its flight: exiftool counts it as a location, as speed and direction of Exif's GPS are.
constexpr std::string_view drone = "http://www.dji.com/drone-dji/1.0/";
constexpr auto flight = std::to_array<std::string_view>({
    "CamReverse",
    "FlightPitchDegree",
    "FlightRollDegree",
    "FlightXSpeed",
    "FlightYSpeed",
    "FlightYawDegree",
    "FlightZSpeed",
    "GimbalPitchDegree",
    "GimbalReverse",
    "GimbalRollDegree",
    "GimbalYawDegree",
    "RtkFlag",
    "RtkStdHgt",
});

// The fields of Darwin Core's class Location, except those that `parts` covers; and exiftool's name for the class.
constexpr auto darwin_fields = std::to_array<std::string_view>({
    "dctermsLocation",
    "locationID",
    "higherGeographyID",
    "higherGeography",
    "continent",
    "waterBody",
    "islandGroup",
    "island",
    "country",
    "countryCode",
    "stateProvince",
    "county",
    "municipality",
    "locality",
    "verbatimLocality",
    "minimumElevationInMeters",
    "maximumElevationInMeters",
    "verbatimElevation",
    "verticalDatum",
    "minimumDepthInMeters",
    "maximumDepthInMeters",
    "verbatimDepth",
    "minimumDistanceAboveSurfaceInMeters",
    "maximumDistanceAboveSurfaceInMeters",
    "locationAccordingTo",
    "locationRemarks",
    "geodeticDatum",
    "coordinateUncertaintyInMeters",
    "coordinatePrecision",
    "pointRadiusSpatialFit",
    "verbatimCoordinates",
    "verbatimCoordinateSystem",
    "verbatimSRS",
    "footprintWKT",
    "footprintSRS",
    "footprintSpatialFit",
    "georeferencedBy",
    "georeferencedDate",
    "georeferenceProtocol",
    "georeferenceSources",
    "georeferenceRemarks",
    "georeferenceVerificationStatus",
});

template <typename Names>
bool has(const Names& table, std::string_view name) {
  return std::ranges::find(table, name) != table.end();
}

// Whether the name means a location even in a drawing.
bool names_location(std::string_view uri, std::string_view local) {
  const auto holds = [&](std::string_view part) { return find_ignoring_case(local, part) != std::string_view::npos; };
  const auto ends = [&](std::string_view ending) { return local.ends_with(ending); };
  if (std::ranges::any_of(parts, holds)) return true;
  if (uri != xmp::rdf && std::ranges::any_of(endings, ends)) return true;
  if (uri.starts_with(darwin) && has(darwin_fields, local)) return true;
  if (uri == drone && has(flight, local)) return true;
  return std::ranges::any_of(properties, [&](const Property& row) {
    return uri.starts_with(row.uri) && (row.name.empty() || row.name == local);
  });
}

}  // namespace

bool is_place(std::string_view uri, std::string_view local) {
  return has(names, local) || names_location(uri, local);
}

bool is_place_in_drawing(std::string_view uri, std::string_view local) {
  const auto is_of = [&](std::string_view known) { return uri.starts_with(known); };
  return names_location(uri, local) || (has(names, local) && std::ranges::any_of(metadata, is_of));
}

bool is_place_keyword(std::string_view keyword) {
  const auto colon = keyword.rfind(':');
  const auto local = colon == std::string_view::npos ? keyword : keyword.substr(colon + 1);
  return is_place({}, local);
}

}  // namespace stripmeta::location
