// What a policy keeps of XMP: who made the picture and what may be done with it, and what shows a photo sphere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "strip/base/bytes.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

struct KeptXmp {
  std::string packet;        // "" where nothing stays
  std::size_t copyright{0};  // bytes of it, by what they say
  std::size_t panorama{0};

  bool empty() const { return packet.empty(); }
  Bytes bytes() const { return std::as_bytes(std::span{packet}); }
};

// What a fresh packet may be longer than its source. One that would be, as a source of many references less than its
// own length may ask for, is not made.
inline constexpr std::size_t xmp_growth = 256;

// Copyright: dc:creator, dc:rights and xmpRights' Marked, WebStatement, UsageTerms and Owner. Panorama: GPano's
// ProjectionType and UsePanoramaViewer as words that are known, the sizes of Full* and Cropped* as numbers; nothing of
// it where the projection is none that is known.
KeptXmp keep_xmp(Bytes packet, const Policy& policy);

// The rows of a fresh packet; `framing` bytes are around it in the file.
void report_kept_xmp(const KeptXmp& kept, std::uint64_t framing, Report& report);

}  // namespace stripmeta
