#include "function/endpoint.hpp"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

namespace stripmeta {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds accept_pause{100};  // after a failed accept; usually no file descriptor is left

std::size_t worker_count(std::size_t wanted) {
  return wanted != 0 ? wanted : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

}  // namespace

class Endpoint::State final : public SessionHost {
 public:
  State(Invoke invoke, const EndpointLimits& limits)
      : limits_(limits), invoke_(std::move(invoke)), workers_(worker_count(limits.workers)) {}

  // Returns the error of the first step that fails.
  error_code listen(const tcp::endpoint& endpoint) {
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) local_ = acceptor_.local_endpoint(error);
    return error;
  }

  std::string url() const {
    const auto host = local_.address().to_string();
    const bool brackets = local_.address().is_v6();
    return "http://" + (brackets ? "[" + host + "]" : host) + ":" + std::to_string(local_.port()) +
           std::string{invocation_path};
  }

  void stop_on_signals() {
    signals_.add(SIGTERM);
    signals_.add(SIGINT);
    wait_for_signal();
  }

  void run() {
    accept();
    io_.run();
    workers_.join();
  }

  void stop() {
    asio::post(io_, [this] { on_stop(); });
  }

  const SessionLimits& limits() const override { return limits_.session; }
  bool is_stopping() const override { return stopping_; }

  void invoke(std::string body, Done done) override {
    // The guard keeps run() from returning before the answer.
    asio::post(
        workers_, [this, body = std::move(body), done = std::move(done), guard = asio::make_work_guard(io_)]() mutable {
          auto answer = invoke_(body, stop_source_.get_token());
          asio::post(io_, [done = std::move(done), answer = std::move(answer)]() mutable { done(std::move(answer)); });
        });
  }

  void on_end(const std::shared_ptr<Session>& session) override {
    sessions_.erase(session);
    if (stopping_ && sessions_.empty()) finish();
    if (!stopping_ && waiting_for_room_) accept();
  }

 private:
  void accept() {
    waiting_for_room_ = sessions_.size() >= limits_.connections;
    if (waiting_for_room_) return;
    acceptor_.async_accept([this](error_code error, tcp::socket socket) { on_accept(error, std::move(socket)); });
  }

  void on_accept(error_code error, tcp::socket socket) {
    if (stopping_) return;
    if (error) {
      pause_.expires_after(accept_pause);
      pause_.async_wait([this](error_code cancelled) {
        if (!cancelled) accept();
      });
      return;
    }
    const auto session = std::make_shared<Session>(std::move(socket), *this);
    sessions_.insert(session);
    session->start();
    accept();
  }

  void wait_for_signal() {
    signals_.async_wait([this](error_code error, int) {
      if (error) return;
      wait_for_signal();
      on_stop();
    });
  }

  void on_stop() {
    if (std::exchange(stopping_, true)) return end_grace();
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    for (const auto& session : open_sessions()) session->wind_down();
    if (sessions_.empty()) return finish();
    grace_.expires_after(limits_.grace);
    grace_.async_wait([this](error_code cancelled) {
      if (!cancelled) end_grace();
    });
  }

  void end_grace() {
    stop_source_.request_stop();
    for (const auto& session : open_sessions()) session->cut_short();
  }

  // Cancels everything that keeps run() waiting, so that it returns.
  void finish() {
    grace_.cancel();
    error_code ignored;
    signals_.cancel(ignored);
  }

  // A copy, because sessions leave the set when they close.
  std::vector<std::shared_ptr<Session>> open_sessions() const { return {sessions_.begin(), sessions_.end()}; }

  EndpointLimits limits_;
  Invoke invoke_;
  std::stop_source stop_source_;
  bool stopping_{false};
  bool waiting_for_room_{false};
  tcp::endpoint local_;
  asio::io_context io_{1};
  std::unordered_set<std::shared_ptr<Session>> sessions_;  // their sockets must not outlive io_
  tcp::acceptor acceptor_{io_};
  asio::signal_set signals_{io_};
  asio::steady_timer grace_{io_};
  asio::steady_timer pause_{io_};
  asio::thread_pool workers_;
};

Endpoint::Endpoint(std::unique_ptr<State> state) : state_(std::move(state)) {}
Endpoint::~Endpoint() = default;

std::expected<std::unique_ptr<Endpoint>, Error> Endpoint::open(const ListenAddress& address, Invoke invoke,
                                                               const EndpointLimits& limits) {
  auto state = std::make_unique<State>(std::move(invoke), limits);
  error_code error;
  const auto host = asio::ip::make_address(address.host, error);
  if (!error) error = state->listen({host, address.port});
  if (error) {
    return std::unexpected(Error{ErrorKind::configuration,
                                 "cannot listen on " + address.host + " port " + std::to_string(address.port) + ": " +
                                     error.message() + "; choose another address with --listen or STRIPMETA_LISTEN",
                                 std::nullopt});
  }
  return std::unique_ptr<Endpoint>{new Endpoint{std::move(state)}};
}

std::string Endpoint::url() const {
  return state_->url();
}
void Endpoint::stop_on_signals() {
  state_->stop_on_signals();
}
void Endpoint::run() {
  state_->run();
}
void Endpoint::stop() {
  state_->stop();
}

}  // namespace stripmeta
