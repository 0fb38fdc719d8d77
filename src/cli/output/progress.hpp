// How far a run is, on a line of the terminal that is drawn over and over.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "cli/arguments/found_file.hpp"

namespace stripmeta::cli {

// What a line says; all so far.
struct Standing {
  std::uint64_t files{0};
  std::uint64_t bytes{0};  // of the files, before
  std::uint64_t failed{0};
  std::chrono::milliseconds elapsed{0};
  struct Total {
    std::uint64_t files{0};
    std::uint64_t bytes{0};
  };
  std::optional<Total> total;  // once it is known
};

// "1,204 of 40,000 files, 3.1 GB of 96.4 GB, 212 MB/s, 7:21 left, 2 failed", cut to `columns`.
std::string progress_line(const Standing& standing, std::size_t columns);

// Nothing is drawn before half a second has passed, and no more than ten times a second.
class Progress {
 public:
  // `count` finds out how much there is to do, in a thread of its own; it ends soon once asked to stop.
  using Count = std::function<std::optional<Standing::Total>(const std::stop_token&)>;

  // Whether standard error is a terminal that a line can be drawn on: not TERM=dumb.
  static bool is_possible();

  explicit Progress(Count count);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  // takes the line away

  void add(std::uint64_t bytes, bool failed);

  // While it lives, the line is gone and is not drawn.
  class Pause {
   public:
    explicit Pause(Progress& progress) : lock_(progress.mutex_) { progress.erase(); }

   private:
    std::unique_lock<std::mutex> lock_;
  };

 private:
  void draw();
  void erase();

  std::chrono::steady_clock::time_point start_{std::chrono::steady_clock::now()};
  std::mutex mutex_;  // of what follows, and of the terminal
  Standing standing_;
  bool is_drawn_{false};
  std::condition_variable_any over_;
  std::jthread counter_;
  std::jthread painter_;
};

// Bytes; 0 where that cannot be found out.
std::uint64_t size_of(const FoundFile& file);

// The files and bytes of all that `next` answers until it answers none, for Progress::Count.
std::optional<Standing::Total> count_all(const std::function<std::optional<FoundFile>()>& next,
                                         const std::stop_token& stop);

}  // namespace stripmeta::cli
