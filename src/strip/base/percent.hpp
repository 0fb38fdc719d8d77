// Percent-encoding, RFC 3986 section 2.1.
#pragma once

#include <string>
#include <string_view>

namespace stripmeta {

// Letters and digits of ASCII and the bytes of `plain` stay, each other byte becomes % and two capital digits.
std::string percent_encoded(std::string_view text, std::string_view plain);

// A % without two hexadecimal digits stays what it is.
std::string percent_decoded(std::string_view text);

}  // namespace stripmeta
