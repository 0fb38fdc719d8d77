// Where the outputs of `strip` go: what is named is decided before anything is written, the rest file by file.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <expected>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/arguments/found_file.hpp"
#include "cli/arguments/options.hpp"
#include "cli/run/walk.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

struct Plan {
  enum class To : std::uint8_t {
    place,      // each file itself
    stream,     // standard output
    file,       // `out`
    directory,  // below `out`
    object,     // in S3: `out`
    prefix,     // in S3: below `out`
  };
  To to{To::place};
  std::string out;              // of a directory without a slash at its end, of a prefix with one
  bool makes_directory{false};  // `out` is not there yet
  std::set<FileId> inputs;      // of the named ones that can be looked at; empty in place
  // Where images come from that are not named themselves, without symbolic links; but what lies below `out` is none of
  // them, where that is in one of these.
  std::vector<std::string> input_directories{};
};

// The error is a sentence of wrong usage (exit 2): neither or both of -o and --in-place, two named inputs with one
// output, an option that can have no effect, a terminal as output, a directory into one file.
std::expected<Plan, std::string> plan_outputs(const StripOptions& options);

// Where one clean image goes.
struct Target {
  std::string path;      // without symbolic links at its end, an s3:// address or "-"
  bool is_there{false};  // a file, which is to be replaced
  bool is_done{false};   // by this run: the same file was led to before, by another argument or a link
};

// The outputs of one run. Safe for several threads at once.
class Outputs {
 public:
  // `make`: the directories that outputs need.
  Outputs(Plan plan, bool force, bool make) : plan_(std::move(plan)), force_(force), make_(make) {}

  // Where the clean image of `file` goes. `status` is the input's, nullptr for what is no file.
  // Errors: conflict (there is a file and no `force`; it is an input or may be one, or the output of another file of
  // this run; it is no regular file; in place, it has another hard link), access_denied (in place, it is read-only),
  // upstream.
  std::expected<Target, Error> target_of(const FoundFile& file, const struct stat* status);

  // An output is about to be published as this file: no other output of this run may replace it, whatever its name.
  // False: another one is that already.
  bool add_written(const FileId& id);

  // Takes directories away that were made and got nothing. Once all threads are done.
  void finish() const;

 private:
  std::expected<Target, Error> in_place(const FoundFile& file, const struct stat& status);
  std::expected<Target, Error> in_directory(const FoundFile& file, const struct stat* status);
  std::expected<Target, Error> resolve(const std::string& output, const struct stat* input);
  std::expected<Target, Error> claim(Target target, const struct stat* status);
  bool is_in_input(const std::string& real) const;
  std::expected<void, Error> make_directories(std::string_view below);
  std::expected<void, Error> make_directory(const std::string& path);

  Plan plan_;
  bool force_;
  bool make_;
  std::mutex mutex_;
  std::map<std::string, std::optional<FileId>> claimed_;  // outputs of this run, with their inputs
  std::set<FileId> written_;                              // what they are, or replace
  std::set<std::string> there_;                           // directories for outputs
  std::vector<std::string> made_;  // those of them that this run has made, those that hold others first
};

// Whether `path` is still the file that was read. Error conflict: it is another one, or changed.
std::expected<void, Error> check_still(const std::string& path, const struct stat& status);

}  // namespace stripmeta::cli
