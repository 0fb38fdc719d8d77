// SIGINT, SIGTERM and SIGHUP as a question that is asked between pieces, so that a temporary file never stays behind.
#pragma once

namespace stripmeta::cli {

// From now on those signals are only noted (one that was ignored, as under nohup, stays ignored), and a write past the
// limit of a file's size is an error instead of the end (SIGXFSZ). A blocked read(2) is interrupted.
void watch_signals();

// A signal has come: finish nothing more.
bool interrupted();

// Ends the process by the signal that came, as if it had never been caught; returns where none came.
void die_if_interrupted();

}  // namespace stripmeta::cli
