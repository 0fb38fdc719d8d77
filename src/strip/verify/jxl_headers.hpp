// The headers of a JPEG XL codestream, for its second reader (ISO/IEC 18181-1 Annexes A, E and F).
#pragma once

#include <cstdint>

#include "strip/verify/jxl_bits.hpp"

namespace stripmeta::verify {

struct JxlSize {
  std::uint64_t width{0};
  std::uint64_t height{0};
};

struct JxlImage {
  JxlSize size;
  JxlSize preview;            // nothing if there is none
  std::uint64_t channels{0};  // besides the colours
  bool is_animated{false};
  bool has_timecodes{false};
  bool is_xyb{true};
  bool has_profile{false};
  bool sets_free_bits{false};  // a bit of an extension is not zero
};

struct JxlFrame {
  std::uint64_t sections_size{0};  // bytes
  bool is_last{true};
  bool sets_free_bits{false};
};

// Each reads up to a whole byte. Check `bits` before you believe the result.
JxlImage read_jxl_image(JxlBits& bits);
JxlFrame read_jxl_frame(JxlBits& bits, const JxlImage& image, bool is_preview);

// A colour space (E.2), and a compressed profile (E.4). The first one returns whether a profile is to follow.
bool read_jxl_colour(JxlBits& bits);
void read_jxl_profile(JxlBits& bits);

}  // namespace stripmeta::verify
