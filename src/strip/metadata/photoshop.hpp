// Photoshop's image resources and the IPTC-IIM datasets in one of them: walking both, and writing few anew.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

inline constexpr std::string_view photoshop_signature("Photoshop 3.0\0", 14);  // of a JPEG's APP13
inline constexpr std::uint16_t iptc_resource = 0x0404;

// Adobe Photoshop File Formats Specification, "Image Resource Blocks": 8BIM, id, Pascal name padded to even, size, data
// padded to even. Calls `visit` with id and data of each; those of the last one as far as they are there. Answers where
// the first byte stands that belongs to none.
template <typename Visit>
std::size_t visit_resources(Bytes resources, Visit visit) {
  std::size_t at = 0;
  while (at + 7 <= resources.size() && starts_with(resources.subspan(at), "8BIM")) {
    const std::uint16_t id = u16(resources, at + 4);
    const std::size_t name = (std::size_t{u8(resources, at + 6)} + 2U) & ~std::size_t{1};
    const std::size_t data = at + 6 + name + 4;
    if (data > resources.size()) return at;
    const std::size_t size = u32(resources, data - 4);
    const std::size_t rest = resources.size() - data;
    visit(id, resources.subspan(data, std::min(size, rest)));
    if (size >= rest) return resources.size();
    at = std::min(data + size + (size & 1U), resources.size());
  }
  return at;
}

// IIM 4.2 section 1.6: tag marker 0x1C, record, dataset, length of two bytes (extended lengths end the walk). Calls
// `visit` with record, dataset and value of each.
template <typename Visit>
void visit_datasets(Bytes iim, Visit visit) {
  constexpr std::uint8_t marker = 0x1C;
  constexpr std::size_t head = 5;
  std::size_t at = 0;
  while (at + head <= iim.size() && u8(iim, at) == marker) {
    const std::size_t length = u16(iim, at + 3);
    if (length > iim.size() - at - head) return;
    visit(u8(iim, at + 1), u8(iim, at + 2), iim.subspan(at + head, length));
    at += head + length;
  }
}

// By-lines (2:80) and the copyright notice (2:116) of IIM datasets, written anew with the mark of UTF-8 (1:90) where
// the source has it; nothing where there is none of them. Never longer than the source.
std::vector<std::byte> kept_iptc(Bytes iim);

// The same of resources: those datasets in a single resource, which ends even. At most one byte longer than the source,
// where the source lacks its last one.
std::vector<std::byte> kept_resources(Bytes resources);

}  // namespace stripmeta
