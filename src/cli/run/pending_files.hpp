// A queue of file names. Each file is processed by one thread at a time.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace stripmeta::cli {

// Thread-safe.
class PendingFiles {
 public:
  // Adds a name. If it waits already, nothing happens; if it is being processed, it will be processed once more.
  void add(const std::string& name);

  // Waits for a name and returns the one that was added first; nullopt once closed. The caller must call done() for it.
  std::optional<std::string> take();
  void done(const std::string& name);

  // Makes take() return nullopt from now on.
  void close();

 private:
  enum class State : std::uint8_t { waiting, in_work, in_work_and_changed };

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, State> states_;
  std::deque<std::string> waiting_;
  bool is_closed_{false};
};

}  // namespace stripmeta::cli
