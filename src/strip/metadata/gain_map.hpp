// What a viewer needs to know of an HDR gain map: Adobe's and Google's XMP (Ultra HDR 1.1), ISO 21496-1, Apple's XMP.
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

// The binary GainMapMetadata (ISO 21496-1 annex C.2), cut to its exact length, reserved flags zero. None where it is
// short, or of a version whose structure is not known.
std::optional<std::vector<std::byte>> exact_gain_map_metadata(Bytes metadata);

// What the metadata of one JPEG say, of which the picture may be a gain map: numbers and fixed words, no other text.
class GainMapInfo {
 public:
  static constexpr std::size_t property_count = 14;

  // Of an XMP packet, and of an APP2 payload that starts with the signature. The first of each counts.
  void add_xmp(Bytes packet);
  void add_iso(Bytes payload);

  // The least of which a viewer makes HDR: ISO's data; or hdrgm's Version, GainMapMax and HDRCapacityMax; or Apple's
  // name. A description of which a property cannot be read is none: without it the picture would be another one.
  bool is_gain_map() const { return !iso_.empty() || is_ultra_hdr() || is_apple(); }
  // Whether it calls itself one and is none.
  bool is_damaged() const;
  bool is_ultra_hdr() const;
  bool is_apple() const;
  // Whether Apple's viewers find in it how much brighter the highlights are.
  bool has_headroom() const;
  void set_headroom(double ratio);

  const std::vector<std::byte>& iso() const { return iso_; }
  // A packet that says this and no more; empty where there is nothing to say. Numbers have 17 digits at most, as many
  // as a double has, written in one way.
  std::string make_xmp() const;

 private:
  // By the rows of a table of the properties: the values, one, or one of each colour.
  std::array<std::vector<std::string>, property_count> values_;
  std::array<bool, property_count> unreadable_{};  // said, and not as it must be
  std::vector<std::byte> iso_;
  bool iso_damaged_{false};
  bool xmp_seen_{false};
};

// The packet of a picture that a gain map of `size` bytes follows, beside what `others` says, a packet of make_xmp() or
// nothing.
std::string make_container_xmp(std::uint64_t size, std::string_view others);

// The payload of the APP2 segment by which a picture says that its gain map has ISO's data (annex C.3).
std::vector<std::byte> make_gain_map_version();

// How many times as bright as white Apple's highlights are, by tags 0x21 and 0x30 of its maker note, wherever it stands
// in `exif`; none where there is no such note. The rule is Apple's ("Applying Apple HDR effect to your photos").
std::optional<double> apple_headroom(Bytes exif);

}  // namespace stripmeta
