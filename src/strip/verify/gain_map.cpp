#include "strip/verify/gain_map.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "strip/verify/xmp.hpp"

namespace stripmeta::verify {
namespace {

enum class Value : std::uint8_t { version, number, numbers, truth, name };

struct Property {
  std::string_view name;
  Value value;
};
constexpr std::array<Property, 14> properties{{
    {"hdrgm:Version", Value::version},
    {"hdrgm:BaseRenditionIsHDR", Value::truth},
    {"hdrgm:GainMapMin", Value::numbers},
    {"hdrgm:GainMapMax", Value::numbers},
    {"hdrgm:Gamma", Value::numbers},
    {"hdrgm:OffsetSDR", Value::numbers},
    {"hdrgm:OffsetHDR", Value::numbers},
    {"hdrgm:HDRCapacityMin", Value::number},
    {"hdrgm:HDRCapacityMax", Value::number},
    {"apdi:NativeFormat", Value::number},
    {"apdi:AuxiliaryImageType", Value::name},
    {"apdi:StoredFormat", Value::number},
    {"HDRGainMap:HDRGainMapVersion", Value::number},
    {"HDRGainMap:HDRGainMapHeadroom", Value::number},
}};

constexpr std::string_view description_tail = "</rdf:Description>";
constexpr std::array<std::string_view, 3> declarations{
    R"( xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/")",
    R"( xmlns:apdi="http://ns.apple.com/pixeldatainfo/1.0/")",
    R"( xmlns:HDRGainMap="http://ns.apple.com/HDRGainMap/1.0/")",
};

// The description of a gain map that follows, before and behind the gain map's size (Ultra HDR 1.1).
constexpr std::string_view container_head =
    R"(<rdf:Description rdf:about="" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/")"
    R"( xmlns:Container="http://ns.google.com/photos/1.0/container/")"
    R"( xmlns:Item="http://ns.google.com/photos/1.0/container/item/" hdrgm:Version="1.0">)"
    R"(<Container:Directory><rdf:Seq><rdf:li rdf:parseType="Resource">)"
    R"(<Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary"/></rdf:li>)"
    R"(<rdf:li rdf:parseType="Resource">)"
    R"(<Container:Item Item:Mime="image/jpeg" Item:Semantic="GainMap" Item:Length=")";
constexpr std::string_view container_tail =
    R"("/></rdf:li></rdf:Seq></Container:Directory></rdf:Description></rdf:RDF></x:xmpmeta>)";

Verdict wrong(std::uint64_t at, std::string_view rule) {
  return Unaccounted{at, rule};
}

bool is_digits(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Removes and returns what stands before `stop`; all of it if there is none.
std::string_view take_before(std::string_view& text, char stop) {
  const auto end = std::min(text.find(stop), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

// "-12.5e-3": no zeros at the front or the end, and at most 17 digits behind the first that is not zero.
bool is_number(std::string_view text) {
  constexpr std::size_t most_digits = 17;
  constexpr std::size_t longest = 400;  // zeros at the front of a fraction
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool has_exponent = text.find('e') != std::string_view::npos;
  auto mantissa = take_before(text, 'e');
  if (text.starts_with('-')) text.remove_prefix(1);
  if (has_exponent && (!is_digits(text, 3) || text.front() == '0')) return false;
  const bool has_fraction = mantissa.find('.') != std::string_view::npos;
  const auto whole = take_before(mantissa, '.');
  if (!is_digits(whole, most_digits) || (whole.size() > 1 && whole.front() == '0')) return false;
  if (!has_fraction) return true;
  if (!is_digits(mantissa, longest) || mantissa.back() == '0') return false;
  const auto digits = whole == "0" ? mantissa.size() - mantissa.find_first_not_of('0') : whole.size() + mantissa.size();
  return digits <= most_digits;
}

bool is_version(std::string_view text) {
  constexpr std::size_t longest = 5;
  if (text.size() > longest) return false;
  const auto major = take_before(text, '.');
  return is_digits(major, longest) && is_digits(text, longest);
}

bool is_value(Value kind, std::string_view text) {
  switch (kind) {
    case Value::version: return is_version(text);
    case Value::truth: return text == "True" || text == "False";
    case Value::name: return text == "urn:com:apple:photo:2020:aux:hdrgainmap";
    case Value::number:
    case Value::numbers: break;
  }
  return is_number(text);
}

class PacketReader {
 public:
  explicit PacketReader(std::string_view packet) : packet_(packet) {}

  Verdict read() {
    if (!take(packet_head) || !take(description_head))
      return here("a gain map's XMP that does not begin as a fresh one");
    for (const auto declaration : declarations) take(declaration);
    while (take(" ")) {
      if (!attribute()) return here("an attribute that does not describe a gain map");
    }
    if (!take(">")) return here("a description of a gain map that does not end");
    while (!take(description_tail)) {
      if (!element()) return here("an element that does not describe a gain map");
    }
    return take(packet_tail) && at_ == packet_.size() ? Verdict{} : here("bytes behind the description of a gain map");
  }

 private:
  Verdict here(std::string_view rule) const { return wrong(at_, rule); }

  bool take(std::string_view text) {
    if (!packet_.substr(at_).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }
  bool take_all(std::initializer_list<std::string_view> parts) {
    return std::ranges::all_of(parts, [&](std::string_view part) { return take(part); });
  }
  std::string_view until(char stop) {
    auto rest = packet_.substr(at_);
    const auto text = take_before(rest, stop);
    at_ += text.size();
    return text;
  }

  // Each property once, in the order of the table.
  static const Property* next_property(std::string_view name, std::size_t& next) {
    const auto from = properties.begin() + static_cast<std::ptrdiff_t>(next);
    const auto row = std::find_if(from, properties.end(), [&](const Property& p) { return p.name == name; });
    if (row == properties.end()) return nullptr;
    next = static_cast<std::size_t>(row - properties.begin()) + 1;
    return &*row;
  }

  bool attribute() {
    const auto* const property = next_property(until('='), next_attribute_);
    return property != nullptr && take("=\"") && is_value(property->value, until('"')) && take("\"");
  }

  // A number for each colour.
  bool element() {
    constexpr int colours = 3;
    if (!take("<")) return false;
    const auto name = until('>');
    const auto* const property = next_property(name, next_element_);
    if (property == nullptr || property->value != Value::numbers || !take("><rdf:Seq>")) return false;
    for (int i = 0; i < colours; ++i) {
      if (!take("<rdf:li>") || !is_number(until('<')) || !take("</rdf:li>")) return false;
    }
    return take_all({"</rdf:Seq></", name, ">"});
  }

  std::string_view packet_;
  std::size_t at_{0};
  std::size_t next_attribute_{0};
  std::size_t next_element_{0};
};

}  // namespace

Verdict verify_gain_map_xmp(Bytes packet) {
  return PacketReader{as_text(packet)}.read();
}

Verdict verify_container_xmp(Bytes packet, const Policy& policy, std::uint64_t& length) {
  const auto text = as_text(packet);
  const auto begin = text.find(container_head);
  length = 0;
  if (begin == std::string_view::npos) return verify_xmp(packet, policy);
  const auto* const digits = text.data() + begin + container_head.size();
  const auto [end, error] = std::from_chars(digits, text.data() + text.size(), length);
  const auto size_at = begin + container_head.size();
  const auto behind = static_cast<std::size_t>(end - text.data());
  if (error != std::errc{} || length == 0 || *digits == '0') return wrong(size_at, "a gain map without a length");
  if (text.substr(behind) != container_tail) return wrong(behind, "bytes behind the description of a gain map");
  if (text.substr(0, begin) == packet_head) return std::nullopt;
  const auto others = std::string{text.substr(0, begin)} + std::string{packet_tail};
  return verify_xmp(std::as_bytes(std::span{others}), policy);
}

Verdict verify_gain_map_data(Bytes data, bool is_gain_map) {
  constexpr std::size_t versions = 4;
  constexpr unsigned multichannel = 0x80;
  constexpr unsigned common_denominator = 0x08;
  constexpr unsigned unknown_flags = 0x33;
  if (data.size() < versions || !is_zero(data.first(versions)))
    return wrong(0, "a version of ISO 21496-1 other than 0");
  if (!is_gain_map) return data.size() == versions ? Verdict{} : wrong(versions, "bytes behind ISO 21496-1's versions");
  if (data.size() == versions || (u8(data, versions) & unknown_flags) != 0)
    return wrong(versions, "flags of a gain map that are not known");
  const unsigned flags = u8(data, versions);
  const std::size_t channels = (flags & multichannel) != 0 ? 3 : 1;
  const std::size_t numbers = (flags & common_denominator) != 0 ? 3 + 5 * channels : 4 + 10 * channels;
  const auto size = versions + 1 + 4 * numbers;
  return data.size() == size ? Verdict{} : wrong(std::min(size, data.size()), "gain map data of another length");
}

}  // namespace stripmeta::verify
