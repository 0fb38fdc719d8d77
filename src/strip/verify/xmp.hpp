// The second reader of a fresh XMP packet (ISO 16684-1): authorship, rights and the projection of a panorama, written
// in one form.
#pragma once

#include <string_view>

#include "strip/base/bytes.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

// What a fresh packet begins and ends with, and how its description begins.
inline constexpr std::string_view packet_head =
    R"(<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">)";
inline constexpr std::string_view description_head = R"(<rdf:Description rdf:about="")";
inline constexpr std::string_view packet_tail = "</rdf:RDF></x:xmpmeta>";

// Offsets of the verdict are those within the packet.
Verdict verify_xmp(Bytes packet, const Policy& policy);

}  // namespace stripmeta::verify
