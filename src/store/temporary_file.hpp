// A file that is written under another name beside its target, and appears under its own whole or not at all.
//
// After SIGKILL or a power cut its temporary file is left, named ".<target>.stripmeta-<16 hexadecimal digits>".
// It may be deleted once no stripmeta runs; walks leave it out (is_temporary_name).
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/file_descriptor.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// Whether the last component of a path is a name that TemporaryFile makes.
bool is_temporary_name(std::string_view base);

// Movable; not shared between threads. The destructor aborts what was not committed.
class TemporaryFile {
 public:
  enum class Existing : std::uint8_t { replace, refuse };  // what commit() does with a file of the target's name
  enum class Sync : std::uint8_t { no, yes };              // whether commit() waits until it would survive a power cut

  static constexpr std::size_t buffer_bytes = std::size_t{64} << 10U;

  // For the target `path`: its directory is opened now, so renaming that meanwhile does no harm. A symbolic link named
  // by `path` is not followed: commit() replaces the link itself. `mode` is cut by the process's umask.
  // Errors: not_found (no such directory), access_denied, upstream, unsupported (`path` names no file: empty, "..",
  // or it ends in "/").
  static std::expected<TemporaryFile, Error> beside(const std::string& path, mode_t mode = 0666);

  // The same for the target `base` in an open directory (O_PATH suffices), which it takes. `name` is used in errors.
  static std::expected<TemporaryFile, Error> create(FileDescriptor directory, std::string base, std::string name,
                                                    mode_t mode = 0666);

  TemporaryFile(TemporaryFile&& other) noexcept = default;
  TemporaryFile& operator=(TemporaryFile&& other) noexcept;
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { abort(); }

  // Takes a copy: writes shorter than the buffer are gathered, longer ones go straight to the system.
  // The first error is sticky. Errors: upstream (a full disk among them), access_denied, internal (after commit() or
  // abort()).
  std::expected<void, Error> write(std::span<const std::byte> bytes);

  // Hands what is gathered to the system. Errors as write().
  std::expected<void, Error> flush();

  // Permission bits, umask aside. Errors: access_denied, upstream.
  std::expected<void, Error> set_mode(mode_t mode);

  // The permission bits `mode` of `source`, with its access control list (acl(5)), of which the group's bits are only a
  // bound. Where the file system here has no such lists, the group gets nothing. Errors as set_mode().
  std::expected<void, Error> copy_mode(int source, mode_t mode);

  // Only root gives files away, and others their own groups alone; where both cannot be set, the group is set if it can
  // be. Before set_mode(). Errors: access_denied, upstream.
  std::expected<void, Error> set_owner(uid_t owner, gid_t group);

  // The extended attributes of the user's namespace that `source` has. Errors: access_denied, upstream (the file system
  // has none, or no room for them).
  std::expected<void, Error> copy_attributes(int source);

  // Time of last access and of last change. After the last write, which would change them. Errors as write().
  std::expected<void, Error> set_times(const timespec& accessed, const timespec& modified);

  // Flushes and gives the file its name. Errors: conflict (`refuse` and there is one; the directory is gone; a
  // directory has the name), and as write(). After an error the target is as it was; abort() takes the rest away.
  std::expected<void, Error> commit(Existing existing, Sync sync = Sync::no);

  // Deletes the temporary file. Idempotent; does nothing after commit().
  void abort();

  int fd() const { return file_.get(); }                 // the temporary file, for reading its state and attributes
  int directory_fd() const { return directory_.get(); }  // the target's directory
  const std::string& base() const { return base_; }      // the target's name in it

 private:
  TemporaryFile(FileDescriptor directory, std::string base, std::string name)
      : directory_(std::move(directory)), base_(std::move(base)), name_(std::move(name)) {}
  std::expected<void, Error> write_through(std::span<const std::byte> bytes);
  std::expected<void, Error> publish(Existing existing);
  std::expected<void, Error> sync_directory() const;
  std::unexpected<Error> fail(Error error);

  FileDescriptor directory_;
  FileDescriptor file_;  // open as long as there is something to abort or to ask about
  std::string base_;
  std::string name_;
  std::string temporary_;  // "" once published or aborted
  std::vector<std::byte> buffer_;
  std::optional<Error> failed_;
};

}  // namespace stripmeta
