// Files that failed for a reason that may pass, and when each is tried again.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace stripmeta::cli {

// Thread-safe.
class Retries {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // It failed: after a second it is due, after twice as long each time that it fails again, but never later than after
  // five minutes.
  void add(const std::string& name, Time now);

  // Somebody is at work on it: it is due after a second, however often that was so before.
  void add_soon(const std::string& name, Time now);

  // It is done, or failed for good.
  void forget(const std::string& name);

  // Those whose time has come, each once until it is added again.
  std::vector<std::string> due(Time now);

 private:
  struct Entry {
    std::chrono::seconds wait;
    Time at;
  };

  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace stripmeta::cli
