// The bytes of an image that the command line names: a file, or standard input.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "store/source_file.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

inline constexpr const char* standard_stream = "-";  // standard input or output, by where it stands

class Input {
 public:
  // Symbolic links are followed. Errors: those of SourceFile::open(); unsupported for a directory.
  static std::expected<Input, Error> open(const std::string& path);

  // Fills the front of `into`, which must not be empty; 0 is the end. Errors: those of SourceFile::read(); deadline
  // where a signal asks to stop.
  std::expected<std::size_t, Error> read(std::span<std::byte> into);

  // As it was when opened; nullptr for standard input.
  const struct stat* status() const { return file_ ? &file_->status() : nullptr; }

 private:
  explicit Input(std::optional<SourceFile> file) : file_(std::move(file)) {}

  std::optional<SourceFile> file_;  // none: standard input
};

// Why these inputs cannot be read together or now: standard input named twice, or a terminal. none: they can.
std::optional<std::string> refuse_inputs(const std::vector<std::string>& files);

}  // namespace stripmeta::cli
