// The verbs of `stripmeta`, as plain structs that the command line is parsed into and one function each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/walk.hpp"
#include "stripmeta/policy.hpp"

namespace stripmeta::cli {

enum class Print : std::uint8_t {
  human,  // a line or a table a file
  quiet,  // errors alone
  json,   // one object a line, errors within
};

// What every verb takes.
struct CommonOptions {
  std::vector<std::string> files;  // as given, at least one: files and directories; "-" is standard input
  WalkOptions walk;                // of the directories
  unsigned jobs{0};                // files worked on at a time; 0: as many as there are processors
  Print print{Print::human};
  bool verbose{false};                // a line for each file of a directory too, not only for those that are named
  std::optional<std::string> report;  // a file to keep the records in (report_file.hpp)
  Policy policy;
};

// What of an input its output gets besides its mode.
struct Preserve {
  bool times{false};       // of last access and last change
  bool attributes{false};  // extended ones, which keep where a file was downloaded from
  enum class Owner : std::uint8_t {
    leave,
    try_to,  // as far as the process may give files away
    needed,  // a file that cannot be given to it fails
  };
  Owner owner{Owner::leave};  // and group

  bool any() const { return times || attributes || owner != Owner::leave; }
};

struct StripOptions {
  CommonOptions common;
  std::optional<std::string> output;  // -o; "-" is standard output
  bool in_place{false};
  bool backup{false};   // in place: what was there is kept as NAME.orig
  bool dry_run{false};  // nothing is written: the records say what would be
  bool force{false};    // replaces an existing output; in place, where something would be lost or kept elsewhere
  Preserve preserve;
  bool sync{false};  // the output survives a power cut before its file is reported
};

struct SyncOptions {
  CommonOptions common;  // its files: where from, where to
  bool force{false};     // does again what is done, and replaces what was there before
  bool dry_run{false};
};

struct WatchOptions {
  CommonOptions common;               // its file: the directory
  std::optional<std::string> output;  // -o: another directory, or s3://BUCKET/PREFIX
  bool force{false};                  // replaces what was there before
};

struct InspectOptions {
  CommonOptions common;
  std::optional<std::string> thumbnail;  // where the thumbnail of the one image goes; "-" is standard output
  bool force{false};                     // it replaces what is there
};

// Exit codes of the process, the same for every verb.
inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;    // something could not be cleaned or read, or is not clean
inline constexpr int exit_usage = 2;     // nothing was done
inline constexpr int exit_unjudged = 3;  // check alone

// Each goes on past a file that fails and answers the exit code.
int strip(const StripOptions& options);
int check(const CommonOptions& options);
int inspect(const InspectOptions& options);
int sync(const SyncOptions& options);
int watch(const WatchOptions& options);

// Of two files. exit_failed where they differ, exit_unjudged where one cannot be read.
int diff(const CommonOptions& options);

int show_policy(const CommonOptions& options);

// "stripmeta 1.2.3+revision", or that with the formats and policies that it knows as an object.
int print_version(bool json);

}  // namespace stripmeta::cli
