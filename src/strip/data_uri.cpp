#include "strip/data_uri.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace stripmeta {
namespace {

constexpr std::string_view scheme = "data:";
constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view hex = "0123456789ABCDEF";

bool is_break(char c) {
  return c == '\t' || c == '\n' || c == '\r';
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// Percent signs resolved; breaks, which no address has, left out.
std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_break(text[i])) continue;
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    out += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
    if (low >= 0) i += 2;
  }
  return out;
}

constexpr std::array<std::int8_t, 256> digit_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < digits.size(); ++i)
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
  return values;
}();

// WHATWG Infra, "forgiving-base64 decode".
std::optional<std::vector<std::byte>> base64_decoded(std::string_view text) {
  std::vector<std::byte> out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t held = 0;
  std::size_t count = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (xml::is_space(c) || c == '\f') continue;
    const auto value = digit_values[static_cast<unsigned char>(c)];
    padding += c == '=' ? 1 : 0;
    if (c == '=') continue;
    if (value < 0 || padding > 0) return std::nullopt;
    held = held << 6U | static_cast<std::uint32_t>(value);
    if (++count % 4 == 0) {
      for (const unsigned shift : {16U, 8U, 0U}) put_u8(out, held >> shift & 0xFFU);
    }
  }
  const auto left = count % 4;
  if (left == 1 || padding > 2 || (padding > 0 && (left + padding) % 4 != 0)) return std::nullopt;
  if (left == 2) put_u8(out, held >> 4U & 0xFFU);
  if (left == 3) put_u8(out, held >> 10U & 0xFFU), put_u8(out, held >> 2U & 0xFFU);
  return out;
}

void put_base64(std::string& out, Bytes file) {
  for (std::size_t at = 0; at < file.size(); at += 3) {
    const auto part = file.subspan(at, std::min<std::size_t>(3, file.size() - at));
    std::uint32_t held = 0;
    for (std::size_t i = 0; i < 3; ++i) held = held << 8U | (i < part.size() ? u8(part, i) : 0U);
    for (std::size_t i = 0; i < 4; ++i) out += i <= part.size() ? digits[held >> (18 - 6 * i) & 0x3FU] : '=';
  }
}

bool is_plain(char c) {
  constexpr std::string_view signs = "-._~/:;=,+*!@";
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         signs.find(c) != std::string_view::npos;
}

void put_percent(std::string& out, Bytes file) {
  for (const char c : as_text(file)) {
    if (is_plain(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += hex[byte >> 4U];
    out += hex[byte & 0xFU];
  }
}

// The end of an address that begins at `at` in a style sheet, by what stands before it; npos where it has none.
std::size_t style_uri_end(std::string_view style, std::size_t at, char before) {
  if (before == '"' || before == '\'') return style.find(before, at);
  return style.find_first_of(") \t\r\n\f", at);
}

// An address in url() that could be `data:` once its escapes are resolved.
std::optional<std::size_t> find_escaped_scheme(std::string_view style) {
  constexpr std::string_view opening = "url(";
  for (auto at = xml::find_word(style, opening); at != std::string_view::npos;
       at = xml::find_word(style, opening, at + 1)) {
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
    if (is_break(c)) continue;
    if (!xml::same_word(std::string_view{&c, 1}, scheme.substr(matched, 1))) return false;
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
  uri.media = xml::trimmed(type.substr(0, type.find(';')));
  uri.base64 = last != std::string_view::npos && xml::same_word(xml::trimmed(type.substr(last + 1)), "base64");
  uri.body = text.substr(comma + 1, hash - comma - 1);
  uri.fragment = text.substr(hash);
  return uri;
}

std::optional<std::vector<std::byte>> decode_body(const DataUri& uri) {
  if (uri.base64 && uri.body.find('%') == std::string_view::npos) return base64_decoded(uri.body);
  const auto text = percent_decoded(uri.body);
  if (uri.base64) return base64_decoded(text);
  const auto bytes = std::as_bytes(std::span{text});
  return std::vector<std::byte>(bytes.begin(), bytes.end());
}

std::string encode_data_uri(const DataUri& uri, Bytes file) {
  std::string out{uri.head};
  uri.base64 ? put_base64(out, file) : put_percent(out, file);
  return out.append(uri.fragment);
}

StyleUris find_style_uris(std::string_view style) {
  StyleUris found;
  found.fault = find_escaped_scheme(style);
  if (found.fault) return found;
  for (auto at = xml::find_word(style, scheme); at != std::string_view::npos;
       at = xml::find_word(style, scheme, at + 1)) {
    auto before = at;
    while (before > 0 && xml::is_space(style[before - 1])) --before;
    const char opening = before > 0 ? style[before - 1] : '\0';
    if (opening != '"' && opening != '\'' && opening != '(') continue;
    const xml::Range uri{at, style_uri_end(style, at, opening)};
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
  for (auto at = xml::find_word(text, scheme); at != std::string_view::npos;
       at = xml::find_word(text, scheme, at + 1)) {
    auto end = at + scheme.size();
    while (end < text.size() && xml::is_name_char(text[end]) && text[end] != ':') ++end;
    if (end > at + scheme.size() && end < text.size() && text[end] == '/') return true;
  }
  return false;
}

}  // namespace stripmeta
