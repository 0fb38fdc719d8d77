// Names of files that wait to be worked on, each by one thread at a time.
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
  // One that waits already is not added twice; one that is worked on comes again after that.
  void add(const std::string& name);

  // The one that was added first. Waits for it; none once closed. Whoever takes it says so when it is done().
  std::optional<std::string> take();
  void done(const std::string& name);

  // Nothing is taken any more.
  void close();

 private:
  enum class State : std::uint8_t { waiting, in_work, in_work_and_again };

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, State> states_;
  std::deque<std::string> waiting_;
  bool is_closed_{false};
};

}  // namespace stripmeta::cli
