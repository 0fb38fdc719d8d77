// The verbs of `stripmeta`, one function each.
#pragma once

#include "cli/arguments/options.hpp"

namespace stripmeta::cli {

// Each goes on after a file that fails, and returns the exit code of the process (output/exit_code.hpp).
int strip(const StripOptions& options);
int check(const CommonOptions& options);
int inspect(const InspectOptions& options);
int sync(const SyncOptions& options);
int watch(const WatchOptions& options);

// Compares two files. Returns exit_failed if they differ, exit_unjudged if one cannot be read.
int diff(const CommonOptions& options);

int show_policy(const CommonOptions& options);

// Prints "stripmeta 1.2.3+revision"; or, if `json`, an object that also lists the formats, policies and parts.
int print_version(bool json);

}  // namespace stripmeta::cli
