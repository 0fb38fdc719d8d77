// The second reader of TIFF and BigTIFF (TIFF 6.0).
//
// The canonical form, with no byte between the parts except for a zero before an even offset, and none behind:
//   header   byte order, version, the offset of the first page, which follows
//   page     one after the other, each at an even offset:
//     directory   entries, ascending by tag, of the kept tags alone; the offset of the next page, or 0
//     values      that do not fit into their entries, in the order of the entries, each at an even offset
//     the colour profile, at an even offset
//     strips or tiles, in the order of their numbers
//     JPEG tables, at an even offset: those that a strip or tile of the page uses
// A profile, tables, a strip or a tile may also be those that an earlier page or entry has. A strip or tile that is
// left out has the offset 0 and the size 0.
//
// Coded samples are skipped without a look at them, except that the packets of PackBits are counted.
#pragma once

#include "strip/verify/file.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

Verdict verify_tiff(const File& file, const Policy& policy);

}  // namespace stripmeta::verify
