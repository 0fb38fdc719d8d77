#include "inspect/exif_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "inspect/exif_words.hpp"
#include "inspect/gps.hpp"
#include "inspect/text.hpp"

namespace stripmeta::inspection {
namespace {

enum TextTag : std::uint16_t {
  interop_version = 2,
  gps_processing_method = 27,
  gps_area_information = 28,
  copyright = 33432,
  exposure_time = 33434,
  exif_version = 36864,
  components_configuration = 37121,
  flash = 37385,
  user_comment = 37510,
  first_xp = 40091,
  last_xp = 40095,
  flashpix_version = 40960,
};

std::string plain_text(Bytes value) {
  return utf8_or_latin1(trimmed(until_nul(as_text(value))));
}

// The photographer's copyright, NUL, then the editor's (DC-008).
std::string copyright_text(Bytes value) {
  const std::string_view all = as_text(value);
  const std::string_view photographer = until_nul(all);
  const std::string_view rest = all.substr(std::min(all.size(), photographer.size() + 1));
  const auto editor = utf8_or_latin1(trimmed(until_nul(rest)));
  const auto first = utf8_or_latin1(trimmed(photographer));
  return first.empty() || editor.empty() ? first + editor : first + "; " + editor;
}

// All of a text: what follows a NUL is shown, too.
std::string whole_text(Bytes value) {
  std::string text{trimmed(as_text(value))};
  std::ranges::replace(text, '\0', ' ');
  return utf8_or_latin1(text);
}

// Eight bytes name the character set (DC-008 table 9). Writers disagree on the byte order of UNICODE.
std::string comment_text(const TiffEntry& entry, Bytes value) {
  constexpr std::size_t prefix = 8;
  if (value.size() < prefix) return whole_text(value);
  const Bytes text = value.subspan(prefix);
  if (starts_with(value, "UNICODE")) {
    return std::string(trimmed(utf16_to_utf8(text, likely_utf16_order(text, entry.order))));
  }
  if (starts_with(value, "JIS")) return "JIS text of " + byte_count(entry.value.size() - prefix);
  if (starts_with(value, "ASCII") || u8(value, 0) == 0) return whole_text(text);
  return whole_text(value);
}

// "0232" is 2.32, "0230" is 2.3. Other text stays as it is.
std::string version_text(Bytes value) {
  std::string digits{trimmed(as_text(value))};
  const bool numeric = digits.size() == 4 && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  if (!numeric) return utf8_or_latin1(digits);
  if (digits.ends_with('0')) digits.pop_back();
  digits.insert(2, ".");
  return digits.starts_with('0') ? digits.substr(1) : digits;
}

std::string components_text(Bytes value) {
  constexpr std::array<std::string_view, 7> names{"", "Y", "Cb", "Cr", "R", "G", "B"};
  std::string out;
  for (const std::byte component : value.first(std::min<std::size_t>(value.size(), 4))) {
    const auto code = std::to_integer<std::size_t>(component);
    if (code == 0 || code >= names.size()) continue;
    out += (out.empty() ? "" : ", ") + std::string(names.at(code));
  }
  return out;
}

// Short times as fractions of a second, as cameras show them.
std::optional<std::string> exposure_text(const TiffEntry& entry) {
  const auto seconds = entry.number();
  if (!seconds || !is_between(*seconds, 1e-6, 0.3)) return std::nullopt;
  return "1/" + number_text(std::round(1 / *seconds));
}

std::optional<std::string> word_text(const TiffEntry& entry) {
  const auto code = entry.as_integer();
  if (!code || entry.count != 1) return std::nullopt;
  const std::string word = entry.tag == flash ? flash_words(*code) : std::string(exif_word(entry.tag, *code));
  if (word.empty()) return std::nullopt;
  return word + " (" + std::to_string(*code) + ")";
}

// Bytes without a known meaning: as text if they are printable, as numbers if they are few, otherwise only their count.
std::string bytes_text(const TiffEntry& entry, Bytes value) {
  constexpr std::size_t few = 16;
  const std::string_view text = trimmed(as_text(value));
  const bool printable =
      std::ranges::all_of(text, [](char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\r'; });
  if (!text.empty() && printable) return std::string(text);
  return value.size() <= few ? entry.numbers_text() : byte_count(entry.value.size());
}

std::optional<std::string> image_text(const TiffEntry& entry, Bytes value) {
  switch (entry.tag) {
    case copyright: return copyright_text(value);
    case exposure_time: return exposure_text(entry);
    case exif_version:
    case flashpix_version: return version_text(value);
    case components_configuration: return components_text(value);
    case user_comment: return comment_text(entry, value);
    default: break;
  }
  // Windows writes these as little-endian UCS-2, whatever the byte order of the block is.
  if (entry.tag >= first_xp && entry.tag <= last_xp) {
    return std::string(trimmed(utf16_to_utf8(value, ByteOrder::little)));
  }
  return word_text(entry);
}

// The value in a form that is special to the tag; nullopt if there is no such form.
std::optional<std::string> tag_text(TagGroup group, const TiffEntry& entry, Bytes value) {
  if (group == TagGroup::image) return image_text(entry, value);
  if (group == TagGroup::interop && entry.tag == interop_version) return version_text(value);
  if (group != TagGroup::gps) return std::nullopt;
  if (entry.tag == gps_processing_method || entry.tag == gps_area_information) return comment_text(entry, value);
  return gps_text(entry);
}

}  // namespace

std::string exif_text(TagGroup group, const TiffEntry& entry) {
  if (!entry.has_exif_type()) {
    return std::to_string(entry.count) + " of the unknown type " + std::to_string(entry.type);
  }
  if (!entry.is_readable) {
    return "unreadable: its " + byte_count(entry.count * entry.unit()) + " lie outside of the block";
  }
  const Bytes value = entry.value.first(std::min(entry.value.size(), max_rendered_bytes));
  if (auto text = tag_text(group, entry, value)) return *std::move(text);
  switch (entry.type) {
    case tiff::type_ascii:
    case tiff::type_utf8: return plain_text(value);
    case tiff::type_undefined: return bytes_text(entry, value);
    case tiff::type_byte:
    case tiff::type_sbyte: return entry.value.size() > 16 ? bytes_text(entry, value) : entry.numbers_text();
    default: return entry.numbers_text();
  }
}

}  // namespace stripmeta::inspection
