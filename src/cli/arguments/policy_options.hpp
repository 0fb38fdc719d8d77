// The policy as the command line and the environment say it.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "store/environment.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::cli {

// What the command line said; empty where it said nothing. Each option given replaces its variable wholly.
struct PolicyOptions {
  std::optional<std::string> preset;  // --policy, else STRIPMETA_POLICY, else the file's (config_file.hpp)
  std::vector<std::string> keep;      // --keep, else STRIPMETA_KEEP
  std::vector<std::string> remove;    // --remove, else STRIPMETA_REMOVE
  std::optional<bool> strict;         // --strict and --no-strict, else STRIPMETA_STRICT, else false
};

// Error `configuration`, naming the option or the variable with the word that cannot be used.
std::expected<Policy, Error> resolve_policy(const PolicyOptions& options, const Lookup& environment);

}  // namespace stripmeta::cli
