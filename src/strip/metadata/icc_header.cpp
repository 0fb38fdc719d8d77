#include "strip/metadata/icc_header.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "strip/base/known_profiles.hpp"

namespace stripmeta {
namespace {

constexpr std::size_t version_at = 8;
constexpr std::size_t class_at = 12;
constexpr std::size_t space_at = 16;
constexpr std::size_t connection_at = 20;
constexpr std::size_t intent_at = 64;
constexpr std::size_t illuminant_at = 68;

// Classes of profiles that an image can have. lcms takes abstract ones and zero, too.
constexpr std::array<std::string_view, 6> classes{"scnr", "mntr", "prtr",
                                                  "spac", "abst", std::string_view("\0\0\0\0", 4)};
constexpr std::array<std::string_view, 8> three_channels{"RGB ", "Lab ", "XYZ ", "Luv ",
                                                         "YCbr", "Yxy ", "HSV ", "HLS "};

struct XyzNumber {
  std::uint32_t x, y, z;
};
constexpr XyzNumber d50{0xF6D6, 0x10000, 0xD32D};

std::size_t channels_of(std::string_view space) {
  if (space == "GRAY") return 1;
  if (space == "CMYK") return 4;
  if (space == "CMY " || std::ranges::find(three_channels, space) != three_channels.end()) return 3;
  constexpr std::string_view digits = "123456789ABCDEF";
  const auto digit = digits.find(space.front());
  return space.ends_with("CLR") && digit != std::string_view::npos ? digit + 1 : 0;
}

unsigned highest_major_version(unsigned minor) {
  return minor == 0 ? 5 : 4;
}

// Minor and bug fix version are one decimal digit each. Versions 2 and 4 have minor ones up to 4 without a fix.
unsigned clean_minor_version(unsigned minor) {
  constexpr unsigned last = 0x40;
  return minor <= last && (minor & 0xFU) == 0 ? minor : last;
}

// skcms takes only profiles whose illuminant is within 0.01 of D50, and lcms does not read it.
bool is_d50(Bytes header) {
  const auto is_near = [&](std::size_t at, std::uint32_t number) {
    constexpr std::uint32_t tolerance = 0x28F;
    const auto value = u32(header, illuminant_at + at);
    return value >= number - tolerance && value <= number + tolerance;
  };
  return is_near(0, d50.x) && is_near(4, d50.y) && is_near(8, d50.z);
}

}  // namespace

std::optional<IccHeader> read_icc_header(Bytes profile) {
  const auto header = as_text(profile.first(icc_header_size));
  const auto field = [header](std::size_t at) { return header.substr(at, 4); };
  const auto connection = field(connection_at);
  const IccHeader read{u8(profile, version_at), channels_of(field(space_at)), field(space_at) == "GRAY"};
  const bool usable = std::ranges::find(classes, field(class_at)) != classes.end() && read.channels != 0 &&
                      (connection == "XYZ " || connection == "Lab ") &&
                      read.major_version <= highest_major_version(u8(profile, version_at + 1));
  return usable ? std::optional{read} : std::nullopt;
}

void put_known_header(std::vector<std::byte>& out, Bytes profile) {
  const std::size_t begin = out.size();
  put_bytes(out, profile.first(icc_header_size));
  for (const auto& field : icc_free_fields) {
    std::ranges::fill(std::span{out}.subspan(begin + field.begin, field.size()), std::byte{0});
  }
}

void put_clean_header(std::vector<std::byte>& out, Bytes profile) {
  const std::size_t begin = out.size();
  put_known_header(out, profile);
  const auto header = std::span{out}.subspan(begin);
  const auto minor = u8(profile, version_at + 1);
  header[version_at + 1] = std::byte{static_cast<std::uint8_t>(clean_minor_version(minor))};
  const std::uint32_t intent = u16(profile, intent_at + 2);
  set_u32(header, intent_at, intent <= 3 ? intent : 0);
  const auto illuminant = is_d50(profile) ? d50 : XyzNumber{};
  set_u32(header, illuminant_at, illuminant.x);
  set_u32(header, illuminant_at + 4, illuminant.y);
  set_u32(header, illuminant_at + 8, illuminant.z);
}

}  // namespace stripmeta
