#include "strip/tiff/kept.hpp"

#include <string>

#include "strip/metadata/exif_rights.hpp"
#include "strip/metadata/iptc.hpp"
#include "strip/tiff/tag.hpp"

namespace stripmeta::tiff {
namespace {

std::vector<std::byte> text_of(const Entry& entry) {
  ExifRights rights;
  if (entry.type == type_ascii) rights.take(entry.tag, entry.value);
  std::vector<std::byte> bytes;
  put_text(bytes, rights.value(entry.tag));
  return bytes;
}

std::vector<std::byte> packet_of(const KeptXmp& xmp) {
  return {xmp.bytes().begin(), xmp.bytes().end()};
}

}  // namespace

std::optional<KeptValue> keep_value(const Entry& entry, const Policy& policy) {
  const bool rights = policy.keeps(Keep::copyright);
  std::optional<KeptValue> kept;
  switch (entry.tag) {
    case ExifRights::tag_artist:
    case ExifRights::tag_copyright:
      if (rights) kept = KeptValue{type_ascii, text_of(entry), {}};
      break;
    case tag_iptc:
      if (rights) kept = KeptValue{type_undefined, kept_iptc(entry.value), {}};
      break;
    case tag_xmp: {
      auto xmp = keep_xmp(entry.value, policy);
      kept = KeptValue{type_byte, packet_of(xmp), std::move(xmp)};
      break;
    }
    default: break;
  }
  if (kept && kept->bytes.empty()) kept.reset();
  return kept;
}

void report_kept_value(const KeptValue& kept, std::uint64_t bytes, Report& report) {
  if (kept.xmp.empty()) return report.add(Kind::copyright, Fate::kept, bytes);
  report_kept_xmp(kept.xmp, bytes - kept.xmp.packet.size(), report);
}

}  // namespace stripmeta::tiff
