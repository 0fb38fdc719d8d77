// The second reader of WebP (RFC 9649; RFC 6386 for VP8).
//
// The canonical form:
//   RIFF with a size that is the file's, WEBP
//   a simple file: VP8 or VP8L, and nothing else
//   an extended file: VP8X with its reserved bits zero, a flag for each of what follows, and the size of a still
//     picture; ICCP if the policy allows it; ALPH and VP8, or VP8L; or ANIM, and ANMF for each frame, with its picture
//     in it and of its size; EXIF and XMP as the policy allows
//   ALPH of a known compression, with its reserved bits and unknown preprocessing zero
// Each chunk is as long as its fields; the padding of an odd one is zero.
//
// What can still hold bytes: coded pictures, also behind their end; an alpha plane's filter and preprocessing; the flag
// that says alpha; an animation's canvas, its background and how often it loops; the places and durations of frames.
#pragma once

#include "strip/verify/file.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

Verdict verify_webp(const File& file, const Policy& policy);

}  // namespace stripmeta::verify
