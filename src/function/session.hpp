// One connection of the endpoint. It serves requests one after the other.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "function/answer.hpp"
#include "function/http.hpp"

namespace stripmeta {

// Time limits for a client. If it exceeds one, the connection is closed without a response.
struct SessionLimits {
  std::chrono::milliseconds header{30'000};  // from the connection, or the last response, to the end of a header
  std::chrono::milliseconds body{60'000};    // from there to the end of the body
  std::chrono::milliseconds answer{30'000};  // for receiving the response
  std::chrono::milliseconds linger{2'000};   // for the rest of a request that was refused
};

class Session;

// What a session needs from the endpoint. All calls come from the endpoint's I/O thread.
class SessionHost {
 public:
  using Done = std::function<void(Answer)>;

  SessionHost() = default;
  SessionHost(const SessionHost&) = delete;
  SessionHost& operator=(const SessionHost&) = delete;
  virtual ~SessionHost() = default;

  virtual const SessionLimits& limits() const = 0;
  // Whether no more requests are accepted.
  virtual bool is_stopping() const = 0;
  // Runs an invocation on another thread, then calls `done` on the I/O thread.
  virtual void invoke(std::string body, Done done) = 0;
  // The connection is closed; the host drops the session.
  virtual void on_end(const std::shared_ptr<Session>& session) = 0;
};

// Owned by its host and by its own pending operation. Used on the I/O thread only; the host must outlive it.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::ip::tcp::socket socket, SessionHost& host);

  void start();

  // The host is stopping: closes now, or after the response if a request is running.
  void wind_down();

  // The grace is over: closes now, unless an invocation is running, which may still be answered.
  void cut_short();

 private:
  using Error = boost::system::error_code;
  enum class Phase : std::uint8_t { receiving, running, answering, closed };

  void read_header();
  void on_header(Error error);
  void send_continue();
  void read_body();
  void on_body(Error error);
  void invoke();
  void give_up(Error error);
  void send(HttpResponse response, bool keep_alive);
  void on_sent(Error error);
  void linger();
  void discard_more();
  void close();

  boost::beast::tcp_stream stream_;
  SessionHost* host_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  std::optional<HttpResponse> response_;
  std::size_t discarded_{0};  // bytes, while lingering
  Phase phase_{Phase::receiving};
};

}  // namespace stripmeta
