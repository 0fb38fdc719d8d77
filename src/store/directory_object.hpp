// Object infos and errors that DirectoryStore and its writer share.
#pragma once

#include <sys/stat.h>

#include <string>
#include <string_view>

#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Fills size, ETag and source. There is no version, and attributes are not read.
ObjectInfo directory_object_info(const struct stat& status);

// errno_error(), but invalid_key if the errno is the key's own fault: a symbolic link or a file on its path, or a path
// that is too long.
Error key_error(int error, std::string_view doing, std::string_view key);

// The ETag of the file `name` in `directory`; "" if there is no such file.
std::string current_etag(int directory, const std::string& name);

// Error `invalid_key`: the key names a directory, a symbolic link, a device or the like.
Error not_a_regular_file(const std::string& key);

// Error `conflict`: somebody else changed the object.
Error changed_meanwhile(const std::string& key);

// Error `configuration`: files cannot have tags.
Error tags_not_supported();

}  // namespace stripmeta
