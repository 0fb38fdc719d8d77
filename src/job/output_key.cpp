#include "job/output_key.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace stripmeta {
namespace {

constexpr std::array<std::string_view, 3> words{"{prefix}", "{stem}", "{extension}"};

std::unexpected<Error> wrong(std::string_view word, std::string_view problem) {
  std::string message{word};
  message.append(problem).append(
      "; write {prefix}, {stem} and {extension} once each, in this order, or different images may"
      " get one name");
  return std::unexpected(Error{ErrorKind::configuration, std::move(message), std::nullopt});
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
    if (!text.contains(word)) return wrong(word, " is missing");
  }
  for (std::size_t next = 0;; ++next) {
    const auto brace = text.find_first_of("{}");
    parsed.literals_[next] = text.substr(0, brace);
    if (brace == std::string_view::npos) break;
    text.remove_prefix(brace);
    const auto word = std::ranges::find_if(words, [&](auto one) { return text.starts_with(one); });
    if (word == words.end()) {
      const auto end = text.starts_with('}') ? 0 : text.find('}');
      return wrong("'" + std::string{text.substr(0, end == std::string_view::npos ? end : end + 1)} + "'",
                   " is none of the parts of a key");
    }
    const auto index = static_cast<std::size_t>(word - words.begin());
    if (index < next) return wrong(*word, " stands there twice, or too late");
    if (index > next) return wrong(*word, " stands there too early");
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
