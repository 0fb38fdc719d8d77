// Opening below a directory and never outside of it: no component of the way may be a symbolic link.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "store/file_descriptor.hpp"

namespace stripmeta {

// Both take a path that check_path_key() accepts, or "" for the root itself, and answer errno where they fail;
// ELOOP is a symbolic link on the way or at its end.

// open(2) of `path` below the directory `root`, close-on-exec. `flags` hold O_PATH only together with O_DIRECTORY, and
// never O_CREAT. One openat2(2), or one openat(2) a component where the kernel or its sandbox has no openat2.
std::expected<FileDescriptor, int> open_beneath(int root, const std::string& path, int flags);

// Opens the directory `path`, making what is missing of it (mode 0777, cut by the umask). Each directory made is added
// to `made`, outermost first, also where a later one fails.
std::expected<FileDescriptor, int> make_beneath(int root, const std::string& path, std::vector<std::string>& made);

// Removes those directories that are empty, innermost first.
void remove_beneath(int root, const std::vector<std::string>& made);

}  // namespace stripmeta
