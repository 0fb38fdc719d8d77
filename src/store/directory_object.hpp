// What DirectoryStore and its writer both say of a file.
#pragma once

#include <sys/stat.h>

#include <string>
#include <string_view>

#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Size, ETag and source; no version, no attributes.
ObjectInfo directory_object_info(const struct stat& status);

// errno_error(), where an errno is the key's own fault (a symbolic link on its way, a file where it needs a directory,
// a path that is too long) as invalid_key.
Error key_error(int error, std::string_view doing, std::string_view key);

// Of the file `name` in `directory`; "" where there is none.
std::string current_etag(int directory, const std::string& name);

// Error conflict: somebody else changed the object of that key.
Error changed_meanwhile(const std::string& key);

// What is said of tags: error configuration.
Error no_tags_here();

}  // namespace stripmeta
