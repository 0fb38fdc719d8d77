#include <algorithm>

#include "strip/jxl/entropy.hpp"
#include "strip/jxl/header.hpp"

namespace stripmeta::jxl {
namespace {

constexpr unsigned half_bits = 16;  // of a number with a fraction, F16

// Table A.2: the width by the height.
std::uint32_t width_by_ratio(std::uint32_t height, unsigned ratio) {
  struct Ratio {
    std::uint64_t over;
    std::uint64_t under;
  };
  constexpr std::array<Ratio, 8> ratios{{{0, 1}, {1, 1}, {12, 10}, {4, 3}, {3, 2}, {16, 9}, {5, 4}, {2, 1}}};
  const auto& of = ratios.at(ratio);
  return static_cast<std::uint32_t>(height * of.over / of.under);
}

// A.3
Size read_size(BitReader& bits) {
  constexpr Ways ways{{{1, 9}, {1, 13}, {1, 18}, {1, 30}}};
  const bool is_small = bits.flag();
  const auto side = [&] { return is_small ? (bits.bits(5) + 1) * 8 : bits.u32(ways); };
  const auto height = side();
  const auto ratio = bits.bits(3);
  return {ratio == 0 ? side() : width_by_ratio(height, ratio), height};
}

// A.4
Size read_preview_size(BitReader& bits) {
  const bool by_eight = bits.flag();
  const auto side = [&] {
    return by_eight ? bits.u32({{{16, 0}, {32, 0}, {1, 5}, {33, 9}}}) * 8
                    : bits.u32({{{1, 6}, {65, 8}, {321, 10}, {1345, 12}}});
  };
  const auto height = side();
  const auto ratio = bits.bits(3);
  return {ratio == 0 ? side() : width_by_ratio(height, ratio), height};
}

void read_depth(BitReader& bits) {
  if (!bits.flag()) {
    bits.u32({{{8, 0}, {10, 0}, {12, 0}, {1, 6}}});
    return;
  }
  bits.u32({{{32, 0}, {16, 0}, {24, 0}, {1, 6}}});
  bits.bits(4);
}

void read_extra_channel(BitReader& bits) {
  enum Type : std::uint8_t { alpha = 0, spot_colour = 2, colour_filter = 5 };
  if (bits.flag()) return;
  const auto type = bits.enumerated();
  read_depth(bits);
  bits.u32({{{0, 0}, {3, 0}, {4, 0}, {1, 3}}});
  bits.skip(std::uint64_t{8} * bits.u32({{{0, 0}, {0, 4}, {16, 5}, {48, 10}}}));  // the name
  if (type == alpha) bits.flag();
  if (type == spot_colour) bits.skip(std::uint64_t{4} * half_bits);
  if (type == colour_filter) bits.u32({{{1, 0}, {0, 2}, {3, 4}, {19, 8}}});
}

void read_animation(BitReader& bits, ImageHeader& header) {
  header.is_animated = true;
  bits.u32({{{100, 0}, {1000, 0}, {1, 10}, {1, 30}}});
  bits.u32({{{1, 0}, {1001, 0}, {1, 8}, {1, 10}}});
  bits.u32({{{0, 0}, {0, 3}, {0, 16}, {0, 32}}});
  header.has_timecodes = bits.flag();
}

void read_tone_mapping(BitReader& bits) {
  if (bits.flag()) return;
  bits.skip(std::uint64_t{2} * half_bits);
  bits.flag();
  bits.skip(half_bits);
}

void read_metadata(BitReader& bits, ImageHeader& header) {
  if (bits.flag()) return;
  const bool has_more = bits.flag();
  if (has_more) {
    bits.bits(3);  // orientation
    if (bits.flag()) read_size(bits);
    if (bits.flag()) header.preview = read_preview_size(bits);
    if (bits.flag()) read_animation(bits, header);
  }
  read_depth(bits);
  bits.flag();
  header.extra_channels = bits.u32({{{0, 0}, {1, 0}, {2, 4}, {1, 12}}});
  for (std::uint32_t i = 0; i < header.extra_channels && bits.is_good(); ++i) read_extra_channel(bits);
  header.is_xyb = bits.flag();
  header.has_profile = read_colour(bits);
  if (has_more) read_tone_mapping(bits);
  read_extensions(bits, header.free_bits);
}

// E.3: matrices and weights other than the usual ones.
void read_transform(BitReader& bits, bool is_xyb) {
  constexpr std::uint64_t matrix_numbers = 16;
  constexpr std::array<std::uint64_t, 3> weights{15, 55, 210};
  if (bits.flag()) return;
  if (is_xyb && !bits.flag()) bits.skip(matrix_numbers * half_bits);
  const auto given = bits.bits(3);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if ((given >> i & 1U) != 0) bits.skip(weights.at(i) * half_bits);
  }
}

void read_point(BitReader& bits) {
  constexpr Ways ways{{{0, 19}, {0x80000, 19}, {0x100000, 20}, {0x200000, 21}}};
  bits.u32(ways);
  bits.u32(ways);
}

// The context of a byte of a profile, by the two bytes before it (E.4.1).
std::size_t profile_context(std::uint64_t index, unsigned last, unsigned before) {
  constexpr std::uint64_t head = 128;
  const auto is_letter = [](unsigned c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_number = [](unsigned c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; };
  if (index <= head) return 0;
  std::size_t first = 7;
  if (is_letter(last)) {
    first = 0;
  } else if (is_number(last)) {
    first = 1;
  } else if (last < 16) {
    first = last < 2 ? last + 2 : 4;
  } else if (last > 240) {
    first = last == 255 ? 6 : 5;
  }
  std::size_t second = 4;
  if (is_letter(before)) {
    second = 0;
  } else if (is_number(before)) {
    second = 1;
  } else if (before < 16) {
    second = 2;
  } else if (before > 240) {
    second = 3;
  }
  return 1 + first + second * 8;
}

}  // namespace

void read_extensions(BitReader& bits, std::vector<FreeBits>& free_bits) {
  constexpr unsigned most = 64;
  constexpr std::uint64_t greatest = std::uint64_t{1} << 32U;
  const auto given = bits.u64();
  std::uint64_t count = 0;
  for (unsigned i = 0; i < most && bits.is_good(); ++i) {
    const auto size = (given >> i & 1U) != 0 ? bits.u64() : 0;
    if (size > greatest) bits.set_bad();
    count += size;
  }
  if (bits.is_good() && count > 0) free_bits.push_back({bits.at(), count});
  bits.skip(count);
}

bool read_colour(BitReader& bits) {
  enum Space : std::uint8_t { grey = 1, xyb = 2 };
  constexpr std::uint32_t custom = 2;
  constexpr unsigned gamma_bits = 24;
  if (bits.flag()) return false;
  const bool has_profile = bits.flag();
  const auto space = bits.enumerated();
  if (has_profile) return true;
  if (space != xyb && bits.enumerated() == custom) read_point(bits);
  if (space != xyb && space != grey && bits.enumerated() == custom) {
    for (int i = 0; i < 3; ++i) read_point(bits);
  }
  if (space != xyb) {
    if (bits.flag()) {
      bits.bits(gamma_bits);
    } else {
      bits.enumerated();
    }
  }
  bits.enumerated();  // intent
  return false;
}

void read_profile(BitReader& bits) {
  constexpr std::uint64_t longest = 1U << 24U;
  constexpr std::size_t contexts = 41;
  const auto size = bits.u64();
  if (size > longest) bits.set_bad();
  if (!bits.is_good()) return;
  EntropyReader reader{bits, contexts};
  unsigned last = 0;
  unsigned before = 0;
  for (std::uint64_t i = 0; i < size && bits.is_good(); ++i) {
    const auto value = reader.number(profile_context(i, last, before)) & 0xFFU;
    before = last;
    last = value;
  }
  if (bits.is_good()) reader.finish();
}

ImageHeader read_image_header(BitReader& bits) {
  constexpr std::uint32_t signature = 0x0AFF;
  ImageHeader header;
  if (bits.bits(16) != signature) bits.set_bad();
  header.size = read_size(bits);
  read_metadata(bits, header);
  read_transform(bits, header.is_xyb);
  if (header.has_profile && bits.is_good()) read_profile(bits);
  bits.align();
  return header;
}

}  // namespace stripmeta::jxl
