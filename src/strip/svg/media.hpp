// The words of a data: URI before its comma.
#pragma once

#include <string>
#include <string_view>

#include "strip/base/bytes.hpp"
#include "strip/base/data_uri.hpp"

namespace stripmeta::svg {

// Whether a media type is that of scripts.
bool is_script_type(std::string_view media);

// What stands before the body of the URI, `data:` to the comma, in words that are known: the media type, if programs
// write it, else `instead`; character sets; base64.
std::string known_head(const DataUri& uri, std::string_view instead);

}  // namespace stripmeta::svg
