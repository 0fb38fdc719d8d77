#include "function/endpoint.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace stripmeta {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using std::chrono_literals::operator""ms;
using Response = http::response<http::string_body>;

std::string post(std::string_view body, std::string_view header = "") {
  return "POST " + std::string{invocation_path} + " HTTP/1.1\r\nHost: x\r\n" + std::string{header} +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

// The client side of one connection.
class Client {
 public:
  explicit Client(std::uint16_t port) { socket_.connect({asio::ip::address_v4::loopback(), port}); }

  // The server may have closed the connection already; its response shows that.
  void send(const std::string& bytes) {
    boost::system::error_code ignored;
    asio::write(socket_, asio::buffer(bytes), ignored);
  }

  Response receive() {
    Response response;
    http::read(socket_, buffer_, response);
    return response;
  }

  // Everything until the server closes the connection.
  std::string rest() {
    std::string text;
    boost::system::error_code error;
    asio::read(socket_, asio::dynamic_buffer(text), error);
    return text;
  }

 private:
  asio::io_context io_;
  tcp::socket socket_{io_};
  boost::beast::flat_buffer buffer_;
};

// An endpoint on a free port that serves until the test ends.
class Served {
 public:
  explicit Served(Endpoint::Invoke invoke, const EndpointLimits& limits = {})
      : endpoint_(Endpoint::open({"127.0.0.1", 0}, std::move(invoke), limits).value()),
        thread_([this] { endpoint_->run(); }) {}
  ~Served() { stop(); }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  std::uint16_t port() const {
    const auto url = endpoint_->url();
    return static_cast<std::uint16_t>(std::stoi(url.substr(std::string{"http://127.0.0.1:"}.size())));
  }
  void ask_to_stop() { endpoint_->stop(); }
  void wait() {
    if (thread_.joinable()) thread_.join();
  }
  void stop() {
    ask_to_stop();
    wait();
  }

 private:
  std::unique_ptr<Endpoint> endpoint_;
  std::thread thread_;
};

Answer echo(const std::string& body, const std::stop_token& /*stop*/) {
  return {AnswerKind::success, body};
}

// Blocks until a stop is requested.
void wait_for_stop(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait(lock, stop, [] { return false; });
}

TEST(Endpoint, AnswersAndKeepsTheConnection) {
  const Served served{echo};
  Client client{served.port()};
  for (const std::string body : {"one", "", "three"}) {
    client.send(post(body));
    const auto response = client.receive();
    EXPECT_EQ(response.result_int(), 200U);
    EXPECT_EQ(response.body(), body);
    EXPECT_EQ(response.at("Content-Type"), "application/json");
    EXPECT_EQ(response.count("X-Amz-Function-Error"), 0U);
  }
}

TEST(Endpoint, PipelinedRequestsAreAnsweredInOrder) {
  const Served served{echo};
  Client client{served.port()};
  client.send(post("one") + post("two") + post("three", "Connection: close\r\n"));
  EXPECT_EQ(client.receive().body(), "one");
  EXPECT_EQ(client.receive().body(), "two");
  const auto last = client.receive();
  EXPECT_EQ(last.body(), "three");
  EXPECT_FALSE(last.keep_alive());
  EXPECT_EQ(client.rest(), "");
}

TEST(Endpoint, AnswerKindsOnTheWire) {
  const Served served{[](const std::string& body, const std::stop_token&) {
    return Answer{body == "error" ? AnswerKind::function_error : AnswerKind::bad_request, "{}"};
  }};
  Client client{served.port()};
  client.send(post("error"));
  const auto error = client.receive();
  EXPECT_EQ(error.result_int(), 200U);
  EXPECT_EQ(error.at("X-Amz-Function-Error"), "Unhandled");
  client.send(post("{"));
  EXPECT_EQ(client.receive().result_int(), 400U);
}

TEST(Endpoint, OtherPathsAndMethodsAreRefused) {
  std::atomic<int> invoked{0};
  const Served served{[&](const std::string& body, const std::stop_token& stop) {
    ++invoked;
    return echo(body, stop);
  }};
  Client client{served.port()};
  client.send("POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_EQ(client.receive().result_int(), 404U);
  client.send("GET " + std::string{invocation_path} + " HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto response = client.receive();
  EXPECT_EQ(response.result_int(), 405U);
  EXPECT_EQ(response.at("Allow"), "POST");
  EXPECT_EQ(invoked, 0);
}

TEST(Endpoint, HeadGetsNoBody) {
  const Served served{echo};
  Client client{served.port()};
  client.send("HEAD " + std::string{invocation_path} + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto answer = client.rest();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 405 ")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(Endpoint, HttpOneZeroKeepsTheConnectionOnlyIfAsked) {
  const Served served{echo};
  const auto old = [](std::string_view header) {
    return "POST " + std::string{invocation_path} + " HTTP/1.0\r\n" + std::string{header} +
           "Content-Length: 1\r\n\r\nx";
  };
  Client client{served.port()};
  client.send(old("Connection: keep-alive\r\n"));
  EXPECT_EQ(client.receive().at("Connection"), "keep-alive");
  client.send(old(""));
  EXPECT_EQ(client.receive().body(), "x");
  EXPECT_EQ(client.rest(), "");
}

TEST(Endpoint, BodiesAreTakenToLambdasLimitOnly) {
  const Served served{[](const std::string& body, const std::stop_token&) {
    return Answer{AnswerKind::success, std::to_string(body.size())};
  }};
  Client fits{served.port()};
  fits.send(post(std::string(max_request_bytes, ' ')));
  EXPECT_EQ(fits.receive().body(), "6291556");
  Client too_large{served.port()};
  too_large.send(post(std::string(max_request_bytes + 1, ' ')));
  EXPECT_EQ(too_large.receive().result_int(), 413U);
}

TEST(Endpoint, ChunkedBodiesHaveTheSameLimit) {
  const Served served{[](const std::string& body, const std::stop_token&) {
    return Answer{AnswerKind::success, std::to_string(body.size())};
  }};
  const std::string header =
      "POST " + std::string{invocation_path} + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  Client fits{served.port()};
  fits.send(header + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(fits.receive().body(), "5");
  Client too_large{served.port()};
  too_large.send(header + "600000\r\n" + std::string(0x600000, ' ') + "\r\n1\r\nx\r\n65\r\n" + std::string(0x65, ' ') +
                 "\r\n0\r\n\r\n");
  EXPECT_EQ(too_large.receive().result_int(), 413U);
}

TEST(Endpoint, InvalidHttpIsRefused) {
  const Served served{echo};
  Client garbage{served.port()};
  garbage.send("hello there\r\n\r\n");
  EXPECT_EQ(garbage.receive().result_int(), 400U);
  EXPECT_EQ(garbage.rest(), "");
  Client long_header{served.port()};
  long_header.send(post("", "X: " + std::string(9'000, 'x') + "\r\n"));
  EXPECT_EQ(long_header.receive().result_int(), 431U);
}

TEST(Endpoint, ExpectContinueIsHonoured) {
  const Served served{echo};
  Client client{served.port()};
  client.send("POST " + std::string{invocation_path} +
              " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client.receive().result_int(), 100U);
  client.send("body");
  EXPECT_EQ(client.receive().body(), "body");

  Client refused{served.port()};
  refused.send("POST /other HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(refused.receive().result_int(), 404U);
}

TEST(Endpoint, SlowClientsAreDropped) {
  EndpointLimits limits;
  limits.session.header = 50ms;
  limits.session.body = 50ms;
  const Served served{echo, limits};
  Client silent{served.port()};
  EXPECT_EQ(silent.rest(), "");
  Client half_header{served.port()};
  half_header.send("POST / HT");
  EXPECT_EQ(half_header.rest(), "");
  Client half_body{served.port()};
  half_body.send("POST " + std::string{invocation_path} + " HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf");
  EXPECT_EQ(half_body.rest(), "");
}

TEST(Endpoint, FurtherConnectionsWaitForRoom) {
  EndpointLimits limits;
  limits.connections = 1;
  const Served served{echo, limits};
  auto first = std::make_unique<Client>(served.port());
  first->send(post("first"));
  EXPECT_EQ(first->receive().body(), "first");
  Client second{served.port()};
  second.send(post("second"));
  first.reset();
  EXPECT_EQ(second.receive().body(), "second");
}

TEST(Endpoint, InvocationsRunInParallel) {
  EndpointLimits limits;
  limits.workers = 2;
  std::barrier both{2};  // passed only if both invocations run at once
  const Served served{[&](const std::string& body, const std::stop_token& stop) {
                        both.arrive_and_wait();
                        return echo(body, stop);
                      },
                      limits};
  Client one{served.port()};
  Client two{served.port()};
  one.send(post("one"));
  two.send(post("two"));
  EXPECT_EQ(one.receive().body(), "one");
  EXPECT_EQ(two.receive().body(), "two");
}

TEST(Endpoint, NoMoreInvocationsAtOnceThanWorkers) {
  EndpointLimits limits;
  limits.workers = 1;
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  const Served served{[&](const std::string& body, const std::stop_token& stop) {
                        most = std::max(most.load(), ++running);
                        std::this_thread::yield();
                        --running;
                        return echo(body, stop);
                      },
                      limits};
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<Client>(served.port()));
    clients.back()->send(post(std::to_string(i)));
  }
  for (int i = 0; i < 20; ++i) EXPECT_EQ(clients[static_cast<std::size_t>(i)]->receive().body(), std::to_string(i));
  EXPECT_EQ(most, 1);
}

TEST(Endpoint, StopClosesIdleConnections) {
  Served served{echo};
  Client used{served.port()};
  used.send(post("x"));
  EXPECT_EQ(used.receive().body(), "x");
  Client half{served.port()};
  half.send("POST / HTTP/1.1\r\n");
  served.stop();
  EXPECT_EQ(used.rest(), "");
  EXPECT_EQ(half.rest(), "");
}

TEST(Endpoint, StopLetsARunningInvocationFinish) {
  EndpointLimits limits;
  limits.session.linger = 10ms;
  std::promise<void> started;
  std::promise<void> finish;
  Served served{[&](const std::string& body, const std::stop_token& stop) {
                  started.set_value();
                  finish.get_future().wait();
                  return Answer{AnswerKind::success, stop.stop_requested() ? "stopped" : body};
                },
                limits};
  const auto port = served.port();
  Client client{port};
  client.send(post("whole"));
  started.get_future().wait();
  Client idle{port};
  served.ask_to_stop();
  EXPECT_EQ(idle.rest(), "");  // the stop has begun
  finish.set_value();
  const auto response = client.receive();
  EXPECT_EQ(response.body(), "whole");
  EXPECT_FALSE(response.keep_alive());
  served.wait();
  EXPECT_THROW(Client{port}, boost::system::system_error);
}

// Starts an invocation that runs until a stop is requested, then stops the endpoint `times` times.
void expect_answer_to_the_stopped(std::chrono::milliseconds grace, int asked) {
  EndpointLimits limits;
  limits.grace = grace;
  limits.session.linger = 10ms;
  std::promise<void> started;
  Served served{[&](const std::string&, const std::stop_token& stop) {
                  started.set_value();
                  wait_for_stop(stop);
                  return Answer{AnswerKind::function_error, "{}"};
                },
                limits};
  Client client{served.port()};
  client.send(post("x"));
  started.get_future().wait();
  for (int i = 0; i < asked; ++i) served.ask_to_stop();
  EXPECT_EQ(client.receive().body(), "{}");
  served.wait();
}

TEST(Endpoint, AfterTheGraceInvocationsAreToldToStop) {
  expect_answer_to_the_stopped(10ms, 1);
}

TEST(Endpoint, ASecondStopEndsTheGrace) {
  expect_answer_to_the_stopped(std::chrono::hours{1}, 2);
}

TEST(Endpoint, ClientThatGoesAwayHarmsNobody) {
  std::promise<void> started;
  std::promise<void> finish;
  const Served served{[&](const std::string& body, const std::stop_token& stop) {
    if (body == "gone") {
      started.set_value();
      finish.get_future().wait();
    }
    return echo(body, stop);
  }};
  {
    Client gone{served.port()};
    gone.send(post("gone"));
    started.get_future().wait();
  }
  finish.set_value();
  Client other{served.port()};
  other.send(post("other"));
  EXPECT_EQ(other.receive().body(), "other");
}

TEST(Endpoint, AddressInUseIsAConfigurationError) {
  const Served served{echo};
  const auto second = Endpoint::open({"127.0.0.1", served.port()}, echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::configuration);
  EXPECT_TRUE(second.error().message.starts_with("cannot listen on 127.0.0.1 port ")) << second.error().message;
}

}  // namespace
}  // namespace stripmeta
