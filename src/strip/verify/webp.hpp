// The second reader of WebP (RFC 9649; RFC 6386 for VP8).
//
// The canonical form:
//   RIFF with a size that is the file's, WEBP
//   a simple file: VP8 or VP8L, and nothing else
//   an extended file: VP8X with its reserved bits zero and a flag for each of what follows; ICCP if the policy allows
//     it; ALPH and VP8, or VP8L; or ANIM, and ANMF for each frame, with its picture in it; EXIF and XMP as the policy
//     allows
// Each chunk is as long as its fields; the padding of an odd one is zero.
//
// What can still hold bytes: coded pictures, also behind their end; the background's colour and how often the animation
// loops; the places and durations of frames.
#pragma once

#include "strip/verify/file.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

Verdict verify_webp(const File& file, const Policy& policy);

}  // namespace stripmeta::verify
