#include "strip/verify/svg_document.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "strip/base/ascii.hpp"
#include "strip/base/utf8.hpp"
#include "strip/verify/svg_names.hpp"

namespace stripmeta::verify {
namespace {

constexpr auto name_characters = [] {
  std::array<bool, 256> all{};
  for (std::size_t c = 0; c < all.size(); ++c) {
    all[c] = c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
             c == '-' || c == '.' || c == ':';
  }
  return all;
}();

bool in_name(char c) {
  return name_characters[static_cast<unsigned char>(c)];
}

Verdict fault(std::size_t at, std::string_view rule) {
  return Unaccounted{at, rule};
}

}  // namespace

bool is_ascii_encoding(std::string_view name) {
  constexpr std::array<std::string_view, 13> names{"utf-8",  "utf8",      "us-ascii", "ascii",  "latin1",
                                                   "koi8-r", "koi8-u",    "euc-jp",   "euc-kr", "gb2312",
                                                   "euc-cn", "macintosh", ""};
  const auto number = std::min(name.find_last_not_of("0123456789") + 1, name.size());
  const auto front = name.substr(0, number);
  constexpr std::array<std::string_view, 4> fronts{"iso-8859-", "iso8859-", "windows-", "cp"};
  const auto same = [](std::string_view one) { return [one](auto other) { return equal_ignoring_case(one, other); }; };
  return std::ranges::any_of(names, same(name)) ||
         (name.size() - number <= 4 && std::ranges::any_of(fronts, same(front)));
}

void XmlText::skip_space() {
  while (!done() && is_space(text_[at_])) ++at_;
}

std::string_view XmlText::take_name() {
  const auto begin = at_;
  while (!done() && in_name(text_[at_])) ++at_;
  return text_.substr(begin, at_ - begin);
}

std::string_view XmlText::take_characters() {
  const auto begin = at_;
  at_ = std::min(text_.find('<', at_), text_.size());
  return text_.substr(begin, at_ - begin);
}

std::string_view XmlText::take_until(std::string_view end, bool& found) {
  const auto begin = at_;
  const auto stop = text_.find(end, at_);
  found = stop != std::string_view::npos;
  at_ = found ? stop + end.size() : text_.size();
  return text_.substr(begin, (found ? stop : at_) - begin);
}

bool XmlText::take_attributes(std::string_view end, std::vector<XmlAttribute>& attributes) {
  for (;;) {
    const auto before = at_;
    skip_space();
    if (ahead(end) || (end == ">" && ahead("/>"))) return true;
    if (done() || at_ == before) return false;
    XmlAttribute attribute{at_, take_name(), 0, {}};
    skip_space();
    if (attribute.name.empty() || !ahead("=")) return false;
    skip(1);
    skip_space();
    if (!ahead("\"") && !ahead("'")) return false;
    const auto quote = text_.substr(at_, 1);
    skip(1);
    attribute.value_at = at_;
    bool found = false;
    attribute.value = take_until(quote, found);
    if (!found || attribute.value.contains('<')) return false;
    attributes.push_back(attribute);
  }
}

// --- the document type

Verdict Subset::read(XmlText& text) {
  const auto begin = text.at();
  text.skip(9);
  text.skip_space();
  root_at_ = text.at();
  root_ = text.take_name();
  text.skip_space();
  const int identifiers = text.ahead("PUBLIC") ? 2 : (text.ahead("SYSTEM") ? 1 : 0);
  if (identifiers > 0) text.skip(6);
  for (int i = 0; i < identifiers; ++i) {
    text.skip_space();
    if (!text.ahead("\"") && !text.ahead("'")) break;
    const std::string_view quote = text.ahead("\"") ? "\"" : "'";
    text.skip(1);
    bool found = false;
    text.take_until(quote, found);
  }
  text.skip_space();
  if (text.ahead("[")) {
    text.skip(1);
    for (text.skip_space(); !text.ahead("]"); text.skip_space()) {
      if (auto verdict = declaration(text)) return verdict;
    }
    text.skip(1);
    text.skip_space();
  }
  if (root_.empty() || !text.ahead(">"))
    return fault(text.done() ? begin : text.at(), "an unknown text in the document type");
  text.skip(1);
  return std::nullopt;
}

Verdict Subset::declaration(XmlText& text) {
  const auto begin = text.at();
  const bool is_entity = text.ahead("<!ENTITY");
  if (!is_entity && !text.ahead("<!ATTLIST")) return fault(begin, "an unused declaration in the document type");
  text.skip(is_entity ? 8 : 9);
  text.skip_space();
  const auto name = text.take_name();
  text.skip_space();
  if (name.empty()) return fault(begin, "a declaration without a name");
  if (is_entity && !entity(text, begin, name)) return fault(begin, "an entity that is not plain text");
  if (!is_entity && !defaults(text)) return fault(begin, "a declaration of more than default values");
  if (!is_entity) defaults_.push_back({begin, name});
  if (!text.ahead(">")) return fault(begin, "a declaration that does not end");
  text.skip(1);
  return std::nullopt;
}

// The value of the first entity of a name.
bool Subset::entity(XmlText& text, std::size_t at, std::string_view name) {
  const std::string_view quote = text.ahead("\"") ? "\"" : "'";
  if (!text.ahead(quote)) return false;
  text.skip(1);
  bool found = false;
  const auto value = text.take_until(quote, found);
  text.skip_space();
  const bool plain = found && !value.contains('<') && !value.contains('%');
  return plain && entities_.emplace(name, Entity{at, value}).second;
}

// name type "value", as often as they come (XML 1.0, 3.3).
bool Subset::defaults(XmlText& text) {
  constexpr std::array<std::string_view, 8> types{"CDATA",  "ID",       "IDREF",   "IDREFS",
                                                  "ENTITY", "ENTITIES", "NMTOKEN", "NMTOKENS"};
  for (; !text.done() && !text.ahead(">"); text.skip_space()) {
    const auto name = text.take_name();
    text.skip_space();
    const auto type = text.take_name();
    text.skip_space();
    if (!may_be_attribute(Vocabulary::svg, name) || std::ranges::find(types, type) == types.end()) return false;
    if (text.ahead("#FIXED")) text.skip(6);
    text.skip_space();
    const std::string_view quote = text.ahead("\"") ? "\"" : "'";
    if (!text.ahead(quote)) return false;
    text.skip(1);
    bool found = false;
    std::string unused;
    if (!resolve(text.take_until(quote, found), unused) || !found) return false;
  }
  return true;
}

Verdict Subset::judge_use(const std::unordered_set<std::string_view>& elements) const {
  for (const auto& [name, entity] : entities_) {
    if (!entity.used) return fault(entity.at, "an entity that nothing uses");
  }
  for (const auto& [at, element] : defaults_) {
    if (!elements.contains(element)) return fault(at, "default values for an element that is not there");
  }
  return std::nullopt;
}

// --- references

bool Subset::resolve(std::string_view raw, std::string& to) {
  return resolve(raw, to, 0);
}

bool Subset::resolve(std::string_view raw, std::string& to, int depth) {
  constexpr std::size_t most_given = 32U << 20U;
  for (std::size_t at = 0; at < raw.size();) {
    const auto sign = std::min(raw.find('&', at), raw.size());
    to += raw.substr(at, sign - at);
    if (sign == raw.size()) return true;
    const auto end = raw.find(';', sign);
    if (end == std::string_view::npos) return false;
    const auto name = raw.substr(sign + 1, end - sign - 1);
    at = end + 1;
    if (name.starts_with('#')) {
      const bool hex = name.starts_with("#x");
      std::uint32_t code = 0;
      const auto* const last = name.data() + name.size();
      const auto [stop, error] = std::from_chars(name.data() + (hex ? 2 : 1), last, code, hex ? 16 : 10);
      if (stop != last) return false;
      put_utf8(to, error == std::errc{} ? code : 0xFFFD);
      continue;
    }
    const std::string_view plain = name == "lt"     ? "<"
                                   : name == "gt"   ? ">"
                                   : name == "amp"  ? "&"
                                   : name == "quot" ? "\""
                                   : name == "apos" ? "'"
                                                    : "";
    const auto entity = entities_.find(name);
    if (!plain.empty()) {
      to += plain;
    } else if (entity == entities_.end()) {
      to.append("&").append(name).append(";");
    } else {
      entity->second.used = true;
      given_ += entity->second.value.size();
      if (depth == 9 || given_ > most_given || !resolve(entity->second.value, to, depth + 1)) return false;
    }
  }
  return true;
}

}  // namespace stripmeta::verify
