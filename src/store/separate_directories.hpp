// Two directories that must not be one, nor one inside the other.
#pragma once

#include <expected>
#include <string>

#include "stripmeta/error.hpp"

namespace stripmeta {

// Compares by real path, device and inode, so symbolic links and bind mounts of the same directory are seen through.
// Error configuration: equal, nested, or one of them is no directory that can be looked up.
std::expected<void, Error> check_separate(const std::string& a, const std::string& b);

}  // namespace stripmeta
