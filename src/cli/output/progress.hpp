// The progress line: how far a run is, on one line of the terminal that is redrawn.
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

// What the line shows, up to now.
struct ProgressState {
  std::uint64_t files{0};
  std::uint64_t bytes{0};  // of the files before they were cleaned
  std::uint64_t failed{0};
  std::chrono::milliseconds elapsed{0};
  struct Total {
    std::uint64_t files{0};
    std::uint64_t bytes{0};
  };
  std::optional<Total> total;  // nullopt until it is known
};

// "1,204 of 40,000 files, 3.1 GB of 96.4 GB, 212 MB/s, 7:21 left, 2 failed", cut to `columns`.
std::string progress_line(const ProgressState& state, std::size_t columns);

// Draws the first line after half a second, and then at most ten lines a second.
class Progress {
 public:
  // Counts how much there is to do, in its own thread. It must return soon after a stop is requested.
  using Count = std::function<std::optional<ProgressState::Total>(const std::stop_token&)>;

  // Whether standard error is a terminal that can redraw a line (TERM is not "dumb").
  static bool is_possible();

  explicit Progress(Count count);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  // erases the line

  void add(std::uint64_t bytes, bool failed);

  // Erases the line and keeps it from being drawn while the object exists.
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
  std::mutex mutex_;  // guards the members below, and the terminal
  ProgressState state_;
  bool is_drawn_{false};
  std::condition_variable_any over_;
  std::jthread counter_;
  std::jthread painter_;
};

// The size in bytes; 0 if it cannot be found out.
std::uint64_t size_of(const FoundFile& file);

// Counts the files that `next` returns until nullopt, and their bytes. nullopt if a stop was requested. For
// Progress::Count.
std::optional<ProgressState::Total> count_files(const std::function<std::optional<FoundFile>()>& next,
                                                const std::stop_token& stop);

}  // namespace stripmeta::cli
