#include "s3/credentials/shell_command.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <thread>

#include "unit/s3/fixtures.hpp"
#include "unit/store/scratch.hpp"

namespace stripmeta::s3 {
namespace {

void expect_no_child_left() {
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(ShellCommand, AnswersWhatItWrites) {
  EXPECT_EQ(run_shell("printf 'a  %s' \"$(echo b; echo c)\"", "it", {}).value_or("failed"), "a  b\nc");
  expect_no_child_left();
}

TEST(ShellCommand, ReadsNothing) {
  EXPECT_EQ(run_shell("cat; echo end", "it", {}).value_or("failed"), "end\n");
}

TEST(ShellCommand, FailuresAreNamed) {
  EXPECT_EQ(error_of(run_shell("echo secret; exit 7", "it", {})), "configuration: it failed with exit code 7");
  EXPECT_EQ(error_of(run_shell("kill -9 $$", "it", {})), "configuration: it was ended by signal 9");
  EXPECT_EQ(error_of(run_shell("yes", "it", {})), "configuration: it writes more than 64 KiB");
  expect_no_child_left();
}

TEST(ShellCommand, IsKilledWithAllThatItStartedWhenItsTimeIsOver) {
  const Call call{std::chrono::steady_clock::now() + std::chrono::milliseconds{100}, {}};
  EXPECT_EQ(error_of(run_shell("sleep 1000 & sleep 1000", "it", call)),
            "deadline: 'it' was not finished: its time limit has passed");
  expect_no_child_left();
}

TEST(ShellCommand, TimeAlsoEndsOneThatHasClosedItsOutput) {
  const Call call{std::chrono::steady_clock::now() + std::chrono::milliseconds{100}, {}};
  EXPECT_TRUE(error_of(run_shell("exec >&-; sleep 1000", "it", call)).starts_with("deadline"));
  expect_no_child_left();
}

// The command creates the file, so the stop comes while it runs.
TEST(ShellCommand, IsKilledByAStop) {
  const Scratch scratch;
  const auto sign = scratch / "runs";
  std::stop_source source;
  std::jthread stopper{[&] {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (read_file(sign).empty() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    source.request_stop();
  }};
  EXPECT_EQ(error_of(run_shell("echo x > '" + sign + "'; sleep 1000", "it",
                               {std::chrono::steady_clock::time_point::max(), source.get_token()})),
            "deadline: 'it' was not finished: a stop was requested");
  expect_no_child_left();
}

TEST(ShellCommand, SignalsThatWeIgnoreAreAsUsualThere) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  EXPECT_EQ(error_of(run_shell("kill -PIPE $$; echo still here", "it", {})),
            "configuration: it was ended by signal " + std::to_string(SIGPIPE));
  std::signal(SIGPIPE, before);
}

}  // namespace
}  // namespace stripmeta::s3
