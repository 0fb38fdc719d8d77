// The writer of DirectoryStore: makes directories, checks preconditions and takes the lock.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "store/file_descriptor.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// DirectoryStore::create() for the directory `root`. Errors: invalid_key, access_denied, conflict (others keep removing
// the directories that the key needs), upstream, deadline, configuration (tags), internal (user metadata with a line
// break).
std::expected<std::unique_ptr<Writer>, Error> create_directory_writer(const std::shared_ptr<const FileDescriptor>& root,
                                                                      const std::string& key, Put put,
                                                                      const Call& call);

}  // namespace stripmeta
