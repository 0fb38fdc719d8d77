// A regular file, read once from start to end, with a check that it did not change meanwhile.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <utility>

#include "store/file_descriptor.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

// The part of an inode that changes when the file's bytes do. Times are nanoseconds since the Unix epoch.
struct FileState {
  std::uint64_t device{0};
  std::uint64_t inode{0};
  std::uint64_t size{0};  // bytes
  std::int64_t mtime_ns{0};
  std::int64_t ctime_ns{0};
  friend bool operator==(const FileState&, const FileState&) = default;
};

FileState file_state(const struct stat& status);

// Movable; not shared between threads.
class SourceFile {
 public:
  // Opens the file and follows symbolic links; never waits for the writer of a FIFO. `path` also names it in errors.
  // Errors: not_found, access_denied, unsupported (a directory, FIFO, socket or device), upstream.
  static std::expected<SourceFile, Error> open(const std::string& path);

  // Takes an open descriptor, positioned at the start. Errors: unsupported, upstream.
  static std::expected<SourceFile, Error> adopt(FileDescriptor file, std::string name);

  // The file's status when it was opened.
  const struct stat& status() const { return status_; }
  int fd() const { return file_.get(); }

  // Fills the front of `into`, which must not be empty, and returns the number of bytes. 0 means that the whole file
  // was read and has not changed. Errors: upstream (an input/output error, or the file changed meanwhile).
  std::expected<std::size_t, Error> read(std::span<std::byte> into);

 private:
  SourceFile(FileDescriptor file, std::string name, const struct stat& status)
      : file_(std::move(file)), name_(std::move(name)), status_(status) {}
  std::expected<void, Error> check_unchanged() const;

  FileDescriptor file_;
  std::string name_;
  struct stat status_;
  std::uint64_t bytes_read_{0};
};

}  // namespace stripmeta
