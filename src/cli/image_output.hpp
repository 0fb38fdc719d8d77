// Takes the clean image: a file that appears whole or not at all, or standard output.
#pragma once

#include <sys/stat.h>

#include <expected>
#include <optional>
#include <string>
#include <utility>

#include "store/temporary_file.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/stripper.hpp"

namespace stripmeta::cli {

class ImageOutput {
 public:
  // `path` is the file to be, or "-". `source`, the input's status, gives it its mode; nullptr: the umask decides.
  // It is not owned and must outlive this. Nothing is created before the first byte.
  ImageOutput(std::string path, const struct stat* source) : path_(std::move(path)), source_(source) {}

  // To be given to Stripper::feed() with the ImageOutput as caller. Where it answers false, error() says why.
  static bool emit(void* output, Slice slice) noexcept;
  const std::optional<Error>& error() const { return error_; }

  struct Commit {
    TemporaryFile::Existing existing{TemporaryFile::Existing::refuse};
    TemporaryFile::Sync sync{TemporaryFile::Sync::no};
    bool preserve{false};  // the source's times; needs a source
  };

  // Publishes what was written. Errors: those of TemporaryFile, upstream for standard output.
  std::expected<void, Error> commit(const Commit& how);

 private:
  std::expected<void, Error> write(std::span<const std::byte> bytes);
  std::expected<void, Error> commit_file(const Commit& how);

  std::string path_;
  const struct stat* source_;
  std::optional<TemporaryFile> file_;
  std::optional<Error> error_;
};

}  // namespace stripmeta::cli
