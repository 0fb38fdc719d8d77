#include "net/transfer.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "net/multi.hpp"

namespace stripmeta::net {
namespace {

constexpr std::size_t most_header_bytes = std::size_t{64} << 10U;

// A wait has an end even where the deadline is the clock's last moment, which some clocks cannot be asked to wait for.
std::chrono::steady_clock::time_point bounded(std::chrono::steady_clock::time_point deadline) {
  return std::min(deadline, std::chrono::steady_clock::now() + std::chrono::hours{24});
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string lower(std::string_view text) {
  std::string result{text};
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

// "HTTP/1.1 200 OK"; 0 for any other line.
int status_of(std::string_view line) {
  if (!line.starts_with("HTTP/")) return 0;
  const auto blank = line.find(' ');
  if (blank == std::string_view::npos) return 0;
  int status = 0;
  std::from_chars(line.data() + blank + 1, line.data() + line.size(), status);
  return status;
}

}  // namespace

Transfer::Transfer(Request wanted, Multi& runner)
    : request(std::move(wanted)), multi(runner), receive_buffer_(runner.options().receive_buffer) {}

template <typename Ready>
bool Transfer::wait(std::unique_lock<std::mutex>& lock, const Call& call, Ready ready) {
  changed_.wait_until(lock, call.stop, bounded(call.deadline), [&] { return ended_ || ready(); });
  return ended_ || ready();
}

std::expected<const ResponseHead*, Failure> Transfer::wait_for_head(const Call& call) {
  std::unique_lock lock{mutex_};
  if (!wait(lock, call, [this] { return head_done_; })) {
    return std::unexpected(Failure{Failure::Kind::stopped, "the time given has run out"});
  }
  if (head_done_) return &head_;
  return std::unexpected(failure_.value_or(Failure{Failure::Kind::broken, "the answer had no head"}));
}

std::expected<std::size_t, Failure> Transfer::take(std::span<std::byte> into, const Call& call, bool& resume) {
  std::unique_lock lock{mutex_};
  // Woken once there is much to take: the rest comes, or the end does.
  wanted_ = std::min(into.size(), receive_buffer_ / 2);
  const bool ready = wait(lock, call, [this] { return held() >= wanted_; });
  wanted_ = 0;
  if (!ready) return std::unexpected(Failure{Failure::Kind::stopped, "the time given has run out"});
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
  if (head_done_) return size;  // a trailer
  const auto text = trimmed(line);
  if (text.empty()) {
    if (head_.status >= 200) {  // 1xx comes before the answer
      head_done_ = true;
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
  head_.headers.push_back({lower(text.substr(0, colon)), std::string{trimmed(text.substr(colon + 1))}});
  return size;
}

std::size_t Transfer::on_body(std::span<const std::byte> bytes) {
  const std::scoped_lock lock{mutex_};
  if (held() != 0 && held() + bytes.size() > receive_buffer_) {
    paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  // Room for all that is ever held, once: the front is cut off when the end has no room left, not for every piece.
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
  const std::scoped_lock lock{mutex_};  // to the very end: who sees ended_ may destroy all of this
  ended_ = true;
  failure_ = std::move(failure);
  changed_.notify_all();
}

}  // namespace stripmeta::net
