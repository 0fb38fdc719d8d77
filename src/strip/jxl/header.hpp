// The headers of a JPEG XL codestream (ISO/IEC 18181-1 Annexes A to F): all that says where the codestream ends.
//
//   signature     FF 0A
//   image header  size, metadata (depth, channels, colour, animation, ...), and the ICC profile if there is one
//   frames        the first one is the preview, if there is one; one of them says that it is the last
//
// A frame is a frame header, the table of its sections' sizes (TOC), and its sections. Each of the three begins in a
// byte of its own, or, as the table does, right behind the one before.
//
// Everything is read, and nothing is interpreted except what the sizes depend on.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/base/bytes.hpp"
#include "strip/jxl/bit_reader.hpp"

namespace stripmeta::jxl {

struct Size {
  std::uint32_t width{0};
  std::uint32_t height{0};
};

// Bits of a header that nobody reads: extensions of a future version.
struct FreeBits {
  std::uint64_t at;
  std::uint64_t count;
};

struct ImageHeader {
  Size size;
  Size preview;  // 0 x 0 if there is none
  std::uint32_t extra_channels{0};
  bool is_animated{false};
  bool has_timecodes{false};
  bool is_xyb{true};
  bool has_profile{false};
  std::vector<FreeBits> free_bits;
};

struct Frame {
  std::uint64_t sections_size{0};  // bytes of all sections
  bool is_last{false};
  std::vector<FreeBits> free_bits;
};

// Both read up to the first byte behind the header, at which `bits` stands then. If `bits` is cut, or bad, the result
// means nothing. The image header is read with its signature, the frame with its TOC.
ImageHeader read_image_header(BitReader& bits);
Frame read_frame(BitReader& bits, const ImageHeader& image, bool is_preview);

// What a header may have at its end (B.3): the bits are counted, and no version defines any.
void read_extensions(BitReader& bits, std::vector<FreeBits>& free_bits);

// How the colour is written (E.2). Returns whether a profile says the rest.
bool read_colour(BitReader& bits);
// A profile (E.4), up to the end of its last bit.
void read_profile(BitReader& bits);

}  // namespace stripmeta::jxl
