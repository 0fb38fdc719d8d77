#include "strip/xml/doctype.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace stripmeta::xml {
namespace {

constexpr std::size_t max_expanded = 16U << 20U;
constexpr int max_nesting = 8;
constexpr std::size_t max_steps = 2'000'000;

void put_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xC0U | code >> 6U), put(0x80U | (code & 0x3FU));
  if (code < 0x10000) return put(0xE0U | code >> 12U), put(0x80U | (code >> 6U & 0x3FU)), put(0x80U | (code & 0x3FU));
  put(0xF0U | (code >> 18U & 7U)), put(0x80U | (code >> 12U & 0x3FU)), put(0x80U | (code >> 6U & 0x3FU));
  put(0x80U | (code & 0x3FU));
}

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
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '>') {
        doctype_.range = {begin_, at_ + 1};
        return std::move(doctype_);
      }
      if (c == '<') return error_at(at_, ErrorKind::malformed, "unexpected markup in the document type");
      auto status = part(c);
      if (!status) return std::unexpected(status.error());
    }
    return cut_off();
  }

 private:
  using Result = std::expected<void, Error>;

  Result part(char c) {
    if (c == '[') return subset();
    return c == '"' || c == '\'' ? skip_literal() : step();
  }

  Result step() {
    ++at_;
    return {};
  }
  std::unexpected<Error> cut_off() const {
    return error_at(begin_, ErrorKind::truncated, "the input ends in the document type");
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
      if (rest.starts_with(']')) return step();
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
      auto status = text_[at_] == '"' || text_[at_] == '\'' ? skip_literal() : step();
      if (!status) return status;
    }
    if (at_ == text_.size()) return cut_off();
    ++at_;
    const auto whole = text_.substr(begin, at_ - begin);
    if (whole.starts_with("<!ENTITY")) return entity(whole, begin);
    if (whole.starts_with("<!ATTLIST")) return defaults(whole, begin);
    if (whole.starts_with("<!ELEMENT") || whole.starts_with("<!NOTATION")) return {};
    return error_at(begin, ErrorKind::malformed, "unknown declaration in the document type");
  }

  Result entity(std::string_view whole, std::size_t begin) {
    constexpr std::size_t keyword = 8;
    const auto name = skip_space(whole, keyword);
    if (whole.substr(name).starts_with('%'))
      return error_at(begin, ErrorKind::unsupported, "parameter entities are not supported");
    const auto end = name_end(whole, name);
    const auto quote = skip_space(whole, end);
    const auto rest = whole.substr(quote);
    if (rest.starts_with("SYSTEM") || rest.starts_with("PUBLIC")) {
      return error_at(begin, ErrorKind::unsupported, "external entities are not supported");
    }
    if (name == keyword || end == name || quote == end || (rest.front() != '"' && rest.front() != '\'')) {
      return error_at(begin, ErrorKind::malformed, "malformed entity declaration");
    }
    const auto close = rest.find(rest.front(), 1);
    if (!is_blank(rest.substr(close + 1, rest.size() - close - 2))) {
      return error_at(begin, ErrorKind::malformed, "malformed entity declaration");
    }
    return value(whole.substr(name, end - name), rest.substr(1, close - 1), begin);
  }

  // An entity's value is never edited, so it must not contain anything that would have to go.
  Result value(std::string_view name, std::string_view text, std::size_t begin) {
    if (text.find('%') != std::string_view::npos) {
      return error_at(begin, ErrorKind::unsupported, "parameter entities are not supported");
    }
    if (auto status = check_references(text, begin); !status) {
      return status;
    }
    const auto replaced = replacement(text);
    if (replaced.find('<') != std::string::npos)
      return error_at(begin, ErrorKind::unsupported, "entities with markup are not supported");
    if (find_ignoring_case(replaced, "data:") != std::string::npos) {
      return error_at(begin, ErrorKind::unsupported, "entities with an embedded file are not supported");
    }
    doctype_.entities.add(name, text);
    return {};
  }

  // The default value of an attribute could declare a namespace, or use one whose declaration is removed.
  static Result defaults(std::string_view whole, std::size_t begin) {
    if (whole.find(':') != std::string_view::npos || whole.find("xmlns") != std::string_view::npos) {
      return error_at(begin, ErrorKind::unsupported, "attribute defaults with a namespace are not supported");
    }
    return {};
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
