// A directory as a store: the key "holiday/beach.jpg" is the file of that path.
//
// - Keys: see check_path_key(). A key that leads through a symbolic link, or does not name a regular file, is refused
//   with error invalid_key as well. Nothing outside the directory is ever opened.
// - A new object is a TemporaryFile until it is committed. create() makes the directories that it needs, and abort()
//   removes those that are still empty. Content type and the other headers are not kept; user metadata is kept if the
//   file system has extended attributes (provenance.hpp).
// - The precondition `matches` is checked, and the file renamed, under an exclusive flock(2) on the directory. All
//   writers of this class take it, in this process and in others. A program that does not take it can change the file
//   in between. The file system itself ensures `absent`.
// - Neither reading nor committing waits for the disk (no fsync).
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "store/file_descriptor.hpp"
#include "store/store.hpp"
#include "stripmeta/error.hpp"

namespace stripmeta {

class DirectoryStore final : public Store {
 public:
  // Error `configuration`, naming `path`: there is no such directory, it is not a directory, or it cannot be opened.
  static std::expected<std::unique_ptr<DirectoryStore>, Error> open(const std::string& path);

  DirectoryStore(std::string name, FileDescriptor root);

  const std::string& name() const override { return name_; }

  // An ObjectInfo has no version; its ETag is "<device>,<inode>,<size>,<mtime_ns>,<ctime_ns>", its source "d:" before
  // the same numbers.
  std::expected<std::optional<ObjectInfo>, Error> stat(const std::string& key, const Call& call) override;

  // Readers and writers may outlive the store.
  std::expected<std::unique_ptr<Reader>, Error> open(const std::string& key, const Call& call) override;
  std::expected<std::unique_ptr<Writer>, Error> create(const std::string& key, Put put, const Call& call) override;

  std::uint64_t write_footprint(std::uint64_t length) const override;

  // Compares and removes under the writers' lock. The directories that held the file stay.
  std::expected<void, Error> remove(const std::string& key, const ObjectInfo& object, const Call& call) override;

  // Always error `configuration`: files have no tags.
  std::expected<void, Error> tag(const std::string& key, const ObjectInfo& object, const Tags& tags,
                                 const Call& call) override;

  // Lists regular files only, without temporary files and symbolic links. Attributes are not read.
  std::expected<void, Error> list(const std::string& prefix, const Call& call,
                                  const std::function<bool(const std::string& key, const ObjectInfo&)>& each) override;

 private:
  std::string name_;
  std::shared_ptr<const FileDescriptor> root_;
};

}  // namespace stripmeta
