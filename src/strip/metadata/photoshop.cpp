#include "strip/metadata/photoshop.hpp"

#include <algorithm>
#include <array>

#include "strip/metadata/iptc.hpp"

namespace stripmeta {
namespace photoshop {
namespace {

constexpr std::string_view own_signature = "8BIM";
// PHUT is ImageReady's, MeSa PhotoDeluxe's; DCSR and AgHg occur in the wild. ExifTool reads the same ones.
constexpr std::array<std::string_view, 4> other_signatures{"PHUT", "DCSR", "AgHg", "MeSa"};

}  // namespace

bool is_resource(Bytes bytes) {
  return starts_with(bytes, own_signature) ||
         std::ranges::any_of(other_signatures, [&](std::string_view text) { return starts_with(bytes, text); });
}

std::optional<Resource> read_resource(Bytes bytes) {
  constexpr std::size_t name_at = 7;  // behind signature, id and the length of the name
  if (bytes.size() < name_at || !is_resource(bytes)) return std::nullopt;
  const std::size_t name_size = u8(bytes, name_at - 1);
  const std::size_t size_at = (name_at + name_size + 1) & ~std::size_t{1};
  const std::size_t data_at = size_at + sizeof(std::uint32_t);
  if (data_at > bytes.size()) return std::nullopt;
  const std::size_t size = u32(bytes, size_at);
  const std::size_t room = bytes.size() - data_at;
  const std::size_t padded = std::min(size, room) + (size & 1U);
  return Resource{starts_with(bytes, own_signature),
                  u16(bytes, 4),
                  as_text(bytes.subspan(name_at, name_size)),
                  bytes.subspan(data_at, std::min(size, room)),
                  bytes.first(data_at + std::min(padded, room)),
                  size <= room};
}

}  // namespace photoshop

std::vector<std::byte> kept_resources(Bytes resources) {
  std::vector<std::byte> iptc;
  photoshop::visit_resources(resources, [&](const photoshop::Resource& resource) {
    if (resource.is(photoshop::iptc) && iptc.empty()) iptc = kept_iptc(resource.data);
  });
  std::vector<std::byte> out;
  if (iptc.empty()) return out;
  put_text(out, photoshop::own_signature);
  put_u16(out, photoshop::iptc);
  put_u16(out, 0);  // no name
  put_u32(out, static_cast<std::uint32_t>(iptc.size()));
  put_bytes(out, iptc);
  if (iptc.size() % 2 != 0) put_u8(out, 0);
  return out;
}

}  // namespace stripmeta
