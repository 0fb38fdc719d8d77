// What a viewer needs to apply an HDR gain map: Adobe's and Google's XMP (Ultra HDR 1.1), ISO 21496-1, Apple's XMP.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

// The start of an APP2 payload with ISO 21496-1's data.
inline constexpr std::string_view gain_map_signature("urn:iso:std:iso:ts:21496:-1\0", 28);

// The binary GainMapMetadata (ISO 21496-1 annex C.2), cut to its exact length, with reserved flags set to zero. nullopt
// if it is too short or its version is not known.
std::optional<std::vector<std::byte>> exact_gain_map_metadata(Bytes metadata);

// The gain map metadata of one JPEG, which may itself be the gain map: numbers and fixed words, no other text.
class GainMapInfo {
 public:
  static constexpr std::size_t property_count = 14;

  // Read an XMP packet, and an APP2 payload that starts with the signature. Only the first packet counts, and the first
  // payload that has the metadata.
  void add_xmp(Bytes packet);
  void add_iso(Bytes payload);

  // Whether it is a gain map that a viewer can use. That takes ISO's data; or hdrgm's Version, GainMapMax and
  // HDRCapacityMax; or Apple's name. A description with an unreadable property does not count, because without that
  // property the picture would look different.
  bool is_gain_map() const { return !iso_.empty() || is_ultra_hdr() || is_apple(); }
  // Whether it claims to be a gain map but is not usable as one.
  bool is_damaged() const;
  bool is_ultra_hdr() const;
  bool is_apple() const;
  // Whether it tells Apple's viewers how much brighter the highlights are.
  bool has_headroom() const;
  void set_headroom(double ratio);

  const std::vector<std::byte>& iso() const { return iso_; }
  // A packet with these properties only; "" if there are none. Numbers have at most 17 digits, as many as a double
  // needs, in one written form.
  std::string make_xmp() const;

 private:
  // For each row of the table of properties: one value, or one for each colour; empty if it has none.
  std::array<std::vector<std::string>, property_count> values_;
  std::array<bool, property_count> unreadable_{};  // given, but not valid
  std::vector<std::byte> iso_;
  bool iso_damaged_{false};
  bool xmp_seen_{false};
};

// The packet of a picture that is followed by a gain map of `size` bytes. `others` is "" or a packet of make_xmp(),
// whose properties are included.
std::string make_container_xmp(std::uint64_t size, std::string_view others);

// The APP2 payload of a picture whose gain map has ISO's data (annex C.3).
std::vector<std::byte> make_gain_map_version();

// How many times brighter than white the highlights are, computed from tags 0x21 and 0x30 of Apple's maker note in
// `exif` by Apple's rule ("Applying Apple HDR effect to your photos"). nullopt if there is no such note.
std::optional<double> apple_headroom(Bytes exif);

}  // namespace stripmeta
