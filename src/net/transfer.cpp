#include "net/transfer.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "net/multi.hpp"
#include "store/ascii.hpp"

namespace stripmeta::net {
namespace {

constexpr std::size_t most_header_bytes = std::size_t{64} << 10U;

// Limits a wait to a day: some implementations cannot wait until the last moment of the clock.
std::chrono::steady_clock::time_point bounded(std::chrono::steady_clock::time_point deadline) {
  return std::min(deadline, std::chrono::steady_clock::now() + std::chrono::hours{24});
}

// 200 for "HTTP/1.1 200 OK"; 0 if the line is not a status line.
int status_of(std::string_view line) {
  if (!line.starts_with("HTTP/")) return 0;
  const auto blank = line.find(' ');
  if (blank == std::string_view::npos) return 0;
  int status = 0;
  std::from_chars(line.data() + blank + 1, line.data() + line.size(), status);
  return status;
}

}  // namespace

Transfer::Transfer(Request to_send, Multi& runner)
    : request(std::move(to_send)), multi(runner), receive_buffer_(runner.options().receive_buffer) {}

template <typename Ready>
bool Transfer::wait(std::unique_lock<std::mutex>& lock, const Call& call, Ready ready) {
  changed_.wait_until(lock, call.stop, bounded(call.deadline), [&] { return ended_ || ready(); });
  return ended_ || ready();
}

std::expected<const ResponseHead*, Failure> Transfer::wait_for_head(const Call& call) {
  std::unique_lock lock{mutex_};
  if (!wait(lock, call, [this] { return head_complete_; })) {
    return std::unexpected(Failure{Failure::Kind::stopped, "the time limit has passed"});
  }
  if (head_complete_) return &head_;
  return std::unexpected(failure_.value_or(Failure{Failure::Kind::broken, "the response has no head"}));
}

std::expected<std::size_t, Failure> Transfer::take(std::span<std::byte> into, const Call& call, bool& resume) {
  std::unique_lock lock{mutex_};
  // The reader is woken when there is enough to take, or at the end.
  wanted_ = std::min(into.size(), receive_buffer_ / 2);
  const bool ready = wait(lock, call, [this] { return held() >= wanted_; });
  wanted_ = 0;
  if (!ready) return std::unexpected(Failure{Failure::Kind::stopped, "the time limit has passed"});
  if (held() == 0 && failure_) return std::unexpected(*failure_);
  const auto count = std::min(into.size(), held());
  if (count != 0) std::memcpy(into.data(), body_.data() + taken_, count);
  taken_ += count;
  if (held() == 0) {
    body_.clear();
    taken_ = 0;
  }
  resume = paused_ && held() <= receive_buffer_ / 2;
  if (resume) paused_ = false;
  return count;
}

bool Transfer::has_ended() {
  const std::scoped_lock lock{mutex_};
  return ended_;
}

bool Transfer::is_paused() {
  const std::scoped_lock lock{mutex_};
  return paused_;
}

std::size_t Transfer::on_header(std::string_view line) {
  const auto size = line.size();
  const std::scoped_lock lock{mutex_};
  if (head_complete_) return size;  // a trailer
  const auto text = trimmed(line);
  if (text.empty()) {
    if (head_.status >= 200) {  // a 1xx response precedes the final one
      head_complete_ = true;
      changed_.notify_all();
    }
    return size;
  }
  if (const int status = status_of(text); status != 0) {
    head_ = {.status = status, .headers = {}};
    return size;
  }
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return size;
  std::size_t total = 0;
  for (const auto& [name, value] : head_.headers) total += name.size() + value.size();
  if (total + size > most_header_bytes) return 0;
  head_.headers.push_back({lower_case(text.substr(0, colon)), std::string{trimmed(text.substr(colon + 1))}});
  return size;
}

std::size_t Transfer::on_body(std::span<const std::byte> bytes) {
  const std::scoped_lock lock{mutex_};
  if (held() != 0 && held() + bytes.size() > receive_buffer_) {
    paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  // Reserve the most that is ever held. Taken bytes are erased only when the end has no room left, not for each piece.
  if (body_.capacity() == 0) body_.reserve(receive_buffer_ + bytes.size());
  if (taken_ != 0 && body_.size() + bytes.size() > body_.capacity()) {
    body_.erase(body_.begin(), body_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ = 0;
  }
  body_.insert(body_.end(), bytes.begin(), bytes.end());
  if (wanted_ != 0 && held() >= wanted_) changed_.notify_all();
  return bytes.size();
}

void Transfer::on_end(std::optional<Failure> failure) {
  const std::scoped_lock lock{mutex_};  // held to the end: whoever sees ended_ may destroy this object
  ended_ = true;
  failure_ = std::move(failure);
  changed_.notify_all();
}

}  // namespace stripmeta::net
