// HTTP/1.1 requests for a process: one thread of libcurl's multi interface runs all of them, so that connections, names
// and TLS sessions are shared; callers block. RFC 9110, RFC 9112.
//
//   HttpClient client{options};
//   auto exchange = client.start({.method = "GET", .url = "http://127.0.0.1:9000/bucket/key"});
//   auto head = exchange->head(call);               // waits for the status and the headers
//   while (n = exchange->read(buffer, call)) ...    // the body, in order; 0 is its end, complete
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
  bool through_proxy{true};           // HTTPS_PROXY and NO_PROXY are honoured; false for metadata endpoints
};

struct ResponseHead {
  int status{0};
  std::vector<Header> headers{};  // names in lower case

  // The value of the first header of that (lower-case) name; "" where there is none.
  std::string_view header(std::string_view name) const;
};

// Why no whole answer came. Every one of them may be tried again, `bad_request` and `stopped` apart.
struct Failure {
  enum class Kind : std::uint8_t {
    unreachable,  // no name, no connection, no TLS: the request was never sent
    broken,       // the connection ended or stalled, or what came is no HTTP, before the answer was whole
    stopped,      // the call's deadline has passed, or a stop was asked for
    bad_request,  // the request cannot be sent: the URL or a header is no such thing
  };
  Kind kind{Kind::broken};
  std::string reason;  // for a person: "connection reset by peer"; no URL, no header's value
};

struct HttpOptions {
  std::string ca_bundle{};                           // a PEM file; "" for the system's
  std::chrono::milliseconds connect_timeout{5'000};  // name, TCP, TLS
  std::chrono::seconds stall_timeout{20};            // without a byte in either direction; at least 1
  std::size_t receive_buffer{std::size_t{1}
                             << 20U};  // bytes of one body held until read() takes them; at least 512 KiB
};

class Multi;      // the client's thread
struct Transfer;  // what it and an exchange share

// One request and its answer. Used by one thread at a time. The destructor ends it wherever it is.
class Exchange {
 public:
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange();

  // Waits for the answer's head. May be called again.
  std::expected<const ResponseHead*, Failure> head(const Call& call);

  // After head(): fills the front of `into`, which must not be empty, and answers how many bytes. 0 is the end: as many
  // bytes as Content-Length said, or the last chunk, have come.
  std::expected<std::size_t, Failure> read(std::span<std::byte> into, const Call& call);

 private:
  friend class HttpClient;
  explicit Exchange(std::unique_ptr<Transfer> transfer);
  std::unique_ptr<Transfer> transfer_;
};

// The rest of the body, after head(). One of more than `most_bytes` is a Failure `broken`.
std::expected<std::string, Failure> read_all(Exchange& exchange, const Call& call, std::size_t most_bytes);

// A whole answer, for small ones.
struct Response {
  ResponseHead head;
  std::string body;
};

// Thread-safe. Must outlive its exchanges.
class HttpClient {
 public:
  // Why none can be made, as a sentence for a person: libcurl is missing or too old. "" where one can.
  static const std::string& missing();

  // Throws std::runtime_error where missing() gives a reason.
  explicit HttpClient(HttpOptions options = {});
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();

  // Begins at once; never fails by itself: head() tells.
  std::unique_ptr<Exchange> start(Request request);

  // start(), head() and all of the body. A body of more than `most_bytes` is a Failure `broken`.
  std::expected<Response, Failure> fetch(Request request, const Call& call,
                                         std::size_t most_bytes = std::size_t{1} << 20U);

 private:
  std::unique_ptr<Multi> multi_;
};

// A Date header's value, RFC 9110 5.6.7; none where it is no date.
std::optional<std::chrono::system_clock::time_point> parse_date(std::string_view text);

}  // namespace stripmeta::net
