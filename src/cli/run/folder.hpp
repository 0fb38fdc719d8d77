// A directory, or the objects of a bucket below a prefix, which `sync` and `watch` read from or write to.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "cli/run/cloud.hpp"
#include "cli/run/walk.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta::cli {

class Folder {
 public:
  // `text` is a directory, s3://BUCKET or s3://BUCKET/PREFIX; a slash at the end makes no difference. Neither the disk
  // nor S3 is accessed. The error is a usage message.
  static std::expected<Folder, std::string> parse(const std::string& text);

  // Must be called before store() and check(). `cloud` must outlive the folder. If `make`, a missing directory is
  // created. Errors: configuration, those of mkdir(2).
  std::expected<void, Error> open(Cloud& cloud, bool make);
  bool is_open() const { return store_ != nullptr; }
  Store& store() const { return *store_; }
  // Error not_found: the directory was deleted or moved since open().
  std::expected<void, Error> check() const;

  bool is_local() const { return bucket_.empty(); }
  const std::string& directory() const { return directory_; }  // "" for a bucket
  const std::string& bucket() const { return bucket_; }        // "" for a directory
  const std::string& prefix() const { return prefix_; }        // of the keys: "", or it ends with a slash

  // The key in store() of the path `below` the folder, and its full name for messages.
  std::string key_of(std::string_view below) const { return prefix_ + std::string{below}; }
  std::string name_of(std::string_view below) const;

 private:
  Folder() = default;

  std::string directory_;  // without a slash at its end
  std::string bucket_;
  std::string prefix_;
  FileId id_;  // of a directory, once it is open
  std::unique_ptr<Store> own_;
  Store* store_{nullptr};
};

// Where the images are, and where their clean copies go.
struct FolderPair {
  Folder from;
  Folder to;

  // Opens both and creates the directory `to`. In a dry run, a missing `to` stays closed. Errors: those of
  // Folder::open(); configuration if the file system of `to` has no extended attributes, which store what is done.
  std::expected<void, Error> open(Cloud& cloud, bool dry_run);
};

// The error is a usage message, also if one of the folders contains the other.
std::expected<FolderPair, std::string> parse_folders(const std::string& from, const std::string& to);

}  // namespace stripmeta::cli
