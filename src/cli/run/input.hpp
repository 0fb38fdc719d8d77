// The bytes of an image that the command line names: a file, an object in S3, or standard input.
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
  // Symbolic links are followed. Errors: those of SourceFile::open() and Cloud::open(); unsupported for a directory.
  // `cloud` must outlive the input.
  static std::expected<Input, Error> open(const std::string& path, Cloud& cloud);

  // Fills the front of `into`, which must not be empty; 0 is the end. Errors: those of SourceFile::read() and
  // Reader::read(); deadline where a signal asks to stop.
  std::expected<std::size_t, Error> read(std::span<std::byte> into);

  // As it was when opened; nullptr for what is no file.
  const struct stat* status() const { return file_ ? &file_->status() : nullptr; }
  // The open file, for reading from it again; -1 for what is no file.
  int fd() const { return file_ ? file_->fd() : -1; }
  // Bytes, where that is known before they are read.
  std::optional<std::uint64_t> length() const;

 private:
  Input() = default;

  std::optional<SourceFile> file_;
  std::unique_ptr<Reader> object_;  // neither: standard input
};

// Why these inputs cannot be read together or now: there is none, standard input is named twice, or a terminal. none:
// they can.
std::optional<std::string> refuse_inputs(const std::vector<std::string>& files);

}  // namespace stripmeta::cli
