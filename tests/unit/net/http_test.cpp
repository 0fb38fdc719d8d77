#include "net/http.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <future>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "support/cpp/scripted_server.hpp"

namespace stripmeta::net {
namespace {

using namespace std::chrono_literals;
using test::DeafPort;
using test::ok;
using test::Reply;
using test::ScriptedServer;
using Then = Reply::Then;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span{text});
}

// Much longer than any test takes.
Call patient() {
  return {.deadline = std::chrono::steady_clock::now() + 60s};
}

Failure::Kind failure_of(const Reply& reply) {
  ScriptedServer server{{reply, reply}};  // libcurl retries once if a reused connection was closed
  HttpClient client{{.stall_timeout = 1s}};
  const auto answer = client.fetch({.url = server.origin() + "/"}, patient());
  EXPECT_FALSE(answer);
  EXPECT_FALSE(answer.error().reason.empty());
  return answer.error().kind;
}

TEST(HttpClient, AnswersStatusHeadersAndBody) {
  ScriptedServer server{{{.bytes = ok("hello", "ETag: \"1\"\r\nX-Empty:\r\nX-Blank:  a b \r\n")}}};
  HttpClient client;
  const auto answer = client.fetch({.url = server.origin() + "/a"}, patient());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->head.status, 200);
  EXPECT_EQ(answer->head.header("etag"), "\"1\"");
  EXPECT_EQ(answer->head.header("x-empty"), "");
  EXPECT_EQ(answer->head.header("x-blank"), "a b");
  EXPECT_EQ(answer->head.header("x-none"), "");
  EXPECT_EQ(answer->body, "hello");
}

TEST(HttpClient, SendsPathAndQueryAsTheyAre) {
  ScriptedServer server{{{.bytes = ok("")}}};
  HttpClient client;
  ASSERT_TRUE(client.fetch({.url = server.origin() + "/a/../b//c/./%2e%2E/d%20e?x=%2F&y="}, patient()));
  EXPECT_TRUE(server.requests().front().starts_with("GET /a/../b//c/./%2e%2E/d%20e?x=%2F&y= HTTP/1.1\r\n"));
}

TEST(HttpClient, SendsHeadersAndNoneOfItsOwnThatMatter) {
  ScriptedServer server{{{.bytes = ok("")}}};
  HttpClient client;
  ASSERT_TRUE(client.fetch({.method = "PUT",
                            .url = server.origin() + "/",
                            .headers = {{"x-a", "1"}, {"x-empty", ""}},
                            .body = bytes_of(std::string(100'000, 'x'))},
                           patient()));
  const auto request = server.requests().front();
  EXPECT_NE(request.find("\r\nx-a: 1\r\n"), std::string::npos);
  EXPECT_NE(request.find("\r\nx-empty:\r\n"), std::string::npos);
  EXPECT_EQ(request.find("Expect"), std::string::npos);
  EXPECT_EQ(request.find("Content-Type"), std::string::npos);
  EXPECT_EQ(request.find("Transfer-Encoding"), std::string::npos);
}

TEST(HttpClient, SendsTheBodyOfPutAndPost) {
  const std::string body = "\0\r\n\r\nbody" + std::string(300'000, '\xff');
  ScriptedServer server{{{.bytes = ok("")}, {.bytes = ok("")}, {.bytes = ok("")}}};
  HttpClient client;
  for (const auto* method : {"PUT", "POST"}) {
    ASSERT_TRUE(client.fetch({.method = method, .url = server.origin() + "/", .body = bytes_of(body)}, patient()));
    EXPECT_TRUE(server.requests().back().starts_with(method));
    EXPECT_TRUE(server.requests().back().ends_with("\r\n\r\n" + body));
  }
  ASSERT_TRUE(client.fetch({.method = "PUT", .url = server.origin() + "/"}, patient()));
  EXPECT_NE(server.requests().back().find("\r\nContent-Length: 0\r\n"), std::string::npos);
}

TEST(HttpClient, KnowsThatAnAnswerToHeadHasNoBody) {
  ScriptedServer server{{{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"}, {.bytes = ok("next")}}};
  HttpClient client;
  const auto head = client.fetch({.method = "HEAD", .url = server.origin() + "/"}, patient());
  ASSERT_TRUE(head);
  EXPECT_EQ(head->head.header("content-length"), "1000");
  EXPECT_EQ(head->body, "");
  EXPECT_EQ(client.fetch({.url = server.origin() + "/"}, patient())->body, "next");
}

TEST(HttpClient, UsesAConnectionAgain) {
  ScriptedServer server{{{.bytes = ok("a")}, {.bytes = ok("b")}, {.bytes = ok("c")}}};
  HttpClient client;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(client.fetch({.url = server.origin() + "/"}, patient()));
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, KeepsTheConnectionsOfManyAtOnce) {
  constexpr int many = 10;
  std::deque<Reply> replies(2 * many, {.bytes = ok(std::string(2'000'000, 'x'))});
  replies.insert(replies.begin() + many, {.bytes = ok("alone")});
  ScriptedServer server{std::move(replies)};
  HttpClient client;
  // More than is buffered for a reader, so each transfer keeps its connection until it is read.
  const auto read_many_at_once = [&] {
    std::vector<std::unique_ptr<Exchange>> exchanges;
    for (int i = 0; i < many; ++i) {
      exchanges.push_back(client.start({.url = server.origin() + "/"}));
      ASSERT_TRUE(exchanges.back()->head(patient()));
    }
    for (const auto& exchange : exchanges) ASSERT_TRUE(read_all(*exchange, patient(), 4'000'000));
  };
  read_many_at_once();
  EXPECT_EQ(client.fetch({.url = server.origin() + "/"}, patient())->body, "alone");
  read_many_at_once();
  EXPECT_EQ(server.connections(), many);
}

TEST(HttpClient, AsksAgainIfAUsedConnectionWasClosed) {
  ScriptedServer server{{{.bytes = ok("a"), .then = Then::close}, {.bytes = ok("b")}}};
  HttpClient client;
  ASSERT_TRUE(client.fetch({.url = server.origin() + "/"}, patient()));
  const auto second = client.fetch({.url = server.origin() + "/"}, patient());
  ASSERT_TRUE(second);
  EXPECT_EQ(second->body, "b");
}

TEST(HttpClient, SkipsInterimResponses) {
  ScriptedServer server{{{.bytes = "HTTP/1.1 100 Continue\r\nX-No: 1\r\n\r\n" + ok("body")}}};
  HttpClient client;
  const auto answer = client.fetch({.url = server.origin() + "/"}, patient());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->head.status, 200);
  EXPECT_EQ(answer->head.header("x-no"), "");
}

TEST(HttpClient, ReadsChunkedBodies) {
  ScriptedServer server{
      {{.bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"}}};
  HttpClient client;
  EXPECT_EQ(client.fetch({.url = server.origin() + "/"}, patient())->body, "abcde");
}

TEST(HttpClient, AnswersErrorsOfTheServerAsAnswers) {
  ScriptedServer server{{{.bytes = "HTTP/1.1 503 Slow Down\r\nContent-Length: 2\r\n\r\nno"}}};
  HttpClient client;
  const auto answer = client.fetch({.url = server.origin() + "/"}, patient());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->head.status, 503);
  EXPECT_EQ(answer->body, "no");
}

TEST(HttpClient, DoesNotFollow) {
  ScriptedServer server{{{.bytes = "HTTP/1.1 307 T\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"}}};
  HttpClient client;
  EXPECT_EQ(client.fetch({.url = server.origin() + "/"}, patient())->head.status, 307);
}

TEST(HttpClient, FindsAnswersThatAreNotWhole) {
  using Kind = Failure::Kind;
  EXPECT_EQ(failure_of({.bytes = "", .then = Then::close}), Kind::broken);
  EXPECT_EQ(failure_of({.bytes = "", .then = Then::reset}), Kind::broken);
  EXPECT_EQ(failure_of({.bytes = "", .then = Then::stall}), Kind::broken);
  EXPECT_EQ(failure_of({.bytes = "HTTP/1.1 200 OK\r\nContent-", .then = Then::close}), Kind::broken);
  EXPECT_EQ(failure_of({.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", .then = Then::close}),
            Kind::broken);
  EXPECT_EQ(failure_of({.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", .then = Then::stall}),
            Kind::broken);
  EXPECT_EQ(failure_of({.bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", .then = Then::close}),
            Kind::broken);
  EXPECT_EQ(failure_of({.bytes = "SSH-2.0-garbage\r\n\r\n", .then = Then::close}), Kind::broken);
}

TEST(HttpClient, RefusesHeadersWithoutEnd) {
  std::string head = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 2'000; ++i) head += "X-" + std::to_string(i) + ": " + std::string(100, 'x') + "\r\n";
  EXPECT_EQ(failure_of({.bytes = head + "\r\n", .then = Then::close}), Failure::Kind::broken);
}

TEST(HttpClient, SaysThatNobodyListens) {
  const DeafPort port;
  HttpClient client;
  const auto answer = client.fetch({.url = "http://127.0.0.1:" + std::to_string(port.number()) + "/"}, patient());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Failure::Kind::unreachable);
}

TEST(HttpClient, RefusesAMalformedUrl) {
  HttpClient client;
  const auto answer = client.fetch({.url = "http://[::1/"}, patient());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Failure::Kind::bad_request);
}

TEST(HttpClient, RefusesAnswersLongerThanWanted) {
  ScriptedServer server{{{.bytes = ok(std::string(1'000, 'x'))}}};
  HttpClient client;
  const auto answer = client.fetch({.url = server.origin() + "/"}, patient(), 999);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Failure::Kind::broken);
}

TEST(Exchange, EndsAtItsDeadline) {
  ScriptedServer server{{{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", .then = Then::stall}}};
  HttpClient client;
  const auto exchange = client.start({.url = server.origin() + "/"});
  ASSERT_TRUE(exchange->head(patient()));
  std::byte one{};
  const auto count = exchange->read({&one, 1}, {.deadline = std::chrono::steady_clock::now() + 20ms});
  ASSERT_FALSE(count);
  EXPECT_EQ(count.error().kind, Failure::Kind::stopped);
}

TEST(Exchange, EndsWhenAStopIsRequested) {
  ScriptedServer server{{{.bytes = "", .then = Then::stall}}};
  HttpClient client;
  std::stop_source stop;
  const auto exchange = client.start({.url = server.origin() + "/"});
  auto head = std::async(std::launch::async, [&] { return exchange->head({.stop = stop.get_token()}).error().kind; });
  stop.request_stop();
  EXPECT_EQ(head.get(), Failure::Kind::stopped);
}

// The reader is slower than the server. No bytes may be lost, and they must not pile up.
TEST(Exchange, HoldsTheServerBackUntilTheReaderTakesMore) {
  std::string body;
  for (int i = 0; body.size() < 8'000'000; ++i) body += std::to_string(i) + ",";
  ScriptedServer server{{{.bytes = ok(body)}}};
  HttpClient client{{.receive_buffer = 1}};
  const auto exchange = client.start({.url = server.origin() + "/"});
  ASSERT_TRUE(exchange->head(patient()));
  std::string got;
  for (std::size_t size = 1;; size = size * 3 % 400'009 + 1) {
    std::vector<std::byte> buffer(size);
    const auto count = exchange->read(buffer, patient());
    ASSERT_TRUE(count);
    if (*count == 0) break;
    got.append(reinterpret_cast<const char*>(buffer.data()), *count);
  }
  EXPECT_TRUE(got == body);
}

TEST(Exchange, MayBeCanceledAnywhere) {
  const auto body = ok(std::string(4'000'000, 'x'));
  ScriptedServer server{{{.bytes = body}, {.bytes = body}, {.bytes = ok("last")}}};
  HttpClient client;
  {
    const auto unasked = client.start({.url = server.origin() + "/"});
  }
  {
    const auto begun = client.start({.url = server.origin() + "/"});
    ASSERT_TRUE(begun->head(patient()));
    std::byte one{};
    ASSERT_TRUE(begun->read({&one, 1}, patient()));
  }
}

TEST(Exchange, RunsBesideOthers) {
  ScriptedServer slow{{{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n", .then = Then::stall}}};
  ScriptedServer quick{{{.bytes = ok("quick")}}};
  HttpClient client;
  const auto first = client.start({.url = slow.origin() + "/"});
  ASSERT_TRUE(first->head(patient()));
  EXPECT_EQ(client.fetch({.url = quick.origin() + "/"}, patient())->body, "quick");
}

TEST(ParseDate, ReadsHttpDates) {
  const auto date = parse_date("Sun, 06 Nov 1994 08:49:37 GMT");
  ASSERT_TRUE(date);
  EXPECT_EQ(std::chrono::system_clock::to_time_t(*date), 784111777);
  EXPECT_FALSE(parse_date(""));
  EXPECT_FALSE(parse_date("yesterday"));
}

}  // namespace
}  // namespace stripmeta::net
