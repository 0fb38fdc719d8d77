#include "job/said_policy.hpp"

#include <array>
#include <utility>

namespace stripmeta {

std::expected<PolicyWords, Error> check_words(const SaidWords& preset, const SaidWords& keep, const SaidWords& remove) {
  PolicyWords all;
  const std::array parts{std::pair{&preset, &PolicyWords::preset}, std::pair{&keep, &PolicyWords::keep},
                         std::pair{&remove, &PolicyWords::remove}};
  for (const auto& [said, member] : parts) {
    PolicyWords alone;
    alone.*member = said->words;
    if (auto policy = make_policy(alone); !policy) return blame(said->origin, std::move(policy.error()));
    all.*member = said->words;
  }
  return all;
}

std::expected<std::optional<bool>, Error> parse_strict(const SaidWords& said) {
  if (said.words.empty()) return std::optional<bool>{};
  if (said.words == "1" || said.words == "0") return std::optional{said.words == "1"};
  return blame(said.origin, {ErrorKind::configuration, "must be 1 or 0", std::nullopt});
}

std::unexpected<Error> blame(std::string_view origin, Error error) {
  error.message = std::string{origin} + ": " + error.message;
  return std::unexpected(std::move(error));
}

}  // namespace stripmeta
