// SIGINT, SIGTERM and SIGHUP set a flag, which the work checks often, so that no temporary file is left behind.
#pragma once

namespace stripmeta::cli {

// From now on, these signals only set the flag; one that was ignored, as under nohup, stays ignored. They interrupt a
// blocked read(2). A write past the limit of a file's size becomes an error instead of killing the process (SIGXFSZ).
void watch_signals();

// Whether a signal has come. If so, start no new work.
bool is_interrupted();

// If a signal has come, ends the process by it, as if it had not been caught. Otherwise returns.
void die_if_interrupted();

}  // namespace stripmeta::cli
