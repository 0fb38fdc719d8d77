// Files of settings and tokens.
#pragma once

#include <expected>
#include <string>

namespace stripmeta {

// Reads a whole file of at most 1 MiB. The error is an errno value; EFBIG if the file is longer.
std::expected<std::string, int> read_small_file(const std::string& path);

}  // namespace stripmeta
