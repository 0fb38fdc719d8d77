// `stripmeta VERB ...`, from its arguments to its exit code.
#pragma once

namespace stripmeta::cli {

// Runs the program with the arguments of main(), of which arguments[0] is the program's name. Returns an exit code of
// output/exit_code.hpp. If a signal ended the work, the process ends by that signal and this does not return.
int run(int count, const char* const* arguments);

}  // namespace stripmeta::cli
