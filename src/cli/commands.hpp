// The verbs of `stripmeta`, as plain structs that the command line is parsed into and one function each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "stripmeta/policy.hpp"

namespace stripmeta::cli {

enum class Print : std::uint8_t {
  human,  // a line or a table a file
  quiet,  // errors alone
  json,   // one object a line, errors within
};

// What every verb takes.
struct CommonOptions {
  std::vector<std::string> files;  // as given, at least one; "-" is standard input
  Print print{Print::human};
  Policy policy;
};

struct StripOptions {
  CommonOptions common;
  std::optional<std::string> output;  // -o; "-" is standard output
  bool in_place{false};
  bool force{false};     // replaces an existing output; in place, where something would be lost or kept elsewhere
  bool preserve{false};  // keeps the times of last access and last change
  bool sync{false};      // the output survives a power cut before its file is reported
};

// Exit codes of the process, the same for every verb.
inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;    // something could not be cleaned or read, or is not clean
inline constexpr int exit_usage = 2;     // nothing was done
inline constexpr int exit_unjudged = 3;  // check alone

// Each goes on past a file that fails and answers the exit code. Safe only in a process with one thread.
int strip(const StripOptions& options);
int check(const CommonOptions& options);
int inspect(const CommonOptions& options);

}  // namespace stripmeta::cli
