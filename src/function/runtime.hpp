// The function as Lambda runs it: events from the Runtime API, one after the other.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>

#include "function/handler.hpp"
#include "function/log.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// When an invocation has to end, whose own end, in time since the epoch, Lambda says as `deadline`: sooner by a tenth
// of the time there is, at most by a second, in which an upload is aborted and the answer sent. Without a deadline,
// Lambda's longest time of 15 minutes counts.
std::chrono::steady_clock::time_point call_deadline(std::optional<std::chrono::milliseconds> deadline,
                                                    std::chrono::system_clock::time_point now,
                                                    std::chrono::steady_clock::time_point steady_now);

// Makes the trace _X_AMZN_TRACE_ID, where Lambda's own tools look for it; "" makes it none. Not safe beside other
// threads that read the environment.
void publish_trace(const std::string& trace_id);

// Serves until SIGTERM or SIGINT, which end it between two invocations, or until the Runtime API gives no more events;
// answers the process' exit code. Each invocation's trace is published. Call it once.
int serve_runtime(const std::string& address, const Handler& handler, Log& log);

// Tells the Runtime API that the function cannot work. Error upstream: it cannot be reached.
std::expected<void, Error> report_init_error(const std::string& address, const Error& error);

}  // namespace stripmeta
