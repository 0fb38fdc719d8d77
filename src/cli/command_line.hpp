// `stripmeta VERB ...`, from its arguments to its exit code.
#pragma once

namespace stripmeta::cli {

// As main(): arguments[0] is the program's name. Answers the exit code of commands.hpp; wrong usage, whatever the
// library for the command line calls it, is exit_usage. Does not return where a signal ended the work.
int run(int count, const char* const* arguments);

}  // namespace stripmeta::cli
