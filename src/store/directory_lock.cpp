#include "store/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "store/call.hpp"
#include "store/errno_error.hpp"

namespace stripmeta {

// Each lock opens the directory anew, so that threads of one process exclude each other too. It polls, because a
// blocking flock(2) would ignore the deadline.
std::expected<FileDescriptor, Error> lock_directory(int root, const std::string& key, const Call& call) {
  constexpr std::chrono::milliseconds pause{1};
  FileDescriptor lock{::openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!lock) return std::unexpected(errno_error(errno, "lock the directory of", key));
  while (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) {
      std::this_thread::sleep_for(pause);
    } else if (errno != EINTR) {
      return std::unexpected(errno_error(errno, "lock the directory of", key));
    }
    const auto in_time = check_call(call, key);
    if (!in_time) return std::unexpected(in_time.error());
  }
  return lock;
}

}  // namespace stripmeta
