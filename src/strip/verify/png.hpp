// The second reader of PNG and APNG (W3C PNG, third edition).
//
// The canonical form:
//   signature, IHDR
//   each at most once, in any order, with valid values and of exact length: gAMA, cHRM, sRGB, sBIT, cICP, mDCV, cLLI
//     and iCCP, not behind PLTE; mDCv, cLLi; bKGD; as the policy allows pHYs, npTc, npOl, npLb, eXIf, and iTXt and tEXt
//     about rights; PLTE if the picture is a palette picture, not longer than its depth allows, and before its tRNS and
//     bKGD; tRNS of a picture without alpha; acTL, and one fcTL behind it
//   tRNS may be longer than its colours by one zero, and a sample may have one bit above its depth in each byte
//   IDAT, one or several
//   of an animation fcTL, each followed by its fdAT, numbered without a gap, as many as acTL says; eXIf and texts that
//     were not before IDAT
//   IEND, empty, and nothing behind it
// Checksums are right. Those of picture data are checked if the chunk is short: one pass over long data is enough, and
// what strips has made it.
//
// What can still hold bytes: picture data, also behind the end of their zlib stream; palettes, and the colours that
// chunks name; the order of chunks; the numbers of a density, of an animation's delays and of Android's areas.
#pragma once

#include <memory>

#include "strip/verify/verifier.hpp"

namespace stripmeta::verify {

std::unique_ptr<Verifier> make_png_verifier(const Policy& policy);

}  // namespace stripmeta::verify
