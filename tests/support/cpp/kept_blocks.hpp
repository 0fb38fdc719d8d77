// A second, small reader of the blocks that a policy keeps. It shares no code with the engine, and knows only what may
// be in these blocks.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

namespace stripmeta::test {

// What a policy keeps besides the picture, its colour and its orientation.
struct Allowed {
  bool copyright{false};
  bool panorama{false};
  bool gain_map{false};  // a second picture after a JPEG, and what belongs to it
};

namespace kept {

inline std::size_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

inline bool has_control(std::string_view text, std::string_view but = "") {
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if ((code < 0x20 || code == 0x7F) && but.find(c) == std::string_view::npos) return true;
  }
  return false;
}

inline std::set<std::string> names_of(Allowed allowed) {
  std::set<std::string> names{"x:xmpmeta", "rdf:RDF", "rdf:Description", "xmlns:x", "xmlns:rdf", "rdf:about"};
  if (allowed.copyright) {
    names.insert({"xmlns:dc", "xmlns:xmpRights", "rdf:Seq", "rdf:Bag", "rdf:Alt", "rdf:li", "xml:lang", "dc:creator",
                  "dc:rights", "xmpRights:Marked", "xmpRights:WebStatement", "xmpRights:UsageTerms",
                  "xmpRights:Owner"});
  }
  if (allowed.panorama) {
    names.insert({"xmlns:GPano", "GPano:ProjectionType", "GPano:UsePanoramaViewer", "GPano:CroppedAreaImageWidthPixels",
                  "GPano:CroppedAreaImageHeightPixels", "GPano:FullPanoWidthPixels", "GPano:FullPanoHeightPixels",
                  "GPano:CroppedAreaLeftPixels", "GPano:CroppedAreaTopPixels"});
  }
  return names;
}

// Judges the attributes ` name="value"` of a tag.
inline std::string judge_attributes(std::string_view rest, const std::set<std::string>& names) {
  while (!rest.empty()) {
    const auto equals = rest.find("=\"");
    if (rest.front() != ' ' || equals == std::string_view::npos) return "a tag that is not written as others are";
    const std::string name{rest.substr(1, equals - 1)};
    const auto end = rest.find('"', equals + 2);
    if (end == std::string_view::npos) return "a value without an end";
    const auto value = rest.substr(equals + 2, end - equals - 2);
    if (!names.contains(name)) return "XMP " + name;
    const bool is_word = value.find_first_not_of("abcdefghijklmnopqrstuvwxyzTF0123456789") == std::string_view::npos;
    if (name.starts_with("GPano:") && !is_word) return "a value of " + name;
    if (has_control(value)) return "a control character in " + name;
    rest.remove_prefix(end + 1);
  }
  return "";
}

}  // namespace kept

// Returns "" if the packet holds nothing but what is allowed.
inline std::string judge_xmp(std::string_view packet, Allowed allowed) {
  if (!packet.starts_with("<x:xmpmeta ") || !packet.ends_with("</x:xmpmeta>")) return "no bare packet";
  if (packet.find("<!") != std::string_view::npos || packet.find("<?") != std::string_view::npos) return "odd markup";
  const auto names = kept::names_of(allowed);
  for (std::size_t at = 0; at < packet.size();) {
    const auto close = packet.find('>', at);
    auto tag = packet.substr(at + 1, close - at - 1);
    const bool ends = tag.starts_with('/');
    if (ends) tag.remove_prefix(1);
    if (tag.ends_with('/')) tag.remove_suffix(1);
    const auto space = tag.find(' ');
    const std::string name{tag.substr(0, space)};
    if (!names.contains(name)) return "XMP element " + name;
    if (space != std::string_view::npos) {
      if (auto wrong = kept::judge_attributes(tag.substr(space), names); !wrong.empty()) return wrong;
    }
    const auto next = packet.find('<', close);
    if (next == std::string_view::npos) break;
    const auto text = packet.substr(close + 1, next - close - 1);
    if (!text.empty() && !ends && kept::has_control(text, "\n\t")) return "a control character in " + name;
    if (!text.empty() && (ends || !allowed.copyright)) return "text behind an element";
    at = next;
  }
  return "";
}

// Judges a new Exif block: its first directory, and that the block holds nothing else.
inline std::string judge_exif(std::string_view tiff, Allowed allowed) {
  using std::string_view_literals::operator""sv;
  constexpr std::size_t most = 200;
  if (!tiff.starts_with("MM\0*\0\0\0\x08"sv) || tiff.size() < 10) return "a bad Exif";
  const std::size_t count = kept::number(tiff, 8, 2);
  if (10 + count * 12 > tiff.size()) return "a cut directory";
  std::size_t rights = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = 10 + i * 12;
    const auto tag = kept::number(tiff, at, 2);
    if (std::set<std::size_t>{274, 282, 283, 296, 34665}.contains(tag)) continue;
    if (!allowed.copyright || (tag != 315 && tag != 33432)) return "Exif tag " + std::to_string(tag);
    const auto size = kept::number(tiff, at + 4, 4);
    const auto value_at = size > 4 ? kept::number(tiff, at + 8, 4) : at + 8;
    if (value_at + size > tiff.size()) return "a text past the end";
    const auto text = tiff.substr(value_at, size);
    if (!text.ends_with('\0') || kept::has_control(text, "\0"sv)) return "a bad text in Exif";
    rights += 12 + size + size % 2;
  }
  return tiff.size() <= most + rights ? "" : "a large Exif";
}

inline std::string judge_iptc(std::string_view iim) {
  std::size_t at = 0;
  while (at < iim.size()) {
    if (iim.size() - at < 5 || iim[at] != 0x1C) return "no dataset of IPTC";
    const auto name = kept::number(iim, at + 1, 2);
    const auto size = kept::number(iim, at + 3, 2);
    if (size > iim.size() - at - 5) return "a dataset past the end";
    if (name != 0x015A && name != 0x0250 && name != 0x0274) return "IPTC dataset " + std::to_string(name);
    if (name != 0x015A && kept::has_control(iim.substr(at + 5, size))) return "a control character in IPTC";
    at += 5 + size;
  }
  return iim.empty() ? "empty IPTC" : "";
}

// Judges Photoshop's resources: only one is allowed, with IPTC in it.
inline std::string judge_resources(std::string_view resources) {
  using std::string_view_literals::operator""sv;
  if (resources.size() < 12 || !resources.starts_with("8BIM\x04\x04\0\0"sv)) return "a resource that must go";
  const auto size = kept::number(resources, 8, 4);
  if (12 + size + size % 2 != resources.size()) return "bytes behind a resource";
  return judge_iptc(resources.substr(12, size));
}

}  // namespace stripmeta::test
