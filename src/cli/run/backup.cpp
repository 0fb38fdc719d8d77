#include "cli/run/backup.hpp"

namespace stripmeta::cli {

std::string backup_of(const std::string& path) {
  return path + std::string{backup_ending};
}

bool is_same_file(const std::string& path, const struct stat& status) {
  struct stat found{};
  return ::lstat(path.c_str(), &found) == 0 && found.st_dev == status.st_dev && found.st_ino == status.st_ino;
}

std::expected<void, Error> check_backup(const std::string& path, const struct stat& status) {
  const auto backup = backup_of(path);
  struct stat found{};
  if (::lstat(backup.c_str(), &found) != 0 || is_same_file(backup, status)) return {};
  return std::unexpected(Error{ErrorKind::conflict,
                               "the backup '" + backup + "' exists already, so '" + path +
                                   "' was not changed; move the backup away, or do not use --backup",
                               std::nullopt});
}

}  // namespace stripmeta::cli
