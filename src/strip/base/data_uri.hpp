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

// A URI for another file: `head` ends with the comma and says whether the body is base64, written with padding. A body
// that is not is percent-encoded, but for letters, digits and the characters that `like` has bare.
std::string encode_data_uri(std::string_view head, bool base64, std::string_view like, Bytes file);

}  // namespace stripmeta
