#include "strip/png/kept.hpp"

#include "strip/base/plain_text.hpp"
#include "strip/png/text.hpp"

namespace stripmeta::png {
namespace {

KeptPart part_of(std::string_view keyword) {
  if (keyword == xmp_keyword) return KeptPart::xmp;
  if (keyword == "Author") return KeptPart::author;
  return keyword == "Copyright" ? KeptPart::copyright : KeptPart::none;
}

// tEXt is Latin-1 or what its writer took for it, iTXt UTF-8.
std::string value_of(Type type, Bytes value) {
  auto text = printable_text(value);
  if (type == itxt && !is_kept_text(text)) text.clear();
  return text;
}

std::vector<std::byte> make_payload(Type type, std::string_view keyword, Bytes value) {
  std::vector<std::byte> payload;
  put_text(payload, keyword);
  put_u8(payload, 0);
  constexpr std::size_t no_compression_no_languages = 4;
  if (type == itxt) payload.resize(payload.size() + no_compression_no_languages);
  put_bytes(payload, value);
  return payload;
}

}  // namespace

KeptText keep_text(Type type, Bytes payload, const Policy& policy) {
  const auto parts = split_text(type, payload);
  KeptText kept;
  kept.part = part_of(parts.keyword);
  if (kept.part == KeptPart::none || parts.compressed) return {};
  if (kept.part == KeptPart::xmp) {
    if (type != itxt) return {};
    kept.xmp = keep_xmp(parts.value, policy);
    if (kept.xmp.empty()) return {};
    kept.payload = make_payload(type, parts.keyword, kept.xmp.bytes());
    return kept;
  }
  if (!policy.keeps(Keep::copyright)) return {};
  const auto value = value_of(type, parts.value);
  if (value.empty()) return {};
  kept.payload = make_payload(type, parts.keyword, std::as_bytes(std::span{value}));
  return kept;
}

void report_kept_text(const KeptText& kept, Report& report) {
  if (kept.part != KeptPart::xmp) {
    return report.add(Kind::copyright, Fate::kept, kept.payload.size() + framing_size);
  }
  report_kept_xmp(kept.xmp, kept.payload.size() - kept.xmp.packet.size() + framing_size, report);
}

}  // namespace stripmeta::png
