// The state of one request, shared by a blocking caller and the client's thread.
#pragma once

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.hpp"

namespace stripmeta::net {

struct Transfer {
  Transfer(Request to_send, Multi& runner);

  // Called by the caller's thread.
  std::expected<const ResponseHead*, Failure> wait_for_head(const Call& call);
  // `resume` is set if the transfer was paused for lack of room and has to be unpaused.
  std::expected<std::size_t, Failure> take(std::span<std::byte> into, const Call& call, bool& resume);

  // Whether on_end() was called. After that the client's thread does not use the transfer any more. Called by any
  // thread.
  bool has_ended();

  // Called by the client's thread. is_paused(): the reader has to make room first.
  bool is_paused();
  std::size_t on_header(std::string_view line);
  std::size_t on_body(std::span<const std::byte> bytes);  // CURL_WRITEFUNC_PAUSE if there is no room
  void on_end(std::optional<Failure> failure);

  const Request request;
  Multi& multi;

  // Used by the client's thread only.
  CURL* easy{nullptr};
  curl_slist* header_list{nullptr};
  std::array<char, CURL_ERROR_SIZE> error_text{};
  std::chrono::steady_clock::time_point last_moved;
  curl_off_t bytes_moved{0};

 private:
  template <typename Ready>
  bool wait(std::unique_lock<std::mutex>& lock, const Call& call, Ready ready);
  std::size_t held() const { return body_.size() - taken_; }

  const std::size_t receive_buffer_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::size_t wanted_{0};  // bytes that the waiting reader wants before it is woken
  ResponseHead head_;
  bool head_complete_{false};
  bool ended_{false};
  bool paused_{false};
  std::optional<Failure> failure_;
  std::vector<std::byte> body_;
  std::size_t taken_{0};  // bytes of body_ that the reader has taken
};

}  // namespace stripmeta::net
