#include "inspect/extended_xmp.hpp"

#include <string_view>

#include "inspect/text.hpp"
#include "inspect/xmp.hpp"

namespace stripmeta::inspection {
namespace {

constexpr std::string_view signature("http://ns.adobe.com/xmp/extension/\0", 35);
constexpr std::size_t guid_size = 32;
constexpr std::size_t head_size = signature.size() + guid_size + 8;
constexpr std::size_t max_held_bytes = std::size_t{64} << 20U;
constexpr std::size_t part_cost = 128;  // bytes of memory that a part takes besides its data

}  // namespace

void ExtendedXmp::add_part(Bytes payload) {
  if (payload.size() < head_size) return;
  const std::string guid{as_text(payload.subspan(signature.size(), guid_size))};
  const Bytes part = payload.subspan(head_size);
  if (part.size() + part_cost > max_held_bytes - held_bytes_) return;
  Packet& packet = packets_[guid];
  packet.full_length = u32(payload, signature.size() + guid_size);
  const std::uint32_t offset = u32(payload, signature.size() + guid_size + 4);
  const bool is_new = packet.parts.try_emplace(offset, part.begin(), part.end()).second;
  if (is_new) held_bytes_ += part.size() + part_cost;
}

void ExtendedXmp::add_values(ValueList& out) const {
  for (const auto& [guid, packet] : packets_) {
    const auto bytes = joined(packet);
    if (!bytes.empty() && bytes.size() == packet.full_length) {
      add_xmp(bytes, out);
    } else {
      out.add("xmp", "Unreadable",
              "extended XMP of " + byte_count(packet.full_length) + " in " + std::to_string(packet.parts.size()) +
                  " parts that do not make a whole");
    }
  }
}

// The parts from the beginning up to the first gap.
std::vector<std::byte> ExtendedXmp::joined(const Packet& packet) {
  std::vector<std::byte> bytes;
  for (const auto& [offset, part] : packet.parts) {
    if (offset != bytes.size()) break;
    bytes.insert(bytes.end(), part.begin(), part.end());
  }
  return bytes;
}

}  // namespace stripmeta::inspection
