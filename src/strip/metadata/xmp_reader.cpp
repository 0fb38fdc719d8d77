#include "strip/metadata/xmp_reader.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "strip/base/plain_text.hpp"
#include "strip/metadata/xmp_names.hpp"
#include "strip/xml/prefixes.hpp"
#include "strip/xml/scan.hpp"

namespace stripmeta {
namespace {

constexpr std::size_t lang_limit = 35;  // RFC 5646 4.4.1

// `raw` with its references resolved; nullopt if it has too many.
std::optional<std::string> decoded(std::string_view raw) {
  xml::Decoded text;
  if (!xml::Entities{}.decode(raw, 0, text)) return std::nullopt;
  return text.text();
}

// XML 1.0, 3.3.3: literal white space in an attribute becomes a space; a reference to white space stays what it is.
std::optional<std::string> attribute_text(std::string_view raw) {
  std::string text;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw.substr(at).starts_with("\r\n")) continue;
    text += is_space(raw[at]) ? ' ' : raw[at];
  }
  return decoded(text);
}

// Each line end becomes one line feed (2.11), also if it was written as references.
std::string with_line_feeds(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\r') {
      result += text[at];
    } else if (!text.substr(at).starts_with("\r\n")) {
      result += '\n';
    }
  }
  return result;
}

// Checks the characters of RFC 5646 2.1. The only private-use tag is XMP's own (ISO 16684-1 8.2.2.4).
bool is_lang(std::string_view text) {
  const bool is_private = text.starts_with("x-") || text.starts_with("X-") ||
                          text.find("-x-") != std::string_view::npos || text.find("-X-") != std::string_view::npos;
  if (is_private) return text == "x-default";
  const auto belongs = [](char c) { return c == '-' || (c != ':' && c != '_' && c != '.' && xml::is_name_char(c)); };
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  return text.size() <= lang_limit && std::ranges::all_of(text, belongs) && std::ranges::all_of(text, is_ascii);
}

class Reader {
 public:
  using Wanted = bool (*)(std::string_view uri, std::string_view name);

  Reader(std::string_view packet, Wanted wanted) : packet_(packet), scanner_(packet), wanted_(wanted) {}

  std::vector<XmpProperty> read() {
    for (;;) {
      const auto token = scanner_.next();
      if (!token || token->kind == xml::TokenKind::doctype || failed_) return {};
      if (token->kind == xml::TokenKind::end) return std::move(found_);
      take(*token);
    }
  }

 private:
  // What an element is, by its name and its parent.
  enum class Role : std::uint8_t { wrapper, rdf, description, property, array, item, other };

  void take(const xml::Token& token) {
    switch (token.kind) {
      case xml::TokenKind::start_tag:
        enter(token);
        if (token.empty) leave();
        break;
      case xml::TokenKind::end_tag: leave(); break;
      case xml::TokenKind::text: add_text(token.inner.of(packet_), true); break;
      case xml::TokenKind::cdata: add_text(token.inner.of(packet_), false); break;
      default: break;
    }
  }

  void enter(const xml::Token& token) {
    prefixes_.enter();
    for (const auto& attribute : scanner_.attributes()) declare(attribute);
    const auto name = xml::split_name(token.inner.of(packet_));
    const auto uri = prefixes_.find(name.prefix);
    const auto role = role_of(uri, name.local);
    roles_.push_back(role);
    switch (role) {
      case Role::description: take_attributes(); break;
      case Role::property: start_property(uri, name.local); break;
      case Role::array: start_array(name.local); break;
      case Role::item: start_value(); break;
      default: break;
    }
  }

  void declare(const xml::Attribute& attribute) {
    const auto name = xml::split_name(attribute.name.of(packet_));
    const bool is_default = name.prefix.empty() && name.local == "xmlns";
    if (!is_default && name.prefix != "xmlns") return;
    auto uri = attribute_text(attribute.value.of(packet_));
    failed_ = failed_ || !uri;
    if (uri) prefixes_.declare(is_default ? std::string_view{} : name.local, std::move(*uri));
  }

  Role role_of(std::string_view uri, std::string_view local) {
    const bool is_rdf = uri == xmp::rdf;
    if (roles_.empty()) return is_rdf && local == "RDF" ? Role::rdf : Role::wrapper;
    switch (roles_.back()) {
      case Role::wrapper: return is_rdf && local == "RDF" ? Role::rdf : Role::other;
      case Role::rdf: return is_rdf && local == "Description" ? Role::description : Role::other;
      case Role::description: return is_new_and_wanted(uri, local) ? Role::property : Role::other;
      case Role::property: return is_rdf && is_array(local) && !in_array_ ? Role::array : reject_value();
      case Role::array: return is_rdf && local == "li" ? Role::item : Role::other;
      case Role::item: return reject_value();
      case Role::other: break;
    }
    return Role::other;
  }

  // The current value is not a plain text: it is a structure or has qualifiers.
  Role reject_value() {
    rejected_ = true;
    return Role::other;
  }

  static XmpShape shape_of(std::string_view array) {
    if (array == "Bag") return XmpShape::bag;
    return array == "Seq" ? XmpShape::seq : XmpShape::alt;
  }

  static bool is_array(std::string_view local) { return local == "Bag" || local == "Seq" || local == "Alt"; }

  bool is_new_and_wanted(std::string_view uri, std::string_view local) const {
    if (uri.empty() || uri == xmp::rdf || found_.size() == xmp_property_limit || !wanted_(uri, local)) return false;
    return std::ranges::none_of(found_, [&](const XmpProperty& p) { return p.uri == uri && p.name == local; });
  }

  void take_attributes() {
    for (const auto& attribute : scanner_.attributes()) {
      const auto name = xml::split_name(attribute.name.of(packet_));
      if (name.prefix.empty() || name.prefix == "xmlns" || name.prefix == "xml") continue;
      const auto uri = prefixes_.find(name.prefix);
      if (!is_new_and_wanted(uri, name.local)) continue;
      XmpProperty property{std::string{uri}, std::string{name.local}, XmpShape::text, {}};
      add_item(property, {"", value_of(attribute)});
      add(std::move(property));
    }
  }

  std::string value_of(const xml::Attribute& attribute) {
    auto text = attribute_text(attribute.value.of(packet_));
    failed_ = failed_ || !text;
    return text.value_or("");
  }

  void start_property(std::string_view uri, std::string_view local) {
    property_ = {std::string{uri}, std::string{local}, XmpShape::text, {}};
    in_array_ = false;
    start_value();
  }

  void start_array(std::string_view local) {
    in_array_ = true;
    property_.shape = shape_of(local);
  }

  // Starts the value of an item, or of a property, which may still turn out to be an array.
  void start_value() {
    text_.clear();
    lang_.clear();
    rejected_ = false;
    for (const auto& attribute : scanner_.attributes()) {
      const auto name = attribute.name.of(packet_);
      const auto parts = xml::split_name(name);
      if (name == "xml:lang") lang_ = value_of(attribute);
      if (parts.local == "resource" && prefixes_.find(parts.prefix) == xmp::rdf) text_ = value_of(attribute);
    }
    if (!is_lang(lang_)) lang_.clear();
  }

  void add_text(std::string_view raw, bool has_references) {
    if (roles_.empty() || (roles_.back() != Role::property && roles_.back() != Role::item)) return;
    auto text = has_references ? decoded(raw) : std::string{raw};
    failed_ = failed_ || !text;
    if (text) text_ += *text;
  }

  void leave() {
    switch (roles_.back()) {
      case Role::property:
        if (!in_array_) end_value();
        add(std::move(property_));
        in_array_ = false;
        break;
      case Role::item: end_value(); break;
      default: break;
    }
    roles_.pop_back();
    prefixes_.leave();
  }

  void end_value() {
    if (!rejected_) add_item(property_, {lang_, text_});
    text_.clear();
    rejected_ = false;
  }

  static void add_item(XmpProperty& property, XmpItem item) {
    const auto text = with_line_feeds(item.text);
    item.text = trimmed(text);
    if (is_kept_text(item.text) && property.items.size() < xmp_item_limit) property.items.push_back(std::move(item));
  }

  void add(XmpProperty property) {
    if (!property.items.empty()) found_.push_back(std::move(property));
  }

  std::string_view packet_;
  xml::Scanner scanner_;
  Wanted wanted_;
  xml::Prefixes prefixes_;
  std::vector<Role> roles_;  // of the open elements
  XmpProperty property_;     // the current one
  bool in_array_{false};     // its array has begun
  bool rejected_{false};     // the current value is not a plain text
  std::string text_;         // of the current value
  std::string lang_;         // of the current value
  bool failed_{false};
  std::vector<XmpProperty> found_;
};

}  // namespace

std::vector<XmpProperty> read_xmp(Bytes packet, bool (*wanted)(std::string_view uri, std::string_view name)) {
  auto text = as_text(packet);
  while (text.ends_with('\0')) text.remove_suffix(1);  // a terminator or padding
  if (text.size() > xmp_packet_limit) return {};
  return Reader{text, wanted}.read();
}

}  // namespace stripmeta
