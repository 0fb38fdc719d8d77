// The second reader of fresh IPTC datasets (IIM 4.2), and of Photoshop's resources that hold nothing else.
#pragma once

#include "strip/base/bytes.hpp"
#include "strip/verify/verdict.hpp"

namespace stripmeta::verify {

// One resource 0x0404 without a name, with IPTC in it, padded to an even size. Offsets are those within `resources`.
Verdict verify_photoshop(Bytes resources);

// The datasets 1:90 (character set), 2:80 (by-line) and 2:116 (copyright notice) alone. Offsets are those within `iim`.
Verdict verify_iptc(Bytes iim);

}  // namespace stripmeta::verify
