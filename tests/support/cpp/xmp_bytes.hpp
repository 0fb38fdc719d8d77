// XMP packets for tests.
#pragma once

#include <string>
#include <string_view>

namespace stripmeta::test {

inline const std::string rdf_uri = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
inline const std::string dc_uri = "http://purl.org/dc/elements/1.1/";
inline const std::string rights_uri = "http://ns.adobe.com/xap/1.0/rights/";
inline const std::string panorama_uri = "http://ns.google.com/photos/1.0/panorama/";
inline const std::string gain_map_uri = "http://ns.adobe.com/hdr-gain-map/1.0/";

// A packet with one rdf:Description, as Adobe's tools write it. `attributes` are in its start tag, `elements` between
// its tags.
inline std::string xmp_packet(std::string_view attributes, std::string_view elements = "") {
  return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"Core 5.6\">\n <rdf:RDF xmlns:rdf=\"" +
         rdf_uri + "\">\n  <rdf:Description rdf:about=\"\"\n xmlns:dc=\"" + dc_uri + "\"\n xmlns:xmpRights=\"" +
         rights_uri + "\"\n xmlns:GPano=\"" + panorama_uri + "\"\n xmlns:hdrgm=\"" + gain_map_uri + "\"\n " +
         std::string{attributes} + ">" + std::string{elements} + "</rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n" +
         std::string(80, ' ') + "\n<?xpacket end=\"w\"?>";
}

}  // namespace stripmeta::test
