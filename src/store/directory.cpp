#include "store/directory.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "store/access_list.hpp"
#include "store/beneath.hpp"
#include "store/call.hpp"
#include "store/directory_lock.hpp"
#include "store/directory_object.hpp"
#include "store/directory_writer.hpp"
#include "store/errno_error.hpp"
#include "store/key.hpp"
#include "store/provenance.hpp"
#include "store/source_file.hpp"
#include "store/temporary_file.hpp"

namespace stripmeta {
namespace {

// If there is no such object, the result is nullopt.
std::expected<std::optional<SourceFile>, Error> open_object(int root, const std::string& key, const Call& call) {
  auto usable = check_path_key(key);
  if (usable) usable = check_call(call, key);
  if (!usable) return std::unexpected(usable.error());
  auto file = open_beneath(root, key, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!file) {
    const auto error = file.error();
    if (error == ENOENT || error == ENOTDIR) return std::nullopt;
    return std::unexpected(error == ENXIO ? not_a_regular_file(key) : key_error(error, "open", key));
  }
  auto source = SourceFile::adopt(std::move(*file), key);
  if (!source) {
    return std::unexpected(source.error().kind == ErrorKind::unsupported ? not_a_regular_file(key) : source.error());
  }
  return std::move(*source);
}

ObjectInfo info_of(const SourceFile& source) {
  auto info = directory_object_info(source.status());
  info.attributes.user = read_provenance(source.fd());
  return info;
}

// An access control list is not copied to the output, so the group bits that it bounds are dropped.
unsigned mode_of(const SourceFile& source) {
  const unsigned mode = source.status().st_mode & 0777U;
  return has_access_list(source.fd()) ? mode & ~unsigned{S_IRWXG} : mode;
}

class DirectoryReader final : public Reader {
 public:
  DirectoryReader(SourceFile source, std::string key, Call call)
      : source_(std::move(source)), key_(std::move(key)), call_(std::move(call)), info_(info_of(source_)) {
    info_.mode = mode_of(source_);
  }

  const ObjectInfo& info() const override { return info_; }

  std::expected<std::size_t, Error> read(std::span<std::byte> into) override {
    const auto in_time = check_call(call_, key_);
    if (!in_time) return std::unexpected(in_time.error());
    return source_.read(into);
  }

 private:
  SourceFile source_;
  std::string key_;
  Call call_;
  ObjectInfo info_;
};

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using OpenDirectory = std::unique_ptr<DIR, CloseDirectory>;

// Visits directories one after the other, outer ones first, and only those that can hold keys with the prefix.
class Walk {
 public:
  using Each = std::function<bool(const std::string& key, const ObjectInfo&)>;

  Walk(int root, const std::string& prefix, const Call& call, const Each& each)
      : root_(root), prefix_(prefix), call_(call), each_(each) {}

  std::expected<void, Error> run() {
    pending_.emplace_back();
    while (continue_ && !pending_.empty()) {
      const auto path = std::move(pending_.back());
      pending_.pop_back();
      auto done = visit_directory(path);
      if (!done) return done;
    }
    return {};
  }

 private:
  // `path` is "" for the root and has no "/" at its end.
  std::expected<void, Error> visit_directory(const std::string& path) {
    auto file = open_beneath(root_, path, O_RDONLY | O_DIRECTORY);
    if (!file) {
      // The directory was removed or replaced since it was seen, so it holds no object.
      const bool gone = file.error() == ENOENT || file.error() == ENOTDIR || file.error() == ELOOP;
      if (gone) return {};
      return std::unexpected(errno_error(file.error(), "list", path.empty() ? "." : path));
    }
    const OpenDirectory directory{::fdopendir(file->get())};
    if (!directory) return std::unexpected(errno_error(errno, "list", path.empty() ? "." : path));
    file->release();
    return visit_entries(directory.get(), path);
  }

  std::expected<void, Error> visit_entries(DIR* directory, const std::string& path) {
    while (continue_) {
      auto in_time = check_call(call_, path.empty() ? prefix_ : path);
      if (!in_time) return in_time;
      errno = 0;
      const dirent* entry = ::readdir(directory);  // NOLINT(concurrency-mt-unsafe): no other thread has this stream
      if (entry == nullptr) {
        if (errno == 0) return {};
        return std::unexpected(errno_error(errno, "list", path.empty() ? "." : path));
      }
      const std::string_view name = static_cast<const char*>(entry->d_name);
      if (name != "." && name != "..") visit(::dirfd(directory), path, std::string{name});
    }
    return {};
  }

  void visit(int directory, const std::string& path, const std::string& name) {
    struct stat status{};
    if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;  // it was removed meanwhile
    auto key = path.empty() ? name : path + "/" + name;
    if (S_ISDIR(status.st_mode)) {
      const auto inside = key + "/";
      if (inside.starts_with(prefix_) || prefix_.starts_with(inside)) pending_.push_back(std::move(key));
    } else if (S_ISREG(status.st_mode) && !is_temporary_name(name) && key.starts_with(prefix_)) {
      continue_ = each_(key, directory_object_info(status));
    }
  }

  int root_;
  const std::string& prefix_;
  const Call& call_;
  const Each& each_;
  std::vector<std::string> pending_;
  bool continue_{true};
};

}  // namespace

std::expected<std::unique_ptr<DirectoryStore>, Error> DirectoryStore::open(const std::string& path) {
  FileDescriptor root{::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (!root) {
    auto error = errno_error(errno, "use the directory", path);
    error.kind = ErrorKind::configuration;
    return std::unexpected(std::move(error));
  }
  return std::make_unique<DirectoryStore>(path, std::move(root));
}

DirectoryStore::DirectoryStore(std::string name, FileDescriptor root)
    : name_(std::move(name)), root_(std::make_shared<const FileDescriptor>(std::move(root))) {}

std::expected<std::optional<ObjectInfo>, Error> DirectoryStore::stat(const std::string& key, const Call& call) {
  const auto source = open_object(root_->get(), key, call);
  if (!source) return std::unexpected(source.error());
  const auto& found = *source;
  if (!found) return std::nullopt;
  return info_of(*found);
}

std::expected<std::unique_ptr<Reader>, Error> DirectoryStore::open(const std::string& key, const Call& call) {
  auto source = open_object(root_->get(), key, call);
  if (!source) return std::unexpected(source.error());
  auto& found = *source;
  if (!found) return std::unexpected(errno_error(ENOENT, "open", key));
  return std::make_unique<DirectoryReader>(std::move(*found), key, call);
}

std::expected<std::unique_ptr<Writer>, Error> DirectoryStore::create(const std::string& key, Put put,
                                                                     const Call& call) {
  return create_directory_writer(root_, key, std::move(put), call);
}

std::uint64_t DirectoryStore::write_footprint(std::uint64_t length) const {
  return std::min<std::uint64_t>(length, TemporaryFile::buffer_bytes);
}

std::expected<void, Error> DirectoryStore::remove(const std::string& key, const ObjectInfo& object, const Call& call) {
  auto usable = check_path_key(key);
  if (usable) usable = check_call(call, key);
  if (!usable) return usable;
  const auto [folder, name] = split_path(key);
  const auto directory = open_beneath(root_->get(), folder, O_PATH | O_DIRECTORY);
  if (!directory && directory.error() == ENOENT) return std::unexpected(changed_meanwhile(key));
  if (!directory) return std::unexpected(key_error(directory.error(), "remove", key));
  const auto lock = lock_directory(root_->get(), key, call);
  if (!lock) return std::unexpected(lock.error());
  const auto etag = current_etag(directory->get(), name);
  if (etag.empty() || etag != object.etag) return std::unexpected(changed_meanwhile(key));
  if (::unlinkat(directory->get(), name.c_str(), 0) == 0) return {};
  return std::unexpected(errno == ENOENT ? changed_meanwhile(key) : key_error(errno, "remove", key));
}

std::expected<void, Error> DirectoryStore::tag(const std::string& /*key*/, const ObjectInfo& /*object*/,
                                               const Tags& /*tags*/, const Call& /*call*/) {
  return std::unexpected(tags_not_supported());
}

std::expected<void, Error> DirectoryStore::list(
    const std::string& prefix, const Call& call,
    const std::function<bool(const std::string&, const ObjectInfo&)>& each) {
  return Walk{root_->get(), prefix, call, each}.run();
}

}  // namespace stripmeta
