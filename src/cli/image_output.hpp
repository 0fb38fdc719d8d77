// Takes the clean image: a file or an object in S3, which appear whole or not at all, or standard output.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "cli/cloud.hpp"
#include "cli/engine.hpp"
#include "store/store.hpp"
#include "store/temporary_file.hpp"
#include "stripmeta/error.hpp"
#include "stripmeta/stripper.hpp"

namespace stripmeta::cli {

// How an object is made.
struct ObjectOutput {
  Cloud& cloud;
  const Engine& engine;  // knows the format, once there is a first byte
  Put put;               // all but the content type
};

class ImageOutput {
 public:
  // `path` is the file to be, s3://BUCKET/KEY, or "-". `source`, the input's status, gives a file its mode; nullptr:
  // the umask decides. It is not owned and must outlive this. Nothing is created before the first byte.
  ImageOutput(std::string path, const struct stat* source, ObjectOutput object)
      : path_(std::move(path)), source_(source), object_(std::move(object)) {}

  // To be given to Stripper::feed() with the ImageOutput as caller. Where it answers false, error() says why.
  static bool emit(void* output, Slice slice) noexcept;
  const std::optional<Error>& error() const { return error_; }

  struct Commit {
    TemporaryFile::Existing existing{TemporaryFile::Existing::refuse};
    TemporaryFile::Sync sync{TemporaryFile::Sync::no};
    bool preserve{false};  // the source's times; needs a source
  };

  // Publishes what was written. Errors: those of TemporaryFile and Writer, upstream for standard output. `how` is for
  // files; an object has its precondition.
  std::expected<void, Error> commit(const Commit& how);

 private:
  std::expected<void, Error> write(std::span<const std::byte> bytes);
  std::expected<void, Error> write_object(std::span<const std::byte> bytes);
  std::expected<void, Error> commit_file(const Commit& how);
  std::expected<void, Error> commit_object();

  std::string path_;
  const struct stat* source_;
  ObjectOutput object_;
  std::optional<TemporaryFile> file_;
  std::unique_ptr<Writer> writer_;  // of the object
  std::optional<Error> error_;
};

}  // namespace stripmeta::cli
