// Writes the clean image to a file or an object in S3, which appear only when they are complete, or to standard output.
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

// How to create an object in S3.
struct ObjectOutput {
  Cloud& cloud;
  const Engine& engine;  // knows the format when the first byte is emitted
  Put put;               // everything except the content type
};

// Error conflict: the output exists already.
Error output_exists_error(const std::string& path);

class ImageOutput {
 public:
  // `path` is a file, s3://BUCKET/KEY, or "-". An output file gets the mode of `input` if that is a file too, otherwise
  // the umask decides. `input` must outlive this object. Nothing is created before the first byte is emitted; if
  // `in_place`, not before the first byte that differs from the input.
  ImageOutput(std::string path, const Input& input, bool in_place, ObjectOutput object)
      : path_(std::move(path)), input_(input), matches_input_(in_place), object_(std::move(object)) {}

  // To be passed to Stripper::feed() with the ImageOutput as caller. If it returns false, error() says why.
  static bool emit(void* output, Slice slice) noexcept;
  const std::optional<Error>& error() const { return error_; }

  struct Commit {
    TemporaryFile::Existing existing{TemporaryFile::Existing::refuse};
    TemporaryFile::Sync sync{TemporaryFile::Sync::no};
    bool backup{false};  // keep the file that is replaced as PATH.orig
  };

  // After everything was emitted, in place: whether the output equals the input, so that there is nothing to commit.
  bool equals_input() const;

  // After everything was emitted and before commit(): copies the mode and what `preserve` asks for to an output file.
  // Returns the identity that the file will have, nullopt if the output is not a file. Errors: those of TemporaryFile.
  std::expected<std::optional<FileId>, Error> complete(const Preserve& preserve);

  // Publishes what was written. `how` is for files; an object has its precondition. Errors: those of TemporaryFile and
  // Writer, upstream for standard output, conflict if the backup exists already.
  std::expected<void, Error> commit(const Commit& how);

 private:
  std::expected<void, Error> write(std::span<const std::byte> bytes);
  std::expected<void, Error> write_object(std::span<const std::byte> bytes);
  std::expected<void, Error> create_file();
  std::expected<void, Error> copy_input(TemporaryFile& to, std::uint64_t bytes) const;
  std::expected<void, Error> preserve_attributes(const Preserve& preserve);
  std::expected<void, Error> back_up() const;
  std::expected<void, Error> copy_to_backup(const std::string& backup) const;
  std::expected<void, Error> commit_file(const Commit& how);
  std::expected<void, Error> commit_object();

  std::string path_;
  const Input& input_;
  bool matches_input_;               // in place, and the output so far equals the beginning of the input
  std::uint64_t matching_bytes_{0};  // how many bytes are equal so far
  ObjectOutput object_;
  std::optional<TemporaryFile> file_;
  std::unique_ptr<Writer> writer_;  // of an object
  std::optional<Error> error_;
};

}  // namespace stripmeta::cli
