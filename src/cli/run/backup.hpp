// NAME.orig: what a file was before it was replaced in place.
#pragma once

#include <sys/stat.h>

#include <expected>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta::cli {

inline constexpr std::string_view backup_ending = ".orig";

std::string backup_of(const std::string& path);

// Whether `path` is another name of the file that `status` describes; symbolic links are none.
bool is_same_file(const std::string& path, const struct stat& status);

// Whether the file that `status` describes can be kept as backup_of(path): nothing is there yet, or the file itself by
// a run that was killed. Error conflict: another file is.
std::expected<void, Error> check_backup(const std::string& path, const struct stat& status);

}  // namespace stripmeta::cli
