#include "cli/policy_options.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace stripmeta::cli {
namespace {

// Words, and the option or variable that they come from.
struct Said {
  std::string words;
  std::string_view origin;
};

Said said(bool given, std::string words, std::string_view option, const char* variable,
          const Environment& environment) {
  if (given) return {std::move(words), option};
  const char* value = environment(variable);
  return {value == nullptr ? "" : value, variable};
}

std::string joined(const std::vector<std::string>& lists) {
  std::string all;
  for (const auto& list : lists) {
    if (!all.empty()) all += ',';
    all += list;
  }
  return all;
}

std::unexpected<Error> blame(std::string_view origin, Error error) {
  error.message = std::string{origin} + ": " + error.message;
  return std::unexpected(std::move(error));
}

std::expected<std::optional<bool>, Error> strictness(std::optional<bool> option, const Environment& environment) {
  if (option) return option;
  const char* value = environment("STRIPMETA_STRICT");
  const std::string_view word = value == nullptr ? "" : value;
  if (word.empty()) return std::optional<bool>{};
  if (word == "1" || word == "0") return std::optional{word == "1"};
  return blame("STRIPMETA_STRICT", {ErrorKind::configuration, "must be 1 or 0", std::nullopt});
}

}  // namespace

std::expected<Policy, Error> resolve_policy(const PolicyOptions& options, const Environment& environment) {
  const auto preset =
      said(options.preset.has_value(), options.preset.value_or(""), "--policy", "STRIPMETA_POLICY", environment);
  const auto keep = said(!options.keep.empty(), joined(options.keep), "--keep", "STRIPMETA_KEEP", environment);
  const auto remove =
      said(!options.remove.empty(), joined(options.remove), "--remove", "STRIPMETA_REMOVE", environment);
  const auto strict = strictness(options.strict, environment);
  if (!strict) return std::unexpected(strict.error());

  PolicyWords all;
  all.strict = *strict;
  const std::array parts{std::pair{&preset, &PolicyWords::preset}, std::pair{&keep, &PolicyWords::keep},
                         std::pair{&remove, &PolicyWords::remove}};
  for (const auto& [part, member] : parts) {
    // Alone first, so that a sentence about a bad word can say where it stands.
    PolicyWords alone;
    alone.*member = part->words;
    if (auto policy = make_policy(alone); !policy) return blame(part->origin, std::move(policy.error()));
    all.*member = part->words;
  }
  return make_policy(all);
}

}  // namespace stripmeta::cli
