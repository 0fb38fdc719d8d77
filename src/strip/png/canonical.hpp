// The one form in which a chunk before the picture data stays: its fields are read, values that decoders ignore make it
// go, and what no decoder reads is cut or zeroed (W3C PNG, third edition, 11.2.2 and 11.3).
//
//   PLTE              cut to the entries that the depth can index
//   tRNS              as many entries as the palette has, or one colour. One that is longer stays longer by one zero,
//                     because libpng ignores it for that, and other decoders read its beginning. Of a sample's bits
//                     above the depth, one of each byte stays: libpng masks them, and other decoders compare them
//   bKGD              an entry of the palette, or a colour within the depth
//   sBIT              1 to the depth, for each channel
//   gAMA, cHRM, sRGB  as libpng reads them: a gamma of 0.00016 to 6250, chromaticities in the unit triangle, an intent
//   cICP              code points of H.273 that are assigned, RGB, a flag
//   mDCV              primaries that a display can have or none, a white point likewise, at most 10,000 cd/m2
//   cLLI              at most 10,000 cd/m2
//   pHYs              at least one pixel per unit and at most 10^8, a unit that the standard has
//   acTL              at least one frame; more runs than anybody sees become 0, which means "forever"
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/png/chunk.hpp"

namespace stripmeta::png {

// How many bytes of a chunk's payload can stay at most; SIZE_MAX if the type has no limit.
std::size_t longest_payload(Type type);
// Whether a chunk before the picture data, other than iCCP and eXIf, may have this length, or is cut to what may stay.
bool is_sized(Type type, std::uint32_t length);

// The payload as it stays; nullopt if the chunk goes. `payload` may be cut to longest_payload(). `entries` is the size
// of the palette so far, in colours. Returns types that it does not know as they are.
std::optional<std::vector<std::byte>> canonical_payload(Type type, Bytes payload, const Frame& frame,
                                                        std::size_t entries);

// Whether tRNS is longer than the colours that it is for.
bool is_long_transparency(Bytes payload, const Frame& frame, std::size_t entries);

// Whether a pHYs that goes says nothing: ffmpeg writes 0 to 1 if it knows no shape of pixels.
bool is_empty_density(Type type, Bytes payload);

}  // namespace stripmeta::png
