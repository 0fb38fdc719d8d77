// JPEGs with an HDR gain map built from bytes, for tests.
#pragma once

#include <string>

#include "support/cpp/jpeg_bytes.hpp"

namespace stripmeta::test {

inline const std::string gain_map_urn = lit("urn:iso:std:iso:ts:21496:-1\0");

// GainMapMetadata of ISO 21496-1: two headrooms, then five rationals for each channel.
inline std::string gain_map_metadata(int channels = 1, int more_flags = 0) {
  std::string out = be16(0) + be16(0) + bytes({(channels == 3 ? 0x80 : 0) | more_flags});
  for (int i = 0; i < 2 + 5 * channels; ++i) out += be32(static_cast<std::uint32_t>(i + 1)) + be32(100);
  return out;
}

inline std::string rdf(const std::string& attributes, const std::string& elements = "") {
  return "<?xpacket begin=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
         "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
         "xmlns:hdrgm='http://ns.adobe.com/hdr-gain-map/1.0/' xmlns:apdi='http://ns.apple.com/pixeldatainfo/1.0/' "
         "xmlns:HDRGainMap='http://ns.apple.com/HDRGainMap/1.0/' xmlns:xmp='http://ns.adobe.com/xap/1.0/' " +
         attributes + ">" + elements + "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";
}
inline const std::string ultra_hdr_xmp =
    rdf("hdrgm:Version='1.0' hdrgm:GainMapMin='-0.25' hdrgm:HDRCapacityMin='0' hdrgm:HDRCapacityMax='1.3' "
        "xmp:CreatorTool='a phone'",
        "<hdrgm:GainMapMax><rdf:Seq><rdf:li>1.5</rdf:li><rdf:li>2</rdf:li><rdf:li>2.5e-1</rdf:li></rdf:Seq>"
        "</hdrgm:GainMapMax>");
inline const std::string apple_xmp =
    rdf("xmp:CreateDate='2024-01-01'",
        "<apdi:AuxiliaryImageType>urn:com:apple:photo:2020:aux:hdrgainmap</apdi:AuxiliaryImageType>"
        "<HDRGainMap:HDRGainMapVersion>65536</HDRGainMap:HDRGainMapVersion>");

// An MPF segment that begins `before` bytes after the start of its picture. `first` and `second` are the sizes of the
// two pictures.
inline std::string mpf_of(std::size_t before, std::size_t first, std::size_t second, bool little = false) {
  const Tiff t{little};
  const std::string version = t.n16(0xB000) + t.n16(7) + t.n32(4) + "0100";
  const std::string entries = t.entry(0xB002, 7, 32, t.n32(50));
  return segment(0xE2, lit("MPF\0") + t.header() + t.ifd({version, t.long_entry(0xB001, 2), entries}) +
                           t.n32(0x030000) + t.n32(static_cast<std::uint32_t>(first)) + t.n32(0) + t.n32(0) + t.n32(0) +
                           t.n32(static_cast<std::uint32_t>(second)) +
                           t.n32(static_cast<std::uint32_t>(first - before - 8)) + t.n32(0));
}

// A picture with `front` after SOI, then `gap`, then the picture `second`.
inline std::string with_second(const std::string& front, const std::string& second, const std::string& gap = "",
                               bool little = false) {
  constexpr std::size_t mpf_size = 90;
  const std::size_t first = soi.size() + front.size() + mpf_size + picture.size() + gap.size();
  return soi + front + mpf_of(soi.size() + front.size(), first, second.size(), little) + picture + gap + second;
}

}  // namespace stripmeta::test
