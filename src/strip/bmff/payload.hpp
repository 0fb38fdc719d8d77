// What payloads have in common in every format made of boxes: the ids of `uuid` boxes, and Exif's offset.
#pragma once

#include <cstddef>
#include <cstdint>

#include "strip/base/bytes.hpp"
#include "stripmeta/report.hpp"

namespace stripmeta::bmff {

// Bytes of the id at the beginning of a `uuid` box's payload (ISO/IEC 14496-12 4.2); its content follows.
inline constexpr std::size_t uuid_size = 16;

// The kind of a `uuid` box by its id: Kind::xmp, exif, c2pa, or uuid for any other id. JPEG 2000 has more of them:
// iptc, photoshop and geo.
enum class Ids : std::uint8_t { common, jpeg2000 };
Kind uuid_kind(Bytes payload, Ids ids = Ids::common);
// The content of a `uuid` box, behind its id; empty if the payload is shorter than an id.
Bytes uuid_content(Bytes payload);

// The offset of the TIFF structure in the payload of an `Exif` box (ISO/IEC 18181-2 9.6) or item (ISO/IEC 23008-12
// A.2.1): its first four bytes say how many more bytes come before the structure. If no structure fits in, this is the
// payload's size.
std::size_t exif_offset(Bytes payload);

}  // namespace stripmeta::bmff
