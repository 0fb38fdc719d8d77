// Object keys: byte strings, compared byte for byte and never normalised.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

// Checks that a directory can hold an object with this key. Error `invalid_key` names the rule that the key breaks: it
// is empty, holds NUL or "//", starts or ends with "/", or has a component that is ".", ".." or longer than 255 bytes.
std::expected<void, Error> check_path_key(std::string_view key);

// The folder of a path ("" if it has none) and the name in it.
struct PathParts {
  std::string folder;
  std::string name;
};
PathParts split_path(std::string_view path);

// Writes every byte except A-Z a-z 0-9 - . _ ~ / as %XX, in upper case. S3's signatures and the provenance markers use
// this form.
std::string percent_encode(std::string_view key);

// The same, with "/" as %2F, for names and values in a URL's query.
std::string percent_encode_component(std::string_view text);

// Replaces %XX by its byte. A "%" without two hexadecimal digits after it stays.
std::string percent_decode(std::string_view text);

// percent_decode(), with "+" as a blank. S3 writes keys in this form in notifications and listings.
std::string form_decode(std::string_view text);

}  // namespace stripmeta
