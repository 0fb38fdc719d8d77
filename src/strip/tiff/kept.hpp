// What a policy keeps of the tags of a TIFF's first page that show nothing of the picture: whose it is, and a panorama.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strip/grammar/grammar.hpp"
#include "strip/metadata/kept_xmp.hpp"
#include "strip/tiff/directory.hpp"

namespace stripmeta::tiff {

struct KeptValue {
  std::uint16_t type;
  std::vector<std::byte> bytes;  // as many values: all of its types have one byte
  KeptXmp xmp;                   // where it is a packet

  bool is(const Entry& entry) const { return entry.type == type && same_bytes(entry.value, bytes); }
};

// Of Artist, Copyright, XMP and IPTC-IIM; none of any other tag. Texts and IPTC are no longer than the source's but for
// a zero byte, a packet than xmp_growth says.
std::optional<KeptValue> keep_value(const Entry& entry, const Policy& policy);

// The rows of such a value that takes this many bytes, its entry included.
void report_kept_value(const KeptValue& kept, std::uint64_t bytes, Report& report);

}  // namespace stripmeta::tiff
