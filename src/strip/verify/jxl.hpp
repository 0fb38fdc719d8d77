// The second reader of JPEG XL (ISO/IEC 18181-1 and 18181-2). It reads a stream.
//
// A clean file is a bare codestream, or these boxes: the signature, the brand `jxl `, and in any order a level (jxll,
// one byte, 5 or 10), the codestream (jxlc, or jxlp numbered from 0 with a mark at the last), and a gain map (jhgm) if
// the policy keeps it. A codestream is read header by header, so that its end is known: nothing but zeros may follow
// it, and those only in a box that says its length. Bits of extensions are zero.
// What can still hold bytes: the sections of frames, names of frames and extra channels, the compressed colour profile,
// and numbers in the headers.
#pragma once

#include <memory>

#include "strip/verify/verifier.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::verify {

std::unique_ptr<Verifier> make_jxl_verifier(const Policy& policy);

}  // namespace stripmeta::verify
