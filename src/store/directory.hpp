// Objects as files below a directory: the key "holiday/beach.jpg" is that file.
//
// - Keys: see check_path_key(). A key that leads through a symbolic link, or names something that is no regular file,
//   is refused with error invalid_key as well. Nothing outside the directory is ever opened.
// - A new object is a TemporaryFile until it is committed; directories that it needs are made at create(), and removed
//   again by abort() where they are still empty. Content type and the other headers are not kept; user metadata is,
//   where the file system has extended attributes (provenance.hpp).
// - A precondition is compared and the file renamed under an exclusive flock(2) on the directory, which all writers of
//   this class take, in this process and in others; `absent` is proven by the file system itself. Programs that do not
//   take the lock can come between compare and rename.
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
  // Error configuration, naming `path`: no such directory, no directory, or not to be opened.
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

  // Under the lock of the writers; a program that does not take it can come between comparing and removing. The
  // directories that held the file stay.
  std::expected<void, Error> remove(const std::string& key, const ObjectInfo& object, const Call& call) override;

  // Files have no tags: always error configuration.
  std::expected<void, Error> tag(const std::string& key, const ObjectInfo& object, const Tags& tags,
                                 const Call& call) override;

  // Leaves out temporary files, symbolic links and everything else that is no regular file. Attributes are not read.
  std::expected<void, Error> list(const std::string& prefix, const Call& call,
                                  const std::function<bool(const std::string& key, const ObjectInfo&)>& each) override;

 private:
  std::string name_;
  std::shared_ptr<const FileDescriptor> root_;
};

}  // namespace stripmeta
