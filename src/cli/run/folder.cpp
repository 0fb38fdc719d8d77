#include "cli/run/folder.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/arguments/naming.hpp"
#include "cli/run/walk.hpp"
#include "store/directory.hpp"
#include "store/errno_error.hpp"
#include "store/provenance.hpp"
#include "store/separate_directories.hpp"
#include "store/temporary_file.hpp"

namespace stripmeta::cli {
namespace {

constexpr mode_t usual_mode = 0777;

// Creates the directory and its parents.
std::expected<void, Error> make_directories(const std::string& path) {
  for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    static_cast<void>(::mkdir(path.substr(0, slash).c_str(), usual_mode));  // the last mkdir() reports the error
  }
  if (::mkdir(path.c_str(), usual_mode) == 0 || errno == EEXIST) return {};
  return std::unexpected(errno_error(errno, "create the directory", path));
}

std::filesystem::path real(const std::filesystem::path& path) {
  std::error_code unknown;
  auto found = std::filesystem::weakly_canonical(std::filesystem::absolute(path, unknown), unknown);
  return unknown ? path : found;
}

// Also works for a directory that does not exist yet.
bool is_inside(const std::string& inner, const std::string& outer) {
  const auto below = real(inner);
  const auto above = real(outer);
  return std::ranges::mismatch(above, below).in1 == above.end();
}

// The error is a usage message: one of the folders contains the other.
std::expected<void, std::string> check_apart(const Folder& from, const Folder& to) {
  if (from.is_local() != to.is_local()) return {};
  if (!from.is_local()) {
    const bool nested = from.prefix().starts_with(to.prefix()) || to.prefix().starts_with(from.prefix());
    if (from.bucket() != to.bucket() || !nested) return {};
    return std::unexpected("one of the two prefixes contains the other; choose two that do not overlap");
  }
  if (!cli::is_directory(from.directory())) return {};
  if (!cli::is_directory(to.directory())) {
    if (!is_inside(to.directory(), from.directory())) return {};
    return std::unexpected("'" + to.directory() + "' is inside '" + from.directory() +
                           "'; choose two separate directories");
  }
  auto apart = check_separate(from.directory(), to.directory());
  if (!apart) return std::unexpected(std::move(apart.error().message));
  return {};
}

// Whether files there can have the extended attribute that stores what they were made from.
bool keeps_provenance(const std::string& directory) {
  const auto file = TemporaryFile::beside(directory + "/probe");
  return !file || write_provenance(file->fd(), {});
}

}  // namespace

std::expected<Folder, std::string> Folder::parse(const std::string& text) {
  Folder folder;
  if (text.empty() || text == "-") return std::unexpected("name a directory, or s3://BUCKET/PREFIX");
  if (!is_object_url(text)) {
    folder.directory_ = without_trailing_slashes(text);
    return folder;
  }
  const auto rest = std::string_view{text}.substr(object_scheme.size());
  const auto slash = rest.find('/');
  folder.bucket_ = rest.substr(0, slash);
  if (folder.bucket_.empty()) return std::unexpected("'" + text + "' has no bucket name; write s3://BUCKET/PREFIX");
  if (slash != std::string_view::npos) folder.prefix_ = rest.substr(slash + 1);
  if (!folder.prefix_.empty() && !folder.prefix_.ends_with('/')) folder.prefix_ += '/';
  return folder;
}

std::expected<void, Error> Folder::open(Cloud& cloud, bool make) {
  if (!is_local()) {
    const auto found = cloud.bucket(bucket_);
    if (!found) return std::unexpected(found.error());
    store_ = *found;
    return {};
  }
  if (make) {
    if (auto made = make_directories(directory_); !made) return made;
  }
  struct stat status{};
  const bool is_there = ::stat(directory_.c_str(), &status) == 0;
  if (is_there && !S_ISDIR(status.st_mode)) {
    return std::unexpected(Error{ErrorKind::configuration,
                                 "'" + directory_ + "' is not a directory; use strip with -o for single files",
                                 std::nullopt});
  }
  if (is_there) id_ = {status.st_dev, status.st_ino};
  auto opened = DirectoryStore::open(directory_);
  if (!opened) return std::unexpected(std::move(opened.error()));
  own_ = std::move(*opened);
  store_ = own_.get();
  return {};
}

std::expected<void, Error> Folder::check() const {
  return is_local() ? check_same_directory(directory_, id_) : std::expected<void, Error>{};
}

std::string Folder::name_of(std::string_view below) const {
  const auto folder = is_local() ? directory_ + (directory_.ends_with('/') ? "" : "/")
                                 : std::string{object_scheme} + bucket_ + "/" + prefix_;
  return folder + std::string{below};
}

std::expected<FolderPair, std::string> parse_folders(const std::string& from, const std::string& to) {
  auto first = Folder::parse(from);
  if (!first) return std::unexpected(std::move(first.error()));
  auto second = Folder::parse(to);
  if (!second) return std::unexpected(std::move(second.error()));
  if (auto apart = check_apart(*first, *second); !apart) return std::unexpected(std::move(apart.error()));
  return FolderPair{std::move(*first), std::move(*second)};
}

std::expected<void, Error> FolderPair::open(Cloud& cloud, bool dry_run) {
  if (auto opened = from.open(cloud, false); !opened) return opened;
  if (dry_run && to.is_local() && !cli::is_directory(to.directory())) return {};
  if (auto opened = to.open(cloud, !dry_run); !opened) return opened;
  if (dry_run || !to.is_local() || keeps_provenance(to.directory())) return {};
  return std::unexpected(Error{ErrorKind::configuration,
                               "the file system of '" + to.directory() +
                                   "' has no extended attributes, which record what is done; use strip with -o instead",
                               std::nullopt});
}

}  // namespace stripmeta::cli
