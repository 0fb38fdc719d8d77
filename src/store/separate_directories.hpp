// Checks that two directories are different and that neither is inside the other.
#pragma once

#include <expected>
#include <string>

#include "stripmeta/error.hpp"

namespace stripmeta {

// Compares real paths, devices and inodes, so symbolic links and bind mounts do not deceive it. Error `configuration`:
// they are the same or nested, or one of them cannot be looked up as a directory.
std::expected<void, Error> check_separate(const std::string& a, const std::string& b);

}  // namespace stripmeta
