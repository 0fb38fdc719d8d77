// A server on the loopback interface. It reads requests and sends the replies it was given, byte for byte.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace stripmeta::test {

// A port of the loopback interface on which nobody listens and nobody else can.
class DeafPort {
 public:
  DeafPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    socklen_t size = sizeof(address_);
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&address_), size) != 0 ||
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address_), &size) != 0) {
      std::abort();
    }
  }
  DeafPort(const DeafPort&) = delete;
  DeafPort& operator=(const DeafPort&) = delete;
  ~DeafPort() { ::close(socket_); }

  int number() const { return ntohs(address_.sin_port); }

 private:
  int socket_;
  sockaddr_in address_{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
};

// What the server does once the header and body of a request have come.
struct Reply {
  std::string bytes{};  // sent unchanged
  enum class Then : char { keep, close, reset, stall } then{Then::keep};
};

// Each request gets the next reply, whichever connection it comes by. After the last reply, a connection is closed when
// it sends a request. Each connection has a thread of its own.
class ScriptedServer {
 public:
  explicit ScriptedServer(std::deque<Reply> replies) : replies_(std::move(replies)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof(address);
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      std::abort();
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { serve(); }};
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer() {
    over_ = true;
    thread_.join();
    ::close(listener_);
  }

  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int port() const { return port_; }

  // All requests so far, header and body, as they came.
  std::vector<std::string> requests() const {
    const std::scoped_lock lock{mutex_};
    return requests_;
  }
  int connections() const { return connections_; }

 private:
  bool wait(int socket) const {
    pollfd ready{.fd = socket, .events = POLLIN, .revents = 0};
    while (!over_) {
      if (::poll(&ready, 1, 10) > 0) return true;
    }
    return false;
  }

  void serve() {
    while (wait(listener_)) {
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) continue;
      ++connections_;
      served_.emplace_back([this, connection] {
        while (serve_one(connection)) {
        }
        ::close(connection);
      });
    }
    for (auto& thread : served_) thread.join();
  }

  static std::size_t body_bytes(const std::string& head) {
    const auto at = head.find("\r\nContent-Length: ");
    return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 18, nullptr, 10);
  }

  bool receive(int connection, std::string& request) {
    std::vector<char> buffer(65'536);
    while (true) {
      const auto end = request.find("\r\n\r\n");
      if (end != std::string::npos && request.size() >= end + 4 + body_bytes(request.substr(0, end + 2))) return true;
      if (!wait(connection)) return false;
      const auto count = ::recv(connection, buffer.data(), buffer.size(), 0);
      if (count <= 0) return false;
      request.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

  bool serve_one(int connection) {
    std::string request;
    if (!receive(connection, request)) return false;
    Reply reply{.bytes = {}, .then = Reply::Then::close};
    {
      const std::scoped_lock lock{mutex_};
      requests_.push_back(std::move(request));
      if (!replies_.empty()) {
        reply = std::move(replies_.front());
        replies_.pop_front();
      }
    }
    for (std::size_t at = 0; at < reply.bytes.size();) {
      const auto sent = ::send(connection, reply.bytes.data() + at, reply.bytes.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) return false;
      at += static_cast<std::size_t>(sent);
    }
    if (reply.then == Reply::Then::stall) wait(connection);
    if (reply.then == Reply::Then::reset) {
      const linger now{.l_onoff = 1, .l_linger = 0};
      ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    }
    return reply.then == Reply::Then::keep;
  }

  int listener_{-1};
  int port_{0};
  std::deque<Reply> replies_;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::atomic<int> connections_{0};
  std::atomic<bool> over_{false};
  std::vector<std::thread> served_;
  std::thread thread_;
};

inline std::string ok(const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
}

}  // namespace stripmeta::test
