// The second reader of a fresh Exif block (CIPA DC-008): a TIFF structure that holds nothing but what is shown.
//
// The canonical form: a TIFF header in either byte order, IFD0 at byte 8, the values of its entries behind it in the
// order of the entries, then the Exif IFD, then the interoperability IFD, each with no byte between and none behind.
//   IFD0     274 orientation 2 to 8 · 282, 283, 296 density in inches · 315, 33432 rights as visible text · 34665
//   Exif     40961 uncalibrated · 40962, 40963 size in pixels · 40965
//   interop  1 "R03"
// The fractions of the density are reduced. They have two decimals at most, or give the size in pixels exactly.
#pragma once

#include "strip/base/bytes.hpp"
#include "strip/verify/verdict.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

// `tiff` begins with the byte order. Offsets of the verdict are those within it.
Verdict verify_exif(Bytes tiff, const Policy& policy);

// Whether a value of Artist or Copyright is visible text that ends with a zero byte; Copyright has one or two parts.
bool is_rights_value(Bytes value);

}  // namespace stripmeta::verify
