#include "cli/target.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>

#include "cli/cloud.hpp"
#include "cli/input.hpp"
#include "cli/naming.hpp"
#include "store/errno_error.hpp"
#include "store/source_file.hpp"

namespace stripmeta::cli {
namespace {

std::unexpected<Error> conflict(const std::string& message) {
  return std::unexpected(Error{ErrorKind::conflict, message, std::nullopt});
}

// The path without symbolic links; itself where that cannot be found out.
std::string real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real{::realpath(path.c_str(), nullptr), &std::free};
  return real ? std::string{real.get()} : path;
}

std::string without_trailing_slashes(const std::string& path) {
  const auto last = path.find_last_not_of('/');
  return last == std::string::npos ? path.substr(0, 1) : path.substr(0, last + 1);
}

std::optional<std::string> contradiction(const StripOptions& options) {
  const auto& files = options.common.files;
  const bool to_stdout = options.output == standard_stream;
  const bool from_stdin = std::ranges::find(files, standard_stream) != files.end();
  if (options.in_place && options.output) return "-o and --in-place exclude each other; use one of them";
  if (!options.in_place && !options.output) {
    return "where should the clean image go? Use -o OUT, or --in-place to replace the file";
  }
  if (options.output && options.output->empty()) return "-o needs a name";
  const bool to_object = options.output && is_object_url(*options.output);
  const bool from_object = std::ranges::any_of(files, is_object_url);
  // An object written anew has none of its tags, its storage class and its access rules.
  if (options.in_place && from_object) return "--in-place works with files alone; write to another key with -o";
  if (options.preserve && (to_stdout || from_stdin || to_object || from_object)) {
    return "--preserve works from file to file alone";
  }
  if (options.sync && (to_stdout || to_object)) return "--sync works with files alone";
  if (to_stdout && ::isatty(STDOUT_FILENO) == 1) {
    return "standard output is a terminal; name a file with -o, or redirect it";
  }
  return std::nullopt;
}

std::set<FileId> identities(const std::vector<std::string>& files) {
  std::set<FileId> ids;
  for (const auto& file : files) {
    struct stat status{};
    if (file != standard_stream && ::stat(file.c_str(), &status) == 0) ids.emplace(status.st_dev, status.st_ino);
  }
  return ids;
}

std::expected<Plan, std::string> plan_in_place(const std::vector<std::string>& files) {
  std::vector<std::string> real;
  real.reserve(files.size());
  for (const auto& file : files) real.push_back(real_path(file));
  auto outputs = name_in_place(files, real);
  if (!outputs) return std::unexpected(std::move(outputs.error()));
  return Plan{std::move(*outputs), std::nullopt, {}};
}

// Into S3: nothing can be looked at before it is tried.
std::expected<Plan, std::string> plan_objects(const std::vector<std::string>& files, const std::string& out) {
  auto outputs = name_outputs(files, out, out.ends_with('/') || files.size() > 1);
  if (!outputs) return std::unexpected(std::move(outputs.error()));
  for (const auto& output : *outputs) {
    if (std::ranges::find(files, output) != files.end()) {
      return std::unexpected("the output '" + output + "' is also an input; write to another key");
    }
  }
  return Plan{std::move(*outputs), std::nullopt, {}};
}

std::expected<Plan, std::string> plan_beside(const std::vector<std::string>& files, const std::string& out) {
  Plan plan;
  struct stat status{};
  const auto trimmed = without_trailing_slashes(out);
  const bool exists = out != standard_stream && ::stat(trimmed.c_str(), &status) == 0;
  const bool is_directory = exists && S_ISDIR(status.st_mode);
  const bool must_be = out.ends_with('/') || (files.size() > 1 && out != standard_stream);
  if (exists && !is_directory && must_be) return std::unexpected("'" + out + "' is no directory; give -o a directory");
  auto outputs = name_outputs(files, out, is_directory || must_be);
  if (!outputs) return std::unexpected(std::move(outputs.error()));
  plan.outputs = std::move(*outputs);
  if (must_be && !exists) plan.directory = trimmed;
  plan.inputs = identities(files);
  return plan;
}

}  // namespace

std::expected<Plan, std::string> plan_outputs(const StripOptions& options) {
  if (auto sentence = refuse_inputs(options.common.files)) return std::unexpected(std::move(*sentence));
  if (auto sentence = contradiction(options)) return std::unexpected(std::move(*sentence));
  const auto& files = options.common.files;
  if (options.in_place) return plan_in_place(files);
  return is_object_url(*options.output) ? plan_objects(files, *options.output) : plan_beside(files, *options.output);
}

std::expected<std::string, Error> resolve_output(const std::string& output, const Plan& plan, bool force) {
  struct stat status{};
  if (::lstat(output.c_str(), &status) != 0) return output;  // a path that cannot be used is said when it is written
  if (S_ISLNK(status.st_mode) && ::stat(output.c_str(), &status) != 0) {
    return conflict("the output '" + output + "' is a symbolic link that leads nowhere; delete it, or choose another");
  }
  if (plan.inputs.contains({status.st_dev, status.st_ino})) {
    return conflict("the output '" + output + "' is also an input; use --in-place to replace it");
  }
  if (S_ISDIR(status.st_mode)) return conflict("the output '" + output + "' is a directory");
  if (!S_ISREG(status.st_mode)) {
    return conflict("the output '" + output + "' is no regular file; use -o - and redirect standard output");
  }
  if (!force) return conflict("the output '" + output + "' exists already; use --force to replace it");
  return real_path(output);
}

std::expected<void, Error> check_replaceable(const std::string& path, const struct stat& status) {
  if (status.st_nlink > 1) {
    return conflict("'" + path + "' has " + std::to_string(status.st_nlink) +
                    " hard links, and the other names would keep all its metadata; use --force to replace this one");
  }
  if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0) return {};
  if (errno != EACCES) return std::unexpected(errno_error(errno, "write", path));
  return std::unexpected(
      Error{ErrorKind::access_denied, "'" + path + "' is read-only; use --force to replace it", std::nullopt});
}

std::expected<void, Error> check_still(const std::string& path, const struct stat& status) {
  struct stat now{};
  if (::stat(path.c_str(), &now) != 0) return std::unexpected(errno_error(errno, "replace", path));
  if (file_state(now) == file_state(status)) return {};
  return conflict("'" + path + "' changed meanwhile and was left as it is; try again when nothing writes to it");
}

}  // namespace stripmeta::cli
