// Remembers files that failed for a temporary reason, and when to try each again.
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

  // The file failed. It is due after one second. The delay doubles each time that it fails again, up to five minutes.
  void add(const std::string& name, Time now);

  // The file is still being written. It is due after one second, without doubling.
  void add_soon(const std::string& name, Time now);

  // The file is done, or failed for good.
  void forget(const std::string& name);

  // Returns the files that are due. Each is returned only once until it is added again.
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
