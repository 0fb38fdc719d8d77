// Parses untrusted JSON within limits. RFC 8259; member names must be unique, as RFC 7493 demands.
#pragma once

#include <cstddef>
#include <expected>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace stripmeta {

inline constexpr std::size_t max_event_depth = 32;  // nested arrays and objects
inline constexpr std::size_t max_event_values =
    200'000;  // of all kinds; they take at most about 30 MB, besides the text itself

struct DocumentRefusal {
  bool is_json{true};  // false: the text is not valid JSON
  std::string what;    // a clause for a message: "the request is nested too deeply"
};

// Refuses text that is not JSON, is nested too deeply, has too many values, or has an object with two members of the
// same name. Memory is bounded by the text's size and max_event_values; refused text is never stored.
std::expected<nlohmann::json, DocumentRefusal> parse_document(std::string_view text);

// The string at the end of a path of members; "" if a member is missing or the last one is not a string.
std::string text_at(const nlohmann::json& value, std::initializer_list<const char*> path);

// `name` in quotes, shortened if it is long.
std::string quoted_name(std::string_view name);

}  // namespace stripmeta
