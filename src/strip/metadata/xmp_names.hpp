// The namespaces of XMP that are read and written, with their usual prefixes.
#pragma once

#include <array>
#include <string_view>

namespace stripmeta::xmp {

inline constexpr std::string_view rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
inline constexpr std::string_view meta = "adobe:ns:meta/";
inline constexpr std::string_view dc = "http://purl.org/dc/elements/1.1/";
inline constexpr std::string_view rights = "http://ns.adobe.com/xap/1.0/rights/";
inline constexpr std::string_view panorama = "http://ns.google.com/photos/1.0/panorama/";
inline constexpr std::string_view gain_map = "http://ns.adobe.com/hdr-gain-map/1.0/";

struct Namespace {
  std::string_view uri;
  std::string_view prefix;
};

// In the order in which a packet declares them.
inline constexpr std::array<Namespace, 4> written{{
    {dc, "dc"},
    {rights, "xmpRights"},
    {panorama, "GPano"},
    {gain_map, "hdrgm"},
}};

}  // namespace stripmeta::xmp
