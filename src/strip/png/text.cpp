#include "strip/png/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "strip/base/plain_text.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/metadata/sensitive_in.hpp"

namespace stripmeta::png {
namespace {

// ImageMagick stores blocks for which PNG had no chunk in texts with this keyword.
constexpr std::string_view raw_profile = "Raw profile type ";

struct Profile {
  std::string_view name;  // after raw_profile
  Kind kind;
};
constexpr std::array<Profile, 6> profiles{{
    {"exif", Kind::exif},
    {"APP1", Kind::exif},  // Exif or XMP
    {"xmp", Kind::xmp},
    {"iptc", Kind::iptc},
    {"8bim", Kind::photoshop},
    {"icc", Kind::icc},
}};

struct Keyword {
  std::string_view name;
  Holds holds;
};
constexpr std::array<Keyword, 15> keywords{{
    {"parameters", Holds::ai_prompt},  // AUTOMATIC1111, SwarmUI
    {"prompt", Holds::ai_prompt},      // ComfyUI
    {"workflow", Holds::ai_prompt},    // ComfyUI
    {"Dream", Holds::ai_prompt},       // InvokeAI, like the next four
    {"sd-metadata", Holds::ai_prompt},
    {"invokeai_metadata", Holds::ai_prompt},
    {"invokeai_graph", Holds::ai_prompt},
    {"invokeai_workflow", Holds::ai_prompt},
    {"Author", Holds::owner},
    {"Copyright", Holds::owner},
    {"Creation Time", Holds::date},
    {"date:create", Holds::date},  // ImageMagick
    {"date:modify", Holds::date},
    {"date:timestamp", Holds::date},
    {"create-date", Holds::date},
}};

// Returns the text from `at` to the next zero byte and moves `at` past that byte; nullopt if there is none.
std::optional<std::string_view> take_string(std::string_view all, std::size_t& at) {
  const auto end = all.find('\0', at);
  if (end == std::string_view::npos) return std::nullopt;
  const auto text = all.substr(at, end - at);
  at = end + 1;
  return text;
}

// The value of a hexadecimal digit; 16 for any other character. Writers use small letters, but readers also take
// capital ones.
unsigned hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return 16;
}

KeptPart part_of(std::string_view keyword) {
  if (keyword == xmp_keyword) return KeptPart::xmp;
  if (keyword == "Author") return KeptPart::author;
  return keyword == "Copyright" ? KeptPart::copyright : KeptPart::none;
}

// iTXt is UTF-8; tEXt should be Latin-1, but writers disagree.
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

TextParts split_text(Type type, Bytes payload) {
  const auto all = as_text(payload);
  std::size_t at = 0;
  const auto keyword = take_string(all, at);
  if (!keyword) return {all, false, {}};
  TextParts parts{*keyword, type == ztxt, {}};
  if (type == ztxt) ++at;  // compression method
  if (type == itxt) {
    parts.compressed = at < payload.size() && u8(payload, at) != 0;
    at += 2;                                                           // compression flag and method
    if (!take_string(all, at) || !take_string(all, at)) return parts;  // language, translated keyword
  }
  if (at < payload.size()) parts.value = payload.subspan(at);
  return parts;
}

std::vector<std::byte> read_raw_profile(Bytes value) {
  constexpr int head_lines = 3;  // an empty one, the name, the length
  const auto all = as_text(value);
  std::size_t at = 0;
  for (int i = 0; i < head_lines; ++i) {
    at = all.find('\n', at);
    if (at == std::string_view::npos) return {};
    ++at;
  }
  std::vector<std::byte> out;
  unsigned high = 16;
  for (const char c : all.substr(at)) {
    const unsigned digit = hex_digit(c);
    if (digit > 15) continue;
    if (high > 15) {
      high = digit;
    } else {
      put_u8(out, high << 4U | digit);
      high = 16;
    }
  }
  return out;
}

Text read_text(Type type, Bytes front) {
  const auto parts = split_text(type, front);
  const Bytes plain = parts.compressed ? Bytes{} : parts.value;
  if (parts.keyword == xmp_keyword) return {Kind::xmp, xmp_holds(plain), plain};
  if (parts.keyword.starts_with(raw_profile)) {
    const auto row = std::ranges::find(profiles, parts.keyword.substr(raw_profile.size()), &Profile::name);
    if (row != profiles.end()) return {row->kind, sensitive_in(row->kind, read_raw_profile(plain)), {}};
  }
  Text read{Kind::text, text_holds(plain), {}};
  const auto row = std::ranges::find(keywords, parts.keyword, &Keyword::name);
  if (row != keywords.end()) read.holds.add(row->holds);
  return read;
}

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

KeptText KeptTexts::take(Type type, Bytes payload, const Policy& policy) {
  auto kept = keep_text(type, payload, policy);
  if (kept.payload.empty() || std::ranges::find(parts_, kept.part) != parts_.end()) return {};
  parts_.push_back(kept.part);
  return kept;
}

void show_text(const Text& found, const Chunk& chunk, const Output& out) {
  if (found.kind == Kind::xmp && !found.xmp.empty()) return out.found(Kind::xmp, found.xmp, chunk.offset);
  std::vector<std::byte> named;
  put_u32(named, chunk.type);
  put_bytes(named, chunk.payload);
  out.found(Kind::text, named, chunk.offset);
}

void report_kept_text(const KeptText& kept, Report& report) {
  if (kept.part != KeptPart::xmp) {
    return report.add(Kind::copyright, Fate::kept, kept.payload.size() + framing_size);
  }
  report_kept_xmp(kept.xmp, kept.payload.size() - kept.xmp.packet.size() + framing_size, report);
}

}  // namespace stripmeta::png
