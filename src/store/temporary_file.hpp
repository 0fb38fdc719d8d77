// A file that is written under another name beside its target, and gets the target's name when it is complete.
//
// SIGKILL or a power cut leaves the temporary file behind, named ".<target>.stripmeta-<16 hexadecimal digits>". You may
// delete it when no stripmeta is running; directory walks skip it (is_temporary_name).
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
  enum class Existing : std::uint8_t { replace, refuse };  // what commit() does if the target exists
  enum class Sync : std::uint8_t { no, yes };  // whether commit() waits until the file would survive a power cut

  static constexpr std::size_t buffer_bytes = std::size_t{64} << 10U;

  // For the target `path`. Its directory is opened now, so renaming the directory later does no harm. If `path` is a
  // symbolic link, commit() replaces the link itself. The process's umask applies to `mode`. Errors: not_found (no such
  // directory), access_denied, upstream, unsupported (`path` is not a file name: it is empty, ".." or ends in "/").
  static std::expected<TemporaryFile, Error> beside(const std::string& path, mode_t mode = 0666);

  // The same for the target `base` in an open directory (O_PATH suffices), which it takes. `name` is used in errors.
  static std::expected<TemporaryFile, Error> create(FileDescriptor directory, std::string base, std::string name,
                                                    mode_t mode = 0666);

  TemporaryFile(TemporaryFile&& other) noexcept = default;
  TemporaryFile& operator=(TemporaryFile&& other) noexcept;
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { abort(); }

  // Takes a copy. Writes shorter than the buffer are collected; longer ones go straight to the system. The first error
  // is sticky. Errors: upstream (such as a full disk), access_denied, internal (after commit() or abort()).
  std::expected<void, Error> write(std::span<const std::byte> bytes);

  // Passes the collected bytes to the system. Errors as write().
  std::expected<void, Error> flush();

  // Sets the permission bits, regardless of the umask. Errors: access_denied, upstream.
  std::expected<void, Error> set_mode(mode_t mode);

  // Sets the permission bits `mode` of `source` and copies its access control list (acl(5)), if it has one. If this
  // file system has no such lists, the group gets no permissions. Errors as set_mode().
  std::expected<void, Error> copy_mode(int source, mode_t mode);

  // Only root may change the owner; others may only set groups of their own. If it cannot set both, it sets the group
  // if possible. Call it before set_mode(). Errors: access_denied, upstream.
  std::expected<void, Error> set_owner(uid_t owner, gid_t group);

  // Copies the extended attributes of `source` in the "user" namespace. Errors: access_denied, upstream (the file
  // system has no extended attributes, or no room for them).
  std::expected<void, Error> copy_attributes(int source);

  // Sets the access and modification times. Call it after the last write, which would change them. Errors as write().
  std::expected<void, Error> set_times(const timespec& accessed, const timespec& modified);

  // Flushes, and gives the file its name. Errors: conflict (the target exists and `existing` is `refuse`, its directory
  // is gone, or the target is a directory), others as write(). After an error the target is unchanged; abort() removes
  // the temporary file.
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
  FileDescriptor file_;  // the temporary file, and after commit() the target
  std::string base_;
  std::string name_;
  std::string temporary_;  // "" once published or aborted
  std::vector<std::byte> buffer_;
  std::optional<Error> failed_;
};

}  // namespace stripmeta
