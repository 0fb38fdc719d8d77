// Reads an image that an argument names: a file, an object in S3, or standard input.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cli/run/cloud.hpp"
#include "store/source_file.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

class Input {
 public:
  // Follows symbolic links. `cloud` must outlive the input. Errors: those of SourceFile::open() and Cloud::open();
  // unsupported for a directory.
  static std::expected<Input, Error> open(const std::string& path, Cloud& cloud);

  // Reads into the front of `into`, which must not be empty, and returns the number of bytes; 0 at the end. Errors:
  // those of SourceFile::read() and Reader::read(); deadline after a signal.
  std::expected<std::size_t, Error> read(std::span<std::byte> into);

  // The status of the file when it was opened; nullptr if the input is not a file.
  const struct stat* status() const { return file_ ? &file_->status() : nullptr; }
  // The open file, to read from it again; -1 if the input is not a file.
  int fd() const { return file_ ? file_->fd() : -1; }
  // The size in bytes, if it is known before reading.
  std::optional<std::uint64_t> length() const;

 private:
  Input() = default;

  std::optional<SourceFile> file_;
  std::unique_ptr<Reader> object_;  // if neither is set: standard input
};

// Says why these inputs cannot be read: the list is empty, it names standard input twice, or standard input is a
// terminal. nullopt if they can be read.
std::optional<std::string> refuse_inputs(const std::vector<std::string>& files);

}  // namespace stripmeta::cli
