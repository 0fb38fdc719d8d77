// The HTTP/1.1 client of a process (RFC 9110, RFC 9112). One thread runs all requests with libcurl's multi interface,
// so that they share connections, looked-up names and TLS sessions. Callers block.
//
//   HttpClient client{options};
//   auto exchange = client.start({.method = "GET", .url = "http://127.0.0.1:9000/bucket/key"});
//   auto head = exchange->head(call);               // waits for the status and the headers
//   while (n = exchange->read(buffer, call)) ...    // the body, in order; 0 at its complete end
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/call.hpp"

namespace stripmeta::net {

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  std::string method{"GET"};          // GET, HEAD, PUT, POST, DELETE
  std::string url{};                  // absolute; sent byte for byte, its path is not normalised
  std::vector<Header> headers{};      // besides Host and Content-Length
  std::span<const std::byte> body{};  // sent with PUT and POST; must outlive the exchange
  bool through_proxy{true};           // use HTTPS_PROXY and NO_PROXY; false for metadata endpoints
};

struct ResponseHead {
  int status{0};
  std::vector<Header> headers{};  // names in lower case

  // The value of the first header with that (lower-case) name; "" if there is none.
  std::string_view header(std::string_view name) const;
};

// The reason why no complete response came. Another attempt may succeed, unless the kind is `bad_request` or `stopped`.
struct Failure {
  enum class Kind : std::uint8_t {
    unreachable,  // the name, the connection or TLS failed: the request was never sent
    broken,       // the connection ended or stalled before the response was complete, or the response is not HTTP
    stopped,      // the call's deadline has passed, or a stop was requested
    bad_request,  // the request cannot be sent: its URL or a header is malformed
  };
  Kind kind{Kind::broken};
  std::string reason;  // for a person: "connection reset by peer"; holds no URL and no header value
};

struct HttpOptions {
  std::string ca_bundle{};                           // a PEM file; "" for the system's own
  std::chrono::milliseconds connect_timeout{5'000};  // for name look-up, TCP and TLS together
  std::chrono::seconds stall_timeout{20};            // without a byte in either direction; at least 1
  std::size_t receive_buffer{std::size_t{1}
                             << 20U};  // bytes of one body held until read() takes them; at least 512 KiB
};

class Multi;      // the client's thread
struct Transfer;  // the state that it shares with an exchange

// One request and its response. Used by one thread at a time. The destructor cancels it if it has not ended.
class Exchange {
 public:
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange();

  // Waits for the response's head. May be called again.
  std::expected<const ResponseHead*, Failure> head(const Call& call);

  // After head(): fills the front of `into`, which must not be empty, and returns the number of bytes. 0 means that the
  // body is complete, by Content-Length or its last chunk.
  std::expected<std::size_t, Failure> read(std::span<std::byte> into, const Call& call);

 private:
  friend class HttpClient;
  explicit Exchange(std::unique_ptr<Transfer> transfer);
  std::unique_ptr<Transfer> transfer_;
};

// Reads the rest of the body, after head(). If it has more than `most_bytes`, the failure is `broken`.
std::expected<std::string, Failure> read_all(Exchange& exchange, const Call& call, std::size_t most_bytes);

// A complete response, for small bodies.
struct Response {
  ResponseHead head;
  std::string body;
};

// Thread-safe. Must outlive its exchanges.
class HttpClient {
 public:
  // The reason why no client can be made, for a person: libcurl is missing or too old. "" if one can be made.
  static const std::string& missing();

  // Throws std::runtime_error if missing() returns a reason.
  explicit HttpClient(HttpOptions options = {});
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();

  // Starts the request at once. It does not fail by itself; head() reports errors.
  std::unique_ptr<Exchange> start(Request request);

  // start(), head() and read_all().
  std::expected<Response, Failure> fetch(Request request, const Call& call,
                                         std::size_t most_bytes = std::size_t{1} << 20U);

 private:
  std::unique_ptr<Multi> multi_;
};

// Parses the value of a Date header (RFC 9110, 5.6.7). If it is not a date, the result is nullopt.
std::optional<std::chrono::system_clock::time_point> parse_date(std::string_view text);

}  // namespace stripmeta::net
