// Owns one open file descriptor.
#pragma once

#include <unistd.h>

#include <utility>

namespace stripmeta {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, none)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
      close();
      fd_ = std::exchange(other.fd_, none);
    }
    return *this;
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() { close(); }

  int get() const { return fd_; }  // -1 if it owns none
  explicit operator bool() const { return fd_ != none; }

  // Returns the descriptor, which the caller has to close.
  int release() { return std::exchange(fd_, none); }

  // Idempotent. Errors of close(2) are ignored: data that must be safe was synced before.
  void close() {
    if (fd_ != none) ::close(std::exchange(fd_, none));
  }

 private:
  static constexpr int none = -1;
  int fd_{none};
};

}  // namespace stripmeta
