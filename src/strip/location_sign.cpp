#include "strip/location_sign.hpp"

#include <algorithm>
#include <array>

#include "strip/xml_range.hpp"

namespace stripmeta::location {
namespace {

// In any namespace: exif, drone-dji (which writes "Longtitude" too), Camera, drone-parrot, Darwin Core.
constexpr std::array<std::string_view, 5> parts{"GPS", "Latitude", "Longitude", "Longtitude", "Altitude"};

// Photoshop's, IPTC Core's and IPTC Extension's ("Location structure"), and others' after them.
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

struct Property {
  std::string_view uri;
  std::string_view name;  // "": all of them
};
constexpr std::string_view prism = "http://prismstandard.org/namespaces/";  // several versions and parts
constexpr auto properties = std::to_array<Property>({
    {prism, "city"},
    {prism, "country"},
    {prism, "location"},
    {prism, "state"},
    {"http://developer.sonyericsson.com/cell/1.0/", ""},  // the tower that the phone was at
    {"http://purl.org/dc/terms/", "spatial"},
    {"http://ns.adobe.com/AdobeIllustrator/10.0/", "pgf"},  // the whole drawing again, compressed
});

// Darwin Core's class Location.
constexpr std::string_view darwin = "http://rs.tdwg.org/dwc/";
constexpr std::array<std::string_view, 13> darwin_fields{
    "locationID",  "higherGeography", "continent", "waterBody", "islandGroup",  "island",          "country",
    "countryCode", "stateProvince",   "county",    "locality",  "municipality", "verbatimLocality"};

constexpr auto signs = std::to_array<std::string_view>({
    "GPS",
    "Latitude",
    "latitude",
    "LATITUDE",
    "com.apple.quicktime.location",
    "MCC_Data",  // Samsung's trailer: the country of the network
    {"Exif\0", 5},
    "ns.adobe.com/xap",
    "xmpmeta",
    "rdf:RDF",
    "8BIM",
    "ftyp",
    "moov",
    "AVI LIST",
    "\xA9xyz",
    "loci",
    "AXS!",  // AFCP: IPTC in a trailer
    "AXS*",
    "\xA1\xB2\xC3\xD4",  // FotoStation
    "cbipcbbl",          // PhotoMechanic
    "0MIE",
    {"FLIR\0", 5},   // thermal cameras: a record of positions among others
    {"RMETA\0", 6},  // Ricoh's: fields that their user names, the place among them
    {"PK\x03\x04", 4},
});

template <typename Names>
bool has(const Names& table, std::string_view name) {
  return std::ranges::find(table, name) != table.end();
}

}  // namespace

bool is_place(std::string_view uri, std::string_view local) {
  const auto holds = [&](std::string_view part) { return xml::find_word(local, part) != std::string_view::npos; };
  if (std::ranges::any_of(parts, holds)) return true;
  if (has(names, local)) return true;
  if (uri.starts_with(darwin)) return has(darwin_fields, local);
  return std::ranges::any_of(properties, [&](const Property& row) {
    return uri.starts_with(row.uri) && (row.name.empty() || row.name == local);
  });
}

bool is_place_keyword(std::string_view keyword) {
  const auto colon = keyword.rfind(':');
  const auto local = colon == std::string_view::npos ? keyword : keyword.substr(colon + 1);
  return is_place({}, local);
}

bool may_hold_place(Bytes bytes) {
  return std::ranges::any_of(signs, [&](std::string_view sign) { return contains(bytes, sign); });
}

}  // namespace stripmeta::location
