// A JSON document out of any hands, read whole within bounds. RFC 8259; members' names are unique, as RFC 7493 wants.
#pragma once

#include <cstddef>
#include <expected>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace stripmeta {

inline constexpr std::size_t max_event_depth = 32;  // arrays and objects within each other
inline constexpr std::size_t max_event_values =
    200'000;  // of all kinds: some 30 MB at most, besides the text's own size

struct DocumentRefusal {
  bool is_json{true};  // false: the text breaks JSON's grammar
  std::string what;    // the beginning of a sentence: "the request is nested too deeply"
};

// Refused: no JSON, too deep, too many values, or an object with two members of one name. Memory is bounded by the
// text's size and max_event_values, and what is refused is refused before any of it is kept.
std::expected<nlohmann::json, DocumentRefusal> parse_document(std::string_view text);

// The string that stands where the path of members leads; "" where none does.
std::string text_at(const nlohmann::json& value, std::initializer_list<const char*> path);

// `name` in quotes, cut where it is long.
std::string quoted_name(std::string_view name);

}  // namespace stripmeta
