// Takes the clean image: a file or an object in S3, which appear whole or not at all, or standard output.
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

#include "cli/arguments/options.hpp"
#include "cli/run/cloud.hpp"
#include "cli/run/engine.hpp"
#include "cli/run/input.hpp"
#include "cli/run/walk.hpp"
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

// There is something by the name of an output. Error conflict.
Error output_exists(const std::string& path);

class ImageOutput {
 public:
  // `path` is the file to be, s3://BUCKET/KEY, or "-". `input` gives a file its mode, where it is a file itself, else
  // the umask decides. It is not owned and must outlive this. Nothing is created before the first byte, nor,
  // `in_place`, before the first one that the input has not.
  ImageOutput(std::string path, const Input& input, bool in_place, ObjectOutput object)
      : path_(std::move(path)), input_(input), may_wait_(in_place), object_(std::move(object)) {}

  // To be given to Stripper::feed() with the ImageOutput as caller. Where it answers false, error() says why.
  static bool emit(void* output, Slice slice) noexcept;
  const std::optional<Error>& error() const { return error_; }

  struct Commit {
    TemporaryFile::Existing existing{TemporaryFile::Existing::refuse};
    TemporaryFile::Sync sync{TemporaryFile::Sync::no};
    bool backup{false};  // the file that is replaced stays as PATH.orig
  };

  // In place: whether the image is the input, byte for byte, so that there is nothing to commit. Once all is emitted.
  bool is_input() const;

  // Once all is emitted, before commit(): gives a file what it keeps of its input. Answers which file it will be; none
  // for what is no file. Errors: those of TemporaryFile.
  std::expected<std::optional<FileId>, Error> complete(const Preserve& preserve);

  // Publishes what was written. Errors: those of TemporaryFile and Writer, upstream for standard output, conflict where
  // there is a backup already. `how` is for files; an object has its precondition.
  std::expected<void, Error> commit(const Commit& how);

 private:
  std::expected<void, Error> write(std::span<const std::byte> bytes);
  std::expected<void, Error> write_object(std::span<const std::byte> bytes);
  std::expected<void, Error> create_file();
  std::expected<void, Error> copy_input(TemporaryFile& to, std::uint64_t bytes) const;
  std::expected<void, Error> carry_over(const Preserve& preserve);
  std::expected<void, Error> back_up() const;
  std::expected<void, Error> copy_to(const std::string& backup) const;
  std::expected<void, Error> commit_file(const Commit& how);
  std::expected<void, Error> commit_object();

  std::string path_;
  const Input& input_;
  bool may_wait_;             // in place, and all so far is what the input begins with
  std::uint64_t waiting_{0};  // bytes of that
  ObjectOutput object_;
  std::optional<TemporaryFile> file_;
  std::unique_ptr<Writer> writer_;  // of the object
  std::optional<Error> error_;
};

}  // namespace stripmeta::cli
