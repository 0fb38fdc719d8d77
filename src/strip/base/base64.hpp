// Base64, RFC 4648 section 4.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strip/base/bytes.hpp"

namespace stripmeta {

std::string base64(Bytes bytes);

// Decodes as browsers do (WHATWG Infra, "forgiving-base64 decode"): white space is ignored and padding is optional.
// nullopt if the text is not base64.
std::optional<std::vector<std::byte>> base64_decoded(std::string_view text);

}  // namespace stripmeta
