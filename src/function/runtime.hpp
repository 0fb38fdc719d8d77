// Runs the function in Lambda: takes events from the Runtime API, one after the other.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>

#include "function/handler.hpp"
#include "function/log.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// The deadline for the work of an invocation. `deadline` is Lambda's, in time since the epoch; without one, Lambda's
// maximum of 15 minutes applies. A tenth of the remaining time, at most a second, is left for aborting an upload and
// sending the answer.
std::chrono::steady_clock::time_point call_deadline(std::optional<std::chrono::milliseconds> deadline,
                                                    std::chrono::system_clock::time_point now,
                                                    std::chrono::steady_clock::time_point steady_now);

// Sets _X_AMZN_TRACE_ID, where Lambda's own tools look for the trace; "" unsets it. Not safe while other threads read
// the environment.
void publish_trace(const std::string& trace_id);

// Serves until the Runtime API provides no more events, or until SIGTERM or SIGINT, which take effect between two
// invocations. Publishes the trace of each invocation. Returns the exit code of the process. Call it once.
int serve_runtime(const std::string& address, const Handler& handler, Log& log);

// Reports to the Runtime API that the function cannot start. Error `upstream`: the Runtime API cannot be reached.
std::expected<void, Error> report_init_error(const std::string& address, const Error& error);

}  // namespace stripmeta
