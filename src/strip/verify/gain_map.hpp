// The second reader of what describes an HDR gain map: Adobe's, Google's and Apple's XMP, and ISO 21496-1.
//
// The canonical form of a packet is one rdf:Description with known properties: numbers in one form with at most 17
// digits, True, False, a version such as 1.0, and Apple's name of a gain map.
#pragma once

#include <cstdint>

#include "strip/base/bytes.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

// The packet of a gain map itself.
Verdict verify_gain_map_xmp(Bytes packet);

// The packet of the picture that a gain map follows. It may also hold what the policy keeps besides. If it is accepted,
// `length` is the gain map's size by it; 0 if it only holds the latter.
Verdict verify_container_xmp(Bytes packet, const Policy& policy, std::uint64_t& length);

// ISO 21496-1's data behind the signature of their segment: of a gain map all of them (annex C.2), of the picture
// before it the versions alone.
Verdict verify_gain_map_data(Bytes data, bool is_gain_map);

}  // namespace stripmeta::verify
