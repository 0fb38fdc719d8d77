// What a PNG's text chunks are: what software writes there under agreed keywords, told without inflating anything.
#pragma once

#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/png/chunk.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::png {

inline constexpr std::string_view xmp_keyword = "XML:com.adobe.xmp";  // of an iTXt (ISO 16684-3, PNG)

struct Text {
  Kind kind{Kind::text};
  HoldSet holds;
  Bytes xmp{};  // the packet, where the chunk is XMP and is not compressed
};

// Of a tEXt, zTXt or iTXt chunk (11.3.3) whose payload starts with `front`.
Text read_text(Type type, Bytes front);

// The same chunk's parts. `value` is a zlib stream where `compressed`.
struct TextParts {
  std::string_view keyword;
  bool compressed{false};
  Bytes value{};
};
TextParts split_text(Type type, Bytes payload);

// What a text holds whose keyword is "Raw profile type ..." as ImageMagick and exiftool write it: "\nexif\n 1234\n" and
// hexadecimal digits. Empty where it is none.
std::vector<std::byte> read_raw_profile(Bytes value);

}  // namespace stripmeta::png
