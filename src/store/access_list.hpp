// The access control list of a file (acl(5)). If a file has one, the group's permission bits are only an upper bound of
// what the list grants.
#pragma once

#include <sys/xattr.h>

namespace stripmeta {

inline constexpr const char* access_list_name = "system.posix_acl_access";

inline bool has_access_list(int file) {
  return ::fgetxattr(file, access_list_name, nullptr, 0) > 0;
}

}  // namespace stripmeta
