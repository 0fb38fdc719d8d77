// System errors: the one place where an errno value becomes an Error.
#pragma once

#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

// "cannot <doing> '<name>': <reason>". `error` is an errno value; `doing` is a verb: "open", "write". Kinds: not_found
// (ENOENT, ENOTDIR), access_denied (EACCES, EPERM, EROFS), conflict (EEXIST), upstream (all others, such as a full disk
// or an input/output error).
Error errno_error(int error, std::string_view doing, std::string_view name);

}  // namespace stripmeta
