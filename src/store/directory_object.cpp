#include "store/directory_object.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include "store/errno_error.hpp"
#include "store/source_file.hpp"

namespace stripmeta {
namespace {

std::string_view key_fault(int error) {
  switch (error) {
    case ELOOP: return "it leads through a symbolic link, which is not followed";
    case ENOTDIR: return "a part of it is a file, not a directory";
    case ENAMETOOLONG: return "it is too long for a path";
    default: return {};
  }
}

}  // namespace

ObjectInfo directory_object_info(const struct stat& status) {
  const auto state = file_state(status);
  ObjectInfo info;
  info.size = state.size;
  info.etag = std::to_string(state.device) + "," + std::to_string(state.inode) + "," + std::to_string(state.size) +
              "," + std::to_string(state.mtime_ns) + "," + std::to_string(state.ctime_ns);
  info.source = "d:" + info.etag;
  return info;
}

Error key_error(int error, std::string_view doing, std::string_view key) {
  const auto fault = key_fault(error);
  if (fault.empty()) return errno_error(error, doing, key);
  std::string message = "the key '";
  message.append(key).append("' is refused: ").append(fault);
  return {ErrorKind::invalid_key, std::move(message), std::nullopt};
}

std::string current_etag(int directory, const std::string& name) {
  struct stat status{};
  if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return {};
  return directory_object_info(status).etag;
}

Error not_a_regular_file(const std::string& key) {
  return {ErrorKind::invalid_key, "the key '" + key + "' is refused: it does not name a regular file", std::nullopt};
}

Error changed_meanwhile(const std::string& key) {
  return {ErrorKind::conflict, "'" + key + "' was changed by someone else meanwhile", std::nullopt};
}

Error tags_not_supported() {
  return {ErrorKind::configuration, "files in a directory have no tags; only objects of S3 do", std::nullopt};
}

}  // namespace stripmeta
