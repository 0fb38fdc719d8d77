// Variables of the environment as settings.cpp and job_settings.cpp read them.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "job/said_policy.hpp"
#include "store/environment.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

inline std::unexpected<Error> wrong(std::string_view setting, std::string problem) {
  return blame(setting, {ErrorKind::configuration, std::move(problem), std::nullopt});
}

inline std::string value_or_empty(const Lookup& lookup, const std::string& name) {
  return lookup(name).value_or(std::string{});
}

}  // namespace stripmeta
