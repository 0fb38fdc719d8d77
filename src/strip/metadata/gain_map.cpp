#include "strip/metadata/gain_map.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <span>
#include <string_view>
#include <utility>

#include "strip/base/ascii.hpp"
#include "strip/metadata/xmp_reader.hpp"

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

enum class Value : std::uint8_t { version, number, numbers /* one, or one for each colour */, truth, name };

struct Property {
  Namespace space;
  std::string_view name;
  Value value;
};
enum Row : std::size_t {
  version = 0,
  gain_map_max = 3,
  capacity_max = 8,
  native_format = 9,
  auxiliary_type = 10,
  apple_version = 12,
  headroom = 13
};
constexpr std::array<Property, GainMapInfo::property_count> properties{{
    {hdrgm, "Version", Value::version},
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

std::string_view take_digits(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::string_view without_leading_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

// ".5e+01" becomes "0.5e1": the same number for every reader, without room for hidden text in its digits.
std::optional<std::string> canonical_number(std::string_view text) {
  constexpr std::size_t max_size = 400;
  constexpr std::size_t max_digits = 17;
  constexpr std::size_t max_exponent_digits = 3;
  if (text.size() > max_size) return std::nullopt;
  const bool negative = text.starts_with('-');
  take(text, "+-");
  const auto all_whole = take_digits(text);
  auto fraction = take(text, ".") ? take_digits(text) : std::string_view{};
  if (all_whole.empty() && fraction.empty()) return std::nullopt;
  std::string exponent;
  if (take(text, "eE")) {
    const bool below = text.starts_with('-');
    take(text, "+-");
    const auto digits = take_digits(text);
    if (digits.empty() || digits.size() > max_exponent_digits) return std::nullopt;
    exponent = without_leading_zeros(digits);
    if (below && !exponent.empty()) exponent.insert(0, 1, '-');
  }
  const auto whole = without_leading_zeros(all_whole);
  if (!text.empty() || whole.size() > max_digits) return std::nullopt;
  const auto zeros = whole.empty() ? fraction.size() - without_leading_zeros(fraction).size() : 0;
  fraction = fraction.substr(0, zeros + max_digits - whole.size());
  fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
  if (whole.empty() && fraction.empty()) return "0";
  std::string number{negative ? "-" : ""};
  number += whole.empty() ? "0" : whole;
  if (!fraction.empty()) number.append(".").append(fraction);
  if (!exponent.empty()) number.append("e").append(exponent);
  return number;
}

// Whether `text` is a version such as Adobe's "1.0". It stays as it is, because viewers compare it as text.
bool is_version(std::string_view text) {
  constexpr std::size_t max_size = 5;
  if (text.size() > max_size) return false;
  const auto major = take_digits(text);
  return !major.empty() && take(text, ".") && !take_digits(text).empty() && text.empty();
}

// The value in its one written form; nullopt if it is not valid.
std::optional<std::string> canonical(Value kind, std::string_view text) {
  const auto same_if = [&](bool good) { return good ? std::optional{std::string{text}} : std::nullopt; };
  switch (kind) {
    case Value::version: return same_if(is_version(text));
    case Value::number:
    case Value::numbers: return canonical_number(text);
    case Value::truth: return same_if(text == "True" || text == "False");
    case Value::name: return same_if(text == apple_name);
  }
  return std::nullopt;
}

// The values in their written form; empty if one is not valid, or if there are too few or too many.
std::vector<std::string> canonical(Value kind, const std::vector<XmpItem>& items) {
  constexpr std::size_t colours = 3;
  if (items.size() != 1 && (kind != Value::numbers || items.size() != colours)) return {};
  std::vector<std::string> values;
  for (const auto& item : items) {
    auto value = canonical(kind, item.text);
    if (!value) return {};
    values.push_back(std::move(*value));
  }
  return values;
}

void append(std::string& to, std::initializer_list<std::string_view> parts) {
  for (const auto part : parts) to += part;
}

constexpr std::string_view packet_head =
    R"(<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">)";
constexpr std::string_view packet_tail = "</rdf:RDF></x:xmpmeta>";
constexpr std::string_view description_head = R"(<rdf:Description rdf:about="")";
constexpr std::string_view description_tail = "</rdf:Description>";

}  // namespace

std::optional<std::vector<std::byte>> exact_gain_map_metadata(Bytes metadata) {
  constexpr std::size_t writer_version_at = 2;
  constexpr std::size_t flags_at = 4;
  constexpr unsigned multichannel = 0x80;
  // Three more flags are known: the base colour space is used (0x40); and two of libultrahdr, which say that the base
  // is HDR (0x04) and that all numbers have one denominator (0x08).
  constexpr unsigned common_denominator = 0x08;
  constexpr unsigned known_flags = multichannel | 0x40U | 0x04U | common_denominator;
  if (metadata.size() <= flags_at || u16(metadata, 0) != 0) return std::nullopt;
  const unsigned flags = u8(metadata, flags_at);
  const std::size_t channels = (flags & multichannel) != 0 ? 3 : 1;
  const bool common = (flags & common_denominator) != 0;
  // What follows: two headrooms; for each channel a minimum, a maximum, a gamma and two offsets. All are fractions of
  // two numbers of 4 bytes.
  const std::size_t size = flags_at + 1 + (common ? 12 + channels * 5 * 4 : 16 + channels * 5 * 8);
  if (metadata.size() < size) return std::nullopt;
  std::vector<std::byte> exact(metadata.begin(), metadata.begin() + static_cast<std::ptrdiff_t>(size));
  exact[flags_at] = static_cast<std::byte>(flags & known_flags);
  std::fill_n(exact.begin() + writer_version_at, 2, std::byte{0});  // it says nothing about how to read the data
  return exact;
}

void GainMapInfo::add_xmp(Bytes packet) {
  if (std::exchange(xmp_seen_, true)) return;
  for (const auto& property : read_xmp(packet, is_wanted)) {
    const auto row = row_of(property.uri, property.name);
    const auto at = static_cast<std::size_t>(row - properties.begin());
    if (!values_.at(at).empty()) continue;
    values_.at(at) = canonical(row->value, property.items);
    if (values_.at(at).empty() && row->value != Value::name) unreadable_.at(at) = true;
  }
}

void GainMapInfo::add_iso(Bytes payload) {
  if (!iso_.empty() || payload.size() < gain_map_signature.size()) return;
  // Bytes. The picture that has a gain map gives only these versions; the gain map itself gives all metadata.
  constexpr std::size_t versions = 4;
  const auto metadata = payload.subspan(gain_map_signature.size());
  auto exact = exact_gain_map_metadata(metadata);
  if (exact) iso_ = std::move(*exact);
  iso_damaged_ = !exact && metadata.size() != versions;
}

bool GainMapInfo::is_ultra_hdr() const {
  const bool readable = std::ranges::none_of(std::span{unreadable_}.first(native_format), std::identity{});
  return readable && !values_[version].empty() && !values_[gain_map_max].empty() && !values_[capacity_max].empty();
}

bool GainMapInfo::is_apple() const {
  return !values_[auxiliary_type].empty() &&
         std::ranges::none_of(std::span{unreadable_}.subspan(native_format), std::identity{});
}

bool GainMapInfo::is_damaged() const {
  const bool says_apple = !values_[auxiliary_type].empty();
  const bool says_hdr = !values_[gain_map_max].empty() || unreadable_[gain_map_max];
  return !is_gain_map() && (iso_damaged_ || says_apple || says_hdr);
}

bool GainMapInfo::has_headroom() const {
  return !values_[headroom].empty();
}

void GainMapInfo::set_headroom(double ratio) {
  constexpr std::string_view version_with_headroom = "131072";
  constexpr int places = 6;
  std::array<char, 32> text{};  // not printf, whose decimal point depends on the locale
  const auto end = std::to_chars(text.data(), text.data() + text.size(), ratio, std::chars_format::fixed, places).ptr;
  values_[headroom] = {canonical_number({text.data(), end}).value_or("1")};
  values_[apple_version] = {std::string{version_with_headroom}};
}

std::string GainMapInfo::make_xmp() const {
  std::string attributes;
  std::string elements;
  std::string declarations;
  const auto is_written = [&](std::size_t row) {
    return !values_.at(row).empty() && (properties.at(row).space.uri == hdrgm.uri ? is_ultra_hdr() : is_apple());
  };
  for (const auto& space : namespaces) {
    bool declared = false;
    for (std::size_t row = 0; row < properties.size(); ++row) {
      const auto& property = properties.at(row);
      if (property.space.uri != space.uri || !is_written(row)) continue;
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
  constexpr std::string_view item = R"(<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" )";
  constexpr std::string_view spaces = R"( xmlns:Container="http://ns.google.com/photos/1.0/container/")"
                                      R"( xmlns:Item="http://ns.google.com/photos/1.0/container/item/")";
  const auto end = others.empty() ? 0 : others.size() - packet_tail.size();
  std::string packet{others.empty() ? packet_head : others.substr(0, end)};
  append(packet,
         {description_head, R"( xmlns:hdrgm=")", hdrgm.uri, "\"", spaces,
          R"( hdrgm:Version="1.0"><Container:Directory><rdf:Seq>)", item, R"(Item:Semantic="Primary"/></rdf:li>)", item,
          R"(Item:Semantic="GainMap" Item:Length=")", std::to_string(size),
          R"("/></rdf:li></rdf:Seq></Container:Directory>)", description_tail, packet_tail});
  return packet;
}

std::vector<std::byte> make_gain_map_version() {
  std::vector<std::byte> payload;
  put_text(payload, gain_map_signature);
  put_u16(payload, 0);  // minimum version of a reader
  put_u16(payload, 0);  // version of the writer
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
  std::optional<double> maker_headroom;
  std::optional<double> maker_gain;
  const std::size_t count = u16(note, directory_at);
  for (std::size_t i = 0; i < count && directory_at + 2 + (i + 1) * entry_size <= note.size(); ++i) {
    const auto entry = note.subspan(directory_at + 2 + i * entry_size, entry_size);
    const std::size_t value_at = u32(entry, 8);
    if (u16(entry, 2) != type_srational || u32(entry, 4) != 1 || note.size() < 8 || value_at > note.size() - 8)
      continue;
    const auto denominator = static_cast<std::int32_t>(u32(note, value_at + 4));
    if (denominator == 0) continue;
    const double value = static_cast<double>(static_cast<std::int32_t>(u32(note, value_at))) / denominator;
    if (u16(entry, 0) == tag_headroom) maker_headroom = value;
    if (u16(entry, 0) == tag_gain) maker_gain = value;
  }
  if (!maker_headroom || !maker_gain) return std::nullopt;
  double stops = 0;
  if (*maker_headroom < 1.0) {
    stops = *maker_gain <= 0.01 ? -20.0 * *maker_gain + 1.8 : -0.101 * *maker_gain + 1.601;
  } else {
    stops = *maker_gain <= 0.01 ? -70.0 * *maker_gain + 3.0
                                : -0.303 * *maker_gain + 2.303;  // NOLINT(modernize-use-std-numbers): no logarithm
  }
  constexpr double max_stops = 8;
  return std::exp2(std::clamp(stops, 0.0, max_stops));
}

}  // namespace stripmeta
