// The second reader of JPEG 2000 (ISO/IEC 15444-1). It reads a stream.
//
// A clean file is the signature, a brand, jp2h, jp2c, and nothing else; or a bare codestream.
//   jp2h        ihdr, which says what the codestream says; then bpcc, colr, pclr, cmap, cdef, res, each as long as its
//               fields need, with zeros in free fields
//   codestream  SIZ, CAP, COD, COC, QCD, QCC, RGN, POC, PPM, PPT: each with valid numbers, with zeros in reserved bits,
//               and once; comments of zeros in headers of tile-parts; zeros behind EOC, if the box says its length
// What can still hold bytes: the data of tile-parts, packed packet headers (PPM, PPT), the order of packets (POC), the
// colours of a palette, and, if SIZ announces extensions, the segments of 15444-2.
#pragma once

#include <memory>

#include "strip/verify/verifier.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

std::unique_ptr<Verifier> make_jp2_verifier(const Policy& policy);
// Accepts a bare codestream only, such as an item of a HEIF or a strip of a TIFF.
std::unique_ptr<Verifier> make_jp2_codestream_verifier(const Policy& policy);

}  // namespace stripmeta::verify
