// Where the outputs of `strip` go: decided for the whole run before anything is written, checked again for each file.
#pragma once

#include <sys/stat.h>

#include <expected>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

// Device and inode.
using FileId = std::pair<dev_t, ino_t>;

struct Plan {
  std::vector<std::string> outputs;      // one an input, in their order; "-" is standard output
  std::optional<std::string> directory;  // has to be made before the first output
  std::set<FileId> inputs;               // of those that can be looked at; empty in place
};

// The error is a sentence of wrong usage (exit 2): neither or both of -o and --in-place, two inputs with one output,
// an option that can have no effect, a terminal as output.
std::expected<Plan, std::string> plan_outputs(const StripOptions& options);

// Where `output` will really be: itself where there is nothing yet, else what its symbolic links lead to.
// Errors: conflict (there is a file and no `force`; it is one of the inputs; it is no regular file), upstream.
std::expected<std::string, Error> resolve_output(const std::string& output, const Plan& plan, bool force);

// Whether the input `status`, opened by the name `path`, may be replaced. Errors: conflict (it has another hard link,
// which would keep everything), access_denied (it is read-only).
std::expected<void, Error> check_replaceable(const std::string& path, const struct stat& status);

// Whether `path` is still the file that was read. Error conflict: it is another one, or changed.
std::expected<void, Error> check_still(const std::string& path, const struct stat& status);

}  // namespace stripmeta::cli
