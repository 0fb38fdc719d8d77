#include "store/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "store/call.hpp"
#include "store/errno_error.hpp"

namespace stripmeta {

// A separate open, so that threads of one process exclude one another too. Polled, because a blocking flock(2) would
// know nothing of the deadline.
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
    const auto wanted = check_call(call, key);
    if (!wanted) return std::unexpected(wanted.error());
  }
  return lock;
}

}  // namespace stripmeta
