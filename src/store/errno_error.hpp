// What the system answered, as an Error: the one place where errno becomes a kind and a sentence.
#pragma once

#include <string_view>

#include "stripmeta/error.hpp"

namespace stripmeta {

// "cannot <doing> '<name>': <reason>". `error` is errno's value; `doing` a verb as people say it ("open", "write").
// not_found: ENOENT, ENOTDIR. access_denied: EACCES, EPERM, EROFS. conflict: EEXIST. upstream: all the rest, a full
// disk and an input/output error among them.
Error errno_error(int error, std::string_view doing, std::string_view name);

}  // namespace stripmeta
