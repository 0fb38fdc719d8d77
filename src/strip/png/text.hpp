// A PNG's text chunks: what they hold, judged by the keywords that software uses, and what stays of them. Nothing is
// inflated.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/grammar/grammar.hpp"
#include "strip/metadata/kept_xmp.hpp"
#include "strip/png/chunk.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::png {

inline constexpr std::string_view xmp_keyword = "XML:com.adobe.xmp";  // in iTXt (ISO 16684-3, PNG)

struct Text {
  Kind kind{Kind::text};
  HoldSet holds;
  Bytes xmp{};  // the packet, if the chunk is XMP and not compressed
};

// Reads a tEXt, zTXt or iTXt chunk (11.3.3). `front` is the beginning of the payload, or all of it.
Text read_text(Type type, Bytes front);

// The parts of such a chunk. `value` is a zlib stream if `compressed`.
struct TextParts {
  std::string_view keyword;
  bool compressed{false};
  Bytes value{};
};
TextParts split_text(Type type, Bytes payload);

// The block in a text with a keyword "Raw profile type ...", as ImageMagick and exiftool write it: "\nexif\n 1234\n",
// then hexadecimal digits. Empty if the text is not of this form.
std::vector<std::byte> read_raw_profile(Bytes value);

enum class KeptPart : std::uint8_t { none, xmp, author, copyright };

struct KeptText {
  KeptPart part{KeptPart::none};
  std::vector<std::byte> payload;  // of a new chunk of the same type; empty: nothing stays
  KeptXmp xmp;                     // if the part is xmp
};

// What the policy keeps of a whole tEXt, zTXt or iTXt payload: an XMP packet, or the keywords Author and Copyright
// (11.3.3.2). Compressed text goes.
KeptText keep_text(Type type, Bytes payload, const Policy& policy);

// The texts of a file that stay: the first of each part.
class KeptTexts {
 public:
  void clear() { parts_.clear(); }
  // As keep_text(), but nothing of a part that has been taken before.
  KeptText take(Type type, Bytes payload, const Policy& policy);

 private:
  std::vector<KeptPart> parts_;
};

// Shows the observer a text, whose chunk has the payload or its beginning.
void show_text(const Text& found, const Chunk& chunk, const Output& out);

// Reports the text as kept.
void report_kept_text(const KeptText& kept, Report& report);

}  // namespace stripmeta::png
