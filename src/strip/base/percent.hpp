// Percent-encoding, RFC 3986 section 2.1.
#pragma once

#include <string>
#include <string_view>

namespace stripmeta {

// ASCII letters, digits and the characters of `plain` stay; every other byte becomes % and two upper-case hex digits.
std::string percent_encoded(std::string_view text, std::string_view plain);

// Decodes; a % that is not followed by two hex digits stays.
std::string percent_decoded(std::string_view text);

}  // namespace stripmeta
