#include "net/http.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "net/libcurl.hpp"
#include "net/multi.hpp"
#include "net/transfer.hpp"

namespace stripmeta::net {

std::string_view ResponseHead::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &Header::name);
  return found == headers.end() ? std::string_view{} : std::string_view{found->value};
}

Exchange::Exchange(std::unique_ptr<Transfer> transfer) : transfer_(std::move(transfer)) {
  transfer_->multi.add(*transfer_);
}

Exchange::~Exchange() {
  transfer_->multi.remove(*transfer_);
}

std::expected<const ResponseHead*, Failure> Exchange::head(const Call& call) {
  return transfer_->wait_for_head(call);
}

std::expected<std::size_t, Failure> Exchange::read(std::span<std::byte> into, const Call& call) {
  bool resume = false;
  auto count = transfer_->take(into, call, resume);
  if (resume) transfer_->multi.unpause(*transfer_);
  return count;
}

const std::string& HttpClient::missing() {
  return missing_libcurl();
}

HttpClient::HttpClient(HttpOptions options) {
  constexpr std::size_t least_buffer = std::size_t{512} << 10U;  // libcurl passes up to 128 KiB at once
  options.receive_buffer = std::max(options.receive_buffer, least_buffer);
  options.stall_timeout = std::max(options.stall_timeout, std::chrono::seconds{1});
  multi_ = std::make_unique<Multi>(std::move(options));
}

HttpClient::~HttpClient() = default;

std::unique_ptr<Exchange> HttpClient::start(Request request) {
  return std::unique_ptr<Exchange>{new Exchange{std::make_unique<Transfer>(std::move(request), *multi_)}};
}

std::expected<Response, Failure> HttpClient::fetch(Request request, const Call& call, std::size_t most_bytes) {
  const auto exchange = start(std::move(request));
  const auto head = exchange->head(call);
  if (!head) return std::unexpected(head.error());
  auto body = read_all(*exchange, call, most_bytes);
  if (!body) return std::unexpected(std::move(body.error()));
  return Response{.head = **head, .body = std::move(*body)};
}

std::expected<std::string, Failure> read_all(Exchange& exchange, const Call& call, std::size_t most_bytes) {
  std::string body;
  std::array<std::byte, std::size_t{16} << 10U> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  while (true) {
    const auto count = exchange.read(buffer, call);
    if (!count) return std::unexpected(count.error());
    if (*count == 0) return body;
    if (body.size() + *count > most_bytes) {
      return std::unexpected(Failure{Failure::Kind::broken, "the response is longer than allowed"});
    }
    body.append(reinterpret_cast<const char*>(buffer.data()), *count);
  }
}

std::optional<std::chrono::system_clock::time_point> parse_date(std::string_view text) {
  const auto seconds = libcurl().getdate(std::string{text}.c_str(), nullptr);
  if (seconds < 0) return std::nullopt;
  return std::chrono::system_clock::from_time_t(seconds);
}

}  // namespace stripmeta::net
