// User metadata of a file, kept beside it in the extended attribute "user.stripmeta".
//
// The attribute names the size and the time of last change of the bytes it was written for, and counts only while the
// file still has both: a file that someone else has rewritten says nothing about where it came from.
#pragma once

#include <map>
#include <string>

namespace stripmeta {

using UserMetadata = std::map<std::string, std::string>;

// Whether it can be written: names without "=", and neither names nor values with a line break, as in HTTP headers.
bool is_storable(const UserMetadata& user);

// Writes it for the file as it is now; its last byte must have been written. False where the file system has no room
// for it or no such attributes: the file is then simply without provenance.
bool write_provenance(int fd, const UserMetadata& user);

// Empty where there is none, it is damaged, or the file has changed since.
UserMetadata read_provenance(int fd);

}  // namespace stripmeta
