#include "s3/credentials/shell_command.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <system_error>
#include <utility>

#include "store/call.hpp"
#include "store/environment.hpp"
#include "store/file_descriptor.hpp"

namespace stripmeta::s3 {
namespace {

std::string reason(int error) {
  return std::generic_category().message(error);
}

// A process in a group of its own. The destructor kills the group and reaps the process, unless it has ended.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (reaped_) return;
    ::kill(-pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  // The status that waitpid(2) reports, or nullopt while the process runs. Must not be called again after a status.
  std::optional<int> poll_status() {
    int status = 0;
    const auto result = ::waitpid(pid_, &status, WNOHANG);
    if (result == 0 || (result < 0 && errno == EINTR)) return std::nullopt;
    reaped_ = true;
    return status;
  }

 private:
  pid_t pid_;
  bool reaped_{false};
};

// A descriptor that becomes readable when a stop is requested.
class StopSignal {
 public:
  explicit StopSignal(const std::stop_token& stop)
      : event_(::eventfd(0, EFD_CLOEXEC)), callback_(stop, Raise{event_.get()}) {}

  int fd() const { return event_.get(); }

 private:
  struct Raise {
    int fd;
    void operator()() const noexcept {
      const std::uint64_t one = 1;
      [[maybe_unused]] const auto written = ::write(fd, &one, sizeof one);
    }
  };

  FileDescriptor event_;
  std::stop_callback<Raise> callback_;
};

class SpawnSettings {
 public:
  explicit SpawnSettings(int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawnattr_init(&attributes_);
    sigset_t none{};
    sigemptyset(&none);
    sigset_t ours{};  // signals that this program may ignore or catch
    sigemptyset(&ours);
    for (const int signal : {SIGPIPE, SIGINT, SIGTERM}) sigaddset(&ours, signal);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &ours);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  std::expected<pid_t, int> start(const std::string& command) const {
    std::string shell{"sh"};
    std::string option{"-c"};
    std::string text{command};
    const std::array<char*, 4> words{shell.data(), option.data(), text.data(), nullptr};
    pid_t pid{};
    const int error = ::posix_spawn(&pid, "/bin/sh", &actions_, &attributes_, words.data(), environ);
    if (error != 0) return std::unexpected(error);
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// The timeout for poll(2): the time to the call's deadline, rounded up, but at most `most`.
int milliseconds_left(const Call& call, std::chrono::milliseconds most) {
  const auto now = std::chrono::steady_clock::now();
  if (call.deadline <= now) return 0;
  if (call.deadline - now >= most) return static_cast<int>(most.count());
  return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(call.deadline - now).count());
}

// Waits until the output is readable (-1: it is closed), the call is over, or `most` has passed.
void wait_for(int output, const StopSignal& stop, const Call& call, std::chrono::milliseconds most) {
  std::array<pollfd, 2> waited{
      {{.fd = output, .events = POLLIN, .revents = 0}, {.fd = stop.fd(), .events = POLLIN, .revents = 0}}};
  ::poll(waited.data(), waited.size(), milliseconds_left(call, most));
}

std::expected<std::string, Error> read_all(int output, const std::string& name, const StopSignal& stop,
                                           const Call& call) {
  constexpr std::size_t most = std::size_t{64} << 10U;
  std::string text;
  std::array<char, 4096> buffer{};
  while (true) {
    wait_for(output, stop, call, std::chrono::hours{1});
    if (const auto in_time = check_call(call, name); !in_time) return std::unexpected(in_time.error());
    const auto count = ::read(output, buffer.data(), buffer.size());
    if (count == 0) return text;
    if (count < 0 && errno != EAGAIN && errno != EINTR) {
      return misconfigured("cannot read the output of " + name + ": " + reason(errno));
    }
    if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > most) return misconfigured(name + " writes more than 64 KiB");
  }
}

std::expected<void, Error> check_end(Child& child, const std::string& name, const StopSignal& stop, const Call& call) {
  auto status = child.poll_status();
  while (!status) {  // the output is closed, so the process is about to end
    wait_for(-1, stop, call, std::chrono::milliseconds{5});
    if (auto in_time = check_call(call, name); !in_time) return in_time;
    status = child.poll_status();
  }
  if (WIFSIGNALED(*status)) return misconfigured(name + " was ended by signal " + std::to_string(WTERMSIG(*status)));
  if (WEXITSTATUS(*status) == 0) return {};
  return misconfigured(name + " failed with exit code " + std::to_string(WEXITSTATUS(*status)));
}

}  // namespace

std::expected<std::string, Error> run_shell(const std::string& command, const std::string& name, const Call& call) {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return misconfigured("cannot start " + name + ": " + reason(errno));
  const FileDescriptor output{ends[0]};
  FileDescriptor theirs{ends[1]};
  ::fcntl(output.get(), F_SETFL, O_NONBLOCK);
  const StopSignal stop{call.stop};
  const auto pid = SpawnSettings{theirs.get()}.start(command);
  if (!pid) return misconfigured("cannot start " + name + ": " + reason(pid.error()));
  theirs.close();
  Child child{*pid};
  auto text = read_all(output.get(), name, stop, call);
  if (!text) return text;
  if (auto good = check_end(child, name, stop, call); !good) return std::unexpected(std::move(good.error()));
  return text;
}

}  // namespace stripmeta::s3
