// The options of each verb as plain structs, filled from the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "stripmeta/policy.hpp"

namespace stripmeta::cli {

enum class Print : std::uint8_t {
  human,  // a line or a table for each file
  quiet,  // only errors
  json,   // one JSON object per line, for errors too
};

// Which files of a directory are taken. A file that is named as an argument is always taken.
struct WalkOptions {
  bool hidden{false};  // also names that start with a dot
  bool follow{false};  // also symbolic links
  // Shell patterns (fnmatch(3); `*` does not match a slash). A pattern with a slash is matched against the path below
  // the argument, any other pattern against the name. If `include` is not empty, a file must match one of its patterns.
  // Files and whole directories that match a pattern of `exclude` are left out.
  std::vector<std::string> include{};
  std::vector<std::string> exclude{};
  // A directory that is not entered, because the outputs go there. It may not exist yet. "": none.
  std::string leave_out{};
};

// The options that most verbs share.
struct CommonOptions {
  std::vector<std::string> files;  // as given: files, directories, s3:// addresses; "-" is standard input
  WalkOptions walk;
  unsigned jobs{0};  // files processed at a time; 0: one for each processor
  Print print{Print::human};
  bool verbose{false};                // also print a line for each file found in a directory
  bool verify{false};                 // a second reader judges each output
  std::optional<std::string> report;  // where the records are saved (output/report_file.hpp)
  Policy policy;
};

// What an output file keeps of its input file, besides the mode.
struct Preserve {
  bool times{false};       // of last access and last modification
  bool attributes{false};  // extended attributes, which may tell where a file was downloaded from
  enum class Owner : std::uint8_t {
    leave,
    try_to,  // if the process may change it
    needed,  // a file whose owner cannot be kept fails
  };
  Owner owner{Owner::leave};  // and group

  bool any() const { return times || attributes || owner != Owner::leave; }
};

struct StripOptions {
  CommonOptions common;
  std::optional<std::string> output;  // -o; "-" is standard output
  bool in_place{false};
  bool backup{false};   // in place: keep the original as NAME.orig
  bool dry_run{false};  // write nothing; the records tell what a run would do
  bool force{false};    // replace existing outputs; in place, also files that would lose something
  Preserve preserve;
  bool sync{false};  // flush each output to disk before its file is reported
};

struct SyncOptions {
  CommonOptions common;  // `files`: the source and the target
  bool force{false};     // clean everything again, and replace files that sync did not write
  bool dry_run{false};
};

struct WatchOptions {
  CommonOptions common;               // `files`: the directory to watch
  std::optional<std::string> output;  // -o: another directory, or s3://BUCKET/PREFIX
  bool force{false};                  // replace files that watch did not write
};

struct InspectOptions {
  CommonOptions common;
  std::optional<std::string> thumbnail;  // where the thumbnail is written; "-" is standard output
  bool force{false};                     // replace an existing thumbnail file
};

}  // namespace stripmeta::cli
