#include "strip/png/canonical.hpp"

#include <algorithm>
#include <array>

#include "strip/metadata/display.hpp"
#include "strip/png/nine_patch.hpp"

namespace stripmeta::png {
namespace {

constexpr std::size_t colour_size = 3;
constexpr std::size_t sample_size = 2;
constexpr std::size_t longest_transparency = 256;
constexpr std::uint32_t most_light = 100'000'000;    // 10,000 cd/m2 (SMPTE ST 2084) in 0.0001 cd/m2
constexpr std::uint32_t most_density = 100'000'000;  // pixels per metre: one for 10 nm

std::size_t channels(const Frame& frame) {
  if (frame.has_palette()) return 3;  // sBIT describes the colours of the palette
  constexpr std::array<std::size_t, 7> by_colour{1, 0, 3, 0, 2, 0, 4};
  return by_colour.at(frame.colour);
}

std::size_t samples_size(const Frame& frame) {
  return sample_size * (frame.has_colour() ? 3 : 1);
}

// Bits that a sample of two bytes may have.
unsigned sample_mask(const Frame& frame) {
  return (1U << frame.depth) - 1;
}

std::optional<std::vector<std::byte>> copy_if(bool valid, Bytes payload) {
  if (!valid) return std::nullopt;
  return std::vector<std::byte>(payload.begin(), payload.end());
}

bool is_within_depth(Bytes samples, const Frame& frame) {
  for (std::size_t at = 0; at < samples.size(); at += sample_size) {
    if (u16(samples, at) > sample_mask(frame)) return false;
  }
  return true;
}

// A sample of tRNS. libpng takes its bits up to the depth, Chromium its low byte, and Pillow all of it, so beyond the
// depth it only matters whether a byte has any bit.
unsigned kept_sample(unsigned sample, unsigned depth) {
  constexpr unsigned low_byte = 0xFF;
  if (depth > 8) return sample;
  const unsigned most = (1U << depth) - 1;
  const unsigned low = sample & low_byte;
  return (low & most) | (low > most ? most + 1 : 0) | (sample > low_byte ? low_byte + 1 : 0);
}

// Bytes of tRNS that a picture without alpha has a use for.
std::size_t transparency_size(const Frame& frame, std::size_t entries) {
  return frame.has_palette() ? entries : samples_size(frame);
}

// libpng ignores the chunk if it is before the palette, or if the picture has an alpha channel; browsers, if it has
// over 256 bytes.
std::optional<std::vector<std::byte>> transparency(Bytes payload, const Frame& frame, std::size_t entries) {
  const auto size = transparency_size(frame, entries);
  const std::size_t least = frame.has_palette() ? 1 : size;
  if (frame.has_alpha() || payload.size() < least || payload.size() > longest_transparency) return std::nullopt;
  const auto used = payload.first(std::min(payload.size(), size));
  std::vector<std::byte> out;
  if (frame.has_palette()) {
    put_bytes(out, used);
  } else {
    for (std::size_t at = 0; at < size; at += sample_size) put_u16(out, kept_sample(u16(used, at), frame.depth));
  }
  if (payload.size() > size) put_u8(out, 0);
  return out;
}

bool is_background(Bytes payload, const Frame& frame, std::size_t entries) {
  if (frame.has_palette()) return payload.size() == 1 && u8(payload, 0) < entries;
  return payload.size() == samples_size(frame) && is_within_depth(payload, frame);
}

bool is_significant_bits(Bytes payload, const Frame& frame) {
  const unsigned depth = frame.has_palette() ? 8 : frame.depth;
  return payload.size() == channels(frame) && std::ranges::all_of(payload, [&](std::byte bits) {
           return bits != std::byte{0} && std::to_integer<unsigned>(bits) <= depth;
         });
}

bool is_gamma(Bytes payload) {
  constexpr std::uint32_t least = 16;
  constexpr std::uint32_t most = 625'000'000;
  return payload.size() == 4 && u32(payload, 0) >= least && u32(payload, 0) <= most;
}

// White, red, green, blue. A sum may exceed 1 a little, as in libpng, because makers round.
bool is_chromaticities(Bytes payload) {
  constexpr std::uint64_t most = 110'000;
  if (payload.size() != 32 || u32(payload, 4) == 0) return false;
  for (std::size_t at = 0; at < payload.size(); at += 8) {
    if (std::uint64_t{u32(payload, at)} + u32(payload, at + 4) > most) return false;
  }
  return true;
}

// Coding-independent code points (H.273, tables 2 and 3); 2 says "unspecified". PNG has only RGB (matrix 0).
bool is_code_points(Bytes payload) {
  if (payload.size() != 4) return false;
  return is_primaries_code(u8(payload, 0)) && is_transfer_code(u8(payload, 1)) && u8(payload, 2) == 0 &&
         u8(payload, 3) <= 1;
}

Chromaticity point(Bytes payload, std::size_t index) {
  return {u16(payload, 4 * index), u16(payload, 4 * index + 2)};
}

bool is_mastering_display(Bytes payload) {
  constexpr std::size_t light_at = 16;
  if (payload.size() != 24) return false;
  const bool known =
      are_primaries(point(payload, 0), point(payload, 1), point(payload, 2)) && point(payload, 3).is_white();
  const auto most = u32(payload, light_at);
  return (known || is_zero(payload.first(light_at))) && most <= most_light && u32(payload, light_at + 4) <= most;
}

bool is_content_light(Bytes payload) {
  return payload.size() == 8 && u32(payload, 0) <= most_light && u32(payload, 4) <= most_light;
}

bool is_density(Bytes payload) {
  if (payload.size() != 9 || u8(payload, 8) > 1) return false;
  const auto is_valid = [](std::uint32_t density) { return density >= 1 && density <= most_density; };
  return is_valid(u32(payload, 0)) && is_valid(u32(payload, 4));
}

// So many runs take two months at least, which is as good as forever (0).
std::optional<std::vector<std::byte>> animation(Bytes payload) {
  constexpr std::uint32_t most_runs = 0x1FFFFFFF;
  if (payload.size() != 8 || u32(payload, 0) == 0) return std::nullopt;
  if (u32(payload, 0) > greatest || u32(payload, 4) > greatest) return std::nullopt;
  std::vector<std::byte> out;
  put_u32(out, u32(payload, 0));
  put_u32(out, u32(payload, 4) <= most_runs ? u32(payload, 4) : 0);
  return out;
}

}  // namespace

std::size_t longest_payload(Type type) {
  if (type == trns) return longest_transparency + 1;  // so that one that is too long can be told
  return is_nine_patch(type) ? longest_nine_patch : SIZE_MAX;
}

bool is_sized(Type type, std::uint32_t length) {
  constexpr std::uint32_t longest = 32;  // cHRM
  return longest_payload(type) != SIZE_MAX || length <= longest;
}

std::optional<std::vector<std::byte>> canonical_payload(Type type, Bytes payload, const Frame& frame,
                                                        std::size_t entries) {
  switch (type) {
    case plte: return copy_if(true, payload.first(std::min(payload.size(), colour_size << frame.depth)));
    case trns: return transparency(payload, frame, entries);
    case bkgd: return copy_if(is_background(payload, frame, entries), payload);
    case sbit: return copy_if(is_significant_bits(payload, frame), payload);
    case gama: return copy_if(is_gamma(payload), payload);
    case chrm: return copy_if(is_chromaticities(payload), payload);
    case srgb: return copy_if(payload.size() == 1 && u8(payload, 0) <= 3, payload);
    case cicp: return copy_if(is_code_points(payload), payload);
    case mdcv:
    case draft_mdcv: return copy_if(is_mastering_display(payload), payload);
    case clli:
    case draft_clli: return copy_if(is_content_light(payload), payload);
    case phys: return copy_if(is_density(payload), payload);
    case actl: return animation(payload);
    case nine_patch:
    case nine_patch_outline:
    case nine_patch_layout: return canonical_nine_patch(type, payload, frame);
    default: return copy_if(true, payload);
  }
}

bool is_long_transparency(Bytes payload, const Frame& frame, std::size_t entries) {
  return payload.size() > transparency_size(frame, entries);
}

bool is_empty_density(Type type, Bytes payload) {
  constexpr std::size_t unit_at = 8;
  return type == phys && payload.size() == unit_at + 1 && u32(payload, 0) <= 1 && u32(payload, 4) <= 1 &&
         u8(payload, unit_at) <= 1;
}

}  // namespace stripmeta::png
