#include "cli/run/target.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <ranges>
#include <utility>
#include <vector>

#include "cli/arguments/naming.hpp"
#include "cli/run/backup.hpp"
#include "cli/run/image_output.hpp"
#include "cli/run/input.hpp"
#include "store/errno_error.hpp"
#include "store/source_file.hpp"

namespace stripmeta::cli {
namespace {

std::unexpected<Error> conflict_error(const std::string& message) {
  return std::unexpected(Error{ErrorKind::conflict, message, std::nullopt});
}

// The path without symbolic links; unchanged if that cannot be found out.
std::string real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real{::realpath(path.c_str(), nullptr), &std::free};
  return real ? std::string{real.get()} : path;
}

std::optional<std::string> find_contradiction(const StripOptions& options) {
  const auto& files = options.common.files;
  const bool to_stdout = options.output == standard_stream;
  const bool from_stdin = std::ranges::find(files, standard_stream) != files.end();
  if (options.in_place && options.output) return "-o and --in-place cannot be used together";
  if (!options.in_place && !options.output && !options.dry_run) {
    return "no output was given; use -o OUT, or --in-place to replace the file";
  }
  if (options.output && options.output->empty()) return "-o needs a name";
  const bool to_object = options.output && is_object_url(*options.output);
  const bool from_object = std::ranges::any_of(files, is_object_url);
  // --in-place does not replace objects: the new object would lose its tags, storage class and access rules.
  if (options.backup && !options.in_place) return "--backup works only with --in-place";
  if (options.in_place && from_object) return "--in-place works only with files; write to another key with -o";
  if (options.preserve.any() && (to_stdout || from_stdin || to_object || from_object)) {
    return "--preserve works only from file to file";
  }
  if (options.sync && (to_stdout || to_object)) return "--sync works only if the output is a file";
  if (to_stdout && ::isatty(STDOUT_FILENO) == 1) {
    return "standard output is a terminal; name a file with -o, or redirect it";
  }
  return std::nullopt;
}

std::set<FileId> file_ids(const std::vector<std::string>& files) {
  std::set<FileId> ids;
  for (const auto& file : files) {
    struct stat status{};
    if (file != standard_stream && ::stat(file.c_str(), &status) == 0) ids.emplace(status.st_dev, status.st_ino);
  }
  return ids;
}

// A directory that is both an argument and -o: all its files would be both inputs and outputs.
std::optional<std::string> find_directory_into_itself(const std::vector<std::string>& files, const std::string& out) {
  struct stat target{};
  if (::stat(out.c_str(), &target) != 0) return std::nullopt;
  for (const auto& file : files) {
    struct stat status{};
    const bool same = file != standard_stream && ::stat(file.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
                      status.st_dev == target.st_dev && status.st_ino == target.st_ino;
    if (same) return "'" + file + "' is both input and output; use --in-place to replace the images in it";
  }
  return std::nullopt;
}

std::vector<std::string> without_directories(std::vector<std::string> files) {
  std::erase_if(files, [](const std::string& file) { return file != standard_stream && is_directory(file); });
  return files;
}

std::expected<Plan, std::string> plan_in_place(const std::vector<std::string>& files) {
  std::vector<std::string> real;
  real.reserve(files.size());
  for (const auto& file : files) real.push_back(real_path(file));
  if (auto outputs = name_in_place(files, real); !outputs) return std::unexpected(std::move(outputs.error()));
  return Plan{};
}

// Outputs in S3: whether they exist is only known when they are written.
std::expected<Plan, std::string> plan_objects(const std::vector<std::string>& files, const std::string& out,
                                              bool has_directory) {
  const bool is_prefix = has_directory || out.ends_with('/') || files.size() > 1;
  const auto outputs = name_outputs(files, out, is_prefix);
  if (!outputs) return std::unexpected(outputs.error());
  for (const auto& output : *outputs) {
    if (std::ranges::find(files, output) != files.end()) {
      return std::unexpected("the output '" + output + "' is also an input; write to another key");
    }
  }
  if (!is_prefix) return Plan{.to = Plan::To::object, .out = out, .makes_directory = false, .inputs = {}};
  return Plan{
      .to = Plan::To::prefix, .out = out + (out.ends_with('/') ? "" : "/"), .makes_directory = false, .inputs = {}};
}

std::expected<Plan, std::string> plan_files(const std::vector<std::string>& files, const std::string& out,
                                            bool has_directory) {
  struct stat status{};
  const bool to_stream = out == standard_stream;
  if (to_stream && has_directory)
    return std::unexpected("standard output can take only one image, not a directory; name a directory with -o");
  const auto trimmed = without_trailing_slashes(out);
  const bool exists = !to_stream && ::stat(trimmed.c_str(), &status) == 0;
  const bool is_directory = exists && S_ISDIR(status.st_mode);
  const bool must_be = !to_stream && (has_directory || out.ends_with('/') || files.size() > 1);
  if (exists && !is_directory && must_be)
    return std::unexpected("'" + out + "' is not a directory; name a directory with -o");
  const bool below = is_directory || must_be;
  if (auto outputs = name_outputs(files, out, below); !outputs) return std::unexpected(std::move(outputs.error()));
  Plan plan;
  const auto on_disk = below ? Plan::To::directory : Plan::To::file;
  plan.to = to_stream ? Plan::To::stream : on_disk;
  plan.out = below ? trimmed : out;
  plan.makes_directory = must_be && !exists;
  plan.inputs = file_ids(files);
  return plan;
}

// Whether the other hard link is a backup of a run that was killed before it replaced the file.
bool is_unfinished_backup(const std::string& path, const struct stat& status) {
  return status.st_nlink == 2 && is_same_file(backup_of(path), status);
}

// `real` is the path without symbolic links.
std::expected<void, Error> check_replaceable(const std::string& path, const std::string& real,
                                             const struct stat& status) {
  if (status.st_nlink > 1 && !is_unfinished_backup(real, status)) {
    return conflict_error(
        "'" + path + "' has " + std::to_string(status.st_nlink) +
        " hard links, and its metadata would stay under the other names; use --force to replace it anyway");
  }
  if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0) return {};
  if (errno != EACCES) return std::unexpected(errno_error(errno, "write", path));
  return std::unexpected(
      Error{ErrorKind::access_denied, "'" + path + "' is read-only; use --force to replace it", std::nullopt});
}

}  // namespace

std::expected<Plan, std::string> plan_outputs(const StripOptions& options) {
  const auto& all = options.common.files;
  if (auto sentence = refuse_inputs(all)) return std::unexpected(std::move(*sentence));
  if (auto sentence = find_contradiction(options)) return std::unexpected(std::move(*sentence));
  const auto files = without_directories(all);
  const bool has_directory = files.size() != all.size();
  if (options.in_place) return plan_in_place(files);
  if (!options.output) return Plan{.to = Plan::To::stream, .out = {}, .makes_directory = false, .inputs = {}};
  const auto& out = *options.output;
  if (auto sentence = find_directory_into_itself(all, out)) return std::unexpected(std::move(*sentence));
  auto plan = is_object_url(out) ? plan_objects(files, out, has_directory) : plan_files(files, out, has_directory);
  if (!plan) return plan;
  for (const auto& each : all) {
    if (std::ranges::find(files, each) == files.end()) plan->input_directories.push_back(real_path(each));
  }
  return plan;
}

std::expected<Target, Error> Outputs::target_of(const FoundFile& file, const struct stat* status) {
  switch (plan_.to) {
    case Plan::To::in_place: return target_in_place(file, *status);
    case Plan::To::stream:
    case Plan::To::object: return Target{.path = plan_.out};
    case Plan::To::prefix: return claim({.path = plan_.out + file.below}, status);
    case Plan::To::file: return resolve(plan_.out, status);
    case Plan::To::directory: return target_in_directory(file, status);
  }
  return std::unexpected(Error{ErrorKind::internal, "the output has no path", std::nullopt});
}

std::expected<Target, Error> Outputs::target_in_place(const FoundFile& file, const struct stat& status) {
  auto target = claim({.path = real_path(file.path), .is_there = true}, &status);
  if (!target || target->is_done || force_) return target;
  auto replaceable = check_replaceable(file.path, target->path, status);
  return replaceable ? std::move(target) : std::unexpected(std::move(replaceable.error()));
}

std::expected<Target, Error> Outputs::target_in_directory(const FoundFile& file, const struct stat* status) {
  auto target = claim({.path = plan_.out + (plan_.out.ends_with('/') ? "" : "/") + file.below}, status);
  if (!target || target->is_done) return target;
  if (make_) {
    if (auto made = make_directories(file.below); !made) return std::unexpected(std::move(made.error()));
  }
  return resolve(target->path, status);
}

// Creates the output directory with its parents, if it does not exist, and the directories between it and `below`.
std::expected<void, Error> Outputs::make_directories(std::string_view below) {
  if (plan_.makes_directory) {
    const auto& out = plan_.out;
    for (auto slash = out.find('/', 1); slash != std::string::npos; slash = out.find('/', slash + 1)) {
      const auto above = out.substr(0, slash);
      if (is_directory(above)) continue;
      if (auto made = make_directory(above); !made) return made;
    }
    if (auto made = make_directory(out); !made) return made;
  }
  for (auto slash = below.find('/'); slash != std::string_view::npos; slash = below.find('/', slash + 1)) {
    auto made = make_directory(plan_.out + "/" + std::string{below.substr(0, slash)});
    if (!made) return made;
  }
  return {};
}

std::expected<void, Error> Outputs::make_directory(const std::string& path) {
  constexpr mode_t mode = 0777;
  const std::scoped_lock lock{mutex_};
  if (existing_.contains(path)) return {};
  const bool is_new = ::mkdir(path.c_str(), mode) == 0;
  if (is_new) created_.push_back(path);
  if (is_new || errno == EEXIST) {
    existing_.insert(path);
    return {};
  }
  return std::unexpected(errno_error(errno, "create the directory", path));
}

std::expected<Target, Error> Outputs::claim(Target target, const struct stat* status) {
  std::optional<FileId> input;
  if (status != nullptr) input = {status->st_dev, status->st_ino};
  const std::scoped_lock lock{mutex_};
  const auto [claimed, is_new] = claimed_.try_emplace(target.path, input);
  if (is_new) return target;
  // In place, a file that was cleaned is another file by now, so its input cannot be compared.
  target.is_done = plan_.to == Plan::To::in_place || (input && claimed->second == input);
  if (target.is_done) return target;
  return conflict_error("another image of this run is written to '" + target.path + "'; strip them in separate runs");
}

// Whether the file is in a directory that is an input.
bool Outputs::is_in_input(const std::string& real) const {
  const auto lies_in = [](const std::string& path, const std::string& directory) {
    return path.starts_with(directory) && (directory.ends_with('/') || path[directory.size()] == '/');
  };
  const auto out = real_path(plan_.out);
  return std::ranges::any_of(plan_.input_directories, [&](const std::string& directory) {
    const bool is_left_out = lies_in(out, directory) && lies_in(real, out);
    return lies_in(real, directory) && !is_left_out;
  });
}

// The output itself if it does not exist yet, otherwise the file that its symbolic links lead to.
std::expected<Target, Error> Outputs::resolve(const std::string& output, const struct stat* input) {
  struct stat status{};
  // Writing reports an error if the path cannot be used.
  if (::lstat(output.c_str(), &status) != 0) return Target{.path = output};
  if (S_ISLNK(status.st_mode) && ::stat(output.c_str(), &status) != 0) {
    return conflict_error("the output '" + output + "' is a broken symbolic link; delete it, or choose another output");
  }
  const FileId id{status.st_dev, status.st_ino};
  const bool is_own_input = input != nullptr && id == FileId{input->st_dev, input->st_ino};
  if (is_own_input || plan_.inputs.contains(id)) {
    return conflict_error("the output '" + output + "' is also an input; use --in-place to replace it");
  }
  const auto real = real_path(output);
  if (is_in_input(real)) {
    return conflict_error("the output '" + output +
                          "' is in a directory that is also an input; write to another directory");
  }
  if (S_ISDIR(status.st_mode)) return conflict_error("the output '" + output + "' is a directory");
  if (!S_ISREG(status.st_mode)) {
    return conflict_error("the output '" + output + "' is not a regular file; use -o - and redirect standard output");
  }
  if (!force_) return std::unexpected(output_exists_error(output));
  if (!add_written(id)) {
    return conflict_error("the output '" + output + "' is the same file as the output of another image of this run");
  }
  return Target{.path = real, .is_there = true};
}

bool Outputs::add_written(const FileId& id) {
  const std::scoped_lock lock{mutex_};
  return written_.insert(id).second;
}

void Outputs::finish() const {
  for (const auto& path : std::views::reverse(created_)) ::rmdir(path.c_str());  // fails with ENOTEMPTY if it is in use
}

std::expected<void, Error> check_unchanged(const std::string& path, const struct stat& status) {
  struct stat now{};
  if (::stat(path.c_str(), &now) != 0) return std::unexpected(errno_error(errno, "replace", path));
  if (file_state(now) == file_state(status)) return {};
  return conflict_error("'" + path +
                        "' changed in the meantime and was not replaced; try again when no program writes to it");
}

}  // namespace stripmeta::cli
