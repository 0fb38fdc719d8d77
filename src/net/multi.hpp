// The one thread that runs all transfers of an HttpClient, on libcurl's multi interface.
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
  ~Multi();  // no exchange may be left

  const HttpOptions& options() const { return options_; }

  // From any thread. An exchange must stay where it is from add() until remove() returns: then the thread will not
  // touch it, or its request's body, any more.
  void add(Transfer& exchange);
  void unpause(Transfer& exchange);
  void remove(Transfer& exchange);

 private:
  enum class Order : std::uint8_t { add, unpause, remove };
  struct Command {
    Order order;
    Transfer* exchange;
    bool* done;  // of `remove`: to be set, and announced by removed_
  };

  void post(const Command& command);
  void run();
  bool obey();  // false: the thread is to end
  void begin(Transfer& exchange);
  void gather_ended();
  void give_up_stalled();
  void end(Transfer& exchange, std::optional<Failure> failure);

  HttpOptions options_;
  CURLM* multi_;
  std::vector<CURL*> idle_;  // handles to be used again
  std::set<Transfer*> running_;
  std::mutex mutex_;
  std::condition_variable removed_;
  std::vector<Command> commands_;
  bool ending_{false};
  std::thread thread_;
};

}  // namespace stripmeta::net
