// The second reader of a fresh XMP packet (ISO 16684-1): authorship, rights and the projection of a panorama, written
// in one form.
#pragma once

#include "strip/base/bytes.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

// Offsets of the verdict are those within the packet.
Verdict verify_xmp(Bytes packet, const Policy& policy);

}  // namespace stripmeta::verify
