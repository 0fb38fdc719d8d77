#include "cli/arguments/policy_options.hpp"

#include <string_view>
#include <utility>

#include "cli/arguments/config_file.hpp"
#include "job/policy_origin.hpp"

namespace stripmeta::cli {
namespace {

// Looks up a setting: in the option, else in the variable, else in the config file.
class PolicySources {
 public:
  PolicySources(const Lookup& environment, const ConfigFile& config) : environment_(environment), config_(config) {}

  PolicySetting find(bool given, std::string words, const std::string& name, const std::string& variable) const {
    if (given) return {std::move(words), "--" + name};
    if (auto value = environment_(variable)) return {std::move(*value), variable};
    const auto found = config_.values.find(name);
    if (found != config_.values.end()) return {found->second, "'" + config_.path + "': " + name};
    return {"", variable};
  }

 private:
  const Lookup& environment_;
  const ConfigFile& config_;
};

std::string joined(const std::vector<std::string>& lists) {
  std::string all;
  for (const auto& list : lists) {
    if (!all.empty()) all += ',';
    all += list;
  }
  return all;
}

}  // namespace

std::expected<Policy, Error> resolve_policy(const PolicyOptions& options, const Lookup& environment) {
  const auto config = read_config(environment);
  if (!config) return std::unexpected(config.error());
  const PolicySources sources{environment, *config};
  const auto preset =
      sources.find(options.preset.has_value(), options.preset.value_or(""), "policy", "STRIPMETA_POLICY");
  const auto keep = sources.find(!options.keep.empty(), joined(options.keep), "keep", "STRIPMETA_KEEP");
  const auto remove = sources.find(!options.remove.empty(), joined(options.remove), "remove", "STRIPMETA_REMOVE");
  const auto strict = sources.find(false, "", "strict", "STRIPMETA_STRICT");
  const auto is_strict =
      options.strict ? std::expected<std::optional<bool>, Error>{options.strict} : parse_strict(strict);
  if (!is_strict) return std::unexpected(is_strict.error());

  auto words = check_words(preset, keep, remove);
  if (!words) return std::unexpected(std::move(words.error()));
  words->strict = *is_strict;
  return make_policy(*words);
}

}  // namespace stripmeta::cli
