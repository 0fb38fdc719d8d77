#include <algorithm>
#include <array>

#include "strip/base/ascii.hpp"
#include "strip/base/data_uri.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/svg/cutter.hpp"
#include "strip/svg/notes.hpp"
#include "strip/svg/vocabulary.hpp"

namespace stripmeta::svg {
namespace {

using xml::Attribute;
using xml::QualifiedName;
using xml::split_name;

bool is_svg(Space space) {
  return space == Space::svg || space == Space::none;
}

bool is_event(QualifiedName name) {
  return name.prefix.empty() && name.local.starts_with("on");
}

bool has_any(std::string_view text, std::string_view characters) {
  return std::ranges::any_of(characters, [&](char c) { return text.contains(c); });
}

// Whether an address is relative to the document's own: it has no scheme and is no fragment.
bool is_relative(std::string_view address) {
  const auto target = trimmed(address);
  if (target.empty() || target.front() == '#') return false;
  const auto end = target.find_first_of(":/?#");
  return end == std::string_view::npos || target[end] != ':';
}

// Whether a data: URI in an attribute that is no address may be used as one: by an animation, or by a script that reads
// an attribute that SVG does not know.
bool may_lead(Space space, std::string_view local, std::string_view uri) {
  const bool animates = local == "from" || local == "to" || local == "by";
  return uri.contains(',') && (animates || !is_attribute(space, local));
}

}  // namespace

Status Cutter::declare() {
  for (const auto& attribute : scanner_.attributes()) {
    const auto name = split_name(attribute.name.of(text_));
    const bool is_default = name.prefix.empty() && name.local == "xmlns";
    if (!is_default && name.prefix != "xmlns") continue;
    xml::Decoded uri;
    if (auto status = entities_.decode(attribute.value.of(text_), attribute.value.begin, uri); !status) return status;
    scopes_.declare(is_default ? "" : name.local, space_of(uri.text()), attribute.whole);
  }
  return {};
}

Status Cutter::on_attributes(const Element& element) {
  for (const auto& attribute : scanner_.attributes()) {
    if (auto status = on_attribute(element, attribute); !status) return status;
  }
  return {};
}

Status Cutter::on_attribute(const Element& element, const Attribute& attribute) {
  const auto name = split_name(attribute.name.of(text_));
  if (name.prefix == "xmlns" || (name.prefix.empty() && name.local == "xmlns")) return {};
  if (!name.prefix.empty()) return on_prefixed(element, attribute, name);
  return only_embedded_ ? on_value(element, attribute, name) : on_plain(element, attribute, name.local);
}

// --- which attributes go

Status Cutter::on_plain(const Element& element, const Attribute& attribute, std::string_view local) {
  if (is_drawing_source(element, local, open_.size() == 1)) return cut_unless_read(attribute, Kind::editor, true);
  const bool leads = local == "href" || local == "src";
  if (is_svg(element.space) && leads && !reads_href(element.name.local) && is_element(element.name.local)) {
    return cut_unless_read(attribute, Kind::attribute, false);
  }
  const auto of = element.name.local;
  const bool title_of_sheet = local == "title" && (of == "style" || of == "link");  // chooses among style sheets
  if (is_label(element.space, local) && !title_of_sheet) return on_label(attribute);
  if (is_attribute(element.space, local)) return on_value(element, attribute, {"", local});
  return cut_unless_read(attribute, Kind::attribute, false);
}

// Leaves the decision about an attribute to the end. The declaration of a prefix that is not usual may be cut before
// that, so that such an attribute goes at once.
Status Cutter::cut_unless_read(const Attribute& attribute, Kind kind, bool by_name) {
  const auto prefix = split_name(attribute.name.of(text_)).prefix;
  if (!prefix.empty() && !is_usual_prefix(prefix)) {
    return cut(attribute.whole, kind, xmp_holds(bytes(attribute.whole)));
  }
  constexpr std::size_t most_unread = 1'000'000;
  if (unread_.size() == most_unread) {
    return fail(ErrorKind::too_large, attribute.name.begin, "more than a million attributes that SVG does not know");
  }
  unread_.push_back({attribute, kind, by_name});
  return {};
}

// Whether an element of XHTML links to a style sheet.
bool Cutter::leads_to_sheet(const Element& element) const {
  if (element.space != Space::html || element.name.local != "link") return false;
  return std::ranges::any_of(scanner_.attributes(), [&](const Attribute& attribute) {
    const auto value = attribute.value.of(text_);
    const bool sheet = find_ignoring_case(value, "stylesheet") != std::string_view::npos || value.contains('&');
    return attribute.name.of(text_) == "rel" && sheet;
  });
}

Status Cutter::on_prefixed(const Element& element, const Attribute& attribute, QualifiedName name) {
  const auto space = space_of_prefix(name.prefix);
  if (!space) return fail(ErrorKind::malformed, attribute.name.begin, "the prefix of an attribute is not declared");
  if (only_embedded_) {
    scopes_.find(name.prefix, true);
    return on_value(element, attribute, name);
  }
  const auto holds = [&] { return xmp_holds(bytes(attribute.whole)); };
  if (!is_shown(*space)) return cut(attribute.whole, Kind::editor, holds());
  const bool idle_link = *space == Space::xlink && name.local == "href" && is_svg(element.space) &&
                         is_element(element.name.local) && !reads_href(element.name.local);
  if (!is_prefixed_attribute(*space, name.local) || idle_link) {
    return cut_unless_read(attribute, Kind::attribute, false);
  }
  const bool title = *space == Space::xlink && name.local == "title";
  xml::Decoded decoded;
  if (auto status = entities_.decode(attribute.value.of(text_), attribute.value.begin, decoded); !status) return status;
  if (!is_possible_value(*space, name.local, decoded.text())) {
    return cut_unless_read(attribute, Kind::attribute, false);
  }
  if (title && (!out_.policy().keeps(Keep::title) || is_note(decoded.text()))) return on_label(attribute);
  scopes_.find(name.prefix, true);
  if (title) return on_label(attribute);
  if (*space == Space::xml && name.local == "base") return bases_.push_back(attribute), Status{};
  return on_value(element, attribute, name);
}

// diagrams.net puts the whole diagram, the browser's name and the time of the last change into attributes that have no
// namespace. SVG has none of these names.
bool Cutter::is_drawing_source(const Element& element, std::string_view local, bool root) {
  if (!is_svg(element.space)) return false;
  constexpr std::array<std::string_view, 4> beside{"host", "agent", "modified", "etag"};
  return local == "content" || (root && std::ranges::find(beside, local) != beside.end());
}

// A text for people, which is judged as a title is.
Status Cutter::on_label(const Attribute& attribute) {
  xml::Decoded decoded;
  if (auto status = entities_.decode(attribute.value.of(text_), attribute.value.begin, decoded); !status) return status;
  if (!out_.policy().keeps(Keep::title) || is_note(decoded.text())) {
    return cut_unless_read(attribute, Kind::title, true);
  }
  out_.report().add(Kind::title, Fate::kept, attribute.whole.size());
  return {};
}

// Whether a style sheet in the file names an attribute.
bool Cutter::is_named(std::string_view name) const {
  std::string small{name};
  std::ranges::transform(small, small.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return readers_.names.contains(small);
}

bool Cutter::is_read(std::string_view name) const {
  return readers_.scripts || readers_.unseen_sheets || is_named(name);
}

// Attributes that SVG does not know, or that say nothing where they are, stay if a script or a style sheet may read
// them. Labels and sources of diagrams stay only if a style sheet in the file names them, and a base address stays if
// something is relative to it.
Status Cutter::end_unread() {
  for (const auto& [attribute, kind, by_name] : unread_) {
    const auto name = split_name(attribute.name.of(text_));
    const bool title = kind == Kind::title;
    if (by_name ? !is_named(name.local) : !is_read(name.local)) {
      const auto holds = title ? text_holds(bytes(attribute.value)) : xmp_holds(bytes(attribute.whole));
      if (auto status = cut(attribute.whole, kind, holds); !status) return status;
      continue;
    }
    const auto kept = title ? Kind::title : Kind::attribute;
    if (!name.local.starts_with("data-")) out_.report().add(kept, Fate::kept, attribute.whole.size());
    Element element;
    element.space = Space::unknown;  // the value may be any
    if (auto status = on_value(element, attribute, name); !status) return status;
  }
  for (const auto& base : bases_) {
    if (!relative_) {
      if (auto status = cut(base.whole, Kind::attribute, {}); !status) return status;
    } else {
      report_link(base, {"xml", "base"}, base.value.of(text_));
    }
  }
  return {};
}

// --- values that stay

Status Cutter::on_value(const Element& element, const Attribute& attribute, QualifiedName name) {
  const auto raw = attribute.value.of(text_);
  if (is_event(name)) {
    out_.report().add(Kind::script, Fate::kept, attribute.whole.size());
    readers_.scripts = true;
    if (title_) title_->acts = true;
    return {};
  }
  const bool limited = is_svg(element.space) && name.prefix.empty() && !only_embedded_;
  if (!has_any(raw, "&:/(\\\"'")) {  // the usual case
    if (limited && !is_possible_value(element.space, name.local, raw)) {
      return cut_unless_read(attribute, Kind::attribute, false);
    }
    report_link(attribute, name, raw);
    return {};
  }
  xml::Decoded decoded;
  if (auto status = entities_.decode(raw, attribute.value.begin, decoded); !status) return status;
  if (limited && !is_possible_value(element.space, name.local, decoded.text())) {
    return cut_unless_read(attribute, Kind::attribute, false);
  }
  if (equal_ignoring_case(name.local, "attributeName")) {
    const auto prefix = split_name(trimmed(decoded.text())).prefix;
    const auto space = scopes_.find(prefix, false);
    if (!prefix.empty() && space && is_shown(*space)) scopes_.find(prefix, true);
  }
  return on_address(element, attribute, name, decoded);
}

Status Cutter::on_address(const Element& element, const Attribute& attribute, QualifiedName name,
                          const xml::Decoded& decoded) {
  const std::string_view value = decoded.text();
  const auto at = attribute.value.begin;
  const auto place = place_of(element);
  if (name.local == "srcdoc" && element.space == Space::html && !is_blank(value)) {
    return fail(ErrorKind::unsupported, at, "a page in an attribute; remove the attribute srcdoc");
  }
  const bool list = name.local == "srcset" || name.local == "imagesrcset";
  if (list || (name.local == "values" && is_svg(element.space))) {
    if (auto status = on_list(attribute, decoded, list ? " \t\r\n\f" : ";", place); !status) return status;
  } else if (is_data_uri(value) && (is_address(name.local) || may_lead(element.space, name.local, value))) {
    auto uri = strip_embedded(trimmed(value), at, place, nesting_, out_);
    const bool shown = element.name.local != "a" && element.name.local != "area";
    if (uri || shown || only_embedded_) return replace(attribute.value, at, std::move(uri));
    return cut(attribute.value, Kind::embedded, {});  // a page that opens if somebody follows the link
  }
  report_link(attribute, name, value);
  if (name.prefix.empty() && is_style(name.local)) return on_style(decoded, at, Sheet::attribute);
  return {};
}

// A list of addresses with characters of `between` among them; a candidate in srcset may end with a comma.
Status Cutter::on_list(const Attribute& attribute, const xml::Decoded& decoded, std::string_view between, Place place) {
  const std::string_view value = decoded.text();
  for (std::size_t at = 0; at < value.size();) {
    const auto end = std::min(value.find_first_of(between, at), value.size());
    Range part{at, end};
    at = end + 1;
    while (part.size() > 0 && (is_space(value[part.begin]) || value[part.begin] == ',')) ++part.begin;
    while (part.size() > 0 && (is_space(value[part.end - 1]) || value[part.end - 1] == ',')) --part.end;
    if (!is_data_uri(part.of(value))) continue;
    const auto offset = attribute.value.begin;
    auto uri = strip_embedded(part.of(value), offset, place, nesting_, out_);
    if (auto status = replace(decoded.source(part), offset, std::move(uri)); !status) return status;
  }
  return {};
}

// What an element reads by its address.
Place Cutter::place_of(const Element& element) {
  const auto local = element.name.local;
  if (local == "script" || local == "handler") return Place::script;
  if (local == "font-face-uri") return Place::font;
  return local == "link" && element.space == Space::html ? Place::sheet : Place::image;
}

void Cutter::report_link(const Attribute& attribute, QualifiedName name, std::string_view value) {
  const auto target = trimmed(value);
  if (target.empty()) return;
  if (equal_ignoring_case(target.substr(0, 11), "javascript:")) {
    out_.report().add(Kind::script, Fate::kept, attribute.whole.size());
    readers_.scripts = true;
    if (title_) title_->acts = true;
    return;
  }
  const bool base = name.prefix == "xml" && name.local == "base";
  const bool data = name.prefix.empty() && name.local.starts_with("data-");
  const bool leads = is_address(name.local) && is_link(target);
  if (leads || base || data) out_.report().add(Kind::link, Fate::kept, attribute.whole.size());
  if (leads) relative_ = relative_ || is_relative(target);
}

void Cutter::note_link(std::string_view address) {
  relative_ = relative_ || is_relative(address);
}

}  // namespace stripmeta::svg
