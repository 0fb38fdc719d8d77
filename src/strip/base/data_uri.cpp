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

constexpr std::string_view plain_signs = "-._~/:;=,+*!@";  // have no meaning in XML, CSS or a URI's body

// Have no meaning in XML, and none in CSS or a URI where they stand bare already.
constexpr std::string_view context_signs = " $()?^`{|}[";

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

std::string encode_data_uri(std::string_view head, bool base64, std::string_view like, Bytes file) {
  if (base64) return std::string{head}.append(stripmeta::base64(file));
  std::string plain{plain_signs};
  for (const char sign : context_signs) {
    if (like.contains(sign)) plain += sign;
  }
  return std::string{head}.append(percent_encoded(as_text(file), plain));
}

}  // namespace stripmeta
