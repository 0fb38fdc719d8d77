// data: URIs (RFC 2397), which hold a file, as browsers read them (WHATWG Fetch, "data: URLs").
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strip/base/byte_range.hpp"
#include "strip/base/bytes.hpp"

namespace stripmeta {

struct DataUri {
  std::string_view head;   // from `data:` to the comma
  std::string_view media;  // the media type without parameters, in its original spelling
  bool base64{false};
  std::string_view body;      // encoded
  std::string_view fragment;  // `#` and the rest, or ""
};

// Whether `text` is a data: URI. Spaces before it and line breaks within its scheme are allowed.
bool is_data_uri(std::string_view text);

// The parts of a data: URI; nullopt if no comma stands between its colon and its fragment.
std::optional<DataUri> split_data_uri(std::string_view text);

// The decoded file; nullopt if the body should be base64 but is not.
std::optional<std::vector<std::byte>> decode_body(const DataUri& uri);

// The same URI for another file: in base64 with padding if the original was in base64, percent-encoded otherwise.
std::string encode_data_uri(const DataUri& uri, Bytes file);

// The data: URIs of a style sheet, in strings or url(). If the end of one is not certain, because it is missing or the
// URI contains escapes, `fault` is that URI's offset, and `uris` is not complete.
struct StyleUris {
  std::vector<Range> uris;
  std::optional<std::size_t> fault;
};
StyleUris find_style_uris(std::string_view style);

// Whether a text contains something that looks like a data: URI: `data:` and a media type.
bool mentions_data_uri(std::string_view text);

}  // namespace stripmeta
