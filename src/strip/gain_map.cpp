#include "strip/gain_map.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "strip/xmp_reader.hpp"

namespace stripmeta {
namespace {

using std::string_view_literals::operator""sv;

struct Namespace {
  std::string_view prefix;
  std::string_view uri;
};
constexpr Namespace hdrgm{"hdrgm", "http://ns.adobe.com/hdr-gain-map/1.0/"};
constexpr Namespace apdi{"apdi", "http://ns.apple.com/pixeldatainfo/1.0/"};
constexpr Namespace apple{"HDRGainMap", "http://ns.apple.com/HDRGainMap/1.0/"};
constexpr std::array namespaces{hdrgm, apdi, apple};

constexpr std::string_view apple_name = "urn:com:apple:photo:2020:aux:hdrgainmap";

enum class Value : std::uint8_t { number, numbers /* one, or one of each colour */, truth, name };

struct Property {
  Namespace space;
  std::string_view name;
  Value value;
};
enum Row : std::size_t { gain_map_max = 3, capacity_max = 8, auxiliary_type = 10, apple_version = 12, headroom = 13 };
constexpr std::array<Property, GainMapInfo::property_count> properties{{
    {hdrgm, "Version", Value::number},
    {hdrgm, "BaseRenditionIsHDR", Value::truth},
    {hdrgm, "GainMapMin", Value::numbers},
    {hdrgm, "GainMapMax", Value::numbers},
    {hdrgm, "Gamma", Value::numbers},
    {hdrgm, "OffsetSDR", Value::numbers},
    {hdrgm, "OffsetHDR", Value::numbers},
    {hdrgm, "HDRCapacityMin", Value::number},
    {hdrgm, "HDRCapacityMax", Value::number},
    {apdi, "NativeFormat", Value::number},
    {apdi, "AuxiliaryImageType", Value::name},
    {apdi, "StoredFormat", Value::number},
    {apple, "HDRGainMapVersion", Value::number},
    {apple, "HDRGainMapHeadroom", Value::number},
}};

auto row_of(std::string_view uri, std::string_view name) {
  return std::ranges::find_if(properties,
                              [&](const Property& row) { return row.space.uri == uri && row.name == name; });
}

bool is_wanted(std::string_view uri, std::string_view name) {
  return row_of(uri, name) != properties.end();
}

// As many digits as a double needs and no room for more: what is written anew holds no other text.
std::size_t digits(std::string_view text) {
  constexpr std::size_t most = 20;
  const auto end = text.find_first_not_of("0123456789");
  const auto count = end == std::string_view::npos ? text.size() : end;
  return count <= most ? count : 0;
}

bool is_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const auto whole = digits(text);
  if (whole == 0) return false;
  text.remove_prefix(whole);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const auto fraction = digits(text);
    if (fraction == 0) return false;
    text.remove_prefix(fraction);
  }
  if (!text.starts_with('e') && !text.starts_with('E')) return text.empty();
  text.remove_prefix(1);
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  constexpr std::size_t most_exponent = 3;
  return !text.empty() && text.size() <= most_exponent && digits(text) == text.size();
}

bool is_valid(Value kind, const std::vector<XmpItem>& items) {
  constexpr std::size_t colours = 3;
  const bool one = items.size() == 1;
  const auto number = [](const XmpItem& item) { return is_number(item.text); };
  switch (kind) {
    case Value::number: return one && number(items.front());
    case Value::numbers: return (one || items.size() == colours) && std::ranges::all_of(items, number);
    case Value::truth: return one && (items.front().text == "True" || items.front().text == "False");
    case Value::name: return one && items.front().text == apple_name;
  }
  return false;
}

void append(std::string& to, std::initializer_list<std::string_view> parts) {
  for (const auto part : parts) to += part;
}

constexpr std::string_view packet_head =
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">";
constexpr std::string_view packet_tail = "</rdf:RDF></x:xmpmeta>";
constexpr std::string_view description_head = "<rdf:Description rdf:about=\"\"";
constexpr std::string_view description_tail = "</rdf:Description>";

}  // namespace

std::optional<std::vector<std::byte>> exact_gain_map_metadata(Bytes metadata) {
  constexpr std::size_t flags_at = 4;
  constexpr unsigned multichannel = 0x80;
  // Base colour space, and two of libultrahdr's: base is HDR, one denominator for all.
  constexpr unsigned common_denominator = 0x08;
  constexpr unsigned known_flags = multichannel | 0x40U | 0x04U | common_denominator;
  if (metadata.size() <= flags_at || u16(metadata, 0) != 0) return std::nullopt;
  const unsigned flags = u8(metadata, flags_at);
  const std::size_t channels = (flags & multichannel) != 0 ? 3 : 1;
  const bool common = (flags & common_denominator) != 0;
  // Two headrooms; of each channel least, most, gamma and two offsets: numerators of four bytes, and denominators.
  const std::size_t size = flags_at + 1 + (common ? 4 + 2 * 4 + channels * 5 * 4 : 2 * 8 + channels * 5 * 8);
  if (metadata.size() < size) return std::nullopt;
  std::vector<std::byte> exact(metadata.begin(), metadata.begin() + static_cast<std::ptrdiff_t>(size));
  exact[flags_at] = static_cast<std::byte>(flags & known_flags);
  return exact;
}

void GainMapInfo::add_xmp(Bytes packet) {
  if (std::exchange(xmp_seen_, true)) return;
  for (auto& property : read_xmp(packet, is_wanted)) {
    const auto row = row_of(property.uri, property.name);
    auto& values = values_.at(static_cast<std::size_t>(row - properties.begin()));
    if (!values.empty() || !is_valid(row->value, property.items)) continue;
    for (auto& item : property.items) values.push_back(std::move(item.text));
  }
}

void GainMapInfo::add_iso(Bytes payload) {
  if (!iso_.empty() || payload.size() < gain_map_signature.size()) return;
  if (auto exact = exact_gain_map_metadata(payload.subspan(gain_map_signature.size()))) iso_ = std::move(*exact);
}

bool GainMapInfo::is_ultra_hdr() const {
  return !values_[gain_map_max].empty() && !values_[capacity_max].empty();
}

bool GainMapInfo::is_apple() const {
  return !values_[auxiliary_type].empty();
}

bool GainMapInfo::has_headroom() const {
  return !values_[headroom].empty();
}

void GainMapInfo::set_headroom(double ratio) {
  constexpr std::string_view version_with_headroom = "131072";
  constexpr int places = 6;
  std::array<char, 32> text{};  // not printf: its decimal point is the locale's
  const auto end = std::to_chars(text.data(), text.data() + text.size(), ratio, std::chars_format::fixed, places).ptr;
  values_[headroom] = {std::string{text.data(), end}};
  values_[apple_version] = {std::string{version_with_headroom}};
}

std::string GainMapInfo::make_xmp() const {
  std::string attributes;
  std::string elements;
  std::string declarations;
  const auto is_said = [&](std::size_t row) {
    return !values_.at(row).empty() && (properties.at(row).space.uri == hdrgm.uri ? is_ultra_hdr() : is_apple());
  };
  for (const auto& space : namespaces) {
    bool declared = false;
    for (std::size_t row = 0; row < properties.size(); ++row) {
      const auto& property = properties.at(row);
      if (property.space.uri != space.uri || !is_said(row)) continue;
      if (!std::exchange(declared, true)) append(declarations, {" xmlns:", space.prefix, "=\"", space.uri, "\""});
      const auto& values = values_.at(row);
      if (values.size() == 1) {
        append(attributes, {" ", space.prefix, ":", property.name, "=\"", values.front(), "\""});
        continue;
      }
      append(elements, {"<", space.prefix, ":", property.name, "><rdf:Seq>"});
      for (const auto& value : values) append(elements, {"<rdf:li>", value, "</rdf:li>"});
      append(elements, {"</rdf:Seq></", space.prefix, ":", property.name, ">"});
    }
  }
  std::string packet;
  if (declarations.empty()) return {};
  append(packet,
         {packet_head, description_head, declarations, attributes, ">", elements, description_tail, packet_tail});
  return packet;
}

std::string make_container_xmp(std::uint64_t size, std::string_view others) {
  constexpr std::string_view item = "<rdf:li rdf:parseType=\"Resource\"><Container:Item Item:Mime=\"image/jpeg\" ";
  const auto end = others.empty() ? 0 : others.size() - packet_tail.size();
  std::string packet{others.empty() ? packet_head : others.substr(0, end)};
  append(packet,
         {description_head, " xmlns:hdrgm=\"", hdrgm.uri,
          "\" xmlns:Container=\"http://ns.google.com/photos/1.0/container/\""
          " xmlns:Item=\"http://ns.google.com/photos/1.0/container/item/\" hdrgm:Version=\"1.0\">"
          "<Container:Directory><rdf:Seq>",
          item, "Item:Semantic=\"Primary\"/></rdf:li>", item, "Item:Semantic=\"GainMap\" Item:Length=\"",
          std::to_string(size), "\"/></rdf:li></rdf:Seq></Container:Directory>", description_tail, packet_tail});
  return packet;
}

std::vector<std::byte> make_gain_map_version() {
  std::vector<std::byte> payload;
  put_text(payload, gain_map_signature);
  put_u16(payload, 0);  // the least version of a reader
  put_u16(payload, 0);  // the writer's
  return payload;
}

std::optional<double> apple_headroom(Bytes exif) {
  constexpr auto signature = "Apple iOS\0"sv;
  constexpr std::size_t directory_at = 14;  // behind the signature, a version and the byte order, which is always MM
  constexpr std::size_t entry_size = 12;
  constexpr std::uint16_t tag_headroom = 0x21;
  constexpr std::uint16_t tag_gain = 0x30;
  constexpr std::uint16_t type_srational = 10;
  const auto at = as_text(exif).find(signature);
  if (at == std::string_view::npos) return std::nullopt;
  const auto note = exif.subspan(at);
  if (note.size() < directory_at + 2) return std::nullopt;
  std::optional<double> said_headroom;
  std::optional<double> said_gain;
  const std::size_t count = u16(note, directory_at);
  for (std::size_t i = 0; i < count && directory_at + 2 + (i + 1) * entry_size <= note.size(); ++i) {
    const auto entry = note.subspan(directory_at + 2 + i * entry_size, entry_size);
    const std::size_t value_at = u32(entry, 8);
    if (u16(entry, 2) != type_srational || u32(entry, 4) != 1 || value_at + 8 > note.size()) continue;
    const auto denominator = static_cast<std::int32_t>(u32(note, value_at + 4));
    if (denominator == 0) continue;
    const double value = static_cast<double>(static_cast<std::int32_t>(u32(note, value_at))) / denominator;
    if (u16(entry, 0) == tag_headroom) said_headroom = value;
    if (u16(entry, 0) == tag_gain) said_gain = value;
  }
  if (!said_headroom || !said_gain) return std::nullopt;
  double stops = 0;
  if (*said_headroom < 1.0) {
    stops = *said_gain <= 0.01 ? -20.0 * *said_gain + 1.8 : -0.101 * *said_gain + 1.601;
  } else {
    stops = *said_gain <= 0.01 ? -70.0 * *said_gain + 3.0 : -0.303 * *said_gain + 2.303;
  }
  constexpr double most_stops = 8;
  return std::exp2(std::clamp(stops, 0.0, most_stops));
}

}  // namespace stripmeta
