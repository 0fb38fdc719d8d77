#include "store/tags.hpp"
#include "store/environment.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace stripmeta {
namespace {

constexpr std::size_t most_name_characters = 128;
constexpr std::size_t most_value_characters = 256;

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// S3 decides which characters outside of ASCII are letters.
bool is_allowed(char byte) {
  const bool is_ascii = static_cast<unsigned char>(byte) < 0x80U;
  const bool is_alphanumeric =
      (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
  return !is_ascii || is_alphanumeric || std::string_view{" +-=._:/@"}.contains(byte);
}

// Counts the characters of UTF-8 text: all bytes except continuation bytes.
std::size_t count_characters(std::string_view text) {
  constexpr unsigned continuation_mask = 0xC0U;
  constexpr unsigned continuation = 0x80U;
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & continuation_mask) != continuation; }));
}

std::expected<void, Error> check_tag(std::string_view name, std::string_view value) {
  const auto quoted = "'" + std::string{name} + "'";
  if (name.empty()) return misconfigured("a tag has no name; write name=value");
  if (name.starts_with("aws:"))
    return misconfigured("the tag " + quoted + " is refused: AWS reserves names that start with 'aws:'");
  if (count_characters(name) > most_name_characters)
    return misconfigured("the tag " + quoted + " has more than 128 characters");
  if (count_characters(value) > most_value_characters) {
    return misconfigured("the value of the tag " + quoted + " has more than 256 characters");
  }
  if (std::ranges::all_of(name, is_allowed) && std::ranges::all_of(value, is_allowed)) return {};
  return misconfigured("the tag " + quoted + " may hold only letters, digits, blanks and + - = . _ : / @");
}

}  // namespace

std::expected<Tags, Error> parse_tags(std::string_view text) {
  Tags tags;
  while (true) {
    const auto comma = text.find(',');
    const auto pair = text.substr(0, comma);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) {
      return misconfigured("'" + std::string{trim(pair)} + "' is not a tag; write name=value, separated by commas");
    }
    const auto name = trim(pair.substr(0, equals));
    const auto value = trim(pair.substr(equals + 1));
    if (auto usable = check_tag(name, value); !usable) return std::unexpected(std::move(usable.error()));
    if (!tags.emplace(name, value).second) return misconfigured("the tag '" + std::string{name} + "' is given twice");
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  if (tags.size() > most_tags) return misconfigured("an object can have at most ten tags");
  return tags;
}

}  // namespace stripmeta
