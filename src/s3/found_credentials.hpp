// What one place answers that may hold credentials.
#pragma once

#include <expected>
#include <optional>

#include "s3/credentials.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

// none: this place has none, the next one is asked. An error: it should have, and no other may stand in for it.
using FoundCredentials = std::expected<std::optional<Credentials>, Error>;

}  // namespace stripmeta::s3
