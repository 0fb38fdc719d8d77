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

// As browsers read it (WHATWG Infra, "forgiving-base64 decode"): blanks count for nothing, padding may be missing. None
// where it is no base64.
std::optional<std::vector<std::byte>> base64_decoded(std::string_view text);

}  // namespace stripmeta
