// Times in ISO 8601, as RFC 3339 restricts it: the expiry of credentials.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace stripmeta::s3 {

// Parses "2026-01-02T03:04:05Z". A fraction of a second is dropped; "+hh:mm" or "-hh:mm" may replace "Z". If the text
// is not such a time, the result is nullopt.
std::optional<std::chrono::system_clock::time_point> parse_iso8601(std::string_view text);

}  // namespace stripmeta::s3
