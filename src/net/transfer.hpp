// What a blocking caller and the client's thread share of one request.
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
  Transfer(Request wanted, Multi& runner);

  // By the caller's thread.
  std::expected<const ResponseHead*, Failure> wait_for_head(const Call& call);
  // `resume` is set where the transfer waited for this room, and has to be told.
  std::expected<std::size_t, Failure> take(std::span<std::byte> into, const Call& call, bool& resume);

  // Whether on_end() was called, after which the client's thread never touches it. By any thread.
  bool has_ended();

  // By the client's thread: whether the reader has to make room first; what libcurl hands over, and the end of it.
  bool is_paused();
  std::size_t on_header(std::string_view line);
  std::size_t on_body(std::span<const std::byte> bytes);  // CURL_WRITEFUNC_PAUSE where there is no room
  void on_end(std::optional<Failure> failure);

  const Request request;
  Multi& multi;

  // Of the client's thread alone.
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
  std::size_t wanted_{0};  // bytes that the waiting reader would be woken for
  ResponseHead head_;
  bool head_done_{false};
  bool ended_{false};
  bool paused_{false};
  std::optional<Failure> failure_;
  std::vector<std::byte> body_;
  std::size_t taken_{0};  // of body_, by the reader
};

}  // namespace stripmeta::net
