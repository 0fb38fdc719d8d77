#include "cli/output/interrupt.hpp"

#include <array>
#include <atomic>
#include <csignal>

namespace stripmeta::cli {
namespace {

// The signal that came; 0: none. A signal handler may write a lock-free atomic (C++23 [support.signal]), and other
// threads may read it, unlike a sig_atomic_t.
std::atomic<int> noted = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void note_signal(int number) {
  noted = number;
}

}  // namespace

void watch_signals() {
  struct sigaction ignore{};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGXFSZ, &ignore, nullptr);

  for (const int number : std::array{SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before{};
    if (sigaction(number, nullptr, &before) != 0 || before.sa_handler == SIG_IGN) continue;
    struct sigaction note{};
    note.sa_handler = note_signal;  // without SA_RESTART, so that a read that waits for a pipe ends
    sigaction(number, &note, nullptr);
  }
}

bool is_interrupted() {
  return noted != 0;
}

void die_if_interrupted() {
  const int number = noted;
  if (number == 0) return;
  struct sigaction standard{};
  standard.sa_handler = SIG_DFL;
  sigaction(number, &standard, nullptr);
  static_cast<void>(raise(number));
}

}  // namespace stripmeta::cli
