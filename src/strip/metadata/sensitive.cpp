#include "strip/metadata/sensitive.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "strip/metadata/mpf.hpp"
#include "strip/metadata/photoshop.hpp"

namespace stripmeta {
namespace {

struct Sign {
  std::string_view text;
  Holds holds;
};

constexpr std::array<Sign, 4> prompt_signs{{
    {"Negative prompt:", Holds::ai_prompt},
    {"CFG scale:", Holds::ai_prompt},
    {"\"class_type\"", Holds::ai_prompt},
    {"sui_image_params", Holds::ai_prompt},
}};

// Wherever they stand in a packet.
constexpr std::array<Sign, 10> xmp_signs{{
    {"LocationShown", Holds::gps},
    {"LocationCreated", Holds::gps},
    {"SerialNumber", Holds::serial},
    {"OwnerName", Holds::owner},
    {"MakerNote", Holds::maker_note},
    {"crs:", Holds::edit_history},
    {"AIPrompt", Holds::ai_prompt},
    {"hdrgm:", Holds::gain_map},
    {"http://ns.adobe.com/hdr-gain-map/1.0/", Holds::gain_map},
    {"HDRGainMap", Holds::gain_map},
}};

// Local names of properties, behind whatever prefix the packet declares for their namespace.
struct Property {
  std::string_view name;
  bool whole;  // false: names that start with it
  Holds holds;
};

constexpr std::array<Property, 20> xmp_properties{{
    {"GPS", false, Holds::gps},
    {"creator", true, Holds::owner},
    {"rights", true, Holds::owner},
    {"Artist", true, Holds::owner},
    {"Copyright", true, Holds::owner},
    {"Credit", true, Holds::owner},
    {"Owner", true, Holds::owner},
    {"CreateDate", true, Holds::date},
    {"ModifyDate", true, Holds::date},
    {"MetadataDate", true, Holds::date},
    {"DateCreated", true, Holds::date},
    {"DateTime", false, Holds::date},
    {"Thumbnails", true, Holds::thumbnail},
    {"image", true, Holds::thumbnail},
    {"History", true, Holds::edit_history},
    {"DerivedFrom", true, Holds::edit_history},
    {"HasSettings", true, Holds::edit_history},
    {"AlreadyApplied", true, Holds::edit_history},
    {"ProcessVersion", true, Holds::edit_history},
    {"RawFileName", true, Holds::edit_history},
}};

template <typename Signs>
HoldSet search_signs(Bytes bytes, const Signs& signs) {
  HoldSet holds;
  for (const auto& sign : signs) {
    if (!holds.contains(sign.holds) && contains(bytes, sign.text)) holds.add(sign.holds);
  }
  return holds;
}

// What XML takes for a part of a name; all bytes past ASCII are.
bool is_name_char(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || u == '_' || u == '-' ||
         u == '.' || u >= 0x80;
}

HoldSet property_holds(std::string_view name) {
  HoldSet holds;
  for (const auto& property : xmp_properties) {
    if (property.whole ? name == property.name : name.starts_with(property.name)) holds.add(property.holds);
  }
  return holds;
}

// Goes over the names in one pass: a property is one behind a prefix, or that of an element without one (its namespace
// is then the default). `xmlns:creator` declares a prefix and is none.
HoldSet properties_hold(std::string_view packet) {
  HoldSet holds;
  std::string_view before;  // the name that the last ':' ended
  for (std::size_t at = 0; at < packet.size();) {
    std::size_t end = at;
    while (end < packet.size() && is_name_char(packet[end])) ++end;
    const auto name = packet.substr(at, end - at);
    const char next = end < packet.size() ? packet[end] : '\0';
    const bool element = at > 0 && packet[at - 1] == '<' && next != ':';
    if (!name.empty() && (element || (!before.empty() && before != "xmlns"))) holds.add(property_holds(name));
    before = next == ':' ? name : std::string_view{};
    at = end + 1;
  }
  return holds;
}

// The low bytes of two-byte text; for one-byte text something that matches no sign.
std::string narrowed(Bytes text, std::size_t first) {
  std::string narrow;
  narrow.reserve(text.size() / 2);
  for (std::size_t i = first; i < text.size(); i += 2) narrow += static_cast<char>(text[i]);
  return narrow;
}

namespace iptc {

enum Dataset : std::uint8_t {
  date_created = 55,
  time_created = 60,
  digital_date = 62,
  by_line = 80,
  by_line_title = 85,
  credit = 110,
  copyright = 116,
  contact = 118,
};

HoldSet dataset_holds(std::uint8_t dataset) {
  switch (dataset) {
    case date_created:
    case time_created:
    case digital_date: return HoldSet{}.add(Holds::date);
    case by_line:
    case by_line_title:
    case credit:
    case copyright:
    case contact: return HoldSet{}.add(Holds::owner);
    default: return {};
  }
}

HoldSet holds(Bytes iim) {
  constexpr std::uint8_t application_record = 2;
  HoldSet all;
  visit_datasets(iim, [&](std::uint8_t record, std::uint8_t dataset, Bytes value) {
    if (record == application_record && !value.empty()) all.add(dataset_holds(dataset));
  });
  return all;
}

}  // namespace iptc

HoldSet resource_holds(std::uint16_t id, Bytes data) {
  switch (id) {
    case iptc_resource: return iptc::holds(data);
    case 0x0409:
    case 0x040C: return HoldSet{}.add(Holds::thumbnail);
    case 0x0424: return xmp_holds(data);
    default: return {};
  }
}

}  // namespace

bool says_something(Bytes value) {
  return std::ranges::any_of(value, [](std::byte b) { return b != std::byte{0} && b != std::byte{' '}; });
}

HoldSet text_holds(Bytes text) {
  HoldSet holds = search_signs(text, prompt_signs);
  for (const std::size_t first : {0U, 1U}) {
    const auto narrow = narrowed(text, first);
    holds.add(search_signs(std::as_bytes(std::span{narrow}), prompt_signs));
  }
  return holds;
}

HoldSet xmp_holds(Bytes packet) {
  HoldSet holds = search_signs(packet, xmp_signs);
  holds.add(properties_hold(as_text(packet)));
  holds.add(search_signs(packet, prompt_signs));
  return holds;
}

HoldSet resources_hold(Bytes resources) {
  if (!starts_with(resources, "8BIM")) return iptc::holds(resources);
  HoldSet all;
  visit_resources(resources, [&](std::uint16_t id, Bytes data) { all.add(resource_holds(id, data)); });
  return all;
}

MultiPicture read_mpf(Bytes payload) {
  MultiPicture found;
  for (const auto& entry : read_mp_entries(payload)) ++(entry.is_thumbnail() ? found.thumbnails : found.pictures);
  return found;
}

namespace {

// RIFF, a size of four bytes, the form's type.
bool has_avi(std::string_view text) {
  constexpr std::string_view riff = "RIFF";
  constexpr std::size_t form_at = 8;
  for (auto at = text.find("AVI "); at != std::string_view::npos; at = text.find("AVI ", at + 1)) {
    if (at >= form_at && text.substr(at - form_at).starts_with(riff)) return true;
  }
  return false;
}

}  // namespace

void TrailerScan::search(Bytes window) {
  // QuickTime's older films have no `ftyp`, but `moov` (QuickTime File Format, "Movie atoms"). AVI is not searched
  // plainly.
  constexpr std::array<std::string_view, needle_avi> needles{"\xFF\xD8\xFF",  "ftyp",       "moov",
                                                             "hdrgm:Version", "hdrgainmap", "IDAT"};
  for (std::size_t i = 0; i < needles.size(); ++i) {
    if ((found_ >> i & 1U) == 0 && contains(window, needles.at(i))) found_ |= 1U << i;
  }
  if (!found(needle_avi) && has_avi(as_text(window))) found_ |= 1U << needle_avi;
}

HoldSet TrailerScan::holds() const {
  HoldSet holds;
  if (has_video()) holds.add(Holds::video);
  if (has_gain_map()) holds.add(Holds::gain_map);
  if (has_picture() && !has_gain_map()) holds.add(Holds::picture);
  return holds;
}

void TrailerScan::report_to(Report& report) const {
  if (size_ > 0) report.add(Kind::trailer, Fate::removed, size_, holds());
}

void TrailerScan::feed(Bytes piece) {
  size_ += piece.size();
  if (piece.empty()) return;
  // What straddles two pieces stands in the old tail and the front of the new piece.
  std::array<std::byte, 2 * overlap> seam{};
  const auto front = piece.first(std::min(piece.size(), overlap));
  std::ranges::copy(std::span{tail_}.first(tail_size_), seam.begin());
  std::ranges::copy(front, seam.begin() + static_cast<std::ptrdiff_t>(tail_size_));
  const Bytes joined = std::span{seam}.first(tail_size_ + front.size());
  search(joined);
  search(piece);
  const Bytes end = piece.size() >= overlap ? piece.last(overlap) : joined.last(std::min(joined.size(), overlap));
  std::ranges::copy(end, tail_.begin());
  tail_size_ = end.size();
}

}  // namespace stripmeta
