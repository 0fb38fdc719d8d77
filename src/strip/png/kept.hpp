// What a policy keeps of a PNG's texts: an XMP packet, and the keywords Author and Copyright (PNG 11.3.3.2).
#pragma once

#include <cstdint>
#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/metadata/kept_xmp.hpp"
#include "strip/png/chunk.hpp"

namespace stripmeta::png {

enum class KeptPart : std::uint8_t { none, xmp, author, copyright };

struct KeptText {
  KeptPart part{KeptPart::none};
  std::vector<std::byte> payload;  // of a fresh chunk of the source's type
  KeptXmp xmp;                     // where it is one
};

// Of a whole tEXt, zTXt or iTXt payload. What is compressed goes.
KeptText keep_text(Type type, Bytes payload, const Policy& policy);

// The rows of such a chunk.
void report_kept_text(const KeptText& kept, Report& report);

}  // namespace stripmeta::png
