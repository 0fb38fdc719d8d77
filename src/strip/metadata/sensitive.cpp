#include "strip/metadata/sensitive.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "strip/metadata/iptc.hpp"
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

// They count anywhere in a packet.
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

// Local names of properties, after any prefix.
struct Property {
  std::string_view name;
  bool is_whole_name;  // false: also names that start with it
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

// Whether `c` may be in an XML name, apart from ':'. All bytes above ASCII may.
bool is_name_char(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || u == '_' || u == '-' ||
         u == '.' || u >= 0x80;
}

HoldSet property_holds(std::string_view name) {
  HoldSet holds;
  for (const auto& property : xmp_properties) {
    if (property.is_whole_name ? name == property.name : name.starts_with(property.name)) holds.add(property.holds);
  }
  return holds;
}

// One pass over the names. A property is a name after a prefix, or an element's name without one. `xmlns:creator` is
// not a property but declares a prefix.
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

// The low bytes of a text with two bytes a character. `first` is the offset of the first low byte, 0 or 1.
std::string narrowed(Bytes text, std::size_t first) {
  std::string narrow;
  narrow.reserve(text.size() / 2);
  for (std::size_t i = first; i < text.size(); i += 2) narrow += static_cast<char>(text[i]);
  return narrow;
}

HoldSet dataset_holds(std::uint8_t number) {
  switch (number) {
    case iptc::date_created:
    case iptc::time_created:
    case iptc::digital_date: return HoldSet{}.add(Holds::date);
    case iptc::by_line:
    case iptc::by_line_title:
    case iptc::credit:
    case iptc::copyright_notice:
    case iptc::contact: return HoldSet{}.add(Holds::owner);
    default: return {};
  }
}

HoldSet iptc_holds(Bytes iim) {
  HoldSet all;
  iptc::visit_datasets(iim, [&](const iptc::Dataset& dataset) {
    const bool has_value = dataset.is_complete && !dataset.value.empty();
    if (dataset.record == iptc::application && has_value) all.add(dataset_holds(dataset.number));
  });
  return all;
}

HoldSet resource_holds(const photoshop::Resource& resource) {
  if (!resource.is_8bim) return {};
  switch (resource.id) {
    case photoshop::iptc: return iptc_holds(resource.data);
    case photoshop::old_thumbnail:
    case photoshop::thumbnail: return HoldSet{}.add(Holds::thumbnail);
    case photoshop::xmp: return xmp_holds(resource.data);
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
  if (!photoshop::is_resource(resources)) return iptc_holds(resources);
  HoldSet all;
  photoshop::visit_resources(resources,
                             [&](const photoshop::Resource& resource) { all.add(resource_holds(resource)); });
  return all;
}

}  // namespace stripmeta
