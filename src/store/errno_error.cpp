#include "store/errno_error.hpp"

#include <cerrno>
#include <optional>
#include <string>
#include <system_error>

namespace stripmeta {
namespace {

ErrorKind kind_of(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR: return ErrorKind::not_found;
    case EACCES:
    case EPERM:
    case EROFS: return ErrorKind::access_denied;
    case EEXIST: return ErrorKind::conflict;
    default: return ErrorKind::upstream;
  }
}

// The system's own texts are terse and depend on the locale. The common ones are spelled out here.
std::string reason_of(int error) {
  switch (error) {
    case ENOENT: return "it does not exist";
    case ENOTDIR: return "a part of its path is not a directory";
    case EACCES:
    case EPERM: return "permission is denied";
    case EROFS: return "the file system is read-only";
    case EEXIST: return "it already exists";
    case ENOSPC: return "the disk is full";
    case EDQUOT: return "the disk quota is used up";
    case EFBIG: return "the file would exceed the size limit";
    case EIO: return "the disk reports an input/output error";
    case EISDIR: return "it is a directory";
    case ELOOP: return "symbolic links on its path lead in a circle or are not allowed here";
    case ENAMETOOLONG: return "its name is too long";
    case EMFILE:
    case ENFILE: return "too many files are open";
    default: return std::generic_category().message(error);
  }
}

}  // namespace

Error errno_error(int error, std::string_view doing, std::string_view name) {
  std::string message = "cannot ";
  message.append(doing).append(" '").append(name).append("': ").append(reason_of(error));
  return {kind_of(error), std::move(message), std::nullopt};
}

}  // namespace stripmeta
