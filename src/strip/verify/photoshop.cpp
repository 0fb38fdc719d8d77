#include "strip/verify/photoshop.hpp"

#include <algorithm>
#include <string_view>

#include "strip/verify/text.hpp"

namespace stripmeta::verify {
namespace {

constexpr std::size_t dataset_head = 5;
constexpr std::uint16_t character_set = 0x015A;
constexpr std::uint16_t by_line = 0x0250;
constexpr std::uint16_t copyright_notice = 0x0274;

Verdict at(std::uint64_t offset, std::string_view rule) {
  return Unaccounted{offset, rule};
}

bool is_value(std::uint16_t name, Bytes value) {
  if (name == character_set) return as_text(value) == "\x1B%G";
  return (name == by_line || name == copyright_notice) && std::ranges::none_of(as_text(value), is_control);
}

}  // namespace

Verdict verify_iptc(Bytes iim) {
  if (iim.empty()) return at(0, "IPTC without a dataset");
  for (std::size_t i = 0; i < iim.size();) {
    if (iim.size() - i < dataset_head || u8(iim, i) != 0x1C) return at(i, "bytes that are not a dataset of IPTC");
    const std::size_t size = u16(iim, i + 3);
    if (size > iim.size() - i - dataset_head) return at(i, "a dataset of IPTC past the end");
    if (!is_value(u16(iim, i + 1), iim.subspan(i + dataset_head, size)))
      return at(i, "a dataset of IPTC that is not rights");
    i += dataset_head + size;
  }
  return std::nullopt;
}

Verdict verify_photoshop(Bytes resources) {
  constexpr std::string_view head("8BIM\x04\x04\0\0", 8);
  constexpr std::size_t data_at = 12;
  if (resources.size() < data_at || !starts_with(resources, head))
    return at(0, "a resource of Photoshop that is not IPTC");
  const std::size_t size = u32(resources, head.size());
  if (size > resources.size() - data_at) return at(head.size(), "a resource of Photoshop of another size");
  const auto end = data_at + size;
  if (end + size % 2 != resources.size()) return at(head.size(), "a resource of Photoshop of another size");
  if (size % 2 != 0 && u8(resources, end) != 0) return at(end, "padding of Photoshop's resource that is not zero");
  return within(verify_iptc(resources.subspan(data_at, size)), data_at);
}

}  // namespace stripmeta::verify
