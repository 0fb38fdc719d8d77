// Files that people and container agents write: settings, tokens.
#pragma once

#include <expected>
#include <string>

namespace stripmeta::s3 {

// All of a file of 1 MiB at most. The error is errno's value; EFBIG for a longer one.
std::expected<std::string, int> read_small_file(const std::string& path);

}  // namespace stripmeta::s3
