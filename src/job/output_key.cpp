#include "job/output_key.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "store/environment.hpp"

namespace stripmeta {
namespace {

constexpr std::array<std::string_view, 3> words{"{prefix}", "{stem}", "{extension}"};

std::unexpected<Error> invalid_pattern(std::string_view word, std::string_view problem) {
  std::string message{word};
  message.append(problem).append(
      "; write {prefix}, {stem} and {extension} once each and in this order, so that different images"
      " get different names");
  return misconfigured(std::move(message));
}

struct Parts {
  std::string_view prefix;
  std::string_view stem;
  std::string_view extension;
};

Parts split(std::string_view key) {
  const auto base = key.rfind('/') + 1;  // npos + 1 is 0
  const auto dot = key.rfind('.');
  const auto end = dot == std::string_view::npos || dot <= base ? key.size() : dot;
  return {key.substr(0, base), key.substr(base, end - base), key.substr(end)};
}

}  // namespace

std::expected<OutputKey, Error> OutputKey::parse(std::string_view text) {
  OutputKey parsed;
  for (const auto word : words) {
    if (!text.contains(word)) return invalid_pattern(word, " is missing");
  }
  for (std::size_t next = 0;; ++next) {
    const auto brace = text.find_first_of("{}");
    parsed.literals_[next] = text.substr(0, brace);
    if (brace == std::string_view::npos) break;
    text.remove_prefix(brace);
    const auto word = std::ranges::find_if(words, [&](auto one) { return text.starts_with(one); });
    if (word == words.end()) {
      const auto end = text.starts_with('}') ? 0 : text.find('}');
      return invalid_pattern("'" + std::string{text.substr(0, end == std::string_view::npos ? end : end + 1)} + "'",
                             " is not a part of a key");
    }
    const auto index = static_cast<std::size_t>(word - words.begin());
    if (index < next) return invalid_pattern(*word, " is repeated or too late");
    if (index > next) return invalid_pattern(*word, " is too early");
    text.remove_prefix(word->size());
  }
  return parsed;
}

std::string OutputKey::expand(std::string_view key) const {
  const auto [prefix, stem, extension] = split(key);
  std::string output{literals_[0]};
  output.append(prefix).append(literals_[1]).append(stem);
  output.append(literals_[2]).append(extension).append(literals_[3]);
  return output;
}

}  // namespace stripmeta
