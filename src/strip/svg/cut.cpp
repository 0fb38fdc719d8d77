#include "strip/svg/cut.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "strip/base/data_uri.hpp"
#include "strip/location/patch.hpp"
#include "strip/location/xmp.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/svg/embedded.hpp"
#include "strip/svg/names.hpp"
#include "strip/xml/prefixes.hpp"
#include "strip/xml/scan.hpp"

namespace stripmeta::svg {
namespace {

using xml::split_name;
using xml::Token;
using xml::TokenKind;

constexpr std::size_t max_growth = 1024;  // how many bytes an output may be longer than its input

struct Element {
  Range range;  // begins with its start tag
  xml::QualifiedName name;
  Space space{Space::none};
  bool title{false};            // a title or a description that is kept
  std::uint64_t cut_before{0};  // bytes that were cut before the element began
};

bool is_svg(Space space) {
  return space == Space::svg || space == Space::none;
}

class Cutter {
 public:
  Cutter(Bytes input, const Nesting& nesting, Output& out)
      : input_(input),
        text_(as_text(input)),
        nesting_(nesting),
        out_(out),
        only_embedded_(out.policy().preset == Preset::location),
        scanner_(text_) {}

  Status run();

 private:
  Status on_token(const Token& token);
  Status on_start(const Token& token);
  Status on_kept(const Token& token, const Element& element);
  Status on_end(const Token& token);
  void end_element(std::size_t end);
  Status on_doctype();
  Status on_instruction(const Token& token);
  Status on_comment(const Token& token);
  Status on_style(const Token& token);
  Status end_style(std::size_t end);

  Status declare();
  Status on_attributes(const Element& element);
  Status on_attribute(const Element& element, const xml::Attribute& attribute);
  Status on_value(const xml::Attribute& attribute, xml::QualifiedName name);
  Status replace_uris(const xml::Decoded& decoded, std::size_t offset);
  void report_link(const xml::Attribute& attribute, xml::QualifiedName name, std::string_view value);
  bool is_drawing_source(const Element& element, const xml::Attribute& attribute, xml::QualifiedName name) const;

  bool goes(const Element& element) const;
  bool space_goes(Space space) const;
  std::optional<Space> space_of_prefix(std::string_view prefix);
  static Kind kind_of(const Element& element);
  Status cut(Range range, Kind kind, HoldSet holds);
  Status cut_in_text(Range range, Kind kind, HoldSet holds);
  Status replace(Range range, std::uint64_t offset, std::string_view uri);
  Range inside(Range range) const;
  Bytes bytes(Range range) const { return input_.subspan(range.begin, range.size()); }

  Bytes input_;
  std::string_view text_;
  const Nesting& nesting_;
  Output& out_;
  bool only_embedded_;  // cut nothing, only replace embedded files
  xml::Scanner scanner_;
  xml::Entities entities_;
  Edits edits_;
  std::uint64_t cut_{0};    // bytes that edits remove
  std::uint64_t grown_{0};  // bytes that edits insert
  Scopes scopes_;
  std::vector<Element> open_;
  std::optional<std::size_t> gone_;    // depth of the open element that is being removed
  std::size_t foreign_{0};             // open foreignObject elements
  std::optional<xml::Decoded> style_;  // text of the open style element
  std::size_t kept_end_{0};            // end of the kept text before the last cut; 0 if there is none
};

Status Cutter::run() {
  for (;;) {
    const auto token = scanner_.next();
    if (!token) return std::unexpected(token.error());
    if (token->kind == TokenKind::end) break;
    if (auto status = on_token(*token); !status) return status;
  }
  if (grown_ > cut_ + max_growth) {
    return fail(ErrorKind::unsupported, 0, "stripping its embedded files would make it longer");
  }
  return edits_.write(input_, out_);
}

Status Cutter::on_token(const Token& token) {
  switch (token.kind) {
    case TokenKind::start_tag: return on_start(token);
    case TokenKind::end_tag: return on_end(token);
    case TokenKind::doctype: return on_doctype();
    case TokenKind::instruction: return on_instruction(token);
    case TokenKind::comment: return on_comment(token);
    case TokenKind::text:
    case TokenKind::cdata: return on_style(token);
    case TokenKind::end: break;
  }
  return {};
}

// --- elements

bool Cutter::space_goes(Space space) const {
  if (space == Space::unknown) return foreign_ == 0;  // browsers show the text of any element in a foreignObject
  return space == Space::rdf || space == Space::editor;
}

// The namespace of a prefix; nullopt if it is not declared. With only_embedded_ an undeclared prefix is not an error
// but an unknown namespace: then elements are read that other policies remove unread.
std::optional<Space> Cutter::space_of_prefix(std::string_view prefix) {
  const auto space = scopes_.find(prefix, false);
  return space || !only_embedded_ ? space : Space::unknown;
}

bool Cutter::goes(const Element& element) const {
  if (only_embedded_) return false;
  const auto local = element.name.local;
  if (space_goes(element.space)) return true;
  if (element.space == Space::html) return local == "meta";
  if (!is_svg(element.space)) return false;
  const bool titles = local == "title" || local == "desc";
  return local == "metadata" || (titles && !out_.policy().keeps(Keep::title));
}

Kind Cutter::kind_of(const Element& element) {
  if (element.space == Space::editor || element.space == Space::unknown) return Kind::editor;
  if (element.space == Space::rdf || element.space == Space::html) return Kind::metadata;
  return element.name.local == "metadata" ? Kind::metadata : Kind::title;
}

Status Cutter::on_start(const Token& token) {
  if (gone_) return {};
  scopes_.enter();
  if (auto status = declare(); !status) return status;
  Element element{token.range, split_name(token.inner.of(text_)), Space::none, false, cut_};
  const auto space = space_of_prefix(element.name.prefix);
  if (!space) return fail(ErrorKind::malformed, token.range.begin, "the prefix of an element is not declared");
  element.space = *space;
  if (open_.empty() && !is_svg(*space)) {
    return fail(ErrorKind::unsupported, token.range.begin, "the root element is not in the SVG namespace");
  }
  open_.push_back(element);
  if (goes(element)) {
    gone_ = open_.size();
  } else if (auto status = on_kept(token, element); !status) {
    return status;
  }
  return token.empty ? on_end(token) : Status{};
}

Status Cutter::on_kept(const Token& token, const Element& element) {
  kept_end_ = 0;
  scopes_.find(element.name.prefix, true);
  if (auto status = on_attributes(element); !status) return status;
  const auto local = element.name.local;
  const bool of_svg = is_svg(element.space);
  const bool shown = of_svg || element.space == Space::html;
  if (shown && local == "script") out_.report().add(Kind::script, Fate::kept, token.range.size());
  if (shown && local == "style" && !token.empty) style_.emplace();
  if (of_svg && local == "foreignObject") ++foreign_;
  open_.back().title = of_svg && (local == "title" || local == "desc");
  return {};
}

Status Cutter::on_end(const Token& token) {
  if (gone_ && scanner_.depth() + 1 > *gone_) return {};
  const Element element = open_.back();
  if (gone_) {
    gone_.reset();
    scopes_.leave();
    open_.pop_back();
    const Range range{element.range.begin, token.range.end};
    return cut_in_text(range, kind_of(element), xmp_holds(bytes(range)));
  }
  kept_end_ = 0;
  if (style_ && element.name.local == "style") {
    if (auto status = end_style(token.range.begin); !status) return status;
  }
  end_element(token.range.end);
  return {};
}

// Ends an element that is kept.
void Cutter::end_element(std::size_t end) {
  const Element element = open_.back();
  open_.pop_back();
  if (is_svg(element.space) && element.name.local == "foreignObject") --foreign_;
  if (element.title) {
    const auto size = end - element.range.begin - (cut_ - element.cut_before);
    out_.report().add(Kind::title, Fate::kept, size);
  }
  for (const auto& declaration : scopes_.leave()) {
    const auto space = declaration.space;
    const bool shows = space != Space::rdf && space != Space::editor && space != Space::unknown;
    if (!shows && !declaration.used) static_cast<void>(cut(declaration.whole, Kind::editor, {}));
  }
}

// --- attributes

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

Status Cutter::on_attribute(const Element& element, const xml::Attribute& attribute) {
  const auto name = split_name(attribute.name.of(text_));
  if (name.prefix == "xmlns" || (name.prefix.empty() && name.local == "xmlns")) return {};
  if (!only_embedded_ && is_drawing_source(element, attribute, name)) return cut(attribute.whole, Kind::editor, {});
  if (name.prefix.empty()) return on_value(attribute, name);
  const auto space = space_of_prefix(name.prefix);
  if (!space) return fail(ErrorKind::malformed, attribute.name.begin, "the prefix of an attribute is not declared");
  if (space_goes(*space) && !only_embedded_) {
    return cut(attribute.whole, Kind::editor, xmp_holds(bytes(attribute.whole)));
  }
  scopes_.find(name.prefix, true);
  return on_value(attribute, name);
}

// diagrams.net puts the whole diagram, the browser's name and the time of the last change into attributes of the root
// element that have no namespace.
bool Cutter::is_drawing_source(const Element& element, const xml::Attribute& attribute, xml::QualifiedName name) const {
  if (open_.size() != 1 || !is_svg(element.space) || !name.prefix.empty()) return false;
  if (name.local == "content") return attribute.value.of(text_).starts_with("&lt;mxfile");
  constexpr std::array<std::string_view, 4> beside{"host", "agent", "modified", "etag"};
  return std::ranges::find(beside, name.local) != beside.end();
}

Status Cutter::on_value(const xml::Attribute& attribute, xml::QualifiedName name) {
  const auto raw = attribute.value.of(text_);
  if (name.prefix.empty() && name.local.starts_with("on")) {
    out_.report().add(Kind::script, Fate::kept, attribute.whole.size());
    return {};
  }
  if (raw.find('&') == std::string_view::npos && raw.find(':') == std::string_view::npos) {  // the usual case
    report_link(attribute, name, raw);
    return {};
  }
  xml::Decoded decoded;
  if (auto status = entities_.decode(raw, attribute.value.begin, decoded); !status) return status;
  const std::string_view value = decoded.text();
  if (is_data_uri(value)) return replace(attribute.value, attribute.value.begin, trimmed(value));
  report_link(attribute, name, value);
  if (find_ignoring_case(value, "url") != std::string_view::npos || name.local == "style") {
    return replace_uris(decoded, attribute.value.begin);
  }
  if (mentions_data_uri(value)) {
    return fail(ErrorKind::unsupported, attribute.name.begin, "an embedded file in an unexpected attribute");
  }
  return {};
}

void Cutter::report_link(const xml::Attribute& attribute, xml::QualifiedName name, std::string_view value) {
  const auto target = trimmed(value);
  if (target.empty()) return;
  if (equal_ignoring_case(target.substr(0, 11), "javascript:")) {
    return out_.report().add(Kind::script, Fate::kept, attribute.whole.size());
  }
  const bool href = (name.local == "href" || name.local == "src") && !target.starts_with('#');
  const bool base = name.prefix == "xml" && name.local == "base";
  const bool data = name.prefix.empty() && name.local.starts_with("data-");
  if (href || base || data) out_.report().add(Kind::link, Fate::kept, attribute.whole.size());
}

// --- embedded files

Status Cutter::replace(Range range, std::uint64_t offset, std::string_view uri) {
  auto address = strip_embedded(uri, offset, nesting_, out_);
  if (!address) return std::unexpected(address.error());
  if (!*address) return {};
  if (range.size() == 0) return fail(ErrorKind::unsupported, offset, "an embedded file is split into several pieces");
  cut_ += range.size();
  grown_ += (*address)->size();
  edits_.replace(range, std::move(**address));
  return {};
}

// Replaces the embedded files of a style sheet or of an attribute with CSS.
Status Cutter::replace_uris(const xml::Decoded& decoded, std::size_t offset) {
  const std::string_view style = decoded.text();
  const auto found = find_style_uris(style);
  if (found.fault)
    return fail(ErrorKind::unsupported, offset, "the end of a data: URI in a style sheet is not certain");
  for (const auto& uri : found.uris) {
    const auto source = decoded.source(uri);
    if (auto status = replace(source, source.size() > 0 ? source.begin : offset, uri.of(style)); !status) return status;
  }
  return {};
}

Status Cutter::on_style(const Token& token) {
  if (gone_) return {};
  kept_end_ = 0;
  if (!style_) return {};
  if (token.kind == TokenKind::cdata) {
    xml::Entities::add_literal(token.inner.of(text_), token.inner.begin, *style_);
    return {};
  }
  return entities_.decode(token.range.of(text_), token.range.begin, *style_);
}

Status Cutter::end_style(std::size_t end) {
  const auto style = std::move(*style_);
  style_.reset();
  return replace_uris(style, end);
}

// --- between elements

Status Cutter::on_doctype() {
  entities_ = scanner_.doctype().entities;
  for (const auto& range : scanner_.doctype().comments) {
    if (auto status = cut(range, Kind::comment, text_holds(bytes(range))); !status) return status;
  }
  for (const auto& range : scanner_.doctype().instructions) {
    if (auto status = cut(range, Kind::instruction, {}); !status) return status;
  }
  return {};
}

Status Cutter::on_instruction(const Token& token) {
  if (gone_) return {};
  const auto target = token.inner.of(text_);
  if (target == "xml") return {};
  if (target != "xml-stylesheet" || !open_.empty()) {
    return cut_in_text(token.range, Kind::instruction, xmp_holds(bytes(token.range)));
  }
  if (mentions_data_uri(token.range.of(text_))) {
    return fail(ErrorKind::unsupported, token.range.begin, "an embedded style sheet in a processing instruction");
  }
  if (find_ignoring_case(token.range.of(text_), "href") != std::string_view::npos) {
    out_.report().add(Kind::link, Fate::kept, token.range.size());
  }
  return {};
}

Status Cutter::on_comment(const Token& token) {
  if (gone_) return {};
  if (!open_.empty()) {
    const auto& around = open_.back();
    const bool shown = is_svg(around.space) || around.space == Space::html;
    if (shown && (around.name.local == "style" || around.name.local == "script")) return kept_end_ = 0, Status{};
  }
  return cut_in_text(token.range, Kind::comment, text_holds(bytes(token.inner)));
}

// --- cutting

// The range without the delimiters of a comment or an instruction, or without the white space before an attribute.
Range Cutter::inside(Range range) const {
  const auto whole = range.of(text_);
  if (whole.starts_with("<!--")) return {range.begin + 4, range.end - 3};
  if (whole.starts_with("<?")) return {range.begin + 2, range.end - 2};
  return {xml::skip_space(text_, range.begin), range.end};
}

Status Cutter::cut(Range range, Kind kind, HoldSet holds) {
  if (only_embedded_) return {};
  out_.found(kind, bytes(inside(range)), range.begin);
  out_.report().add(kind, Fate::removed, range.size(), holds);
  cut_ += range.size();
  edits_.cut(range);
  return {};
}

// A cut joins the texts around it. Together they must not form `]]>`, which is not allowed in a text.
Status Cutter::cut_in_text(Range range, Kind kind, HoldSet holds) {
  if (only_embedded_) return {};
  const auto before = kept_end_ > 0 ? kept_end_ : range.begin;
  const bool bracket = before > 0 && text_[before - 1] == ']';
  const auto behind = text_.substr(range.end, 1);
  if (bracket && (behind == "]" || behind == ">")) {
    return fail(ErrorKind::malformed, range.begin, "a cut would form ]]> in a text");
  }
  if (behind == "<") kept_end_ = before;
  return cut(range, kind, holds);
}

}  // namespace

Status Edits::write(Bytes input, Output& out) {
  std::ranges::sort(edits_, {}, [](const Edit& edit) { return edit.range.begin; });
  std::size_t at = 0;
  for (const auto& edit : edits_) {
    if (edit.range.begin < at) continue;
    if (auto status = out.put(input.subspan(at, edit.range.begin - at), at); !status) return status;
    if (auto status = out.put(std::as_bytes(std::span{edit.text}), no_source_offset); !status) return status;
    at = edit.range.end;
  }
  return out.put(input.subspan(at), at);
}

namespace {

// Writes `text`, an SVG whose embedded files have been patched, with the properties that hold a location blanked.
Status patch_locations(Bytes text, Output& out) {
  location::Patch patch{text};
  if (!location::patch_drawing(patch, patch.full_range())) {
    return fail(ErrorKind::unsupported, 0, "the drawing as a whole is a location");
  }
  for (const auto& row : patch.report().rows) out.report().add(row.kind, row.fate, row.bytes, row.holds);
  return out.put(patch.assemble(), no_source_offset);
}

}  // namespace

std::expected<location::Rewritten, Error> rewrite_svg(Bytes file, const Engine& engine, const Policy& policy) {
  location::Rewritten rewritten;
  Output output{policy, rewritten.report, append_slice, &rewritten.bytes, nullptr, nullptr};
  if (auto status = cut_svg(file, {engine}, output); !status) return std::unexpected(status.error());
  return rewritten;
}

Status cut_svg(Bytes input, const Nesting& nesting, Output& out) {
  if (out.policy().preset != Preset::location) return Cutter{input, nesting, out}.run();
  std::vector<std::byte> text;
  Output inner{out.policy(), out.report(), append_slice, &text, nullptr, nullptr};
  const auto before = out.report().bytes_out;
  if (auto status = Cutter{input, nesting, inner}.run(); !status) return status;
  out.report().bytes_out = before;
  return patch_locations(text, out);
}

}  // namespace stripmeta::svg
