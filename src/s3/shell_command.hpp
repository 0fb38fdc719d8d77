// Runs a command that a person wrote, for what it prints.
#pragma once

#include <expected>
#include <string>

#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::s3 {

// What `/bin/sh -c command` wrote to its standard output until it ended with exit code 0. It reads nothing, and its
// standard error is ours. Once the call is over it is killed, with all that it started. `name` is how errors call it.
// Errors: configuration (it cannot be started, fails, or writes more than 64 KiB), deadline.
std::expected<std::string, Error> run_shell(const std::string& command, const std::string& name, const Call& call);

}  // namespace stripmeta::s3
