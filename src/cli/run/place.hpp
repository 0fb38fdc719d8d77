// A directory, or what stands in a bucket below a prefix: where `sync` and `watch` read from or write to.
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

class Place {
 public:
  // `text` is a directory, or s3://BUCKET or s3://BUCKET/PREFIX, where a slash at the end makes no difference. Asks for
  // nothing. Error: a sentence of wrong usage.
  static std::expected<Place, std::string> parse(const std::string& text);

  // Before the next ones. `cloud` must outlive the place; a directory is made first where `make`. Errors:
  // configuration, those of mkdir(2).
  std::expected<void, Error> open(Cloud& cloud, bool make);
  bool is_open() const { return store_ != nullptr; }
  Store& store() const { return *store_; }
  // Whether an open directory is still where it was. Error not_found.
  std::expected<void, Error> check() const;

  bool is_directory() const { return bucket_.empty(); }
  const std::string& directory() const { return directory_; }  // "" of a bucket
  const std::string& bucket() const { return bucket_; }        // "" of a directory
  const std::string& prefix() const { return prefix_; }        // of keys: "" or with a slash at its end

  // The key of what has this path below the place, and how a person reads it.
  std::string key_of(std::string_view below) const { return prefix_ + std::string{below}; }
  std::string name_of(std::string_view below) const;

 private:
  Place() = default;

  std::string directory_;  // without a slash at its end
  std::string bucket_;
  std::string prefix_;
  FileId id_;  // of an open directory
  std::unique_ptr<Store> own_;
  Store* store_{nullptr};
};

// Where images come from, and where their clean ones go.
struct Places {
  Place from;
  Place to;

  // Makes the directory `to`; in a dry run it is left closed where it is not there. Errors: those of Place::open();
  // configuration where the file system of `to` keeps no extended attributes, which tell what is done.
  std::expected<void, Error> open(Cloud& cloud, bool dry_run);
};

// Error: a sentence of wrong usage; one must not lie in the other.
std::expected<Places, std::string> parse_places(const std::string& from, const std::string& to);

}  // namespace stripmeta::cli
