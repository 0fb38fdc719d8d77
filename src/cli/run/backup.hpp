// NAME.orig: the original of a file that was replaced in place.
#pragma once

#include <sys/stat.h>

#include <expected>
#include <string>
#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta::cli {

inline constexpr std::string_view backup_ending = ".orig";

std::string backup_of(const std::string& path);

// Whether `path` is a name (hard link) of the file that `status` describes. Symbolic links are not followed.
bool is_same_file(const std::string& path, const struct stat& status);

// Checks that the file that `status` describes can be kept as backup_of(path): no file has that name yet, or the name
// is a link to the same file, made by a run that was killed. Error conflict: the name belongs to another file.
std::expected<void, Error> check_backup(const std::string& path, const struct stat& status);

}  // namespace stripmeta::cli
