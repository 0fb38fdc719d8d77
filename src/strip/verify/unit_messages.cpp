#include "strip/verify/unit_messages.hpp"

namespace stripmeta::verify {
namespace {

struct Reading {
  Coding coding;
  UnitBits& bits;

  bool bit() { return bits.take(1) == 1; }
  // AVC says a period, the others a flag.
  void duration() { coding == Coding::avc ? void(bits.exp_golomb()) : void(bits.take(1)); }
  void video_signal() { bits.pass(25); }
};

// Bytes of a value that has `depth` bits.
std::uint64_t bytes_of(std::uint64_t depth) {
  return (depth + 7) >> 3U;
}

bool film_grain(Reading read) {
  if (read.bit()) return true;
  read.bits.pass(2);
  if (read.bit()) {
    read.bits.pass(6);
    read.video_signal();
  }
  read.bits.pass(6);
  const auto components = read.bits.take(3);
  for (unsigned mask = 4; mask != 0; mask >>= 1U) {
    if ((components & mask) == 0) continue;
    const auto intervals = read.bits.take(8);
    const auto models = read.bits.take(3);
    for (std::uint64_t i = 0; i <= intervals && read.bits.fits(); ++i) {
      read.bits.pass(16);
      for (std::uint64_t n = 0; n <= models; ++n) read.bits.exp_golomb();
    }
  }
  read.duration();
  return true;
}

bool tone_mapping(Reading read) {
  if (read.coding == Coding::vvc) return false;
  read.bits.exp_golomb();
  if (read.bit()) return true;
  read.duration();
  const auto coded = bytes_of(read.bits.take(8));
  const auto target_depth = read.bits.take(8);
  const auto model = read.bits.exp_golomb();
  if (model < 2) read.bits.pass(64);
  if (model == 2 && target_depth <= 16) read.bits.pass(8 * coded << target_depth);
  if (model == 3) read.bits.pass(8 * (coded + bytes_of(target_depth)) * read.bits.take(16));
  if (model == 4) {
    for (int i = 0; i < 2; ++i) read.bits.pass(read.bits.take(8) == 0xFF ? 32 : 0);
    read.bits.pass(33 + 64 + 48);
  }
  return model <= 4 && (model != 2 || target_depth <= 16);
}

bool orientation(Reading read) {
  if (read.bit()) return true;
  if (read.coding == Coding::vvc) {
    read.bits.pass(4);
    return read.bits.take(3) == 0;
  }
  read.bits.pass(18);
  read.duration();
  return read.coding != Coding::avc || !read.bit();
}

void remapping_tables(Reading read, std::uint64_t bytes_each) {
  for (int i = 0; i < 3; ++i) {
    const auto last = read.bits.take(8);
    if (last != 0) read.bits.pass(8 * bytes_each * (last + 1));
  }
}

bool remapping(Reading read) {
  if (read.coding == Coding::vvc) return false;
  read.bits.exp_golomb();
  if (read.bit()) return true;
  read.duration();
  if (read.bit()) read.video_signal();
  const auto input = bytes_of(read.bits.take(8));
  const auto output = bytes_of(read.bits.take(8));
  remapping_tables(read, input + output);
  if (read.bit()) {
    read.bits.pass(4);
    for (int i = 0; i < 9; ++i) read.bits.exp_golomb();
  }
  remapping_tables(read, 2 * output);
  return true;
}

bool colour_volume(Reading read) {
  if (read.bit()) return true;
  read.bits.pass(1);
  const bool primaries = read.bit();
  std::uint64_t words = primaries ? 6 : 0;
  for (int i = 0; i < 3; ++i) words += read.bits.take(1);
  const bool reserved = read.bits.take(2) != 0;
  read.bits.pass(32 * words);
  return !reserved;
}

bool alpha(Reading read) {
  if (read.coding == Coding::avc) return false;
  if (read.bit()) return true;
  read.bits.pass(3);
  read.bits.pass(2 * (read.bits.take(3) + 9));
  read.bits.pass(1);
  if (read.bit()) read.bits.pass(1);
  return true;
}

bool fixed(UnitBits& bits, std::uint64_t bytes) {
  bits.pass(8 * bytes);
  return true;
}

bool has_fields(std::uint64_t type, Reading read) {
  switch (type) {
    case 19: return film_grain(read);
    case 23: return tone_mapping(read);
    case 47: return orientation(read);
    case 137: return fixed(read.bits, 3 * 4 + 4 + 8);
    case 142: return remapping(read);
    case 144: return fixed(read.bits, 2 * 2);
    case 147: return fixed(read.bits, 1);
    case 148: return fixed(read.bits, 4 + 2 * 2);
    case 149: return colour_volume(read);
    case 165: return alpha(read);
    default: return false;
  }
}

void peak_luminance(UnitBits& bits) {
  if (bits.take(1) == 0) return;
  const auto rows = bits.take(5);
  bits.pass(rows * bits.take(5) * 4);
}

bool ends_in_zeros(UnitBits& bits) {
  return bits.fits() && bits.left() < 8 && bits.take(static_cast<unsigned>(bits.left())) == 0;
}

}  // namespace

bool is_clean_hdr10_plus(UnitBits bits) {
  constexpr std::uint64_t samsung_st2094_40 = 0xB5'003C'0001'04;
  if (bits.take(48) != samsung_st2094_40 || bits.take(8) > 1) return false;
  const auto windows = bits.take(2);
  if (windows == 0) return false;
  bits.pass((windows - 1) * 153 + 27);
  peak_luminance(bits);
  for (std::uint64_t i = 0; i < windows; ++i) {
    bits.pass(68);
    bits.pass(bits.take(4) * 24 + 10);
  }
  peak_luminance(bits);
  for (std::uint64_t i = 0; i < windows; ++i) {
    if (bits.take(1) == 1) {
      bits.pass(24);
      bits.pass(bits.take(4) * 10);
    }
    if (bits.take(1) == 1) bits.pass(6);
  }
  return ends_in_zeros(bits);
}

bool is_clean_message(Coding coding, std::uint64_t type, UnitBits bits) {
  if (type == 4) return is_clean_hdr10_plus(bits);
  if (!has_fields(type, {coding, bits}) || !bits.fits()) return false;
  if (bits.left() == 0) return true;
  return bits.left() < 8 && bits.take(1) == 1 && ends_in_zeros(bits);
}

}  // namespace stripmeta::verify
