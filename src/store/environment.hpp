// Settings from the environment, and the error for a setting that cannot be used.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

// Returns the value of an environment variable, or nullopt if it is not set. Programs pass environment(), tests a
// function of their own. Callers treat an empty value as not set.
using Lookup = std::function<std::optional<std::string>(const std::string& name)>;

// Reads the process's own environment. Nothing changes it once main() has begun, so any thread may call this.
std::optional<std::string> environment(const std::string& name);

std::string value_or_empty(const Lookup& lookup, const std::string& name);

// Error `configuration`: a setting is missing, wrong or not supported.
std::unexpected<Error> misconfigured(std::string message);

// The same, with the setting's name in front: "STRIPMETA_KEEP: <problem>".
std::unexpected<Error> misconfigured(std::string_view setting, std::string_view problem);

// `error` with the name of the setting that caused it in front: "STRIPMETA_KEEP: <message>".
std::unexpected<Error> prefix_origin(std::string_view origin, Error error);

}  // namespace stripmeta
