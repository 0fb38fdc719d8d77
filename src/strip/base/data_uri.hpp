// Addresses that hold a file: data: URIs (RFC 2397), as browsers read them (WHATWG Fetch, "data: URLs").
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
  std::string_view head;   // `data:` to the comma
  std::string_view media;  // without its parameters, as it is written
  bool base64{false};
  std::string_view body;      // as it is written
  std::string_view fragment;  // `#` and what follows, or ""
};

// Whether `text` is such an address, spaces before it and breaks within its scheme allowed.
bool is_data_uri(std::string_view text);

// The parts of `text`, which is one; none where it has no comma.
std::optional<DataUri> split_data_uri(std::string_view text);

// The file in it; none where the body is no base64 (whitespace and missing padding allowed).
std::optional<std::vector<std::byte>> decode_body(const DataUri& uri);

// The same address for another file: base64 with padding, or each byte by a percent sign that is no letter, digit or
// one of -._~/:;=,+*!()@ and that means nothing to XML, CSS or an address.
std::string encode_data_uri(const DataUri& uri, Bytes file);

// Where a style sheet has such addresses, by string or by url(): from `data:` to the end of the string or address.
// `faults`: one of them is not closed or has escapes, so that its end cannot be told.
struct StyleUris {
  std::vector<Range> uris;
  std::optional<std::size_t> fault;
};
StyleUris find_style_uris(std::string_view style);

// Where a text that is no address by itself has what looks like one: `data:` and a media type.
bool mentions_data_uri(std::string_view text);

}  // namespace stripmeta
