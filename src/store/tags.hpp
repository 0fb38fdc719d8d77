// Object tags as S3 defines them: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
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

// Parses "name=value,name=value". Blanks around names and values are dropped, and a value may be empty. Error
// `configuration` names the tag: there are more than ten; a name occurs twice, has no "=" or is reserved by AWS
// ("aws:..."); a name is empty or has more than 128 characters; a value has more than 256; or a character is not a
// letter, a digit, a blank or one of + - = . _ : / @.
std::expected<Tags, Error> parse_tags(std::string_view text);

}  // namespace stripmeta
