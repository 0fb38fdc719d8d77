#include "store/directory_writer.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "store/beneath.hpp"
#include "store/call.hpp"
#include "store/directory_lock.hpp"
#include "store/directory_object.hpp"
#include "store/errno_error.hpp"
#include "store/key.hpp"
#include "store/provenance.hpp"
#include "store/temporary_file.hpp"

namespace stripmeta {
namespace {

using Root = std::shared_ptr<const FileDescriptor>;

// Directories that create() made. They are removed again unless keep() is called.
class MadeDirectories {
 public:
  explicit MadeDirectories(Root root) : root_(std::move(root)) {}
  MadeDirectories(MadeDirectories&& other) noexcept
      : root_(std::move(other.root_)), paths_(std::exchange(other.paths_, {})) {}
  MadeDirectories(const MadeDirectories&) = delete;
  MadeDirectories& operator=(const MadeDirectories&) = delete;
  MadeDirectories& operator=(MadeDirectories&&) = delete;
  ~MadeDirectories() { remove(); }

  std::vector<std::string>& paths() { return paths_; }
  void keep() { paths_.clear(); }
  void remove() {
    if (!paths_.empty()) remove_beneath(root_->get(), paths_);
    paths_.clear();
  }

 private:
  Root root_;
  std::vector<std::string> paths_;
};

class DirectoryWriter final : public Writer {
 public:
  DirectoryWriter(Root root, std::string key, Put put, Call call, MadeDirectories made, TemporaryFile file)
      : root_(std::move(root)),
        key_(std::move(key)),
        put_(std::move(put)),
        call_(std::move(call)),
        made_(std::move(made)),
        file_(std::move(file)) {}

  std::expected<void, Error> write(std::span<const std::byte> bytes) override {
    const auto in_time = check_call(call_, key_);
    if (!in_time) return in_time;
    return file_.write(bytes);
  }

  // A file has no content type.
  void set_content_type(std::string_view /*media_type*/) override {}

  std::expected<ObjectInfo, Error> commit() override {
    auto done = check_call(call_, key_);
    if (done) done = file_.flush();
    if (!done) return std::unexpected(done.error());
    // Written before the file gets its name, so that nobody sees the file without its marker.
    if (!put_.attributes.user.empty()) write_provenance(file_.fd(), put_.attributes.user);
    if (put_.mode) done = file_.set_mode(*put_.mode);
    if (done) done = publish();
    if (!done) return std::unexpected(done.error());
    made_.keep();
    return published_info();
  }

  void abort() override {
    file_.abort();
    made_.remove();
  }

 private:
  std::expected<void, Error> publish() {
    if (put_.precondition.kind == Precondition::Kind::absent) return file_.commit(TemporaryFile::Existing::refuse);
    const auto lock = lock_directory(root_->get(), key_, call_);
    if (!lock) return std::unexpected(lock.error());
    if (put_.precondition.kind == Precondition::Kind::matches &&
        current_etag(file_.directory_fd(), file_.base()) != put_.precondition.etag) {
      return std::unexpected(changed_meanwhile(key_));
    }
    return file_.commit(TemporaryFile::Existing::replace);
  }

  std::expected<ObjectInfo, Error> published_info() const {
    struct stat status{};
    if (::fstat(file_.fd(), &status) != 0) return std::unexpected(errno_error(errno, "look up", key_));
    auto info = directory_object_info(status);
    info.attributes.user = read_provenance(file_.fd());
    return info;
  }

  Root root_;
  std::string key_;
  Put put_;
  Call call_;
  MadeDirectories made_;  // destroyed after file_: only then are the directories empty
  TemporaryFile file_;
};

// Checks that the name is free or belongs to a regular file, which may be replaced.
std::expected<void, Error> check_target(int directory, const std::string& base, const std::string& key) {
  struct stat status{};
  if (::fstatat(directory, base.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};
    return std::unexpected(key_error(errno, "look up", key));
  }
  if (S_ISREG(status.st_mode)) return {};
  if (S_ISLNK(status.st_mode)) return std::unexpected(key_error(ELOOP, "write", key));
  return std::unexpected(not_a_regular_file(key));
}

// Makes one attempt. Error `not_found` if a directory on the path was removed meanwhile.
std::expected<TemporaryFile, Error> create_temporary(int root, const std::string& key, mode_t mode,
                                                     MadeDirectories& made) {
  auto [folder, base] = split_path(key);
  auto directory = make_beneath(root, folder, made.paths());
  if (!directory) return std::unexpected(key_error(directory.error(), "create", key));
  const auto usable = check_target(directory->get(), base, key);
  if (!usable) return std::unexpected(usable.error());
  return TemporaryFile::create(std::move(*directory), std::move(base), key, mode);
}

}  // namespace

std::expected<std::unique_ptr<Writer>, Error> create_directory_writer(const Root& root, const std::string& key, Put put,
                                                                      const Call& call) {
  constexpr int attempts = 16;
  constexpr mode_t default_mode = 0666;
  auto usable = check_path_key(key);
  if (usable) usable = check_call(call, key);
  if (!usable) return std::unexpected(usable.error());
  if (!put.tags.empty()) return std::unexpected(tags_not_supported());
  if (!is_storable(put.attributes.user)) {
    return std::unexpected(Error{ErrorKind::internal, "user metadata cannot hold a line break", std::nullopt});
  }
  MadeDirectories made{root};
  for (int attempt = 0; attempt < attempts; ++attempt) {
    auto file = create_temporary(root->get(), key, put.mode ? S_IRUSR | S_IWUSR : default_mode, made);
    if (file) {
      return std::make_unique<DirectoryWriter>(root, key, std::move(put), call, std::move(made), std::move(*file));
    }
    if (file.error().kind != ErrorKind::not_found) return std::unexpected(file.error());
  }
  return std::unexpected(
      Error{ErrorKind::conflict,
            "the directory of '" + key + "' was removed each time it was made; try again when nothing else changes it",
            std::nullopt});
}

}  // namespace stripmeta
