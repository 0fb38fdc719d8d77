#include "strip/xml/scan.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace stripmeta::xml {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

using Result = std::expected<Token, Error>;

std::unexpected<Error> cut_off(std::size_t offset) {
  return error_at(offset, ErrorKind::truncated, "the input ends in the document");
}

// The offset of the first byte that XML does not allow (2.2), or the text's size.
std::size_t find_forbidden(std::string_view text) {
  const auto forbidden = [](char c) { return static_cast<unsigned char>(c) < 0x20 && !is_space(c); };
  return static_cast<std::size_t>(std::ranges::find_if(text, forbidden) - text.begin());
}

// Encodings in which each byte below 0x80 is always that ASCII character.
bool is_ascii_superset(std::string_view encoding) {
  constexpr std::array<std::string_view, 12> whole{"utf-8",  "utf8",   "us-ascii", "ascii",  "latin1", "koi8-r",
                                                   "koi8-u", "euc-jp", "euc-kr",   "gb2312", "euc-cn", "macintosh"};
  constexpr std::array<std::string_view, 4> front{"iso-8859-", "iso8859-", "windows-125", "cp125"};
  const auto has_number = [&](auto name) {  // ISO-8859-15, windows-1252
    if (!equal_ignoring_case(name, encoding.substr(0, name.size()))) return false;
    const auto digits = encoding.substr(name.size());
    return !digits.empty() && digits.size() <= 2 && digits.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return std::ranges::any_of(whole, [&](auto name) { return equal_ignoring_case(name, encoding); }) ||
         std::ranges::any_of(front, has_number);
}

// Removes a pseudo attribute ` name="value"` from the front of `rest` and returns its value; nullopt if it is not
// there.
std::optional<std::string_view> take_pseudo(std::string_view& rest, std::string_view name) {
  auto at = skip_space(rest, 0);
  if (at == 0 || !rest.substr(at).starts_with(name)) return std::nullopt;
  at = skip_space(rest, at + name.size());
  if (at == rest.size() || rest[at] != '=') return std::nullopt;
  at = skip_space(rest, at + 1);
  if (at == rest.size() || (rest[at] != '"' && rest[at] != '\'')) return std::nullopt;
  const auto end = rest.find(rest[at], at + 1);
  if (end == std::string_view::npos) return std::nullopt;
  const auto value = rest.substr(at + 1, end - at - 1);
  rest.remove_prefix(end + 1);
  return value;
}

// `content` is the text between `<?xml` and `?>` (2.8 [23]).
std::expected<void, Error> check_declaration(std::string_view content, std::size_t offset) {
  const auto version = take_pseudo(content, "version");
  const auto encoding = take_pseudo(content, "encoding");
  const auto standalone = take_pseudo(content, "standalone");
  const bool right = version && (*version == "1.0" || *version == "1.1") && is_blank(content) &&
                     (!standalone || *standalone == "yes" || *standalone == "no");
  if (!right) return error_at(offset, ErrorKind::malformed, "malformed XML declaration");
  if (encoding && !is_ascii_superset(*encoding)) {
    return error_at(offset, ErrorKind::unsupported, "the character encoding is not supported");
  }
  return {};
}

bool is_qualified(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ||
         (colon > 0 && colon + 1 < name.size() && name.find(':', colon + 1) == std::string_view::npos &&
          is_name_start(name[colon + 1]));
}

}  // namespace

Result Scanner::next() {
  if (!begun_) return first();
  if (at_ == text_.size()) return at_end();
  return text_[at_] == '<' ? markup() : text();
}

Result Scanner::first() {
  begun_ = true;
  if (const auto at = find_forbidden(text_); at < text_.size()) {
    return error_at(at, ErrorKind::malformed, "a byte that XML does not allow");
  }
  if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  constexpr std::string_view opening = "<?xml";
  const auto rest = text_.substr(at_);
  if (!rest.starts_with(opening) || rest.size() == opening.size() || !is_space(rest[opening.size()])) return next();
  auto token = delimited(TokenKind::instruction, "<?", "?>");
  if (!token) return token;
  const Range content{token->inner.begin + opening.size() - 2, token->inner.end};
  if (auto status = check_declaration(content.of(text_), token->range.begin); !status) {
    return std::unexpected(status.error());
  }
  token->inner.end = content.begin;
  return token;
}

Result Scanner::at_end() const {
  if (!root_seen_ || !open_.empty()) return cut_off(text_.size());
  return Token{TokenKind::end, {at_, at_}, {at_, at_}};
}

Result Scanner::markup() {
  const auto rest = text_.substr(at_);
  if (rest.starts_with("<!--")) return delimited(TokenKind::comment, "<!--", "-->");
  if (rest.starts_with("<![CDATA[")) {
    if (open_.empty()) return error_at(at_, ErrorKind::malformed, "text outside of the root element");
    return delimited(TokenKind::cdata, "<![CDATA[", "]]>");
  }
  if (rest.starts_with("<!DOCTYPE")) return read_doctype_token();
  if (rest.starts_with("<?")) return instruction();
  if (rest.starts_with("</")) return end_tag();
  const auto cut = [&](std::string_view opening) { return opening.starts_with(rest); };
  if (cut("<!--") || cut("<![CDATA[") || cut("<!DOCTYPE")) return cut_off(at_);
  return start_tag();
}

Result Scanner::delimited(TokenKind kind, std::string_view opening, std::string_view closing) {
  const Range inner{at_ + opening.size(), text_.find(closing, at_ + opening.size())};
  if (inner.end == std::string_view::npos) return cut_off(at_);
  const Token token{kind, {at_, inner.end + closing.size()}, inner};
  if (kind == TokenKind::comment) {
    const auto dashes = inner.of(text_).find("--");
    if (dashes != std::string_view::npos || inner.of(text_).ends_with('-')) {
      return error_at(at_, ErrorKind::malformed, "two dashes within a comment");
    }
  }
  at_ = token.range.end;
  return token;
}

Result Scanner::instruction() {
  auto token = delimited(TokenKind::instruction, "<?", "?>");
  if (!token) return token;
  const auto end = std::min(name_end(text_, token->inner.begin), token->inner.end);
  const Range target{token->inner.begin, end};
  const bool parted = end == token->inner.end || is_space(text_[end]);
  if (target.size() == 0 || !parted || equal_ignoring_case(target.of(text_), "xml")) {
    return error_at(token->range.begin, ErrorKind::malformed, "invalid name of a processing instruction");
  }
  token->inner = target;
  return token;
}

Result Scanner::read_doctype_token() {
  if (root_seen_ || doctype_.range.size() > 0) {
    return error_at(at_, ErrorKind::malformed, "unexpected document type");
  }
  auto doctype = read_doctype(text_, at_);
  if (!doctype) return std::unexpected(doctype.error());
  doctype_ = std::move(*doctype);
  at_ = doctype_.range.end;
  return Token{TokenKind::doctype, doctype_.range, doctype_.range};
}

Result Scanner::text() {
  const Range range{at_, std::min(text_.find('<', at_), text_.size())};
  const auto part = range.of(text_);
  if (open_.empty() && !is_blank(part)) {
    return error_at(at_, ErrorKind::malformed, "text outside of the root element");
  }
  if (const auto end = part.find("]]>"); end != std::string_view::npos) {
    return error_at(at_ + end, ErrorKind::malformed, "]]> outside of a CDATA section");
  }
  if (auto status = check_references(part, at_); !status) return std::unexpected(status.error());
  at_ = range.end;
  return Token{TokenKind::text, range, range};
}

Result Scanner::start_tag() {
  if (root_seen_ && open_.empty()) return error_at(at_, ErrorKind::malformed, "a second root element");
  const std::size_t begin = at_;
  const Range name{begin + 1, name_end(text_, begin + 1)};
  if (name.end == text_.size()) return cut_off(begin);
  if (name.size() == 0 || !is_qualified(name.of(text_))) {
    return error_at(begin, ErrorKind::malformed, "invalid tag name");
  }
  at_ = name.end;
  if (auto status = read_attributes(); !status) return std::unexpected(status.error());
  if (at_ == text_.size() || (text_[at_] == '/' && at_ + 1 == text_.size())) return cut_off(begin);
  const bool empty = text_[at_] == '/';
  if (empty && text_[at_ + 1] != '>') return error_at(at_, ErrorKind::malformed, "unexpected slash in a tag");
  at_ += empty ? 2 : 1;
  if (!root_seen_) root_ = name;
  root_seen_ = true;
  if (!empty) open_.push_back(name);
  if (open_.size() > max_depth) return error_at(begin, ErrorKind::malformed, "elements are nested too deeply");
  return Token{TokenKind::start_tag, {begin, at_}, name, empty};
}

// Reads up to the tag's '>' or '/'.
std::expected<void, Error> Scanner::read_attributes() {
  attributes_.clear();
  for (;;) {
    const auto space = at_;
    at_ = skip_space(text_, at_);
    if (at_ == text_.size() || text_[at_] == '>' || text_[at_] == '/') return {};
    if (at_ == space) return error_at(at_, ErrorKind::malformed, "no white space between attributes");
    auto attribute = read_attribute(space);
    if (!attribute) return std::unexpected(attribute.error());
    attributes_.push_back(*attribute);
  }
}

std::expected<Attribute, Error> Scanner::read_attribute(std::size_t space) {
  const Range name{at_, name_end(text_, at_)};
  if (name.end == text_.size()) return cut_off(space);
  if (name.size() == 0 || !is_qualified(name.of(text_))) {
    return error_at(at_, ErrorKind::malformed, "invalid attribute name");
  }
  const auto equals = skip_space(text_, name.end);
  if (equals == text_.size()) return cut_off(space);
  if (text_[equals] != '=') return error_at(name.begin, ErrorKind::malformed, "an attribute without a value");
  const auto quote = skip_space(text_, equals + 1);
  if (quote == text_.size()) return cut_off(space);
  if (text_[quote] != '"' && text_[quote] != '\'') {
    return error_at(name.begin, ErrorKind::malformed, "an attribute value without quotes");
  }
  const auto end = text_.find(text_[quote], quote + 1);
  if (end == std::string_view::npos) return cut_off(space);
  const Range value{quote + 1, end};
  if (value.of(text_).find('<') != std::string_view::npos) {
    return error_at(name.begin, ErrorKind::malformed, "markup in an attribute value");
  }
  if (auto status = check_references(value.of(text_), value.begin); !status) return std::unexpected(status.error());
  at_ = end + 1;
  return Attribute{{space, at_}, name, value};
}

Result Scanner::end_tag() {
  const Range name{at_ + 2, name_end(text_, at_ + 2)};
  const auto close = skip_space(text_, name.end);
  if (close == text_.size()) return cut_off(at_);
  if (open_.empty() || text_[close] != '>' || open_.back().of(text_) != name.of(text_)) {
    return error_at(at_, ErrorKind::malformed, "an end tag without a matching start tag");
  }
  open_.pop_back();
  const Token token{TokenKind::end_tag, {at_, close + 1}, name};
  at_ = close + 1;
  return token;
}

}  // namespace stripmeta::xml
