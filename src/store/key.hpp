// Keys of objects: byte strings, compared byte for byte and never normalised.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

// Whether a directory can hold an object of this name. Error invalid_key, saying which rule it breaks: it is empty,
// holds NUL, starts or ends with "/", holds "//", or has a component that is ".", ".." or longer than 255 bytes.
std::expected<void, Error> check_path_key(std::string_view key);

// A path's folder, "" where it has none, and the name in it.
struct PathParts {
  std::string folder;
  std::string name;
};
PathParts split_path(std::string_view path);

// Every byte but A-Z a-z 0-9 - . _ ~ / as %XX in upper case: as S3 signs and as provenance markers name keys.
std::string percent_encode(std::string_view key);

// The same with "/" as %2F: a name or a value of a URL's query.
std::string percent_encode_component(std::string_view text);

// %XX as the byte that it means; a "%" without two hexadecimal digits behind it stands for itself.
std::string percent_decode(std::string_view text);

// As percent_decode(), and "+" as a blank: how S3 writes keys in notifications and listings.
std::string form_decode(std::string_view text);

}  // namespace stripmeta
