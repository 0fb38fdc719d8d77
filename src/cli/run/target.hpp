// Where the outputs of `strip` go. Named inputs are checked before anything is written, the others file by file.
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
    in_place,   // each file replaces itself
    stream,     // standard output
    file,       // `out`
    directory,  // below `out`
    object,     // in S3: `out`
    prefix,     // in S3: below `out`
  };
  To to{To::in_place};
  std::string out;              // a directory without a slash at its end, a prefix with one
  bool makes_directory{false};  // `out` does not exist yet
  std::set<FileId> inputs;      // the named inputs that exist; empty in place
  // The named directories, without symbolic links. If `out` is in one of them, the files below `out` are not inputs.
  std::vector<std::string> input_directories{};
};

// The error is a usage message (exit code 2): neither or both of -o and --in-place, two named inputs with the same
// output, an option without effect, a terminal as output, a directory as input and a file as output.
std::expected<Plan, std::string> plan_outputs(const StripOptions& options);

// Where one clean image is written.
struct Target {
  std::string path;      // without symbolic links at its end, an s3:// address or "-"
  bool is_there{false};  // an existing file, which will be replaced
  bool is_done{false};   // this run has processed the same file before, under another name
};

// The outputs of one run. Thread-safe.
class Outputs {
 public:
  // `make`: whether missing directories are created.
  Outputs(Plan plan, bool force, bool make) : plan_(std::move(plan)), force_(force), make_(make) {}

  // Where the clean image of `file` goes. `status` is that of the input, nullptr if it is not a file. Errors: conflict
  // (the output exists and `force` is not set; it is or may be an input, or the output of another file of this run; it
  // is not a regular file; in place, it has another hard link), access_denied (in place, it is read-only), upstream.
  std::expected<Target, Error> target_of(const FoundFile& file, const struct stat* status);

  // Call this before an output is published as the file `id`, so that no other output of this run replaces it under
  // another name. Returns false if another output is the same file.
  bool add_written(const FileId& id);

  // Removes directories that were created but stayed empty. Call it when all threads are done.
  void finish() const;

 private:
  std::expected<Target, Error> target_in_place(const FoundFile& file, const struct stat& status);
  std::expected<Target, Error> target_in_directory(const FoundFile& file, const struct stat* status);
  std::expected<Target, Error> resolve(const std::string& output, const struct stat* input);
  std::expected<Target, Error> claim(Target target, const struct stat* status);
  bool is_in_input(const std::string& real) const;
  std::expected<void, Error> make_directories(std::string_view below);
  std::expected<void, Error> make_directory(const std::string& path);

  Plan plan_;
  bool force_;
  bool make_;
  std::mutex mutex_;
  std::map<std::string, std::optional<FileId>> claimed_;  // outputs of this run and their inputs
  std::set<FileId> written_;                              // the files that these outputs are or replace
  std::set<std::string> existing_;                        // directories that exist
  std::vector<std::string> created_;                      // directories that this run has created, parents first
};

// Checks that `path` is still the file that was read. Error conflict: it is another file, or it changed.
std::expected<void, Error> check_unchanged(const std::string& path, const struct stat& status);

}  // namespace stripmeta::cli
