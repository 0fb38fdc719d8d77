// The writer of DirectoryStore: directories made on the way, preconditions, the lock.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "store/file_descriptor.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// What DirectoryStore::create() answers, for the directory `root`. Errors: invalid_key, access_denied, conflict (the
// directories on the way are removed by others again and again), upstream, deadline, configuration (tags), internal
// (user metadata that no HTTP header could hold).
std::expected<std::unique_ptr<Writer>, Error> create_directory_writer(const std::shared_ptr<const FileDescriptor>& root,
                                                                      const std::string& key, Put put,
                                                                      const Call& call);

}  // namespace stripmeta
