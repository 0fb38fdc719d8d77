#include "strip/base/data_uri.hpp"

#include <algorithm>

#include "strip/base/ascii.hpp"
#include "strip/base/base64.hpp"
#include "strip/base/percent.hpp"

namespace stripmeta {
namespace {

constexpr std::string_view scheme = "data:";

bool is_line_break(char c) {
  return c == '\t' || c == '\n' || c == '\r';
}

// Line breaks and tabs are not part of a URI.
std::string percent_decoded_address(std::string_view text) {
  std::string unbroken{text};
  std::erase_if(unbroken, is_line_break);
  return percent_decoded(unbroken);
}

// The usual characters of a media type's name, and all bytes above ASCII.
bool is_type_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

constexpr std::string_view plain_signs = "-._~/:;=,+*!@";  // have no meaning in XML, CSS or a URI's body

// The end of the URI at `at` in a style sheet, which depends on the character before it; npos if it has no end.
std::size_t style_uri_end(std::string_view style, std::size_t at, char before) {
  if (before == '"' || before == '\'') return style.find(before, at);
  return style.find_first_of(") \t\r\n\f", at);
}

// The offset of a url() whose URI contains escapes and may be a data: URI once these are resolved.
std::optional<std::size_t> find_escaped_scheme(std::string_view style) {
  constexpr std::string_view opening = "url(";
  for (auto at = find_ignoring_case(style, opening); at != std::string_view::npos;
       at = find_ignoring_case(style, opening, at + 1)) {
    const auto begin = style.find_first_not_of(" \t\r\n\f\"'", at + opening.size());
    if (begin == std::string_view::npos) return std::nullopt;
    const auto front = style.substr(begin, scheme.size());
    if (front.substr(0, front.find(')')).find('\\') != std::string_view::npos) return at;
  }
  return std::nullopt;
}

}  // namespace

bool is_data_uri(std::string_view text) {
  std::size_t matched = 0;
  for (const char c : text) {
    if (matched == 0 && static_cast<unsigned char>(c) <= 0x20) continue;
    if (is_line_break(c)) continue;
    if (!equal_ignoring_case(std::string_view{&c, 1}, scheme.substr(matched, 1))) return false;
    if (++matched == scheme.size()) return true;
  }
  return false;
}

std::optional<DataUri> split_data_uri(std::string_view text) {
  const auto colon = text.find(':');
  const auto comma = text.find(',');
  if (colon == std::string_view::npos || comma == std::string_view::npos || comma < colon) return std::nullopt;
  const auto hash = std::min(text.find('#'), text.size());
  if (hash < comma) return std::nullopt;
  const auto type = text.substr(colon + 1, comma - colon - 1);
  const auto last = type.rfind(';');
  DataUri uri;
  uri.head = text.substr(0, comma + 1);
  uri.media = trimmed(type.substr(0, type.find(';')));
  uri.base64 = last != std::string_view::npos && equal_ignoring_case(trimmed(type.substr(last + 1)), "base64");
  uri.body = text.substr(comma + 1, hash - comma - 1);
  uri.fragment = text.substr(hash);
  return uri;
}

std::optional<std::vector<std::byte>> decode_body(const DataUri& uri) {
  if (uri.base64 && uri.body.find('%') == std::string_view::npos) return base64_decoded(uri.body);
  const auto text = percent_decoded_address(uri.body);
  if (uri.base64) return base64_decoded(text);
  const auto bytes = std::as_bytes(std::span{text});
  return std::vector<std::byte>(bytes.begin(), bytes.end());
}

std::string encode_data_uri(const DataUri& uri, Bytes file) {
  const auto body = uri.base64 ? base64(file) : percent_encoded(as_text(file), plain_signs);
  return std::string{uri.head}.append(body).append(uri.fragment);
}

StyleUris find_style_uris(std::string_view style) {
  StyleUris found;
  found.fault = find_escaped_scheme(style);
  if (found.fault) return found;
  for (auto at = find_ignoring_case(style, scheme); at != std::string_view::npos;
       at = find_ignoring_case(style, scheme, at + 1)) {
    auto before = at;
    while (before > 0 && is_space(style[before - 1])) --before;
    const char opening = before > 0 ? style[before - 1] : '\0';
    if (opening != '"' && opening != '\'' && opening != '(') continue;
    const Range uri{at, style_uri_end(style, at, opening)};
    if (uri.end == std::string_view::npos || uri.of(style).find('\\') != std::string_view::npos) {
      found.fault = at;
      return found;
    }
    found.uris.push_back(uri);
    at = uri.end - 1;
  }
  return found;
}

bool mentions_data_uri(std::string_view text) {
  for (auto at = find_ignoring_case(text, scheme); at != std::string_view::npos;
       at = find_ignoring_case(text, scheme, at + 1)) {
    auto end = at + scheme.size();
    while (end < text.size() && is_type_char(text[end])) ++end;
    if (end > at + scheme.size() && end < text.size() && text[end] == '/') return true;
  }
  return false;
}

}  // namespace stripmeta
