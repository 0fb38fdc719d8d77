// Exit codes of the process, the same for every verb.
#pragma once

namespace stripmeta::cli {

inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;    // something could not be cleaned or read, or is not clean
inline constexpr int exit_usage = 2;     // wrong usage; nothing was done
inline constexpr int exit_unjudged = 3;  // check and diff only: a file could not be read

}  // namespace stripmeta::cli
