// The XMP that a policy keeps: authorship and rights, and what a viewer needs to show a photo sphere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "strip/base/bytes.hpp"
#include "stripmeta/policy.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta {

struct KeptXmp {
  std::string packet;        // "" if nothing is kept
  std::size_t copyright{0};  // bytes of the packet that this part takes
  std::size_t panorama{0};   // likewise

  bool empty() const { return packet.empty(); }
  Bytes bytes() const { return std::as_bytes(std::span{packet}); }
};

// A written packet may be longer than its source by this many bytes. If it had to be even longer, keep_xmp() keeps
// nothing.
inline constexpr std::size_t xmp_growth = 256;

// Copyright: dc:creator, dc:rights and xmpRights' Marked, WebStatement, UsageTerms and Owner. Panorama: GPano's
// ProjectionType and UsePanoramaViewer, if their values are known words, and the Full* and Cropped* sizes, if they are
// numbers. If the projection is not known, nothing of the panorama is kept.
KeptXmp keep_xmp(Bytes packet, const Policy& policy);

// Adds the rows of a written packet to the report; `framing` is the number of bytes around it in the file.
void report_kept_xmp(const KeptXmp& kept, std::uint64_t framing, Report& report);

}  // namespace stripmeta
