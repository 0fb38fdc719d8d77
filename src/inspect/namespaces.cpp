#include "inspect/namespaces.hpp"

#include <algorithm>
#include <array>

namespace stripmeta::inspection {
namespace {

struct Namespace {
  std::string_view uri;
  std::string_view prefix;
};

constexpr std::array namespaces{
    Namespace{"adobe:ns:meta/", "x"},
    Namespace{"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"},
    Namespace{"http://cipa.jp/exif/1.0/", "exifEX"},
    Namespace{"http://creativecommons.org/ns#", "cc"},
    Namespace{"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore"},
    Namespace{"http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt"},
    Namespace{"http://ns.acdsee.com/iptc/1.0/", "acdsee"},
    Namespace{"http://ns.adobe.com/camera-raw-settings/1.0/", "crs"},
    Namespace{"http://ns.adobe.com/exif/1.0/", "exif"},
    Namespace{"http://ns.adobe.com/exif/1.0/aux/", "aux"},
    Namespace{"http://ns.adobe.com/hdr-gain-map/1.0/", "hdrgm"},
    Namespace{"http://ns.adobe.com/lightroom/1.0/", "lr"},
    Namespace{"http://ns.adobe.com/pdf/1.3/", "pdf"},
    Namespace{"http://ns.adobe.com/photoshop/1.0/", "photoshop"},
    Namespace{"http://ns.adobe.com/tiff/1.0/", "tiff"},
    Namespace{"http://ns.adobe.com/xap/1.0/", "xmp"},
    Namespace{"http://ns.adobe.com/xap/1.0/bj/", "xmpBJ"},
    Namespace{"http://ns.adobe.com/xap/1.0/g/img/", "xmpGImg"},
    Namespace{"http://ns.adobe.com/xap/1.0/mm/", "xmpMM"},
    Namespace{"http://ns.adobe.com/xap/1.0/rights/", "xmpRights"},
    Namespace{"http://ns.adobe.com/xap/1.0/sType/Dimensions#", "stDim"},
    Namespace{"http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "stEvt"},
    Namespace{"http://ns.adobe.com/xap/1.0/sType/ResourceRef#", "stRef"},
    Namespace{"http://ns.adobe.com/xap/1.0/t/pg/", "xmpTPg"},
    Namespace{"http://ns.adobe.com/xmp/note/", "xmpNote"},
    Namespace{"http://ns.adobe.com/xmp/sType/Area#", "stArea"},
    Namespace{"http://ns.adobe.com/xmp/1.0/DynamicMedia/", "xmpDM"},
    Namespace{"http://ns.apple.com/faceinfo/1.0/", "apple-fi"},
    Namespace{"http://ns.apple.com/HDRGainMap/1.0/", "HDRGainMap"},
    Namespace{"http://ns.google.com/photos/1.0/audio/", "GAudio"},
    Namespace{"http://ns.google.com/photos/1.0/camera/", "GCamera"},
    Namespace{"http://ns.google.com/photos/1.0/container/", "Container"},
    Namespace{"http://ns.google.com/photos/1.0/container/item/", "Item"},
    Namespace{"http://ns.google.com/photos/1.0/depthmap/", "GDepth"},
    Namespace{"http://ns.google.com/photos/1.0/image/", "GImage"},
    Namespace{"http://ns.google.com/photos/1.0/panorama/", "GPano"},
    Namespace{"http://ns.microsoft.com/photo/1.0", "MicrosoftPhoto"},
    Namespace{"http://ns.microsoft.com/photo/1.0/", "MicrosoftPhoto"},
    Namespace{"http://ns.microsoft.com/photo/1.2/", "MP"},
    Namespace{"http://ns.microsoft.com/photo/1.2/t/Region#", "MPReg"},
    Namespace{"http://ns.microsoft.com/photo/1.2/t/RegionInfo#", "MPRI"},
    Namespace{"http://ns.useplus.org/ldf/xmp/1.0/", "plus"},
    Namespace{"http://purl.org/dc/elements/1.1/", "dc"},
    Namespace{"http://www.digikam.org/ns/1.0/", "digiKam"},
    Namespace{"http://www.metadataworkinggroup.com/schemas/keywords/", "mwg-kw"},
    Namespace{"http://www.metadataworkinggroup.com/schemas/regions/", "mwg-rs"},
};

constexpr std::size_t max_declarations = 256;

std::string_view standard_prefix(std::string_view uri) {
  const auto found = std::ranges::find(namespaces, uri, &Namespace::uri);
  return found != namespaces.end() ? found->prefix : std::string_view{};
}

}  // namespace

std::size_t Namespaces::enter(pugi::xml_node element) {
  constexpr std::string_view declaration = "xmlns";
  const std::size_t mark = declared_.size();
  for (const auto& attribute : element.attributes()) {
    std::string_view name = attribute.name();
    if (!name.starts_with(declaration) || declared_.size() == max_declarations) continue;
    name.remove_prefix(declaration.size());
    if (!name.empty() && name.front() != ':') continue;
    declared_.push_back({name.empty() ? name : name.substr(1), standard_prefix(attribute.value())});
  }
  return mark;
}

std::string Namespaces::canonical(std::string_view name) const {
  const auto colon = name.find(':');
  const bool prefixed = colon != std::string_view::npos;
  const std::string_view prefix = prefixed ? name.substr(0, colon) : std::string_view{};
  // The innermost declaration counts.
  const auto declared = std::ranges::find(declared_.rbegin(), declared_.rend(), prefix, &Declaration::prefix);
  if (declared == declared_.rend() || declared->canonical.empty()) return std::string(name);
  return std::string(declared->canonical) + ":" + std::string(prefixed ? name.substr(colon + 1) : name);
}

}  // namespace stripmeta::inspection
