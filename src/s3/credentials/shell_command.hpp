// Runs a command from the configuration and returns its output.
#pragma once

#include <expected>
#include <string>

#include "store/call.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

// Runs `/bin/sh -c command` and returns its standard output. Its standard input is empty, and its standard error is
// this process's. When the call is over, the command and everything it started are killed. `name` is its name in
// errors. Errors: configuration (the command cannot be started, does not end with exit code 0, or writes more than 64
// KiB), deadline.
std::expected<std::string, Error> run_shell(const std::string& command, const std::string& name, const Call& call);

}  // namespace stripmeta::s3
