#include "strip/svg/cutter.hpp"

#include <algorithm>

#include "strip/base/ascii.hpp"
#include "strip/metadata/sensitive.hpp"
#include "strip/svg/notes.hpp"
#include "strip/svg/vocabulary.hpp"

namespace stripmeta::svg {
namespace {

using xml::split_name;
using xml::Token;
using xml::TokenKind;

constexpr std::size_t max_growth = 1024;  // how many bytes an output may be longer than its input

bool is_svg(Space space) {
  return space == Space::svg || space == Space::none;
}

bool is_test(std::string_view attribute) {
  return attribute == "requiredExtensions" || attribute == "systemLanguage";
}

bool is_title(std::string_view local) {
  return local == "title" || local == "desc";
}

}  // namespace

Cutter::Cutter(Bytes input, const Nesting& nesting, Output& out)
    : input_(input),
      text_(as_text(input)),
      nesting_(nesting),
      out_(out),
      only_embedded_(out.policy().preset == Preset::location),
      scanner_(text_) {}

Status Cutter::run() {
  for (;;) {
    const auto token = scanner_.next();
    if (!token) return std::unexpected(token.error());
    if (token->kind == TokenKind::end) break;
    if (auto status = on_token(*token); !status) return status;
  }
  if (auto status = finish(); !status) return status;
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
    case TokenKind::cdata: return on_text(token);
    case TokenKind::end: break;
  }
  return {};
}

// What can be decided only once all that stays is known.
Status Cutter::finish() {
  if (auto status = end_unread(); !status) return status;
  fill_gaps();
  return end_doctype();
}

// --- which elements go

bool Cutter::space_goes(Space space) const {
  if (space == Space::unknown) return is_outside_of_html();  // browsers show any text in a foreignObject
  return space == Space::rdf || space == Space::editor;
}

// The namespace of a prefix; nullopt if it is not declared. With only_embedded_ an undeclared prefix is not an error
// but an unknown namespace: then elements are read that other policies remove unread.
std::optional<Space> Cutter::space_of_prefix(std::string_view prefix) {
  const auto space = scopes_.find(prefix, false);
  return space || !only_embedded_ ? space : Space::unknown;
}

bool Cutter::is_switch(const Element& element) {
  return element.name.local == "switch" && is_svg(element.space);
}

bool Cutter::is_sheet(const Element& element) {
  return element.name.local == "style" && (is_svg(element.space) || element.space == Space::html);
}

bool Cutter::goes(const Element& element) const {
  if (only_embedded_) return false;
  const bool in_style = open_.size() > 1 && is_sheet(open_[open_.size() - 2]);
  if (element.place && !in_style && !title_) return false;
  return in_style || space_goes(element.space) || (title_ && element.space == Space::unknown) || shown_goes(element);
}

// Whether an element of a namespace that can be shown goes.
bool Cutter::shown_goes(const Element& element) const {
  const auto local = element.name.local;
  const bool in_text = open_.size() > 1 && open_[open_.size() - 2].has_text;  // librsvg draws any text there
  const bool outside = is_outside_of_html() && !in_text;
  switch (element.space) {
    case Space::svg:
    case Space::none: return local == "metadata" || ((outside || title_) && !is_element(local));
    case Space::html:
      return local == "meta" || local == "title" ||
             (outside && !(open_.size() > 1 && is_switch(open_[open_.size() - 2])) && !works_outside_of_html(local));
    case Space::math: {
      const bool follows = open_.size() > 1 && open_[open_.size() - 2].has_child;
      return outside || (follows && (local == "annotation" || local == "annotation-xml"));
    }
    case Space::events: return local != "listener";
    case Space::xlink:
    case Space::xml: return true;
    default: return false;
  }
}

Kind Cutter::kind_of(const Element& element) {
  if (is_svg(element.space)) {
    if (is_title(element.name.local)) return Kind::title;
    return element.name.local == "metadata" ? Kind::metadata : Kind::editor;
  }
  return is_shown(element.space) || element.space == Space::rdf ? Kind::metadata : Kind::editor;
}

// --- elements

Status Cutter::on_start(const Token& token) {
  if (gone_) return {};
  scopes_.enter();
  if (auto status = declare(); !status) return status;
  Element element;
  element.name = split_name(token.inner.of(text_));
  const auto space = space_of_prefix(element.name.prefix);
  if (!space) return fail(ErrorKind::malformed, token.range.begin, "the prefix of an element is not declared");
  element.space = *space;
  if (open_.empty() && !is_svg(*space)) {
    return fail(ErrorKind::unsupported, token.range.begin, "the root element is not in the SVG namespace");
  }
  read_element(token, element);
  open_.push_back(element);
  const bool gone = goes(element);
  if (!gone) {
    if (auto status = on_kept(token, open_.back()); !status) return status;
  }
  if (gone || element.hollow) gone_ = open_.size();
  if (open_.size() > 1) open_[open_.size() - 2].has_child = true;
  return token.empty ? on_end(token) : Status{};
}

void Cutter::read_element(const Token& token, Element& element) {
  element.range = token.range;
  element.cut_before = cut_;
  element.has_tests = std::ranges::any_of(
      scanner_.attributes(), [&](const xml::Attribute& attribute) { return is_test(attribute.name.of(text_)); });
  const bool title = is_svg(element.space) && is_title(element.name.local);
  element.hollow = title && !only_embedded_ && !out_.policy().keeps(Keep::title);
  const bool may_be_place = token.empty && !open_.empty() && element.name.local == "metadata";
  element.place = may_be_place && token.range.of(text_) == empty_metadata();
}

Status Cutter::on_kept(const Token& token, Element& element) {
  const auto local = element.name.local;
  const bool of_svg = is_svg(element.space);
  const bool acts = of_svg || element.space == Space::html;
  element.has_text = shows_text(element);
  kept_end_ = 0;
  scopes_.find(element.name.prefix, true);
  if (!title_ && !scanner_.doctype().declarations.empty()) elements_.insert(token.inner.of(text_));
  if (auto status = on_attributes(element); !status) return status;
  if (of_svg && is_title(local) && !title_ && !element.hollow) begin_title(element);
  if (acts && (local == "script" || local == "handler")) {
    out_.report().add(Kind::script, Fate::kept, token.range.size());
    readers_.scripts = true;
  }
  const bool leads = leads_to_sheet(element);
  readers_.unseen_sheets = readers_.unseen_sheets || leads;
  if (is_sheet(element) && !token.empty) style_.emplace();
  if (title_ && (leads || (acts && (local == "style" || local == "script")))) title_->acts = true;
  if (of_svg && local == "foreignObject") ++foreign_;
  return {};
}

Status Cutter::on_end(const Token& token) {
  if (gone_ && scanner_.depth() + 1 > *gone_) return {};
  const Element element = open_.back();
  if (gone_) {
    gone_.reset();
    if (element.hollow) return empty_title(token);
    scopes_.leave();
    open_.pop_back();
    const Range range{element.range.begin, token.range.end};
    return cut_element(element, range, kind_of(element), xmp_holds(bytes(range)));
  }
  kept_end_ = 0;
  if (style_ && is_sheet(element)) {
    const auto style = std::move(*style_);
    style_.reset();
    if (auto status = on_style(style, token.range.begin, Sheet::whole); !status) return status;
  }
  const bool note = element.title && !only_embedded_ && !title_->acts && is_note(title_->text.text());
  if (note) return drop_title(token);
  end_element(token.range.end);
  return {};
}

// Ends an element that is kept.
void Cutter::end_element(std::size_t end) {
  const Element element = open_.back();
  open_.pop_back();
  if (is_svg(element.space) && element.name.local == "foreignObject") --foreign_;
  if (element.title && title_) {
    const auto size = end - element.range.begin - (cut_ - element.cut_before);
    if (!is_blank(title_->text.text())) out_.report().add(Kind::title, Fate::kept, size);
    title_.reset();
  }
  for (const auto& declaration : scopes_.leave()) {
    const bool says_nothing = is_shown(declaration.space) && is_usual_prefix(declaration.prefix);
    if (!says_nothing && !declaration.used) static_cast<void>(cut(declaration.whole, Kind::editor, {}));
  }
}

// --- titles

void Cutter::begin_title(Element& element) {
  element.title = true;
  title_ = Title{.text = {},
                 .edits = edits_.count(),
                 .unread = unread_.size(),
                 .bases = bases_.size(),
                 .scopes = scopes_,
                 .cut = cut_,
                 .grown = grown_,
                 .kept_end = kept_end_,
                 .relative = relative_,
                 .report = out_.report()};
}

// Empties the title that ends, which is a program's note. Whatever was edited in it is forgotten.
Status Cutter::drop_title(const Token& end) {
  scopes_ = std::move(title_->scopes);
  bases_.resize(title_->bases);
  edits_.forget(title_->edits);
  unread_.resize(title_->unread);
  cut_ = title_->cut;
  grown_ = title_->grown;
  kept_end_ = title_->kept_end;
  relative_ = title_->relative;
  out_.report() = std::move(title_->report);
  title_.reset();
  return empty_title(end);
}

// Cuts what is in the title that ends. Its tags stay, because style sheets may count it among its siblings.
Status Cutter::empty_title(const Token& end) {
  const Range content{open_.back().range.end, end.range.begin};
  end_element(end.range.end);
  if (end.empty || is_blank(content.of(text_))) return {};
  return cut(content, Kind::title, text_holds(bytes(content)));
}

// --- texts

bool Cutter::shows_text(const Element& element) const {
  if (element.name.local == "script" || element.name.local == "style") return true;
  const bool in_text = open_.size() > 1 && open_[open_.size() - 2].has_text;
  if (!is_svg(element.space)) return in_text || !is_outside_of_html();
  if (holds_text(element.name.local) || title_ || !is_element(element.name.local)) return true;
  return in_text && (element.name.local == "a" || element.name.local == "switch");
}

Status Cutter::on_text(const Token& token) {
  if (gone_) return {};
  if (!only_embedded_ && !open_.empty() && !open_.back().has_text) return on_idle_text(token);
  kept_end_ = 0;
  const auto read = [&](xml::Decoded& to) -> Status {
    if (token.kind != TokenKind::cdata) return entities_.decode(token.range.of(text_), token.range.begin, to);
    xml::Entities::add_literal(token.inner.of(text_), token.inner.begin, to);
    return {};
  };
  if (title_) {
    if (auto status = read(title_->text); !status) return status;
  }
  if (style_ && is_sheet(open_.back())) return read(*style_);
  xml::Decoded shown;  // is not needed, but entities that lead to themselves must not pass
  return token.range.of(text_).contains('&') ? read(shown) : Status{};
}

// A text that is not shown, such as one between shapes. White space stays.
Status Cutter::on_idle_text(const Token& token) {
  Range range = token.range;
  if (token.kind == TokenKind::text) {
    range.begin = xml::skip_space(text_, range.begin);
    if (range.begin >= range.end) return kept_end_ = 0, Status{};
    while (is_space(text_[range.end - 1])) --range.end;
    if (range.of(text_).contains('&')) idle_texts_.push_back(range.of(text_));
  }
  if (auto status = cut_in_text(range, Kind::text, text_holds(bytes(range))); !status) return status;
  if (range.size() == token.range.size() && token.inner.size() > 0) keep_place(" ");  // the element is not :empty
  return {};
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

// What stands for an element that has gone: it shows nothing and has the prefix of the element around it.
std::string Cutter::empty_metadata() const {
  std::string text = "<";
  const auto prefix = open_.back().name.prefix;
  if (!prefix.empty()) text.append(prefix).append(":");
  return text.append("metadata/>");
}

// Notes what stands in the place of the part that was cut last, if something judges places.
void Cutter::keep_place(std::string text) {
  if (only_embedded_ || title_ || open_.empty() || is_sheet(open_.back())) return;
  gaps_.push_back({edits_.count() - 1, std::move(text)});
}

void Cutter::fill_gaps() {
  if (!readers_.places && !readers_.scripts && !readers_.unseen_sheets) return;
  for (auto& [edit, text] : gaps_) {
    grown_ += text.size();
    edits_.fill(edit, std::move(text));
  }
}

// Cuts an element that has ended. A switch shows the first of its children that passes its tests, so that in one an
// empty group takes the element's place.
Status Cutter::cut_element(const Element& element, Range range, Kind kind, HoldSet holds) {
  const bool in_switch = !open_.empty() && is_switch(open_.back());
  if (!in_switch || !is_svg(element.space) || element.has_tests) {
    if (auto status = cut_in_text(range, kind, holds); !status) return status;
    if (!in_switch) keep_place(empty_metadata());
    return {};
  }
  const std::string colon = element.name.prefix.empty() ? "" : ":";
  std::string group = "<" + std::string{element.name.prefix} + colon + "g/>";
  out_.found(kind, bytes(range), range.begin);
  out_.report().add(kind, Fate::removed, range.size() - std::min(range.size(), group.size()), holds);
  cut_ += range.size();
  grown_ += group.size();
  edits_.replace(range, std::move(group));
  kept_end_ = 0;
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

}  // namespace stripmeta::svg
