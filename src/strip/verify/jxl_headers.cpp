#include "strip/verify/jxl_headers.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "strip/verify/jxl_numbers.hpp"

namespace stripmeta::verify {
namespace {

constexpr std::uint64_t most_entries = std::uint64_t{1} << 23U;

std::uint64_t parts_of(std::uint64_t whole, std::uint64_t part) {
  return whole / part + (whole % part != 0 ? 1 : 0);
}

std::uint64_t by_aspect(std::uint64_t height, unsigned aspect) {
  switch (aspect) {
    case 1: return height;
    case 2: return height * 6 / 5;
    case 3: return height * 4 / 3;
    case 4: return height * 3 / 2;
    case 5: return height * 16 / 9;
    case 6: return height * 5 / 4;
    default: return height * 2;
  }
}

template <typename Side>
auto read_sides(JxlBits& bits, Side side) {
  struct {
    std::uint64_t width, height;
  } sides{};
  sides.height = side();
  const auto aspect = bits.take(3);
  sides.width = aspect == 0 ? side() : by_aspect(sides.height, aspect);
  return sides;
}

auto read_full_size(JxlBits& bits) {
  const bool is_small = bits.bit();
  return read_sides(bits, [&]() -> std::uint64_t {
    return is_small ? 8 * (bits.take(5) + 1) : bits.choose({1, 9}, {1, 13}, {1, 18}, {1, 30});
  });
}

auto read_preview_size(JxlBits& bits) {
  const bool in_eights = bits.bit();
  return read_sides(bits, [&]() -> std::uint64_t {
    if (in_eights) return std::uint64_t{8} * bits.choose({16, 0}, {32, 0}, {1, 5}, {33, 9});
    return bits.choose({1, 6}, {65, 8}, {321, 10}, {1345, 12});
  });
}

void read_sample_format(JxlBits& bits) {
  if (bits.bit()) {
    bits.choose({32, 0}, {16, 0}, {24, 0}, {1, 6});
    bits.take(4);
  } else {
    bits.choose({8, 0}, {10, 0}, {12, 0}, {1, 6});
  }
}

void read_name(JxlBits& bits) {
  bits.pass(std::uint64_t{8} * bits.choose({0, 0}, {0, 4}, {16, 5}, {48, 10}));
}

void read_channel(JxlBits& bits) {
  if (bits.bit()) return;
  const auto kind = bits.kind();
  read_sample_format(bits);
  bits.choose({0, 0}, {3, 0}, {4, 0}, {1, 3});
  read_name(bits);
  if (kind == 0) bits.bit();
  if (kind == 2) bits.pass(64);
  if (kind == 5) bits.choose({1, 0}, {0, 2}, {3, 4}, {19, 8});
}

// Returns whether a bit of an extension is set.
bool read_extensions(JxlBits& bits) {
  const auto present = bits.large();
  std::uint64_t total = 0;
  for (auto left = present; left != 0 && bits.is_fine(); left &= left - 1) {
    const auto size = bits.large();
    if (size >> 33U != 0) bits.wrong = true;
    total += size;
  }
  bool is_set = false;
  while (total > 0 && bits.is_fine()) {
    const auto width = static_cast<unsigned>(std::min<std::uint64_t>(total, 32));
    is_set = bits.take(width) != 0 || is_set;
    total -= width;
  }
  return is_set;
}

unsigned letter_class(unsigned byte, bool is_last) {
  const bool is_letter = (byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z';
  if (is_letter) return 0;
  if ((byte >= '0' && byte <= '9') || byte == '.' || byte == ',') return 1;
  if (!is_last) return byte < 16 ? 2 : byte > 240 ? 3 : 4;
  if (byte < 16) return std::min(byte + 2, 4U);
  return byte == 255 ? 6 : byte > 240 ? 5 : 7;
}

void read_metadata(JxlBits& bits, JxlImage& image) {
  if (bits.bit()) return;
  const bool has_more = bits.bit();
  if (has_more) {
    bits.take(3);
    if (bits.bit()) read_full_size(bits);
    if (bits.bit()) {
      const auto sides = read_preview_size(bits);
      image.preview = {sides.width, sides.height};
    }
    image.is_animated = bits.bit();
    if (image.is_animated) {
      bits.choose({100, 0}, {1000, 0}, {1, 10}, {1, 30});
      bits.choose({1, 0}, {1001, 0}, {1, 8}, {1, 10});
      bits.choose({0, 0}, {0, 3}, {0, 16}, {0, 32});
      image.has_timecodes = bits.bit();
    }
  }
  read_sample_format(bits);
  bits.bit();
  image.channels = bits.choose({0, 0}, {1, 0}, {2, 4}, {1, 12});
  for (std::uint64_t i = 0; i < image.channels && bits.is_fine(); ++i) read_channel(bits);
  image.is_xyb = bits.bit();
  image.has_profile = read_jxl_colour(bits);
  if (has_more && !bits.bit()) bits.pass(49);
  image.sets_free_bits = read_extensions(bits);
}

// Reads a frame's header and the table of its sections.
class FrameReader {
 public:
  FrameReader(JxlBits& bits, const JxlImage& image, bool is_preview)
      : bits_(bits), image_(image), whole_(is_preview ? image.preview : image.size), own_(whole_) {}

  JxlFrame run() {
    if (!bits_.bit()) read_fields();
    const auto entries = count_entries();
    if (entries > most_entries) bits_.wrong = true;
    if (bits_.is_fine() && bits_.bit() && bits_.has(12 * entries)) read_permutation(entries);
    bits_.to_byte();
    for (std::uint64_t i = 0; i < entries && bits_.is_fine(); ++i) {
      frame_.sections_size += bits_.choose({0, 10}, {1024, 14}, {17408, 22}, {4211712, 30});
    }
    bits_.to_byte();
    return frame_;
  }

 private:
  enum Type : std::uint8_t { regular, low_frequency, reference, regular_at_once };

  void read_fields() {
    type_ = bits_.take(2);
    is_modular_ = bits_.bit();
    const auto flags = bits_.large();
    const bool is_ycbcr = !image_.is_xyb && bits_.bit();
    if ((flags & 0x20U) == 0) read_scales(is_ycbcr);
    if (is_modular_) {
      group_exponent_ = 7 + bits_.take(2);
    } else if (image_.is_xyb) {
      bits_.take(6);
    }
    if (type_ != reference) read_passes();
    if (type_ == low_frequency) {
      shrink_ = 3 * (bits_.take(2) + 1);
    } else if (bits_.bit()) {
      read_place();
    }
    if (is_shown()) read_composition();
    frame_.is_last = is_shown() && bits_.bit();
    const auto saved = type_ != low_frequency && !frame_.is_last ? bits_.take(2) : 0;
    const bool can_be_used = !frame_.is_last && (duration_ == 0 || saved != 0);
    if (type_ == reference || (is_shown() && can_be_used && replaces_ && !is_part_)) bits_.bit();
    read_name(bits_);
    read_restoration();
    note_extensions();
  }

  bool is_shown() const { return type_ == regular || type_ == regular_at_once; }
  void note_extensions() { frame_.sets_free_bits = read_extensions(bits_) || frame_.sets_free_bits; }

  void read_scales(bool is_ycbcr) {
    for (int i = 0; i < 3 && is_ycbcr; ++i) {
      const auto mode = bits_.take(2);
      if (mode == 1 || mode == 2) wide_shift_ = 1;
      if (mode == 1 || mode == 3) high_shift_ = 1;
    }
    upsampling_ = std::uint64_t{1} << bits_.take(2);
    bits_.pass(2 * image_.channels);
  }

  void read_passes() {
    passes_ = bits_.choose({1, 0}, {2, 0}, {3, 0}, {4, 3});
    if (passes_ == 1) return;
    const auto steps = bits_.choose({0, 0}, {1, 0}, {2, 0}, {3, 1});
    bits_.pass(2 * (passes_ - 1) + std::uint64_t{2} * steps);
    for (std::uint32_t i = 0; i < steps; ++i) bits_.choose({0, 0}, {1, 0}, {2, 0}, {0, 3});
  }

  // The frame's corner, if it is shown, and its size.
  void read_place() {
    const auto number = [&] { return bits_.choose({0, 8}, {256, 11}, {2304, 14}, {18688, 30}); };
    std::array<std::int64_t, 2> corner{};
    for (auto& side : corner) {
      const std::int64_t folded = is_shown() ? number() : 0;
      side = (folded & 1) != 0 ? -(folded + 1) / 2 : folded / 2;
    }
    const std::uint64_t width = number();
    const std::uint64_t height = number();
    const auto covers = [](std::int64_t from, std::uint64_t size, std::uint64_t end) {
      return from <= 0 && from + static_cast<std::int64_t>(size) >= static_cast<std::int64_t>(end);
    };
    is_part_ = is_shown() && !(covers(corner[0], width, whole_.width) && covers(corner[1], height, whole_.height));
    if (width > 0) own_.width = width;
    if (height > 0) own_.height = height;
  }

  // How the frame is laid over others, and for how long it is shown.
  void read_composition() {
    for (std::uint64_t i = 0; i <= image_.channels && bits_.is_fine(); ++i) {
      const auto mode = bits_.choose({0, 0}, {1, 0}, {2, 0}, {3, 2});
      const bool has_alpha = image_.channels > 0 && (mode == 2 || mode == 3);
      if (has_alpha) bits_.choose({0, 0}, {1, 0}, {2, 0}, {3, 3});
      if (has_alpha || mode == 4) bits_.bit();
      if (mode > 0 || is_part_) bits_.take(2);
      if (i == 0) replaces_ = mode == 0;
    }
    if (image_.is_animated) duration_ = bits_.choose({0, 0}, {1, 0}, {0, 8}, {0, 32});
    if (image_.has_timecodes) bits_.take(32);
  }

  void read_restoration() {
    if (bits_.bit()) return;
    if (bits_.bit() && bits_.bit()) bits_.pass(6 * 16);
    if (bits_.take(2) != 0) {
      if (!is_modular_ && bits_.bit()) bits_.pass(8 * 16);
      if (bits_.bit()) bits_.pass(5 * 16);
      if (bits_.bit()) bits_.pass(is_modular_ ? 3 * 16 : 4 * 16);
      if (is_modular_) bits_.pass(16);
    }
    note_extensions();
  }

  std::uint64_t count_entries() const {
    const auto scaled = [&](std::uint64_t side) {
      return parts_of(parts_of(side, std::uint64_t{1} << shrink_), upsampling_);
    };
    const auto group = std::uint64_t{1} << group_exponent_;
    const auto low = [&](std::uint64_t side, unsigned shift) {
      return parts_of(parts_of(scaled(side), std::uint64_t{8} << shift) << shift, group);
    };
    const auto groups = parts_of(scaled(own_.width), group) * parts_of(scaled(own_.height), group);
    if (groups == 1 && passes_ == 1) return 1;
    return 2 + low(own_.width, wide_shift_) * low(own_.height, high_shift_) + groups * passes_;
  }

  // The order of sections, as digits of a permutation's number.
  void read_permutation(std::uint64_t entries) {
    constexpr std::size_t contexts = 8;
    const auto context = [](std::uint64_t value) {
      return std::min<std::size_t>(contexts - 1, static_cast<std::size_t>(std::bit_width(value)));
    };
    JxlNumbers numbers{bits_, contexts};
    const std::uint64_t moved = numbers.next(context(entries));
    if (moved > entries) bits_.wrong = true;
    std::uint64_t digit = 0;
    for (std::uint64_t i = 0; i < moved && bits_.is_fine(); ++i) {
      digit = numbers.next(context(digit));
      if (digit + i >= entries) bits_.wrong = true;
    }
    numbers.close();
  }

  JxlBits& bits_;
  const JxlImage& image_;
  JxlSize whole_;  // of the picture or the preview
  JxlSize own_;
  JxlFrame frame_{};
  unsigned type_{regular};
  bool is_modular_{false};
  unsigned group_exponent_{8};
  std::uint64_t passes_{1};
  std::uint64_t upsampling_{1};
  unsigned shrink_{0};      // of a low-frequency frame
  unsigned wide_shift_{0};  // of subsampled colours
  unsigned high_shift_{0};
  std::uint64_t duration_{0};
  bool is_part_{false};
  bool replaces_{true};
};

}  // namespace

bool read_jxl_colour(JxlBits& bits) {
  const auto coordinates = [&](int points) {
    for (int i = 0; i < 2 * points; ++i) bits.choose({0, 19}, {1U << 19U, 19}, {1U << 20U, 20}, {1U << 21U, 21});
  };
  if (bits.bit()) return false;
  const bool is_profile = bits.bit();
  const auto space = bits.kind();
  if (is_profile) return true;
  if (space != 2) {
    if (bits.kind() == 2) coordinates(1);
    if (space != 1 && bits.kind() == 2) coordinates(3);
    if (bits.bit()) {
      bits.take(24);
    } else {
      bits.kind();
    }
  }
  bits.kind();
  return false;
}

void read_jxl_profile(JxlBits& bits) {
  const auto size = bits.large();
  if (size > (1U << 24U)) bits.wrong = true;
  if (!bits.is_fine()) return;
  JxlNumbers numbers{bits, 41};
  std::array<unsigned, 2> last{};
  for (std::uint64_t i = 0; i < size && bits.is_fine(); ++i) {
    const auto context = i > 128 ? 1 + letter_class(last[0], true) + 8 * letter_class(last[1], false) : 0;
    last = {numbers.next(context) % 256, last[0]};
  }
  numbers.close();
}

JxlImage read_jxl_image(JxlBits& bits) {
  JxlImage image;
  if (bits.take(8) != 0xFF || bits.take(8) != 0x0A) bits.wrong = true;
  const auto sides = read_full_size(bits);
  image.size = {sides.width, sides.height};
  read_metadata(bits, image);
  if (!bits.bit()) {
    if (image.is_xyb && !bits.bit()) bits.pass(16 * 16);
    const auto tables = bits.take(3);
    bits.pass(((tables & 1U) * 15 + (tables >> 1U & 1U) * 55 + (tables >> 2U) * 210) * std::uint64_t{16});
  }
  if (image.has_profile && bits.is_fine()) read_jxl_profile(bits);
  bits.to_byte();
  return image;
}

JxlFrame read_jxl_frame(JxlBits& bits, const JxlImage& image, bool is_preview) {
  return FrameReader{bits, image, is_preview}.run();
}

}  // namespace stripmeta::verify
