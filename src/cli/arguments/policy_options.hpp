// The policy from the command line, the environment and the config file.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "store/environment.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::cli {

// The options that were given. Each replaces its variable and its setting in the config file completely.
struct PolicyOptions {
  std::optional<std::string> preset;  // --policy, else STRIPMETA_POLICY, else the config file (config_file.hpp)
  std::vector<std::string> keep;      // --keep, else STRIPMETA_KEEP, else the config file
  std::vector<std::string> remove;    // --remove, else STRIPMETA_REMOVE, else the config file
  std::optional<bool> strict;  // --strict or --no-strict, else STRIPMETA_STRICT, else the config file, else false
};

// Error configuration: the message names the option, variable or line with the wrong word.
std::expected<Policy, Error> resolve_policy(const PolicyOptions& options, const Lookup& environment);

}  // namespace stripmeta::cli
