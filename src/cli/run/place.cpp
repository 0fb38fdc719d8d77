#include "cli/run/place.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/arguments/naming.hpp"
#include "cli/run/walk.hpp"
#include "store/directory.hpp"
#include "store/distinct.hpp"
#include "store/errno_error.hpp"
#include "store/provenance.hpp"
#include "store/temporary_file.hpp"

namespace stripmeta::cli {
namespace {

constexpr mode_t usual_mode = 0777;

// With those above it.
std::expected<void, Error> make_directories(const std::string& path) {
  for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    static_cast<void>(::mkdir(path.substr(0, slash).c_str(), usual_mode));  // the last one says what is wrong
  }
  if (::mkdir(path.c_str(), usual_mode) == 0 || errno == EEXIST) return {};
  return std::unexpected(errno_error(errno, "create the directory", path));
}

std::filesystem::path real(const std::filesystem::path& path) {
  std::error_code unknown;
  auto found = std::filesystem::weakly_canonical(std::filesystem::absolute(path, unknown), unknown);
  return unknown ? path : found;
}

// Of a directory that is yet to be made.
bool would_lie_in(const std::string& inner, const std::string& outer) {
  const auto below = real(inner);
  const auto above = real(outer);
  return std::ranges::mismatch(above, below).in1 == above.end();
}

// Whether neither lies in the other.
std::expected<void, std::string> check_apart(const Place& from, const Place& to) {
  if (from.is_directory() != to.is_directory()) return {};
  if (!from.is_directory()) {
    const bool nested = from.prefix().starts_with(to.prefix()) || to.prefix().starts_with(from.prefix());
    if (from.bucket() != to.bucket() || !nested) return {};
    return std::unexpected("one of the two places lies in the other; choose two that are apart");
  }
  if (!cli::is_directory(from.directory())) return {};
  if (!cli::is_directory(to.directory())) {
    if (!would_lie_in(to.directory(), from.directory())) return {};
    return std::unexpected("'" + to.directory() + "' would lie in '" + from.directory() +
                           "'; choose two directories that are apart");
  }
  auto apart = check_distinct(from.directory(), to.directory());
  if (!apart) return std::unexpected(std::move(apart.error().message));
  return {};
}

// Whether files there can have the extended attribute that says what they were made from.
bool keeps_provenance(const std::string& directory) {
  const auto file = TemporaryFile::beside(directory + "/probe");
  return !file || write_provenance(file->fd(), {});
}

}  // namespace

std::expected<Place, std::string> Place::parse(const std::string& text) {
  Place place;
  if (text.empty() || text == "-") return std::unexpected("name a directory, or s3://BUCKET/PREFIX");
  if (!is_object_url(text)) {
    place.directory_ = without_trailing_slashes(text);
    return place;
  }
  const auto rest = std::string_view{text}.substr(object_scheme.size());
  const auto slash = rest.find('/');
  place.bucket_ = rest.substr(0, slash);
  if (place.bucket_.empty()) return std::unexpected("'" + text + "' names no bucket; write s3://BUCKET/PREFIX");
  if (slash != std::string_view::npos) place.prefix_ = rest.substr(slash + 1);
  if (!place.prefix_.empty() && !place.prefix_.ends_with('/')) place.prefix_ += '/';
  return place;
}

std::expected<void, Error> Place::open(Cloud& cloud, bool make) {
  if (!is_directory()) {
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
                                 "'" + directory_ + "' is no directory; for single files use strip with -o",
                                 std::nullopt});
  }
  if (is_there) id_ = {status.st_dev, status.st_ino};
  auto opened = DirectoryStore::open(directory_);
  if (!opened) return std::unexpected(std::move(opened.error()));
  own_ = std::move(*opened);
  store_ = own_.get();
  return {};
}

std::expected<void, Error> Place::check() const {
  return is_directory() ? check_there(directory_, id_) : std::expected<void, Error>{};
}

std::string Place::name_of(std::string_view below) const {
  const auto folder = is_directory() ? directory_ + (directory_.ends_with('/') ? "" : "/")
                                     : std::string{object_scheme} + bucket_ + "/" + prefix_;
  return folder + std::string{below};
}

std::expected<Places, std::string> parse_places(const std::string& from, const std::string& to) {
  auto first = Place::parse(from);
  if (!first) return std::unexpected(std::move(first.error()));
  auto second = Place::parse(to);
  if (!second) return std::unexpected(std::move(second.error()));
  if (auto apart = check_apart(*first, *second); !apart) return std::unexpected(std::move(apart.error()));
  return Places{std::move(*first), std::move(*second)};
}

std::expected<void, Error> Places::open(Cloud& cloud, bool dry_run) {
  if (auto opened = from.open(cloud, false); !opened) return opened;
  if (dry_run && to.is_directory() && !cli::is_directory(to.directory())) return {};
  if (auto opened = to.open(cloud, !dry_run); !opened) return opened;
  if (dry_run || !to.is_directory() || keeps_provenance(to.directory())) return {};
  return std::unexpected(
      Error{ErrorKind::configuration,
            "the file system of '" + to.directory() +
                "' keeps no extended attributes, by which it is told what is done; use strip with -o instead",
            std::nullopt});
}

}  // namespace stripmeta::cli
