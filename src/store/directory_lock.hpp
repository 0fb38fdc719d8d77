// The lock that writers of a DirectoryStore hold, in this process and in others.
#pragma once

#include <expected>
#include <string>

#include "store/file_descriptor.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Takes flock(2) on the directory `root`; closing the descriptor releases it. `key` names the object in errors. Errors:
// deadline, upstream, access_denied.
std::expected<FileDescriptor, Error> lock_directory(int root, const std::string& key, const Call& call);

}  // namespace stripmeta
