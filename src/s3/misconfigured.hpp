// The error of a setting that is missing, wrong or not supported.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <utility>

#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

inline std::unexpected<Error> misconfigured(std::string message) {
  return std::unexpected(Error{ErrorKind::configuration, std::move(message), std::nullopt});
}

}  // namespace stripmeta::s3
