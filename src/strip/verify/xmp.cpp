#include "strip/verify/xmp.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "strip/verify/text.hpp"

namespace stripmeta::verify {
namespace {

struct Namespace {
  std::string_view declaration;  // as the packet has it
  Keep part;
};
constexpr std::array<Namespace, 3> namespaces{{
    {R"( xmlns:dc="http://purl.org/dc/elements/1.1/")", Keep::copyright},
    {R"( xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/")", Keep::copyright},
    {R"( xmlns:GPano="http://ns.google.com/photos/1.0/panorama/")", Keep::panorama},
}};

struct Property {
  std::string_view name;
  Keep part;
};
constexpr std::array<Property, 14> properties{{
    {"dc:creator", Keep::copyright},
    {"dc:rights", Keep::copyright},
    {"xmpRights:Marked", Keep::copyright},
    {"xmpRights:WebStatement", Keep::copyright},
    {"xmpRights:UsageTerms", Keep::copyright},
    {"xmpRights:Owner", Keep::copyright},
    {"GPano:ProjectionType", Keep::panorama},
    {"GPano:UsePanoramaViewer", Keep::panorama},
    {"GPano:CroppedAreaImageWidthPixels", Keep::panorama},
    {"GPano:CroppedAreaImageHeightPixels", Keep::panorama},
    {"GPano:FullPanoWidthPixels", Keep::panorama},
    {"GPano:FullPanoHeightPixels", Keep::panorama},
    {"GPano:CroppedAreaLeftPixels", Keep::panorama},
    {"GPano:CroppedAreaTopPixels", Keep::panorama},
}};
constexpr std::array<std::string_view, 3> arrays{"rdf:Seq", "rdf:Bag", "rdf:Alt"};

// A word or a number: the values of a panorama.
bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == 'T' || c == 'F';
  });
}

bool is_visible(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return is_control(c) && c != '\t' && c != '\n'; });
}

class PacketReader {
 public:
  PacketReader(std::string_view packet, const Policy& policy) : packet_(packet), policy_(policy) {}

  Verdict read() {
    if (!take(packet_head) || !take(description_head))
      return here("a packet of XMP that does not begin as a fresh one");
    for (const auto& row : namespaces) {
      if (policy_.keeps(row.part)) take(row.declaration);
    }
    while (peek() == ' ') {
      if (!attribute()) return here("an attribute of XMP that the policy does not keep");
    }
    if (!take("/>")) {
      if (!take(">")) return here("a description of XMP that does not end");
      while (!take("</rdf:Description>")) {
        if (!element()) return here("an element of XMP that the policy does not keep");
      }
    }
    if (!take(packet_tail) || at_ != packet_.size()) return here("bytes behind the description of XMP");
    return std::nullopt;
  }

 private:
  Verdict here(std::string_view rule) const { return Unaccounted{at_, rule}; }
  char peek() const { return at_ < packet_.size() ? packet_[at_] : '\0'; }

  bool take(std::string_view text) {
    if (!packet_.substr(at_).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }

  // Takes the text up to `stop` and the stop itself.
  bool take_until(char stop, std::string_view& text) {
    const auto end = packet_.find(stop, at_);
    if (end == std::string_view::npos) return false;
    text = packet_.substr(at_, end - at_);
    at_ = end + 1;
    return true;
  }

  const Property* find_property(std::string_view name) const {
    const auto row = std::ranges::find(properties, name, &Property::name);
    return row != properties.end() && policy_.keeps(row->part) ? &*row : nullptr;
  }

  static bool is_value(const Property& property, std::string_view text) {
    return property.part == Keep::panorama ? is_word(text)
                                           : is_visible(text) && text.find('<') == std::string_view::npos;
  }

  // Reads ` prefix:name="value"`.
  bool attribute() {
    ++at_;
    std::string_view name;
    std::string_view value;
    if (!take_until('=', name) || !take("\"") || !take_until('"', value)) return false;
    const auto* const property = find_property(name);
    return property != nullptr && is_value(*property, value);
  }

  // Reads `<name>value</name>` or `<name><array><rdf:li>value</rdf:li>...</array></name>`.
  bool element() {
    std::string_view name;
    if (!take("<")) return false;
    const auto end = std::min(packet_.find_first_of("> ", at_), packet_.size());
    name = packet_.substr(at_, end - at_);
    const auto* const property = find_property(name);
    if (property == nullptr) return false;
    at_ = end;
    if (!language() || !take(">")) return false;
    for (const auto array : arrays) {
      if (take_tag("<", array)) return items(*property, array) && take_tag("</", name);
    }
    return value(*property) && take_tag("</", name);
  }

  bool items(const Property& property, std::string_view array) {
    while (take("<rdf:li")) {
      if (!language() || !take(">") || !value(property) || !take_tag("</", "rdf:li")) return false;
    }
    return take_tag("</", array);
  }

  bool take_tag(std::string_view open, std::string_view name) {
    const auto start = at_;
    if (take(open) && take(name) && take(">")) return true;
    at_ = start;
    return false;
  }

  // Takes an xml:lang, if there is one.
  bool language() {
    std::string_view lang;
    if (!take(" xml:lang=\"")) return true;
    return take_until('"', lang) && is_visible(lang) && lang.find_first_of("<>") == std::string_view::npos;
  }

  // Takes the text up to the next tag.
  bool value(const Property& property) {
    const auto end = std::min(packet_.find('<', at_), packet_.size());
    const auto text = packet_.substr(at_, end - at_);
    at_ = end;
    return is_value(property, text);
  }

  std::string_view packet_;
  const Policy& policy_;
  std::size_t at_{0};
};

}  // namespace

Verdict verify_xmp(Bytes packet, const Policy& policy) {
  return PacketReader{as_text(packet), policy}.read();
}

}  // namespace stripmeta::verify
