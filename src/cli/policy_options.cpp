#include "cli/policy_options.hpp"

#include <string_view>
#include <utility>

#include "job/said_policy.hpp"

namespace stripmeta::cli {
namespace {

SaidWords said(bool given, std::string words, std::string_view option, const char* variable,
               const Lookup& environment) {
  if (given) return {std::move(words), option};
  return {environment(variable).value_or(""), variable};
}

std::string joined(const std::vector<std::string>& lists) {
  std::string all;
  for (const auto& list : lists) {
    if (!all.empty()) all += ',';
    all += list;
  }
  return all;
}

std::expected<std::optional<bool>, Error> strictness(std::optional<bool> option, const Lookup& environment) {
  if (option) return option;
  return parse_strict(environment("STRIPMETA_STRICT").value_or(""));
}

}  // namespace

std::expected<Policy, Error> resolve_policy(const PolicyOptions& options, const Lookup& environment) {
  const auto preset =
      said(options.preset.has_value(), options.preset.value_or(""), "--policy", "STRIPMETA_POLICY", environment);
  const auto keep = said(!options.keep.empty(), joined(options.keep), "--keep", "STRIPMETA_KEEP", environment);
  const auto remove =
      said(!options.remove.empty(), joined(options.remove), "--remove", "STRIPMETA_REMOVE", environment);
  const auto strict = strictness(options.strict, environment);
  if (!strict) return std::unexpected(strict.error());

  auto words = check_words(preset, keep, remove);
  if (!words) return std::unexpected(std::move(words.error()));
  words->strict = *strict;
  return make_policy(*words);
}

}  // namespace stripmeta::cli
