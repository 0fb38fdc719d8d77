#include "strip/location/sign.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "strip/base/ascii.hpp"

namespace stripmeta::location {
namespace {

// A name with one of these in it is a location in any namespace. They come from exif, drone-dji (which writes
// "Longtitude", too), Camera, drone-parrot and Darwin Core.
constexpr std::array<std::string_view, 7> parts{"GPS",      "Latitude",  "Longitude",   "Longtitude",
                                                "Altitude", "TargetAlt", "TargetAbsAlt"};

// So is a name that ends with one of these, for example drone-dji's LRFTargetLat. RDF's own names are not properties.
constexpr std::array<std::string_view, 3> endings{"Lat", "Lon", "Lng"};
constexpr std::string_view rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

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

enum class Spelling : std::uint8_t {
  exact,
  any_case,
  followed,  // exact, with text behind it: three letters alone occur by chance in a megabyte
};
struct Sign {
  std::string_view text;
  Spelling spelling{Spelling::exact};
};
constexpr auto signs = std::to_array<Sign>({
    {"GPS", Spelling::followed},
    {"latitude", Spelling::any_case},
    {"longitude", Spelling::any_case},
    {"\"lat\"", Spelling::any_case},
    {"\"lng\"", Spelling::any_case},
    {"\"lon\"", Spelling::any_case},
    {"\"gps", Spelling::any_case},
    {"freeGPS "},  // dashboard cameras; binary numbers follow
    {"com.apple.quicktime.location"},
    {"MCC_Data"},  // Samsung's trailer: the country of the network
    {{"Exif\0", 5}},
    {"ns.adobe.com/xap"},
    {"xmpmeta"},
    {"rdf:RDF"},
    {"8BIM"},
    {"ftyp"},
    {"moov"},
    {"AVI LIST"},
    {"\xA9xyz"},
    {"loci"},
    {"AXS!"},  // AFCP: IPTC in a trailer
    {"AXS*"},
    {"\xA1\xB2\xC3\xD4"},  // FotoStation
    {"cbipcbbl"},          // PhotoMechanic
    {"0MIE"},
    {{"FLIR\0", 5}},                       // thermal cameras; one of its records has positions
    {{"RMETA\0", 6}},                      // Ricoh's, with fields named by the user
    {"8db42d694ccc418790edff439fe026bf"},  // Insta360's trailer, at its end
    {{"PK\x03\x04", 4}},
});

constexpr char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// For each byte value, a bit mask of the signs that can have it at `place`. It lets one pass find all signs.
using Masks = std::array<std::uint32_t, 256>;
static_assert(signs.size() <= 32);
constexpr Masks masks_at(std::size_t place) {
  Masks masks{};
  for (std::size_t i = 0; i < signs.size(); ++i) {
    const char c = signs[i].text[place];
    masks[static_cast<unsigned char>(c)] |= 1U << i;
    if (signs[i].spelling == Spelling::any_case) masks[static_cast<unsigned char>(upper(c))] |= 1U << i;
  }
  return masks;
}
constexpr std::size_t shortest = 3;
constexpr std::array<Masks, shortest> masks{masks_at(0), masks_at(1), masks_at(2)};

bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

bool begins_with(std::string_view text, const Sign& sign) {
  const auto size = sign.text.size();
  if (sign.spelling == Spelling::any_case) return equal_ignoring_case(text.substr(0, size), sign.text);
  if (!text.starts_with(sign.text)) return false;
  return sign.spelling == Spelling::exact ||
         (text.size() >= size + 2 && is_printable(text[size]) && is_printable(text[size + 1]));
}

template <typename Names>
bool has(const Names& table, std::string_view name) {
  return std::ranges::find(table, name) != table.end();
}

// Whether the name means a location even in a drawing.
bool names_location(std::string_view uri, std::string_view local) {
  const auto holds = [&](std::string_view part) { return find_ignoring_case(local, part) != std::string_view::npos; };
  const auto ends = [&](std::string_view ending) { return local.ends_with(ending); };
  if (std::ranges::any_of(parts, holds)) return true;
  if (uri != rdf && std::ranges::any_of(endings, ends)) return true;
  if (uri.starts_with(darwin) && has(darwin_fields, local)) return true;
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

bool may_hold_place(Bytes bytes) {
  const auto text = as_text(bytes);
  for (std::size_t at = 0; at + shortest <= text.size(); ++at) {
    auto left = masks[0][u8(bytes, at)] & masks[1][u8(bytes, at + 1)] & masks[2][u8(bytes, at + 2)];
    for (; left != 0; left &= left - 1) {
      if (begins_with(text.substr(at), signs[static_cast<std::size_t>(std::countr_zero(left))])) return true;
    }
  }
  return false;
}

}  // namespace stripmeta::location
