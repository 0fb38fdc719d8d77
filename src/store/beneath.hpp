// Opens files below a directory and never outside of it: no component of the path may be a symbolic link.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "store/file_descriptor.hpp"

namespace stripmeta {

// Both functions take a path that check_path_key() accepts, or "" for the root itself. The error is an errno value;
// ELOOP means that a component is a symbolic link.

// Opens `path` below the directory `root` (open(2)), close-on-exec. `flags` may hold O_PATH only together with
// O_DIRECTORY, and never O_CREAT. Uses openat2(2), or one openat(2) for each component if the kernel or its sandbox has
// no openat2.
std::expected<FileDescriptor, int> open_beneath(int root, const std::string& path, int flags);

// Opens the directory `path` and makes the missing parts of it (mode 0777, minus the umask). Each directory that was
// made is appended to `made`, outermost first, even if a later one fails.
std::expected<FileDescriptor, int> make_beneath(int root, const std::string& path, std::vector<std::string>& made);

// Removes the directories of `made` that are empty, innermost first.
void remove_beneath(int root, const std::vector<std::string>& made);

}  // namespace stripmeta
