// The lock that whoever changes a DirectoryStore holds meanwhile, in this process or in another.
#pragma once

#include <expected>
#include <string>

#include "store/file_descriptor.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// flock(2) on the directory `root`, until the descriptor is closed. `key` names the object in errors: deadline,
// upstream, access_denied.
std::expected<FileDescriptor, Error> lock_directory(int root, const std::string& key, const Call& call);

}  // namespace stripmeta
