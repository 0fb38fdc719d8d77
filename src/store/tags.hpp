// Tags of objects, as S3 has them: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

using Tags = std::map<std::string, std::string>;

inline constexpr std::size_t most_tags = 10;  // of one object

// "name=value,name=value"; blanks around names and values do not count, a value may be empty. Error `configuration`
// that names the tag: more than ten, a name twice or without "=", one that AWS keeps for itself ("aws:..."), names of 1
// to 128 or values of up to 256 characters passed, or a character that is no letter, digit, blank or one of + - = . _ :
// / @.
std::expected<Tags, Error> parse_tags(std::string_view text);

}  // namespace stripmeta
