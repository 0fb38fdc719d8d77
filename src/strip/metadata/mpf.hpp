// Multi-Picture Format (CIPA DC-007): the list of the further pictures in a JPEG file, in an APP2 segment.
#pragma once

#include <cstdint>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

// An MP entry (DC-007 5.2.3.3).
struct MpEntry {
  std::uint32_t attributes{0};
  std::uint32_t size{0};    // bytes
  std::uint32_t offset{0};  // from the TIFF header of the APP2 segment; 0 for the first picture

  bool is_thumbnail() const { return (attributes >> 16U & 0xFFU) == 1; }  // class "large thumbnail"
};

// The TIFF header in an APP2 payload, behind "MPF\0". Offsets count from it.
inline constexpr std::size_t mp_header_at = 4;

// The entries of an APP2 payload except the one of the first picture, which stays. Never fails: what cannot be read is
// ignored, and only the first list of entries counts (5.2.3).
std::vector<MpEntry> read_mp_entries(Bytes payload);

// How many further pictures an APP2 payload lists.
struct MultiPicture {
  std::uint32_t pictures{0};    // that are not thumbnails
  std::uint32_t thumbnails{0};  // of class "large thumbnail"
};
MultiPicture read_mpf(Bytes payload);

// The APP2 payload, always 86 bytes, of a file with two pictures. Sizes are bytes; `other_offset` counts as
// MpEntry::offset does.
std::vector<std::byte> make_mpf(std::uint32_t first_size, std::uint32_t other_size, std::uint32_t other_offset);

}  // namespace stripmeta
