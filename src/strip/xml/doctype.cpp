#include "strip/xml/doctype.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "strip/base/utf8.hpp"

namespace stripmeta::xml {
namespace {

constexpr std::size_t max_expanded = 16U << 20U;
constexpr int max_nesting = 8;
constexpr std::size_t max_steps = 2'000'000;

// The character of "#60" or "#x3C"; U+FFFD if there is no such character.
std::uint32_t character(std::string_view reference) {
  const bool hex = reference.starts_with("#x");
  const auto digits = reference.substr(hex ? 2 : 1);
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  return error == std::errc{} && code <= 0x10FFFF ? code : 0xFFFD;
}

// The replacement text of an entity (4.5): its value with character references resolved.
std::string replacement(std::string_view value) {
  std::string text;
  for (std::size_t at = 0; at < value.size();) {
    if (value.substr(at, 2) != "&#") {
      text += value[at++];
      continue;
    }
    const auto end = value.find(';', at);
    put_utf8(text, character(value.substr(at + 1, end - at - 1)));
    at = end + 1;
  }
  return text;
}

constexpr std::array<std::pair<std::string_view, char>, 5> predefined{
    {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};

const std::pair<std::string_view, char>* find_predefined(std::string_view name) {
  const auto known = std::ranges::find(predefined, name, &std::pair<std::string_view, char>::first);
  return known == predefined.end() ? nullptr : &*known;
}

// Whether a reference, without its `&` and `;`, stands for one character.
bool is_character(std::string_view name) {
  return name.starts_with('#') || find_predefined(name) != nullptr;
}

void put_character(std::string_view name, std::string& out) {
  if (name.starts_with('#')) return put_utf8(out, character(name));
  out += find_predefined(name)->second;
}

}  // namespace

Range Decoded::source(Range part) const {
  const auto first = std::ranges::upper_bound(steps_, part.begin, {}, &Step::at) - 1;
  const auto behind = std::ranges::lower_bound(steps_, part.end, {}, &Step::at);
  for (auto step = first; step != behind; ++step) {
    if (step->from == From::entity || (step->begins && step != first)) return {};
  }
  const auto last = behind - 1;
  const bool ends_in_reference = last->from == From::character;
  if (first->from == From::character && part.begin != first->at) return {};
  if (ends_in_reference && behind->at != part.end) return {};  // a reference is followed by a step
  return {first->source + (part.begin - first->at),
          ends_in_reference ? behind->source : last->source + (part.end - last->at)};
}

std::optional<std::vector<Range>> Decoded::sources(Range part) const {
  std::vector<Range> ranges;
  const auto add = [&](Range range) {
    if (range.size() == 0) return;
    if (!ranges.empty() && ranges.back().end == range.begin) {
      ranges.back().end = range.end;
    } else {
      ranges.push_back(range);
    }
  };
  for (auto step = std::ranges::upper_bound(steps_, part.begin, {}, &Step::at) - 1; step != steps_.end(); ++step) {
    if (step->at >= part.end) break;
    const auto next = step + 1;
    const Range text{step->at, next == steps_.end() ? text_.size() : next->at};
    const Range shared{std::max(text.begin, part.begin), std::min(text.end, part.end)};
    if (shared.begin >= shared.end) continue;
    if (step->from == From::input) {
      add({step->source + (shared.begin - text.begin), step->source + (shared.end - text.begin)});
    } else if (shared == text) {
      add({step->source, next->source});  // a reference is followed by a step
    } else {
      return std::nullopt;
    }
  }
  return ranges;
}

void Entities::add_literal(std::string_view piece, std::size_t offset, Decoded& to) {
  to.steps_.push_back({to.text_.size(), offset, Decoded::From::input, true});
  to.text_ += piece;
}

std::expected<void, Error> Entities::decode(std::string_view piece, std::size_t offset, Decoded& to) {
  to.steps_.push_back({to.text_.size(), offset, Decoded::From::input, true});
  for (std::size_t at = 0; at < piece.size();) {
    const auto reference = std::min(piece.find('&', at), piece.size());
    to.text_ += piece.substr(at, reference - at);
    if (reference == piece.size()) break;
    const auto end = piece.find(';', reference);
    const auto name = piece.substr(reference + 1, end - reference - 1);
    const auto from = is_character(name) ? Decoded::From::character : Decoded::From::entity;
    to.steps_.push_back({to.text_.size(), offset + reference, from, false});
    if (auto fault = resolve(name, to.text_, 0); !fault.empty()) {
      return error_at(offset + reference, ErrorKind::unsupported, fault);
    }
    at = end + 1;
    to.steps_.push_back({to.text_.size(), offset + at, Decoded::From::input, false});
    if (to.steps_.size() > max_steps)
      return error_at(offset, ErrorKind::too_large, "a text has more than a million references");
  }
  return {};
}

std::string_view Entities::resolve(std::string_view name, std::string& out, int nesting) {
  if (is_character(name)) {
    put_character(name, out);
    return "";
  }
  const auto value = values_.find(name);
  if (value == values_.end()) {
    out.append("&").append(name).append(";");
    return "";
  }
  if (nesting == max_nesting) return "entities are nested too deeply";
  return expand(replacement(value->second), out, nesting + 1);
}

std::string_view Entities::expand(std::string_view value, std::string& out, int nesting) {
  expanded_ += value.size();
  if (expanded_ > max_expanded) return "entities expand to too long a text";
  if (!check_references(value, 0)) return "an ampersand in an entity does not start a reference";
  for (std::size_t at = 0; at < value.size();) {
    const auto reference = std::min(value.find('&', at), value.size());
    out += value.substr(at, reference - at);
    if (reference == value.size()) break;
    const auto end = value.find(';', reference);
    const auto fault = resolve(value.substr(reference + 1, end - reference - 1), out, nesting);
    if (!fault.empty()) return fault;
    at = end + 1;
  }
  return "";
}

namespace {

class DoctypeReader {
 public:
  DoctypeReader(std::string_view text, std::size_t at) : text_(text), begin_(at), at_(at) {}

  std::expected<Doctype, Error> read() {
    constexpr std::string_view opening = "<!DOCTYPE";
    at_ += opening.size();
    if (auto status = head(); !status) return std::unexpected(status.error());
    skip();
    if (at_ < text_.size() && text_[at_] == '[') {
      if (auto status = subset(); !status) return std::unexpected(status.error());
      skip();
    }
    if (at_ == text_.size()) return cut_off();
    if (text_[at_] != '>') return error_at(at_, ErrorKind::malformed, "unexpected text in the document type");
    doctype_.range = {begin_, at_ + 1};
    return std::move(doctype_);
  }

 private:
  using Result = std::expected<void, Error>;

  void skip() { at_ = skip_space(text_, at_); }
  std::unexpected<Error> cut_off() const {
    return error_at(begin_, ErrorKind::truncated, "the input ends in the document type");
  }

  // The name of the root element and the external identifier.
  Result head() {
    skip();
    doctype_.name = {at_, name_end(text_, at_)};
    if (doctype_.name.end == text_.size()) return cut_off();
    if (doctype_.name.size() == 0) return error_at(at_, ErrorKind::malformed, "the document type has no name");
    at_ = doctype_.name.end;
    skip();
    const Range word{at_, name_end(text_, at_)};
    if (word.end == text_.size()) return cut_off();
    if (word.size() == 0) return {};
    if (word.of(text_) != "PUBLIC" && word.of(text_) != "SYSTEM") {
      return error_at(at_, ErrorKind::malformed, "unexpected text in the document type");
    }
    doctype_.external = word;
    at_ = word.end;
    return identifiers(word.of(text_) == "PUBLIC" ? 2 : 1);
  }

  Result identifiers(int most) {
    for (int i = 0; i < most; ++i) {
      const auto before = at_;
      skip();
      if (at_ == text_.size()) return cut_off();
      if (text_[at_] != '"' && text_[at_] != '\'') {
        if (i == 0) return error_at(at_, ErrorKind::malformed, "the document type has no identifier");
        at_ = before;
        break;
      }
      if (auto status = skip_literal(); !status) return status;
      doctype_.external.end = at_;
    }
    return {};
  }

  Result skip_literal() {
    const auto end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) return cut_off();
    at_ = end + 1;
    return {};
  }

  Result subset() {
    ++at_;
    while (at_ < text_.size()) {
      const auto rest = text_.substr(at_);
      if (rest.starts_with(']')) {
        ++at_;
        return {};
      }
      if (is_space(rest.front())) {
        ++at_;
      } else if (auto status = part(rest); !status) {
        return status;
      }
    }
    return cut_off();
  }

  Result part(std::string_view rest) {
    if (rest.starts_with("<!--")) return take("-->", 4, doctype_.comments);
    if (rest.starts_with("<?")) return take("?>", 2, doctype_.instructions);
    if (rest.starts_with('%')) return error_at(at_, ErrorKind::unsupported, "parameter entities are not supported");
    if (rest.starts_with("<!")) return declaration();
    if (rest.size() < 4 && (std::string_view{"<!--"}.starts_with(rest))) return cut_off();
    return error_at(at_, ErrorKind::malformed, "the document type contains something that is not a declaration");
  }

  Result take(std::string_view closing, std::size_t opening, std::vector<Range>& list) {
    const auto end = text_.find(closing, at_ + opening);
    if (end == std::string_view::npos) return cut_off();
    list.push_back({at_, end + closing.size()});
    at_ = end + closing.size();
    return {};
  }

  Result declaration() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '>') {
      if (text_[at_] != '"' && text_[at_] != '\'') {
        ++at_;
      } else if (auto status = skip_literal(); !status) {
        return status;
      }
    }
    if (at_ == text_.size()) return cut_off();
    ++at_;
    Declaration found;
    found.range = {begin, at_};
    const auto whole = found.range.of(text_);
    auto status = Result{};
    if (whole.starts_with("<!ENTITY")) {
      status = entity(found);
    } else if (whole.starts_with("<!ATTLIST")) {
      status = attributes(found);
    } else if (!whole.starts_with("<!ELEMENT") && !whole.starts_with("<!NOTATION")) {
      return error_at(begin, ErrorKind::malformed, "unknown declaration in the document type");
    }
    if (status) doctype_.declarations.push_back(std::move(found));
    return status;
  }

  Result entity(Declaration& found) {
    constexpr std::size_t keyword = 8;
    const auto begin = found.range.begin;
    const auto whole = found.range.of(text_);
    const auto name = skip_space(whole, keyword);
    if (whole.substr(name).starts_with('%'))
      return error_at(begin, ErrorKind::unsupported, "parameter entities are not supported");
    const auto end = name_end(whole, name);
    const auto quote = skip_space(whole, end);
    const auto rest = whole.substr(quote);
    if (name == keyword || end == name || quote == end)
      return error_at(begin, ErrorKind::malformed, "malformed entity declaration");
    found.entity = true;
    found.name = whole.substr(name, end - name);
    if (rest.starts_with("SYSTEM") || rest.starts_with("PUBLIC")) {
      found.fault = "external entities are not supported";
      return {};
    }
    const auto close = rest.front() == '"' || rest.front() == '\'' ? rest.find(rest.front(), 1) : 0;
    if (close == 0 || !is_blank(rest.substr(close + 1, rest.size() - close - 2))) {
      return error_at(begin, ErrorKind::malformed, "malformed entity declaration");
    }
    found.value = rest.substr(1, close - 1);
    return value(found);
  }

  // An entity's value is never edited, so it must not contain anything that would have to go.
  Result value(Declaration& found) {
    const auto text = found.value;
    if (text.find('%') != std::string_view::npos) {
      return error_at(found.range.begin, ErrorKind::unsupported, "parameter entities are not supported");
    }
    if (auto status = check_references(text, found.range.begin); !status) return status;
    const auto replaced = replacement(text);
    if (replaced.find('<') != std::string::npos) found.fault = "entities with markup are not supported";
    if (holds_file(replaced)) found.fault = "entities with an embedded file are not supported";
    if (replaced.find("/*") != std::string::npos || replaced.find("*/") != std::string::npos) {
      found.fault = "entities with a comment of a style sheet are not supported";
    }
    doctype_.entities.add(found.name, text);
    return {};
  }

  static bool holds_file(std::string_view text) {
    constexpr std::string_view scheme = "data:";
    for (auto at = find_ignoring_case(text, scheme); at != std::string_view::npos;
         at = find_ignoring_case(text, scheme, at + 1)) {
      if (at == 0 || !is_name_char(text[at - 1])) return true;
    }
    return false;
  }

  // <!ATTLIST element attribute type default ...>. The default value of an attribute could declare a namespace, or use
  // one whose declaration is removed.
  Result attributes(Declaration& found) {
    constexpr std::size_t keyword = 9;
    auto at = skip_space(text_, found.range.begin + keyword);
    const auto end = found.range.end - 1;
    found.name = text_.substr(at, name_end(text_, at) - at);
    at += found.name.size();
    while (skip_space(text_, at) < end) {
      const auto next = attribute(found, at, end);
      if (next == at) return error_at(at, ErrorKind::malformed, "malformed declaration of an attribute");
      at = next;
    }
    const auto bad = [](const AttributeDefault& one) {
      return one.name.contains(':') || one.name == "xmlns" || one.value.contains(':') || one.value.contains("/*");
    };
    if (std::ranges::any_of(found.defaults, bad)) found.fault = "attribute defaults with a namespace are not supported";
    return {};
  }

  // Reads one attribute's declaration from `at` on and returns its end; `at` if it is malformed.
  std::size_t attribute(Declaration& found, std::size_t at, std::size_t end) const {
    const auto begin = skip_space(text_, at);
    const Range name{begin, name_end(text_, begin)};
    Range type{skip_space(text_, name.end), 0};
    const Range word{type.begin, name_end(text_, type.begin)};
    const auto bracket = skip_space(text_, word.end);
    type.end = bracket < end && text_[bracket] == '(' ? text_.find(')', bracket) + 1 : word.end;
    if (name.size() == 0 || type.size() == 0 || type.end > end) return at;
    auto rest = skip_space(text_, type.end);
    const auto ahead = text_.substr(rest, end - rest);
    for (const std::string_view idle : {"#REQUIRED", "#IMPLIED"}) {
      if (!ahead.starts_with(idle)) continue;
      found.idle.push_back({at, rest + idle.size()});
      return rest + idle.size();
    }
    if (ahead.starts_with("#FIXED")) rest = skip_space(text_, rest + 6);
    if (rest >= end || (text_[rest] != '"' && text_[rest] != '\'')) return at;
    const auto close = text_.find(text_[rest], rest + 1);
    if (close >= end) return at;
    found.defaults.push_back({{at, close + 1}, name.of(text_), type, text_.substr(rest + 1, close - rest - 1)});
    return close + 1;
  }

  std::string_view text_;
  std::size_t begin_;
  std::size_t at_;
  Doctype doctype_;
};

}  // namespace

std::expected<Doctype, Error> read_doctype(std::string_view text, std::size_t at) {
  return DoctypeReader{text, at}.read();
}

}  // namespace stripmeta::xml
