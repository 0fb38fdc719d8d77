// Times as AWS writes them in credentials: ISO 8601, RFC 3339.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace stripmeta::s3 {

// "2026-01-02T03:04:05Z", with any fraction of a second (dropped) and with "+hh:mm" or "-hh:mm" for "Z".
// none: it is no such time.
std::optional<std::chrono::system_clock::time_point> parse_iso8601(std::string_view text);

}  // namespace stripmeta::s3
