// Well-known colour profiles, by digest. Such a profile is the same for everybody, so that it says nothing about the
// picture, its maker or a device: it may stay with all of its tags, whatever texts they hold.
//
// How the list was made: the profiles are those of colord, Ghostscript, icc-profiles-free, Argyll, Krita, lcms and the
// JDK in Debian 12, of libvips 8.18 and PDF.js 5.6, and those that camera makers, Adobe, Apple, Google, HP and the ICC
// put into files of the public test collections, each found in several files or with its maker's name.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "strip/base/byte_range.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta {

// The fields of a profile's header that show no colour (ICC.1:2022 7.2): CMM, the end of the version, date; platform,
// flags, maker, model, attributes; creator, id, reserved.
inline constexpr std::array<Range, 5> icc_free_fields{{{4, 8}, {10, 12}, {24, 36}, {40, 64}, {80, 128}}};

// Digests are of SHA-256, in lower-case hexadecimal digits.
struct KnownProfile {
  std::string_view name;
  std::uint32_t size;          // bytes
  std::string_view colour;     // of the profile with all icc_free_fields zero
  std::string_view published;  // of the profile as it was published; empty if its header differs from file to file
};

std::span<const KnownProfile> known_profiles();

enum class Knowledge : std::uint8_t {
  unknown,
  colour,     // a well-known profile whose free fields are not the published ones
  published,  // byte for byte
};
Knowledge knowledge_of(Bytes profile, std::span<const KnownProfile> list = known_profiles());

}  // namespace stripmeta
