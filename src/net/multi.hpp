// The thread that runs all transfers of an HttpClient with libcurl's multi interface.
#pragma once

#include <curl/curl.h>

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "net/http.hpp"
#include "net/transfer.hpp"

namespace stripmeta::net {

class Multi {
 public:
  explicit Multi(HttpOptions options);
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;
  ~Multi();  // no transfer may be left

  const HttpOptions& options() const { return options_; }

  // From any thread. A transfer must not move from add() until remove() returns. After that the thread does not use it,
  // or its request's body, any more.
  void add(Transfer& transfer);
  void unpause(Transfer& transfer);
  void remove(Transfer& transfer);

 private:
  enum class Order : std::uint8_t { add, unpause, remove };
  struct Command {
    Order order;
    Transfer* transfer;
    bool* done;  // for `remove`: set, and removed_ notified, when the transfer is removed
  };

  void post(const Command& command);
  void run();
  bool execute_commands();  // false: the thread has to end
  void begin(Transfer& transfer);
  void finish_completed();
  void cancel_stalled();
  void end(Transfer& transfer, std::optional<Failure> failure);

  HttpOptions options_;
  CURLM* multi_;
  std::vector<CURL*> idle_;  // handles that can be reused
  std::set<Transfer*> running_;
  std::mutex mutex_;
  std::condition_variable removed_;
  std::vector<Command> commands_;
  bool ending_{false};
  std::thread thread_;
};

}  // namespace stripmeta::net
