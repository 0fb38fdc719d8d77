// User metadata of a file, stored in its extended attribute "user.stripmeta".
//
// The attribute also holds the file's size and modification time. It is ignored once either has changed: if someone
// else has rewritten the file, its origin is unknown.
#pragma once

#include <map>
#include <string>

namespace stripmeta {

using UserMetadata = std::map<std::string, std::string>;

// Whether write_provenance() can store it: no name holds "=", and no name or value holds a line break.
bool is_storable(const UserMetadata& user);

// Writes the attribute for the file's current content; the last byte must have been written. False if the file system
// has no room for it or no extended attributes: the file then has no provenance.
bool write_provenance(int fd, const UserMetadata& user);

// Empty if there is no attribute, it is damaged, or the file has changed since.
UserMetadata read_provenance(int fd);

}  // namespace stripmeta
