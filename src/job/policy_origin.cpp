#include "job/policy_origin.hpp"

#include <array>
#include <utility>

#include "store/environment.hpp"

namespace stripmeta {

std::expected<PolicyWords, Error> check_words(const PolicySetting& preset, const PolicySetting& keep,
                                              const PolicySetting& remove) {
  PolicyWords all;
  const std::array parts{std::pair{&preset, &PolicyWords::preset}, std::pair{&keep, &PolicyWords::keep},
                         std::pair{&remove, &PolicyWords::remove}};
  for (const auto& [setting, member] : parts) {
    PolicyWords alone;
    alone.*member = setting->words;
    if (auto policy = make_policy(alone); !policy) return prefix_origin(setting->origin, std::move(policy.error()));
    all.*member = setting->words;
  }
  return all;
}

std::expected<std::optional<bool>, Error> parse_strict(const PolicySetting& setting) {
  if (setting.words.empty()) return std::optional<bool>{};
  if (setting.words == "1" || setting.words == "0") return std::optional{setting.words == "1"};
  return misconfigured(setting.origin, "must be 1 or 0");
}

}  // namespace stripmeta
